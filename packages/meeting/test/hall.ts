/** A meeting hall for tests: voters, sessions with real keys, a real log, receipts and record files. Deterministic. */
import { type Choice, MAJORITIES, type MeetingRules, type VotingClaim, type Proxy as VotingProxy } from '@yingshang/ballot'
import {
  type Checkpoint,
  contentDigest,
  type Entry,
  ed25519Signer,
  entryBytes,
  formatReceipt,
  fromHex,
  leafHash,
  MemoryTree,
  signCheckpoint,
  type Trust,
  toBase64,
  toHex,
  trustKey,
  utf8,
} from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import {
  applyEvent,
  attendance,
  BALLOT_KINDS,
  type BallotStatement,
  ballotList,
  classTotals,
  type Disclosure,
  type EventKind,
  KINDS,
  type MeetingEvent,
  type MeetingNotice,
  type MeetingState,
  NOTICE_RULES,
  noMeeting,
  openRight,
  type Person,
  personDigest,
  type RecordSource,
  type ResolutionText,
  type Right,
  recordLines,
  resultsOf,
  rightDigest,
  type SessionSigner,
  type SignatureJob,
  seedSigner,
  signInMessage,
  voteMessage,
} from '../src/index.ts'
import { sessionVerifier } from '../src/node.ts'

export const hashing = nodeCrypto
const ORIGIN = 'example.cn/journal'
const signer = ed25519Signer(nodeCrypto, ORIGIN, new Uint8Array(32).fill(7))
export const trust: Trust = trustKey(ORIGIN, signer.key)
const verify = sessionVerifier()
export const verifySignatures = (jobs: readonly SignatureJob[]) => jobs.map((j) => verify(j.key, j.message, j.signature))

/** Pseudo-random bytes by name: the same in every run. */
export const bytesFor = (name: string) => nodeCrypto.sha256(utf8(name))
const hexFor = (name: string) => toHex(bytesFor(name))

export interface Stored {
  readonly kind: string
  digest: string
  readonly own?: { salt: string; body: object }
}

export const ORDINARY: ResolutionText = {
  id: 'r1',
  title: '债务人财产管理方案',
  text: '同意管理人提出的财产管理方案。',
  majority: 'ordinary',
}
export const PLAN: ResolutionText = {
  id: 'r2',
  title: '重整计划草案',
  text: '同意重整计划草案。',
  majority: 'reorganisationPlan',
  classes: ['ordinary', 'secured'],
}

export class Hall {
  readonly meeting = 'm-1'
  readonly state: MeetingState = noMeeting()
  readonly log: Stored[] = []
  readonly rights = new Map<string, Right>()
  readonly sessions = new Map<string, SessionSigner>()
  /** Minutes since 09:00 in China; moved by hand, also backwards. */
  minute = 0
  #salts = 0

  at(): string {
    return new Date(Date.parse('2022-09-16T01:00:00Z') + this.minute * 60_000).toISOString()
  }

  head() {
    return { v: 1, meeting: this.meeting, at: this.at() } as const
  }

  salt(): string {
    return hexFor(`salt ${this.#salts++}`)
  }

  /** Seal something without asking the rules. */
  seal(kind: string, body: object): number {
    const salt = this.salt()
    const digest = contentDigest(hashing, kind, fromHex(salt)!, body)
    if (!digest.ok) throw new Error(digest.refusal.en)
    this.log.push({ kind, digest: toHex(digest.value), own: { salt, body } })
    return this.log.length - 1
  }

  /** Somebody else's entry. */
  other(kind = 'action'): void {
    this.log.push({ kind, digest: hexFor(`other ${this.log.length}`) })
  }

  /** Apply and seal; throws when the rules refuse. */
  do(kind: EventKind, body: object): number {
    const refused = this.try(kind, body)
    if (refused.length > 0) throw new Error(`${kind}: ${refused.join()}`)
    return this.log.length - 1
  }

  /** Apply, and seal when it is not refused. Codes of the refusals. */
  try(kind: EventKind, body: object): readonly string[] {
    const refused = applyEvent(hashing, this.state, { kind, body } as unknown as MeetingEvent)
    if (refused.length === 0) this.seal(kind, body)
    return refused.map((r) => r.code)
  }

  notice(more: Partial<MeetingNotice> = {}, rules: Partial<MeetingRules> = {}): object {
    return {
      ...this.head(),
      version: (this.state.notice?.version ?? 0) + 1,
      title: '第一次债权人会议',
      mode: 'on-site',
      givenOn: '2022-09-01',
      heldOn: '2022-09-16',
      noticeRule: NOTICE_RULES.statute,
      agenda: [{ id: 'a1', title: '表决', resolution: 'r1' }],
      resolutions: [ORDINARY],
      majorities: MAJORITIES,
      window: { opensAt: '2022-09-16T01:00:00Z', closesAt: '2022-09-16T02:00:00Z' },
      rules: { present: 'vote', splitHead: 'none', changeUntilClose: true, ...rules },
      ...more,
    }
  }

  right(label: string, claims: readonly Partial<VotingClaim>[], jointHolders?: readonly string[]): Right {
    return {
      v: 1,
      label,
      claims: claims.map((c, i) => ({ id: `${label}-${i}`, class: 'ordinary', amount: 100, ...c })),
      ...(jointHolders === undefined ? {} : { jointHolders }),
    }
  }

  person(label: string): Person {
    return { v: 1, label, name: `债权人${label}` }
  }

  rightSalt = (label: string) => hexFor(`right ${label}`)
  personSalt = (label: string) => hexFor(`person ${label}`)

  eligibility(rights: readonly Right[]): object {
    const sorted = rights.toSorted((a, b) => (a.label < b.label ? -1 : 1))
    return {
      ...this.head(),
      version: (this.state.eligibility?.version ?? 0) + 1,
      voters: sorted.map((r) => ({
        label: r.label,
        right: rightDigest(hashing, this.rightSalt(r.label), r),
        person: personDigest(hashing, this.personSalt(r.label), this.person(r.label)),
      })),
      totals: classTotals(sorted),
    }
  }

  list(...rights: readonly Right[]): void {
    this.do(KINDS.eligibility, this.eligibility(rights))
    this.rights.clear()
    for (const right of rights) {
      this.rights.set(right.label, right)
      const found = openRight(hashing, this.state, this.rightSalt(right.label), right)
      if (found !== null) throw new Error(found.en)
    }
  }

  /** A notice, a list of voters with 100 fen each unless said otherwise, everybody signed in. */
  static async of(
    voters: readonly (string | Right)[],
    more: Partial<MeetingNotice> = {},
    rules: Partial<MeetingRules> = {},
  ): Promise<Hall> {
    const hall = new Hall()
    hall.minute = -60
    hall.do(KINDS.notice, hall.notice(more, rules))
    hall.other()
    hall.list(...voters.map((v) => (typeof v === 'string' ? hall.right(v, [{}]) : v)))
    for (const v of voters) await hall.signIn(typeof v === 'string' ? v : v.label)
    hall.minute = 0
    return hall
  }

  authority(from: string, to: string, more: Partial<VotingProxy> = {}, revoked = false): object {
    const proxy = { from, to, validFrom: '2022-09-01T00:00:00Z', validUntil: '2022-10-01T00:00:00Z', ...more }
    return { ...this.head(), proxy, revoked, letter: hexFor(`letter ${from} ${to}`) }
  }

  async signInBody(person: string, session = `s-${person}`): Promise<object> {
    const key = seedSigner(nodeCrypto, bytesFor(`key ${session}`))
    this.sessions.set(session, key)
    const statement = { v: 1, meeting: this.meeting, person, key: key.key, challenge: hexFor(`challenge ${session}`) } as const
    return {
      ...this.head(),
      session,
      statement,
      signature: toBase64(await key.sign(signInMessage(statement))),
      identity: { method: 'document', code: 'sms' },
    }
  }

  async signIn(person: string, session?: string): Promise<void> {
    this.do(KINDS.signIn, await this.signInBody(person, session))
  }

  open(...resolutions: readonly string[]): void {
    this.do(KINDS.opened, { ...this.head(), resolutions, eligibility: this.state.eligibility!.version, by: '书记员' })
  }

  statement(voter: string, choice: Choice, more: Partial<BallotStatement> = {}): BallotStatement {
    const resolution = this.state.resolutions.get(more.resolution ?? 'r1')
    const chain = resolution?.chains.get(voter)
    return {
      v: 1,
      meeting: this.meeting,
      resolution: more.resolution ?? 'r1',
      subject: resolution?.subject ?? '0'.repeat(64),
      voter,
      castBy: voter,
      choice,
      sequence: (chain?.sequence ?? 0) + 1,
      previous: chain?.digest ?? null,
      nonce: hexFor(`nonce ${this.log.length}`).slice(0, 32),
      ...more,
    }
  }

  async voteBody(
    voter: string,
    choice: Choice,
    more: Partial<BallotStatement> = {},
    session = `s-${more.castBy ?? voter}`,
  ): Promise<object> {
    const statement = this.statement(voter, choice, more)
    const signature = toBase64(await this.sessions.get(session)!.sign(voteMessage(statement)))
    return { ...this.head(), session, statement, signature }
  }

  async vote(voter: string, choice: Choice, more: Partial<BallotStatement> = {}, session?: string): Promise<number> {
    return this.do(KINDS.vote, await this.voteBody(voter, choice, more, session))
  }

  async tryVote(voter: string, choice: Choice, more: Partial<BallotStatement> = {}, session?: string): Promise<readonly string[]> {
    return this.try(KINDS.vote, await this.voteBody(voter, choice, more, session))
  }

  paperBody(voter: string, choice: Choice, by: readonly [string, string] = ['书记员', '管理人'], second: Choice = choice): object {
    const readings = [
      { by: by[0], choice },
      { by: by[1], choice: second },
    ]
    return { ...this.head(), statement: this.statement(voter, choice), readings, sheet: hexFor('sheet') }
  }

  ballots(...resolutions: readonly string[]) {
    const entries: Entry[] = this.log.flatMap(({ kind, digest, own }) => {
      const statement = (own?.body as { statement?: BallotStatement } | undefined)?.statement
      return BALLOT_KINDS.includes(kind) && statement !== undefined && resolutions.includes(statement.resolution)
        ? [{ kind, digest: fromHex(digest)! }]
        : []
    })
    return ballotList(hashing, entries)
  }

  close(...resolutions: readonly string[]): void {
    this.minute = Math.max(this.minute, 60)
    this.do(KINDS.closed, { ...this.head(), resolutions, ballots: this.ballots(...resolutions), reason: 'time', by: '书记员' })
  }

  result(): number {
    return this.do(KINDS.result, {
      ...this.head(),
      results: resultsOf(this.state),
      attendance: attendance(this.state),
      countedBy: ['书记员', '管理人'],
    })
  }

  // ——— the log ———

  tree(): MemoryTree {
    return new MemoryTree(
      hashing,
      this.log.map(({ kind, digest }) => leafHash(hashing, entryBytes({ kind, digest: fromHex(digest)! }))),
    )
  }

  checkpoint(tree = this.tree()): string {
    const checkpoint: Checkpoint = { origin: ORIGIN, size: tree.size, root: tree.root(), extensions: [] }
    return signCheckpoint(checkpoint, [signer])
  }

  receipt(index: number): string {
    const { kind, own } = this.log[index]!
    const tree = this.tree()
    const proof = tree.inclusionProof(index)
    if (!proof.ok) throw new Error(proof.refusal.en)
    return formatReceipt({
      kind,
      salt: fromHex(own!.salt)!,
      content: own!.body as never,
      index,
      hashes: proof.value,
      checkpoint: this.checkpoint(tree),
    })
  }

  source(): RecordSource {
    const tree = this.tree()
    const indexes = this.log.flatMap((e, i) => (e.own === undefined ? [] : [i]))
    const first = this.log.findIndex((e) => e.kind === KINDS.opened)
    const open = [...this.state.resolutions.values()].some((r) => r.stage === 'open')
    const last = open ? tree.size - 1 : this.log.findLastIndex((e) => e.kind === KINDS.closed)
    return {
      meeting: this.meeting,
      checkpoint: this.checkpoint(tree),
      size: tree.size,
      tree: {
        range: async (range) => ({ ok: true, value: tree.range(range) }),
        consistencyProof: async (a, b) => tree.consistencyProof(a, b),
      },
      indexes,
      window: first < 0 ? null : { first, last },
      entries: (from, to) => this.log.slice(from, to).map((entry, i) => ({ index: from + i, ...entry })),
      rights: async () => [...this.rights.values()].map((content) => ({ salt: this.rightSalt(content.label), content })),
      persons: async () => [...this.rights.keys()].map((label) => ({ salt: this.personSalt(label), content: this.person(label) })),
    }
  }

  async record(disclosure: Disclosure = 'full', source = this.source()): Promise<string[]> {
    const lines: string[] = []
    for await (const line of recordLines(source, disclosure)) lines.push(line)
    return lines
  }
}
