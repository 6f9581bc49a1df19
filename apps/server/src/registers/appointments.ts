import { definitionOf, type Values } from '@yingshang/procedure'
import { conflicts } from '@yingshang/register'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import type { Response } from '../database/tables-registers.ts'
import { newId } from '../ids.ts'
import { visibleMatter } from '../matters/access.ts'
import { actOn, demandSeq } from '../matters/act.ts'
import { actorOf, rolesOn } from '../matters/roles.ts'
import type { Services } from '../services.ts'
import { partiesIn, turningDay } from './draw-publish.ts'
import { kindOf, refusedFor } from './kinds.ts'
import { rosterOf, standingOf, todayOf } from './roster.ts'

/** From somebody who was chosen and accepted to the appointment in the case. */

export interface Chosen {
  readonly entry: string
  readonly response: Response
}

export interface Appointment {
  /** The draw, competition or recommendation. */
  readonly choice: string
  readonly method: 'random' | 'competitive' | 'recommended'
  readonly kind: string
  readonly matter: string | null
  readonly title: string
  readonly chosen: readonly Chosen[]
  readonly reason: string
  readonly expectedSeq: number | null
  /** Fields of the action that only this method has. */
  readonly more: Values
}

/** Whose choice is an action of the case. Members of other registers serve in it without one. */
const NAMED_IN_CASE = 'administrators'
/** The action that names an administrator in a running case. */
const ACTION = 'replace-administrator'
/** In a petition the ruling on acceptance names them: its form is filled in, the judge takes it. */
const RULING = 'accept'

/** The values that a form asks for; optional fields end in `?`. */
const fitting = (form: readonly string[] | undefined, values: Values): Values => {
  const asked = new Set((form ?? []).map((field) => field.replace(/\?$/, '')))
  return Object.fromEntries(Object.entries(values).filter(([id]) => asked.has(id)))
}

/** Puts values into the drafts of the ruling of every judge of the matter, beside what they typed already. */
async function prepareRuling(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  caller: Caller,
  matterId: string,
  values: Values,
): Promise<void> {
  const tenantId = caller.tenant.id
  const judges = await tx
    .selectFrom('matter_party')
    .select('user_id')
    .where('tenant_id', '=', tenantId)
    .where('matter_id', '=', matterId)
    .where('role', '=', 'judge')
    .where('ended_at', 'is', null)
    .execute()
  for (const user of new Set([caller.user.id, ...judges.map((j) => j.user_id)]))
    await tx
      .insertInto('matter_draft')
      .values({
        tenant_id: tenantId,
        matter_id: matterId,
        user_id: user,
        action: RULING,
        form: JSON.stringify(values),
        saved_at: services.now(),
      })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'matter_id', 'user_id', 'action']).doUpdateSet((given) => ({
          form: sql`matter_draft.form || ${given.ref('excluded.form')}`,
          saved_at: given.ref('excluded.saved_at'),
        })),
      )
      .execute()
}

/**
 * Writes the appointments, ends the former ones of the case, and takes the action of the case where its procedure has one. Refuses when somebody chosen
 * cannot serve any more: struck off, suspended, or tied to the case by what was declared since.
 */
export async function appoint(tx: InTenant, services: Services, caller: Caller, one: Appointment): Promise<void> {
  const tenantId = caller.tenant.id
  const today = todayOf(services)
  const kind = kindOf(one.kind)
  const roster = await rosterOf(
    tx,
    tenantId,
    null,
    one.chosen.map((c) => c.entry),
  )
  const matter = one.matter === null ? null : await visibleMatter(tx, caller, one.matter, today, true)
  for (const { row, rostered } of roster) {
    const standing = standingOf(kind, row.decisions, today)
    const found = [
      ...standing.reasons,
      ...(matter === null ? [] : conflicts(kind, rostered.ties, { turnsOn: turningDay(matter), parties: partiesIn(matter.state) })),
    ]
    if (found.length > 0)
      throw refusedFor(
        one.method === 'random' ? 'draw.refused' : 'choice.refused',
        found.map((r) => ({ ...r, zh: `${row.name}：${r.zh}`, en: `${row.name}: ${r.en}` })),
      )
  }
  if (matter !== null && one.kind === NAMED_IN_CASE) {
    demandSeq(matter, one.expectedSeq)
    const { actions } = definitionOf(services.law.setting, matter.state.procedure.id, matter.state.procedure.version)
    const action = actions.get(ACTION)
    const values: Values = {
      administrator: roster.map(({ row }) => row.name).join('、'),
      appointmentMethod: one.method === 'recommended' ? 'byHand' : one.method,
      // The field holds two; the draw names them all.
      registerEntry: one.chosen
        .slice(0, 2)
        .map((c) => c.entry)
        .join(','),
      ...(one.method === 'random' ? { drawId: one.choice } : {}),
      ...one.more,
    }
    if (action !== undefined) {
      const held = await rolesOn(tx, tenantId, matter.id, caller.user.id, today)
      await actOn(tx, services.law, services, matter, {
        tenantId,
        court: services.config.bodyName,
        userId: caller.user.id,
        actor: actorOf(caller.user.id, held),
        action: ACTION,
        values: fitting(action.form, { ...values, reasons: one.reason }),
      })
    } else {
      const ruling = actions.get(RULING)
      if (ruling?.form?.includes('registerEntry')) await prepareRuling(tx, services, caller, matter.id, fitting(ruling.form, values))
    }
  }
  // Whoever serves already by this choice goes on; everybody else of the case and the register makes way.
  const staying = await tx
    .selectFrom('register_appointment')
    .select(['id', 'entry_id'])
    .where('tenant_id', '=', tenantId)
    .where('choice_id', '=', one.choice)
    .where('until_day', 'is', null)
    .execute()
  const kept = staying.filter((s) => one.chosen.some((c) => c.entry === s.entry_id))
  if (matter !== null)
    await tx
      .updateTable('register_appointment')
      .set({ until_day: today, ended_why: one.reason })
      .where('tenant_id', '=', tenantId)
      .where('matter_id', '=', matter.id)
      .where('until_day', 'is', null)
      .where((where) =>
        where(
          'entry_id',
          'in',
          where.selectFrom('register_entry').select('id').where('tenant_id', '=', tenantId).where('kind', '=', one.kind),
        ),
      )
      .$if(kept.length > 0, (q) =>
        q.where(
          'id',
          'not in',
          kept.map((k) => k.id),
        ),
      )
      .execute()
  const fresh = one.chosen.filter((c) => !kept.some((k) => k.entry_id === c.entry))
  if (fresh.length === 0) return
  await tx
    .insertInto('register_appointment')
    .values(
      fresh.map(({ entry }) => ({
        tenant_id: tenantId,
        id: newId(),
        entry_id: entry,
        matter_id: matter?.id ?? null,
        case_title: matter?.number ?? matter?.title ?? one.title,
        method: one.method,
        choice_id: one.choice,
        from_day: today,
        until_day: null,
        ended_why: null,
      })),
    )
    .execute()
}

/** Ends the open appointment of an entry that follows from a choice, when somebody else takes the place. */
export const endAppointmentOf = (tx: InTenant, tenantId: string, choice: string, entry: string, day: string, why: string) =>
  tx
    .updateTable('register_appointment')
    .set({ until_day: day, ended_why: why })
    .where('tenant_id', '=', tenantId)
    .where('choice_id', '=', choice)
    .where('entry_id', '=', entry)
    .where('until_day', 'is', null)
    .execute()
