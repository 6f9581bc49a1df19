import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DECISION_KINDS, decidedFact, decisionRefusals, decisionSentence, fateOf, type MeetingDecision, type Since } from '../src/index.ts'
import { AnEntry } from './an-entry.ts'

/** What a weekly meeting decides, the facts that it becomes, and what became of it. */

const decision = (more: Partial<MeetingDecision>): MeetingDecision => ({
  kind: 'task',
  entry: 'e1',
  body: 'market',
  due: '2026-03-20',
  words: '统一办理口径',
  ...more,
})
const ON = '2026-03-06'
const said = { sentence: '督促市场局：统一办理口径', minutes: '工作例会纪要（2026年3月6日）', step: 's1', on: ON }
const since = (entry: AnEntry | null, more: Partial<Since> = {}): Since => ({
  state: entry?.state ?? null,
  step: 's1',
  heardOn: null,
  settled: null,
  ...more,
})

describe('decisions of a meeting', () => {
  it('says everything that is missing at once', () => {
    const empty = decision({ entry: null, body: null, due: null, words: ' ' })
    expect(
      Object.fromEntries(DECISION_KINDS.map((kind) => [kind, decisionRefusals({ ...empty, kind }, ON).map((r) => r.code.slice(16))])),
    ).toEqual({
      defer: ['entry', 'due', 'words'],
      urge: ['body', 'words'],
      report: ['body', 'due', 'words'],
      'close-out': ['entry'],
      task: ['body', 'due', 'words'],
      other: ['words'],
    })
    expect(decisionRefusals(decision({ due: '2026-03-05' }), ON).map((r) => r.code)).toEqual(['ledger.decision-past'])
    expect(decisionRefusals(decision({ due: ON }), ON)).toEqual([])
  })

  it('says a decision as minutes do, with one full stop to come', () => {
    const names = { body: '市场监管局', entry: '3 压减时限' }
    expect(decisionSentence(decision({ words: '统一办理口径。' }), names)).toBe(
      '关于“3 压减时限”：由市场监管局于2026年3月20日前完成：统一办理口径',
    )
    expect(decisionSentence(decision({ kind: 'defer', words: '等待上级系统' }), names)).toContain(
      '同意缓办至2026年3月20日，理由：等待上级系统',
    )
    expect(decisionSentence(decision({ kind: 'close-out', words: '' }), names)).toBe('关于“3 压减时限”：同意销号')
  })

  it('becomes facts that the entry takes, whatever the kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DECISION_KINDS), fc.constantFrom('market', 'tax'), (kind, body) => {
        const entry = new AnEntry()
        if (kind === 'close-out') {
          entry.add('2026-03-02', 'clerk', { kind: 'evidence-added', attachment: 'a', name: '佐证', about: null, note: null })
          entry.add('2026-03-03', 'clerk', { kind: 'submitted', body, summary: '已完成' })
        }
        const made = decision({ kind, body })
        expect(decisionRefusals(made, ON)).toEqual([])
        entry.add(ON, 'chair', decidedFact(made, said))
        expect(fateOf(made, since(entry), ON).state).toBe(kind === 'close-out' ? 'done' : 'open')
      }),
    )
  })

  it('is refused by the entry where the body has no part in it, or nobody asked for close-out', () => {
    const entry = new AnEntry()
    expect(entry.refused(ON, 'chair', decidedFact(decision({ body: 'police' }), said))).toEqual(['ledger.foreign-body'])
    expect(entry.refused(ON, 'chair', decidedFact(decision({ kind: 'close-out' }), said))).toEqual(['ledger.phase'])
  })

  it('follows a task by its step', () => {
    const entry = new AnEntry().add(ON, 'chair', decidedFact(decision({}), said))
    expect(fateOf(decision({}), since(entry), '2026-03-20').state).toBe('open')
    expect(fateOf(decision({}), since(entry), '2026-03-21')).toMatchObject({ state: 'late', words: { zh: '逾期未完成（期限2026-03-20）' } })
    entry.add('2026-03-25', 'market', { kind: 'step-done', step: 's1', on: '2026-03-25', note: null })
    expect(fateOf(decision({}), since(entry), '2026-03-26')).toMatchObject({ state: 'done', words: { zh: '2026-03-25逾期完成' } })
  })

  it('follows a deferral to its end', () => {
    const defer = decision({ kind: 'defer' })
    const entry = new AnEntry().add(ON, 'chair', decidedFact(defer, said))
    expect(fateOf(defer, since(entry), '2026-03-20').words.zh).toBe('缓办中（至2026-03-20）')
    expect(fateOf(defer, since(entry), '2026-03-21').state).toBe('late')
    entry.add('2026-03-22', 'office', { kind: 'resumed', reason: '条件已经具备' })
    expect(fateOf(defer, since(entry), '2026-03-23').words.zh).toBe('已恢复办理')
  })

  it('counts a report by its day, and believes the office where no entry tells', () => {
    const report = decision({ kind: 'report' })
    const entry = new AnEntry()
    expect(fateOf(report, since(entry), '2026-03-21').state).toBe('late')
    expect(fateOf(report, since(entry, { heardOn: '2026-03-20' }), '2026-03-21').words.zh).toBe('2026-03-20已报进展')
    const free = decision({ entry: null })
    expect(fateOf(free, since(null), '2026-03-21').state).toBe('late')
    expect(fateOf(free, since(null, { settled: { on: '2026-03-19', words: '已办' } }), '2026-03-21')).toMatchObject({
      state: 'done',
      words: { zh: '2026-03-19办结：已办' },
    })
  })
})
