import { CLAIM_CLASSES, CLAIM_STATUSES, type ClaimClass, claimLikeness, filedAmount } from '@yingshang/bankruptcy'
import type { FormRows, TableRow } from '@yingshang/document'
import type { Actor, State, Values } from '@yingshang/procedure'
import type { ClaimChange } from '../contract/bankruptcy.ts'
import type { ImportFinding } from '../contract/forms.ts'
import { readFormFile } from '../forms/files.ts'
import { type Refused, refuse } from '../http/problem.ts'
import type { Course, Deed } from '../matters/act.ts'
import { changeOf } from './claims-change.ts'
import { CLAIM_COLUMNS, CLAIMS_FORM, YES } from './claims-sheet.ts'
import { contentOf, plainWords } from './claims-stamp.ts'
import { claimsIn } from './claims-view.ts'

/** From the rows of a workbook to actions of the case, with everything that is wrong at its cell. */

/** Actions in one import. */
export const MOST_CLAIMS = 2000
/** Findings and changes in one answer. */
export const MOST_FINDINGS = 500

/** Reads the sheet of a workbook that holds claims. A workbook that cannot be read at all is refused. */
export async function readClaims(bytes: Uint8Array): Promise<FormRows> {
  const { sheets } = await readFormFile(bytes, CLAIMS_FORM, { maxRows: 20_000, maxCells: 400_000 })
  return sheets.claims!
}

/** Which column a field of the action comes from. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  creditorName: 'creditor',
  claimClass: 'class',
  principal: 'principal',
  interest: 'interest',
  otherAmount: 'other',
  basis: 'basis',
  amendReason: 'amendReason',
  outcome: 'status',
  confirmed: 'confirmed',
  reviewReason: 'reason',
}
const titleOf = (key: string) => CLAIM_COLUMNS.find((c) => c.key === key)?.title ?? key

/** One action that a row calls for. */
export interface Step {
  readonly row: number
  readonly action: 'file-claim' | 'list-employee-claim' | 'amend-claim' | 'review-claim'
  readonly values: Values
  /** What a new claim adds to the sum; 0 for any other action. */
  readonly filed: number
}

export interface Assessment {
  readonly rows: number
  readonly unchanged: number
  readonly errors: readonly ImportFinding[]
  readonly warnings: readonly ImportFinding[]
  /** What rows without an error of their own call for, in the order of the rows. */
  readonly steps: readonly Step[]
  readonly changes: readonly ClaimChange[]
}

/** Compares the rows with the claims that the case has; `basis` has the grounds of each by its id. Looks at nothing that the rules of the procedure decide. */
export function assess(file: FormRows, state: State, basis: ReadonlyMap<string, string>, today: string): Assessment {
  const errors: ImportFinding[] = [...file.faults]
  const warnings: ImportFinding[] = []
  const steps: Step[] = []
  const changes: ClaimChange[] = []
  const known = claimsIn(state)
  const byId = new Map(known.map((c) => [c.id, c]))
  const alike = new Map<string, string>()
  for (const c of known) if (c.status !== 'withdrawn') alike.set(claimLikeness(c), c.id)
  const named = new Set<string>()
  let unchanged = 0

  for (const { row, values } of file.rows) {
    const finding = (key: string, code: string, zh: string, en: string) => file.at(row, key, code, zh, en)
    const amount = (key: string) => (typeof values[key] === 'number' ? values[key] : 0)
    const words = (key: string) => (typeof values[key] === 'string' ? plainWords(values[key]) : '')
    const of = CLAIM_CLASSES.find((c) => c.zh === values.class)!.id
    const claim = {
      creditor: words('creditor'),
      class: of,
      principal: amount('principal'),
      interest: amount('interest'),
      other: amount('other'),
    }
    /** A claim of the same creditor, class and amount in the case or further up; `self` is the claim that the row names. */
    const warnOfTwin = (self?: string) => {
      const likeness = claimLikeness(claim)
      const earlier = alike.get(likeness)
      if (earlier === undefined) alike.set(likeness, self ?? `#${row}`)
      else if (earlier !== self)
        warnings.push(
          finding(
            'creditor',
            'claim.duplicate',
            `“${claim.creditor}”同一性质、同一金额的债权${earlier.startsWith('#') ? `已在第${earlier.slice(1)}行出现` : '已经申报'}`,
            `a claim of “${claim.creditor}” of the same class and amount ${earlier.startsWith('#') ? `stands in row ${earlier.slice(1)}` : 'was filed already'}`,
          ),
        )
    }
    const id = words('id').toLowerCase()
    if (id !== '') {
      const had = byId.get(id)
      if (!had)
        errors.push(
          finding('id', 'claim.unknown', '本案没有这一债权编号；新申报的请留空', 'no claim has this id; leave it empty for a new one'),
        )
      else if (named.has(id)) errors.push(finding('id', 'claim.twice', '同一债权编号出现两次', 'the id occurs twice'))
      else {
        const status = CLAIM_STATUSES.find((s) => s.zh === values.status)?.id
        // A column that was taken out of the sheet changes nothing.
        const kept = <T>(key: string, stated: T, present: T): T => (file.has(key) ? stated : present)
        const now = contentOf(had, basis.get(id) ?? '')
        const change = changeOf(
          {
            row,
            ...claim,
            interest: kept('interest', claim.interest, now.interest),
            other: kept('other', claim.other, now.other),
            basis: kept('basis', words('basis'), now.basis),
            review:
              status === undefined
                ? null
                : {
                    status,
                    confirmed: kept('confirmed', amount('confirmed'), now.confirmed),
                    provisional: kept('provisional', amount('provisional'), now.provisional),
                    reason: kept('reason', words('reason'), now.reason),
                  },
            amendReason: words('amendReason'),
            filedOn: words('filedOn') === '' ? null : words('filedOn'),
            late: words('late') === '' ? null : words('late') === YES,
            stamp: words('stamp').toLowerCase(),
          },
          had,
          now,
        )
        errors.push(...change.faults.map((f) => finding(f.key, f.code, f.zh, f.en)))
        if (change.faults.length === 0) {
          if (change.actions.length === 0) unchanged++
          if (change.actions.some((a) => a.action === 'amend-claim')) warnOfTwin(id)
          steps.push(...change.actions.map((a): Step => ({ row, ...a, filed: 0 })))
          changes.push(...change.changes.map(({ key, ...c }): ClaimChange => ({ ...c, column: titleOf(key) })))
        }
      }
      named.add(id)
      continue
    }
    const own = newClaimFaults(values, of, claim, today).map(([key, code, zh, en]) => finding(key, code, zh, en))
    warnOfTwin()
    errors.push(...own)
    if (own.length > 0) continue
    const grounds = words('basis')
    steps.push({
      row,
      filed: filedAmount(claim),
      ...(of === 'employee'
        ? { action: 'list-employee-claim', values: { creditorName: claim.creditor, principal: claim.principal, basis: grounds } }
        : {
            action: 'file-claim',
            values: {
              creditorName: claim.creditor,
              claimClass: of,
              principal: claim.principal,
              interest: claim.interest,
              otherAmount: claim.other,
              basis: grounds,
            },
          }),
    })
  }
  if (steps.length > MOST_CLAIMS)
    errors.push(
      file.at(
        null,
        null,
        'claims.too-many',
        `一次最多写入 ${MOST_CLAIMS} 项（申报、变更、审查合计），本表有 ${steps.length} 项。请分成几份。`,
        `At most ${MOST_CLAIMS} actions at once (new claims, amendments, reviews); there are ${steps.length}. Split the workbook.`,
      ),
    )
  return { rows: file.count, unchanged, errors, warnings, steps, changes }
}

/** What a row without an id may not say: the outcome of a review, and what the system registers itself. Column, code, Chinese, English. */
function newClaimFaults(
  values: TableRow['values'],
  of: ClaimClass,
  claim: { readonly interest: number; readonly other: number },
  today: string,
): readonly (readonly [string, string, string, string])[] {
  const faults: [string, string, string, string][] = []
  const stated = (key: string) =>
    typeof values[key] === 'string' ? values[key].trim() !== '' : typeof values[key] === 'number' && values[key] !== 0
  for (const key of ['confirmed', 'provisional', 'votingAmount', 'reason', 'amendReason', 'stamp'])
    if (stated(key))
      faults.push([key, 'claim.review', '新申报的债权不能在导入时填写审查结果', 'a new claim comes without the outcome of a review'])
  if (stated('status') && values.status !== CLAIM_STATUSES[0].zh)
    faults.push(['status', 'claim.review', '新申报的债权不能在导入时填写审查结论', 'a new claim comes without the outcome of a review'])
  if (values.filedOn !== null && values.filedOn !== undefined && values.filedOn !== today)
    faults.push([
      'filedOn',
      'claim.filed-on',
      `申报日期由系统登记为导入当日（${today}），请留空`,
      `the day of filing is today, ${today}; leave it empty`,
    ])
  if (stated('late'))
    faults.push([
      'late',
      'claim.filed-on',
      '是否逾期由系统按申报期限判断，请留空',
      'whether it is late follows from the period; leave it empty',
    ])
  if (of === 'employee')
    for (const key of ['interest', 'other'] as const)
      if (claim[key] !== 0) faults.push([key, 'claim.employee', '职工债权只填本金', 'an employee claim has principal only'])
  return faults
}

/** The actions of an assessment. */
export const deedsOf = (
  { steps }: Assessment,
  who: { readonly tenantId: string; readonly court: string; readonly userId: string; readonly actor: Actor },
): readonly Deed[] => steps.map(({ action, values }) => ({ ...who, action, values }))

/** What the rules of the procedure have against the actions of an assessment, at the cells that the fields came from. */
export function ruled(file: FormRows, { steps }: Assessment, course: Pick<Course, 'refused'>): readonly ImportFinding[] {
  return course.refused.flatMap(({ index, refusals }) => {
    const { row } = steps[index]!
    return refusals.map((r) => file.at(row, r.path === undefined ? null : (COLUMN_OF[r.path] ?? null), r.code, r.zh, r.en))
  })
}

/** Findings in the order of the rows, as many as an answer holds. */
export const inOrder = (findings: readonly ImportFinding[]): ImportFinding[] =>
  [...findings].sort((a, b) => (a.row ?? 0) - (b.row ?? 0)).slice(0, MOST_FINDINGS)

/** The findings as a problem: the cell is the field. */
export function refusedImport(code: 'claims.refused' | 'claims.duplicates', findings: readonly ImportFinding[]): Refused {
  const some = inOrder(findings)
  const n = findings.length
  const words =
    code === 'claims.refused'
      ? { zh: `表格有 ${n} 处错误，没有写入任何一笔。`, en: `The workbook has ${n} errors; nothing was written.` }
      : { zh: `有 ${n} 笔债权可能已经申报，确认后再导入。`, en: `${n} claims look filed already; confirm and import again.` }
  return refuse(code, words, { errors: some.map((f) => ({ path: f.cell ?? '', zh: f.zh, en: f.en })), figures: { findings: n } })
}
