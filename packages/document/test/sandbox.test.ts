import { describe, expect, it } from 'vitest'
import { readInSandbox } from '../src/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Nesting that the depth limit refuses; without the limit the cost of the tree grows with the square of its depth. */
const costly = () => bytes(`<!doctype html><body>${'<div>字'.repeat(200_000)}`)

describe('reading in a worker', () => {
  it('gives what the reader gives and leaves the bytes with the caller', async () => {
    const given = bytes('一、目标\n二、措施')
    const result = await readInSandbox(given, { name: '方案.txt' })
    expect(result.ok && result.source.text).toBe('一、目标\n二、措施')
    expect(given.length).toBeGreaterThan(0)
  })

  it('passes refusals through, with the name of the file', async () => {
    const result = await readInSandbox(new Uint8Array(0), { name: '空.docx' })
    expect(!result.ok && result.refusal).toMatchObject({ code: 'document.empty', detail: { name: '空.docx' } })
  })

  it('refuses a file over the limit without starting to read', async () => {
    const result = await readInSandbox(new Uint8Array(2000), { limits: { maxBytes: 1000 } })
    expect(!result.ok && result.refusal).toMatchObject({ code: 'document.too-large', detail: { size: 2000, limit: 1000 } })
  })

  it('stops a document that takes too long while the caller goes on working', async () => {
    let turns = 0
    const beat = setInterval(() => turns++, 5)
    const result = await readInSandbox(costly(), { timeMs: 400, limits: { maxDepth: 1_000_000 } })
    clearInterval(beat)
    expect(!result.ok && result.refusal.code).toBe('document.timeout')
    expect(turns).toBeGreaterThan(10)
  })

  it('stops a document that takes too much memory', async () => {
    const result = await readInSandbox(bytes(`<!doctype html><body>${'<p><b>字</b><i>字</i></p>'.repeat(400_000)}`), {
      memoryMb: 24,
      timeMs: 60_000,
    })
    expect(!result.ok && result.refusal.code).toBe('document.memory')
  })
})
