import type { Choice } from '@yingshang/ballot'
import { nodeCrypto } from '@yingshang/journal/node'
import {
  applyEvent,
  type BallotStatement,
  type EventKind,
  KINDS,
  type MeetingEvent,
  type MeetingState,
  noMeeting,
  openRight,
} from '@yingshang/meeting'
import { type InTenant, run } from '../database/store.ts'

/**
 * A meeting as this server holds it in memory: its events of the journal, folded by packages/meeting, so that what is judged here is what a verifier will find. It can be
 * folded anew at any time. Whoever decides by it holds the lock of the meeting's row and has folded every record up to the row's `last_record`.
 */

/** What is told about a ballot that was taken. */
export interface Taken {
  readonly record: string
  readonly salt: string
  readonly digest: string
  /** Place among the votes of the meeting. */
  readonly number: number
  readonly at: string
  readonly channel: Channel
  readonly sequence: number
  /** `statementDigest`, which the voter's next ballot names. */
  readonly statement: string
  readonly nonce: string
  readonly choice: Choice
  readonly byClaim?: Readonly<Record<string, Choice>>
  readonly castBy: string
}
export type Channel = 'online' | 'paper' | 'carried'

/** The kinds of records in which ballots come. */
export const BALLOTS: Readonly<Record<string, Channel>> = {
  [KINDS.vote]: 'online',
  [KINDS.paper]: 'paper',
  [KINDS.carried]: 'carried',
}

export interface Hall {
  readonly meeting: { readonly tenantId: string; readonly id: string }
  readonly state: MeetingState
  /** The newest ballot of each voter on each item. */
  readonly heads: Map<string, Taken>
  /** Accounts by label, of those who signed in. */
  readonly accounts: Map<string, string>
  /** The newest record that is folded. */
  last: string
}

export const headKey = (item: string, label: string): string => `${item} ${label}`

const FIRST = '00000000-0000-0000-0000-000000000000'

/** Folds a meeting from its beginning. */
export async function loadHall(tx: InTenant, tenantId: string, id: string): Promise<Hall> {
  const hall: Hall = { meeting: { tenantId, id }, state: noMeeting(), heads: new Map(), accounts: new Map(), last: FIRST }
  await catchUp(tx, hall)
  return hall
}

interface Stored {
  readonly id: string
  readonly kind: string
  readonly user_id: string | null
  readonly body: unknown
  readonly salt: Buffer
  readonly digest: Buffer
  readonly seq: string | null
  readonly statement: string | null
}

const RECORDS = `select r.id, r.kind, r.user_id, r.body, r.salt, r.digest, v.seq, v.statement
  from journal_record r left join meeting_vote v on v.tenant_id = r.tenant_id and v.id = r.id
  where r.tenant_id = $1 and r.subject_id = $2`

const KNOWN = new Set<string>(Object.values(KINDS))

/** Folds the records that came since: after a start, or written by another server. */
export async function catchUp(tx: InTenant, hall: Hall): Promise<void> {
  const { tenantId, id } = hall.meeting
  const rows = await run<Stored>(tx, `${RECORDS} and r.id > $3 order by r.id`, [tenantId, id, hall.last])
  for (const row of rows) {
    hall.last = row.id
    if (!KNOWN.has(row.kind)) continue
    const event = { kind: row.kind, body: row.body } as MeetingEvent
    await fold(tx, hall, event, row.user_id)
    if (row.seq !== null) hall.heads.set(headKey(...places(event)), takenOf(row))
  }
}

const places = (event: MeetingEvent): [string, string] => {
  const { statement } = event.body as { statement: BallotStatement }
  return [statement.resolution, statement.voter]
}

/** Follows one event that is recorded. One that does not follow is a fault of this program: it would be found by verification. */
export async function fold(tx: InTenant, hall: Hall, event: MeetingEvent, userId: string | null): Promise<void> {
  follow(hall, event)
  if (event.kind === KINDS.signIn && userId !== null) hall.accounts.set(event.body.session, userId)
  if (event.kind === KINDS.eligibility) await openRights(tx, hall, event.body.version)
}

/** The same for events that open nothing. */
export function follow(hall: Hall, event: MeetingEvent): void {
  const refusals = applyEvent(nodeCrypto, hall.state, event)
  if (refusals.length > 0) throw new Error(`meeting ${hall.meeting.id}: a recorded ${event.kind} does not follow: ${refusals[0]!.en}`)
}

async function openRights(tx: InTenant, hall: Hall, version: number): Promise<void> {
  const row = await tx
    .selectFrom('meeting_list')
    .select('lines')
    .where('tenant_id', '=', hall.meeting.tenantId)
    .where('meeting_id', '=', hall.meeting.id)
    .where('version', '=', version)
    .executeTakeFirst()
  for (const { right, rightSalt } of row?.lines ?? []) {
    const refusal = openRight(nodeCrypto, hall.state, rightSalt, right)
    if (refusal) throw new Error(`meeting ${hall.meeting.id}: the list of voters does not open: ${refusal.en}`)
  }
}

function takenOf(row: Stored): Taken {
  const body = row.body as { readonly at: string; readonly statement: BallotStatement }
  return taken(body.statement, {
    record: row.id,
    salt: row.salt,
    digest: row.digest,
    number: Number(row.seq),
    at: body.at,
    channel: BALLOTS[row.kind as EventKind]!,
    digestOfStatement: row.statement!,
  })
}

export function taken(
  statement: BallotStatement,
  row: {
    readonly record: string
    readonly salt: Buffer
    readonly digest: Buffer
    readonly number: number
    readonly at: string
    readonly channel: Channel
    readonly digestOfStatement: string
  },
): Taken {
  return {
    record: row.record,
    // Texts: a small Buffer would hold on to the larger one that it was read from.
    salt: row.salt.toString('hex'),
    digest: row.digest.toString('hex'),
    number: row.number,
    at: row.at,
    channel: row.channel,
    sequence: statement.sequence,
    statement: row.digestOfStatement,
    nonce: statement.nonce,
    choice: statement.choice,
    ...(statement.byClaim === undefined ? {} : { byClaim: statement.byClaim }),
    castBy: statement.castBy,
  }
}

/** A ballot by the digest of its statement, however old. */
export async function takenByStatement(tx: InTenant, hall: Hall, digest: string): Promise<Taken | null> {
  const { tenantId, id } = hall.meeting
  const [row] = await run<Stored>(tx, `${RECORDS} and v.meeting_id = $2 and v.statement = $3`, [tenantId, id, digest])
  return row ? takenOf(row) : null
}
