import { readFileSync } from 'node:fs'
import { BANKRUPTCY_CASE, COMPULSORY_LIQUIDATION, type DomainTable, PETITION, TABLES } from '@yingshang/bankruptcy'
import { type DecisionModel, decide, plain, readDmn } from '@yingshang/decision'
import type { Definition, Setting, Value } from '@yingshang/procedure'
import { CHINA_2026 } from '@yingshang/time'

/** What the engine works with on this server: definitions, calendars, decision tables. Read once; new versions come with a new program or a published table. */

export interface Law {
  readonly setting: Setting
  readonly definitions: readonly Definition[]
  readonly tables: readonly { readonly table: DomainTable; readonly model: DecisionModel }[]
}

/** Reads the tables of the domains. A table that does not read is a fault of the program and stops the start. */
export function readLaw(): Law {
  const tables = TABLES.map((table) => {
    const read = readDmn(readFileSync(table.file, 'utf8'))
    if (!read.ok) throw new Error(`${table.id}: ${read.refusal.en}`)
    return { table, model: read.model }
  })
  const definitions = [PETITION, BANKRUPTCY_CASE, COMPULSORY_LIQUIDATION]
  return {
    definitions,
    tables,
    setting: {
      definitions,
      calendars: [CHINA_2026],
      decide: (id, inputs, on) => {
        // The version in force on the day of the action.
        const model = tables.filter((t) => t.table.id === id && t.table.effectiveFrom <= on).at(-1)?.model
        if (!model) throw new Error(`no decision table ${id} in force on ${on}`)
        return plain(decide(model, model.decisions[0]!.name, inputs).value) as Value
      },
    },
  }
}
