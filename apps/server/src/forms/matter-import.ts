import { AMENDING_ACTIONS, bodyRoleOf, officeRoles } from '@yingshang/campaign'
import { type FormRows, said, type TableRow } from '@yingshang/document'
import { unitMatcher } from '@yingshang/ledger'
import { definitionOf, initial, possible, type State, submit, type Value, type Values } from '@yingshang/procedure'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { ImportFinding } from '../contract/forms.ts'
import type { MatterImport } from '../contract/matter-forms.ts'
import type { InTenant } from '../database/store.ts'
import { type Deed, judgeCourse, momentAfter } from '../matters/act.ts'
import { actsFor } from '../matters/bodies.ts'
import { actorOf, rolesOn, seenBy } from '../matters/roles.ts'
import { loadMatter, type StoredMatter } from '../matters/store.ts'
import { rosterOf } from '../organisation/plan-units.ts'
import type { Services } from '../services.ts'
import { cellOf, inWords, meantBy } from './matter-cells.ts'
import { KEYS, type MatterForm } from './matter-form.ts'
import { rolesSeen, shownFields } from './matter-rows.ts'

/** From the rows of a workbook to matters that are opened and actions that amend, with everything that is wrong at its cell. Writes nothing. */

export const MOST_ROWS = 1000

export interface Assessment {
  readonly opens: readonly { readonly row: number; readonly values: Values }[]
  readonly amends: readonly { readonly row: number; readonly matter: StoredMatter; readonly deed: Deed }[]
  readonly changes: MatterImport['changes']
  readonly unchanged: number
  readonly errors: readonly ImportFinding[]
}

export interface Asked {
  readonly caller: Caller
  /** The role in which new matters are opened. */
  readonly as: string
  readonly today: string
  /** Matters that are to be changed are locked. */
  readonly lock: boolean
}

export async function assess(tx: InTenant, services: Services, form: MatterForm, table: FormRows, asked: Asked): Promise<Assessment> {
  const errors: ImportFinding[] = [...table.faults]
  const wrong = (row: number | null, key: string | null, code: string, zh: string, en: string) =>
    errors.push(table.at(row, key, code, zh, en))
  if (table.count > MOST_ROWS) {
    wrong(
      null,
      null,
      'form.too-many',
      `一次最多导入 ${MOST_ROWS} 行，本表有 ${table.count} 行。请分成几份。`,
      `At most ${MOST_ROWS} rows at once; there are ${table.count}. Split the workbook.`,
    )
    return { opens: [], amends: [], changes: [], unchanged: 0, errors }
  }
  const read = new Reader(
    form,
    table,
    unitMatcher(await rosterOf(tx, asked.caller.tenant.id, asked.today)),
    await namesOfBodies(tx, asked.caller.tenant.id, asked.today),
    errors,
  )
  const fresh: { row: number; values: Values }[] = []
  const amends: Assessment['amends'][number][] = []
  const changes: MatterImport['changes'] = []
  const named = new Set<string>()
  const ids = table.rows.flatMap((row) => said(row, KEYS.id)?.toLowerCase() ?? [])
  const matters = await knownMatters(
    tx,
    form,
    asked,
    ids.filter((id) => UUID.test(id)),
  )
  let unchanged = 0
  for (const row of table.rows) {
    const id = said(row, KEYS.id)?.toLowerCase() ?? null
    if (id === null) {
      const values = read.values(row)
      if (values !== null) fresh.push({ row: row.row, values })
      continue
    }
    if (named.has(id)) {
      wrong(row.row, KEYS.id, 'row.twice', '同一办件编号出现两次', 'the id occurs twice')
      continue
    }
    named.add(id)
    const known = matters.get(id)
    if (known === undefined) {
      wrong(row.row, KEYS.id, 'row.unknown', '没有这一办件编号；新增的请留空', 'no matter has this id; leave it empty for a new one')
      continue
    }
    const amended = await amending(tx, services, form, table, read, asked, row, known, wrong)
    if (amended === 'unchanged') unchanged++
    else if (amended !== 'refused') {
      amends.push(amended)
      changes.push(...amended.changes)
    }
  }
  const opens = await opening(tx, services, form, asked, fresh, wrong)
  return { opens: opens.ready, amends, changes, unchanged: unchanged + opens.known, errors }
}

type Wrong = (row: number | null, key: string | null, code: string, zh: string, en: string) => unknown
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Names of the bodies of today by id: a former one takes part in nothing new. */
async function namesOfBodies(tx: InTenant, tenantId: string, today: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('body')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where((where) => where.or([where('valid_until', 'is', null), where('valid_until', '>=', today)]))
    .execute()
  return new Map(rows.map((r) => [r.id, r.name]))
}

/** Rows as values of the opening form. */
class Reader {
  readonly #form: MatterForm
  readonly #table: FormRows
  readonly #match: ReturnType<typeof unitMatcher>
  readonly #names: ReadonlyMap<string, string>
  readonly #errors: ImportFinding[]

  constructor(
    form: MatterForm,
    table: FormRows,
    match: ReturnType<typeof unitMatcher>,
    names: ReadonlyMap<string, string>,
    errors: ImportFinding[],
  ) {
    this.#form = form
    this.#table = table
    this.#match = match
    this.#names = names
    this.#errors = errors
  }

  /** The values of a row without those that are empty; null when a cell cannot be understood. */
  values(row: TableRow, only?: ReadonlySet<string>): Values | null {
    const values: Record<string, Value> = {}
    let good = true
    const wrong = (key: string, code: string, zh: string, en: string) => {
      this.#errors.push(this.#table.at(row.row, key, code, zh, en))
      good = false
    }
    for (const field of this.#form.fields) {
      if (only !== undefined && !only.has(field.id)) continue
      const cell = meantBy(field, row)
      if (!('value' in cell)) wrong(field.id, 'cell.choice', cell.zh, cell.en)
      else if (cell.value !== null && field.names) {
        const body = this.#body(String(cell.value))
        if (body === null) wrong(field.id, 'body.unknown', `组织机构中没有“${cell.value}”`, `the organisation has no ${cell.value}`)
        else {
          values[field.id] = body
          values[field.names.into] = this.#names.get(body)!
        }
      } else if (cell.value !== null) values[field.id] = cell.value
    }
    return good ? values : null
  }

  /** The one body that a name surely means. */
  #body(name: string): string | null {
    const { confirmed, suggestions } = this.#match(name)
    const first = suggestions[0]
    const sure = confirmed || first?.rule === 'name' || (suggestions.length === 1 && first?.rule !== 'abbreviation')
    const [body] = sure && first?.bodies.length === 1 ? first.bodies : []
    return body !== undefined && this.#names.has(body) ? body : null
  }
}

/** Those of the matters that are of the procedure and that the caller may see, by id. */
async function knownMatters(
  tx: InTenant,
  { definition }: MatterForm,
  { caller, today }: Asked,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredMatter>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('matter')
    .select(['id', 'state', 'title', 'title_en', 'number', 'opened_at', 'updated_at'])
    .where('tenant_id', '=', caller.tenant.id)
    .where('id', 'in', ids)
    .where('procedure_id', '=', definition.id)
    .where(seenBy(caller, today, 'matter'))
    .execute()
  return new Map(
    rows.map((r) => [
      r.id,
      {
        id: r.id,
        state: r.state as unknown as State,
        title: r.title,
        titleEn: r.title_en,
        number: r.number,
        openedAt: r.opened_at,
        updatedAt: r.updated_at,
      },
    ]),
  )
}

/** What a row changes on its matter: nothing, one amending action, or something that an import does not do. */
async function amending(
  tx: InTenant,
  { law, config, now }: Services,
  form: MatterForm,
  table: FormRows,
  read: Reader,
  { caller, today, lock }: Asked,
  row: TableRow,
  known: StoredMatter,
  wrong: Wrong,
): Promise<'unchanged' | 'refused' | (Assessment['amends'][number] & { readonly changes: MatterImport['changes'] })> {
  const tenantId = caller.tenant.id
  const fact = (key: string) => known.state.facts[key]?.value
  const changed = shownFields(form, caller, await rolesSeen(tx, form, caller, known.id, today)).flatMap((field) => {
    if (!table.has(field.id)) return []
    const before = inWords(field, cellOf(field, field.names ? fact(field.names.into) : fact(field.id)))
    const after = inWords(field, row.values[field.id] ?? null)
    return before === after ? [] : [{ field, before, after }]
  })
  if (changed.length === 0) return 'unchanged'
  // Locked only now: most rows of an export come back as they were.
  const matter = lock ? ((await loadMatter(tx, tenantId, known.id, true)) ?? known) : known
  const held = await rolesOn(tx, tenantId, known.id, caller.user.id, today)
  const { state } = matter
  if (row.values[KEYS.version] !== state.seq) {
    wrong(
      row.row,
      KEYS.version,
      'row.moved-on',
      `办件现为第 ${state.seq} 步，导出后已有新进展或者未填导出版本；请重新导出后再改`,
      `the matter is at step ${state.seq} and not where it was exported; export it anew`,
    )
    return 'refused'
  }
  const compiled = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const actor = actorOf(caller.user.id, held)
  const at = momentAfter(state, now())
  const able = new Set(possible(law.setting, state, actor, at.toISOString()).flatMap((p) => (p.allowed ? [p.action] : [])))
  const action = (AMENDING_ACTIONS[form.definition.id] ?? []).find((id) => {
    const fields = new Set((compiled.forms.get(id) ?? []).map((f) => f.id))
    return able.has(id) && changed.every(({ field }) => fields.has(field.id))
  })
  if (action === undefined) {
    for (const { field, before } of changed)
      wrong(
        row.row,
        field.id,
        'row.changed',
        `系统中为“${shortened(before)}”。导入不修改这一内容，请在办件中办理`,
        `the system has “${shortened(before)}”; an import does not change it, act on the matter itself`,
      )
    return 'refused'
  }
  const values = read.values(row, new Set((compiled.forms.get(action) ?? []).map((f) => f.id)))
  if (values === null) return 'refused'
  const deed: Deed = { tenantId, court: config.bodyName, userId: caller.user.id, actor, action, values }
  const { refused } = judgeCourse(law, state, [deed], at)
  for (const r of refused.flatMap((one) => one.refusals)) wrong(row.row, columnOf(form, r.path), r.code, r.zh, r.en)
  if (refused.length > 0) return 'refused'
  const label = { ...compiled.actions.get(action)!.label }
  return {
    row: row.row,
    matter,
    deed,
    changes: changed.map(({ field, before, after }) => ({
      row: row.row,
      id: matter.id,
      title: matter.title,
      action: label,
      column: field.label.zh,
      before,
      after,
    })),
  }
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}……` : text)

/** The column of a path of the form; the name of a body stands in the column of the body. */
function columnOf({ fields }: MatterForm, path: string | undefined): string | null {
  const field = fields.find((f) => f.id === path || f.names?.into === path)
  return field?.id ?? null
}

/** What becomes of rows that are new: judged by the engine as if each were handed in. */
async function opening(
  tx: InTenant,
  { law, now }: Services,
  form: MatterForm,
  { caller, as, today }: Asked,
  fresh: Assessment['opens'],
  wrong: Wrong,
): Promise<{ readonly ready: Assessment['opens']; readonly known: number }> {
  const { definition, opening: action } = form
  const there = await openedWith(
    tx,
    form,
    caller,
    today,
    fresh.map((f) => f.values),
  )
  const seen = new Map<string, number>()
  const ready: { row: number; values: Values }[] = []
  const brings = bodyRoleOf(definition.id, action.id)
  const ownOnly = brings?.own === true && !officeRoles(definition.id).includes(as)
  let known = 0
  for (const { row, values } of fresh) {
    const key = canonical(values)
    const earlier = seen.get(key)
    if (earlier !== undefined) {
      wrong(row, form.fields[0]?.id ?? null, 'row.twice', `与第${earlier}行内容相同`, `says the same as row ${earlier}`)
      continue
    }
    seen.set(key, row)
    if (there.has(key)) {
      known++
      continue
    }
    const result = submit(law.setting, initial(definition, 'row'), {
      id: `row-${row}`,
      action: action.id,
      actor: { id: caller.user.id, roles: [as] },
      at: now().toISOString(),
      values,
    })
    const refusals = result.ok ? [] : result.refusals
    // A required cell that is empty, and a name that goes with a body, are one finding each.
    const places = new Set<string>()
    for (const r of refusals) {
      const column = columnOf(form, 'path' in r ? r.path : undefined)
      const place = `${column} ${r.code}`
      if (!places.has(place)) wrong(row, column, r.code, r.zh, r.en)
      places.add(place)
    }
    const foreign = ownOnly && values[brings.field] !== undefined && !(await actsFor(tx, caller.user.id, values[brings.field], today))
    if (foreign) wrong(row, columnOf(form, brings.field), 'party.invalid', '只能代表本单位办理', 'You act for your own body only')
    if (result.ok && !foreign) ready.push({ row, values })
  }
  return { ready, known }
}

/** Of these forms, those with which a matter that the caller may see was opened. */
async function openedWith(
  tx: InTenant,
  { definition, opening: action }: MatterForm,
  caller: Caller,
  today: string,
  forms: readonly Values[],
): Promise<ReadonlySet<string>> {
  if (forms.length === 0) return new Set()
  const { rows } = await sql<{ given: Values }>`
    select a.body -> 'values' as given from matter m join matter_action a on a.tenant_id = m.tenant_id and a.matter_id = m.id and a.seq = 1
    where m.tenant_id = ${caller.tenant.id} and m.procedure_id = ${definition.id} and a.action = ${action.id}
      and a.body -> 'values' = any(${forms.map((f) => JSON.stringify(f))}::text[]::jsonb[]) and ${seenBy(caller, today, 'm')}`.execute(tx)
  return new Set(rows.map((r) => canonical(r.given)))
}

/** Values in one order, so that equal ones are equal texts. Forms by workbook have no nested values but lists. */
const canonical = (values: Values): string => JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)))
