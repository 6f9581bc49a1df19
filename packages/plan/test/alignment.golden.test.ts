import { describe, expect, it } from 'vitest'
import { align } from '../src/align.ts'
import { carryOver } from '../src/coverage.ts'
import { type Drift, drift } from '../src/drift.ts'
import type { Measure, Plan } from '../src/model.ts'
import { read } from '../src/read.ts'
import { commonSubsequence, foldText } from '../src/similarity.ts'
import { goldFile, goldPlan, sharedFolder, sourceOf } from './gold-plan.ts'

/**
 * Alignment and drift on real plans with hand-made labels: a city's plan beside the province's of the same year, and both beside the
 * city's plan of the year before. Once on plans built from the labels, once on plans as the reader reads them.
 */

interface GoldDrift {
  kind: Drift['kind']
  aspect: Drift['aspect'] | 'scope'
  what: string
  city: string | null
  province: string | null
  from?: number | string | null
  to?: number | string | null
  doubtful?: boolean
}
interface GoldPair {
  city: string
  province: string
  drift: GoldDrift[]
}
interface GoldContinuity {
  from: { section: string; number: string; title: string }
  status: 'continued' | 'partial' | 'not continued'
  to: { doc: string; number: string; match: 'topic' | 'partial' }[]
}

const folder = sharedFolder()
if (!folder) {
  console.warn('SKIPPED: alignment is not measured, the labelled plans are not beside the project (../shared)')
  it.skip('alignment on labelled plans', () => {})
}

const numbered = (plan: Plan, number: string, kind: Measure['kind'], heading?: string) =>
  plan.measures.find(
    (m) =>
      m.kind === kind &&
      foldText(m.number) === foldText(number) &&
      (heading === undefined || foldText(m.path.at(-1) ?? '') === foldText(heading)),
  )!

/** Whether a quotation of ours is the labelled one: one holds the other, or most of the shorter. */
function same(label: string | null, quote: Drift['lower'], aspect: string): boolean {
  // A label without words on one side says nothing about what we quote there for dates and numbers.
  if (label === null) return quote === null || aspect !== 'mechanism'
  if (!quote) return false
  const [a, b] = [foldText(label), foldText(quote.text)]
  if (a.includes(b) || b.includes(a)) return true
  const common = commonSubsequence(a, b)
  return common >= 6 && common / Math.min(a.length, b.length) >= 0.75
}

/** For every labelled row, whether we have a row of its kind and aspect with its quotations. Doubtful rows are left out. */
function recall(pairs: readonly GoldPair[], lower: Plan, upper: Plan, kind: Measure['kind']) {
  return pairs.flatMap((pair) => {
    const rows = drift({
      lower: { plan: lower, measure: numbered(lower, pair.city, kind) },
      upper: { plan: upper, measure: numbered(upper, pair.province, kind) },
    })
    return pair.drift
      .filter((d) => !d.doubtful)
      .map((d) => {
        const aspect = d.aspect === 'scope' ? 'mechanism' : d.aspect
        const hit = rows.some(
          (r) => r.aspect === aspect && r.kind === d.kind && same(d.city, r.lower, aspect) && same(d.province, r.upper, aspect),
        )
        // Told otherwise: we quote the labelled words in full, and judge them another way.
        const clash =
          !hit && rows.some((r) => r.aspect === aspect && r.kind !== d.kind && same(d.city, r.lower, '') && same(d.province, r.upper, ''))
        return { aspect, kind: d.kind, what: `${pair.city} ${d.what}`, hit, clash }
      })
  })
}

const sources: [string, (doc: string) => Plan][] = folder
  ? [
      ['labelled plans', (doc) => goldPlan(folder, doc)],
      ['plans as read', (doc) => read(sourceOf(folder, doc), {})],
    ]
  : []

describe.each(sources)('on %s', (_, plan) => {
  const city = plan('000')
  const province = plan('003')
  const before = plan('004')
  const gold = goldFile<GoldPair[]>(folder!, 'alignment.json')
  const governance = goldFile<GoldPair[]>(folder!, 'alignment_governance.json')
  const continuity = goldFile<GoldContinuity[]>(folder!, 'continuity.json')

  it('every labelled pair of city and province is the best of both its measures', () => {
    const { pairs } = align(city, province)
    for (const [list, kind] of [
      [gold, 'measure'],
      [governance, 'governance'],
    ] as const)
      for (const g of list) {
        const best = pairs.find((p) => p.lower === numbered(city, g.city, kind).id && p.rank.lower === 1)
        expect(best?.upper, `${kind} ${g.city}`).toBe(numbered(province, g.province, kind).id)
        expect(best!.rank.upper).toBe(1)
      }
  })

  it('every drift of a date or number is found, with its kind', () => {
    const rows = [...recall(gold, city, province, 'measure'), ...recall(governance, city, province, 'governance')]
    const numeric = rows.filter((r) => r.aspect === 'deadline' || r.aspect === 'target')
    expect(numeric.length).toBeGreaterThanOrEqual(14)
    expect(numeric.filter((r) => !r.hit).map((r) => r.what)).toEqual([])
  })

  // Reached when written: same 20/21, dropped 11/11, weaker 11/16, added 35/37, stricter 1/1, conditions 2/2 (80/88 in all).
  it('mechanism drift is found as often as it was when this was written', () => {
    const rows = [...recall(gold, city, province, 'measure'), ...recall(governance, city, province, 'governance')]
    const share = (kind: Drift['kind']) => {
      const of = rows.filter((r) => r.aspect === 'mechanism' && r.kind === kind)
      return of.filter((r) => r.hit).length / of.length
    }
    expect(share('same')).toBeGreaterThanOrEqual(0.95)
    expect(share('dropped')).toBe(1)
    expect(share('weaker')).toBeGreaterThanOrEqual(0.68)
    expect(share('added')).toBeGreaterThanOrEqual(0.94)
    expect(rows.filter((r) => r.aspect === 'condition' && !r.hit)).toEqual([])
    expect(rows.filter((r) => r.hit).length / rows.length).toBeGreaterThanOrEqual(0.9)
    expect(rows.filter((r) => r.clash).length).toBeLessThanOrEqual(6)
  })

  it('last year’s measures are found again: F1 of pairs at least 0.8, three of four with the right status', () => {
    let hit = 0
    let found = 0
    let wanted = 0
    let status = 0
    const years = [
      { doc: '000', plan: city, ...carry(city) },
      { doc: '003', plan: province, ...carry(province) },
    ]
    function carry(now: Plan) {
      return { carried: carryOver(now, before, align(now, before)) }
    }
    for (const g of continuity) {
      const from = numbered(before, g.from.number, 'measure', g.from.section)
      const got = years.flatMap((y) => {
        const row = y.carried.lastYear.find((m) => m.measure === from.id)!
        return row.to.map((id) => `${y.doc}#${y.plan.measures.find((m) => m.id === id)!.number}`)
      })
      const want = g.to.map((t) => `${t.doc}#${t.number}`)
      hit += got.filter((k) => want.includes(k)).length
      found += got.length
      wanted += want.length
      const seen = years.map((y) => y.carried.lastYear.find((m) => m.measure === from.id)!.status)
      const best = seen.includes('continued') ? 'continued' : seen.includes('partial') ? 'partial' : 'not continued'
      if (best === g.status) status++
    }
    expect((2 * hit) / (found + wanted)).toBeGreaterThanOrEqual(0.8)
    expect(status / continuity.length).toBeGreaterThanOrEqual(0.75)
  })
})
