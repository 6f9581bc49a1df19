import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readForm, writeWorkbook } from '@yingshang/document'
import { parseTrust, verifyReceipt } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { verifyMeeting } from '@yingshang/meeting'
import { sessionVerifier } from '@yingshang/meeting/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VOTERS_FORM } from '../src/meetings/voter-table.ts'
import {
  aCalledMeeting,
  aCase,
  aCast,
  anOpenMeeting,
  type Cast,
  CREDITORS,
  called,
  codeFor,
  dayOf,
  type Meeting,
  openAfter,
  signIn,
  step,
} from './meeting-people.ts'
import { aServer, type TestServer } from './running-server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await aServer({ pages: false })
  cast = await aCast(server)
})
afterAll(() => server?.end())

const verifies = sessionVerifier()
async function verified(text: string) {
  const trust = parseTrust(nodeCrypto, await (await fetch(`${server.localUrl}/log/trust`)).text())
  if (!trust.ok) throw new Error(trust.refusal.en)
  return verifyMeeting(nodeCrypto, text.split('\n'), {
    trust: trust.value,
    verifySignatures: (jobs) => jobs.map((j) => verifies(j.key, j.message, j.signature)),
  })
}

/** What `yingshang meeting verify` says of a record. */
async function commandVerifies(record: string) {
  const folder = mkdtempSync(join(tmpdir(), 'meeting-record-'))
  try {
    writeFileSync(join(folder, 'record.jsonl'), record)
    writeFileSync(join(folder, 'trust.txt'), await (await fetch(`${server.localUrl}/log/trust`)).text())
    const command = ['meeting', 'verify', 'record.jsonl', '--trust', 'trust.txt', '--json']
    const main = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
    const out = await new Promise<string>((done) =>
      execFile(process.execPath, [main, ...command], { cwd: folder, maxBuffer: 1 << 26 }, (_, stdout) => done(stdout)),
    )
    return JSON.parse(out)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('preparing a meeting', () => {
  it('takes the list of voters from the claims table, with the account of each creditor', async () => {
    const { id } = await aCalledMeeting(cast)
    const { items, total, amount } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    expect(items.map((v: { name: string; login: string; amount: number }) => [v.name, v.login, v.amount])).toEqual(
      CREDITORS.map((c) => [c.name, c.login, c.amount]),
    )
    expect([total, amount]).toEqual([4, CREDITORS.reduce((s, c) => s + c.amount, 0)])
    const own = await cast.creditors.bank!.json('GET', `/api/meetings/${id}/voters`)
    expect(own.items.map((v: { name: string }) => v.name)).toEqual([CREDITORS[0].name])
  })

  it('is called fifteen days before, and shows strangers nothing', async () => {
    const matter = await aCase(cast)
    const later = (days: number) => new Date(server.clock.now().getTime() + days * 86_400_000).toISOString()
    const base = { title: '会议', proposal: { by: 'court' }, chairName: '甲', agenda: [{ title: '报告' }] }
    const made = await cast.clerk.json('POST', `/api/matters/${matter}/meetings`, { ...base, kind: 'later', startsAt: later(14) })
    const call = { version: 1, noticeOn: dayOf(server), expectedSeq: made.caseSeq }
    const short = await cast.judge.ask('POST', `/api/meetings/${made.id}/call`, call)
    expect([short.status, short.json.code]).toEqual([422, 'action.refused'])
    expect((await cast.creditors.bank!.get(`/api/meetings/${made.id}`)).status).toBe(404)
    const early = await cast.clerk.json('POST', `/api/matters/${matter}/meetings`, { ...base, kind: 'first', startsAt: later(20) })
    const tooEarly = await cast.judge.ask('POST', `/api/meetings/${early.id}/call`, { ...call, expectedSeq: early.caseSeq })
    expect(tooEarly.json.detail).toContain('债权申报期限届满')
    const clerk = await cast.clerk.ask('POST', `/api/meetings/${early.id}/call`, { ...call, expectedSeq: early.caseSeq })
    expect(clerk.status).toBe(422)
  })

  it('asks creditors who want a meeting for a quarter of all claims', async () => {
    const matter = await aCase(cast)
    const claims = (await cast.judge.json('GET', `/api/matters/${matter}/claims`)).rows as { id: string; creditor: string }[]
    const ask = (...names: string[]) =>
      cast.clerk.ask('POST', `/api/matters/${matter}/meetings`, {
        kind: 'later',
        title: '临时会议',
        startsAt: new Date(server.clock.now().getTime() + 30 * 86_400_000).toISOString(),
        proposal: { by: 'creditors', claims: claims.filter((c) => names.includes(c.creditor)).map((c) => c.id) },
        chairName: '甲',
      })
    // 2 of 11 million is less than a quarter, 3 of 11 is more.
    expect((await ask('南桥运输队')).json.code).toBe('meeting.refused')
    expect((await ask('鼎盛物资经营部')).json.proposal).toMatchObject({ amount: 3_000_000_00, total: 11_000_000_00 })
  })

  it('corrects a voter by a recorded decision, until the meeting opens', async () => {
    const { id } = await aCalledMeeting(cast)
    const { items } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    const bank = items[0]
    const correction = {
      revision: bank.revision,
      reason: '担保物评估价值为四百万元，其余部分转为普通债权',
      claims: [
        { id: `${bank.claims[0].id}-secured`, class: 'secured', amount: 4_000_000_00, keepsPriority: true },
        { id: `${bank.claims[0].id}-rest`, class: 'ordinary', amount: 1_000_000_00 },
      ],
    }
    const corrected = await cast.clerk.json('POST', `/api/meetings/${id}/voters/${bank.id}/corrections`, correction)
    expect([corrected.revision, corrected.amount]).toEqual([bank.revision + 1, 5_000_000_00])
    const twice = await cast.clerk.ask('POST', `/api/meetings/${id}/voters/${bank.id}/corrections`, correction)
    expect(twice.json).toMatchObject({ code: 'meeting.changed', version: 1 })
    const events = await server.administrator$.json('GET', `/api/events?kind=meeting.voter-corrected&subject=${id}`)
    expect(events.items[0].detail).toMatchObject({ reason: correction.reason, before: { name: bank.name } })
    expect((await cast.creditors.bank!.ask('POST', `/api/meetings/${id}/voters/${bank.id}/corrections`, correction)).json.code).toBe(
      'permission.denied',
    )
  })
})

describe('warnings while a meeting is prepared', () => {
  it('name a class without voters, a voter without contact or number, and amounts that differ from the claims table', async () => {
    const matter = await aCase(cast)
    const plan = { subject: 'reorganisationPlan', majority: 'reorganisationPlan' }
    const made = await cast.clerk.json('POST', `/api/matters/${matter}/meetings`, {
      kind: 'first',
      title: '第一次债权人会议',
      startsAt: new Date(server.clock.now().getTime() + 47 * 86_400_000).toISOString(),
      proposal: { by: 'court' },
      chairName: '鼎盛物资经营部',
      agenda: [{ title: '重整计划草案', resolution: { ...plan, classes: ['secured', 'ordinary', 'employee'] } }],
    })
    const warnings = async () => {
      const { warnings } = await cast.clerk.json('GET', `/api/meetings/${made.id}`)
      return warnings.map((w: { code: string; count: number }) => [w.code, w.count])
    }
    expect(made.warnings[0]).toMatchObject({
      code: 'class-without-voters',
      item: made.agenda[0].id,
      zh: expect.stringContaining('职工债权组'),
    })
    expect(await warnings()).toEqual([
      ['class-without-voters', 0],
      ['no-identity', 4],
    ])
    const { items: voters } = await cast.clerk.json('GET', `/api/meetings/${made.id}/voters`)
    const put = (n: number, account: object) => cast.clerk.json('PUT', `/api/meetings/${made.id}/voters/${voters[n].id}/account`, account)
    // Accounts and identities come as a workbook: an error at its cell writes nothing, a good one is written once.
    const columns = VOTERS_FORM.sheets[0]!.columns.map(({ choices: _, ...c }) => c)
    const exported = async () => {
      const reading = await readForm((await cast.clerk.bytes(`/api/meetings/${made.id}/voters/table`)).bytes, VOTERS_FORM)
      if (!reading.ok) throw new Error(reading.refusal.zh)
      return reading.sheets.voters!.rows.map((r) => ({ ...r.values }))
    }
    const send = async (rows: Record<string, string | number | null>[], dryRun: boolean, by = cast.clerk) => {
      const form = new FormData()
      const bytes = await writeWorkbook({ sheets: [{ name: '表决名单', columns, rows }] })
      form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), '名单.xlsx')
      return by.ask('POST', `/api/meetings/${made.id}/voters/table?dryRun=${dryRun}`, form)
    }
    const list = await exported()
    expect(list.map((r) => [r.name, r.known, r.identity])).toEqual(voters.map((v: { name: string }) => [v.name, '否', null]))
    const wrong = await send(
      [
        { ...list[0]!, identity: '12-34' },
        { ...list[1]!, login: 'nobody-here' },
        { ...list[2]!, login: voters[0].login },
        { ...list[3]!, id: made.id },
      ],
      false,
    )
    expect([wrong.status, wrong.json.errors.map((e: { path: string }) => e.path).sort()]).toEqual([422, ['A5', 'F3', 'F4', 'G2']])
    const filled = list.map((r, n) => (n < 3 ? { ...r, identity: CREDITORS[n]!.tail } : r))
    expect((await send(filled, true)).json).toMatchObject({ dryRun: true, changed: 3, unchanged: 1, errors: [] })
    expect((await send(filled, false)).json).toMatchObject({ changed: 3, errors: [] })
    expect((await send(filled, false)).json).toMatchObject({ changed: 0, unchanged: 4 })
    expect((await exported()).map((r) => [r.known, r.identity])).toEqual([...Array(3).fill(['是', null]), ['否', null]])
    // Nobody else sees a meeting that is being prepared.
    expect((await send(filled, true, cast.creditors.bank!)).status).toBe(404)
    await put(3, { login: null })
    // A claim that is filed and confirmed afterwards changes the table, not the list.
    const { seq } = await cast.judge.json('GET', `/api/matters/${matter}/claims`)
    const filed = await cast.creditors.bank!.json('POST', `/api/matters/${matter}/actions`, {
      action: 'file-claim',
      values: {
        creditorName: CREDITORS[0].name,
        claimClass: 'ordinary',
        principal: 100_00,
        interest: 0,
        otherAmount: 0,
        basis: '借款利息',
      },
      expectedSeq: seq,
    })
    await cast.firm.json('POST', `/api/matters/${matter}/actions`, {
      action: 'review-claim',
      values: { claim: filed.id, outcome: 'confirmed', confirmed: 100_00 },
      expectedSeq: seq + 1,
    })
    expect(await warnings()).toEqual([
      ['class-without-voters', 0],
      ['no-contact', 1],
      ['amounts-differ', 1],
    ])
    // Only for those who prepare.
    expect((await cast.judge.json('GET', `/api/meetings/${made.id}`)).warnings).toHaveLength(3)
    const { version } = await cast.clerk.json('GET', `/api/meetings/${made.id}`)
    await cast.clerk.json('POST', `/api/meetings/${made.id}/voters/refresh`, { version, reason: '债权表有变化' })
    expect((await warnings()).map(([code]: [string]) => code)).not.toContain('amounts-differ')
  })
})

describe('a meeting', () => {
  let meeting: Meeting
  it('is held from sign-in to the signed minutes, and its record verifies', { timeout: 60_000 }, async () => {
    meeting = await anOpenMeeting(cast)
    const { id, items } = meeting
    const [sale, , distribution] = items as [string, string, string]
    const bank = await signIn(cast, id, 'bank')
    const supplier = await signIn(cast, id, 'supplier')
    const carrier = await signIn(cast, id, 'carrier')

    // Nothing is taken before the voting opens.
    const early = await supplier.send(supplier.ballot(sale, 'for'))
    expect(early[0]).toMatchObject({ taken: false, refusals: [{ code: 'ballot.not-open' }] })

    const opened = await step(cast.clerk, id, { step: 'openVoting', items: [sale, distribution], minutes: null })
    expect(opened.agenda.map((i: { status: string }) => i.status)).toEqual(['voting', 'planned', 'voting'])
    const first = await supplier.send(supplier.ballot(sale, 'for'), supplier.ballot(distribution, 'for'))
    expect(first.map((o) => o.taken)).toEqual([true, true])
    expect((await bank.vote(sale, 'for')).taken).toBe(true)
    // A secured creditor who keeps the priority has no vote on the distribution.
    expect((await bank.vote(distribution, 'for')).refusals.map((r) => r.code)).toEqual(['ballot.no-vote'])
    expect((await carrier.vote(sale, 'against')).taken).toBe(true)
    await carrier.vote(distribution, 'against')
    const changed = await carrier.vote(sale, 'for')
    expect([changed.taken, changed.receipt!.sequence]).toEqual([true, 2])

    // Hidden until the end, but for how many have voted.
    const shown = await cast.creditors.factory!.json('GET', `/api/meetings/${id}`)
    expect(shown.agenda.map((i: { result: unknown }) => i.result)).toEqual([null, null, null])
    for (const names of ['full', 'pseudonymous'])
      expect((await cast.clerk.ask('GET', `/api/meetings/${id}/record?names=${names}`)).json.code).toBe('meeting.refused')
    await server.sealer.sealNow()
    expect((await verified((await server.visitor().ask('GET', `/api/public/meetings/${id}/record`)).text)).findings).toEqual([])

    const closed = await step(cast.clerk, id, { step: 'closeVoting', items: [sale, distribution] })
    const [one, , two] = closed.agenda
    expect([one.status, one.result.passed, one.result.votes]).toEqual(['decided', true, 4])
    expect(one.result.classes[0]).toMatchObject({ present: 3, for: { heads: 3, amount: 5_000_000_00 }, amountTest: { base: 6_000_000_00 } })
    // Three million of six is exactly one half, and one of the two present is not more than half.
    expect(two.result).toMatchObject({
      passed: false,
      classes: [{ present: 2, headsTest: { passed: false }, amountTest: { passed: true } }],
    })
    const late = await supplier.send(supplier.ballot(sale, 'against', { sequence: 2, previous: first[0]!.receipt!.statement }))
    expect(late[0]!.refusals.map((r) => r.code)).toEqual(['ballot.closed'])

    await step(cast.clerk, id, { step: 'close' })
    const after = await cast.judge.json('GET', `/api/matters/${meeting.matter}/actions`)
    expect(after.items.map((a: { action: string }) => a.action)).toContain('hold-meeting')

    const made = await cast.clerk.json('POST', `/api/meetings/${id}/minutes`, {
      version: (await cast.clerk.json('GET', `/api/meetings/${id}`)).version,
    })
    const file = await cast.clerk.bytes(`/api/meetings/${id}/minutes`)
    expect(Buffer.from(nodeCrypto.sha256(file.bytes)).toString('hex')).toBe(made.minutes.sha256)
    expect((await cast.creditors.bank!.get(`/api/meetings/${id}/minutes`)).status).toBe(404)
    const approve = (who: typeof cast.clerk) => who.json('POST', `/api/meetings/${id}/minutes/approve`, { sha256: made.minutes.sha256 })
    await approve(cast.judge)
    const signed = await approve(cast.clerk)
    expect([signed.minutes.chairApprovedAt, signed.minutes.recorderApprovedAt]).not.toContain(null)
    expect((await cast.creditors.bank!.get(`/api/meetings/${id}/minutes`)).status).toBe(200)

    const told = await cast.firm.json('POST', `/api/meetings/${id}/result-notice`, {
      version: signed.version,
      sentOn: dayOf(server),
      expectedSeq: signed.caseSeq,
    })
    expect(told.resultNotice).toMatchObject({ sentOn: dayOf(server) })
    const actions = (await cast.judge.json('GET', `/api/matters/${meeting.matter}/actions`)).items.map((a: { action: string }) => a.action)
    expect(actions.filter((a: string) => a === 'record-resolution')).toHaveLength(2)
    expect(actions).toContain('notify-result')

    expect((await cast.creditors.carrier!.ask('POST', `/api/meetings/${id}/result-received`)).status).toBe(204)
    const objection = await cast.creditors.carrier!.json('POST', `/api/meetings/${id}/objections`, {
      item: sale,
      grounds: 'calling',
      body: '通知中没有载明拍卖保留价。',
    })
    expect(objection).toMatchObject({ inTime: true, refused: null })
    // The fifteenth day, or the next working day.
    expect(objection.dueOn >= dayOf(server, 15) && objection.dueOn <= dayOf(server, 25)).toBe(true)

    // In the case the judge has a task and a clock; the ruling is seen at the meeting.
    expect(objection.raisedAt).not.toBeNull()
    const challenged = async () => (await cast.creditors.bank!.json('GET', `/api/meetings/${id}`)).challenges
    expect(await challenged()).toEqual([{ item: sale, status: 'disputed', reasons: null, ruledOn: null }])
    const disputed = await cast.judge.json('GET', `/api/matters/${meeting.matter}`)
    const task = disputed.tasks.find((t: { obligation: string }) => t.obligation === 'resolution-objection')
    expect(task).toMatchObject({ done: false, roles: ['judge'] })
    expect(task.due > dayOf(server, 28)).toBe(true)
    await cast.judge.json('POST', `/api/matters/${meeting.matter}/actions`, {
      action: 'rule-objection',
      values: { resolutionId: sale, objectionOutcome: 'dismissed', ruledOn: dayOf(server), reasons: '通知的内容符合法律规定' },
      expectedSeq: disputed.summary.seq,
    })
    expect(await challenged()).toEqual([{ item: sale, status: 'dismissed', reasons: '通知的内容符合法律规定', ruledOn: dayOf(server) }])

    const record = await cast.clerk.ask('GET', `/api/meetings/${id}/record`)
    const report = await verified(record.text)
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ ok: true })
  })

  it('gives the voter a receipt that proves the vote is in the log, and the short link opens the same', async () => {
    const { id } = meeting
    const { voters } = await cast.creditors.carrier!.json('GET', `/api/meetings/${id}/mine`)
    const vote = voters[0].votes[0]
    const receipt = await cast.creditors.carrier!.ask('GET', `/api/meetings/${id}/votes/${vote.record}/receipt`)
    const trust = parseTrust(nodeCrypto, await (await fetch(`${server.localUrl}/log/trust`)).text())
    if (!trust.ok) throw new Error(trust.refusal.en)
    const checked = verifyReceipt(nodeCrypto, receipt.text, trust.value)
    expect(checked.ok).toBe(true)
    // Nobody else's.
    expect((await cast.creditors.bank!.get(`/api/meetings/${id}/votes/${vote.record}/receipt`)).status).toBe(404)
    const wrong = await server.visitor().ask('POST', '/api/public/vote-receipts', { record: vote.record, salt: '0'.repeat(64) })
    expect(wrong.json.code).toBe('meeting.vote-not-found')
  })

  it('shows everybody digests, checkpoint and result, and nobody’s name or choice', async () => {
    const { id } = meeting
    const visitor = server.visitor()
    const seen = await visitor.json('GET', `/api/public/meetings/${id}`)
    expect([seen.votes, seen.items[0].result.passed]).toEqual([6, true])
    const votes = await visitor.json('GET', `/api/public/meetings/${id}/votes?limit=2`)
    expect([votes.items.length, votes.next]).toEqual([2, '2'])
    const record = await visitor.ask('GET', `/api/public/meetings/${id}/record`)
    for (const { name } of CREDITORS) expect(record.text).not.toContain(name)
    expect(record.text).not.toContain('"choice"')
    expect(await verified(record.text)).toMatchObject({ ok: true })
  })

  it('verifies without names for the creditors, and finds out the owner of the database who changes a vote', async () => {
    const { id } = meeting
    const record = await cast.clerk.ask('GET', `/api/meetings/${id}/record?names=pseudonymous`)
    expect(await verified(record.text)).toMatchObject({ ok: true })
    for (const { name } of CREDITORS) expect(record.text).not.toContain(name)
    const owner = await server.superConnection()
    try {
      await owner.query('alter table journal_record disable trigger journal_record_append_only')
      const changed = await owner.query(
        `update journal_record set body = jsonb_set(body, '{statement,choice}', '"against"') where subject_id = $1 and kind = 'ballot.vote' and body->'statement'->>'choice' = 'for'`,
        [id],
      )
      expect(changed.rowCount).toBeGreaterThan(0)
      const after = await verified((await cast.clerk.ask('GET', `/api/meetings/${id}/record`)).text)
      expect(after.ok).toBe(false)
      expect(after.findings.map((f: { code: string }) => f.code)).toContain('content.differs')
    } finally {
      await owner.query('alter table journal_record enable trigger journal_record_append_only')
      await owner.end()
    }
  })
})

describe('agents, paper and earlier votes', () => {
  it('lets an agent vote for many at once, within the authority', async () => {
    const { id, items } = await anOpenMeeting(cast)
    const [sale, , distribution] = items as [string, string, string]
    const { items: voters } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    const voter = (name: string) => voters.find((v: { name: string }) => v.name === name).id as string
    const proxy = (voterName: string, more: object = {}) =>
      cast.clerk.json('POST', `/api/meetings/${id}/proxies`, {
        voter: voter(voterName),
        agentLogin: 'bank',
        agentIdentity: '00000A',
        ...more,
      })
    await proxy('南桥运输队', { items: [sale] })
    await proxy('青禾包装厂', { instructions: { [sale]: 'against' } })
    const agent = await signIn(cast, id, 'bank')
    expect(agent.mine.voters.map((v) => v.capacity).sort()).toEqual(['proxy', 'proxy', 'self'])
    await step(cast.clerk, id, { step: 'openVoting', items: [sale, distribution], minutes: null })
    const label = (name: string) => agent.mine.voters.find((v) => v.name === name)!.label
    const answers = await agent.send(
      agent.ballot(sale, 'for'),
      agent.ballot(sale, 'for', {}, label('南桥运输队')),
      agent.ballot(sale, 'for', {}, label('青禾包装厂')),
      agent.ballot(distribution, 'for', {}, label('南桥运输队')),
      agent.ballot(distribution, 'for', {}, label('青禾包装厂')),
    )
    expect(answers.map((a) => (a.taken ? 'taken' : a.refusals[0]!.code))).toEqual([
      'taken',
      'taken',
      'ballot.instruction',
      'ballot.not-authorised',
      'taken',
    ])
    // The voter itself may change what the agent voted: it sees it first.
    const own = await signIn(cast, id, 'carrier')
    expect(own.mine.voters[0]!.votes[0]).toMatchObject({ choice: 'for', castBy: agent.label })
    expect((await own.vote(sale, 'against')).taken).toBe(true)
    const { items: proxies } = await cast.creditors.carrier!.json('GET', `/api/meetings/${id}/proxies`)
    expect(proxies).toHaveLength(1)
    await cast.creditors.carrier!.json('POST', `/api/meetings/${id}/proxies/${proxies[0].id}/revoke`)
    await agent.look()
    expect(
      (await agent.send(agent.ballot(sale, 'for', { sequence: 3, previous: own.mine.voters[0]!.votes[0]!.statement }, label2(own))))[0]!
        .refusals[0]!.code,
    ).toBe('ballot.not-authorised')
  })
  const label2 = (own: { label: string }) => own.label

  it('counts a paper vote when two persons entered the same', async () => {
    const { id, items } = await anOpenMeeting(cast, { mode: 'hybrid' })
    const sale = items[0]!
    const { items: voters } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    const entry = { item: sale, voter: voters[1].id, choice: 'for', sheet: 'ab'.repeat(32) }
    await step(cast.clerk, id, { step: 'openVoting', items: [sale], minutes: null })
    const enter = (who: typeof cast.clerk, more: object = {}) => who.ask('POST', `/api/meetings/${id}/paper-votes`, { ...entry, ...more })
    expect((await enter(cast.clerk)).json.state).toBe('waiting')
    expect((await enter(cast.clerk)).json.code).toBe('meeting.paper-same-person')
    expect((await enter(cast.judge, { choice: 'against' })).json.code).toBe('meeting.paper-differs')
    expect((await cast.judge.json('GET', `/api/meetings/${id}/paper-votes`)).items).toMatchObject([
      { own: false, voter: { name: voters[1].name } },
    ])
    expect((await enter(cast.judge)).json).toMatchObject({ state: 'taken', receipt: { sequence: 1 } })
    const closed = await step(cast.clerk, id, { step: 'closeVoting', items: [sale] })
    expect(closed.agenda[0].result.classes[0].for.heads).toBe(1)
  })

  it('carries earlier votes for a plan that did not change for the worse', async () => {
    const { id, items } = await anOpenMeeting(cast)
    const sale = items[0]!
    const { items: voters } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    const vote = (i: number, after: number) => ({
      voter: voters[i].id,
      choice: 'for',
      givenAt: '2022-05-01T02:00:00Z',
      before: { paid: 100, lastPaymentOn: '2023-01-01' },
      after: { paid: after, lastPaymentOn: '2023-01-01' },
      document: 'cd'.repeat(32),
    })
    const answer = await cast.clerk.json('POST', `/api/meetings/${id}/pre-votes`, { item: sale, votes: [vote(1, 100), vote(2, 99)] })
    expect([answer.carried, answer.dropped.map((d: { voter: string }) => d.voter)]).toEqual([[voters[1].id], [voters[2].id]])
    await step(cast.clerk, id, { step: 'openVoting', items: [sale], minutes: null })
    const closed = await step(cast.clerk, id, { step: 'closeVoting', items: [sale] })
    expect(closed.agenda[0].result.classes[0].for).toEqual({ heads: 1, amount: 3_000_000_00 })
    await step(cast.clerk, id, { step: 'close' })
    const report = await verified((await cast.clerk.ask('GET', `/api/meetings/${id}/record`)).text)
    expect(report.findings).toEqual([])
  })
})

describe('signing in', () => {
  it('needs name, number and code, and locks after five failures', async () => {
    const { id } = await anOpenMeeting(cast)
    const supplier = cast.creditors.supplier!
    const check = (identity: string, name = '鼎盛物资经营部') => supplier.ask('POST', `/api/meetings/${id}/identity`, { name, identity })
    expect((await check('11111B', '别的名字')).json.code).toBe('meeting.identity')
    const ok = await check('11111b')
    expect(ok.json).toMatchObject({ codeReady: false })
    await codeFor(cast.clerk, id, 'supplier')
    expect((await check('11111B')).json).toMatchObject({ codeReady: true })
    for (let i = 0; i < 4; i++) expect((await check('99999X')).json.code).toBe('meeting.identity')
    expect((await check('11111B')).json.code).toBe('meeting.locked')
    server.clock.advance(16)
    expect((await check('11111B')).status).toBe(200)
  })

  it('takes a code once, and no other’s challenge or key', async () => {
    const { id, items } = await anOpenMeeting(cast)
    const first = await signIn(cast, id, 'supplier')
    expect(first.mine.sessions).toHaveLength(1)
    const second = await signIn(cast, id, 'supplier')
    expect(second.mine.sessions).toHaveLength(2)
    const wished = await cast.creditors.bank!.json('POST', `/api/meetings/${id}/identity`, {
      name: CREDITORS[0].name,
      identity: '00000A',
      wantCode: true,
    })
    expect(wished.codeAsked).toBe(true)
    expect((await cast.clerk.json('GET', `/api/meetings/${id}/codes`)).items).toMatchObject([{ login: 'bank' }])
    // A session of somebody else's votes for nobody.
    const foreign = await cast.creditors.bank!.ask('POST', `/api/meetings/${id}/votes`, {
      session: first.session,
      ballots: [first.ballot(items[0]!, 'for')],
    })
    expect(foreign.json.code ?? foreign.status).toBe('meeting.session')
  })
})

describe('a second vote', () => {
  const PLAN = {
    title: '重整计划草案',
    body: '普通债权分三年清偿百分之三十。',
    resolution: { subject: 'reorganisationPlan', majority: 'reorganisationPlan', classes: ['secured', 'ordinary'] },
  }
  const second = (first: Meeting, classes: readonly string[]) => ({
    kind: 'later',
    title: '再次表决会议',
    agenda: [
      {
        title: '重整计划草案（再次表决）',
        body: PLAN.body,
        resolution: { ...PLAN.resolution, classes, secondOf: { meeting: first.id, item: first.items[0] } },
      },
    ],
  })
  const passed = (classes: readonly { class: string; passed: boolean }[]) => classes.map((c) => [c.class, c.passed])

  it('is taken by the class that failed by one fen, and passes at exactly two thirds', { timeout: 60_000 }, async () => {
    const first = await aCalledMeeting(cast, {}, [PLAN])
    const [plan] = first.items as [string]
    const { items: voters } = await cast.clerk.json('GET', `/api/meetings/${first.id}/voters`)
    const factory = voters.find((v: { login: string }) => v.login === 'factory')
    await cast.clerk.json('POST', `/api/meetings/${first.id}/voters/${factory.id}/corrections`, {
      revision: factory.revision,
      reason: '临时确定债权额',
      claims: [{ ...factory.claims[0], amount: 1_000_000_00 - 1 }],
    })
    await openAfter(cast, first.id, 47)
    const vote = async (id: string, item: string, votes: Record<string, 'for' | 'against'>) => {
      await step(cast.clerk, id, { step: 'openVoting', items: [item], minutes: null })
      for (const [login, choice] of Object.entries(votes)) {
        const browser = await signIn(cast, id, login)
        expect((await browser.vote(item, choice)).taken, login).toBe(true)
      }
      const { agenda } = await step(cast.clerk, id, { step: 'closeVoting', items: [item] })
      await step(cast.clerk, id, { step: 'close' })
      return agenda[0].result
    }
    const refused = await vote(first.id, plan, { bank: 'for', supplier: 'for', carrier: 'against', factory: 'for' })
    // 3,999,999.99 of 5,999,999.99 yuan; two of three heads are enough.
    expect(passed(refused.classes)).toEqual([
      ['secured', true],
      ['ordinary', false],
    ])
    expect(refused.classes[1]).toMatchObject({ headsTest: { passed: true }, amountTest: { reached: 3_999_999_99, base: 5_999_999_99 } })

    // Only the class that refused, and only what was refused.
    const ask = (classes: readonly string[]) =>
      cast.clerk.ask('POST', `/api/matters/${first.matter}/meetings`, {
        startsAt: new Date(server.clock.now().getTime() + 16 * 86_400_000).toISOString(),
        proposal: { by: 'court' },
        chairName: '鼎盛物资经营部',
        ...second(first, classes),
      })
    expect((await ask(['secured', 'ordinary'])).json).toMatchObject({
      code: 'meeting.refused',
      detail: expect.stringContaining('未通过的表决组'),
    })
    const again = await called(cast, first.matter, 16, second(first, ['ordinary']))
    const [anew] = again.items as [string]
    await openAfter(cast, again.id, 16)
    const bank = await signIn(cast, again.id, 'bank')
    expect(bank.mine.voters[0]!.items).toMatchObject([{ item: anew, amount: 0 }])
    const result = await vote(again.id, anew, { supplier: 'for', carrier: 'against', factory: 'for' })
    expect(result).toMatchObject({ passed: true, afterSecond: true })
    // The secured class keeps what it resolved the first time.
    expect(passed(result.classes)).toEqual([
      ['secured', true],
      ['ordinary', true],
    ])
    expect(result.classes[0]).toEqual(refused.classes[0])
    expect(result.classes[1].amountTest).toMatchObject({ reached: 4_000_000_00, base: 6_000_000_00, passed: true })

    // There is no third vote.
    for (const [before, says] of [
      [first, '只能再次表决一次'],
      [again, '只能再次表决一次'],
    ] as const) {
      const third = await cast.clerk.ask('POST', `/api/matters/${first.matter}/meetings`, {
        startsAt: new Date(server.clock.now().getTime() + 16 * 86_400_000).toISOString(),
        proposal: { by: 'court' },
        chairName: '鼎盛物资经营部',
        ...second(before, ['ordinary']),
      })
      expect(third.json.detail).toContain(says)
    }

    const record = (await cast.clerk.ask('GET', `/api/meetings/${again.id}/record`)).text
    const report = await commandVerifies(record)
    expect(report).toMatchObject({ ok: true, findings: [], trusted: true })
    expect(report.results[0].together).toMatchObject({ first: plan, passed: true })
    // The classes of the first vote cannot be written otherwise afterwards.
    const forged = await commandVerifies(record.replaceAll('"reached":399999999', '"reached":499999999'))
    expect(forged.ok).toBe(false)

    const { version, caseSeq } = await cast.clerk.json('GET', `/api/meetings/${again.id}`)
    await cast.firm.json('POST', `/api/meetings/${again.id}/result-notice`, { version, sentOn: dayOf(server), expectedSeq: caseSeq })
    const { items: actions } = await cast.judge.json('GET', `/api/matters/${first.matter}/actions`)
    const resolved = actions.find((a: { action: string }) => a.action === 'record-resolution')
    const entered = Object.fromEntries(resolved.values.map((v: { field: string; value: unknown }) => [v.field, v.value]))
    expect(entered).toMatchObject({ resolution: 'reorganisationPlan', passed: true, resolutionId: anew })
    expect(entered.votes).toContain('首次表决与再次表决合并计算')
  })

  it('is not given to what the law does not vote on twice', async () => {
    const first = await anOpenMeeting(cast, {}, [
      { title: '和解协议草案', body: '', resolution: { subject: 'settlement', majority: 'settlement' } },
    ])
    const [item] = first.items as [string]
    const again = {
      kind: 'later',
      title: '再次表决会议',
      startsAt: new Date(server.clock.now().getTime() + 16 * 86_400_000).toISOString(),
      proposal: { by: 'court' },
      chairName: '鼎盛物资经营部',
      agenda: [
        {
          title: '和解协议草案（再次表决）',
          body: '',
          resolution: { subject: 'settlement', majority: 'settlement', secondOf: { meeting: first.id, item } },
        },
      ],
    }
    const ask = () => cast.clerk.ask('POST', `/api/matters/${first.matter}/meetings`, again)
    expect((await ask()).json.detail).toContain('没有首次表决的结果')
    await step(cast.clerk, first.id, { step: 'openVoting', items: [item], minutes: null })
    await step(cast.clerk, first.id, { step: 'closeVoting', items: [item] })
    await step(cast.clerk, first.id, { step: 'close' })
    expect((await ask()).json.detail).toContain('法律没有规定再次表决')
  })
})
