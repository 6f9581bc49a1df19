import { runExample, type Setting, validate, walk } from '@yingshang/procedure'
import { CHINA_2026 } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { PROCEDURES } from '../src/index.ts'

const setting: Setting = {
  definitions: PROCEDURES,
  calendars: [CHINA_2026],
  decide: (id) => {
    throw new Error(`no decision table ${id}`)
  },
}

/** A small generator with a seed, so that a walk can be taken again. */
const chance = (seed: number) => {
  let state = seed * 2654435761 + 1
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}

describe.each(PROCEDURES.map((d) => [d.title.zh, d] as const))('%s', (_, definition) => {
  it('is sound', () => {
    expect(validate(definition)).toEqual([])
  })

  it.each(definition.examples.map((e) => [e.title.zh, e] as const))('%s', (_, example) => {
    expect(runExample(setting, definition, example).differences).toEqual([])
  })

  it('never gets stuck: every walk can go on or has ended', () => {
    const ends = new Set<string>()
    for (let seed = 1; seed <= 300; seed++) {
      const path = walk(setting, definition, chance(seed), 30)
      expect(path.end, path.actions.map((a) => a.action).join(' ')).not.toBe('stuck')
      ends.add(path.state.stages.main!.stage)
    }
    expect(ends.size).toBeGreaterThan(1)
  })
})
