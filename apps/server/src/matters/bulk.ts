import { type ActionDefinition, type Compiled, definitionOf, type Field, possible, type Values } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { BulkActions, BulkAnswer, BulkDeed, MATTER_BULK_ENDPOINTS } from '../contract/matter-bulk.ts'
import type { Permission } from '../contract/session.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { Refused, refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { matterFor } from './access.ts'
import { actOn, demandSeq, judgeCourse, momentAfter, refused } from './act.ts'
import { exportHandlers } from './export.ts'
import { checkRole, giveRole, userByLogin } from './parties.ts'
import { actorOf, rolesOn } from './roles.ts'
import type { StoredMatter } from './store.ts'

type Item = BulkAnswer['items'][number]
type Outcome = 'will' | 'done' | 'already'

/** Kinds of fields whose answer can be the same for many matters. */
const SAME: readonly Field['type'][] = ['text', 'longText', 'integer', 'money', 'date', 'moment', 'yesNo', 'choice', 'choices']

/** The form of an action if one form can serve many matters: no field that must be filled in for each by itself. Null otherwise. */
function commonForm(compiled: Compiled, action: ActionDefinition): readonly Field[] | null {
  if (action.opens || action.corrects) return null
  const fields = compiled.forms.get(action.id) ?? []
  const own = fields.filter((field) => !SAME.includes(field.type))
  return own.some((field) => field.required === true) ? null : fields.filter((field) => !own.includes(field))
}

/** What a deed asks for beside seeing the matter. */
const NEEDS: Readonly<Record<BulkDeed['do'], Permission>> = {
  follow: 'matter.read',
  assign: 'matter.assign',
  delegate: 'matter.assign',
  act: 'matter.act',
}

/** One deed on many matters. */
export function bulkHandlers(services: Services): Pick<Handlers, keyof typeof MATTER_BULK_ENDPOINTS> {
  const { store, now, law, sealer, config } = services
  const day = () => dateInChina(now().toISOString())

  /** Does a deed on a matter, or, in a preview, finds out whether it could be done. Refuses by throwing. */
  async function deal(
    tx: InTenant,
    caller: Caller,
    matter: StoredMatter,
    expectedSeq: number,
    deed: BulkDeed,
    perform: boolean,
    requestId: string,
  ): Promise<{ result: Outcome; seq: number }> {
    const tenantId = caller.tenant.id
    const stays = (result: Outcome) => ({ result, seq: matter.state.seq })
    if (deed.do === 'follow') {
      const row = { tenant_id: tenantId, matter_id: matter.id, user_id: caller.user.id }
      const following = await tx
        .selectFrom('matter_follower')
        .select('user_id')
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', matter.id)
        .where('user_id', '=', caller.user.id)
        .executeTakeFirst()
      if ((following !== undefined) === deed.following) return stays('already')
      if (!perform) return stays('will')
      if (deed.following)
        await tx
          .insertInto('matter_follower')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      else
        await tx
          .deleteFrom('matter_follower')
          .where('tenant_id', '=', tenantId)
          .where('matter_id', '=', matter.id)
          .where('user_id', '=', caller.user.id)
          .execute()
      return stays('done')
    }
    if (deed.do === 'act') {
      demandSeq(matter, expectedSeq)
      const compiled = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
      const action = compiled.actions.get(deed.action)
      if (action && commonForm(compiled, action) === null)
        throw refuse('bulk.refused', {
          zh: '这一事项须逐案填写，不能批量办理。',
          en: 'This action asks for a form of its own for each matter.',
        })
      const what = {
        tenantId,
        court: config.bodyName,
        userId: caller.user.id,
        actor: actorOf(caller.user.id, await rolesOn(tx, tenantId, matter.id, caller.user.id, day())),
        action: deed.action,
        values: deed.values as Values,
      }
      if (perform) {
        const { action: taken } = await actOn(tx, law, services, matter, what)
        return { result: 'done', seq: taken.seq }
      }
      const course = judgeCourse(law, matter.state, [what], momentAfter(matter.state, now()))
      if (course.refused.length > 0) throw refused(course.refused[0]!.refusals)
      return stays('will')
    }
    const today = day()
    const from = deed.from ?? today
    const absent = deed.do === 'delegate' ? await userByLogin(tx, tenantId, deed.absent) : null
    const roles =
      deed.do === 'assign' ? [deed.role] : (await rolesOn(tx, tenantId, matter.id, absent!.id, from > today ? from : today)).roles
    if (deed.do === 'delegate') {
      if (deed.absent.normalize('NFKC').toLowerCase() === deed.login.normalize('NFKC').toLowerCase())
        throw refuse('party.invalid', { zh: '不能委托给本人', en: 'Nobody stands in for themselves' })
      if (roles.length === 0)
        throw refuse('party.invalid', { zh: `${deed.absent}在本案没有身份可以委托`, en: `${deed.absent} has no role on this matter` })
    }
    let given = 0
    for (const role of roles) {
      const one = { login: deed.login, role, from, until: deed.until, ...(absent ? { onBehalfOf: absent.id } : {}) }
      const { userId } = await checkRole(tx, services, tenantId, matter, one, today)
      let same = tx
        .selectFrom('matter_party')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', matter.id)
        .where('user_id', '=', userId)
        .where('role', '=', role)
        .where('ended_at', 'is', null)
        .where('from_day', '<=', from)
        .where('on_behalf_of', absent ? '=' : 'is', absent ? absent.id : null)
      same = deed.until
        ? same.where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', deed.until!)]))
        : same.where('until_day', 'is', null)
      if (await same.executeTakeFirst()) continue
      given++
      if (perform) await giveRole(tx, services, caller, matter, one, requestId)
    }
    return stays(given === 0 ? 'already' : perform ? 'done' : 'will')
  }

  async function run(
    caller: Caller,
    items: readonly { readonly id: string; readonly expectedSeq: number }[],
    deed: BulkDeed,
    perform: boolean,
    requestId: string,
  ): Promise<BulkAnswer> {
    if (!caller.permissions.includes(NEEDS[deed.do])) throw refuse('permission.denied')
    const tenantId = caller.tenant.id
    const answers: Item[] = []
    for (const { id, expectedSeq } of items) {
      let matter: Item['matter'] = null
      let seq: number | null = null
      try {
        // Each by itself: one that is refused, or fails, undoes none of the others.
        const { result, seq: after } = await store.inTenant(tenantId, async (tx) => {
          const { matter: found } = await matterFor(tx, caller, id, day(), perform)
          matter = { id, title: found.title, titleEn: found.titleEn, number: found.number }
          seq = found.state.seq
          return deal(tx, caller, found, expectedSeq, deed, perform, requestId)
        })
        answers.push({ id, matter, seq: after, result, reasons: [] })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const { code, detail, detailEn, errors } = error.problem
        const reasons =
          errors.length > 0
            ? errors.map((e) => ({
                code: (e as { code?: string }).code ?? code,
                zh: e.zh,
                en: e.en,
                ...(e.path === '' ? {} : { path: e.path }),
              }))
            : [{ code, zh: detail, en: detailEn }]
        answers.push({ id, matter, seq, result: 'refused', reasons })
      }
    }
    if (perform && deed.do === 'act') sealer.nudge()
    return { items: answers }
  }

  return {
    async listBulkActions({ caller, body }) {
      const tenantId = caller.tenant.id
      const found = new Map<string, BulkActions['items'][number] & { allowed: string[] }>()
      for (const id of new Set(body.ids))
        await store.inTenant(tenantId, async (tx) => {
          const { matter, held } = await matterFor(tx, caller, id, day())
          const { procedure } = matter.state
          const compiled = definitionOf(law.setting, procedure.id, procedure.version)
          for (const one of possible(law.setting, matter.state, actorOf(caller.user.id, held), now().toISOString())) {
            const action = compiled.actions.get(one.action)
            const form = action && one.allowed ? commonForm(compiled, action) : null
            if (!action || form === null) continue
            const key = `${procedure.id} ${procedure.version} ${action.id}`
            const known = found.get(key)
            if (known) known.allowed.push(id)
            else
              found.set(key, {
                procedure: { ...procedure, title: { ...compiled.definition.title } },
                action: action.id,
                label: { ...action.label },
                allowed: [id],
                fields: form as unknown as Record<string, unknown>[],
              })
          }
        })
      return { items: [...found.values()].toSorted((a, b) => b.allowed.length - a.allowed.length) }
    },

    previewBulk: ({ caller, body, requestId }) => run(caller, body.items, body.deed, false, requestId),
    performBulk: ({ caller, body, requestId }) => run(caller, body.items, body.deed, true, requestId),
    ...exportHandlers(services),
  }
}
