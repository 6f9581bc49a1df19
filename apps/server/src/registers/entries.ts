import type { RegisterKind } from '@yingshang/register'
import type { Caller } from '../accounts/sessions.ts'
import { loginKey } from '../accounts/users.ts'
import type { InTenant } from '../database/store.ts'
import { record as recordEvent } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { entryDetail, entryView } from './entry-view.ts'
import { kindOf, METHODS, REGISTER_KINDS, refusedFor } from './kinds.ts'
import { type Draft, decide, type EntryRow, enter, entryOf, rosterOf, todayOf } from './roster.ts'

type Names =
  | 'listRegisters'
  | 'listRegisterEntries'
  | 'addRegisterEntry'
  | 'getRegisterEntry'
  | 'changeRegisterEntry'
  | 'decideOnEntry'
  | 'addTie'
  | 'endTie'
  | 'endAppointment'

/** Entries of registers: list, one, decisions, ties. */
export function entryHandlers(services: Services): Pick<Handlers, Names> {
  const { store, now, sealer } = services
  const day = () => todayOf(services)

  const noted = (
    tx: InTenant,
    caller: Caller,
    requestId: string,
    kind: 'register.decided' | 'register.changed' | 'register.tied',
    row: EntryRow,
    detail: object,
  ) =>
    recordEvent(tx, {
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind,
      subject: { type: 'register-entry', id: row.id },
      detail: { name: row.name, ...detail },
      requestId,
    })

  /** The entry speaks for itself, or who keeps the register speaks of it. */
  function demandHold(caller: Caller, row: EntryRow): 'declared' | 'found' {
    if (row.account_id === caller.user.id) return 'declared'
    if (caller.permissions.includes('register.manage')) return 'found'
    throw refuse('permission.denied')
  }

  return {
    async listRegisters() {
      return { items: REGISTER_KINDS.map((k) => ({ ...k })), methods: METHODS.map((m) => ({ ...m })) }
    },

    async listRegisterEntries({ caller, params, query }) {
      const kind = kindOf(params.kind)
      const after = keyset(query.after)
      const today = day()
      const wanted = query.q?.normalize('NFKC').toLowerCase()
      const all = await store.inTenant(caller.tenant.id, (tx) => rosterOf(tx, caller.tenant.id, kind.id))
      const items = all
        .map((one) => entryView(kind, one, today))
        .filter(
          (e) =>
            (wanted === undefined || `${e.name} ${e.code}`.normalize('NFKC').toLowerCase().includes(wanted)) &&
            (query.subject === undefined || e.subject === query.subject) &&
            (query.grade === undefined || e.grade.id === query.grade) &&
            (query.area === undefined || e.areas.length === 0 || e.areas.some((a) => a.id === query.area)) &&
            (query.state === undefined || e.state === query.state),
        )
      const rest = items.filter((e) => after === null || e.id > after)
      const page = rest.slice(0, query.limit)
      return { items: page, next: rest.length > page.length ? page.at(-1)!.id : null, total: items.length }
    },

    async addRegisterEntry({ caller, params, body, request, requestId }) {
      const kind = kindOf(params.kind)
      return once(services, caller, 'addRegisterEntry', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await store.inTenant(caller.tenant.id, async (tx) => {
          const { contact, ...draft } = body
          const row = await enter(tx, services, caller, kind, { type: 'enter', ...draft }, contact)
          await noted(tx, caller, requestId, 'register.decided', row, { type: 'enter', code: row.code })
          const reply = await entryDetail(tx, caller, row, day())
          await keep(tx, 201, reply)
          return reply
        })
        sealer.nudge()
        return new Status(201, answer)
      })
    },

    async getRegisterEntry({ caller, params }) {
      return store.inTenant(caller.tenant.id, async (tx) => entryDetail(tx, caller, await entryOf(tx, caller.tenant.id, params.id), day()))
    },

    async changeRegisterEntry({ caller, params, body, requestId }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const row = await entryOf(tx, caller.tenant.id, params.id, true)
        const account =
          body.account === undefined ? row.account_id : body.account === null ? null : await accountOf(tx, caller, body.account)
        const changed = { contact: body.contact ?? row.contact, account_id: account }
        await tx
          .updateTable('register_entry')
          .set({ ...changed, updated_at: now() })
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', row.id)
          .execute()
        await noted(tx, caller, requestId, 'register.changed', row, { account: body.account ?? null, contact: body.contact !== undefined })
        return entryDetail(tx, caller, { ...row, ...changed }, day())
      })
    },

    async decideOnEntry({ caller, params, body, request, requestId }) {
      return once(services, caller, 'decideOnEntry', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await store.inTenant(caller.tenant.id, async (tx) => {
          const row = await entryOf(tx, caller.tenant.id, params.id, true)
          const { version, ...draft } = body
          if (row.version !== version) throw refuse('register.changed', undefined, { version: row.version })
          const next = await decide(tx, services, caller, kindOf(row.kind), row, draft as Draft)
          await noted(tx, caller, requestId, 'register.decided', next, { type: draft.type, on: draft.on })
          const reply = await entryDetail(tx, caller, next, day())
          await keep(tx, 200, reply)
          return reply
        })
        sealer.nudge()
        return new Status(200, answer)
      })
    },

    async addTie({ caller, params, body, request, requestId }) {
      return once(services, caller, 'addTie', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await store.inTenant(caller.tenant.id, async (tx) => {
          const row = await entryOf(tx, caller.tenant.id, params.id)
          const how = demandHold(caller, row)
          demandGround(kindOf(row.kind), body.ground, how)
          await tx
            .insertInto('register_tie')
            .values({
              tenant_id: caller.tenant.id,
              id: newId(),
              entry_id: row.id,
              ground: body.ground,
              party_name: body.party.name,
              party_code: body.party.code,
              until_day: body.until,
              how,
              note: body.note,
              user_id: caller.user.id,
              at: now(),
            })
            .execute()
          await noted(tx, caller, requestId, 'register.tied', row, { ground: body.ground, party: body.party.name, how })
          const reply = await entryDetail(tx, caller, row, day())
          await keep(tx, 201, reply)
          return reply
        })
        return new Status(201, answer)
      })
    },

    async endTie({ caller, params, body, requestId }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const row = await entryOf(tx, caller.tenant.id, params.id)
        const how = demandHold(caller, row)
        // What the court found is not ended by whom it was found of.
        const ended = await tx
          .updateTable('register_tie')
          .set({ until_day: body.until })
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', params.tie)
          .where('entry_id', '=', row.id)
          .$if(how === 'declared', (q) => q.where('how', '=', 'declared'))
          .returning('party_name')
          .executeTakeFirst()
        if (!ended) throw refuse('permission.denied')
        await noted(tx, caller, requestId, 'register.tied', row, { party: ended.party_name, until: body.until })
        return entryDetail(tx, caller, row, day())
      })
    },

    async endAppointment({ caller, params, body, requestId }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const row = await entryOf(tx, caller.tenant.id, params.id)
        const ended = await tx
          .updateTable('register_appointment')
          .set({ until_day: body.until, ended_why: body.why })
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', params.appointment)
          .where('entry_id', '=', row.id)
          .where('until_day', 'is', null)
          .where('from_day', '<=', body.until)
          .returning('case_title')
          .executeTakeFirst()
        if (!ended)
          throw refuse('register.refused', {
            zh: '没有这项在办的指定，或者结束日期早于指定日期',
            en: 'There is no such open appointment, or it would end before it began',
          })
        await noted(tx, caller, requestId, 'register.changed', row, { ended: ended.case_title, until: body.until })
        return entryDetail(tx, caller, row, day())
      })
    },
  }
}

/** The account of a login; refuses with `user.not-found`. */
export async function accountOf(tx: InTenant, caller: Caller, login: string): Promise<string> {
  const user = await tx
    .selectFrom('app_user')
    .select('id')
    .where('tenant_id', '=', caller.tenant.id)
    .where('login_key', '=', loginKey(login))
    .executeTakeFirst()
  if (!user) throw refuse('user.not-found', { zh: `没有账号“${login}”`, en: `There is no account ${login}` })
  return user.id
}

function demandGround(kind: RegisterKind, id: string, how: 'declared' | 'found'): void {
  const ground = kind.grounds.find((g) => g.id === id)
  if (!ground || (ground.foundOnly && how === 'declared'))
    throw refusedFor('register.refused', [
      {
        code: 'register.unknown-ground',
        zh: '没有这种利害关系，或者只能由法院认定',
        en: 'There is no such ground, or only the court finds it',
      },
    ])
}
