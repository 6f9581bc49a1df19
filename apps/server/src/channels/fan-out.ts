import { createHash } from 'node:crypto'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { dueAt, type Mode, type Quiet } from './when.ts'

/** Makes copies of new notices as the rules say. In one transaction with the mark on the notice, so that each copy is made once. */

const MOST = 500

interface Rule {
  readonly channel_id: string
  readonly role: string
  readonly event: string
  readonly mode: string
}

/** The rule for somebody on a channel: the one that names most; of several roles the one that is soonest. */
export function ruleFor(rules: readonly Rule[], roles: readonly string[], event: string): Rule | null {
  const fits = rules.filter((r) => (r.role === '*' || roles.includes(r.role)) && (r.event === '*' || r.event === event))
  const named = (r: Rule) => (r.event === '*' ? 0 : 2) + (r.role === '*' ? 0 : 1)
  const soon = (r: Rule) => ({ now: 2, daily: 1, weekly: 0 })[r.mode] ?? 0
  return fits.toSorted((a, b) => named(b) - named(a) || soon(b) - soon(a))[0] ?? null
}

interface Copy {
  readonly channel: string
  readonly user: string | null
  readonly copyOf: string
  readonly due: Date
  readonly notice: string
}

/** Gives how many notices were looked at; call again while it is not 0. */
export async function fanOut({ store, tenantId, now }: Pick<Services, 'store' | 'tenantId' | 'now'>): Promise<number> {
  return store.inTenant(tenantId, async (tx) => {
    const notices = await tx
      .selectFrom('notice')
      .select(['id', 'user_id', 'event', 'zh', 'at'])
      .where('tenant_id', '=', tenantId)
      .where('fanned_at', 'is', null)
      .orderBy('id')
      .limit(MOST)
      .forUpdate()
      .skipLocked()
      .execute()
    if (notices.length === 0) return 0
    const channels = await tx
      .selectFrom('channel')
      .select(['id', 'kind'])
      .where('tenant_id', '=', tenantId)
      .where('enabled', '=', true)
      .execute()
    const at = now()
    if (channels.length > 0) {
      const rules = await tx.selectFrom('notice_rule').selectAll().where('tenant_id', '=', tenantId).execute()
      const people = await receivers(tx, tenantId, [...new Set(notices.map((n) => n.user_id))])
      const copies = notices.flatMap((notice) => {
        const person = people.get(notice.user_id)
        if (!person || person.muted.includes(notice.event)) return []
        return channels.flatMap((channel): Copy[] => {
          const rule = ruleFor(
            rules.filter((r) => r.channel_id === channel.id),
            person.roles,
            notice.event,
          )
          if (!rule) return []
          const made = { channel: channel.id, notice: notice.id }
          if (channel.kind !== 'mail') {
            const due = dueAt(at, rule.mode as Mode, null)
            // Many people get the same notice; their group is told once.
            const same = createHash('sha256').update(`${notice.event}\n${notice.zh}\n${notice.at.toISOString()}`).digest('hex')
            return [{ ...made, user: null, due, copyOf: rule.mode === 'now' ? `group ${same}` : `group digest ${due.toISOString()}` }]
          }
          if (person.email === null || person.digest === 'off') return []
          const due = dueAt(at, (person.digest ?? rule.mode) as Mode, person.quiet)
          const later = due.getTime() > at.getTime()
          return [{ ...made, user: notice.user_id, due, copyOf: later ? `${notice.user_id} ${due.toISOString()}` : `notice ${notice.id}` }]
        })
      })
      await write(tx, tenantId, copies, at)
    }
    await tx
      .updateTable('notice')
      .set({ fanned_at: at })
      .where('tenant_id', '=', tenantId)
      .where(
        'id',
        'in',
        notices.map((n) => n.id),
      )
      .execute()
    return notices.length
  })
}

async function receivers(tx: InTenant, tenantId: string, ids: readonly string[]) {
  const rows = await tx
    .selectFrom('app_user as u')
    .leftJoin('notice_preference as p', (join) => join.onRef('p.tenant_id', '=', 'u.tenant_id').onRef('p.user_id', '=', 'u.id'))
    .select((of) => of.fn.coalesce('p.email', 'u.email').as('email'))
    .select(['u.id', 'u.roles', 'p.digest', 'p.muted', 'p.quiet_from', 'p.quiet_until'])
    .where('u.tenant_id', '=', tenantId)
    .where('u.id', 'in', [...ids])
    .where('u.disabled', '=', false)
    .execute()
  return new Map(
    rows.map((r) => [
      r.id,
      {
        roles: r.roles,
        email: r.email,
        digest: r.digest,
        muted: r.muted ?? [],
        quiet: (r.quiet_from === null || r.quiet_until === null
          ? null
          : { from: r.quiet_from.slice(0, 5), until: r.quiet_until.slice(0, 5) }) as Quiet | null,
      },
    ]),
  )
}

async function write(tx: InTenant, tenantId: string, copies: readonly Copy[], at: Date): Promise<void> {
  const made = new Map<string, { id: string; copy: Copy; notices: string[] }>()
  for (const copy of copies) {
    const key = `${copy.channel} ${copy.copyOf}`
    const known = made.get(key)
    if (known) known.notices.push(copy.notice)
    else made.set(key, { id: newId(), copy, notices: [copy.notice] })
  }
  for (const { id, copy, notices } of made.values()) {
    const inserted = await tx
      .insertInto('delivery')
      .values({
        tenant_id: tenantId,
        id,
        channel_id: copy.channel,
        user_id: copy.user,
        copy_of: copy.copyOf,
        subject: null,
        body: null,
        due_at: copy.due,
        state: 'waiting',
        attempts: 0,
        last_error: null,
        created_at: at,
        claimed_at: null,
        done_at: null,
      })
      // A digest that waits takes the notice in; a group that was told is not told again.
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'channel_id', 'copy_of']).doUpdateSet((of) => ({ due_at: of.ref('delivery.due_at') })),
      )
      .returning(['id', 'state'])
      .executeTakeFirstOrThrow()
    if (inserted.state !== 'waiting') continue
    await tx
      .insertInto('delivery_notice')
      .values(notices.map((notice_id) => ({ tenant_id: tenantId, delivery_id: inserted.id, notice_id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
