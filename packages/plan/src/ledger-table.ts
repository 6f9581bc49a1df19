import type { Alignment } from './align.ts'
import type { DriftKind, PairDrift } from './drift.ts'
import {
  ASPECT_WORDS,
  DRIFT_WORDS,
  driftValueWords,
  milestonesWords,
  personWords,
  recurringWords,
  targetWords,
  titleWords,
  unitWords,
} from './ledger-words.ts'
import type { Measure, Plan } from './model.ts'
import { domainsOf, filterMeasures, type MeasureFilter } from './overview.ts'

/**
 * A plan, or two aligned plans, as tables: what stands in which column of an exported ledger, whoever writes it. Rows are in the order of
 * the plan; a row never says more or less than the fields that the pages show for the same filter.
 */

/** A value of a cell; a date is `YYYY-MM-DD`, an empty cell null. */
export type LedgerCell = string | number | null

export interface LedgerColumn {
  readonly key: string
  readonly zh: string
  readonly en: string
  readonly kind: 'text' | 'integer' | 'number' | 'date'
  /** Share of the width, in Chinese characters. */
  readonly width: number
}

export interface LedgerTable {
  readonly zh: string
  readonly en: string
  readonly columns: readonly LedgerColumn[]
  readonly rows: readonly (readonly LedgerCell[])[]
}

const column = (key: string, zh: string, en: string, width: number, kind: LedgerColumn['kind'] = 'text'): LedgerColumn => ({
  key,
  zh,
  en,
  kind,
  width,
})

const NUMBER = column('number', '编号', 'No.', 6)
const TITLE = column('title', '任务', 'Measure', 18)
const DOMAIN = column('domain', '领域', 'Domain', 12)
const LEAD = column('lead', '牵头单位', 'Lead', 12)
const RESPONSIBLE = column('responsible', '责任单位', 'Responsible', 16)

/** One row for each measure that meets the filter. */
export function measureTable(plan: Plan, filter: MeasureFilter = {}): LedgerTable {
  const domains = domainsOf(plan)
  return {
    zh: '任务台账',
    en: 'Ledger',
    columns: [
      column('row', '序号', 'Row', 5, 'integer'),
      DOMAIN,
      NUMBER,
      TITLE,
      column('text', '内容', 'Text', 50),
      LEAD,
      RESPONSIBLE,
      column('persons', '责任人', 'Persons', 14),
      column('milestones', '时间节点', 'Due', 12),
      column('recurring', '经常性工作', 'Recurring', 12),
      column('targets', '目标值', 'Targets', 24),
    ],
    rows: filterMeasures(plan, filter).map((m, i) => [
      i + 1,
      domains.get(m.id) || null,
      m.number || null,
      titleWords(m),
      m.text,
      ...owners(m),
      joined(milestonesWords(m)),
      joined(m.recurring.map(recurringWords)),
      joined(m.targets.map(targetWords)),
    ]),
  }
}

/** One row for each milestone of those measures, in order of time; those without a date come last. */
export function milestoneTable(plan: Plan, filter: MeasureFilter = {}): LedgerTable {
  const rows = filterMeasures(plan, filter).flatMap((m) => m.milestones.map((milestone) => ({ m, milestone })))
  const key = (due: string | null) => due ?? '9999-12-31'
  rows.sort((a, b) => (key(a.milestone.due) < key(b.milestone.due) ? -1 : key(a.milestone.due) > key(b.milestone.due) ? 1 : 0))
  return {
    zh: '时间节点',
    en: 'Milestones',
    columns: [
      column('due', '日期', 'Due', 8, 'date'),
      column('printed', '原文日期', 'As printed', 10),
      column('clause', '到期事项', 'Clause', 40),
      NUMBER,
      TITLE,
      LEAD,
      RESPONSIBLE,
      column('persons', '责任人', 'Persons', 14),
    ],
    rows: rows.map(({ m, milestone }) => [
      milestone.due,
      milestone.text,
      milestone.clause.text,
      m.number || null,
      titleWords(m),
      ...owners(m),
    ]),
  }
}

/** One row for each target of those measures. */
export function targetTable(plan: Plan, filter: MeasureFilter = {}): LedgerTable {
  const domains = domainsOf(plan)
  return {
    zh: '目标值',
    en: 'Targets',
    columns: [
      DOMAIN,
      NUMBER,
      TITLE,
      column('subject', '指标', 'Subject', 20),
      column('comparator', '比较', 'Comparator', 5),
      column('value', '数值', 'Value', 7, 'number'),
      column('valueMax', '上限', 'To', 7, 'number'),
      column('unit', '单位', 'Unit', 7),
      column('printed', '原文', 'As printed', 16),
      LEAD,
    ],
    rows: filterMeasures(plan, filter).flatMap((m) =>
      m.targets.map((t) => [
        domains.get(m.id) || null,
        m.number || null,
        titleWords(m),
        t.subject,
        t.comparator === 'range' ? '–' : t.comparator.replace('>=', '≥').replace('<=', '≤'),
        t.value,
        t.valueMax ?? null,
        t.unit || null,
        t.text,
        unitWords(m.lead) || null,
      ]),
    ),
  }
}

/** Two aligned plans with what changed. */
export interface AlignedPlans {
  readonly lower: Plan
  readonly upper: Plan
  readonly alignment: Alignment
  readonly drift: readonly PairDrift[]
}

/** Which rows of an alignment to export. */
export interface AlignmentFilter {
  /** Drift of these kinds; all but `same` when not said. */
  readonly kinds?: readonly DriftKind[]
}

export const CHANGED: readonly DriftKind[] = ['stricter', 'weaker', 'dropped', 'added']

/** One row for each pair of measures. With kinds given, only the pairs that have drift of such a kind. */
export function pairTable(aligned: AlignedPlans, filter: AlignmentFilter = {}): LedgerTable {
  const { lower, upper, drifts } = indexed(aligned)
  return {
    zh: '对应关系',
    en: 'Pairs',
    columns: [
      column('lowerNumber', '下级编号', 'Lower no.', 7),
      column('lowerTitle', '下级任务', 'Lower measure', 22),
      column('upperNumber', '上级编号', 'Upper no.', 7),
      column('upperTitle', '上级任务', 'Upper measure', 22),
      column('score', '相似度', 'Score', 7, 'number'),
      column('origin', '认定', 'Origin', 8),
      ...CHANGED.map((kind) => column(kind, DRIFT_WORDS[kind].zh, DRIFT_WORDS[kind].en, 6, 'integer')),
    ],
    rows: aligned.alignment.pairs.flatMap((p) => {
      const [l, u] = [lower.get(p.lower), upper.get(p.upper)]
      if (l?.kind !== 'measure' || u === undefined) return []
      const found = drifts(p.lower, p.upper)
      if (filter.kinds !== undefined && !found.some((d) => filter.kinds!.includes(d.kind))) return []
      const counts = CHANGED.map((kind) => found.filter((d) => d.kind === kind).length || null)
      return [[l.number, titleWords(l), u.number, titleWords(u), Math.round(p.score * 100) / 100, ORIGINS[p.origin], ...counts]]
    }),
  }
}

const ORIGINS = { machine: '自动', confirmed: '已确认', corrected: '已更正', added: '人工' } as const

/** One row for each drift, with both quotations. */
export function driftTable(aligned: AlignedPlans, filter: AlignmentFilter = {}): LedgerTable {
  const { lower, upper, drifts } = indexed(aligned)
  const kinds = filter.kinds ?? CHANGED
  return {
    zh: '漂移',
    en: 'Drift',
    columns: [
      column('lowerNumber', '下级编号', 'Lower no.', 7),
      column('upperNumber', '上级编号', 'Upper no.', 7),
      TITLE,
      column('kind', '漂移', 'Drift', 6),
      column('aspect', '方面', 'Aspect', 7),
      column('from', '上级', 'Upper', 10),
      column('to', '下级', 'Lower', 10),
      column('upperWords', '上级原文', 'Upper text', 32),
      column('lowerWords', '下级原文', 'Lower text', 32),
      column('reason', '说明', 'Reason', 24),
    ],
    rows: aligned.alignment.pairs.flatMap((p) => {
      const [l, u] = [lower.get(p.lower), upper.get(p.upper)]
      if (l?.kind !== 'measure' || u === undefined) return []
      return drifts(p.lower, p.upper)
        .filter((d) => kinds.includes(d.kind))
        .map((d) => [
          l.number,
          u.number,
          titleWords(l),
          DRIFT_WORDS[d.kind].zh,
          ASPECT_WORDS[d.aspect].zh,
          d.from ? driftValueWords(d.from) : null,
          d.to ? driftValueWords(d.to) : null,
          d.upper?.text ?? null,
          d.lower?.text ?? null,
          d.reason.zh,
        ])
    }),
  }
}

/** The measures of one side that have no partner. */
export function unmatchedTable(aligned: AlignedPlans, side: 'lower' | 'upper'): LedgerTable {
  const plan = aligned[side]
  const free = new Set(aligned.alignment.unmatched[side])
  return {
    ...(side === 'upper' ? { zh: '上级任务未落实', en: 'Not taken up' } : { zh: '下级自有任务', en: 'Only below' }),
    columns: [NUMBER, column('heading', '章节', 'Heading', 16), TITLE, column('text', '内容', 'Text', 50), LEAD, RESPONSIBLE],
    rows: plan.measures
      .filter((m) => m.kind === 'measure' && free.has(m.id))
      .map((m) => [m.number || null, m.path.at(-1) ?? null, titleWords(m), m.text, ...owners(m).slice(0, 2)]),
  }
}

function indexed(aligned: AlignedPlans) {
  const byId = (plan: Plan) => new Map<string, Measure>(plan.measures.map((m) => [m.id, m]))
  const found = new Map(aligned.drift.map((d) => [`${d.lower}\u0000${d.upper}`, d.drift]))
  return { lower: byId(aligned.lower), upper: byId(aligned.upper), drifts: (l: string, u: string) => found.get(`${l}\u0000${u}`) ?? [] }
}

const owners = (m: Measure): LedgerCell[] => [unitWords(m.lead) || null, unitWords(m.responsible) || null, personWords(m) || null]
const joined = (words: readonly string[]): LedgerCell => words.join('\n') || null
