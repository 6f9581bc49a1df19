import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { parseTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { verifyMeeting } from '@yingshang/meeting'
import { sessionVerifier } from '@yingshang/meeting/node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { MeetingLiveState } from '../src/contract/meetings.ts'
import { aCast, anOpenMeeting, type Browser, type Cast, signIn, step } from './meeting-people.ts'
import { aServer, PASSWORD, Person, type TestServer, temporaryFolder } from './running-server.ts'
import { ServerProcess } from './server-process.ts'

/** What can go wrong in the middle of a vote. */

const verifies = sessionVerifier()
async function verified(url: string, text: string) {
  const trust = parseTrust(nodeCrypto, await (await fetch(`${url}/log/trust`)).text())
  if (!trust.ok) throw new Error(trust.refusal.en)
  return verifyMeeting(nodeCrypto, text.split('\n'), {
    trust: trust.value,
    verifySignatures: (jobs) => jobs.map((j) => verifies(j.key, j.message, j.signature)),
  })
}

/** The events of the live page, as they come. */
function follow(url: string, person: Person, id: string, lastEventId?: string) {
  const states: MeetingLiveState[] = []
  let ended = false
  const sent = get(
    `${url}/api/meetings/${id}/live`,
    { headers: { cookie: person.cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) } },
    (answer) => {
      let text = ''
      answer.on('data', (part) => {
        text += part
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const frame = text.slice(0, end)
          text = text.slice(end + 2)
          const data = /^data: (.*)$/m.exec(frame)?.[1]
          if (data && /^event: state$/m.test(frame)) states.push(JSON.parse(data))
        }
      })
      answer.on('close', () => {
        ended = true
      })
      answer.on('error', () => undefined)
    },
  )
  sent.on('error', () => {
    ended = true
  })
  return {
    states,
    ended: () => ended,
    close: () => sent.destroy(),
    async until(what: (state: MeetingLiveState) => boolean): Promise<MeetingLiveState> {
      for (let i = 0; i < 400; i++) {
        const found = states.find(what)
        if (found) return found
        await pause(25)
      }
      throw new Error(`it was not told; ${states.length} states, the last ${JSON.stringify(states.at(-1))}`)
    },
  }
}

describe('in the middle of a vote', () => {
  let server: TestServer
  let cast: Cast
  beforeAll(async () => {
    server = await aServer({ pages: false })
    cast = await aCast(server)
  })
  afterAll(() => server?.end())

  it('counts a double click once, and of two devices the one that saw the other’s vote', async () => {
    const { id, items } = await anOpenMeeting(cast)
    const sale = items[0]!
    const phone = await signIn(cast, id, 'supplier')
    const laptop = await signIn(cast, id, 'supplier')
    await step(cast.clerk, id, { step: 'openVoting', items: [sale], minutes: null })
    const ballot = phone.ballot(sale, 'for')
    const clicks = await Promise.all(Array.from({ length: 8 }, () => phone.send(ballot)))
    const records = new Set(clicks.map(([o]) => `${o!.taken} ${o!.receipt?.record} ${o!.receipt?.salt}`))
    expect([...records]).toHaveLength(1)
    expect(clicks[0]![0]!.taken).toBe(true)
    // The laptop has not seen it: it is shown the vote that is in.
    const [blind] = await laptop.send(laptop.ballot(sale, 'against'))
    expect(blind).toMatchObject({ taken: false, refusals: [{ code: 'ballot.chain' }], present: { choice: 'for', sequence: 1 } })
    await laptop.look()
    const [seen] = await laptop.send(laptop.ballot(sale, 'against'))
    expect(seen).toMatchObject({ taken: true, receipt: { sequence: 2 } })
    // Both at once: one of them.
    await Promise.all([phone.look(), laptop.look()])
    const both = await Promise.all([phone.send(phone.ballot(sale, 'for')), laptop.send(laptop.ballot(sale, 'abstain'))])
    expect(both.map(([o]) => o!.taken).sort()).toEqual([false, true])
    // An old click that comes again is answered as it was, and changes nothing.
    const [old] = await phone.send(ballot)
    expect(old!.receipt).toEqual(clicks[0]![0]!.receipt)
    const closed = await step(cast.clerk, id, { step: 'closeVoting', items: [sale] })
    expect([closed.agenda[0].result.votes, closed.agenda[0].result.classes[0].voted]).toEqual([3, 1])
  })

  it('neither opens nor closes by the clock of a server that is wrong', async () => {
    const { id, items } = await anOpenMeeting(cast)
    const sale = items[0]!
    const supplier = await signIn(cast, id, 'supplier')
    await step(cast.clerk, id, { step: 'openVoting', items: [sale], minutes: 5 })
    server.clock.advance(7)
    await server.clocks.tick()
    expect((await supplier.vote(sale, 'for')).taken).toBe(true)
    // Back: ballots and openings keep the order of the journal.
    server.clock.advance(-20)
    expect((await supplier.vote(sale, 'against')).taken).toBe(true)
    server.clock.advance(13)
    // The time of the database is over.
    const owner = await server.superConnection()
    await owner.query("update meeting_item set closes_at = clock_timestamp() - interval '1 second' where meeting_id = $1 and id = $2", [
      id,
      sale,
    ])
    await owner.end()
    await server.clocks.tick()
    const after = await cast.clerk.json('GET', `/api/meetings/${id}`)
    expect(after.agenda[0]).toMatchObject({ status: 'decided', result: { votes: 2 } })
    expect((await supplier.vote(sale, 'for')).refusals.map((r) => r.code)).toEqual(['ballot.closed'])
    await step(cast.clerk, id, { step: 'close' })
    expect(await verified(server.localUrl, (await cast.clerk.ask('GET', `/api/meetings/${id}/record`)).text)).toMatchObject({
      ok: true,
      findings: [],
    })
  })

  it('tells everybody what happens, and who comes back what is', async () => {
    const { id, items } = await anOpenMeeting(cast)
    const sale = items[0]!
    const first = follow(server.localUrl, cast.creditors.factory!, id)
    onTestFinished(() => void first.close())
    const supplier = await signIn(cast, id, 'supplier')
    await step(cast.clerk, id, { step: 'item', item: sale })
    await step(cast.clerk, id, { step: 'announce', body: '现在表决第一项。' })
    await step(cast.clerk, id, { step: 'openVoting', items: [sale], minutes: 10 })
    await supplier.vote(sale, 'for')
    const voting = await first.until((s) => s.items[0]!.status === 'voting')
    expect([voting.currentItem, voting.announcements.at(-1)?.body]).toEqual([sale, '现在表决第一项。'])
    expect(voting.tally[0]!.result).toBeNull()
    // The countdown runs against the time of the server.
    const left = Date.parse(voting.items[0]!.closesAt!) - Date.parse(voting.serverTime)
    expect(left > 9 * 60_000 && left <= 10 * 60_000).toBe(true)
    await step(cast.clerk, id, { step: 'tally', shown: true })
    const shown = await first.until((s) => s.tally[0]?.result != null)
    expect(shown.tally[0]).toMatchObject({ votes: 1, result: { classes: [{ for: { heads: 1 } }] } })
    first.close()
    const back = follow(server.localUrl, cast.creditors.factory!, id, String(voting.version))
    onTestFinished(() => void back.close())
    await back.until((s) => s.version >= shown.version && s.tally[0]?.votes === 1)
    expect((await server.visitor().get(`/api/meetings/${id}/live`)).status).toBe(401)
  })

  it('lets go of whoever may not follow it any more, at once', async () => {
    const { id, matter } = await anOpenMeeting(cast)
    const guest = await server.user('guest', 'party')
    await cast.clerk.json('POST', `/api/matters/${matter}/parties`, { login: 'guest', role: 'creditor' })
    const staff = await server.user('assessor', 'judge')
    const streams = {
      removed: follow(server.localUrl, guest, id),
      signedOut: follow(server.localUrl, cast.creditors.carrier!, id),
      disabled: follow(server.localUrl, staff, id),
      voter: follow(server.localUrl, cast.creditors.factory!, id),
    }
    onTestFinished(() => {
      for (const stream of Object.values(streams)) stream.close()
    })
    for (const stream of Object.values(streams)) await stream.until(() => true)
    const { parties } = await cast.judge.json('GET', `/api/matters/${matter}`)
    const of = (name: string) => parties.find((p: { user: { displayName: string } }) => p.user.displayName === name).id as string
    await cast.clerk.json('DELETE', `/api/matters/${matter}/parties/${of('guest')}`)
    // A voter who is no party of the case any more has the vote all the same.
    await cast.clerk.json('DELETE', `/api/matters/${matter}/parties/${of('factory')}`)
    await cast.creditors.carrier!.ask('DELETE', '/api/session')
    const { items } = await server.administrator$.json('GET', '/api/users')
    const { id: user } = items.find((u: { login: string }) => u.login === 'assessor')
    await server.administrator$.json('PATCH', `/api/users/${user}`, { disabled: true })
    await vi.waitFor(
      () => expect([streams.removed, streams.signedOut, streams.disabled].map((s) => s.ended())).toEqual([true, true, true]),
      10_000,
    )
    expect(streams.voter.ended()).toBe(false)
    expect((await cast.creditors.carrier!.signIn('carrier', PASSWORD)).status).toBe(200)
  })

  it('refuses what is hostile, each ballot alone', async () => {
    const { id, items } = await anOpenMeeting(cast)
    const [sale, , distribution] = items as [string, string, string]
    const supplier = await signIn(cast, id, 'supplier')
    const carrier = await signIn(cast, id, 'carrier')
    await step(cast.clerk, id, { step: 'openVoting', items: [sale], minutes: null })
    const good = supplier.ballot(sale, 'for')
    const answers = await supplier.send(
      { ...good, statement: { ...good.statement, choice: 'against' } },
      { ...good, signature: Buffer.alloc(64).toString('base64') },
      { statement: good.statement, signature: carrier.ballot(sale, 'for').signature },
      supplier.ballot(sale, 'for', {}, carrier.label),
      supplier.ballot(sale, 'for', { castBy: carrier.label }),
      supplier.ballot(sale, 'for', { subject: '0'.repeat(64) }),
      supplier.ballot(distribution, 'for'),
      supplier.ballot(sale, 'for', { sequence: 2 }),
      supplier.ballot(sale, 'for', { byClaim: { nothing: 'against' } }),
      good,
    )
    expect(answers.map((a) => (a.taken ? 'taken' : a.refusals[0]!.code))).toEqual([
      'ballot.signature',
      'ballot.signature',
      'ballot.signature',
      'ballot.not-authorised',
      'ballot.signature',
      'ballot.other-text',
      'ballot.not-open',
      'ballot.chain',
      'ballot.unknown-claim',
      'taken',
    ])
    const post = (body: unknown) => cast.creditors.supplier!.ask('POST', `/api/meetings/${id}/votes`, body)
    for (const body of [
      {},
      [],
      { session: supplier.session, ballots: [] },
      { session: 'x', ballots: [good] },
      { session: supplier.session, ballots: [{ ...good, more: 1 }] },
    ])
      expect((await post(body)).status).toBe(400)
    expect((await post({ session: carrier.session, ballots: [good] })).json.code).toBe('meeting.session')
    expect((await server.visitor().ask('POST', `/api/meetings/${id}/votes`, {})).status).toBe(401)
    expect((await cast.creditors.supplier!.ask('POST', `/api/meetings/${id}/steps`, { step: 'close', version: 1 })).json.code).toBe(
      'permission.denied',
    )
    expect((await cast.creditors.supplier!.get(`/api/meetings/${id}/record`)).json.code).toBe('permission.denied')
    expect((await cast.creditors.supplier!.ask('POST', `/api/meetings/${id}/codes`, { logins: null })).json.code).toBe('permission.denied')
  })
})

const ROUNDS = 4

it('loses no vote that it acknowledged, killed in the middle of the vote, and goes on where it was', { timeout: 300_000 }, async () => {
  // The meeting is prepared on a server whose clock can be moved, then the same folder is served by processes that are killed.
  const folder = temporaryFolder()
  const prepared = await aServer({ pages: false, folder, unsafeFast: false })
  const cast = await aCast(prepared)
  const agenda = Array.from({ length: 12 }, (_, i) => ({ title: `事项${i + 1}`, resolution: { subject: 'other', majority: 'ordinary' } }))
  const { id, items } = await anOpenMeeting(cast, {}, agenda)
  const browsers: Browser[] = []
  for (const login of ['supplier', 'carrier', 'factory']) browsers.push(await signIn(cast, id, login))
  await step(cast.clerk, id, { step: 'openVoting', items, minutes: null })
  // Sessions were made weeks ahead of the processes' clock, which does not end them.
  await prepared.stop()

  let server = new ServerProcess(folder)
  onTestFinished(() => server.remove())
  let url = await server.ready()
  const move = () => {
    for (const one of browsers) Object.assign(one.person, { base: url })
  }
  move()
  const acknowledged = new Map<string, string>()
  let broken = 0
  const stream = async (browser: Browser) => {
    try {
      await browser.look()
      for (let n = 0; ; n++) {
        const item = items[n % items.length]!
        const outcome = await browser.vote(item, (['for', 'against', 'abstain'] as const)[n % 3]!)
        if (!outcome.taken) throw new Error(`refused: ${JSON.stringify(outcome.refusals)}`)
        acknowledged.set(outcome.receipt!.record, outcome.receipt!.digest)
      }
    } catch (error) {
      if (error instanceof Error && /^refused/.test(error.message) && !/ballot.not-written/.test(error.message)) throw error
      broken++
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    const before = acknowledged.size
    const live = follow(url, browsers[0]!.person, id)
    const streams = Promise.all(browsers.map(stream))
    for (let waited = 0; acknowledged.size < before + 8 && waited < 800; waited++) await pause(25)
    await pause((round * 37) % 150)
    if (round % 2 === 1) process.kill(server.postmaster, 'SIGKILL')
    await server.kill()
    await streams
    for (let i = 0; i < 200 && !live.ended(); i++) await pause(10)
    expect([acknowledged.size > before, live.ended()]).toEqual([true, true])
    server = new ServerProcess(folder)
    url = await server.ready()
    move()
    // Who comes back finds the meeting as it was.
    const back = follow(url, browsers[0]!.person, id)
    const state = await back.until(() => true)
    expect(state.items.map((i) => i.status)).toEqual(items.map(() => 'voting'))
    back.close()
  }
  expect(broken).toBe(ROUNDS * browsers.length)

  const { rows } = await server.database((client) =>
    client.query<{ id: string; digest: string; seq: string }>(
      `select r.id, encode(r.digest, 'hex') as digest, v.seq from yingshang.meeting_vote v join yingshang.journal_record r on r.id = v.id where v.meeting_id = $1 order by v.seq`,
      [id],
    ),
  )
  const kept = new Map(rows.map((r) => [r.id, r.digest]))
  for (const [record, digest] of acknowledged) expect(kept.get(record), record).toBe(digest)
  expect(rows.map((r) => Number(r.seq))).toEqual(rows.map((_, i) => i + 1))
  // What was not acknowledged may be there as well: at most the one that each browser had sent when the server died.
  expect(rows.length - acknowledged.size).toBeLessThanOrEqual(broken)

  const clerk = new Person(url)
  Object.assign(clerk, { cookie: cast.clerk.cookie, csrf: cast.clerk.csrf })
  await step(clerk, id, { step: 'closeVoting', items })
  await step(clerk, id, { step: 'close' })
  const report = await verified(url, (await clerk.ask('GET', `/api/meetings/${id}/record`)).text)
  expect([report.findings, report.ok]).toEqual([[], true])
})
