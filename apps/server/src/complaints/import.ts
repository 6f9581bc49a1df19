import { COMPLAINT, likeness, pairsOf } from '@yingshang/campaign'
import { initial, submit } from '@yingshang/procedure'
import type { ImportFinding } from '../contract/bankruptcy.ts'
import type { ComplaintImport } from '../contract/complaints.ts'
import type { Law } from '../matters/setting.ts'
import type { FoundComplaint } from './rows.ts'
import { type ComplaintTable, columnTitle } from './sheet.ts'

/** What becomes of the rows of a hotline workbook: judged by the engine as if each were handed in, without writing anything. */

/** Two texts that share this much are looked at by a person before both are dispatched. */
export const ALIKE = 600
const MOST_FINDINGS = 500

export interface Assessed {
  readonly ready: ComplaintTable['rows']
  readonly answer: Omit<ComplaintImport, 'dryRun' | 'imported'>
}

export function assess(table: ComplaintTable, law: Law, known: readonly FoundComplaint[], at: Date): Assessed {
  const numbers = new Set(known.flatMap((k) => (k.outsideNumber === null ? [] : [k.outsideNumber])))
  const open = known.filter((k) => !k.facts.ended).map((of) => ({ of, pairs: pairsOf(`${of.row.subject}${of.content}`) }))
  const errors: ImportFinding[] = [...table.faults]
  const warnings: ImportFinding[] = []
  const ready: { row: number; values: ComplaintTable['rows'][number]['values'] }[] = []
  const faulty = new Set(table.faults.flatMap((f) => (f.row === null ? [] : [f.row])))
  const seen = new Set<string>()
  let skipped = 0
  for (const one of table.rows) {
    const number = one.values.outsideNumber
    if (typeof number === 'string') {
      if (numbers.has(number)) {
        skipped++
        continue
      }
      if (seen.has(number)) {
        errors.push(
          finding(
            table,
            one.row,
            'outsideNumber',
            'complaint.number-twice',
            `来源编号 ${number} 在表中出现两次`,
            `The number ${number} stands twice`,
          ),
        )
        continue
      }
      seen.add(number)
    }
    if (faulty.has(one.row)) continue
    const result = submit(law.setting, initial(COMPLAINT, 'row'), {
      id: `row-${one.row}`,
      action: 'submit',
      actor: { id: 'import', roles: ['receiver'] },
      at: at.toISOString(),
      values: one.values,
    })
    if (!result.ok) {
      for (const r of result.refusals) {
        const path = 'path' in r && typeof r.path === 'string' ? r.path : ''
        errors.push(finding(table, one.row, path, r.code, r.zh, r.en))
      }
      continue
    }
    ready.push({ row: one.row, values: one.values })
    const pairs = pairsOf(`${String(one.values.subject)}${String(one.values.content)}`)
    const twin = open.find((k) => likeness(pairs, k.pairs) >= ALIKE)?.of
    if (twin)
      warnings.push(
        finding(
          table,
          one.row,
          'subject',
          'complaint.alike',
          `与“${twin.row.subject}”相似，派单前请核对是否并案`,
          `Looks like “${twin.row.subject}”; consider merging`,
        ),
      )
  }
  return {
    ready,
    answer: {
      rows: table.rows.length,
      ready: ready.length,
      known: skipped,
      errors: errors.slice(0, MOST_FINDINGS),
      warnings: warnings.slice(0, MOST_FINDINGS),
    },
  }
}

function finding(table: ComplaintTable, row: number, key: string, code: string, zh: string, en: string): ImportFinding {
  const letter = table.letters[key]
  return {
    row,
    cell: letter === undefined ? null : `${letter}${row}`,
    column: letter === undefined ? null : columnTitle(key),
    code,
    zh,
    en,
  }
}
