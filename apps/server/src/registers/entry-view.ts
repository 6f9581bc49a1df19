import { meanOf, proposeGrade, type RegisterKind, type Standing, titleOf, weightOf, workloadOf } from '@yingshang/register'
import type { Caller } from '../accounts/sessions.ts'
import type { RegisterEntry, RegisterEntryDetail } from '../contract/registers.ts'
import type { InTenant } from '../database/store.ts'
import type { StoredDecision } from '../database/tables-registers.ts'
import type { ReadonlyDeep } from '../http/endpoint.ts'
import { kindOf, optionOf, shownReasons } from './kinds.ts'
import { type EntryRow, type Listed, rosterOf, standingOf } from './roster.ts'

/** Entries of a register as the interface shows them. */

const stateOf = (standing: Standing) => (standing.reasons.length === 0 ? 'available' : standing.listed ? 'barred' : 'removed')

export function entryView(kind: RegisterKind, { row, rostered }: Listed, day: string): RegisterEntry {
  const standing = standingOf(kind, rostered.decisions, day)
  const mean = meanOf(kind.grading, rostered.scores, day)
  return {
    id: row.id,
    kind: row.kind,
    code: row.code,
    name: standing.name,
    subject: standing.subject,
    grade: optionOf(kind.grades, standing.grade),
    areas: standing.areas.map((a) => optionOf(kind.areas, a)),
    state: stateOf(standing),
    reasons: shownReasons(standing.reasons),
    openCases: rostered.openCases,
    workload: workloadOf(kind, standing),
    mean: mean === null ? null : { total: mean.mean, count: mean.count },
    weight: weightOf(kind, standing, rostered.openCases, rostered.scores).weight,
    version: row.version,
  }
}

/** What a decision says besides its day and reason. */
function detailOf(kind: RegisterKind, d: StoredDecision, all: readonly StoredDecision[]): { zh: string; en: string }[] {
  const grade = (id: string) => titleOf(kind.grades, id)
  switch (d.type) {
    case 'enter':
    case 'amend':
      return [{ zh: d.name, en: d.name }, ...('grade' in d ? [{ ...grade(d.grade) }] : [])]
    case 'grade':
    case 'reinstate':
      return [{ zh: `等级：${grade(d.grade).zh}`, en: `grade: ${grade(d.grade).en}` }]
    case 'suspend':
      return [d.until === null ? { zh: '未定期限', en: 'without an end' } : { zh: `至${d.until}`, en: `until ${d.until}` }]
    case 'sanction':
      return [{ ...titleOf(kind.sanctions, d.sanction) }]
    case 'annul': {
      const target = all.find((one) => one.id === d.decision)
      return target ? [{ zh: `撤销${target.on}的决定`, en: `takes back the decision of ${target.on}` }] : []
    }
    case 'resume':
    case 'remove':
      return []
  }
}

/** The whole of an entry, as far as the caller may see it. */
export async function entryDetail(tx: InTenant, caller: Caller, row: EntryRow, day: string): Promise<ReadonlyDeep<RegisterEntryDetail>> {
  const tenantId = caller.tenant.id
  const kind = kindOf(row.kind)
  const [listed] = await rosterOf(tx, tenantId, null, [row.id])
  const one = { row, rostered: listed!.rostered }
  const standing = standingOf(kind, row.decisions, day)
  const mine = row.account_id === caller.user.id
  const inside = mine || caller.permissions.includes('register.manage')
  const users = await tx
    .selectFrom('app_user')
    .select(['id', 'login', 'display_name'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...new Set([...row.decisions.flatMap((d) => d.by ?? []), row.account_id ?? row.id])])
    .execute()
  const sealed = await tx
    .selectFrom('journal_entry')
    .select(['record_id', 'index'])
    .where('tenant_id', '=', tenantId)
    .where(
      'record_id',
      'in',
      row.decisions.map((d) => d.record),
    )
    .execute()
  const ties = await tx
    .selectFrom('register_tie')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', row.id)
    .orderBy('id')
    .execute()
  const appointments = await tx
    .selectFrom('register_appointment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', row.id)
    .orderBy('id', 'desc')
    .execute()
  const evaluations = await tx
    .selectFrom('register_evaluation')
    .select(['id', 'entry_id', 'case_title', 'matter_id', 'status', 'total', 'published_on'])
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', row.id)
    .orderBy('id', 'desc')
    .execute()
  const annulled = new Set(row.decisions.flatMap((d) => (d.type === 'annul' ? [d.decision] : [])))
  const proposal = proposeGrade(kind, standing.grade, one.rostered.scores, day)
  const account = users.find((u) => u.id === row.account_id)
  return {
    ...entryView(kind, one, day),
    suspendedUntil: standing.suspendedUntil,
    contact: inside ? row.contact : null,
    account: inside && account ? { id: account.id, login: account.login } : null,
    mine,
    weightParts: { ...weightOf(kind, standing, one.rostered.openCases, one.rostered.scores).parts },
    decisions: row.decisions
      .map((d) => ({
        id: d.id,
        type: d.type,
        on: d.on,
        reason: d.reason,
        detail: detailOf(kind, d, row.decisions),
        by: users.find((u) => u.id === d.by)?.display_name ?? null,
        at: d.at,
        annulled: annulled.has(d.id),
        sealed: Number(sealed.find((s) => s.record_id === d.record)?.index ?? Number.NaN),
      }))
      .map((d) => ({ ...d, sealed: Number.isNaN(d.sealed) ? null : d.sealed }))
      .reverse(),
    ties: inside
      ? ties.map((t) => ({
          id: t.id,
          ground: optionOf(kind.grounds, t.ground),
          party: { name: t.party_name, code: t.party_code },
          until: t.until_day,
          how: t.how,
          note: t.note,
          at: t.at.toISOString(),
        }))
      : null,
    appointments: appointments.map((a) => ({
      id: a.id,
      caseTitle: a.case_title,
      matter: caller.permissions.includes('matter.all') || mine ? a.matter_id : null,
      method: a.method,
      choice: a.choice_id,
      from: a.from_day,
      until: a.until_day,
      endedWhy: a.ended_why,
    })),
    evaluations: evaluations
      // Before its publication an evaluation is the business of those who keep the register.
      .filter((e) => e.status !== 'open' || caller.permissions.includes('register.manage'))
      .map((e) => ({
        id: e.id,
        entry: e.entry_id,
        caseTitle: e.case_title,
        matter: caller.permissions.includes('matter.all') ? e.matter_id : null,
        status: e.status,
        total: e.total,
        publishedOn: e.published_on,
      })),
    proposal:
      proposal === null
        ? null
        : {
            from: optionOf(kind.grades, proposal.from),
            to: optionOf(kind.grades, proposal.to),
            direction: proposal.direction,
            why: { ...proposal.why },
          },
  }
}
