import { describe, expect, it } from 'vitest'
import { changesOf, type FactBody, fold, risksFrom, settingsOf, USUAL_RISKS } from '../src/index.ts'
import { AnEntry } from './an-entry.ts'

const target = { id: 't1', subject: '网办率', comparator: '>=', value: 80, unit: '%', better: 'up' } as const
const read = (value: number | null, asOf: string, indicator: string | null = 'online'): FactBody => ({
  kind: 'target-reading',
  target: 't1',
  value,
  asOf,
  source: '统计表',
  indicator,
  body: null,
})
const bound = (indicator: string | null, body: string | null = null): FactBody => ({
  kind: 'target-bound',
  target: 't1',
  indicator,
  name: indicator === null ? null : '全程网办率',
  body,
})
const anEntry = () => new AnEntry({ targets: [target] })

describe('a target that is bound to an indicator', () => {
  it('takes its value from there alone, and forgets what was typed', () => {
    const entry = anEntry().add('2026-02-01', 'a', read(70, '2026-01-31', null))
    expect(entry.refused('2026-02-02', 'a', read(90, '2026-01-31'))).toEqual(['ledger.not-bound'])
    entry.add('2026-02-02', 'a', bound('online', 'tax'))
    expect(entry.state.targets[0]).toMatchObject({ indicator: 'online', indicatorBody: 'tax', reading: null })
    expect(entry.refused('2026-02-03', 'a', read(90, '2026-01-31', null))).toEqual(['ledger.bound'])
    expect(entry.refused('2026-02-03', 'a', read(90, '2026-01-31', 'other'))).toEqual(['ledger.not-bound'])
    entry.add('2026-02-03', 'a', read(90, '2026-01-31'))
    expect(entry.state.targets[0]!.reading).toMatchObject({ value: 90, indicator: 'online' })
    expect(fold(entry.facts)).toEqual(entry.state)
  })

  it('follows the indicator back to an earlier day, and to nothing', () => {
    const entry = anEntry().add('2026-02-01', 'a', bound('online')).add('2026-05-01', 'a', read(90, '2026-04-30'))
    entry.add('2026-05-02', 'a', read(60, '2026-03-31'))
    expect(entry.state.targets[0]!.reading).toMatchObject({ value: 60, asOf: '2026-03-31' })
    entry.add('2026-05-03', 'a', read(null, '2026-05-03'))
    expect(entry.state.targets[0]!.reading).toBeNull()
    expect(anEntry().refused('2026-05-03', 'a', read(null, '2026-05-03', null))).toEqual(['ledger.number'])
  })

  it('is freed with the value that it has, and then read by hand again', () => {
    const entry = anEntry().add('2026-02-01', 'a', bound('online')).add('2026-02-02', 'a', read(90, '2026-01-31'))
    const before = entry.state
    entry.add('2026-02-03', 'a', bound(null))
    expect(entry.state.targets[0]).toEqual({ ...target, reading: before.targets[0]!.reading })
    expect(entry.state.content.targets).toEqual([target])
    expect(changesOf(before, entry.state).map((c) => [c.field, c.after])).toEqual([['target:t1.indicator', null]])
    entry.add('2026-02-04', 'a', read(91, '2026-02-03', null))
    expect(entry.refused('2026-02-05', 'a', bound(null))).toEqual(['ledger.not-bound'])
    expect(entry.refused('2026-02-05', 'a', { ...bound('online'), target: 't9' } as FactBody)).toEqual(['ledger.unknown'])
  })

  it('shows no work of a body when a computer counts', () => {
    const entry = anEntry().add('2026-02-01', 'a', bound('online')).add('2026-02-02', 'a', read(90, '2026-01-31'))
    expect(entry.state.startedOn).toBeNull()
  })
})

describe('rules of risk that an office sets', () => {
  it('keep the titles of their kinds and count their versions', () => {
    const source = [{ rule: 'G3', provision: '台账管理单位设定', verified: true }]
    expect(risksFrom(settingsOf(USUAL_RISKS), USUAL_RISKS, '2026-03-01', source).rules).toEqual(USUAL_RISKS.rules)
    const first = risksFrom([{ kind: 'blocked' }], USUAL_RISKS, '2026-03-01', source)
    expect(first).toMatchObject({ id: 'own', version: '1', effectiveFrom: '2026-03-01', rules: [{ id: 'blocked', kind: 'blocked' }] })
    expect(risksFrom([], first, '2026-04-01', source)).toMatchObject({ version: '2', rules: [] })
  })

  it('decide alone whether an entry is at risk', () => {
    const entry = new AnEntry({ milestones: [{ id: 'm1', due: '2026-06-30', text: '出台办法' }] })
    entry.risks = risksFrom([{ kind: 'near-due', within: { unit: 'days', n: 90 } }], USUAL_RISKS, '2026-01-05', [])
    expect([entry.on('2026-03-31'), entry.on('2026-04-02')]).toEqual(['not-started', 'at-risk'])
    entry.risks = risksFrom([], USUAL_RISKS, '2026-01-05', [])
    expect([entry.on('2026-06-30'), entry.on('2026-07-01')]).toEqual(['not-started', 'overdue'])
  })
})
