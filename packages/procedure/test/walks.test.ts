import { type Action, explore, fold, initial, possible, type Setting, type State, submit, type Values, walk } from '@yingshang/procedure'
import { addDays, amend, CHINA_2026, instantInChina } from '@yingshang/time'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIBRARY } from './library.ts'

const setting: Setting = { definitions: [LIBRARY], calendars: [CHINA_2026] }

/** A small generator with a seed (mulberry32), so that a failing walk can be walked again. */
function chance(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const aSeed = fc.integer({ min: 0, max: 0xffffffff })

describe('random legal walks', () => {
  it('never get a matter stuck, in 100,000 walks', () => {
    const stages = new Set<string>()
    const ends = { ended: 0, bound: 0, stuck: 0 }
    for (let seed = 0; seed < 100_000; seed++) {
      const path = walk(setting, LIBRARY, chance(seed), 8, seed % 2 ? '2022-01-01' : '2024-09-01')
      ends[path.end]++
      for (const [track, { stage }] of Object.entries(path.state.stages)) stages.add(`${track}/${stage}`)
      if (path.end === 'stuck') expect.fail(`walk ${seed} is stuck after ${path.actions.map((a) => a.action).join(', ')}`)
    }
    expect(ends.stuck).toBe(0)
    expect(ends.ended).toBeGreaterThan(1000)
    // Every stage of every track was seen at the end of some walk.
    expect([...stages].sort()).toEqual(
      LIBRARY.tracks
        .flatMap((t) => t.stages.map((s) => `${t.id}/${s.id}`))
        .filter((s) => s !== 'loan/asked' || stages.has(s))
        .sort(),
    )
  }, 240_000)

  it('fold from the start to the state that was reached step by step', () => {
    fc.assert(
      fc.property(aSeed, (seed) => {
        const path = walk(setting, LIBRARY, chance(seed), 30)
        expect(fold(setting, 'walked', path.actions)).toEqual(path.state)
      }),
    )
  })

  it('give the same state when replayed later, from JSON, with newer calendars and no decisions at hand', () => {
    const later = amend(CHINA_2026, { version: 'later', effectiveFrom: '2022-01-01', source: [], plain: ['2022-10-03', '2022-10-04'] })
    if (!later.ok) throw new Error('refused')
    const newer: Setting = {
      definitions: [{ ...LIBRARY, version: '2', effectiveFrom: '2023-01-01' }, LIBRARY],
      calendars: [later.value, CHINA_2026],
    }
    fc.assert(
      fc.property(aSeed, (seed) => {
        const path = walk(setting, LIBRARY, chance(seed), 30)
        expect(fold(newer, 'walked', JSON.parse(JSON.stringify(path.actions)) as Action[])).toEqual(path.state)
        expect(JSON.parse(JSON.stringify(path.state))).toEqual(path.state)
      }),
    )
  })

  it('change nothing by an action that is refused', () => {
    fc.assert(
      fc.property(
        aSeed,
        fc.constantFrom(...LIBRARY.actions.map((a) => a.id), 'nonsense'),
        fc.constantFrom('reader', 'librarian', 'clock', 'stranger'),
        fc.integer({ min: -3, max: 60 }),
        (seed, action, role, wait) => {
          const { state } = walk(setting, LIBRARY, chance(seed), 1 + (seed % 12))
          const before = JSON.stringify(state)
          const day = addDays(state.lastAt!.slice(0, 10), wait)
          const result = submit(setting, state, {
            id: 'try',
            action,
            actor: { id: 'somebody', roles: [role] },
            at: instantInChina(day, '12:00'),
            values: seed % 3 === 0 ? { paid: -1, junk: true } : {},
          })
          expect(JSON.stringify(state)).toBe(before)
          if (!result.ok) expect(result.refusals.length).toBeGreaterThan(0)
          else expect(result.state.seq).toBe(state.seq + 1)
        },
      ),
    )
  })

  it('never throw on hostile drafts', () => {
    const anId = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'loan-period', 'fine-period', 'search', 'anna', ''), fc.string())
    const aValue = fc.oneof(fc.jsonValue(), fc.constantFrom('2022-03-01', -1, Number.MAX_SAFE_INTEGER, 1e300, Number.NaN))
    const aKey = fc.oneof(fc.constantFrom(...LIBRARY.fields.map((f) => f.id), '__proto__', 'toString'), fc.string())
    fc.assert(
      fc.property(
        aSeed,
        fc.constantFrom(...LIBRARY.actions.map((a) => a.id), '__proto__', '@migrate'),
        fc.constantFrom('reader', 'librarian', 'clock', '__proto__'),
        fc.dictionary(aKey, aValue),
        fc.option(fc.record({ clock: anId, key: anId, due: anId })),
        fc.option(fc.record({ id: anId, action: fc.constantFrom('return', 'ask', '__proto__') })),
        (seed, action, role, values, cause, corrects) => {
          const { state } = walk(setting, LIBRARY, chance(seed), seed % 12)
          const at = instantInChina(addDays(state.lastAt?.slice(0, 10) ?? '2022-01-01', 2), '10:00')
          const draft = {
            id: 'try',
            action,
            actor: { id: 'anna', roles: [role] },
            at,
            values: values as Values,
            ...(cause ? { cause } : {}),
            ...(corrects ? { corrects } : {}),
          }
          const result = submit(setting, state, draft)
          if (result.ok) {
            expect(JSON.parse(JSON.stringify(result.state))).toEqual(result.state)
            expect(JSON.stringify(result.state)).not.toContain('NaN')
          } else expect(result.refusals.every((r) => r.code && r.zh && r.en)).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('agree with possible: what it allows without a form is accepted, what it refuses is refused for those reasons', () => {
    fc.assert(
      fc.property(aSeed, fc.constantFrom('reader', 'librarian'), (seed, role) => {
        const { state } = walk(setting, LIBRARY, chance(seed), seed % 12)
        const actor = { id: 'anna', roles: [role] }
        const at = instantInChina(addDays(state.lastAt?.slice(0, 10) ?? '2022-01-01', 2), '10:00')
        for (const { action, allowed, reasons } of possible(setting, state, actor, at)) {
          const definition = LIBRARY.actions.find((a) => a.id === action)!
          const result = submit(setting, state, { id: 'try', action, actor, at })
          if (!allowed) {
            expect(result.ok).toBe(false)
            if (!result.ok) for (const { code } of reasons) expect(result.refusals.map((r) => r.code)).toContain(code)
          } else if (!definition.form?.length && !definition.corrects) expect(result.ok, action).toBe(true)
        }
      }),
    )
  })

  it('keep the order of the states of persistent values: an old state is as it was', () => {
    fc.assert(
      fc.property(aSeed, (seed) => {
        const states: [State, string][] = []
        let state = initial(LIBRARY, 'walked')
        for (const action of walk(setting, LIBRARY, chance(seed), 20).actions) {
          states.push([state, JSON.stringify(state)])
          const result = submit(setting, state, action)
          if (!result.ok) throw new Error(JSON.stringify(result.refusals))
          state = result.state
        }
        for (const [old, text] of states) expect(JSON.stringify(old)).toBe(text)
      }),
    )
  })
})

describe('exploring', () => {
  it('gives every path to a bound, all of them legal and none stuck', () => {
    const paths = [...explore(setting, LIBRARY, { depth: 5 })]
    expect(paths.length).toBeGreaterThan(200)
    for (const path of paths) {
      expect(path.end).not.toBe('stuck')
      expect(fold(setting, 'explored', path.actions)).toEqual(path.state)
    }
    expect(new Set(paths.map((p) => JSON.stringify(p.actions.map((a) => [a.action, a.values, a.cause])))).size).toBe(paths.length)
    expect(paths.some((p) => p.end === 'ended')).toBe(true)
  })

  it('reaches every action when situations are not repeated', () => {
    const taken = new Set<string>()
    for (const path of explore(setting, LIBRARY, { depth: 9, distinct: true })) for (const action of path.actions) taken.add(action.action)
    expect([...taken].sort()).toEqual(LIBRARY.actions.map((a) => a.id).sort())
  })

  it('finds where a matter would be stuck', () => {
    const gone = ['find', 'write-off', 'remark', 'pay']
    const hopeless = {
      ...LIBRARY,
      actions: LIBRARY.actions.filter((a) => !gone.includes(a.id)),
      clocks: LIBRARY.clocks.filter((c) => c.id !== 'search'),
    }
    const stuck = [...explore({ ...setting, definitions: [hopeless] }, hopeless, { depth: 8, distinct: true })].filter(
      (p) => p.end === 'stuck',
    )
    expect(stuck.map((p) => p.state.stages.loss?.stage)).toContain('reported')
  })
})
