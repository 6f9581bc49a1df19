/** The fold of events: check, then follow. */
import { type Bytes, fromBase64, type Hashing, type Refusal } from '@yingshang/journal'
import { rightDigest, signInMessage, voteMessage } from './digests.ts'
import { follow, followRight } from './follow.ts'
import { KINDS, type MeetingEvent, type Right, type SessionKey } from './model.ts'
import { refuseEvent } from './refuse.ts'
import type { MeetingState } from './state.ts'

/**
 * Apply an event to the state, in the order of the journal. Gives the reasons when it is refused, and then the state is as it was. The signature is not checked
 * (`signatureOf`): the caller does that before, or gathers many and does it beside.
 */
export function applyEvent(hashing: Hashing, state: MeetingState, event: MeetingEvent): readonly Refusal[] {
  const found = refuseEvent(hashing, state, event)
  if (found.length === 0) follow(hashing, state, event)
  return found
}

/** Open a line of the list of voters: what the voter votes with. Refuses what does not give the digest of the list in force. To be done for all lines before a resolution is opened. */
export function openRight(hashing: Hashing, state: MeetingState, salt: string, right: Right): Refusal | null {
  const listed = state.listed.get(right.label)
  if (listed === undefined)
    return { code: 'voter.unlisted', zh: `表决权名册中没有“${right.label}”`, en: `${right.label} is not on the list of voters` }
  if (rightDigest(hashing, salt, right) !== listed.right)
    return {
      code: 'right.differs',
      zh: `“${right.label}”的债权和金额与表决权名册的摘要不符`,
      en: `the claims and amounts of ${right.label} do not give the digest of the list of voters`,
    }
  const claims = right.claims.map((c) => c.id)
  if (new Set(claims).size !== claims.length)
    return { code: 'right.claim-twice', zh: `“${right.label}”的债权编号重复`, en: `a claim of ${right.label} is listed twice` }
  followRight(state, right)
  return null
}

/** A signature to check: whether this key signed this message. */
export interface SignatureJob {
  readonly key: SessionKey
  readonly message: Bytes
  readonly signature: Bytes
}

/** What is signed in an event, after it was applied; null where nothing is (paper ballots, sign-in at the desk). A vote is signed by the key of its session. */
export function signatureOf(state: MeetingState, event: MeetingEvent): SignatureJob | null {
  if (event.kind !== KINDS.vote && event.kind !== KINDS.signIn) return null
  const key = event.kind === KINDS.vote ? state.sessions.get(event.body.session)?.statement.key : event.body.statement.key
  const signature = event.body.signature === null ? null : fromBase64(event.body.signature)
  if (key == null || signature === null) return null
  const message = event.kind === KINDS.vote ? voteMessage(event.body.statement) : signInMessage(event.body.statement)
  return { key, message, signature }
}
