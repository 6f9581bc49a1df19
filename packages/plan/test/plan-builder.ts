import type { Comparator, Measure, Milestone, Plan, Span } from '../src/model.ts'

/**
 * Plans for tests, written as a person would describe them: the source text is put together from the parts, and every finding gets the
 * span where its words stand.
 */

export interface MeasureDraft {
  id?: string
  kind?: Measure['kind']
  path?: string[]
  number?: string
  title?: string | null
  text: string
  lead?: string[]
  responsible?: string[]
  persons?: string[]
  targets?: { subject: string; comparator: Comparator; value: number; unit: string; text: string; better?: 'up' | 'down' | null }[]
  milestones?: { text: string; due: string | null; clause?: string; relative?: NonNullable<Milestone['relative']> }[]
}

export interface PlanDraft {
  title?: string
  year?: number | null
  issuedOn?: string | null
  measures: MeasureDraft[]
}

const found = { confidence: 1, rule: 'test' } as const

/** Builds the plan and its source text. */
export function aPlan(draft: PlanDraft): Plan {
  let source = `${draft.title ?? '方案'}\n`
  const measures: Measure[] = []
  draft.measures.forEach((m, i) => {
    const number = m.number ?? String(i + 1)
    const title = m.title === undefined ? null : m.title
    const units = [...(m.lead ?? []), ...(m.responsible ?? [])]
    const owners =
      units.length + (m.persons?.length ?? 0) > 0
        ? `（${[m.lead?.length ? `牵头单位：${m.lead.join('、')}` : '', m.responsible?.length ? `责任单位：${m.responsible.join('、')}` : '', m.persons?.length ? `责任人：${m.persons.join('、')}` : ''].filter(Boolean).join('；')}）`
        : ''
    const start = source.length
    const words = `${number}.${title === null ? '' : `${title}。`}${m.text}${owners}`
    source += `${words}\n`
    const place = (text: string, last = false): Span => {
      const at = last ? words.lastIndexOf(text) : words.indexOf(text)
      if (at < 0) throw new Error(`the measure does not say ${text}`)
      return { start: start + at, end: start + at + text.length }
    }
    measures.push({
      id: m.id ?? `${(m.path ?? []).join('/')}/${number}`,
      kind: m.kind ?? 'measure',
      path: m.path ?? [],
      number,
      title,
      titleSpan: title === null ? null : place(title),
      text: words,
      span: { start, end: start + words.length },
      parts: [],
      lead: (m.lead ?? []).map((name) => ({ name, unit: name, span: place(name, true), ...found })),
      responsible: (m.responsible ?? []).map((name) => ({ name, unit: name, span: place(name, true), ...found })),
      persons: (m.persons ?? []).map((name) => ({ name, unit: null, span: place(name, true), ...found })),
      milestones: (m.milestones ?? []).map((d) => ({
        due: d.due,
        text: d.text,
        span: place(d.text),
        clause: { text: d.clause ?? d.text, span: place(d.clause ?? d.text) },
        yearFrom: 'plan',
        ...(d.relative ? { relative: d.relative } : {}),
        ...found,
      })),
      recurring: [],
      targets: (m.targets ?? []).map((t) => ({
        ...t,
        better: t.better === undefined ? (t.comparator.startsWith('<') ? 'down' : t.comparator.startsWith('>') ? 'up' : null) : t.better,
        span: place(t.text),
        ...found,
      })),
      conditions: [],
      confidence: 1,
      rule: 'test',
    })
  })
  const said = <T>(value: T | null) => ({ value, span: null, ...found })
  return {
    title: said(draft.title ?? '方案'),
    issuer: said<string>(null),
    documentNumber: said<string>(null),
    issuedOn: said(draft.issuedOn ?? null),
    planYear: said(draft.year === undefined ? 2024 : draft.year),
    headings: [],
    measures,
    source: { text: source },
  }
}

/** A province's plan, written for these tests. */
export const province = (): Plan =>
  aPlan({
    title: '全省政务环境改进计划',
    year: 2024,
    issuedOn: '2024-03-01',
    measures: [
      {
        path: ['二、主要任务', '（一）企业开办'],
        number: '1',
        title: '压缩企业开办时间',
        text: '6月底前，建立企业开办联席会议制度，实现营业执照与印章同步发放。企业开办时间压缩至1个工作日以内。',
        lead: ['省市场监管局'],
        milestones: [{ text: '6月底前', due: '2024-06-30', clause: '建立企业开办联席会议制度' }],
        targets: [{ subject: '企业开办时间', comparator: '<=', value: 1, unit: '工作日', text: '压缩至1个工作日以内' }],
      },
      {
        path: ['二、主要任务', '（一）企业开办'],
        number: '2',
        title: '推广电子营业执照',
        text: '应当在公共资源、税务、社保领域受理电子营业执照，并向社会公布应用清单。电子营业执照下载率达到80%以上。',
        lead: ['省市场监管局'],
        targets: [{ subject: '电子营业执照下载率', comparator: '>=', value: 80, unit: '%', text: '达到80%以上' }],
      },
      {
        path: ['二、主要任务', '（二）用水用气'],
        number: '3',
        title: '简化供水报装',
        text: '取消小微项目供水报装的现场踏勘，建立报装进度短信提醒机制。',
        responsible: ['省住房城乡建设厅'],
      },
      {
        path: ['二、主要任务', '（二）用水用气'],
        number: '4',
        title: '燃气安全巡查',
        text: '组织老旧管网隐患排查，公开排查结果。',
        responsible: ['省住房城乡建设厅'],
      },
      { path: ['三、推进机制'], number: '（一）', kind: 'governance', title: '加强调度', text: '建立月度调度制度，按季通报进展。' },
    ],
  })

/** A city's plan that answers it, with drifts of every kind. */
export const city = (): Plan =>
  aPlan({
    title: '全市政务环境改进方案',
    year: 2024,
    issuedOn: '2024-04-01',
    measures: [
      {
        path: ['二、重点任务', '（一）企业开办'],
        number: '1',
        title: '压缩企业开办时间',
        text: '8月底前，建立企业开办联席会议制度，推进营业执照与印章同步发放。企业开办时间压缩至0.5个工作日以内。',
        lead: ['市市场监管局'],
        persons: ['周启明'],
        milestones: [{ text: '8月底前', due: '2024-08-31', clause: '建立企业开办联席会议制度' }],
        targets: [{ subject: '企业开办时间', comparator: '<=', value: 0.5, unit: '工作日', text: '压缩至0.5个工作日以内' }],
      },
      {
        path: ['二、重点任务', '（一）企业开办'],
        number: '2',
        title: '推广使用电子营业执照',
        text: '根据省级部署，在公共资源、税务、社保领域受理电子营业执照。电子营业执照下载率达到70%以上。组建企业开办帮办队伍。',
        lead: ['市市场监管局'],
        targets: [{ subject: '电子营业执照下载率', comparator: '>=', value: 70, unit: '%', text: '达到70%以上' }],
      },
      {
        path: ['二、重点任务', '（二）水气服务'],
        number: '3',
        title: '简化供水报装流程',
        text: '探索取消小微项目供水报装的现场踏勘。',
        responsible: ['市住房城乡建设局'],
      },
      {
        path: ['二、重点任务', '（三）夜间经济'],
        number: '4',
        title: '点亮夜间街区',
        text: '开放滨河夜市摊位网上预约。',
        responsible: ['市商务局'],
      },
      { path: ['三、推进机制'], number: '（一）', kind: 'governance', title: '加强调度', text: '建立月度调度制度，按季通报进展。' },
    ],
  })
