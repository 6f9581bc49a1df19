import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command, NODE, SHARED, scratch, yingshang } from './command.ts'

/** The five labelled plans, read through the command line and scored by the public scorer. Thresholds are the product's promise. */
const PROMISED = {
  measures: 0.99,
  titles: 0.97,
  lead: 0.98,
  responsible: 0.97,
  persons: 0.98,
  milestones: 0.96,
  targets: 0.88,
  subjects: 0.85,
} as const

const present = existsSync(join(SHARED, 'seeds')) && existsSync(join(SHARED, 'tools', 'score-plan.mjs'))
if (!present) console.warn(`\n!! labelled plans are not at ${SHARED}: reading through the command line is NOT scored\n`)

describe.skipIf(!present)('labelled plans', () => {
  it('are read as well as promised', async () => {
    const out = scratch()
    const seeds = readdirSync(join(SHARED, 'seeds')).filter((name) => name.endsWith('.txt'))
    const read = await yingshang(['plan', 'read', ...seeds.map((name) => join(SHARED, 'seeds', name)), '--out', out, '--quiet'])
    expect(read).toMatchObject({ code: 0, err: '' })
    const pairs = seeds.flatMap((name) => {
      const json = name.replace(/\.txt$/, '.json')
      return [join(SHARED, 'gold', json), join(out, json)]
    })
    const scored = await command(NODE, [join(SHARED, 'tools', 'score-plan.mjs'), ...pairs, '--json'])
    expect(scored.code, scored.err).toBe(0)
    const report = JSON.parse(scored.out)
    const missed = Object.entries(PROMISED).filter(([kind, least]) => report[kind].f1 < least)
    expect(missed.map(([kind, least]) => `${kind} ${report[kind].f1} < ${least}`)).toEqual([])
    expect(report.spans.wrong).toBe(0)
    expect(report.spans.absent).toBe(0)
  })
})
