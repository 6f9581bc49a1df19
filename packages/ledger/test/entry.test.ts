import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOf, type EntryFact, type EntryState, type FactBody, fold, next, progressOf, reasonsOn } from '../src/index.ts'
import { AnEntry, evidence, report, step } from './an-entry.ts'

const june = [{ id: 'm1', due: '2026-06-30', text: '上线“一件事”专区' }]

describe('the state of an entry', () => {
  it('follows from facts: not started, on track, at risk, overdue, done, closed out', () => {
    const entry = new AnEntry({ milestones: june })
    expect(entry.on('2026-01-05')).toBe('not-started')
    entry.add('2026-03-02', 'liaison', report('印发了工作方案', { progress: 20 }))
    expect(entry.on('2026-03-02')).toBe('on-track')
    // Ten working days before the end of June (the 19th is a holiday), with nothing new for five.
    expect(entry.on('2026-06-14')).toBe('at-risk')
    expect(reasonsOn(entry.judged(), '2026-06-20').map((r) => r.code)).toContain('risk.near-due')
    expect(entry.on('2026-06-30')).toBe('at-risk')
    expect(entry.on('2026-07-01')).toBe('overdue')
    entry.add('2026-07-02', 'liaison', { kind: 'milestone-done', milestone: 'm1', on: '2026-06-29', note: null })
    expect(entry.on('2026-07-02')).toBe('on-track')
    entry.add('2026-07-03', 'liaison', evidence).add('2026-07-03', 'liaison', { kind: 'submitted', body: 'market', summary: '已上线' })
    expect(entry.on('2026-12-31')).toBe('awaiting-review')
    entry.add('2026-07-06', 'reviewer', { kind: 'accepted', opinion: null })
    expect(entry.on('2026-12-31')).toBe('closed-out')
  })

  it('is at risk near its day only while nothing moves', () => {
    const entry = new AnEntry({ milestones: june }).add('2026-06-24', 'liaison', report('完成联调', { progress: 80 }))
    expect(entry.on('2026-06-30')).toBe('on-track')
  })

  it('is at risk while a body says that it is blocked, since the first time it said so', () => {
    const entry = new AnEntry({ dueOn: '2026-12-31' })
      .add('2026-03-02', 'liaison', report('', { blocked: '数据接口未开通' }))
      .add('2026-03-09', 'liaison', report('', { blocked: '接口仍未开通' }))
    expect(entry.judged().standing.atRiskFrom).toBe('2026-03-02')
    entry.add('2026-03-16', 'liaison', report('接口已开通'))
    expect(entry.on('2026-03-16')).toBe('on-track')
  })

  it('is at risk when it should have begun, and when nothing was heard for long', () => {
    const entry = new AnEntry({ startsOn: '2026-03-02', dueOn: '2026-12-31' })
    const codes = (day: string) => reasonsOn(entry.judged(), day).map((r) => r.code)
    expect(codes('2026-03-05')).toEqual([])
    expect(codes('2026-03-16')).toEqual(['risk.silent'])
    expect(codes('2026-03-17')).toEqual(['risk.silent', 'risk.late-start'])
  })

  it('falls behind when more of the time has passed than of the work', () => {
    const entry = new AnEntry({ dueOn: '2026-12-31', startsOn: '2026-01-01' }, '2026-01-01')
    for (const n of [1, 2, 3, 4]) entry.add('2026-01-05', 'liaison', { kind: 'step-added', step: `s${n}`, content: step(`第${n}步`) })
    entry.risks = { ...entry.risks, rules: entry.risks.rules.filter((r) => r.kind === 'behind') }
    // 0 done, 30 points allowed: 30 % of 364 days is day 109.2.
    expect(entry.judged().standing.atRiskFrom).toBe('2026-04-21')
    entry.add('2026-04-01', 'liaison', { kind: 'step-done', step: 's1', on: '2026-04-01', note: null })
    expect(entry.judged().standing.atRiskFrom).toBe('2026-07-21')
  })

  it('is deferred by decision until a day, and overdue after it', () => {
    const entry = new AnEntry({ milestones: june }).add('2026-06-01', 'commander', {
      kind: 'deferred',
      until: '2026-09-30',
      decision: '专班会议纪要第3期',
      reason: '省级系统延期上线',
    })
    expect(entry.on('2026-07-15')).toBe('deferred')
    expect(entry.on('2026-09-30')).toBe('deferred')
    expect(entry.on('2026-10-01')).toBe('overdue')
    expect(entry.judged().nextDue).toBe('2026-09-30')
    entry.add('2026-07-01', 'commander', { kind: 'resumed', reason: '提前具备条件' })
    expect(entry.on('2026-07-01')).toBe('overdue')
  })
})

describe('close-out', () => {
  const done = () =>
    new AnEntry({ milestones: june }).add('2026-06-01', 'liaison', {
      kind: 'milestone-done',
      milestone: 'm1',
      on: '2026-06-01',
      note: null,
    })
  const submit: FactBody = { kind: 'submitted', body: 'market', summary: '全部完成' }

  it('needs evidence and nothing outstanding', () => {
    expect(new AnEntry({ milestones: june }).refused('2026-06-01', 'liaison', submit)).toEqual(['ledger.no-evidence', 'ledger.outstanding'])
    const entry = done().add('2026-06-02', 'liaison', evidence)
    expect(entry.refused('2026-06-02', 'liaison', submit)).toEqual([])
  })

  it('is reviewed by another person, never by nobody', () => {
    const entry = done().add('2026-06-02', 'liaison', evidence).add('2026-06-02', 'liaison', submit)
    expect(entry.refused('2026-06-03', 'liaison', { kind: 'accepted', opinion: null })).toEqual(['ledger.same-person'])
    expect(entry.refused('2026-06-03', null, { kind: 'accepted', opinion: null })).toEqual(['ledger.reviewer'])
    expect(entry.refused('2026-06-03', 'reviewer', report('再报一次'))).toEqual(['ledger.phase'])
  })

  it('sent back and submitted again by somebody else may be accepted by the first', () => {
    const entry = done().add('2026-06-02', 'a', evidence).add('2026-06-02', 'a', submit)
    entry.add('2026-06-03', 'reviewer', { kind: 'returned', reason: '缺少通知原件' }).add('2026-06-04', 'b', submit)
    expect(entry.refused('2026-06-05', 'a', { kind: 'accepted', opinion: null })).toEqual([])
    expect(entry.state.returns).toBe(1)
  })

  it('can be undone with a reason; commitments of a closed entry do not change before', () => {
    const entry = done()
      .add('2026-06-02', 'a', evidence)
      .add('2026-06-02', 'a', submit)
      .add('2026-06-03', 'b', { kind: 'accepted', opinion: null })
    const amend: FactBody = { kind: 'amended', changes: { dueOn: '2026-12-31' }, basis: '新方案' }
    expect(entry.refused('2026-07-01', 'office', amend)).toEqual(['ledger.closed-amendment'])
    expect(entry.refused('2026-07-01', 'office', { kind: 'amended', changes: { title: '新名称' }, basis: '新方案' })).toEqual([])
    entry.add('2026-07-01', 'office', { kind: 'reopened', reason: '新方案提出新要求' }).add('2026-07-01', 'office', amend)
    expect(entry.state).toMatchObject({ phase: 'open', reopenings: 1, closedOn: null })
  })
})

describe('what an entry refuses', () => {
  it.each([
    ['ledger.foreign-body', report('x', { body: 'police' })],
    ['ledger.words-missing', report('')],
    ['ledger.progress', report('x', { progress: 101 })],
    ['ledger.unknown', { kind: 'milestone-done', milestone: 'm9', on: '2026-02-01', note: null }],
    ['ledger.future', { kind: 'milestone-done', milestone: 'm1', on: '2026-02-03', note: null }],
    ['ledger.deferral-past', { kind: 'deferred', until: '2026-02-02', decision: 'x', reason: 'x' }],
    ['ledger.adopted', { kind: 'adopted', content: {} as never, assignment: { lead: null, responsible: [] } }],
    ['ledger.body-twice', { kind: 'assigned', assignment: { lead: 'a', responsible: ['a'] }, reason: null }],
    ['ledger.dates-order', { kind: 'step-added', step: 's', content: step('x', { startsOn: '2026-03-02', dueOn: '2026-03-01' }) }],
    ['ledger.not-deferred', { kind: 'resumed', reason: 'x' }],
    ['ledger.weight', { kind: 'weighted', weight: 0 }],
  ] as [string, FactBody][])('%s', (code, fact) => {
    expect(new AnEntry({ milestones: june }).refused('2026-02-02', 'someone', fact)).toEqual([code])
  })
})

describe('progress', () => {
  it('is measured where something measures it, reported where nothing does, and unknown otherwise', () => {
    const entry = new AnEntry({
      milestones: june,
      targets: [{ id: 't1', subject: '网办率', comparator: '>=', value: 80, unit: '%', better: 'up' }],
    })
    expect(progressOf(new AnEntry().state)).toEqual({ value: null, basis: null, known: 0, of: 1 })
    expect(progressOf(entry.state)).toEqual({ value: 0, basis: 'measured', known: 1, of: 2 })
    entry.add('2026-02-02', 'liaison', report('推进中', { progress: 60 }))
    expect(progressOf(entry.state)).toEqual({ value: 6000, basis: 'reported', known: 1, of: 2 })
    entry.add('2026-02-03', 'liaison', {
      kind: 'target-reading',
      target: 't1',
      value: 40,
      asOf: '2026-01-31',
      source: '统计表',
      indicator: null,
      body: 'market',
    })
    expect(progressOf(entry.state)).toEqual({ value: 2500, basis: 'measured', known: 2, of: 2 })
  })

  it('of a reading for an earlier day does not replace a later one', () => {
    const entry = new AnEntry({ targets: [{ id: 't1', subject: '网办率', comparator: '>=', value: 80, unit: '%', better: 'up' }] })
    const read = (value: number, asOf: string): FactBody => ({
      kind: 'target-reading',
      target: 't1',
      value,
      asOf,
      source: '统计表',
      indicator: null,
      body: null,
    })
    entry.add('2026-03-01', 'a', read(90, '2026-02-28')).add('2026-03-02', 'a', read(50, '2026-01-31'))
    expect(entry.state.targets[0]!.reading!.value).toBe(90)
  })
})

describe('amendment', () => {
  it('keeps what was done and read with the id that it belongs to', () => {
    const entry = new AnEntry({ milestones: june }).add('2026-06-01', 'a', {
      kind: 'milestone-done',
      milestone: 'm1',
      on: '2026-05-30',
      note: null,
    })
    entry.add('2026-06-10', 'office', {
      kind: 'amended',
      changes: {
        milestones: [
          { id: 'm1', due: '2026-05-31', text: '上线专区' },
          { id: 'm2', due: '2026-12-31', text: '全面推广' },
        ],
      },
      basis: '新方案',
    })
    expect(entry.state.milestones.map((m) => m.doneOn)).toEqual(['2026-05-30', null])
    expect(entry.judged().nextDue).toBe('2026-12-31')
  })
})

/** Random facts, of which the refused ones are passed by. */
const anyFact = fc.oneof(
  fc.record({
    kind: fc.constant('step-added' as const),
    step: fc.constantFrom('s1', 's2', 's3'),
    content: fc.constantFrom(step('甲'), step('乙', { dueOn: '2026-05-01' })),
  }),
  fc.record({
    kind: fc.constant('step-done' as const),
    step: fc.constantFrom('s1', 's2', 's3'),
    on: fc.constant('2026-01-05'),
    note: fc.constant(null),
  }),
  fc.record({ kind: fc.constant('step-removed' as const), step: fc.constantFrom('s1', 's2'), reason: fc.constant(null) }),
  fc.record({
    kind: fc.constant('milestone-done' as const),
    milestone: fc.constantFrom('m1', 'm2'),
    on: fc.constant('2026-01-05'),
    note: fc.constant(null),
  }),
  fc.record({ kind: fc.constant('milestone-reopened' as const), milestone: fc.constant('m1'), reason: fc.constant('错报') }),
  fc
    .record({ progress: fc.option(fc.integer({ min: 0, max: 100 })), blocked: fc.constantFrom(null, '缺数据') })
    .map((m) => report('推进', m)),
  fc.constant(evidence),
  fc.constantFrom<FactBody>(
    { kind: 'submitted', body: 'market', summary: '完成' },
    { kind: 'returned', reason: '补正' },
    { kind: 'accepted', opinion: null },
    { kind: 'reopened', reason: '回潮' },
    { kind: 'deferred', until: '2026-10-01', decision: '纪要', reason: '等待' },
    { kind: 'resumed', reason: '恢复' },
    { kind: 'withdrawn', basis: '方案取消' },
    { kind: 'assigned', assignment: { lead: 'tax', responsible: ['market'] }, reason: null },
  ),
)

/** A course of facts in which each follows on those before. */
const aCourse = fc.array(fc.tuple(anyFact, fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 6 })), { maxLength: 30 }).map((tries) => {
  const entry = new AnEntry({ milestones: [...june, { id: 'm2', due: '2026-09-30', text: '推广' }] })
  let day = 6
  for (const [fact, by, later] of tries) {
    day = Math.min(28, day + later)
    const on = `2026-01-${String(day).padStart(2, '0')}`
    if (entry.refused(on, by, fact).length === 0) entry.add(on, by, fact)
  }
  return entry
})

describe('folding', () => {
  it('fact by fact equals folding from scratch, and says what each fact changed', () => {
    fc.assert(
      fc.property(aCourse, (entry) => {
        expect(fold(entry.facts)).toEqual(entry.state)
        let before: EntryState | null = null
        for (const fact of entry.facts) {
          const step = next(before, fact)
          if (!step.ok) throw new Error('a stored fact was refused')
          for (const change of changesOf(before, step.value)) expect(change.before).not.toBe(change.after)
          before = step.value
        }
      }),
    )
  })

  it('refuses a fact out of its turn', () => {
    const entry = new AnEntry()
    const fact = { ...report('x'), seq: 5, at: '2026-02-01T02:00:00Z', by: 'a' } as EntryFact
    const refused = next(entry.state, fact)
    expect(refused.ok ? null : refused.refusals[0]!.numbers).toEqual({ expected: 2, seq: 5 })
    expect(() => fold([])).toThrow(RangeError)
  })
})
