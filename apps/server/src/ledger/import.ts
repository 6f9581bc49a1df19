import { type FormRows, listIn, said, type TableRow } from '@yingshang/document'
import {
  changesOf,
  type EntryContent,
  type EntryMilestone,
  type EntryTarget,
  type FactBody,
  type FieldBeforeAfter,
  type StepContent,
  type unitMatcher,
} from '@yingshang/ledger'
import { newId } from '../ids.ts'
import { type Deed, judged } from './act.ts'
import type { Finding, LedgerFileRows } from './import-read.ts'
import { withTarget } from './import-targets.ts'
import { bodiesMeant } from './ledgers.ts'
import type { StoredEntry } from './stored.ts'

/** From the rows of a workbook to facts: what a row changes on its entry, and what is new. Nothing is deleted by being absent. */

export interface ImportedEntry {
  readonly row: number
  readonly entry: StoredEntry
  readonly facts: readonly FactBody[]
  readonly changes: readonly FieldBeforeAfter[]
}

export interface NewRow {
  readonly row: number
  readonly content: EntryContent
  readonly assignment: { readonly lead: string | null; readonly responsible: readonly string[] }
  readonly units: { readonly lead: readonly string[]; readonly responsible: readonly string[] }
}

export interface Assessment {
  readonly rows: number
  readonly changed: readonly ImportedEntry[]
  readonly created: readonly NewRow[]
  readonly unchanged: number
  readonly errors: readonly Finding[]
}

type Match = ReturnType<typeof unitMatcher>

/** Compares the rows with the entries of the ledger. `basis` is what amendments of this import refer to. */
export function assess(file: LedgerFileRows, entries: readonly StoredEntry[], match: Match, deed: Deed, basis: string): Assessment {
  const errors: Finding[] = [...file.faults]
  const byId = new Map(entries.map((e) => [e.id, e]))
  const plans = new Map<string, EntryPlan>()
  const created: NewRow[] = []
  /** What entries say, so that a row without an id that says the same opens nothing: a file may come twice. */
  const there = new Set(entries.map((e) => contentKey(e.state.content)))
  let known = 0
  const planFor = (sheet: FormRows, row: TableRow, key: string): EntryPlan | null => {
    const id = said(row, key)?.toLowerCase()
    const entry = id === undefined ? undefined : byId.get(id)
    if (!entry) {
      errors.push(sheet.at(row.row, key, 'entry.unknown', '台账中没有这一事项编号', 'no entry of the ledger has this id'))
      return null
    }
    const plan = plans.get(entry.id) ?? new EntryPlan(entry, basis)
    plans.set(entry.id, plan)
    plan.from(sheet, row)
    return plan
  }
  const bodies = (sheet: FormRows, row: TableRow, key: string, text: string | null): string[] =>
    listIn(text).flatMap((name) => {
      const found = bodiesMeant(match(name))
      if (found !== null) return [...found]
      errors.push(sheet.at(row.row, key, 'body.unknown', `组织机构中没有“${name}”`, `the organisation has no ${name}`))
      return []
    })

  const named = new Set<string>()
  for (const row of file.entries.rows) {
    const sheet = file.entries
    const lead = bodies(sheet, row, 'lead', said(row, 'lead'))
    if (lead.length > 1) errors.push(sheet.at(row.row, 'lead', 'lead.several', '牵头单位只能填一个', 'one body leads'))
    const responsible = bodies(sheet, row, 'responsible', said(row, 'responsible')).filter((b) => b !== lead[0])
    const assignment = { lead: lead[0] ?? null, responsible: [...new Set(responsible)] }
    const weight = row.values.weight ?? null
    if (weight !== null && (typeof weight !== 'number' || weight < 1 || weight > 1_000_000))
      errors.push(sheet.at(row.row, 'weight', 'weight', '权重应为 1 到 1000000 的整数', 'a whole number from 1 to 1,000,000'))
    if (said(row, 'id') === null) {
      const problems = datesWrong(sheet, row)
      errors.push(...problems)
      const fresh = newRow(row, assignment, typeof weight === 'number' ? weight : 1)
      if (there.has(contentKey(fresh.content))) known++
      else created.push(fresh)
      continue
    }
    const plan = planFor(sheet, row, 'id')
    if (!plan) continue
    if (named.has(plan.entry.id)) errors.push(sheet.at(row.row, 'id', 'entry.twice', '同一事项编号出现两次', 'the id occurs twice'))
    named.add(plan.entry.id)
    plan.content(row, typeof weight === 'number' ? weight : null, assignment, sheet.has)
  }
  for (const row of file.milestones.rows) {
    const plan = planFor(file.milestones, row, 'entry')
    if (plan && !plan.milestone(row))
      errors.push(file.milestones.at(row.row, 'id', 'milestone.unknown', '事项中没有这一节点编号', 'the entry has no such milestone'))
  }
  for (const row of file.targets.rows) {
    const plan = planFor(file.targets, row, 'entry')
    const found = plan?.target(file.targets, row)
    if (found) errors.push(found)
  }
  for (const row of file.steps.rows) {
    const plan = planFor(file.steps, row, 'entry')
    if (!plan) continue
    const [body] = bodies(file.steps, row, 'body', said(row, 'body'))
    if (body !== undefined && !plan.step(row, body))
      errors.push(file.steps.at(row.row, 'id', 'step.unknown', '事项中没有这一措施编号', 'the entry has no such step'))
  }

  const changed: ImportedEntry[] = []
  for (const plan of plans.values()) {
    const facts = plan.facts()
    if (facts.length === 0) continue
    const result = judged(plan.entry.state, facts, deed)
    if (result.ok) changed.push({ row: plan.row, entry: plan.entry, facts, changes: changesOf(plan.entry.state, result.state) })
    else
      errors.push(
        ...result.refusals.map((r) =>
          plan.sheet!.at(plan.source!.row, plan.sheet === file.entries ? 'title' : 'entry', r.code, r.zh, r.en),
        ),
      )
  }
  const rows = file.entries.rows.length + file.milestones.rows.length + file.targets.rows.length + file.steps.rows.length
  return { rows, changed, created, unchanged: plans.size - changed.length + known, errors }
}

function datesWrong(sheet: FormRows, row: TableRow): Finding[] {
  const [from, to] = [said(row, 'startsOn'), said(row, 'dueOn')]
  return from !== null && to !== null && to < from
    ? [sheet.at(row.row, 'dueOn', 'dates-order', '完成时限早于计划启动', 'the end is before the start')]
    : []
}

function newRow(row: TableRow, assignment: NewRow['assignment'], weight: number): NewRow {
  const title = said(row, 'title') ?? ''
  return {
    row: row.row,
    assignment,
    units: { lead: listIn(said(row, 'lead')), responsible: listIn(said(row, 'responsible')) },
    content: {
      number: said(row, 'number') ?? '',
      title,
      text: said(row, 'text') ?? title,
      domain: said(row, 'domain') ?? '',
      path: (said(row, 'path') ?? '').split('\n').filter(Boolean),
      anchor: null,
      startsOn: said(row, 'startsOn'),
      dueOn: said(row, 'dueOn'),
      weight,
      milestones: [],
      targets: [],
    },
  }
}

/** What makes two entries say the same. */
const contentKey = ({ number, title, text, domain, path, startsOn, dueOn }: EntryContent): string =>
  JSON.stringify([even(number), even(title), even(text), even(domain), path.map(even), startsOn, dueOn])

/** What the rows of one entry ask for, collected over the sheets. */
class EntryPlan {
  readonly entry: StoredEntry
  readonly #basis: string
  #content: Partial<Record<'number' | 'title' | 'text' | 'domain' | 'startsOn' | 'dueOn', string | null>> & { path?: readonly string[] } =
    {}
  #milestones: EntryMilestone[]
  #milestonesChanged = false
  #targets: readonly EntryTarget[]
  readonly #more: FactBody[] = []
  /** The first row that spoke of the entry. */
  sheet: FormRows | null = null
  source: TableRow | null = null

  constructor(entry: StoredEntry, basis: string) {
    this.entry = entry
    this.#basis = basis
    this.#milestones = [...entry.state.content.milestones]
    this.#targets = entry.state.content.targets
  }

  get row(): number {
    return this.source?.row ?? 0
  }

  from(sheet: FormRows, row: TableRow): void {
    this.sheet ??= sheet
    this.source ??= row
  }

  content(row: TableRow, weight: number | null, assignment: NewRow['assignment'], has: (key: string) => boolean): void {
    const { state } = this.entry
    const { content } = state
    for (const key of ['number', 'title', 'text', 'domain', 'startsOn', 'dueOn'] as const) {
      if (!has(key)) continue
      const text = said(row, key)
      const dates = key === 'startsOn' || key === 'dueOn'
      if (even(content[key]) !== text) this.#content[key] = dates ? text : (text ?? '')
    }
    if (has('path') && content.path.map(even).join('\n') !== (said(row, 'path') ?? ''))
      this.#content.path = (said(row, 'path') ?? '').split('\n').filter(Boolean)
    if (weight !== null && weight !== content.weight) this.#more.push({ kind: 'weighted', weight })
    if (!has('lead') && !has('responsible')) return
    const next = {
      lead: has('lead') ? assignment.lead : state.assignment.lead,
      responsible: has('responsible') ? assignment.responsible : state.assignment.responsible,
    }
    const same =
      next.lead === state.assignment.lead && [...next.responsible].sort().join() === [...state.assignment.responsible].sort().join()
    if (!same)
      this.#more.push({
        kind: 'assigned',
        assignment: { lead: next.lead, responsible: next.responsible.filter((b) => b !== next.lead) },
        reason: this.#basis,
      })
  }

  /** False: the entry has no such milestone. */
  milestone(row: TableRow): boolean {
    const id = said(row, 'id')
    const [due, text, doneOn] = [said(row, 'due'), said(row, 'text') ?? '', said(row, 'doneOn')]
    if (id === null) {
      if (this.#milestones.some((m) => m.due === due && even(m.text) === text)) return true
      const last = Math.max(0, ...this.#milestones.map((m) => Number(m.id.slice(1)) || 0))
      const made = `m${last + 1}`
      this.#milestones.push({ id: made, due, text })
      this.#milestonesChanged = true
      if (doneOn !== null) this.#more.push({ kind: 'milestone-done', milestone: made, on: doneOn, note: null })
      return true
    }
    const at = this.#milestones.findIndex((m) => m.id === id)
    const had = this.entry.state.milestones.find((m) => m.id === id)
    if (at < 0 || !had) return false
    if (had.due !== due || even(had.text) !== text) {
      this.#milestones[at] = { id, due, text }
      this.#milestonesChanged = true
    }
    if (doneOn !== null && had.doneOn === null) this.#more.push({ kind: 'milestone-done', milestone: id, on: doneOn, note: null })
    return true
  }

  /** What is wrong with the row; null when nothing is. */
  target(sheet: FormRows, row: TableRow): Finding | null {
    const found = withTarget(sheet, row, this.#targets)
    if ('code' in found) return found
    this.#targets = found
    return null
  }

  /** False: the entry has no such step. */
  step(row: TableRow, body: string): boolean {
    const id = said(row, 'id')?.toLowerCase() ?? null
    const asked = {
      title: said(row, 'step') ?? '',
      department: said(row, 'department'),
      leader: said(row, 'leader'),
      startsOn: said(row, 'startsOn'),
      dueOn: said(row, 'dueOn'),
      outcome: said(row, 'outcome'),
    }
    const doneOn = said(row, 'doneOn')
    if (id === null) {
      const same = (s: StepContent) =>
        s.body === body && (Object.keys(asked) as (keyof typeof asked)[]).every((k) => even(s[k]) === even(asked[k]))
      if (this.entry.state.steps.some(same)) return true
      const step = newId()
      this.#more.push({ kind: 'step-added', step, content: { body, departmentId: null, owner: null, ...asked } })
      if (doneOn !== null) this.#more.push({ kind: 'step-done', step, on: doneOn, note: null })
      return true
    }
    const had = this.entry.state.steps.find((s) => s.id === id)
    if (!had || had.body !== body) return false
    const changes = Object.fromEntries(
      (Object.keys(asked) as (keyof typeof asked)[]).filter((k) => even(had[k]) !== asked[k]).map((k) => [k, asked[k]]),
    ) as Partial<Omit<StepContent, 'body'>>
    // A department that is only written is no longer the one that was linked.
    if ('department' in changes) Object.assign(changes, { departmentId: null })
    if (Object.keys(changes).length > 0) this.#more.push({ kind: 'step-changed', step: id, changes })
    if (doneOn !== null && had.doneOn === null) this.#more.push({ kind: 'step-done', step: id, on: doneOn, note: null })
    return true
  }

  facts(): FactBody[] {
    const changes = {
      ...this.#content,
      ...(this.#milestonesChanged ? { milestones: this.#milestones } : {}),
      ...(this.#targets === this.entry.state.content.targets ? {} : { targets: this.#targets }),
    }
    const amended: FactBody[] =
      Object.keys(changes).length === 0 ? [] : [{ kind: 'amended', changes: changes as never, basis: this.#basis }]
    return [...amended, ...this.#more]
  }
}

/** A stored value as a cell would say it. */
const even = (value: string | null | undefined): string | null => {
  const text = (value ?? '').replace(/\r\n?/g, '\n').trim()
  return text === '' ? null : text
}
