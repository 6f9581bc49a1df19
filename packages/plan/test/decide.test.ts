import { describe, expect, it } from 'vitest'
import { align } from '../src/align.ts'
import { anchorOf } from '../src/anchor.ts'
import { type Decision, decide } from '../src/decide.ts'
import { aPlan, city, province } from './plan-builder.ts'

const lower = city()
const upper = province()
const plans = { lower, upper }
const alignment = align(lower, upper)
const below = (i: number) => anchorOf(lower.measures[i]!)
const above = (i: number) => anchorOf(upper.measures[i]!)
const record = (id: string, day = 1) => ({ id, by: 'officer', at: `2024-05-0${day}T00:00:00Z` })
const has = (a: typeof alignment, l: number, u: number) =>
  a.pairs.find((p) => p.lower === lower.measures[l]!.id && p.upper === upper.measures[u]!.id)

describe('an officer', () => {
  it('confirms a pair', () => {
    const { alignment: next } = decide(alignment, [{ ...record('d1'), verdict: 'confirmed', lower: below(0), upper: above(0) }], plans)
    expect(has(next, 0, 0)).toMatchObject({ origin: 'confirmed', decision: 'd1', score: has(alignment, 0, 0)!.score })
    expect(next.pairs).toHaveLength(alignment.pairs.length)
  })
  it('rejects a pair, and both measures are without a partner', () => {
    const { alignment: next } = decide(alignment, [{ ...record('d1'), verdict: 'rejected', lower: below(2), upper: above(2) }], plans)
    expect(has(next, 2, 2)).toBeUndefined()
    expect(next.unmatched.lower).toContain(lower.measures[2]!.id)
    expect(next.unmatched.upper).toContain(upper.measures[2]!.id)
  })
  it('adds a pair that the machine did not see', () => {
    const { alignment: next } = decide(alignment, [{ ...record('d1'), verdict: 'added', lower: below(3), upper: above(3) }], plans)
    expect(has(next, 3, 3)).toMatchObject({ origin: 'added', decision: 'd1' })
    expect(next.unmatched.upper).not.toContain(upper.measures[3]!.id)
  })
  it('corrects the partner', () => {
    const { alignment: next } = decide(
      alignment,
      [{ ...record('d1'), verdict: 'corrected', lower: below(2), upper: above(3), insteadOf: above(2) }],
      plans,
    )
    expect(has(next, 2, 2)).toBeUndefined()
    expect(has(next, 2, 3)).toMatchObject({ origin: 'corrected' })
  })
  it('changes her mind: the later decision holds, whatever the order of the list', () => {
    const no: Decision = { ...record('d1', 1), verdict: 'rejected', lower: below(0), upper: above(0) }
    const yes: Decision = { ...record('d2', 2), verdict: 'confirmed', lower: below(0), upper: above(0) }
    for (const list of [
      [no, yes],
      [yes, no],
    ])
      expect(has(decide(alignment, list, plans).alignment, 0, 0)).toMatchObject({ origin: 'confirmed' })
  })
  it('takes a decision back', () => {
    const no: Decision = { ...record('d1', 1), verdict: 'rejected', lower: below(0), upper: above(0) }
    const undone = decide(alignment, [no, { ...record('u1', 2), undoes: 'd1' }], plans)
    expect(undone.alignment).toEqual(alignment)
  })
})

it('decisions outlive a new reading of either plan, and a new alignment', () => {
  const decisions: Decision[] = [
    { ...record('d1'), verdict: 'rejected', lower: below(2), upper: above(2) },
    { ...record('d2'), verdict: 'added', lower: below(3), upper: above(3) },
  ]
  const moved = aPlan({
    measures: [
      { id: 'x0', number: '1', title: '新增的任务', text: '开放滨河步道夜间照明。' },
      ...lower.measures.map((m, i) => ({
        id: `x${i + 1}`,
        number: String(i + 2),
        path: [...m.path],
        title: m.title,
        text: m.text,
        kind: m.kind,
      })),
    ],
  })
  const again = decide(align(moved, upper), decisions, { lower: moved, upper })
  expect(again.unmatched).toEqual([])
  expect(again.alignment.pairs.some((p) => p.lower === 'x3' && p.upper === upper.measures[2]!.id)).toBe(false)
  expect(again.alignment.pairs.some((p) => p.lower === 'x4' && p.upper === upper.measures[3]!.id && p.origin === 'added')).toBe(true)
})

it('a decision about a measure that is gone is shown, not dropped', () => {
  const lost: Decision = {
    ...record('d1'),
    verdict: 'added',
    lower: anchorOf(aPlan({ measures: [{ text: '养护行道树。' }] }).measures[0]!),
    upper: above(0),
  }
  const result = decide(alignment, [lost], plans)
  expect(result.unmatched).toEqual([lost])
  expect(result.alignment).toEqual(alignment)
})

it('applying twice is applying once, and nothing is changed in place', () => {
  const decisions: Decision[] = [{ ...record('d1'), verdict: 'rejected', lower: below(0), upper: above(0) }]
  const before = structuredClone({ alignment, plans, decisions })
  const once = decide(alignment, decisions, plans).alignment
  expect(decide(once, decisions, plans).alignment).toEqual(once)
  expect({ alignment, plans, decisions }).toEqual(before)
})
