import { conflicts, type RegisterKind } from '@yingshang/register'
import type { Selectable } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { ChoiceDetail, ChoiceSummary } from '../contract/choices.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant } from '../database/store.ts'
import type { ReadonlyDeep } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { loadMatter } from '../matters/store.ts'
import type { Services } from '../services.ts'
import { partiesIn, turningDay } from './draw-publish.ts'
import { kindOf, shownReasons } from './kinds.ts'
import { rosterOf, todayOf } from './roster.ts'

/** Competitions and recommendations as the interface shows them. */

export type ChoiceRow = Selectable<Tables['register_choice']>

/** A choice; refuses with `choice.not-found`. */
export async function choiceOf(tx: InTenant, tenantId: string, id: string, lock = false): Promise<ChoiceRow> {
  const row = await tx
    .selectFrom('register_choice')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .$if(lock, (q) => q.forUpdate())
    .executeTakeFirst()
  if (!row) throw refuse('choice.not-found')
  return row
}

/** Who is chosen now: the chosen, or the first substitute when those before declined; null when nobody is left. */
export function standingChoice(row: Pick<ChoiceRow, 'result' | 'responses'>): string | null {
  const { result } = row
  if (result === null || result.chosen === null) return null
  const line = [result.chosen, ...('substitutes' in result ? result.substitutes : [])]
  const declined = new Set(row.responses.filter((r) => !r.accepts).map((r) => r.entry))
  return line.find((entry) => !declined.has(entry)) ?? null
}

export function choiceSummary(row: ChoiceRow, caller: Caller): ChoiceSummary {
  const standing = standingChoice(row)
  return {
    id: row.id,
    method: row.method,
    register: { ...kindOf(row.kind).title },
    title: row.title,
    matter: caller.permissions.includes('matter.all') ? row.matter_id : null,
    status: row.status,
    chosen: standing === null ? null : (row.body.names[standing] ?? standing),
    createdAt: row.created_at.toISOString(),
  }
}

function ruleOf(kind: RegisterKind, method: ChoiceRow['method']): { zh: string; en: string } {
  if (method === 'competitive') {
    const { competitors, members, numerator, denominator } = kind.competition!
    return {
      zh: `参与竞争的不少于 ${competitors} 家，评审委员会不少于 ${members} 人，经全体委员 ${numerator}/${denominator} 以上同意选定`,
      en: `at least ${competitors} competitors and ${members} members; chosen by at least ${numerator}/${denominator} of all members`,
    }
  }
  const { numerator, denominator, more } = kind.recommendation!
  return {
    zh: `推荐人的债权额${more ? '超过' : '不低于'}债权总额的 ${numerator}/${denominator}，由人民法院审查后指定`,
    en: `recommended by ${more ? 'more than' : 'at least'} ${numerator}/${denominator} of the whole amount, examined by the court`,
  }
}

/** A choice with what the caller may do next. Ballots are shown when the review is closed. */
export async function choiceDetail(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  caller: Caller,
  row: ChoiceRow,
): Promise<ReadonlyDeep<ChoiceDetail>> {
  const { body, result } = row
  const kind = kindOf(row.kind)
  const ids = body.method === 'competitive' ? body.competitors : [body.entry]
  const roster = await rosterOf(tx, row.tenant_id, row.kind, ids)
  const matter = row.matter_id === null ? null : await loadMatter(tx, row.tenant_id, row.matter_id)
  const parties = matter === null ? [] : partiesIn(matter.state)
  const given = await tx
    .selectFrom('register_choice_ballot')
    .select(['member', 'body'])
    .where('tenant_id', '=', row.tenant_id)
    .where('choice_id', '=', row.id)
    .orderBy('at')
    .execute()
  const members = body.method === 'competitive' ? body.members : []
  const name = (id: string) => body.names[id] ?? id
  const me = members.find((m) => m.id === caller.user.id)
  const voted = (id: string) => given.some((b) => b.member === id)
  const conducts = caller.permissions.includes('draw.conduct')
  const standing = standingChoice(row)
  const accepted = row.responses.some((r) => r.entry === standing && r.accepts)
  const own = roster.find((one) => one.row.id === standing)?.row.account_id === caller.user.id
  const may: ChoiceDetail['may'] = []
  if (row.status === 'open' && me && me.recused === null && !voted(me.id)) may.push('vote', 'recuse')
  if (row.status === 'open' && conducts) may.push(row.method === 'competitive' ? 'close' : 'examine')
  if (row.status === 'chosen' && !accepted && (conducts || own)) may.push('respond')
  if (row.status === 'chosen' && accepted && conducts) may.push('appoint')
  const since = matter === null ? todayOf(services) : turningDay(matter)
  return {
    ...choiceSummary(row, caller),
    version: row.version,
    rule: ruleOf(kind, row.method),
    competitors: ids.map((id) => ({
      entry: id,
      name: name(id),
      conflicts: conflicts(kind, roster.find((one) => one.row.id === id)?.rostered.ties ?? [], { turnsOn: since, parties }).map(
        ({ zh, en }) => ({ zh, en }),
      ),
    })),
    members: members.map((m) => ({ name: m.name, recused: m.recused, voted: voted(m.id), mine: m.id === caller.user.id })),
    recommenders: body.method === 'recommended' ? body.recommenders.map((r) => ({ ...r })) : [],
    whole: body.method === 'recommended' ? body.whole : null,
    ballots:
      row.status === 'open'
        ? null
        : given.map((b) => ({
            member: members.find((m) => m.id === b.member)?.name ?? '',
            choice: b.body.choice === null ? null : name(b.body.choice),
            scores: { ...b.body.scores },
          })),
    result:
      result === null || !('tally' in result)
        ? null
        : {
            needed: result.needed,
            members: result.members,
            chosen: result.chosen === null ? null : name(result.chosen),
            substitutes: result.substitutes.map(name),
            tally: result.tally.map((t) => ({
              entry: t.competitor,
              name: name(t.competitor),
              votes: t.votes,
              sum: t.sum,
              scored: t.scored,
            })),
            notes: shownReasons(result.notes),
          },
    standing: standing === null ? null : { entry: standing, name: name(standing) },
    responses: row.responses.map(({ label, accepts, reason, at, entry, interests }) => ({
      label,
      accepts,
      reason,
      at,
      entry,
      interests: conducts ? interests : null,
    })),
    may,
  }
}
