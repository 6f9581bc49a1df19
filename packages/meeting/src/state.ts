/**
 * The state of a meeting, as it follows from its events in the order of the journal. The server folds what it records, a verifier what a file tells: both use this file, so the
 * tally that was shown live is the tally of the record.
 */
import {
  afterSecondVote,
  type Ballot,
  type Majority,
  type ResolutionResult,
  results,
  type Tally,
  type Proxy as VotingProxy,
} from '@yingshang/ballot'
import type {
  Eligibility,
  MeetingNotice,
  MinutesEvent,
  ObjectionEvent,
  ResolutionText,
  ResultEvent,
  ResultOf,
  Right,
  SignIn,
} from './model.ts'

/** The last ballot of a voter on a resolution: what the next one continues. */
export interface ChainHead {
  readonly sequence: number
  /** `statementDigest` of that ballot. */
  readonly digest: string
  readonly castBy: string
  readonly at: string
}

export interface ResolutionState {
  readonly text: ResolutionText
  readonly subject: string
  readonly majority: Majority
  stage: 'planned' | 'open' | 'closed'
  openedAt: string | null
  closedAt: string | null
  /** Null while it is planned, and in a record that does not show what the voters vote with. */
  tally: Tally | null
  /** By voter. */
  readonly chains: Map<string, ChainHead>
  /** Digests of all statements. */
  readonly seen: Set<string>
  /** Ballots in the journal, replaced ones included. */
  ballots: number
  readonly carried: Ballot[]
}

/** Grown by `applyEvent` and `openRight`; to be read, not written, by others. */
export interface MeetingState {
  meeting: string | null
  notice: MeetingNotice | null
  eligibility: Eligibility | null
  /** By label: the digest of the list in force. */
  readonly listed: Map<string, { readonly right: string; readonly person: string }>
  /** By label: what was opened of the list in force. */
  readonly rights: Map<string, Right>
  readonly proxies: VotingProxy[]
  /** By session. */
  readonly sessions: Map<string, SignIn>
  /** Keys in use, each with its session. */
  readonly keys: Map<string, string>
  /** Voters whose claims somebody holds together with others, by that person's label. */
  readonly jointly: Map<string, Set<string>>
  /** In the order of the notice. */
  readonly resolutions: Map<string, ResolutionState>
  result: ResultEvent | null
  /** By label: when the result was sent and received. */
  readonly told: Map<string, { readonly sentOn: string; readonly receivedOn?: string }>
  readonly minutes: MinutesEvent[]
  readonly objections: ObjectionEvent[]
}

/** A meeting of which nothing is known yet. */
export function noMeeting(): MeetingState {
  return {
    meeting: null,
    notice: null,
    eligibility: null,
    listed: new Map(),
    rights: new Map(),
    proxies: [],
    sessions: new Map(),
    keys: new Map(),
    jointly: new Map(),
    resolutions: new Map(),
    result: null,
    told: new Map(),
    minutes: [],
    objections: [],
  }
}

/** Whether what every listed voter votes with is known, so that votes can be counted. */
export function rightsKnown(state: MeetingState): boolean {
  return state.eligibility !== null && state.rights.size === state.listed.size
}

/** Voters for whom a person may act: itself, claims held together, authorities handed in (limited to a resolution where one is named). */
export function actsFor(state: MeetingState, person: string, resolution?: string): ReadonlySet<string> {
  const voters = new Set<string>(state.jointly.get(person))
  if (state.listed.has(person)) voters.add(person)
  for (const { from, to, resolutions } of state.proxies)
    if (to === person && (resolution === undefined || resolutions === undefined || resolutions.includes(resolution))) voters.add(from)
  return voters
}

/** The result of a resolution as it stands; null while it is planned or cannot be counted. */
export function resultOf(state: MeetingState, id: string): ResultOf | null {
  const resolution = state.resolutions.get(id)
  if (resolution === undefined || resolution.tally === null) return null
  const own = results(resolution.tally)[0]!
  const { revoteOf } = resolution.text
  const first = firstResult(state, resolution.text)
  if (revoteOf === undefined || first === null) return own
  const { classes, passed } = afterSecondVote(first, own)
  return { ...own, together: { first: revoteOf, classes, passed } }
}

/** The result of the first vote of a second one, at this meeting or another. */
export function firstResult(state: MeetingState, text: ResolutionText): ResolutionResult | null {
  if (text.revoteOf === undefined) return null
  if (text.first !== undefined) return text.first
  const before = state.resolutions.get(text.revoteOf)
  return before?.stage === 'closed' && before.tally !== null ? results(before.tally)[0]! : null
}

/** Results of every resolution that was opened, in the order of the notice. */
export function resultsOf(state: MeetingState): readonly ResultOf[] {
  return [...state.resolutions.keys()].flatMap((id) => resultOf(state, id) ?? [])
}

/** Voters present by the meeting's rules, for any resolution, and listed voters. */
export function attendance(state: MeetingState): ResultEvent['attendance'] {
  const present = new Set<string>()
  for (const { chains } of state.resolutions.values()) for (const voter of chains.keys()) present.add(voter)
  if (state.notice?.rules.present === 'signIn')
    for (const { statement } of state.sessions.values()) for (const voter of actsFor(state, statement.person)) present.add(voter)
  return { present: present.size, listed: state.listed.size }
}
