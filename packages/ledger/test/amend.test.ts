import { align, driftAll, read } from '@yingshang/plan'
import { describe, expect, it } from 'vitest'
import { type AmendmentPreview, adoptable, amendments } from '../src/index.ts'
import { AnEntry } from './an-entry.ts'

const first = `栖川市2026年优化营商环境工作方案

一、重点任务

（一）开办企业
1.推进开办企业全程网办。6月底前完成企业开办专区改版，全程网办率达到85%以上。（牵头单位：市市场监管局；责任单位：市税务局、市公安局）
2.推行住所登记申报承诺制。9月底前出台住所申报承诺办法。（牵头单位：市市场监管局）

（二）获得电力
3.压减用电报装环节。年底前将低压报装环节压减至2个以内。（牵头单位：市工信局；责任单位：栖川供电公司）
4.推广转供电码。年底前完成全市商业综合体转供电码应用。（牵头单位：市发改委）
`
const second = first
  .replace('6月底前完成企业开办专区改版，全程网办率达到85%以上', '5月底前完成企业开办专区改版，全程网办率达到95%以上')
  .replace('市税务局、市公安局', '市税务局、市人社局')
  .replace(/4\.推广转供电码.*\n/, '4.建立供电服务专员制度。10月底前为规上企业全部配备供电服务专员。（牵头单位：市工信局）\n')

const plan = (text: string) => ({ ...read(text, { planYear: 2026 }), source: { text } })
const [adopted, newer] = [plan(first), plan(second)]

function preview(entries = adoptable(adopted).map((a) => new AnEntry(a.content))): AmendmentPreview {
  const alignment = align(newer, adopted)
  return amendments(
    entries.map((e, i) => ({ id: `e${i + 1}`, content: e.state.content, milestones: e.state.milestones })),
    adopted,
    newer,
    alignment,
    driftAll(alignment, newer, adopted),
  )
}

describe('what a plan becomes in the ledger', () => {
  it('has the units, days and numbers of each measure', () => {
    const [one] = adoptable(adopted)
    expect(one).toMatchObject({
      lead: ['市市场监管局'],
      responsible: ['市税务局', '市公安局'],
      content: {
        number: '1',
        milestones: [{ id: 'm1', due: '2026-06-30' }],
        targets: [{ id: 't1', comparator: '>=', value: 85, unit: '%' }],
      },
    })
  })
})

describe('a newer version of the plan', () => {
  it('amends what it changed, adds what is new, and says what is gone', () => {
    const found = preview()
    expect(found.amended.map((a) => a.entry)).toEqual(['e1'])
    const changed = found.amended[0]!.fields.filter((f) => f.field !== 'text').map(({ field, id, kind }) => ({ field, id, kind }))
    expect(changed).toEqual([
      { field: 'milestone', id: 'm1', kind: 'stricter' },
      { field: 'target', id: 't1', kind: 'stricter' },
      { field: 'responsible', id: null, kind: 'reworded' },
    ])
    expect(found.amended[0]!.units!.responsible).toEqual(['市税务局', '市人力资源社会保障局'])
    expect(found.amended[0]!.drift.map((d) => `${d.aspect} ${d.kind}`)).toContain('target stricter')
    expect(found.unchanged).toEqual(['e2', 'e3'])
    expect(found.added.map((a) => a.content.number)).toEqual(['4'])
    expect(found.dropped).toEqual(['e4'])
  })

  it('leaves alone what a decision settled since, where the plan itself did not change', () => {
    const entries = adoptable(adopted).map((a) => new AnEntry(a.content))
    entries[1]!.add('2026-08-01', 'office', {
      kind: 'amended',
      changes: { milestones: [{ ...entries[1]!.state.content.milestones[0]!, due: '2026-10-31' }] },
      basis: '专班会议纪要第2期',
    })
    expect(preview(entries).unchanged).toContain('e2')
  })

  it('keeps a milestone that was done although the plan names it no more', () => {
    const gone = plan(first.replace('9月底前出台住所申报承诺办法', '出台住所申报承诺办法'))
    const entries = adoptable(adopted).map((a) => new AnEntry(a.content))
    entries[1]!.add('2026-08-01', 'a', { kind: 'milestone-done', milestone: 'm1', on: '2026-07-31', note: null })
    const alignment = align(gone, adopted)
    const found = amendments(
      entries.map((e, i) => ({ id: `e${i + 1}`, content: e.state.content, milestones: e.state.milestones })),
      adopted,
      gone,
      alignment,
      [],
    )
    const amendment = found.amended.find((a) => a.entry === 'e2')!
    expect(amendment.fields.map((f) => f.field)).toEqual(['text'])
    expect(amendment.changes.milestones ?? entries[1]!.state.content.milestones).toHaveLength(1)
  })

  it('applied, leaves nothing to amend', () => {
    const entries = adoptable(adopted).map((a) => new AnEntry(a.content))
    for (const a of preview(entries).amended)
      entries[Number(a.entry.slice(1)) - 1]!.add('2026-03-01', 'office', { kind: 'amended', changes: a.changes, basis: '新方案' })
    const alignment = align(newer, newer)
    const again = amendments(
      entries.slice(0, 3).map((e, i) => ({ id: `e${i + 1}`, content: e.state.content, milestones: e.state.milestones })),
      newer,
      newer,
      alignment,
      [],
    )
    expect(again.amended).toEqual([])
    expect(again.unchanged).toEqual(['e1', 'e2', 'e3'])
  })
})
