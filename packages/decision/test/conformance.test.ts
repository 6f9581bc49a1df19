import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { present, runKit } from './tck-cases.ts'

/**
 * The DMN kit as a ratchet: the committed result file says what passes; any change, better or worse, fails until the file is written anew with
 * `UPDATE_TCK=1 npm test -- unit`, so that nobody loses a case without seeing it.
 */
const file = join(import.meta.dirname, 'tck-results.json')
if (!present) console.warn('SKIPPED: the DMN kit is not beside the project (../shared/conformance/dmn-tck)')

describe.skipIf(!present)('DMN technology compatibility kit', () => {
  const results = present ? runKit() : []
  // A case of the kit has one or more results; it passes when all of them do.
  const cases = new Map<string, { table: boolean; passed: boolean }>()
  for (const r of results) {
    const id = r.id.slice(0, r.id.lastIndexOf('/'))
    cases.set(id, { table: r.table, passed: r.passed && (cases.get(id)?.passed ?? true) })
  }
  const count = (list: { passed: boolean }[]) => ({ passed: list.filter((c) => c.passed).length, total: list.length })
  const summary = {
    decisionTables: { cases: count([...cases.values()].filter((c) => c.table)), results: count(results.filter((r) => r.table)) },
    wholeKit: { cases: count([...cases.values()]), results: count(results) },
    failing: results.filter((r) => !r.passed).map((r) => r.id),
  }

  it('gives exactly the committed results', () => {
    if (process.env.UPDATE_TCK || !existsSync(file)) writeFileSync(file, `${JSON.stringify(summary, null, 2)}\n`)
    expect(summary).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })

  it('passes every case that turns on a decision table', () => {
    expect(results.filter((r) => r.table && !r.passed)).toEqual([])
    expect(summary.decisionTables.cases.total).toBeGreaterThanOrEqual(102)
  })
})
