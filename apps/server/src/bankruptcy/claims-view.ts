import {
  CLAIM_CLASSES,
  CLAIM_STATUSES,
  type Claim,
  claimsOf,
  claimsTable,
  filedAmount,
  type RegisteredClaim,
  votingAmount,
} from '@yingshang/bankruptcy'
import { definitionOf, type State } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { ClaimRow, ClaimsView } from '../contract/bankruptcy.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { rolesOn, seesAll } from '../matters/roles.ts'
import type { Law } from '../matters/setting.ts'
import { loadMatter, rowsOf, type StoredMatter } from '../matters/store.ts'

/** The claims of a case as one person may see them. */

export interface ClaimsCase {
  readonly matter: StoredMatter
  readonly held: { readonly roles: readonly string[]; readonly onBehalfOf: string | null }
  /** The court and the administrator see every claim, anybody else those that they filed. */
  readonly whole: boolean
  /** Without those that the person may not see; withdrawn ones included. */
  readonly claims: readonly RegisteredClaim[]
}

const WHOLE = ['judge', 'clerk', 'administrator']

/** Loads a case that has a claims table; a case that the caller may not see is as if it did not exist. */
export async function claimsCase(tx: InTenant, law: Law, caller: Caller, id: string, now: Date): Promise<ClaimsCase> {
  const matter = await loadMatter(tx, caller.tenant.id, id)
  if (!matter) throw refuse('matter.not-found')
  const held = await rolesOn(tx, caller.tenant.id, id, caller.user.id, dateInChina(now.toISOString()))
  if (!seesAll(caller) && held.roles.length === 0) throw refuse('matter.not-found')
  const { definition } = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
  if (definition.id !== 'bankruptcy-case') throw refuse('claims.none')
  const whole = seesAll(caller) || held.roles.some((role) => WHOLE.includes(role))
  const own = new Set([caller.user.id, ...(held.onBehalfOf === null ? [] : [held.onBehalfOf])])
  return { matter, held, whole, claims: claimsIn(matter.state).filter((c) => whole || own.has(c.by)) }
}

/** Every claim of a case, in order of filing. */
export const claimsIn = (state: State): readonly RegisteredClaim[] => claimsOf(rowsOf(state, 'claims'))

const titled = (list: readonly { readonly id: string; readonly zh: string; readonly en: string }[], id: string) => {
  const { zh, en } = list.find((x) => x.id === id)!
  return { zh, en }
}
export const classTitle = (of: Claim['class']) => titled(CLAIM_CLASSES, of)
export const statusTitle = (of: Claim['status']) => titled(CLAIM_STATUSES, of)

const rowOf = (claim: RegisteredClaim): ClaimRow => ({
  id: claim.id,
  creditor: claim.creditor,
  class: claim.class,
  classTitle: classTitle(claim.class),
  principal: claim.principal,
  interest: claim.interest,
  other: claim.other,
  filed: filedAmount(claim),
  filedOn: claim.filedOn,
  late: claim.late,
  status: claim.status,
  statusTitle: statusTitle(claim.status),
  confirmed: claim.confirmed,
  provisional: claim.status === 'provisional' ? (claim.provisional ?? 0) : 0,
  votingAmount: votingAmount(claim),
  reason: claim.reason ?? '',
  disputed: claim.disputed,
  paid: claim.received?.paid ?? 0,
  deposited: claim.received?.deposited ?? 0,
})

/** Rows and their totals; totals are sums of these rows and of no others. */
export function claimsView({ matter, held, whole, claims }: ClaimsCase): ClaimsView {
  const table = claimsTable(claims)
  return {
    matter: { id: matter.id, title: matter.title, titleEn: matter.titleEn, number: matter.number },
    seq: matter.state.seq,
    whole,
    mayImport: held.roles.includes('administrator'),
    rows: (table.rows as readonly RegisteredClaim[]).map(rowOf),
    totals: table.totals.map((t) => ({ ...t, classTitle: classTitle(t.class) })),
    all: table.all,
  }
}
