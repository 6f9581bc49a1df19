import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { nodeCrypto } from '@yingshang/journal/node'
import { type BallotStatement, signInMessage, statementDigest, voteMessage } from '@yingshang/meeting'
import type { MyMeeting, VoteOutcome } from '../src/contract/meetings.ts'
import type { Answer, Person, TestServer } from './running-server.ts'

/** A case with creditors, a meeting of it, and people who take part with browsers of their own. */

export const CREDITORS = [
  { login: 'bank', name: '澄江农村商业银行', tail: '00000A', class: 'secured', amount: 5_000_000_00 },
  { login: 'supplier', name: '鼎盛物资经营部', tail: '11111B', class: 'ordinary', amount: 3_000_000_00 },
  { login: 'carrier', name: '南桥运输队', tail: '22222C', class: 'ordinary', amount: 2_000_000_00 },
  { login: 'factory', name: '青禾包装厂', tail: '33333D', class: 'ordinary', amount: 1_000_000_00 },
] as const

export interface Cast {
  readonly server: TestServer
  readonly judge: Person
  readonly clerk: Person
  readonly firm: Person
  readonly creditors: Readonly<Record<string, Person>>
}

export const dayOf = (server: TestServer, ahead = 0) =>
  new Date(server.clock.now().getTime() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)

export async function aCast(server: TestServer): Promise<Cast> {
  const creditors: Record<string, Person> = {}
  for (const { login } of CREDITORS) creditors[login] = await server.user(login, 'party')
  return {
    server,
    judge: await server.user('judge', 'judge'),
    clerk: await server.user('clerk', 'clerk'),
    firm: await server.user('firm', 'party'),
    creditors,
  }
}

let cases = 0
/** A case whose claims are filed and confirmed. */
export async function aCase({ server, judge, clerk, firm, creditors }: Cast): Promise<string> {
  cases++
  const opened = await clerk.json('POST', '/api/matters', {
    procedure: 'bankruptcy-case',
    action: 'open',
    as: 'clerk',
    values: {
      kind: 'liquidation',
      debtorName: `青禾机械第${cases}有限公司`,
      debtorCode: '91350100M000100Y43',
      caseNumber: `（2022）鲁04破${cases}号`,
      acceptedOn: dayOf(server),
      administrator: '澄江清算事务所',
    },
  })
  const id = opened.matter.summary.id as string
  const parties = [['judge', 'judge'], ['firm', 'administrator'], ...CREDITORS.map((c) => [c.login, 'creditor'])]
  for (const [login, role] of parties) await clerk.json('POST', `/api/matters/${id}/parties`, { login, role })
  const seq = async () => (await judge.json('GET', `/api/matters/${id}/claims`)).seq as number
  const take = async (who: Person, action: string, values: object) =>
    who.json('POST', `/api/matters/${id}/actions`, { action, values, expectedSeq: await seq() })
  await take(clerk, 'announce', { announcedOn: dayOf(server), filingDays: 30 })
  for (const c of CREDITORS) {
    const filed = await take(creditors[c.login]!, 'file-claim', {
      creditorName: c.name,
      claimClass: c.class,
      principal: c.amount,
      interest: 0,
      otherAmount: 0,
      basis: '买卖合同货款未付',
    })
    await take(firm, 'review-claim', { claim: filed.id, outcome: 'confirmed', confirmed: c.amount })
  }
  return id
}

export interface Meeting {
  readonly id: string
  readonly matter: string
  readonly items: readonly string[]
}

export const ITEMS = [
  { title: '财产变价方案', body: '以拍卖方式变价。', resolution: { subject: 'realisation', majority: 'ordinary' } },
  { title: '管理人报告', body: '' },
  { title: '财产分配方案', body: '按顺序清偿。', resolution: { subject: 'distribution', majority: 'distributionPlan' } },
] as const

/** A meeting that is called and open. The clock of the server moves on to its day. */
export async function anOpenMeeting(cast: Cast, change: object = {}, agenda: readonly object[] = ITEMS): Promise<Meeting> {
  const meeting = await aCalledMeeting(cast, change, agenda)
  await openAfter(cast, meeting.id, 47)
  return meeting
}

/** Opens a called meeting after so many days. Everybody stays signed in: sessions end long before, and signing all in again meets the limit of the door. */
export async function openAfter({ server, clerk }: Cast, id: string, days: number): Promise<void> {
  server.clock.advance(days * 24 * 60)
  const owner = await server.superConnection()
  try {
    const now = server.clock.now()
    await owner.query('update session set last_seen_at = $1, expires_at = $2', [now, new Date(now.getTime() + 12 * 3_600_000)])
  } finally {
    await owner.end()
  }
  await step(clerk, id, { step: 'open' })
}

export const aCalledMeeting = async (cast: Cast, change: object = {}, agenda: readonly object[] = ITEMS): Promise<Meeting> =>
  called(cast, await aCase(cast), 47, { kind: 'first', title: '第一次债权人会议', agenda, ...change })

/** A meeting of a case, with the identities of its voters, called for a day so many days ahead. */
export async function called(
  cast: Cast,
  matter: string,
  days: number,
  { noticeOn = dayOf(cast.server), ...plan }: { readonly noticeOn?: string; readonly [more: string]: unknown },
): Promise<Meeting> {
  const { server, judge, clerk } = cast
  const made = await clerk.json('POST', `/api/matters/${matter}/meetings`, {
    startsAt: new Date(server.clock.now().getTime() + days * 86_400_000).toISOString(),
    proposal: { by: 'court' },
    chairName: '鼎盛物资经营部',
    recorderLogin: 'clerk',
    ...plan,
  })
  const { items: voters } = await clerk.json('GET', `/api/meetings/${made.id}/voters`)
  for (const voter of voters) {
    const { tail } = CREDITORS.find((c) => c.name === voter.name)!
    await clerk.json('PUT', `/api/meetings/${made.id}/voters/${voter.id}/account`, { identity: tail })
  }
  const present = await judge.json('GET', `/api/meetings/${made.id}`)
  const called = await judge.json('POST', `/api/meetings/${made.id}/call`, {
    version: present.version,
    noticeOn,
    expectedSeq: present.caseSeq,
  })
  return { id: made.id, matter, items: called.agenda.map((i: { id: string }) => i.id) }
}

/** A step of the chair on the meeting as it is. */
export async function step(who: Person, id: string, body: object): Promise<Answer['json']> {
  const { version } = await who.json('GET', `/api/meetings/${id}`)
  return who.json('POST', `/api/meetings/${id}/steps`, { version, ...body })
}

/** A browser of somebody who signed in to a meeting, with the key that it made. */
export class Browser {
  readonly person: Person
  readonly meeting: string
  readonly session: string
  readonly label: string
  readonly #key: KeyObject
  mine: MyMeeting
  constructor(person: Person, meeting: string, session: string, label: string, key: KeyObject, mine: MyMeeting) {
    this.person = person
    this.meeting = meeting
    this.session = session
    this.label = label
    this.#key = key
    this.mine = mine
  }

  /** A ballot that continues what this browser has seen. */
  ballot(item: string, choice: 'for' | 'against' | 'abstain', more: Partial<BallotStatement> = {}, voter = this.label) {
    const own = this.mine.voters.find((v) => v.label === voter)
    const head = own?.votes.find((v) => v.item === item)
    const statement: BallotStatement = {
      v: 1,
      meeting: this.meeting,
      resolution: item,
      subject: this.mine.subjects[item]!,
      voter,
      castBy: this.label,
      choice,
      sequence: (head?.sequence ?? 0) + 1,
      previous: head?.statement ?? null,
      nonce: randomBytes(16).toString('hex'),
      ...more,
    }
    return { statement, signature: sign(null, voteMessage(statement), this.#key).toString('base64') }
  }

  async send(...ballots: { statement: BallotStatement; signature: string }[]): Promise<VoteOutcome[]> {
    const { outcomes } = await this.person.json('POST', `/api/meetings/${this.meeting}/votes`, { session: this.session, ballots })
    return outcomes
  }

  async vote(item: string, choice: 'for' | 'against' | 'abstain', voter = this.label): Promise<VoteOutcome> {
    const [outcome] = await this.send(this.ballot(item, choice, {}, voter))
    await this.look()
    return outcome!
  }

  async look(): Promise<MyMeeting> {
    this.mine = await this.person.json('GET', `/api/meetings/${this.meeting}/mine`)
    return this.mine
  }
}

export const codeFor = async (clerk: Person, id: string, login: string): Promise<string> =>
  (await clerk.json('POST', `/api/meetings/${id}/codes`, { logins: [login] })).items[0].code

/** Signs a creditor in as the page does; with a code from the clerk, if none is given. */
export async function signIn(cast: Cast, id: string, login: string, given: { code?: string } = {}): Promise<Browser> {
  const person = cast.creditors[login]!
  const own = CREDITORS.find((c) => c.login === login)!
  const code = given.code ?? (await codeFor(cast.clerk, id, login))
  const checked = await person.json('POST', `/api/meetings/${id}/identity`, { name: own.name, identity: own.tail })
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const statement = {
    v: 1 as const,
    meeting: id,
    person: checked.person as string,
    key: { algorithm: 'Ed25519' as const, key: raw.toString('base64') },
    challenge: checked.challenge as string,
  }
  const signed = await person.json('POST', `/api/meetings/${id}/sign-in`, {
    name: own.name,
    identity: own.tail,
    code,
    statement,
    signature: sign(null, signInMessage(statement), privateKey).toString('base64'),
  })
  return new Browser(person, id, signed.session, statement.person, privateKey, signed.mine)
}

export const digestOf = (statement: BallotStatement) => statementDigest(nodeCrypto, statement)
