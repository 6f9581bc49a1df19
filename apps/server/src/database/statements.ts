import type { Insertable } from 'kysely'
import type { Tables } from './schema.ts'
import { type InTenant, later } from './store.ts'

/** Statements as text, for what every action writes: building them anew for each would cost the server more than PostgreSQL needs to run them. */

const texts = new Map<string, string>()
/** Values of one statement: PostgreSQL takes 65,535. */
const VALUES_MOST = 10_000
/** Numbers of rows whose text is kept. */
const KEPT_ROWS = 8

/**
 * Has rows inserted with the next statement of the transaction that is waited for, or with the commit. All rows have the same columns; `tail` is what follows the
 * values (`on conflict …`). No rows: nothing.
 */
export function insertLater<T extends keyof Tables & string>(
  tx: InTenant,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  tail = '',
): void {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const most = Math.floor(VALUES_MOST / columns.length)
  for (let from = 0; from < rows.length; from += most) {
    const part = rows.slice(from, from + most) as readonly Record<string, unknown>[]
    later(tx, { sql: insertText(table, columns, part.length, tail), parameters: part.flatMap((row) => columns.map((c) => row[c])) })
  }
}

function insertText(table: string, columns: readonly string[], rows: number, tail: string): string {
  const key = `${table} ${rows} ${columns} ${tail}`
  const known = texts.get(key)
  if (known !== undefined) return known
  const values = Array.from({ length: rows }, (_, row) => `(${columns.map((_, i) => `$${row * columns.length + i + 1}`)})`)
  const text = `insert into ${table} (${columns.map((c) => `"${c}"`)}) values ${values} ${tail}`.trimEnd()
  if (rows <= KEPT_ROWS) texts.set(key, text)
  return text
}
