/**
 * Following events: what each does to the state. Only events that `refuseEvent` lets pass come here.
 */
import { type Ballot, cast, grant, open, type Resolution, revoke, signIn, type Tally, type Voter } from '@yingshang/ballot'
import type { Hashing } from '@yingshang/journal'
import { statementDigest, subjectDigest } from './digests.ts'
import {
  type BallotStatement,
  type CarriedEvent,
  type Eligibility,
  KINDS,
  type MeetingEvent,
  type MeetingNotice,
  type ProxyEvent,
  type ResolutionText,
  type Right,
  type SignIn,
} from './model.ts'
import { actsFor, type MeetingState, type ResolutionState, rightsKnown } from './state.ts'

/** A ballot as the tally takes it. */
export function ballotOf(
  statement: BallotStatement,
  channel: Ballot['channel'],
  at: string,
  enteredBy?: readonly [string, string],
): Ballot {
  const { resolution, voter, castBy, choice, byClaim } = statement
  return {
    id: `${resolution}/${voter}/${statement.sequence}`,
    resolution,
    voter,
    castBy,
    at,
    channel,
    choice,
    ...(byClaim === undefined ? {} : { byClaim }),
    ...(enteredBy === undefined ? {} : { enteredBy }),
  }
}

/** Follow an event that was not refused. One that was not checked leaves the state in no order. */
export function follow(hashing: Hashing, state: MeetingState, event: MeetingEvent): void {
  state.meeting ??= event.body.meeting
  switch (event.kind) {
    case KINDS.notice:
      followNotice(hashing, state, event.body)
      break
    case KINDS.eligibility:
      followEligibility(state, event.body)
      break
    case KINDS.proxy:
      followProxy(state, event.body)
      break
    case KINDS.signIn:
      followSignIn(state, event.body)
      break
    case KINDS.opened:
      for (const id of event.body.resolutions) openResolution(state, state.resolutions.get(id)!, event.body.at)
      break
    case KINDS.vote:
      followBallot(hashing, state, event.body.statement, ballotOf(event.body.statement, 'online', event.body.at))
      break
    case KINDS.paper: {
      const { statement, at, readings } = event.body
      followBallot(hashing, state, statement, ballotOf(statement, 'paper', at, [readings[0].by, readings[1].by]))
      break
    }
    case KINDS.carried:
      followCarried(hashing, state, event.body)
      break
    case KINDS.closed:
      for (const id of event.body.resolutions) {
        const resolution = state.resolutions.get(id)!
        resolution.stage = 'closed'
        resolution.closedAt = event.body.at
      }
      break
    case KINDS.result:
      state.result = event.body
      break
    case KINDS.told:
      for (const { label, ...when } of event.body.sent) state.told.set(label, when)
      break
    case KINDS.minutes:
      state.minutes.push(event.body)
      break
    case KINDS.objection:
      state.objections.push(event.body)
  }
}

function followNotice(hashing: Hashing, state: MeetingState, body: MeetingNotice): void {
  const before = new Map(state.resolutions)
  state.notice = body
  state.resolutions.clear()
  for (const text of body.resolutions) {
    const known = before.get(text.id)
    const subject = subjectDigest(hashing, text)
    const majority = body.majorities.find((m) => m.id === text.majority)!
    state.resolutions.set(
      text.id,
      known !== undefined && known.subject === subject
        ? known
        : {
            text,
            subject,
            majority,
            stage: 'planned',
            openedAt: null,
            closedAt: null,
            tally: null,
            chains: new Map(),
            seen: new Set(),
            ballots: 0,
            carried: [],
          },
    )
  }
}

function followEligibility(state: MeetingState, body: Eligibility): void {
  const before = new Map(state.listed)
  state.eligibility = body
  state.listed.clear()
  for (const { label, right, person } of body.voters) state.listed.set(label, { right, person })
  // Rights that the new list leaves as they were need not be opened again.
  const kept = [...state.rights.values()].filter(({ label }) => state.listed.get(label)?.right === before.get(label)?.right)
  state.rights.clear()
  state.jointly.clear()
  for (const right of kept) followRight(state, right)
}

function followProxy(state: MeetingState, { proxy, revoked }: ProxyEvent): void {
  // A new letter to the same proxy replaces the old one.
  const kept = state.proxies.filter((p) => p.from !== proxy.from || p.to !== proxy.to)
  state.proxies.splice(0, state.proxies.length, ...kept)
  if (!revoked) state.proxies.push(proxy)
  const here = signedIn(state).has(proxy.to)
  for (const { tally, text } of openTallies(state)) {
    revoke(tally, proxy)
    if (revoked) continue
    grant(tally, proxy)
    if (here) markPresent(state, tally, text.id, proxy.to)
  }
}

function followSignIn(state: MeetingState, body: SignIn): void {
  const { person, key } = body.statement
  state.sessions.set(body.session, body)
  if (key !== null) state.keys.set(key.key, body.session)
  for (const { tally, text } of openTallies(state)) markPresent(state, tally, text.id, person)
}

/** Take over what a right says; `openRight` has checked it. */
export function followRight(state: MeetingState, right: Right): void {
  state.rights.set(right.label, right)
  for (const holder of right.jointHolders ?? []) {
    const voters = state.jointly.get(holder) ?? new Set()
    state.jointly.set(holder, voters.add(right.label))
  }
}

/** Everyone who signed in. */
const signedIn = (state: MeetingState): ReadonlySet<string> => new Set([...state.sessions.values()].map((s) => s.statement.person))

const openTallies = (state: MeetingState) =>
  [...state.resolutions.values()].flatMap(({ stage, tally, text }) => (stage === 'open' && tally !== null ? [{ tally, text }] : []))

function markPresent(state: MeetingState, tally: Tally, resolution: string, person: string): void {
  for (const voter of actsFor(state, person, resolution)) signIn(tally, voter)
}

/** The resolution as `packages/ballot` counts it: by the journal's order, so without a window. */
export function countedAs(text: ResolutionText): Resolution {
  const { id, title, majority, classes, revoteOf } = text
  return { id, title, majority, ...(classes === undefined ? {} : { classes }), ...(revoteOf === undefined ? {} : { revoteOf }) }
}

function openResolution(state: MeetingState, resolution: ResolutionState, at: string): void {
  resolution.stage = 'open'
  resolution.openedAt = at
  if (!rightsKnown(state)) return
  const voters: Voter[] = [...state.rights.values()].map(({ label, claims, jointHolders }) => ({
    id: label,
    claims,
    ...(jointHolders === undefined ? {} : { jointHolders }),
  }))
  const tally = open({
    rules: state.notice!.rules,
    majorities: [resolution.majority],
    voters,
    resolutions: [countedAs(resolution.text)],
    proxies: state.proxies,
  })
  resolution.tally = tally
  for (const person of signedIn(state)) markPresent(state, tally, resolution.text.id, person)
  for (const ballot of resolution.carried) cast(tally, ballot)
}

function chain(hashing: Hashing, resolution: ResolutionState, statement: BallotStatement, at: string): void {
  const digest = statementDigest(hashing, statement)
  resolution.chains.set(statement.voter, { sequence: statement.sequence, digest, castBy: statement.castBy, at })
  resolution.seen.add(digest)
  resolution.ballots++
}

function followBallot(hashing: Hashing, state: MeetingState, statement: BallotStatement, ballot: Ballot): void {
  const resolution = state.resolutions.get(statement.resolution)!
  chain(hashing, resolution, statement, ballot.at)
  if (resolution.tally !== null) cast(resolution.tally, ballot)
}

function followCarried(hashing: Hashing, state: MeetingState, { statement, givenAt }: CarriedEvent): void {
  const resolution = state.resolutions.get(statement.resolution)!
  chain(hashing, resolution, statement, givenAt)
  resolution.carried.push(ballotOf(statement, 'preVote', givenAt))
}
