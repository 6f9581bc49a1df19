import { randomBytes } from 'node:crypto'
import { contentDigest } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type BallotStatement, type MeetingEvent, refuseEvent } from '@yingshang/meeting'
import { type InTenant, later, run, type Store } from '../database/store.ts'
import type { WrittenRecord } from '../journal/record.ts'
import { BALLOTS, catchUp, fold, follow, type Hall, headKey, loadHall, type Taken, taken, takenByStatement } from './hall.ts'
import { changeMeeting, idAfter, loadMeeting, type MeetingRow, type MeetingSet, recordIn, refuseStep } from './store.ts'

/**
 * Takes ballots. Those that arrive while a transaction is under way are written together in the next one, and each is answered after its commit. The transaction locks the
 * row of the meeting, so that ballots, openings and closings have one order: a ballot is in the window or it is not, whatever clocks say.
 */

/** A ballot whose signature was checked, on its way into the record. */
export interface Candidate {
  readonly kind: string
  readonly userId: string | null
  readonly statement: BallotStatement
  /** `statementDigest` of it. */
  readonly digest: string
  /** The rest of the record's body, beside `v`, `meeting`, `at` and `statement`. */
  readonly evidence: object
}

export interface Why {
  readonly code: string
  readonly zh: string
  readonly en: string
}

export type Outcome =
  | { readonly taken: Taken; readonly refusals: readonly Why[]; readonly present: null }
  /** `present`: the ballot that is in already, where the new one does not continue it. */
  | { readonly taken: null; readonly refusals: readonly Why[]; readonly present: Taken | null }

interface Waiting {
  readonly candidate: Candidate
  readonly done: (outcome: Outcome) => void
  readonly failed: (error: unknown) => void
}

interface Desk {
  hall: Promise<Hall> | null
  /** Ends when nobody folds: one at a time, since folding waits for the database in between. */
  free: Promise<unknown>
  queue: Waiting[]
  running: boolean
  used: number
}

/** Ballots of one transaction: more wait for the next. */
const MOST = 200
/** Meetings that are held in memory. */
const HALLS = 30

const INSERT = `with vote as (
    insert into meeting_vote (tenant_id, meeting_id, seq, id, item_id, voter_id, channel, sequence, statement)
    values ($1, $2, $3, $4, $5, (select id from meeting_voter where tenant_id = $1 and meeting_id = $2 and label = $6), $7, $8, $9)
  ), queued as (
    insert into journal_queue (tenant_id, record_id, kind, digest, queued_at) values ($1, $4, $10, $11, $12)
  )
  insert into journal_record (tenant_id, id, kind, subject_id, user_id, at, body, salt, digest)
  values ($1, $4, $10, $2, $13, $12, $14, $15, $11)`

const CLOSED: Why = { code: 'ballot.closed', zh: '该事项的表决已经截止。', en: 'The voting on this item is closed.' }

export class VoteDesk {
  readonly #store: Store
  readonly #tenantId: string
  readonly #now: () => Date
  readonly #desks = new Map<string, Desk>()
  /** Told after each commit of ballots. */
  onVotes: (meetingId: string) => void = () => undefined

  constructor(store: Store, tenantId: string, now: () => Date) {
    this.#store = store
    this.#tenantId = tenantId
    this.#now = now
  }

  #desk(id: string): Desk {
    let desk = this.#desks.get(id)
    if (!desk) {
      if (this.#desks.size >= HALLS) {
        const idle = [...this.#desks].filter(([, d]) => !d.running && d.queue.length === 0).sort(([, a], [, b]) => a.used - b.used)[0]
        if (idle) this.#desks.delete(idle[0])
      }
      desk = { hall: null, free: Promise.resolve(), queue: [], running: false, used: 0 }
      this.#desks.set(id, desk)
    }
    desk.used = performance.now()
    return desk
  }

  /** The meeting as this server last folded it. */
  hall(id: string): Promise<Hall> {
    return this.#hallOf(this.#desk(id), id)
  }

  #hallOf(desk: Desk, id: string): Promise<Hall> {
    if (desk.hall) return desk.hall
    const loading = this.#store.inTenant(this.#tenantId, (tx) => loadHall(tx, this.#tenantId, id))
    desk.hall = loading
    loading.catch(() => {
      if (desk.hall === loading) desk.hall = null
    })
    return loading
  }

  /** The meeting as the database has it now: asked for after a change that is not a ballot. */
  async refresh(id: string): Promise<Hall> {
    const desk = this.#desk(id)
    // Asked for within the turn: what somebody before followed and could not commit is not the meeting.
    return exclusively(desk, async () => {
      const hall = await this.#hallOf(desk, id)
      try {
        await this.#store.inTenant(this.#tenantId, (tx) => catchUp(tx, hall))
      } catch (error) {
        desk.hall = null
        throw error
      }
      return hall
    })
  }

  /**
   * Changes a meeting with its row locked and everything folded that is recorded: whatever is not a ballot goes through here. What `work` records is judged as a verifier
   * would judge it, and followed.
   */
  async change<T>(id: string, work: (tx: InTenant, room: Room) => Promise<T>): Promise<T> {
    const desk = this.#desk(id)
    return exclusively(desk, async () => {
      // What an attempt followed and did not commit must not stay; what was only refused leaves the fold as it is.
      let room: Room | null = null
      try {
        return await this.#store.inTenant(this.#tenantId, async (tx) => {
          if (room?.followed) desk.hall = null
          const meeting = await loadMeeting(tx, this.#tenantId, id, true)
          desk.hall ??= loadHall(tx, this.#tenantId, id)
          const hall = await desk.hall
          if (meeting.last_record > hall.last) await catchUp(tx, hall)
          room = new Room(tx, hall, meeting, this.#now())
          return work(tx, room)
        })
      } catch (error) {
        if ((room as Room | null)?.followed !== false) desk.hall = null
        throw error
      }
    })
  }

  /** Takes a ballot; resolves after it is durable, or with the reasons why it is not taken. */
  take(meetingId: string, candidate: Candidate): Promise<Outcome> {
    const desk = this.#desk(meetingId)
    return new Promise((done, failed) => {
      desk.queue.push({ candidate, done, failed })
      if (desk.running) return
      desk.running = true
      // What arrives in the same turn goes along.
      setImmediate(() => void this.#work(meetingId, desk))
    })
  }

  async #work(meetingId: string, desk: Desk): Promise<void> {
    while (desk.queue.length > 0) {
      const batch = nextBatch(desk)
      try {
        const outcomes = await exclusively(desk, async () => this.#write(meetingId, await this.#hallOf(desk, meetingId), batch))
        batch.forEach((one, i) => {
          one.done(outcomes[i]!)
        })
        if (outcomes.some((o) => o.taken)) this.onVotes(meetingId)
      } catch (error) {
        desk.hall = null
        for (const one of batch) one.failed(error)
      }
    }
    desk.running = false
  }

  async #write(meetingId: string, hall: Hall, batch: readonly Waiting[]): Promise<readonly Outcome[]> {
    const { outcomes, events, last } = await this.#store.inTenant(this.#tenantId, async (tx) => {
      const [row] = await run<{ vote_seq: string; open_items: string[]; last_record: string }>(
        tx,
        'select vote_seq, open_items, last_record from meeting where tenant_id = $1 and id = $2 for update',
        [this.#tenantId, meetingId],
      )
      if (!row) throw new Error(`no meeting ${meetingId}`)
      if (row.last_record > hall.last) await catchUp(tx, hall)
      let seq = Number(row.vote_seq)
      let last = row.last_record
      const open = new Set(row.open_items)
      const outcomes: Outcome[] = []
      const events: { readonly event: MeetingEvent; readonly taken: Taken }[] = []
      const at = this.#now()
      for (const { candidate } of batch) {
        const event = eventOf(meetingId, candidate, at)
        const refused = await judge(tx, hall, candidate, event, open)
        if (refused) {
          outcomes.push(refused)
          continue
        }
        last = idAfter(last)
        const one = insert(tx, hall, candidate, event, { id: last, number: ++seq, at })
        events.push({ event, taken: one })
        outcomes.push({ taken: one, refusals: [], present: null })
      }
      if (events.length > 0)
        later(tx, {
          sql: 'update meeting set vote_seq = $3, last_record = $4 where tenant_id = $1 and id = $2',
          parameters: [this.#tenantId, meetingId, seq, last],
        })
      return { outcomes, events, last }
    })
    for (const { event, taken: one } of events) {
      follow(hall, event)
      const { resolution, voter } = (event.body as { statement: BallotStatement }).statement
      hall.heads.set(headKey(resolution, voter), one)
    }
    if (events.length > 0) hall.last = last
    return outcomes
  }
}

/** A meeting while it is changed. */
export class Room {
  readonly #tx: InTenant
  readonly hall: Hall
  /** As it stands; kept by {@link set}. */
  meeting: MeetingRow
  /** One moment for all that the change records. */
  readonly at: Date
  /** The fold holds something that is not committed yet. */
  followed = false

  constructor(tx: InTenant, hall: Hall, meeting: MeetingRow, at: Date) {
    this.#tx = tx
    this.hall = hall
    this.meeting = meeting
    this.at = at
  }

  /** Writes a change of the meeting's own row. */
  async set(set: MeetingSet = {}): Promise<MeetingRow> {
    this.meeting = await changeMeeting(this.#tx, this.meeting, set)
    return this.meeting
  }

  /** Records an event in the journal and follows it. Refused where it cannot follow. `v`, `meeting` and `at` are added to the body. */
  async record(kind: MeetingEvent['kind'], body: object, userId: string | null): Promise<WrittenRecord> {
    const event = { kind, body: { v: 1, meeting: this.meeting.id, at: this.at.toISOString(), ...body } } as MeetingEvent
    const [refusal] = refuseEvent(nodeCrypto, this.hall.state, event)
    if (refusal) throw refuseStep(refusal.zh, refusal.en)
    const [written] = await recordIn(this.#tx, this.meeting, this.at, [{ kind, userId, body: event.body }])
    this.followed = true
    await fold(this.#tx, this.hall, event, userId)
    this.hall.last = written!.id
    return written!
  }
}

function exclusively<T>(desk: Desk, work: () => Promise<T>): Promise<T> {
  const turn = desk.free.then(work)
  desk.free = turn.catch(() => undefined)
  return turn
}

/** The next ballots: at most one of each voter on each item, since the second is judged by what became of the first. */
function nextBatch(desk: Desk): Waiting[] {
  const batch: Waiting[] = []
  const rest: Waiting[] = []
  const seen = new Set<string>()
  for (const one of desk.queue) {
    const { resolution, voter } = one.candidate.statement
    const key = headKey(resolution, voter)
    if (batch.length < MOST && !seen.has(key)) batch.push(one)
    else rest.push(one)
    seen.add(key)
  }
  desk.queue = rest
  return batch
}

function eventOf(meetingId: string, { kind, evidence, statement }: Candidate, at: Date): MeetingEvent {
  return { kind, body: { v: 1, meeting: meetingId, at: at.toISOString(), ...evidence, statement } } as unknown as MeetingEvent
}

/** Why a ballot is not written now; null when it is. The same ballot again is answered as the first time. */
async function judge(
  tx: InTenant,
  hall: Hall,
  { kind, statement, digest }: Candidate,
  event: MeetingEvent,
  open: ReadonlySet<string>,
): Promise<Outcome | null> {
  const resolution = hall.state.resolutions.get(statement.resolution)
  const head = hall.heads.get(headKey(statement.resolution, statement.voter)) ?? null
  if (resolution?.seen.has(digest)) {
    const again = head?.statement === digest ? head : await takenByStatement(tx, hall, digest)
    if (again) return { taken: again, refusals: [], present: null }
  }
  // Between the moment that closes the window and its entry in the journal.
  if (BALLOTS[kind] !== 'carried' && resolution?.stage === 'open' && !open.has(statement.resolution))
    return { taken: null, refusals: [CLOSED], present: null }
  const refusals = refuseEvent(nodeCrypto, hall.state, event)
  if (refusals.length === 0) return null
  return {
    taken: null,
    refusals: refusals.map(({ code, zh, en }) => ({ code, zh, en })),
    present: refusals.some((r) => r.code === 'ballot.chain') ? head : null,
  }
}

/** Sends the rows of one ballot with whatever is sent next. */
function insert(
  tx: InTenant,
  hall: Hall,
  { kind, userId, statement, digest }: Candidate,
  { body }: MeetingEvent,
  { id, number, at }: { readonly id: string; readonly number: number; readonly at: Date },
): Taken {
  const { tenantId, id: meetingId } = hall.meeting
  const salt = randomBytes(32)
  const content = contentDigest(nodeCrypto, kind, salt, body)
  if (!content.ok) throw new Error(content.refusal.en)
  const channel = BALLOTS[kind]!
  const contentHash = Buffer.from(content.value)
  later(tx, {
    sql: INSERT,
    parameters: [
      tenantId,
      meetingId,
      number,
      id,
      statement.resolution,
      statement.voter,
      channel,
      statement.sequence,
      digest,
      kind,
      contentHash,
      at,
      userId,
      JSON.stringify(body),
      salt,
    ],
  })
  return taken(statement, { record: id, salt, digest: contentHash, number, at: at.toISOString(), channel, digestOfStatement: digest })
}
