import { readFileSync } from 'node:fs'
import * as engine from '@yingshang/procedure'
import { conditions, effects } from '@yingshang/procedure'
import { describe, expect, it } from 'vitest'

const page = readFileSync('docs/procedures.md', 'utf8')

describe('the page on procedures', () => {
  it('names every condition, operand and effect that there is', () => {
    for (const name of [...Object.keys(conditions).filter((n) => n !== 'always'), ...Object.keys(effects)])
      expect(page, name).toMatch(new RegExp(`\\b${name}\\b`))
  })

  it('calls only functions that exist', () => {
    const block = /## Using the engine\n\n```ts\n([\s\S]*?)```/.exec(page)![1]!
    for (const [, name] of block.matchAll(/^(?:let state = )?(\w+)\(/gm)) expect(engine, name).toHaveProperty(name!)
  })
})
