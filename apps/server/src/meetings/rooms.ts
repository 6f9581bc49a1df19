import type { Caller } from '../accounts/sessions.ts'
import type { MeetingDetail } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { Services } from '../services.ts'
import { enter, type Standing, standingIn } from './access.ts'
import type { Hall } from './hall.ts'
import { LiveMeetings } from './live.ts'
import { shutOut } from './live-access.ts'
import { presenceOf } from './presence.ts'
import { databaseNow, itemsOf } from './store.ts'
import { announcementsOf, detailOf, itemView } from './view.ts'
import { type Room, VoteDesk } from './vote-desk.ts'
import { settle } from './windows.ts'

/** What this server holds of running meetings, and the ways in which handlers reach them. */
export interface Rooms {
  readonly services: Services
  readonly desk: VoteDesk
  readonly live: LiveMeetings
  /** Shows a meeting to the caller as it is now. */
  show(caller: Caller, id: string): Promise<MeetingDetail>
  /** Changes a meeting with its row locked; afterwards the journal seals, listeners are told, and the meeting is shown. */
  change(caller: Caller, id: string, work: (tx: InTenant, room: Room, standing: Standing) => Promise<unknown>): Promise<MeetingDetail>
  /** Takes up what is to be done for the windows of a meeting. */
  settle(id: string): Promise<void>
  /** Looks at the windows of a meeting after so many milliseconds. */
  wakeIn(id: string, ms: number): void
  /** Resolves when everything that is committed now is in the log. Calls of one moment share a sealing. */
  sealed(): Promise<unknown>
  /** After a commit that changed a meeting: the journal seals, listeners are told. */
  changed(id: string): void
}

/** How long calls for a sealing are gathered. */
const GATHER_MS = 15
const MOST_MS = 86_400_000

const known = new WeakMap<Services, Rooms>()

/** One for each server. */
export function roomsOf(services: Services): Rooms {
  const before = known.get(services)
  if (before) return before
  const { store, tenantId, now, sealer } = services
  const desk = new VoteDesk(store, tenantId, now)
  const stateOf = async (id: string) => {
    const hall = await desk.hall(id)
    return store.inTenant(tenantId, (tx) => liveState(tx, hall, live.online(id)))
  }
  const live = new LiveMeetings(services, stateOf, (id, callers) => shutOut(services, id, callers))
  desk.onVotes = (id) => live.votesCame(id)
  const show = async (caller: Caller, id: string) => {
    const hall = await desk.hall(id)
    return store.inTenant(tenantId, async (tx) => {
      const { meeting, standing } = await enter(tx, caller, id, now())
      return detailOf(tx, caller, meeting, standing, { ...presenceOf(hall.state), online: live.online(id) })
    })
  }
  const changed = (id: string) => {
    sealer.nudge()
    live.changed(id)
  }
  const alarms = new Map<string, NodeJS.Timeout>()
  let sealing: Promise<unknown> | null = null
  const sealed = () => {
    sealing ??= new Promise((done) => setTimeout(done, GATHER_MS)).then(() => {
      sealing = null
      return sealer.sealNow()
    })
    return sealing
  }
  const rooms: Rooms = {
    services,
    desk,
    live,
    show,
    sealed,
    settle: (id) =>
      settle(rooms, id).catch((error: unknown) => services.log.error({ err: error, meeting: id }, 'a voting could not be settled')),
    wakeIn(id, ms) {
      clearTimeout(alarms.get(id))
      // A timer of Node takes 24 days at most; a look once a minute sets it anew.
      const alarm = setTimeout(() => void rooms.settle(id), Math.min(ms + 20, MOST_MS))
      alarms.set(id, alarm.unref())
    },
    changed,
    async change(caller, id, work) {
      await desk.change(id, async (tx, room) => work(tx, room, await standingIn(tx, caller, room.meeting, now())))
      changed(id)
      return show(caller, id)
    },
  }
  known.set(services, rooms)
  return rooms
}

/** What everybody at the meeting sees. */
async function liveState(tx: InTenant, hall: Hall, online: number) {
  const { tenantId, id } = hall.meeting
  const [row, items, announcements, at] = await Promise.all([
    tx
      .selectFrom('meeting')
      .select(['version', 'status', 'current_item', 'tally_shown'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
    itemsOf(tx, tenantId, id),
    announcementsOf(tx, tenantId, id),
    databaseNow(tx),
  ])
  return { row, items: items.map(itemView), announcements, hall, online, at }
}
export type Seen = Awaited<ReturnType<typeof liveState>>
