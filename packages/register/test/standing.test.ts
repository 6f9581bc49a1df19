import { addDays } from '@yingshang/time'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkKind, type Decision, judgeDecision, labelOf, standingOn } from '../src/index.ts'
import { entered, JUDGES, taken } from './fair.ts'

const on = (decisions: readonly Decision[], day: string) => standingOn(JUDGES, decisions, day)
const codes = (decisions: readonly Decision[], next: Decision) => judgeDecision(JUDGES, decisions, next).map((r) => r.code)

describe('standing on a day', () => {
  const enter = entered()
  it('begins with the entry and has a reason for every bar', () => {
    expect(on([enter], '2024-01-09')).toBeNull()
    expect(on([enter], '2024-01-10')).toMatchObject({ listed: true, grade: 'silver', reasons: [] })
    const list = [
      enter,
      taken({ type: 'grade', grade: 'gold', on: '2024-03-01' }),
      taken({ type: 'sanction', sanction: 'gift', on: '2024-04-01' }),
      taken({ type: 'sanction', sanction: 'late', on: '2024-04-02' }),
      taken({ type: 'suspend', until: '2024-06-30', on: '2024-05-01' }),
    ]
    expect(on(list, '2024-02-29')?.grade).toBe('silver')
    expect(on(list, '2024-03-01')?.grade).toBe('gold')
    expect(on(list, '2024-05-01')?.reasons.map((r) => r.code)).toEqual(['register.suspended', 'register.sanctioned'])
    expect(on(list, '2024-06-30')?.suspendedUntil).toBe('2024-06-30')
    expect(on(list, '2024-07-01')?.reasons.map((r) => r.code)).toEqual(['register.sanctioned'])
    expect(on(list, '2024-10-01')?.reasons).toHaveLength(1)
    expect(on(list, '2024-10-02')?.reasons).toEqual([])
    expect(on(list, '2025-01-01')?.sanctions).toHaveLength(2)
  })

  it('an annulled decision counts until the day it was taken back', () => {
    const remove = taken({ type: 'remove', on: '2024-02-01' })
    const list = [enter, remove, taken({ type: 'annul', decision: remove.id, on: '2024-02-20' })]
    expect(on(list, '2024-02-19')?.listed).toBe(false)
    expect(on(list, '2024-02-20')?.listed).toBe(true)
  })

  it('names one label for one entry', () => {
    expect(labelOf({ code: ' G-001', name: '青禾  园艺社 ' })).toBe('G-001 青禾 园艺社')
  })

  it('what is decided later changes nothing before its day', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 90 }),
      what: fc.constantFrom(
        { type: 'grade', grade: 'gold' },
        { type: 'grade', grade: 'bronze' },
        { type: 'suspend', until: null },
        { type: 'resume' },
        { type: 'sanction', sanction: 'gift' },
        { type: 'remove' },
        { type: 'reinstate', grade: 'silver' },
      ),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 0, max: 600 }), (steps, ahead) => {
        let day = '2024-01-10'
        const decisions: Decision[] = [enter]
        for (const { after, what } of steps) {
          day = addDays(day, after)
          decisions.push(taken({ ...what, on: day } as never))
        }
        const look = addDays('2024-01-10', ahead)
        const whole = on(decisions, look)
        expect(
          on(
            decisions.filter((d) => d.on <= look),
            look,
          ),
        ).toEqual(whole)
        // Who is removed or suspended always has a reason, and whoever has none stands in the list.
        if (!whole!.listed || whole!.suspendedUntil !== null) expect(whole!.reasons.length).toBeGreaterThan(0)
      }),
    )
  })

  it('a decision that the rules accept is never left without effect on its day', () => {
    const kinds: readonly Decision[] = [
      taken({ type: 'grade', grade: 'gold', on: '2024-05-01' }),
      taken({ type: 'suspend', until: null, on: '2024-05-01' }),
      taken({ type: 'remove', on: '2024-05-01' }),
      taken({ type: 'sanction', sanction: 'late', on: '2024-05-01' }),
    ]
    for (const next of kinds) {
      expect(codes([enter], next)).toEqual([])
      expect(on([enter, next], '2024-05-01')).not.toEqual({ ...on([enter], '2024-05-01') })
    }
  })
})

describe('what can be decided', () => {
  const enter = entered()
  it.each<[string, readonly Decision[], Decision, readonly string[]]>([
    ['an entry twice', [enter], entered('2024-02-01'), ['register.entered-already']],
    ['an unknown grade', [enter], taken({ type: 'grade', grade: 'lead', on: '2024-02-01' }), ['register.unknown-grade']],
    ['the same grade', [enter], taken({ type: 'grade', grade: 'silver', on: '2024-02-01' }), ['register.same-grade']],
    ['before the last one', [enter], taken({ type: 'remove', on: '2024-01-09' }), ['register.out-of-order']],
    ['without a reason', [enter], taken({ type: 'remove', on: '2024-02-01', reason: ' ' }), ['register.no-reason']],
    ['before entering', [], taken({ type: 'remove', on: '2024-02-01' }), ['register.not-entered']],
    [
      'a suspension that is too long',
      [enter],
      taken({ type: 'suspend', until: '2025-02-02', on: '2024-02-01' }),
      ['register.suspension-length'],
    ],
    ['a suspension to the last day', [enter], taken({ type: 'suspend', until: '2025-02-01', on: '2024-02-01' }), []],
    ['a suspension of a month', [enter], taken({ type: 'suspend', until: '2024-02-29', on: '2024-02-01' }), []],
    [
      'a suspension that is too short',
      [enter],
      taken({ type: 'suspend', until: '2024-02-28', on: '2024-02-01' }),
      ['register.suspension-length'],
    ],
    ['resuming without a suspension', [enter], taken({ type: 'resume', on: '2024-02-01' }), ['register.not-suspended']],
    ['an unknown sanction', [enter], taken({ type: 'sanction', sanction: 'x', on: '2024-02-01' }), ['register.unknown-sanction']],
    ['reinstating who is listed', [enter], taken({ type: 'reinstate', grade: 'gold', on: '2024-02-01' }), ['register.listed-already']],
    ['annulling the entry', [enter], taken({ type: 'annul', decision: enter.id, on: '2024-02-01' }), ['register.cannot-annul']],
    ['annulling nothing', [enter], taken({ type: 'annul', decision: 'x', on: '2024-02-01' }), ['register.unknown-decision']],
    [
      'every reason at once',
      [],
      entered('2024-02-01', { name: '', code: '', grade: 'x', areas: ['y'] }),
      ['register.unknown-area', 'register.no-name', 'register.no-code', 'register.unknown-grade'],
    ],
  ])('%s', (_what, before, next, expected) => {
    const found = judgeDecision(JUDGES, before, next)
    expect(found.map((r) => r.code)).toEqual(expected)
    for (const r of found) expect([/\p{Script=Han}/u.test(r.zh), r.en.length > 3]).toEqual([true, true])
  })

  it('nobody comes back before the bar of a removal is over', () => {
    const list = [enter, taken({ type: 'remove', on: '2024-02-01' })]
    expect(codes(list, taken({ type: 'reinstate', grade: 'gold', on: '2025-02-01' }))).toEqual(['register.too-soon'])
    expect(codes(list, taken({ type: 'reinstate', grade: 'gold', on: '2025-02-02' }))).toEqual([])
  })

  it('a sound kind has no faults, an unsound one is told which', () => {
    expect(checkKind(JUDGES)).toEqual([])
    const broken = {
      ...JUDGES,
      grading: { ...JUDGES.grading, down: 9500 },
      scheme: { ...JUDGES.scheme, items: JUDGES.scheme.items.slice(1) },
    }
    expect(checkKind(broken).map((f) => f.code)).toEqual(['scheme.weights', 'kind.grading'])
  })
})
