import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../src/messages/en.ts'
import { fill } from '../src/messages/fill.ts'
import { zh } from '../src/messages/zh.ts'

const root = new URL('../src', import.meta.url).pathname
const sources = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? sources(path) : /\.tsx?$/.test(name) ? [path] : []
  })

describe('message catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })

  it('say each thing in one place: a later catalogue must not overwrite an earlier one', () => {
    const folder = join(root, 'messages')
    for (const language of ['zh', 'en']) {
      const keys = readdirSync(folder)
        .filter((name) => name.startsWith(language))
        .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}'([\w.>=<-]+)':/gm)].map((m) => m[1]!))
      expect(keys.length).toBeGreaterThan(500)
      expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
    }
  })

  it('have the same places to fill', () => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect(new Set(places(en[key])), key).toEqual(new Set(places(zh[key])))
  })

  it('are Chinese and English', () => {
    /** Nothing but places to fill and signs between them. */
    const wordless = (text: string) => text.replace(/\{\w+\}|[\p{P}\p{S}\s]/gu, '') === ''
    for (const [key, text] of Object.entries(en))
      if (!key.startsWith('edit.recurringText')) expect(text, key).not.toMatch(/\p{Script=Han}/u)
    for (const [key, text] of Object.entries(zh)) if (!wordless(text)) expect(text, key).toMatch(/\p{Script=Han}/u)
  })

  it('hold nothing that no page uses', () => {
    const code = sources(root)
      .filter((path) => !/messages\/(zh|en)(-[a-z]+)*\.ts$/.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    const said = new Set([...code.matchAll(/['"]([a-zA-Z]+\.[\w.>=<]+)['"]/g)].map((m) => m[1]!))
    const prefixes = [...code.matchAll(/`([a-zA-Z.]+\.?)\$\{/g)].map((m) => m[1]!)
    const unused = Object.keys(zh).filter((key) => !said.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))
    expect(unused).toEqual([])
  })

  it('leave a place without a value visible', () => {
    expect(fill('共 {n} 项，{who}', { n: 3 })).toBe('共 3 项，{who}')
  })
})
