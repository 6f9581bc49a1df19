/**
 * The shapes of events and lines, checked before anything is made of them: a record is read from strangers' hands, and a member that is misspelt, added or of another type is
 * named by JSON pointer.
 */
import { fromBase64 } from '@yingshang/journal'
import {
  dictionary,
  either,
  exactly,
  type Fault,
  flag,
  hash,
  list,
  matching,
  nothing,
  record,
  type Shape,
  text,
  whole,
} from '@yingshang/journal/shape'
import { isDate, isInstant } from '@yingshang/time'
import { KINDS } from './model.ts'

/** Labels, ids of resolutions, claims, classes and sessions: printable, without spaces at the ends. */
const id = matching(/^[^\s\p{Cc}](?:[^\p{Cc}]{0,126}[^\s\p{Cc}])?$/u, 'an id of at most 128 characters')
const moment: Shape = (value, at) => (isInstant(value) ? null : { at, what: 'an instant with Z is expected' })
const day: Shape = (value, at) => (isDate(value) ? null : { at, what: 'a date YYYY-MM-DD is expected' })
const nonce = matching(/^[0-9a-f]{32,128}$/, 'at least 32 hexadecimal digits')
const bytes =
  (length: number): Shape =>
  (value, at) =>
    typeof value === 'string' && fromBase64(value)?.length === length ? null : { at, what: `${length} bytes in base64 are expected` }
const fen = whole(0)
const optional = (shape: Shape): Shape => either(nothing, shape)
const choice = either(exactly('for'), exactly('against'), exactly('abstain'))
const among = (...words: readonly string[]): Shape => either(...words.map((word) => exactly(word)))
const pair: Shape = (value, at) =>
  Array.isArray(value) && value.length === 2 ? list(id)(value, at) : { at, what: 'exactly two are expected' }

const head = { v: exactly(1), meeting: id, at: moment }

const threshold = record({ part: whole(1), of: whole(1), over: flag })
const classRule = record({
  class: id,
  heads: optional(threshold),
  amount: threshold,
  amountAmong: among('all', 'present'),
  source: text,
  verified: flag,
})
const majority = record({
  id,
  version: text,
  effectiveFrom: day,
  zh: text,
  en: text,
  source: text,
  heads: threshold,
  amount: threshold,
  counting: among('together', 'byClass'),
  securedExcluded: flag,
  secondVote: among('classes', 'everybody', 'none'),
  'classRules?': list(classRule),
})
const test = record({ threshold, reached: fen, base: fen, passed: flag })
const count = record({ heads: fen, amount: fen })
const classResult = record({
  class: optional(id),
  entitled: count,
  present: fen,
  signedIn: fen,
  voted: fen,
  for: count,
  against: count,
  abstain: count,
  undecidedHeads: fen,
  headsTest: optional(test),
  amountTest: test,
  passed: flag,
})
const resolutionResult = { resolution: id, majority: id, classes: list(classResult), passed: flag }
const resolution = record({
  id,
  title: text,
  text,
  majority: id,
  'classes?': list(id, 1),
  'papers?': list(record({ title: text, sha256: hash })),
  'revoteOf?': id,
  'first?': record(resolutionResult),
})
const notice = record({
  ...head,
  version: whole(1),
  title: text,
  mode: among('on-site', 'non-site'),
  givenOn: day,
  heldOn: day,
  noticeRule: record({
    id: among('statute', 'fastTrack'),
    days: fen,
    contentDays: fen,
    needsConsent: flag,
    source: text,
    verified: flag,
  }),
  'consent?': hash,
  'contentGivenOn?': day,
  agenda: list(record({ id, title: text, 'resolution?': id })),
  resolutions: list(resolution),
  majorities: list(majority),
  window: record({ opensAt: moment, closesAt: moment }),
  rules: record({ present: among('signIn', 'vote'), splitHead: among('none', 'largerAmount'), changeUntilClose: flag }),
})
const eligibility = record({
  ...head,
  version: whole(1),
  voters: list(record({ label: id, right: hash, person: hash })),
  totals: list(record({ class: id, heads: fen, amount: fen })),
})
const proxy = record({
  ...head,
  proxy: record({
    from: id,
    to: id,
    validFrom: moment,
    validUntil: moment,
    'resolutions?': list(id),
    'instructions?': dictionary(choice),
  }),
  revoked: flag,
  letter: hash,
})
const key = either(record({ algorithm: exactly('Ed25519'), key: bytes(32) }), record({ algorithm: exactly('P-256'), key: bytes(65) }))
const signIn = record({
  ...head,
  session: id,
  statement: record({ v: exactly(1), meeting: id, person: id, key: optional(key), challenge: nonce }),
  signature: optional(bytes(64)),
  identity: record({
    method: among('account', 'document', 'face', 'lawyer'),
    code: among('sms', 'mail', 'letter', 'desk'),
    'checkedBy?': id,
  }),
})
const opened = record({ ...head, resolutions: list(id, 1), eligibility: whole(1), by: id })
const ballotStatement = record({
  v: exactly(1),
  meeting: id,
  resolution: id,
  subject: hash,
  voter: id,
  castBy: id,
  choice,
  'byClaim?': dictionary(choice),
  sequence: whole(1),
  previous: optional(hash),
  nonce,
})
const vote = record({ ...head, session: id, statement: ballotStatement, signature: bytes(64) })
const reading = record({ by: id, choice, 'byClaim?': dictionary(choice) })
const readings: Shape = (value, at) =>
  Array.isArray(value) && value.length === 2 ? list(reading)(value, at) : { at, what: 'exactly two readings are expected' }
const paper = record({ ...head, statement: ballotStatement, readings, sheet: hash })
const treatment = record({ voter: id, paid: fen, lastPaymentOn: day })
const carried = record({ ...head, statement: ballotStatement, givenAt: moment, before: treatment, after: treatment, document: hash })
const closed = record({
  ...head,
  resolutions: list(id, 1),
  ballots: record({ count: fen, root: hash }),
  reason: among('time', 'chair', 'complete'),
  by: id,
})
const result = record({
  ...head,
  results: list(record({ ...resolutionResult, 'together?': record({ first: id, classes: list(classResult), passed: flag }) }), 1),
  attendance: record({ present: fen, listed: fen }),
  countedBy: pair,
})
const told = record({ ...head, sent: list(record({ label: id, sentOn: day, 'receivedOn?': day }), 1) })
const minutes = record({ ...head, sha256: hash, signedBy: list(text, 1) })
const objection = record({ ...head, from: id, resolutions: list(id, 1), filedOn: day, document: hash })

const EVENTS: Readonly<Record<string, Shape>> = {
  [KINDS.notice]: notice,
  [KINDS.eligibility]: eligibility,
  [KINDS.proxy]: proxy,
  [KINDS.signIn]: signIn,
  [KINDS.opened]: opened,
  [KINDS.vote]: vote,
  [KINDS.paper]: paper,
  [KINDS.carried]: carried,
  [KINDS.closed]: closed,
  [KINDS.result]: result,
  [KINDS.told]: told,
  [KINDS.minutes]: minutes,
  [KINDS.objection]: objection,
}

/** Whether a kind is one of a meeting's events. */
export const isEventKind = (kind: string): boolean => Object.hasOwn(EVENTS, kind)

/** The first fault of an event's body, or null. */
export function eventFault(kind: string, body: unknown): Fault | null {
  const shape = Object.hasOwn(EVENTS, kind) ? EVENTS[kind] : undefined
  return shape === undefined ? { at: '', what: `${kind} is no event of a meeting` } : shape(body, '')
}

const right = record({
  v: exactly(1),
  label: id,
  claims: list(record({ id, class: id, amount: fen, 'provisional?': flag, 'keepsPriority?': flag, 'unaffected?': flag })),
  'jointHolders?': list(id, 1),
})
const person = record({ v: exactly(1), label: id, name: text, 'number?': text })
const node = bytes(32)

const LINES: Readonly<Record<string, Shape>> = {
  header: record({
    line: text,
    v: exactly(1),
    format: exactly('yingshang/meeting-record'),
    disclosure: among('public', 'pseudonymous', 'full'),
    meeting: id,
    checkpoint: text,
  }),
  stretch: record({ line: text, from: fen, to: whole(1), frontier: list(node), proof: list(node) }),
  entry: record({
    line: text,
    index: fen,
    kind: text,
    digest: hash,
    'own?': (value, at) => (value === true ? null : { at, what: 'true is expected' }),
    'salt?': hash,
    'body?': () => null,
    'ballot?': record({ voter: id, resolution: id, sequence: whole(1) }),
    'tile?': node,
  }),
  right: record({ line: text, version: whole(1), salt: hash, content: right }),
  person: record({ line: text, version: whole(1), salt: hash, content: person }),
  end: record({ line: text, lines: whole(1) }),
}

/** The first fault of a line of a record file, or null. Bodies of entries are checked apart (`eventFault`). */
export function lineFault(value: unknown): Fault | null {
  const kind = (value as { line?: unknown } | null)?.line
  const shape = typeof kind === 'string' && Object.hasOwn(LINES, kind) ? LINES[kind] : undefined
  return shape === undefined ? { at: '/line', what: 'a line of a record is expected' } : shape(value, '')
}
