import { randomBytes } from 'node:crypto'
import type { VotingClaim } from '@yingshang/ballot'
import { type RegisteredClaim, votingAmount } from '@yingshang/bankruptcy'
import { nodeCrypto } from '@yingshang/journal/node'
import { classTotals, KINDS, type Person, personDigest, type Right, rightDigest } from '@yingshang/meeting'
import { claimsIn } from '../bankruptcy/claims-view.ts'
import type { InTenant } from '../database/store.ts'
import type { ListLine } from '../database/tables-meetings.ts'
import { newId } from '../ids.ts'
import { loadMatter } from '../matters/store.ts'
import { labelFor, type MeetingRow, newLabel, refuseStep, type VoterRow, votersOf } from './store.ts'
import type { Room } from './vote-desk.ts'

/** The list of who may vote with how much: taken from the claims table of the case, corrected by decisions, recorded in the journal by digests. */

/** Names of one creditor, however they are spaced or wide, are one head. */
export const nameKey = (name: string) => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

/** With what a claim of the table votes. A secured creditor keeps the priority unless a correction says otherwise. */
export const votingClaimOf = (claim: RegisteredClaim): VotingClaim => ({
  id: claim.id,
  class: claim.class,
  amount: votingAmount(claim),
  ...(claim.status === 'provisional' ? { provisional: true } : {}),
  ...(claim.class === 'secured' ? { keepsPriority: true } : {}),
})

/** Creditors of the case with their claims; withdrawn and rejected claims have no place on the list. */
export function creditorsOf(claims: readonly RegisteredClaim[]): Map<string, { name: string; claims: RegisteredClaim[] }> {
  const found = new Map<string, { name: string; claims: RegisteredClaim[] }>()
  for (const claim of claims) {
    if (claim.status === 'withdrawn' || claim.status === 'rejected') continue
    const key = nameKey(claim.creditor)
    const one = found.get(key) ?? { name: claim.creditor, claims: [] }
    one.claims.push(claim)
    found.set(key, one)
  }
  return found
}

/** Takes the list from the claims table: new creditors are added, amounts replaced; accounts, identities and labels are kept. */
export async function takeFromClaims(tx: InTenant, meeting: MeetingRow): Promise<number> {
  const { tenant_id: tenantId, id: meetingId } = meeting
  const matter = await loadMatter(tx, tenantId, meeting.matter_id)
  const claims = matter ? claimsIn(matter.state) : []
  const creditors = creditorsOf(claims)
  const known = new Map((await votersOf(tx, tenantId, meetingId)).map((v) => [nameKey(v.name), v]))
  const accounts = await accountsOf(tx, meeting, creditors)
  const taken = new Set([...known.values()].flatMap((v) => (v.user_id === null ? [] : [v.user_id])))
  let place = Math.max(0, ...[...known.values()].map((v) => v.place))
  const fresh: (Omit<VoterRow, 'claims' | 'joint'> & { claims: string; joint: string })[] = []
  for (const [key, creditor] of creditors) {
    const rights = JSON.stringify(creditor.claims.map(votingClaimOf))
    const before = known.get(key)
    if (before) {
      await tx
        .updateTable('meeting_voter')
        .set({ claims: rights, revision: before.revision + 1 })
        .where('tenant_id', '=', tenantId)
        .where('meeting_id', '=', meetingId)
        .where('id', '=', before.id)
        .execute()
      continue
    }
    const account = accounts.get(key) ?? null
    const user = account !== null && !taken.has(account) ? account : null
    if (user !== null) taken.add(user)
    fresh.push({
      tenant_id: tenantId,
      meeting_id: meetingId,
      id: newId(),
      place: ++place,
      label: newLabel('V'),
      name: creditor.name,
      user_id: user,
      identity: null,
      claims: rights,
      joint: '[]',
      revision: 0,
      result_received_on: null,
    })
  }
  // Creditors whose claims are all gone vote with nothing; they stay on the list, since it was shown.
  for (const [key, voter] of known)
    if (!creditors.has(key))
      await tx
        .updateTable('meeting_voter')
        .set({ claims: '[]', revision: voter.revision + 1 })
        .where('tenant_id', '=', tenantId)
        .where('meeting_id', '=', meetingId)
        .where('id', '=', voter.id)
        .execute()
  for (let from = 0; from < fresh.length; from += 500)
    await tx
      .insertInto('meeting_voter')
      .values(fresh.slice(from, from + 500))
      .execute()
  return creditors.size
}

/** The account of a creditor: the one that filed its claims, where it is a creditor of the case and filed for nobody else. */
async function accountsOf(
  tx: InTenant,
  meeting: MeetingRow,
  creditors: ReadonlyMap<string, { readonly claims: readonly RegisteredClaim[] }>,
): Promise<ReadonlyMap<string, string>> {
  const parties = await tx
    .selectFrom('matter_party')
    .select('user_id')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('matter_id', '=', meeting.matter_id)
    .where('role', '=', 'creditor')
    .where('ended_at', 'is', null)
    .execute()
  const isCreditor = new Set(parties.map((p) => p.user_id))
  const names = new Map<string, Set<string>>()
  for (const [key, { claims }] of creditors)
    for (const { by } of claims) if (isCreditor.has(by)) names.set(by, (names.get(by) ?? new Set()).add(key))
  const found = new Map<string, string>()
  for (const [account, keys] of names) if (keys.size === 1) found.set([...keys][0]!, account)
  return found
}

/** Records the list as it stands, when it is not recorded or was corrected since. */
export async function recordList(tx: InTenant, room: Room, userId: string | null): Promise<void> {
  const { meeting } = room
  if (meeting.list_version > 0 && !meeting.list_stale) return
  const voters = await votersOf(tx, meeting.tenant_id, meeting.id)
  if (voters.length === 0) throw refuseStep('表决名单为空：债权表中没有债权', 'The list of voters is empty: there are no claims')
  const before = await linesOf(tx, meeting)
  const lines: ListLine[] = []
  for (const voter of voters) {
    const joint: string[] = []
    for (const holder of voter.joint) joint.push(await labelFor(tx, meeting, holder.userId))
    const right: Right = { v: 1, label: voter.label, claims: voter.claims, ...(joint.length === 0 ? {} : { jointHolders: joint }) }
    const person: Person = { v: 1, label: voter.label, name: voter.name }
    const old = before.get(voter.label)
    const salt = (same: boolean | undefined, own: string | undefined) => (same && own ? own : randomBytes(32).toString('hex'))
    lines.push({
      right,
      rightSalt: salt(old && same(old.right, right), old?.rightSalt),
      person,
      personSalt: salt(old && same(old.person, person), old?.personSalt),
    })
  }
  lines.sort((a, b) => (a.right.label < b.right.label ? -1 : 1))
  const version = meeting.list_version + 1
  await tx
    .insertInto('meeting_list')
    .values({
      tenant_id: meeting.tenant_id,
      meeting_id: meeting.id,
      version,
      lines: JSON.stringify(lines),
    })
    .execute()
  const body = {
    version,
    voters: lines.map(({ right, rightSalt, person, personSalt }) => ({
      label: right.label,
      right: rightDigest(nodeCrypto, rightSalt, right)!,
      person: personDigest(nodeCrypto, personSalt, person)!,
    })),
    totals: classTotals(lines.map((l) => l.right)),
  }
  await room.record(KINDS.eligibility, body, userId)
  await room.set({ list_version: version, list_stale: false })
}

// jsonb gives members back in another order, so texts are compared with their members sorted.
const same = (a: object, b: object) => sorted(a) === sorted(b)
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  )

/** The lines of the recorded list, by label. */
export async function linesOf(tx: InTenant, meeting: MeetingRow): Promise<ReadonlyMap<string, ListLine>> {
  const row = await tx
    .selectFrom('meeting_list')
    .select('lines')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('version', '=', meeting.list_version)
    .executeTakeFirst()
  return new Map((row?.lines ?? []).map((line) => [line.right.label, line]))
}
