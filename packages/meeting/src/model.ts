/**
 * The record of a meeting with votes, as plain data. A meeting is a list of events; each is the canonical JSON body of a record of the journal,
 * which seals it as a salted digest. State, tally and verification follow from the events alone.
 *
 * Words: a **label** stands for a person in every event (`V-…` a voter, `P-…` a proxy, drawn anew for each meeting), so that a record can be shown
 * without names; only the openings of the list of voters (`Person`) tie a label to somebody. A **session** is one sign-in of one person on one device, with a key pair of its own.
 * A **ballot** is what a voter says on one resolution; ballots of one voter on one resolution form a **chain**, of which the last one counts.
 *
 * **Time.** Every event carries the instant of the server's clock, but no instant decides: what counts is the order of the journal. A ballot counts when its entry
 * stands between the `meeting.opened` and the `meeting.closed` that name its resolution. A skewed clock therefore moves no vote over the border.
 *
 * Amounts are integer fen, instants ISO texts with Z, dates `YYYY-MM-DD` in China, digests 64 lower-case hexadecimal digits, keys and signatures standard base64.
 */
import type {
  Choice,
  ClassResult,
  Majority,
  MeetingRules,
  ResolutionResult,
  Treatment,
  VotingClaim,
  Proxy as VotingProxy,
} from '@yingshang/ballot'
import type { Instant, PlainDate } from '@yingshang/time'

/** Kinds of the journal's records that make up a meeting; these words are public and say nothing of anybody. */
export const KINDS = {
  notice: 'meeting.notice',
  eligibility: 'meeting.eligibility',
  proxy: 'meeting.proxy',
  signIn: 'meeting.sign-in',
  opened: 'meeting.opened',
  vote: 'ballot.vote',
  paper: 'ballot.paper',
  carried: 'ballot.carried',
  closed: 'meeting.closed',
  result: 'meeting.result',
  told: 'meeting.result-notice',
  minutes: 'meeting.minutes',
  objection: 'meeting.objection',
} as const

export type EventKind = (typeof KINDS)[keyof typeof KINDS]

/** The kinds that carry a ballot. */
export const BALLOT_KINDS: readonly string[] = [KINDS.vote, KINDS.paper, KINDS.carried]

/** The kinds whose bodies name nobody, not even by label, and are shown to everyone. */
export const PUBLIC_KINDS: readonly string[] = [KINDS.notice, KINDS.eligibility, KINDS.opened, KINDS.closed, KINDS.result, KINDS.minutes]

/** What every event has. */
export interface EventHead {
  readonly v: 1
  /** Id of the meeting. */
  readonly meeting: string
  /** The server's clock; informative. */
  readonly at: Instant
}

// ——— before the meeting ———

/** How long before the meeting its notice is given, as data: the statute's fifteen days or what takes their place. */
export interface NoticeRule {
  readonly id: 'statute' | 'fastTrack'
  readonly days: number
  /** The content of the matters to be voted on is told at least so many days before. */
  readonly contentDays: number
  /** True where the shorter time needs the consent of all known creditors. */
  readonly needsConsent: boolean
  readonly source: string
  /** False: a dated setting whose source could not be checked. */
  readonly verified: boolean
}

/** A resolution as it is put to the vote. Its digest (`subjectDigest`) is what a voter signs, so its words cannot be changed afterwards. */
export interface ResolutionText {
  readonly id: string
  readonly title: string
  readonly text: string
  /** Id of one of the notice's majorities. */
  readonly majority: string
  /** For a count by class: the classes that vote. */
  readonly classes?: readonly string[]
  /** Documents that are voted on, by digest. */
  readonly papers?: readonly { readonly title: string; readonly sha256: string }[]
  /** The resolution whose refusing classes vote once more here (企业破产法 第八十七条第一款). */
  readonly revoteOf?: string
  /** The first result, where the first vote was held at another meeting. */
  readonly first?: ResolutionResult
}

/** `meeting.notice`: what is called, when, and by which rules it votes. A later notice of the same meeting replaces the former; it leaves resolutions that were opened as they are and may add others (a second vote). */
export interface MeetingNotice extends EventHead {
  /** 1, 2, 3 … */
  readonly version: number
  readonly title: string
  /** `on-site`: those present vote in the room (paper or phone). `non-site`: by network or letter (破产法司法解释三 第十一条). */
  readonly mode: 'on-site' | 'non-site'
  /** Day on which the notice was given to the known creditors. */
  readonly givenOn: PlainDate
  /** Day of the meeting. */
  readonly heldOn: PlainDate
  readonly noticeRule: NoticeRule
  /** Digest of the document by which all known creditors agreed to a shorter notice. */
  readonly consent?: string
  /** Day on which the content of the resolutions was told; missing: with the notice. */
  readonly contentGivenOn?: PlainDate
  readonly agenda: readonly { readonly id: string; readonly title: string; readonly resolution?: string }[]
  readonly resolutions: readonly ResolutionText[]
  readonly majorities: readonly Majority[]
  /** The announced window, for people; the window that counts is that of the journal. */
  readonly window: { readonly opensAt: Instant; readonly closesAt: Instant }
  readonly rules: MeetingRules
}

/** What a voter votes with: the opening of `rights` of a line of the list. */
export interface Right {
  readonly v: 1
  readonly label: string
  readonly claims: readonly VotingClaim[]
  /** Labels of those who hold the claims together: one head, one vote, cast by any of them. */
  readonly jointHolders?: readonly string[]
}

/** Who stands behind a label: the opening of `person`. Never in a record that leaves the court and the administrator. */
export interface Person {
  readonly v: 1
  readonly label: string
  readonly name: string
  /** Identity or registry number. */
  readonly number?: string
}

/** A line of the list of voters, as everybody sees it. */
export interface ListedVoter {
  readonly label: string
  /** `rightDigest` of the `Right`. */
  readonly right: string
  /** `personDigest` of the `Person`. */
  readonly person: string
}

/** `meeting.eligibility`: the whole list of voters. A later version replaces the former (a provisional amount fixed by the court, a late claim); none may come while a resolution is open. */
export interface Eligibility extends EventHead {
  /** 1, 2, 3 … */
  readonly version: number
  /** Ascending by label, each label once. */
  readonly voters: readonly ListedVoter[]
  /** Sums by class over all claims that vote, ascending by class (`classTotals`), so that the public can compare the bases of the result. */
  readonly totals: readonly ClassTotal[]
}

/** Voters with claims of a class that vote (amount above nothing, touched by the plan), and the sum of those claims. */
export interface ClassTotal {
  readonly class: string
  readonly heads: number
  readonly amount: number
}

/** `meeting.proxy`: a proxy's authority was handed in or revoked. */
export interface ProxyEvent extends EventHead {
  readonly proxy: VotingProxy
  readonly revoked: boolean
  /** Digest of the letter of authority. */
  readonly letter: string
}

// ——— at the meeting ———

/** A session's public key. Ed25519: 32 bytes raw. P-256: the uncompressed point, 65 bytes raw, signatures r ‖ s (64 bytes) over SHA-256, as WebCrypto gives them. */
export interface SessionKey {
  readonly algorithm: 'Ed25519' | 'P-256'
  readonly key: string
}

/** What the new session signs at sign-in, to show that it holds the secret key. */
export interface SignInStatement {
  readonly v: 1
  readonly meeting: string
  /** Label of who signs in: a voter, a joint holder, a proxy. */
  readonly person: string
  /** Null at the desk: somebody present in the room without a device, who votes on paper. */
  readonly key: SessionKey | null
  /** Drawn by the server for this sign-in: 32 hexadecimal digits or more. */
  readonly challenge: string
}

/** `meeting.sign-in`: somebody's identity was checked and a session key bound to the label. Being present follows from it when the rules say so. */
export interface SignIn extends EventHead {
  /** Names the session, unique in the meeting. */
  readonly session: string
  readonly statement: SignInStatement
  /** The session's signature over `signInMessage(statement)`; null where there is no key. */
  readonly signature: string | null
  readonly identity: {
    /** How it was checked: `account` (verified account), `document` (identity document seen), `face`, `lawyer` (licence and letter). */
    readonly method: 'account' | 'document' | 'face' | 'lawyer'
    /** The way on which the one-time code went. */
    readonly code: 'sms' | 'mail' | 'letter' | 'desk'
    /** Staff who checked, where a person did. */
    readonly checkedBy?: string
  }
}

/** `meeting.opened`: from this entry on ballots on these resolutions count. A resolution is opened once and closed once. */
export interface Opened extends EventHead {
  readonly resolutions: readonly string[]
  /** Version of the list of voters that is voted with. */
  readonly eligibility: number
  readonly by: string
}

/** What is voted. For a vote from a session these are the words that the session signs (`voteMessage`). */
export interface BallotStatement {
  readonly v: 1
  readonly meeting: string
  readonly resolution: string
  /** `subjectDigest` of the resolution as the voter saw it. */
  readonly subject: string
  /** Label of the voter. */
  readonly voter: string
  /** Label of who acts: the voter, a joint holder, a proxy. */
  readonly castBy: string
  readonly choice: Choice
  /** Split vote: choice by claim; claims not named follow `choice`. */
  readonly byClaim?: Readonly<Record<string, Choice>>
  /** 1 for the voter's first ballot on the resolution, then one more each. */
  readonly sequence: number
  /** `statementDigest` of the ballot before, null for the first. So a ballot can neither be dropped from the chain nor played again, and of two devices the second must have seen the first. */
  readonly previous: string | null
  /** 32 random hexadecimal digits or more: a digest of the statement tells nothing of it. */
  readonly nonce: string
}

/** `ballot.vote`: a vote signed by a session. */
export interface VoteEvent extends EventHead {
  readonly session: string
  readonly statement: BallotStatement
  readonly signature: string
}

/** What one person read off a paper ballot. */
export interface PaperReading {
  readonly by: string
  readonly choice: Choice
  readonly byClaim?: Readonly<Record<string, Choice>>
}

/** `ballot.paper`: a paper ballot, read by two persons independently; both readings must be equal. */
export interface PaperEvent extends EventHead {
  readonly statement: BallotStatement
  readonly readings: readonly [PaperReading, PaperReading]
  /** Digest of the scanned sheet. */
  readonly sheet: string
}

/** `ballot.carried`: a vote given before the reorganisation that carries over because the plan did not change for the worse. Recorded before the opening; a vote at the meeting replaces it. */
export interface CarriedEvent extends EventHead {
  readonly statement: BallotStatement
  /** When it was given. */
  readonly givenAt: Instant
  /** What the voter got under the plan that was voted on before, and gets under this one. */
  readonly before: Treatment
  readonly after: Treatment
  /** Digest of the pre-vote's document. */
  readonly document: string
}

/** All ballots of the resolutions since their opening, carried ones included, in the order of the journal: RFC 6962 root over the bytes of their entries (`entryBytes`). */
export interface BallotList {
  readonly count: number
  readonly root: string
}

/** `meeting.closed`: ballots on these resolutions after this entry do not count. Written when every earlier ballot is sealed, so it can name them all. */
export interface Closed extends EventHead {
  readonly resolutions: readonly string[]
  readonly ballots: BallotList
  /** `time`: the announced hour; `chair`: the chair closed; `complete`: all have voted. */
  readonly reason: 'time' | 'chair' | 'complete'
  readonly by: string
}

// ——— after the meeting ———

/** The result of a resolution, with the classes of the first vote where it is a second one. */
export interface ResultOf extends ResolutionResult {
  /** Set on a second vote: first and second vote taken together, class by class. */
  readonly together?: { readonly first: string; readonly classes: readonly ClassResult[]; readonly passed: boolean }
}

/** `meeting.result`: the result as announced. */
export interface ResultEvent extends EventHead {
  readonly results: readonly ResultOf[]
  /** Voters present (by the meeting's rules, for any resolution), and of how many. */
  readonly attendance: { readonly present: number; readonly listed: number }
  /** The two who counted. */
  readonly countedBy: readonly [string, string]
}

/** `meeting.result-notice`: the result was told to voters, within three days of a meeting held off site. */
export interface ToldEvent extends EventHead {
  readonly sent: readonly { readonly label: string; readonly sentOn: PlainDate; readonly receivedOn?: PlainDate }[]
}

/** `meeting.minutes`: the signed minutes, by digest of the file. */
export interface MinutesEvent extends EventHead {
  readonly sha256: string
  readonly signedBy: readonly string[]
}

/** `meeting.objection`: somebody asked the court to revoke a resolution. */
export interface ObjectionEvent extends EventHead {
  readonly from: string
  readonly resolutions: readonly string[]
  readonly filedOn: PlainDate
  /** Digest of the application. */
  readonly document: string
}

export type MeetingEvent =
  | { readonly kind: typeof KINDS.notice; readonly body: MeetingNotice }
  | { readonly kind: typeof KINDS.eligibility; readonly body: Eligibility }
  | { readonly kind: typeof KINDS.proxy; readonly body: ProxyEvent }
  | { readonly kind: typeof KINDS.signIn; readonly body: SignIn }
  | { readonly kind: typeof KINDS.opened; readonly body: Opened }
  | { readonly kind: typeof KINDS.vote; readonly body: VoteEvent }
  | { readonly kind: typeof KINDS.paper; readonly body: PaperEvent }
  | { readonly kind: typeof KINDS.carried; readonly body: CarriedEvent }
  | { readonly kind: typeof KINDS.closed; readonly body: Closed }
  | { readonly kind: typeof KINDS.result; readonly body: ResultEvent }
  | { readonly kind: typeof KINDS.told; readonly body: ToldEvent }
  | { readonly kind: typeof KINDS.minutes; readonly body: MinutesEvent }
  | { readonly kind: typeof KINDS.objection; readonly body: ObjectionEvent }

// ——— the record file ———

/**
 * How much a record shows. `public`: bodies of `PUBLIC_KINDS`, and of every ballot its label, resolution and sequence. `pseudonymous` (for the creditors): every body and
 * every `Right`, nobody's name. `full` (for the court): names too.
 */
export type Disclosure = 'public' | 'pseudonymous' | 'full'

/** First line of a record file (JSON lines, UTF-8). Everything after it is proved to lead to its checkpoint. */
export interface RecordHeader {
  readonly line: 'header'
  readonly v: 1
  readonly format: 'yingshang/meeting-record'
  readonly disclosure: Disclosure
  readonly meeting: string
  /** The signed checkpoint of the journal, verbatim. */
  readonly checkpoint: string
}

/**
 * Begins a stretch of consecutive entries of the log: `[from, to)`. From the complete subtrees to its left (`frontier`) and its entries the root of the tree of `to` follows,
 * and `proof` shows that the checkpoint's tree continues it (RFC 6962 consistency proof; empty when `to` is the checkpoint's size). From the first `meeting.opened` to the
 * last `meeting.closed` the record is one stretch, so that no entry in between can be left out.
 */
export interface StretchLine {
  readonly line: 'stretch'
  readonly from: number
  readonly to: number
  /** Base64; hashes of `rangeNodes({ start: 0, end: from })`. */
  readonly frontier: readonly string[]
  readonly proof: readonly string[]
}

/** One entry of the log. An entry of something else than this meeting has index, kind and digest only. */
export interface EntryLine {
  readonly line: 'entry'
  readonly index: number
  readonly kind: string
  readonly digest: string
  /** True for an entry of this meeting. */
  readonly own?: true
  /** Salt and body: where the record shows it. */
  readonly salt?: string
  readonly body?: unknown
  /** Of ballots in a public record. */
  readonly ballot?: BallotSummary
  /** On the last entry of 256 (index ≡ 255): the stored hash of the subtree over them, in base64, so that a false entry is found within its 256. */
  readonly tile?: string
}

/** What the public sees of a ballot. */
export interface BallotSummary {
  readonly voter: string
  readonly resolution: string
  readonly sequence: number
}

/** Opening of a voter's right in a version of the list; stands after the entry of that list. */
export interface RightLine {
  readonly line: 'right'
  readonly version: number
  readonly salt: string
  readonly content: Right
}

/** Opening of a voter's person; only in full records. */
export interface PersonLine {
  readonly line: 'person'
  readonly version: number
  readonly salt: string
  readonly content: Person
}

/** Last line: how many lines came before it. A file that was cut off has none. */
export interface EndLine {
  readonly line: 'end'
  readonly lines: number
}

export type RecordLine = RecordHeader | StretchLine | EntryLine | RightLine | PersonLine | EndLine
