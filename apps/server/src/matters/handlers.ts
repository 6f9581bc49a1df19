import { type Done, definitionOf, type Values } from '@yingshang/procedure'
import { dateInChina, daysBetween } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { MatterDetail, TimelineItem } from '../contract/matter-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { receiptOf } from '../journal/record.ts'
import type { Services } from '../services.ts'
import { seesWhole, visibleMatter } from './access.ts'
import { actOn, demandSeq, openMatter } from './act.ts'
import { attachmentHandlers } from './attachments.ts'
import { actorOf, rolesOn, seesAll } from './roles.ts'
import { ACTION_KIND, type StoredMatter } from './store.ts'
import { detailOf, summaryOf } from './view.ts'

type Names = keyof typeof import('../contract/matters.ts').MATTER_ENDPOINTS

/** Roles of the court: only its staff may open or act in them. */
const COURT_ROLES = new Set(['judge', 'clerk'])

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
/** Matters of every procedure. */
export function matterHandlers(services: Services): Pick<Handlers, Names> {
  const { store, now, law, sealer, config } = services
  const day = () => dateInChina(now().toISOString())

  const visible = (tx: InTenant, caller: Caller, id: string, lock = false) => visibleMatter(tx, caller, id, day(), lock)
  const detail = (tx: InTenant, caller: Caller, matter: StoredMatter): Promise<MatterDetail> => detailOf(tx, law, caller, matter, now())

  return {
    async listProcedures() {
      return {
        items: law.definitions.map((d) => ({
          id: d.id,
          version: d.version,
          effectiveFrom: d.effectiveFrom,
          title: { ...d.title },
          opensBy: d.actions
            .filter((a) => a.opens)
            .map((a) => ({
              action: a.id,
              label: { ...a.label },
              roles: a.by.flatMap((role) =>
                d.roles.filter((r) => r.id === role && !r.system).map((r) => ({ id: r.id, title: { ...r.title } })),
              ),
            })),
        })),
      }
    },

    async getProcedure({ params }) {
      const found = law.definitions.filter((d) => d.id === params.id).at(-1)
      if (!found) throw refuse('procedure.not-found')
      return found as unknown as Record<string, unknown>
    },

    async openMatter({ caller, body, request, requestId }) {
      if (COURT_ROLES.has(body.as) && !seesAll(caller)) throw refuse('permission.denied')
      const tenantId = caller.tenant.id
      return once(services, caller, 'openMatter', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await store.inTenant(tenantId, async (tx) => {
          const { action, matter } = await openMatter(tx, law, services, body.procedure, {
            tenantId,
            court: config.bodyName,
            userId: caller.user.id,
            actor: { id: caller.user.id, roles: [body.as] },
            action: body.action,
            values: body.values as Values,
          })
          await tx
            .insertInto('matter_party')
            .values({
              tenant_id: tenantId,
              id: newId(),
              matter_id: matter.id,
              user_id: caller.user.id,
              role: body.as,
              from_day: day(),
              until_day: null,
              on_behalf_of: null,
              ended_at: null,
            })
            .execute()
          await record(tx, {
            tenantId,
            userId: caller.user.id,
            at: now(),
            kind: 'matter.opened',
            subject: { type: 'matter', id: matter.id },
            detail: { procedure: body.procedure, title: matter.title },
            requestId,
          })
          const reply = { id: action.id, seq: action.seq, matter: await detail(tx, caller, matter) }
          await keep(tx, 201, reply)
          return reply
        })
        sealer.nudge()
        return new Status(201, answer)
      })
    },

    async takeAction({ caller, params, body, request }) {
      const tenantId = caller.tenant.id
      return once(services, caller, 'takeAction', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await store.inTenant(tenantId, async (tx) => {
          const stored = await visible(tx, caller, params.id, true)
          demandSeq(stored, body.expectedSeq)
          const held = await rolesOn(tx, tenantId, params.id, caller.user.id, day())
          let corrects: { id: string; action: string } | undefined
          if (body.corrects !== undefined) {
            const target = await tx
              .selectFrom('matter_action')
              .select('action')
              .where('tenant_id', '=', tenantId)
              .where('matter_id', '=', params.id)
              .where('id', '=', body.corrects)
              .executeTakeFirst()
            if (!target) throw refuse('action.refused', { zh: '本案没有要更正的这一动作', en: 'The matter has no such action' })
            corrects = { id: body.corrects, action: target.action }
          }
          const { action, matter } = await actOn(tx, law, services, stored, {
            tenantId,
            court: config.bodyName,
            userId: caller.user.id,
            actor: actorOf(caller.user.id, held),
            action: body.action,
            values: body.values as Values,
            ...(corrects ? { corrects } : {}),
          })
          await tx
            .deleteFrom('matter_draft')
            .where('tenant_id', '=', tenantId)
            .where('matter_id', '=', params.id)
            .where('user_id', '=', caller.user.id)
            .where('action', '=', body.action)
            .execute()
          const reply = { id: action.id, seq: action.seq, matter: await detail(tx, caller, matter) }
          await keep(tx, 201, reply)
          return reply
        })
        sealer.nudge()
        return new Status(201, answer)
      })
    },

    async listMatters({ caller, query }) {
      const tenantId = caller.tenant.id
      const today = day()
      const after = keyset(query.after)
      return store.inTenant(tenantId, async (tx) => {
        const mine = sql<boolean>`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = matter.id and p.user_id = ${caller.user.id} and p.ended_at is null and p.from_day <= ${today} and (p.until_day is null or p.until_day >= ${today}))`
        const followed = sql<boolean>`exists (select 1 from matter_follower f where f.tenant_id = ${tenantId} and f.matter_id = matter.id and f.user_id = ${caller.user.id})`
        let base = tx.selectFrom('matter').where('tenant_id', '=', tenantId)
        if (!seesAll(caller) || query.mine) base = base.where(mine)
        if (query.following) base = base.where(followed)
        if (query.procedure) base = base.where('procedure_id', '=', query.procedure)
        if (query.stage) base = base.where(sql<boolean>`stages @> ${[query.stage]}::text[]`)
        if (query.flag) base = base.where(sql<boolean>`flags @> ${[query.flag]}::text[]`)
        if (query.ended) base = base.where('ended', '=', query.ended === 'true')
        if (query.dueBefore) base = base.where('next_due', '<', query.dueBefore)
        if (query.q) {
          const like = `%${query.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
          base = base.where((where) =>
            where.or([where('title', 'ilike', like), where('title_en', 'ilike', like), where('number', 'ilike', like)]),
          )
        }
        const { total } = await base.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
        let page = base.select([
          'id',
          'state',
          'title',
          'title_en',
          'number',
          'next_due',
          'opened_at',
          'updated_at',
          followed.as('following'),
        ])
        if (after) page = page.where('id', '<', after)
        const rows = await page
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute()
        const shown = rows.slice(0, query.limit)
        const ids = shown.map((r) => r.id)
        const counts =
          ids.length === 0
            ? []
            : await tx
                .selectFrom('matter_task')
                .select(['matter_id', sql<number>`count(*)::int`.as('open')])
                .where('tenant_id', '=', tenantId)
                .where('matter_id', 'in', ids)
                .where('done_at', 'is', null)
                .groupBy('matter_id')
                .execute()
        const roles =
          ids.length === 0
            ? []
            : await tx
                .selectFrom('matter_party')
                .select(['matter_id', 'role'])
                .where('tenant_id', '=', tenantId)
                .where('matter_id', 'in', ids)
                .where('user_id', '=', caller.user.id)
                .where('ended_at', 'is', null)
                .where('from_day', '<=', today)
                .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', today)]))
                .execute()
        return {
          items: shown.map((r) =>
            summaryOf(
              law,
              {
                id: r.id,
                state: r.state as never,
                title: r.title,
                titleEn: r.title_en,
                number: r.number,
                openedAt: r.opened_at,
                updatedAt: r.updated_at,
              },
              {
                openTasks: counts.find((c) => c.matter_id === r.id)?.open ?? 0,
                myRoles: [...new Set(roles.filter((x) => x.matter_id === r.id).map((x) => x.role))],
                following: r.following,
                nextDue: r.next_due,
              },
            ),
          ),
          next: rows.length > query.limit ? shown.at(-1)!.id : null,
          total,
        }
      })
    },

    getMatter: ({ caller, params }) =>
      store.inTenant(caller.tenant.id, async (tx) => detail(tx, caller, await visible(tx, caller, params.id))),

    async getTimeline({ caller, params, query }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const matter = await visible(tx, caller, params.id)
        const held = await rolesOn(tx, tenantId, params.id, caller.user.id, day())
        const whole = seesWhole(caller, held.roles)
        let rows = tx
          .selectFrom('matter_action as a')
          .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'a.tenant_id').onRef('u.id', '=', 'a.user_id'))
          .leftJoin('journal_entry as j', (join) => join.onRef('j.tenant_id', '=', 'a.tenant_id').onRef('j.record_id', '=', 'a.id'))
          .select(['a.id', 'a.seq', 'a.action', 'a.user_id', 'u.display_name', 'a.at', 'a.body', 'a.effects', 'a.digest', 'j.index'])
          .where('a.tenant_id', '=', tenantId)
          .where('a.matter_id', '=', params.id)
        if (query.before !== undefined) rows = rows.where('a.seq', '<', query.before)
        const found = await rows
          .orderBy('a.seq', 'desc')
          .limit(query.limit + 1)
          .execute()
        const compiled = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
        const items = found.slice(0, query.limit).map((r): TimelineItem => {
          const body = r.body as unknown as { on: string; values?: Values; actor: { roles: string[] }; corrects?: { id: string } }
          const own = r.user_id === caller.user.id
          return {
            id: r.id,
            seq: r.seq,
            action: r.action,
            label: { ...(compiled.actions.get(r.action)?.label ?? { zh: r.action, en: r.action }) },
            by: { id: r.user_id, displayName: r.display_name ?? '系统' },
            roles: body.actor.roles,
            at: r.at.toISOString(),
            on: body.on,
            values: Object.entries(body.values ?? {}).flatMap(([field, value]) => {
              const known = compiled.fields.get(field)
              if (!whole && !own && known?.sensitivity !== 'public') return []
              return [{ field, label: { ...(known?.label ?? { zh: field, en: field }) }, type: known?.type ?? 'text', value }]
            }),
            changes: whole ? changesOf(compiled, r.effects as unknown as Done[]) : [],
            corrects: body.corrects?.id ?? null,
            sealed: r.index === null ? null : Number(r.index),
            digest: r.digest.toString('hex'),
          }
        })
        return { items, next: found.length > query.limit ? items.at(-1)!.seq : null }
      })
    },

    async getReceipt({ caller, params }) {
      const tenantId = caller.tenant.id
      const row = await store.inTenant(tenantId, async (tx) => {
        await visible(tx, caller, params.id)
        const held = await rolesOn(tx, tenantId, params.id, caller.user.id, day())
        const found = await tx
          .selectFrom('matter_action as a')
          .leftJoin('journal_entry as j', (join) => join.onRef('j.tenant_id', '=', 'a.tenant_id').onRef('j.record_id', '=', 'a.id'))
          .select(['a.body', 'a.salt', 'a.user_id', 'a.seq', 'j.index'])
          .where('a.tenant_id', '=', tenantId)
          .where('a.matter_id', '=', params.id)
          .where('a.id', '=', params.action)
          .executeTakeFirst()
        // A receipt opens the content: for whoever acted, and for the court.
        if (!found || (found.user_id !== caller.user.id && !seesAll(caller) && !held.roles.includes('judge')))
          throw refuse('matter.not-found')
        return found
      })
      const text = await receiptOf(sealer, { ...row, kind: ACTION_KIND })
      if (text === null) throw refuse('receipt.not-sealed')
      return { name: `回执-${row.index}.tlog-proof`, type: 'text/plain; charset=utf-8', content: Buffer.from(text) }
    },

    async saveDraft({ caller, params, body }) {
      const tenantId = caller.tenant.id
      await store.inTenant(tenantId, async (tx) => {
        await visible(tx, caller, params.id)
        await tx
          .insertInto('matter_draft')
          .values({
            tenant_id: tenantId,
            matter_id: params.id,
            user_id: caller.user.id,
            action: params.action,
            form: JSON.stringify(body.values),
            saved_at: now(),
          })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant_id', 'matter_id', 'user_id', 'action'])
              .doUpdateSet((given) => ({ form: given.ref('excluded.form'), saved_at: given.ref('excluded.saved_at') })),
          )
          .execute()
      })
    },

    async addParty({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const matter = await visible(tx, caller, params.id)
        const { definition } = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
        const role = definition.roles.find((r) => r.id === body.role && !r.system)
        if (!role) throw refuse('party.invalid', { zh: `本程序没有“${body.role}”这一身份`, en: `The procedure has no role ${body.role}` })
        const user = await tx
          .selectFrom('app_user')
          .select(['id', 'roles'])
          .where('tenant_id', '=', tenantId)
          .where('login_key', '=', body.login.normalize('NFKC').toLowerCase())
          .where('disabled', '=', false)
          .executeTakeFirst()
        if (!user) throw refuse('user.not-found')
        if (COURT_ROLES.has(body.role) && !user.roles.some((r) => r === 'judge' || r === 'clerk' || r === 'administrator'))
          throw refuse('party.invalid', { zh: '审判人员、书记员须由法院工作人员担任', en: 'Judges and clerks are staff of the court' })
        if (body.onBehalfOf !== undefined) {
          const absent = await tx
            .selectFrom('app_user')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('id', '=', body.onBehalfOf)
            .executeTakeFirst()
          if (!absent) throw refuse('user.not-found')
        }
        const from = body.from ?? day()
        if (body.until && body.until < from)
          throw refuse('party.invalid', { zh: '截止日期早于开始日期', en: 'The last day is before the first' })
        await tx
          .insertInto('matter_party')
          .values({
            tenant_id: tenantId,
            id: newId(),
            matter_id: params.id,
            user_id: user.id,
            role: body.role,
            from_day: from,
            until_day: body.until ?? null,
            on_behalf_of: body.onBehalfOf ?? null,
            ended_at: null,
          })
          .execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'matter.assigned',
          subject: { type: 'matter', id: params.id },
          detail: { user: user.id, role: body.role, from, until: body.until ?? null, onBehalfOf: body.onBehalfOf ?? null },
          requestId,
        })
        return new Status(201, await detail(tx, caller, matter))
      })
    },

    async endParty({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const matter = await visible(tx, caller, params.id)
        const row = await tx
          .updateTable('matter_party')
          .set({ ended_at: now() })
          .where('tenant_id', '=', tenantId)
          .where('matter_id', '=', params.id)
          .where('id', '=', params.party)
          .where('ended_at', 'is', null)
          .returning(['user_id', 'role'])
          .executeTakeFirst()
        if (!row) throw refuse('matter.not-found')
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'matter.unassigned',
          subject: { type: 'matter', id: params.id },
          detail: { user: row.user_id, role: row.role },
          requestId,
        })
        return detail(tx, caller, matter)
      })
    },

    async follow({ caller, params, body }) {
      const row = { tenant_id: caller.tenant.id, matter_id: params.id, user_id: caller.user.id }
      await store.inTenant(caller.tenant.id, async (tx) => {
        await visible(tx, caller, params.id)
        if (body.following)
          await tx
            .insertInto('matter_follower')
            .values(row)
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        else
          await tx
            .deleteFrom('matter_follower')
            .where('tenant_id', '=', row.tenant_id)
            .where('matter_id', '=', row.matter_id)
            .where('user_id', '=', row.user_id)
            .execute()
      })
    },

    async downloadDocument({ caller, params }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const matter = await visible(tx, caller, params.id)
        const seen = (await detail(tx, caller, matter)).documents.find((d) => d.id === params.document)
        const row = await tx
          .selectFrom('matter_document')
          .select(['bytes', 'number'])
          .where('tenant_id', '=', tenantId)
          .where('matter_id', '=', params.id)
          .where('id', '=', params.document)
          .executeTakeFirst()
        if (!row || !seen) throw refuse('document.not-found')
        return { name: `${row.number} ${seen.title.zh}.docx`, type: DOCX, content: row.bytes }
      })
    },

    ...attachmentHandlers(services),

    async listTasks({ caller }) {
      const tenantId = caller.tenant.id
      const today = day()
      return store.inTenant(tenantId, async (tx) => {
        const rows = await tx
          .selectFrom('matter_task as t')
          .innerJoin('matter as m', (join) => join.onRef('m.tenant_id', '=', 't.tenant_id').onRef('m.id', '=', 't.matter_id'))
          .select(['t.id', 't.matter_id', 'm.title', 'm.number', 't.obligation', 't.title_zh', 't.title_en', 't.roles', 't.due', 't.since'])
          .where('t.tenant_id', '=', tenantId)
          .where('t.done_at', 'is', null)
          .where(
            sql<boolean>`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = t.matter_id and p.user_id = ${caller.user.id} and p.role = any(t.roles) and p.ended_at is null and p.from_day <= ${today} and (p.until_day is null or p.until_day >= ${today}))`,
          )
          .orderBy(sql`t.due nulls last`)
          .orderBy('t.id')
          .limit(500)
          .execute()
        return {
          items: rows.map((r) => ({
            id: r.id,
            matter: { id: r.matter_id, title: r.title, number: r.number },
            obligation: r.obligation,
            title: { zh: r.title_zh, en: r.title_en },
            roles: r.roles,
            due: r.due,
            since: r.since,
            done: false,
          })),
        }
      })
    },

    async listDue({ caller, query }) {
      const tenantId = caller.tenant.id
      const today = day()
      const until = new Date(Date.parse(`${today}T00:00:00Z`) + query.days * 86_400_000).toISOString().slice(0, 10)
      return store.inTenant(tenantId, async (tx) => {
        let rows = tx
          .selectFrom('matter_clock as c')
          .innerJoin('matter as m', (join) => join.onRef('m.tenant_id', '=', 'c.tenant_id').onRef('m.id', '=', 'c.matter_id'))
          .select(['c.matter_id', 'm.title', 'm.number', 'm.procedure_id', 'm.procedure_version', 'c.clock', 'c.key', 'c.due'])
          .where('c.tenant_id', '=', tenantId)
          .where('c.status', '=', 'running')
          .where('c.due', '<=', until)
        if (!seesAll(caller))
          rows = rows.where(
            sql<boolean>`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = c.matter_id and p.user_id = ${caller.user.id} and p.ended_at is null)`,
          )
        const found = await rows.orderBy('c.due').orderBy('c.matter_id').limit(500).execute()
        return {
          today,
          items: found.map((r) => {
            const clock = definitionOf(law.setting, r.procedure_id, r.procedure_version).clocks.get(r.clock)
            return {
              matter: { id: r.matter_id, title: r.title, number: r.number },
              clock: r.clock,
              key: r.key === '' ? null : r.key,
              title: { ...(clock?.title ?? { zh: r.clock, en: r.clock }) },
              due: r.due!,
              left: daysBetween(today, r.due!),
              over: r.due! < today,
            }
          }),
        }
      })
    },
  }
}

/** What an action changed, in words, for the timeline. */
function changesOf(compiled: ReturnType<typeof definitionOf>, effects: readonly Done[]): TimelineItem['changes'] {
  const { definition } = compiled
  const words = (id: string, list: readonly { id: string; title: { zh: string; en: string } }[] | undefined) => ({
    ...(list?.find((x) => x.id === id)?.title ?? { zh: id, en: id }),
  })
  return effects.flatMap((effect): TimelineItem['changes'] => {
    switch (effect.kind) {
      case 'stage': {
        const track = definition.tracks.find((t) => t.id === effect.track)
        const name = (stage: string | null) => (stage === null ? null : (track?.stages.find((s) => s.id === stage)?.title.zh ?? stage))
        return [{ kind: 'stage', what: words(effect.track, definition.tracks), before: name(effect.from), after: name(effect.to) }]
      }
      case 'flag':
        return [{ kind: 'flag', what: words(effect.flag, definition.flags), before: !effect.raised, after: effect.raised }]
      case 'fact': {
        const label = compiled.fields.get(effect.fact)?.label ??
          definition.facts?.find((f) => f.id === effect.fact)?.title ?? { zh: effect.fact, en: effect.fact }
        return [{ kind: 'fact', what: { ...label }, before: effect.before, after: effect.after }]
      }
      case 'clock':
        return [
          {
            kind: `clock.${effect.change}`,
            what: { ...(compiled.clocks.get(effect.clock)?.title ?? { zh: effect.clock, en: effect.clock }) },
            before: null,
            after: effect.due,
          },
        ]
      case 'entry':
        return [{ kind: 'entry', what: words(effect.register, definition.registers), before: effect.before, after: effect.after }]
      case 'document':
        return [{ kind: 'document', what: words(effect.document, definition.documents), before: null, after: null }]
      default:
        return []
    }
  })
}
