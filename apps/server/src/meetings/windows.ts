import { fromHex } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { ballotList, KINDS, resultOf } from '@yingshang/meeting'
import type { InTenant } from '../database/store.ts'
import { writeBack } from './case.ts'
import { recordList } from './eligibility.ts'
import { resultView } from './live.ts'
import type { Rooms } from './rooms.ts'
import { databaseNow, itemsOf, refuseStep } from './store.ts'
import type { Room } from './vote-desk.ts'

/**
 * Windows of voting. A window begins when its opening stands in the log, and ends the moment its items leave `open_items`, under the lock that ballots take too; the closing
 * is recorded when every ballot before it is sealed, so that it can name them all. Each step can be broken off and is taken up again by {@link settle}.
 *
 * Minutes are counted by the database's clock, which all servers share: a server whose clock is wrong neither opens nor closes anything.
 */

const set = (tx: InTenant, room: Room, items: readonly string[], values: Record<string, unknown>) =>
  tx
    .updateTable('meeting_item')
    .set(values as never)
    .where('tenant_id', '=', room.meeting.tenant_id)
    .where('meeting_id', '=', room.meeting.id)
    .where('id', 'in', [...items])
    .execute()

/** Records the opening. Ballots are taken once it is sealed. `minutes` null: the chair closes. */
export async function beginOpening(
  tx: InTenant,
  room: Room,
  items: readonly string[],
  minutes: number | null,
  by: string,
  userId: string,
): Promise<void> {
  const rows = (await itemsOf(tx, room.meeting.tenant_id, room.meeting.id)).filter((i) => items.includes(i.id))
  if (rows.length !== new Set(items).size || rows.some((r) => r.resolution === null))
    throw refuseStep('其中有不表决的事项', 'Not all of these are voted on')
  if (rows.some((r) => r.status !== 'planned')) throw refuseStep('其中有已经表决过的事项', 'Some of these were voted on')
  if (room.meeting.open_items.length === 0) await recordList(tx, room, userId)
  await room.record(KINDS.opened, { resolutions: [...items], eligibility: room.meeting.list_version, by }, userId)
  const at = await databaseNow(tx)
  await set(tx, room, items, {
    status: 'opening',
    opened_at: room.at,
    closes_at: minutes === null ? null : new Date(at.getTime() + minutes * 60_000),
  })
  await room.set()
}

/** Ends the window: no ballot is taken after this commits. */
export async function beginClosing(
  tx: InTenant,
  room: Room,
  items: readonly string[],
  reason: 'time' | 'chair' | 'complete',
): Promise<void> {
  if (items.some((id) => !room.meeting.open_items.includes(id)))
    throw refuseStep('其中有不在表决中的事项', 'Not all of these are voted on now')
  await set(tx, room, items, { status: 'closing', reason })
  await room.set({ open_items: room.meeting.open_items.filter((id) => !items.includes(id)) })
}

/** Whether records of the meeting wait to be sealed. */
async function unsealed(tx: InTenant, room: Room): Promise<boolean> {
  const row = await tx
    .selectFrom('journal_queue as q')
    .innerJoin('journal_record as r', (join) => join.onRef('r.tenant_id', '=', 'q.tenant_id').onRef('r.id', '=', 'q.record_id'))
    .select('q.record_id')
    .where('q.tenant_id', '=', room.meeting.tenant_id)
    .where('r.subject_id', '=', room.meeting.id)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The entries of ballots on items, in the order of the log. */
async function ballotEntries(tx: InTenant, room: Room, items: readonly string[]) {
  const rows = await tx
    .selectFrom('meeting_vote as v')
    .innerJoin('journal_entry as e', (join) => join.onRef('e.tenant_id', '=', 'v.tenant_id').onRef('e.record_id', '=', 'v.id'))
    .select(['e.kind', 'e.digest'])
    .where('v.tenant_id', '=', room.meeting.tenant_id)
    .where('v.meeting_id', '=', room.meeting.id)
    .where('v.item_id', 'in', [...items])
    .orderBy('e.index')
    .execute()
  return rows.map((r) => ({ kind: r.kind, digest: fromHex(r.digest.toString('hex'))! }))
}

async function finish(tx: InTenant, room: Room): Promise<void> {
  const { tenant_id: tenantId, id } = room.meeting
  const items = await itemsOf(tx, tenantId, id)
  const opening = items.filter((i) => i.status === 'opening').map((i) => i.id)
  const closing = items.filter((i) => i.status === 'closing')
  if ((opening.length === 0 && closing.length === 0) || (await unsealed(tx, room))) return
  if (opening.length > 0) {
    await set(tx, room, opening, { status: 'voting' })
    await room.set({ open_items: [...room.meeting.open_items, ...opening] })
  }
  for (const reason of new Set(closing.map((i) => i.reason))) {
    const ids = closing.filter((i) => i.reason === reason).map((i) => i.id)
    const ballots = ballotList(nodeCrypto, await ballotEntries(tx, room, ids))
    // A time that the chair set when the voting was opened is the chair's; only the announced end is the hour.
    const hour = reason === 'time' && room.at >= room.meeting.ends_at
    await room.record(
      KINDS.closed,
      {
        resolutions: ids,
        ballots,
        reason: hour ? 'time' : reason === 'time' ? 'chair' : reason,
        by: reason === 'time' ? 'clock' : 'chair',
      },
      null,
    )
    for (const item of ids) {
      const result = resultOf(room.hall.state, item)
      if (result === null) throw new Error(`no result of ${item}`)
      const shown = resultView(result, room.hall.state.resolutions.get(item)!.ballots)
      await set(tx, room, [item], { status: 'decided', closed_at: room.at, result: JSON.stringify(shown) })
    }
    await room.set()
  }
}

/** Takes up what is to be done now: openings and closings that wait for the journal, windows whose time is over. */
export async function settle(rooms: Rooms, id: string): Promise<void> {
  const { desk } = rooms
  await rooms.sealed()
  await desk.change(id, finish)
  const waits = await desk.change(id, async (tx, room) => {
    const now = await databaseNow(tx)
    const voting = (await itemsOf(tx, room.meeting.tenant_id, id)).filter((i) => i.status === 'voting' && i.closes_at !== null)
    const over = voting.filter((i) => i.closes_at! <= now).map((i) => i.id)
    if (over.length > 0) await beginClosing(tx, room, over, 'time')
    const next = voting.filter((i) => i.closes_at! > now).map((i) => i.closes_at!.getTime() - now.getTime())
    return { over: over.length > 0, next: next.length > 0 ? Math.min(...next) : null }
  })
  if (waits.over) {
    await rooms.sealed()
    await desk.change(id, finish)
  }
  rooms.changed(id)
  if (waits.next !== null) rooms.wakeIn(id, waits.next)
}

/** Every meeting with a window that is not settled, and every one that its case does not know of: at start, and once a minute. */
export async function settleAll(rooms: Rooms): Promise<void> {
  const { store, tenantId, log } = rooms.services
  const open = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('meeting_item')
      .select('meeting_id')
      .distinct()
      .where('tenant_id', '=', tenantId)
      .where('status', 'in', ['opening', 'voting', 'closing'])
      .execute(),
  )
  const ended = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('meeting')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('status', '=', 'closed')
      .where('in_case', '=', false)
      .execute(),
  )
  for (const { id } of ended) await writeBack(rooms.services, id)
  for (const { meeting_id: id } of open)
    await settle(rooms, id).catch((error: unknown) => log.error({ err: error, meeting: id }, 'a voting could not be settled'))
}
