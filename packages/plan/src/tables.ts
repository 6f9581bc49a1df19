/** Tables: rows whose cells are joined by tabs. */
import type { RowLine } from './outline.ts'
import type { Squeezed } from './squeeze.ts'

export function tableRows(sq: Squeezed): Map<number, RowLine> {
  void sq
  return new Map()
}
