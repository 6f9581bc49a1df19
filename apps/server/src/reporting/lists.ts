import { STATUS_WORDS } from '@yingshang/ledger'
import { addDays } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import { complaintsIn, countIn } from '../complaints/rows.ts'
import type { EntryFilter, EntrySummary } from '../contract/ledger-shapes.ts'
import type { ListRow, TwoLists } from '../contract/reporting.ts'
import type { InTenant } from '../database/store.ts'
import { reasonsOf } from '../ledger/command.ts'
import { allFigures, groupedFigures } from '../ledger/figures.ts'
import { narrowed } from '../ledger/filter.ts'
import { listEntries, summariesOf } from '../ledger/list.ts'
import { loadEntries } from '../ledger/stored.ts'
import type { AtWork } from '../ledger/work.ts'
import { seenBy } from '../matters/roles.ts'

/** 两清单一报告: the list of problems, the list of tasks, and the report, all of them from the ledger of today. */

type Problem = TwoLists['problems'][number]

export interface Asked {
  readonly ledger?: string | undefined
  readonly days: number
  /** Rows of each list. */
  readonly most: number
}

export async function twoLists(tx: InTenant, caller: Caller, work: AtWork, now: Date, { ledger, days, most }: Asked): Promise<TwoLists> {
  const asking = work.asking(caller)
  const today = asking.day
  const until = addDays(today, days)
  const base: EntryFilter = ledger === undefined ? {} : { ledger }
  const entries = async (filter: EntryFilter): Promise<{ count: number; items: EntrySummary[] }> => {
    const { rows, total } = await listEntries(tx, asking, filter, { sort: 'due', limit: most })
    return { count: total, items: await summariesOf(tx, asking.tenantId, rows) }
  }
  const problem = async (kind: 'overdue' | 'at-risk' | 'blocked', zh: string, en: string): Promise<Problem> => {
    const filter = narrowed(base, kind === 'blocked' ? { blocked: 'true' } : { status: kind })
    const { count, items } = await entries(filter)
    const why = kind === 'blocked' ? await obstaclesOf(tx, asking.tenantId, items) : await wordsOf(tx, work, caller, items)
    return { kind, title: { zh, en }, count, filter, rows: items.map((e) => listRow(e, why.get(e.id) ?? '')) }
  }
  const problems: Problem[] = [
    await problem('overdue', '逾期任务', 'Overdue entries'),
    await problem('at-risk', '有风险任务', 'Entries at risk'),
    await problem('blocked', '存在困难的任务', 'Entries that are blocked'),
    await findingsOf(tx, caller, today, most),
    await complaintsOf(tx, caller, now, most),
  ]
  const dueFilter = narrowed(base, { dueFrom: today, dueUntil: until, status: 'overdue,at-risk,not-started,on-track,deferred' })
  const due = await entries(dueFilter)
  const dueWords = await nextOf(tx, asking.tenantId, due.items)
  const tasks = {
    count: due.count,
    filter: dueFilter,
    rows: due.items.map((e) => ({ ...listRow(e, dueWords.get(e.id) ?? ''), owner: e.owner?.name ?? '' })),
  }
  const all = await allFigures(tx, asking, base)
  const domains = (await groupedFigures(tx, asking, base, 'domain')).filter((g) => g.count > 0)
  return { today, until, problems, tasks, report: paragraphs(today, until, all, domains, problems, tasks.count) }
}

/** An entry as a row of a list. */
export const listRow = (e: EntrySummary, note: string): ListRow => ({
  id: e.id,
  page: 'entry',
  number: e.number,
  title: e.title,
  domain: e.domain,
  body: e.lead?.name ?? '',
  due: e.nextDue,
  note,
})

async function wordsOf(tx: InTenant, work: AtWork, caller: Caller, items: readonly EntrySummary[]): Promise<Map<string, string>> {
  const reasons = await reasonsOf(tx, work.asking(caller), work, items)
  return new Map([...reasons].map(([id, list]) => [id, list.map((r) => r.zh).join('；')]))
}

const statesOf = async (tx: InTenant, tenantId: string, items: readonly EntrySummary[]) =>
  loadEntries(
    tx,
    tenantId,
    items.map((e) => e.id),
  )

async function obstaclesOf(tx: InTenant, tenantId: string, items: readonly EntrySummary[]): Promise<Map<string, string>> {
  const stored = await statesOf(tx, tenantId, items)
  return new Map(stored.map(({ id, state }) => [id, state.heard.flatMap((h) => h.blocked ?? []).join('；')]))
}

/** What is due on the next day of each entry. */
async function nextOf(tx: InTenant, tenantId: string, items: readonly EntrySummary[]): Promise<Map<string, string>> {
  const next = new Map(items.map((e) => [e.id, e.nextDue]))
  const stored = await statesOf(tx, tenantId, items)
  return new Map(
    stored.map(({ id, state }) => {
      const on = next.get(id)
      const milestones = state.milestones.filter((m) => m.doneOn === null && m.due === on).map((m) => m.text)
      const steps = state.steps.filter((s) => s.doneOn === null && s.dueOn === on).map((s) => s.title)
      return [id, [...new Set([...milestones, ...steps])].join('；')]
    }),
  )
}

async function findingsOf(tx: InTenant, caller: Caller, today: string, most: number): Promise<Problem> {
  const where = sql`m.tenant_id = ${caller.tenant.id} and m.procedure_id = 'finding' and not m.ended and ${seenBy(caller, today, 'm')}`
  const fact = (name: string) => sql<string | null>`m.state #>> ${sql.lit(`{facts,${name},value}`)}::text[]`
  const { rows } = await sql<{ id: string; subject: string | null; body: string | null; due: string | null; late: boolean; of: number }>`
    select m.id, ${fact('subject')} as subject, ${fact('bodyName')} as body, count(*) over ()::int as of,
      (select c.due::text from matter_clock c where c.tenant_id = m.tenant_id and c.matter_id = m.id and c.clock = 'rectify' and c.status = 'running') as due,
      exists (select 1 from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'note-late') as late
    from matter m where ${where} order by m.id limit ${most}`.execute(tx)
  return {
    kind: 'findings',
    title: { zh: '督查问题未整改', en: 'Findings not put right' },
    count: rows[0]?.of ?? 0,
    filter: null,
    rows: rows.map((r) => ({
      id: r.id,
      page: 'matter' as const,
      number: '',
      title: r.subject ?? '',
      domain: '',
      body: r.body ?? '',
      due: r.due,
      note: r.late ? '逾期未整改' : '',
    })),
  }
}

async function complaintsOf(tx: InTenant, caller: Caller, now: Date, most: number): Promise<Problem> {
  const may = caller.permissions.includes('complaint.read')
  const found = may ? await complaintsIn(tx, caller, now, { state: 'open' }, { limit: most }) : []
  return {
    kind: 'complaints',
    title: { zh: '企业诉求未办结', en: 'Complaints not settled' },
    count: may ? await countIn(tx, caller, now, { state: 'open' }) : 0,
    filter: null,
    rows: found.map(({ row }) => ({
      id: row.id,
      page: 'matter' as const,
      number: '',
      title: row.subject,
      domain: '',
      body: row.handler?.name ?? '',
      due: row.due,
      note: row.late ? '逾期未答复' : row.stageTitle.zh,
    })),
  }
}

const percent = (basisPoints: number) => `${Math.round(basisPoints / 10) / 10}%`
const dayWords = (day: string) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
type Figures = Awaited<ReturnType<typeof allFigures>>

/** The report in words: every number is one that a page shows with its rows. */
function paragraphs(
  today: string,
  until: string,
  all: Figures,
  domains: readonly Figures[],
  problems: readonly Problem[],
  due: number,
): string[] {
  const states = (Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[])
    .filter((s) => s !== 'withdrawn' && all.byStatus[s] > 0)
    .map((s) => `${STATUS_WORDS[s].zh}${all.byStatus[s]}项`)
  const progress =
    all.progress === null
      ? '各项任务均暂无进度数据。'
      : `总体进度${percent(all.progress)}（${all.coverage.of}项中${all.coverage.known}项有数据）。`
  const by = domains.map((d) => {
    const red = d.byStatus.overdue + d.byStatus['at-risk']
    return `${d.title || '未分领域'}${d.count}项，销号${d.byStatus['closed-out']}项${red > 0 ? `，逾期和有风险${red}项` : ''}`
  })
  const open = problems.filter((p) => p.count > 0).map((p) => `${p.title.zh}${p.count}件`)
  return [
    `截至${dayWords(today)}，台账共${all.count}项任务${states.length > 0 ? `：${states.join('，')}` : ''}。${progress}`,
    ...(by.length === 0 ? [] : [`分领域看，${by.join('；')}。`]),
    open.length === 0 ? '目前没有列入问题清单的事项。' : `问题清单：${open.join('，')}。`,
    `任务清单：至${dayWords(until)}到期的任务${due}项。`,
  ]
}
