/**
 * What is signed and what is committed to. Every text begins with a name of its own, so that a signature or digest made for one purpose says nothing for another.
 */
import type { VotingClaim } from '@yingshang/ballot'
import {
  type Bytes,
  canonicalOwn,
  concat,
  contentDigest,
  type Entry,
  emptyRoot,
  entryBytes,
  FrontierBuilder,
  fromHex,
  type Hashing,
  type Json,
  leafHash,
  toHex,
  utf8,
} from '@yingshang/journal'
import type { BallotList, BallotStatement, ClassTotal, Person, ResolutionText, Right, SignInStatement } from './model.ts'

const VOTE = utf8('yingshang/vote/v1\n')
const SIGN_IN = utf8('yingshang/sign-in/v1\n')
const SUBJECT = utf8('yingshang/resolution/v1\n')

const framed = (name: Bytes, value: object): Bytes => concat(name, canonicalOwn(value as Json))

/** Messages and digests of statements that were seen: each is asked for several times on the way of a ballot, and writing it is most of the work. Statements are not changed. */
const seen = new WeakMap<BallotStatement, { readonly message: Bytes; digest: string | null }>()

function remembered(statement: BallotStatement) {
  let one = seen.get(statement)
  if (one === undefined) {
    one = { message: framed(VOTE, statement), digest: null }
    seen.set(statement, one)
  }
  return one
}

/** The bytes that a session signs for a vote: `yingshang/vote/v1`, a newline, the canonical statement. The statement must not be changed afterwards. */
export function voteMessage(statement: BallotStatement): Bytes {
  return remembered(statement).message
}

/** The digest of a ballot that the voter's next one names as `previous`: SHA-256 of `voteMessage`. */
export function statementDigest(hashing: Hashing, statement: BallotStatement): string {
  const one = remembered(statement)
  one.digest ??= toHex(hashing.sha256(one.message))
  return one.digest
}

/** The bytes that a session signs at sign-in: `yingshang/sign-in/v1`, a newline, the canonical statement. */
export function signInMessage(statement: SignInStatement): Bytes {
  return framed(SIGN_IN, statement)
}

/** What a ballot names as its `subject`: SHA-256 of `yingshang/resolution/v1`, a newline, the canonical resolution. */
export function subjectDigest(hashing: Hashing, resolution: ResolutionText): string {
  return toHex(hashing.sha256(framed(SUBJECT, resolution)))
}

/** Salted digest of a right, as the list of voters shows it (the journal's digest under the kind `meeting.right`). `salt`: 64 hexadecimal digits. */
export function rightDigest(hashing: Hashing, salt: string, right: Right): string | null {
  return opened(hashing, 'meeting.right', salt, right)
}

/** Salted digest of a person, as the list of voters shows it (kind `meeting.person`). */
export function personDigest(hashing: Hashing, salt: string, person: Person): string | null {
  return opened(hashing, 'meeting.person', salt, person)
}

function opened(hashing: Hashing, kind: string, salt: string, content: object): string | null {
  const bytes = fromHex(salt)
  const digest = bytes === null ? null : contentDigest(hashing, kind, bytes, content)
  return digest?.ok ? toHex(digest.value) : null
}

/** The list of ballots that `meeting.closed` names, from their entries in the order of the journal. */
export function ballotList(hashing: Hashing, entries: Iterable<Entry>): BallotList {
  const builder = new FrontierBuilder(hashing)
  for (const entry of entries) builder.add(leafHash(hashing, entryBytes(entry)))
  return { count: builder.size, root: toHex(builder.size === 0 ? emptyRoot(hashing) : builder.root()) }
}

/** Whether a claim can vote on anything. */
const votes = (claim: VotingClaim) => claim.amount > 0 && !claim.unaffected

/** Sums by class for the list of voters, ascending by class. */
export function classTotals(rights: Iterable<Right>): readonly ClassTotal[] {
  const sums = new Map<string, { heads: number; amount: number }>()
  for (const right of rights) {
    const claims = right.claims.filter(votes)
    for (const group of new Set(claims.map((c) => c.class))) {
      const sum = sums.get(group) ?? { heads: 0, amount: 0 }
      sum.heads++
      for (const claim of claims) if (claim.class === group) sum.amount += claim.amount
      sums.set(group, sum)
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => ({ class: name, ...sum }))
}
