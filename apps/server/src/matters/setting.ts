import { readFileSync } from 'node:fs'
import { BANKRUPTCY_CASE, COMPULSORY_LIQUIDATION, type DomainTable, PETITION, TABLES } from '@yingshang/bankruptcy'
import { PROCEDURES } from '@yingshang/campaign'
import { type DecisionModel, decide, plain, readDmn } from '@yingshang/decision'
import type { Definition, Setting, Value } from '@yingshang/procedure'
import { type Calendar, CHINA_2026, frozen } from '@yingshang/time'
import type { Store } from '../database/store.ts'

/** What the engine works with on this server: definitions, calendars, decision tables — the product's own, and the versions that the court published beside them. */

/** A version of a decision table from a day on. */
export interface LawTable {
  readonly table: DomainTable
  /** 0: came with the product. */
  readonly number: number
  readonly effectiveFrom: string
  readonly model: DecisionModel
}

export interface Law {
  readonly setting: Setting
  readonly definitions: readonly Definition[]
  /** Every version, by day of effect. */
  readonly tables: readonly LawTable[]
  /** Takes a version that was published while the server runs. Again is the same as once. */
  adopt(version: { readonly id: string; readonly number: number; readonly effectiveFrom: string; readonly model: DecisionModel }): void
  /** Takes a version of the calendar that was published while the server runs; in the order of publication. Again is the same as once. */
  adoptCalendar(calendar: Calendar): void
}

/** The version of a table in force on a day. */
export function inForce(law: Pick<Law, 'tables'>, id: string, on: string): LawTable | undefined {
  return law.tables.filter((t) => t.table.id === id && t.effectiveFrom <= on).at(-1)
}

/** Reads the tables of the domains. A table that does not read is a fault of the program and stops the start. `more`: further versions of definitions. */
export function readLaw(more: readonly Definition[] = []): Law {
  const tables: LawTable[] = TABLES.map((table) => {
    const read = readDmn(readFileSync(table.file, 'utf8'))
    if (!read.ok) throw new Error(`${table.id}: ${read.refusal.en}`)
    return { table, number: 0, effectiveFrom: table.effectiveFrom, model: read.model }
  })
  const definitions = [PETITION, BANKRUPTCY_CASE, COMPULSORY_LIQUIDATION, ...PROCEDURES, ...more]
  const calendars: Calendar[] = [CHINA_2026]
  const law: Law = {
    definitions,
    tables,
    adopt({ id, number, effectiveFrom, model }) {
      const table = TABLES.find((t) => t.id === id)
      if (!table || tables.some((t) => t.table.id === id && t.number === number)) return
      tables.push({ table, number, effectiveFrom, model })
      tables.sort((a, b) => (a.effectiveFrom === b.effectiveFrom ? a.number - b.number : a.effectiveFrom < b.effectiveFrom ? -1 : 1))
    },
    adoptCalendar(calendar) {
      if (!calendars.some((c) => c.version === calendar.version)) calendars.push(calendar)
    },
    setting: {
      definitions,
      calendars,
      decide: (id, inputs, on) => {
        const model = inForce(law, id, on)?.model
        if (!model) throw new Error(`no decision table ${id} in force on ${on}`)
        return plain(decide(model, model.decisions[0]!.name, inputs).value) as Value
      },
    },
  }
  return law
}

/** Adopts what the court has published: at start, and now and then for what another server published. */
export async function adoptPublished(law: Law, store: Store, tenantId: string): Promise<void> {
  const calendars = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('calendar_version')
      .select('calendar')
      .where('tenant_id', '=', tenantId)
      .where('published_at', 'is not', null)
      .orderBy('number')
      .execute(),
  )
  for (const row of calendars) law.adoptCalendar(frozen(row.calendar as unknown as Calendar))
  const rows = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('decision_table_version')
      .select(['table_id', 'number', 'dmn', 'effective_from'])
      .where('tenant_id', '=', tenantId)
      .where('published_at', 'is not', null)
      .orderBy('number')
      .execute(),
  )
  for (const row of rows) {
    const read = readDmn(row.dmn)
    if (!read.ok) throw new Error(`decision table ${row.table_id} version ${row.number}: ${read.refusal.en}`)
    law.adopt({ id: row.table_id, number: row.number, effectiveFrom: row.effective_from!, model: read.model })
  }
}
