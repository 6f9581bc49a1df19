import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { type BallotStatement, signInMessage, voteMessage } from '@yingshang/meeting'
import { dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import { userHandlers } from '../accounts/users.ts'
import type { MeetingDetail, MyMeeting } from '../contract/meetings.ts'
import type { Role } from '../contract/session.ts'
import { clockTick } from '../matters/clock-worker.ts'
import { matterHandlers } from '../matters/handlers.ts'
import { PEOPLE } from '../matters/sample-cases.ts'
import { answerOf, SAMPLE_CALL, sampleCaller, tenInChina } from '../seed-acting.ts'
import type { Services } from '../services.ts'
import { meetingHandlers } from './handlers.ts'
import { userByLogin } from './store.ts'

/**
 * A sample meeting, held through the same handlers that the interface calls, on a clock in the past: twelve creditors, of whom eleven sign in and vote with keys of their own.
 * Each step looks whether it was taken, so that a seeding that was cut off goes on where it stopped.
 */

const YUAN = 100
const BANK = 'secured'
const CREDITORS: readonly (readonly [name: string, group: string, yuan: number])[] = [
  ['栖川农村商业银行（示例二）', BANK, 6_800_000],
  ['青禾融资租赁公司（示例）', BANK, 2_150_000],
  ['栖川市云溪区税务局（示例）', 'tax', 486_300],
  ['北桥铸造厂（示例）', 'ordinary', 1_920_000],
  ['宏远钢材经营部（示例）', 'ordinary', 1_374_500],
  ['栖川电力服务公司（示例）', 'ordinary', 812_000],
  ['明泰模具厂（示例）', 'ordinary', 655_800],
  ['顺达物流站（示例）', 'ordinary', 402_600],
  ['康宁劳保用品店（示例）', 'ordinary', 96_400],
  ['云溪建筑队（示例）', 'ordinary', 738_000],
  ['立信检测所（示例）', 'ordinary', 58_000],
  ['东岭机电商行（示例）', 'ordinary', 245_700],
]
/** By creditor, for each of the two items; the last creditor stays away. */
const VOTES = ['ff', 'ff', 'fa', 'ff', 'fo', 'ff', 'ff', 'of', 'ff', 'fo', 'ff', ''] as const
const CHOICES = { f: 'for', o: 'against', a: 'abstain' } as const

const AGENDA = [
  { title: '管理人执行职务的工作报告', body: '管理人报告接管财产、调查债权债务的情况，并回答询问。', resolution: null },
  {
    title: '债务人财产管理方案',
    body: '厂房和设备由管理人委托专人看管，看管费用每月不超过二万元，列入破产费用。',
    resolution: { subject: 'management', majority: 'ordinary' },
  },
  {
    title: '破产财产变价方案',
    body: '厂房、土地使用权和生产线以网络拍卖方式整体变价，流拍的，降价幅度每次不超过百分之二十。',
    resolution: { subject: 'realisation', majority: 'ordinary' },
  },
]
/** Days before today: the time for filing ends 58 days before, the meeting is within fifteen days after it, the notice fifteen days before the meeting. */
const HELD = 44
const NOTICED = 61
const NUMBER = 27
const DEBTOR = { name: '栖川恒达重工有限公司', code: '91990100MA0Q3H2739' }

const tailOf = (index: number) => `0000${String(index + 1).padStart(2, '0')}`

/** Gives whether the meeting is there; false when it was stopped. */
export async function loadSampleMeeting(
  services: Services,
  administrator: { readonly id: string; readonly login: string },
  since: Date,
  stopped: () => boolean,
): Promise<boolean> {
  const { store, tenantId } = services
  let present = tenInChina(since, 90)
  const to = (ago: number) => {
    present = new Date(Math.max(present.getTime() + 1_000, tenInChina(since, ago).getTime()))
  }
  const moved: Services = { ...services, now: () => present }
  const matters = matterHandlers(moved)
  const meetings = meetingHandlers(moved)
  const users = userHandlers(moved)
  const root = sampleCaller(services, administrator.id, administrator.login, '管理员', ['administrator'])
  const account = async (login: string, name: string, roles: readonly Role[]): Promise<Caller> => {
    const known = await store.inTenant(tenantId, (tx) => userByLogin(tx, tenantId, login))
    if (known) {
      // The people of the samples are disabled when a sample is done; while they act they are not.
      await users.changeUser({ ...SAMPLE_CALL, caller: root, params: { id: known.id }, body: { disabled: false } } as never)
      return sampleCaller(services, known.id, login, name, roles)
    }
    const made = answerOf(
      await users.createUser({
        ...SAMPLE_CALL,
        params: undefined,
        caller: root,
        body: { login, displayName: name, roles: [...roles] },
      } as never),
    )
    return sampleCaller(services, (made as { id: string }).id, login, name, roles)
  }
  const { judge, clerk, receiver } = PEOPLE
  const [theJudge, theClerk, theFirm] = [
    await account(judge.login, judge.name, judge.roles),
    await account(clerk.login, clerk.name, clerk.roles),
    await account(receiver.login, receiver.name, receiver.roles),
  ]
  const creditors: Caller[] = []
  for (const [i, [name]] of CREDITORS.entries()) creditors.push(await account(`示例-债权人${i + 1}`, name, ['party']))

  const matter = await theCase()
  if (stopped()) return false
  await claims(matter)
  if (stopped()) return false
  const meeting = await called(matter)
  if (stopped()) return false
  await held(meeting)
  for (const one of [theJudge, theClerk, theFirm, ...creditors])
    await users.changeUser({ ...SAMPLE_CALL, caller: root, params: { id: one.user.id }, body: { disabled: true } } as never)
  return true

  async function theCase(): Promise<string> {
    const number = `（${dateInChina(present.toISOString()).slice(0, 4)}）云99破${NUMBER}号`
    const known = await store.inTenant(tenantId, (tx) =>
      tx.selectFrom('matter').select('id').where('tenant_id', '=', tenantId).where('number', '=', number).executeTakeFirst(),
    )
    let id = known?.id
    if (id === undefined) {
      const opened = answerOf(
        await matters.openMatter({
          ...SAMPLE_CALL,
          params: undefined,
          caller: theClerk,
          body: {
            procedure: 'bankruptcy-case',
            action: 'open',
            as: 'clerk',
            values: {
              kind: 'liquidation',
              debtorName: DEBTOR.name,
              debtorCode: DEBTOR.code,
              caseNumber: number,
              acceptedOn: dateInChina(present.toISOString()),
              administrator: '栖川明诚清算事务所',
            },
          },
        } as never),
      )
      id = (opened as { matter: { summary: { id: string } } }).matter.summary.id
    }
    const parties = await store.inTenant(tenantId, (tx) =>
      tx.selectFrom('matter_party').select(['user_id', 'role']).where('tenant_id', '=', tenantId).where('matter_id', '=', id).execute(),
    )
    const wanted: [Caller, string][] = [
      [theJudge, 'judge'],
      [theClerk, 'clerk'],
      // Whoever looks at the product first can go on with the case.
      [root, 'judge'],
      [root, 'clerk'],
      [theFirm, 'administrator'],
      ...creditors.map((one): [Caller, string] => [one, 'creditor']),
    ]
    for (const [who, role] of wanted)
      if (!parties.some((p) => p.user_id === who.user.id && p.role === role))
        await matters.addParty({
          ...SAMPLE_CALL,
          caller: root,
          params: { id },
          body: { login: who.user.login, role, from: dateInChina(present.toISOString()) },
        } as never)
    return id
  }

  async function seqOf(id: string): Promise<number> {
    const row = await store.inTenant(tenantId, (tx) =>
      tx.selectFrom('matter').select('seq').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirstOrThrow(),
    )
    return row.seq
  }

  async function take(id: string, who: Caller, action: string, values: object): Promise<string> {
    const taken = answerOf(
      await matters.takeAction({
        ...SAMPLE_CALL,
        caller: who,
        params: { id },
        body: { action, values, expectedSeq: await seqOf(id) },
      } as never),
    )
    return (taken as { id: string }).id
  }

  async function claims(id: string): Promise<void> {
    const done = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('matter_action')
        .select(['id', 'action', 'user_id', 'body'])
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', id)
        .orderBy('seq')
        .execute(),
    )
    to(88)
    if (!done.some((a) => a.action === 'announce'))
      await take(id, theClerk, 'announce', { announcedOn: dateInChina(present.toISOString()), filingDays: 30 })
    for (const [i, [name, group, yuan]] of CREDITORS.entries()) {
      to(80 - i)
      const own = done.find((a) => a.action === 'file-claim' && a.user_id === creditors[i]!.user.id)
      const claim =
        own?.id ??
        (await take(id, creditors[i]!, 'file-claim', {
          creditorName: name,
          claimClass: group,
          principal: yuan * YUAN,
          interest: 0,
          otherAmount: 0,
          basis: '合同价款未付，附对账单。',
        }))
      const reviewed = done.some((a) => a.action === 'review-claim' && (a.body as { values?: { claim?: string } }).values?.claim === claim)
      if (!reviewed) await take(id, theFirm, 'review-claim', { claim, outcome: 'confirmed', confirmed: yuan * YUAN })
    }
  }

  async function called(matterId: string): Promise<string> {
    const known = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('meeting')
        .select(['id', 'status'])
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', matterId)
        .executeTakeFirst(),
    )
    to(NOTICED)
    const id =
      known?.id ??
      (
        answerOf(
          await meetings.createMeeting({
            ...SAMPLE_CALL,
            caller: theClerk,
            params: { id: matterId },
            body: {
              kind: 'first',
              title: `${DEBTOR.name}第一次债权人会议`,
              startsAt: tenInChina(since, HELD).toISOString(),
              proposal: { by: 'court' },
              chairName: CREDITORS[3]![0],
              recorderLogin: clerk.login,
              agenda: AGENDA,
            },
          } as never),
        ) as MeetingDetail
      ).id
    if (known && known.status !== 'draft') return id
    const { items } = answerOf(
      await meetings.listVoters({ ...SAMPLE_CALL, caller: theClerk, params: { id }, query: { limit: 200 } } as never),
    )
    for (const voter of items)
      if (!voter.identityKnown)
        await meetings.linkVoter({
          ...SAMPLE_CALL,
          caller: theClerk,
          params: { id, voter: voter.id },
          body: { identity: tailOf(CREDITORS.findIndex(([name]) => name === voter.name)) },
        } as never)
    const shown = answerOf(await meetings.getMeeting({ ...SAMPLE_CALL, caller: theJudge, params: { id } } as never)) as MeetingDetail
    await meetings.callMeeting({
      ...SAMPLE_CALL,
      caller: theJudge,
      params: { id },
      body: { version: shown.version, noticeOn: dateInChina(present.toISOString()), expectedSeq: shown.caseSeq, consent: null },
    } as never)
    return id
  }

  async function held(id: string): Promise<void> {
    const see = async () =>
      answerOf(await meetings.getMeeting({ ...SAMPLE_CALL, caller: theClerk, params: { id } } as never)) as MeetingDetail
    const step = async (body: object) =>
      meetings.directMeeting({
        ...SAMPLE_CALL,
        caller: theClerk,
        params: { id },
        body: { ...body, version: (await see()).version },
      } as never)
    to(HELD)
    // The time for filing ended meanwhile; an opening or closing that was cut off is finished.
    await clockTick(moved, services.log)
    let meeting = await see()
    if (meeting.status === 'called') await step({ step: 'open' })
    meeting = await see()
    const items = meeting.agenda.filter((i) => i.resolution !== null).map((i) => i.id)
    const planned = meeting.agenda.filter((i) => i.resolution !== null && i.status === 'planned').map((i) => i.id)
    if (meeting.status === 'open') {
      if (planned.length > 0) {
        await step({ step: 'announce', body: '请各位债权人就两项方案表决，截止前可以更改。' })
        await step({ step: 'openVoting', items: planned, minutes: null })
      }
      const voting = (await see()).agenda.filter((i) => i.status === 'voting').map((i) => i.id)
      for (const [i, votes] of VOTES.entries()) {
        to(HELD)
        if (votes !== '' && voting.length > 0) await attend(id, i, votes, items, voting)
      }
      if (voting.length > 0) await step({ step: 'closeVoting', items: voting })
      to(HELD)
      await step({ step: 'close' })
    }
    to(HELD - 1)
    meeting = await see()
    if (meeting.minutes === null)
      await meetings.makeMinutes({
        ...SAMPLE_CALL,
        caller: theClerk,
        params: { id },
        body: { version: meeting.version, remarks: '' },
      } as never)
    for (const who of [theJudge, theClerk]) {
      const { minutes } = await see()
      if (minutes && (minutes.chairApprovedAt === null || minutes.recorderApprovedAt === null))
        await meetings.approveMinutes({ ...SAMPLE_CALL, caller: who, params: { id }, body: { sha256: minutes.sha256 } } as never)
    }
    meeting = await see()
    if (meeting.resultNotice?.sentOn === null)
      await meetings.sendResultNotice({
        ...SAMPLE_CALL,
        caller: theFirm,
        params: { id },
        body: { version: meeting.version, sentOn: dateInChina(present.toISOString()), expectedSeq: meeting.caseSeq },
      } as never)
  }

  /** One creditor signs in and votes, as the page does it. */
  async function attend(id: string, index: number, votes: string, items: readonly string[], voting: readonly string[]): Promise<void> {
    const who = creditors[index]!
    const own = { name: CREDITORS[index]![0], identity: tailOf(index) }
    const made = await meetings.makeCodes({
      ...SAMPLE_CALL,
      caller: theClerk,
      params: { id },
      body: { logins: [who.user.login], hours: 1 },
    } as never)
    const { code } = answerOf(made).items[0]!
    const checked = answerOf(
      await meetings.checkIdentity({ ...SAMPLE_CALL, caller: who, params: { id }, body: { ...own, wantCode: false } } as never),
    ) as { challenge: string; person: string }
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')
    const statement = {
      v: 1 as const,
      meeting: id,
      person: checked.person,
      key: { algorithm: 'Ed25519' as const, key },
      challenge: checked.challenge,
    }
    const signed = answerOf(
      await meetings.signInToMeeting({
        ...SAMPLE_CALL,
        caller: who,
        params: { id },
        body: { ...own, code, statement, signature: signature(privateKey, signInMessage(statement)) },
      } as never),
    ) as { session: string; mine: MyMeeting }
    const mine = signed.mine.voters.find((v) => v.capacity === 'self')!
    const ballots = items.flatMap((item, i) => {
      if (!voting.includes(item) || mine.votes.some((v) => v.item === item)) return []
      const ballot: BallotStatement = {
        v: 1,
        meeting: id,
        resolution: item,
        subject: signed.mine.subjects[item]!,
        voter: mine.label,
        castBy: mine.label,
        choice: CHOICES[votes[i] as keyof typeof CHOICES],
        sequence: 1,
        previous: null,
        nonce: randomBytes(16).toString('hex'),
      }
      return [{ statement: ballot, signature: signature(privateKey, voteMessage(ballot)) }]
    })
    if (ballots.length > 0)
      await meetings.castVotes({ ...SAMPLE_CALL, caller: who, params: { id }, body: { session: signed.session, ballots } } as never)
  }
}

const signature = (key: KeyObject, message: Uint8Array) => sign(null, message, key).toString('base64')
