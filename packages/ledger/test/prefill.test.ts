import { describe, expect, it } from 'vitest'
import type { EntryFact, FactBody } from '../src/index.ts'
import { fold, reportWords, whatChanged } from '../src/index.ts'

const LEAD = 'body-lead'
const OTHER = 'body-other'
const step = (body: string, title: string) => ({
  body,
  title,
  department: null,
  departmentId: null,
  leader: null,
  owner: null,
  startsOn: null,
  dueOn: null,
  outcome: null,
})
const BODIES: readonly FactBody[] = [
  {
    kind: 'adopted',
    content: {
      number: '1',
      title: '推行一窗受理',
      text: '推行一窗受理。',
      domain: '准入环境',
      path: [],
      anchor: null,
      startsOn: null,
      dueOn: '2026-12-31',
      weight: 1,
      milestones: [{ id: 'm1', due: '2026-06-30', text: '窗口开放' }],
      targets: [{ id: 't1', subject: '网办率', comparator: '>=', value: 85, unit: '%', better: 'up' }],
    },
    assignment: { lead: LEAD, responsible: [OTHER] },
  },
  { kind: 'step-added', step: 's1', content: step(LEAD, '印发清单') },
  { kind: 'step-added', step: 's2', content: step(OTHER, '接入系统') },
  { kind: 'step-done', step: 's1', on: '2026-03-02', note: '已公开' },
  { kind: 'step-done', step: 's2', on: '2026-03-02', note: null },
  { kind: 'step-reopened', step: 's2', reason: '接口不通' },
  { kind: 'milestone-done', milestone: 'm1', on: '2026-03-02', note: null },
  { kind: 'target-reading', target: 't1', value: 80, asOf: '2026-02-28', source: '业务系统', indicator: null, body: OTHER },
  { kind: 'evidence-added', attachment: 'a1', name: '清单.pdf', about: 's1', note: null },
  { kind: 'evidence-added', attachment: 'a2', name: '错件.pdf', about: null, note: null },
  { kind: 'evidence-withdrawn', attachment: 'a2', reason: '传错' },
]
const facts = BODIES.map((body, i): EntryFact => ({ ...body, seq: i + 1, at: '2026-03-03T01:00:00.000Z', by: 'user' }))
const state = fold(facts)
const zh = (body: string | null, from = 0) => whatChanged(state, facts.slice(from), body).map((c) => c.text.zh)

describe('what changed since the last report', () => {
  it('tells the lead everything that still holds', () => {
    expect(zh(LEAD)).toEqual([
      '新增举措“印发清单”',
      '新增举措“接入系统”',
      '完成举措“印发清单”（已公开）',
      '完成节点“窗口开放”',
      '网办率达到80%（2026-02-28，目标≥85%）',
      '上传佐证“清单.pdf”',
    ])
    expect(zh(null)).toEqual(zh(LEAD))
  })

  it('tells another body its own steps and readings', () => {
    expect(zh(OTHER)).toEqual(['新增举措“接入系统”', '网办率达到80%（2026-02-28，目标≥85%）'])
  })

  it('begins after the last report', () => {
    expect(zh(LEAD, 9)).toEqual([])
  })

  it('makes words of changes and of what is added', () => {
    const changes = whatChanged(state, facts.slice(3), LEAD)
    expect(reportWords(changes, '')).toMatch(/^完成举措“印发清单”（已公开）；完成节点.*。$/)
    expect(reportWords(changes, ' 下周开放。')).toMatch(/。下周开放。$/)
    expect(reportWords([], '')).toBe('本期无新增进展')
    expect(reportWords([], '正在起草')).toBe('正在起草')
    expect(reportWords([...changes, ...changes], '')).toBe(reportWords(changes, ''))
  })
})
