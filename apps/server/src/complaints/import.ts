import { COMPLAINT, likeness, pairsOf } from '@yingshang/campaign'
import { type FormRows, said } from '@yingshang/document'
import { initial, submit, type Values } from '@yingshang/procedure'
import type { ComplaintImport } from '../contract/complaints.ts'
import type { ImportFinding } from '../contract/forms.ts'
import type { Law } from '../matters/setting.ts'
import type { FoundComplaint } from './rows.ts'
import { changedColumn, valuesOf } from './sheet.ts'

/** What becomes of the rows of a hotline workbook: judged by the engine as if each were handed in, without writing anything. */

/** Two texts that share this much are looked at by a person before both are dispatched. */
export const ALIKE = 600
const MOST_FINDINGS = 500

export interface Assessed {
  readonly ready: readonly { readonly row: number; readonly values: Values }[]
  readonly answer: Omit<ComplaintImport, 'dryRun' | 'imported'>
}

export function assess(table: FormRows, law: Law, known: readonly FoundComplaint[], at: Date): Assessed {
  const numbers = new Set(known.flatMap((k) => (k.outsideNumber === null ? [] : [k.outsideNumber])))
  const byId = new Map(known.map((k) => [k.row.id, k]))
  const same = new Set(known.map((k) => contentKey({ kind: k.row.kind, subject: k.row.subject, content: k.content })))
  const open = known.filter((k) => !k.facts.ended).map((of) => ({ of, pairs: pairsOf(`${of.row.subject}${of.content}`) }))
  const errors: ImportFinding[] = [...table.faults]
  const warnings: ImportFinding[] = []
  const ready: { row: number; values: Values }[] = []
  const seen = new Set<string>()
  let skipped = 0
  for (const read of table.rows) {
    const one = { row: read.row, values: valuesOf(read) }
    const wrong = (key: string, code: string, zh: string, en: string) => errors.push(table.at(one.row, key, code, zh, en))
    const id = said(read, 'id')?.toLowerCase()
    if (id !== undefined) {
      const had = byId.get(id)
      const changed = had ? changedColumn(table, read, had) : null
      if (!had)
        wrong('id', 'complaint.unknown', '没有这一诉求编号；新登记的请留空', 'no complaint has this id; leave it empty for a new one')
      else if (changed !== null)
        wrong(
          changed,
          'complaint.changed',
          '与已登记的诉求不同。导入不修改已登记的诉求，请在该诉求中办理',
          'differs from the complaint; an import changes none, act on the complaint itself',
        )
      else skipped++
      continue
    }
    const number = one.values.outsideNumber
    if (typeof number === 'string') {
      if (numbers.has(number)) {
        skipped++
        continue
      }
      if (seen.has(number)) {
        wrong('outsideNumber', 'complaint.number-twice', `来源编号 ${number} 在表中出现两次`, `The number ${number} stands twice`)
        continue
      }
      seen.add(number)
    } else if (same.has(contentKey(one.values))) {
      // Without a number of its own a row is known by what it says.
      skipped++
      continue
    }
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
        wrong(path, r.code, r.zh, r.en)
      }
      continue
    }
    ready.push({ row: one.row, values: one.values })
    const pairs = pairsOf(`${String(one.values.subject)}${String(one.values.content)}`)
    const twin = open.find((k) => likeness(pairs, k.pairs) >= ALIKE)?.of
    if (twin)
      warnings.push(
        table.at(
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
      rows: table.count,
      ready: ready.length,
      known: skipped,
      errors: errors.slice(0, MOST_FINDINGS),
      warnings: warnings.slice(0, MOST_FINDINGS),
    },
  }
}

const contentKey = ({ kind, subject, content }: Values): string => JSON.stringify([kind, subject, content])
