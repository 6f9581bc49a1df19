import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { checkLog, entryOf, readTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type Action, fold } from '@yingshang/procedure'
import { expect, it, onTestFinished } from 'vitest'
import { readLaw } from '../src/matters/setting.ts'
import { processStart } from '../src/process-identity.ts'
import { Person, temporaryFolder } from './running-server.ts'
import { ServerProcess } from './server-process.ts'

/**
 * The server is killed in the middle of a stream of actions, twenty times, every other time together with its database. It runs as in production: a process of
 * its own, durable commits, clocks on. What was acknowledged is there once; what was cut can be sent again at once
 * under the same key, and is then there once as well.
 */

const ROUNDS = 20
const CLIENTS = 4
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

it('loses nothing that it acknowledged and does nothing twice, killed twenty times', { timeout: 600_000 }, async () => {
  const folder = temporaryFolder()
  let server = new ServerProcess(folder)
  onTestFinished(() => server.remove())
  let url = await server.ready()
  const first = new Person(url)
  await first.signInFirst('admin', server.password!)
  /** The session outlives the process. */
  const person = () => Object.assign(new Person(url), { cookie: first.cookie, csrf: first.csrf })

  const acknowledged = new Map<string, string>()
  interface Sent {
    readonly path: string
    readonly body: object
    readonly key: string
  }
  /** Sends actions until the server dies; gives the one that was sent and not answered. */
  const stream = async (): Promise<Sent> => {
    const me = person()
    let last: Sent | null = null
    const send = async (path: string, body: object) => {
      last = { path, body, key: randomUUID() }
      const answer = await me.ask('POST', path, body, { 'idempotency-key': last.key })
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
      acknowledged.set(answer.json.id, createHash('sha256').update(`${answer.json.matter.summary.id} ${answer.json.seq}`).digest('hex'))
      return answer.json
    }
    try {
      let name = `栖川第${acknowledged.size + 1}机械有限公司`
      for (;;) {
        const opened = await send('/api/matters', {
          procedure: 'bankruptcy-petition',
          action: 'file',
          as: 'clerk',
          values: {
            petitioner: 'debtor',
            remedy: 'liquidation',
            debtorName: name,
            debtorCode: '91350100M000100Y43',
            petitionerName: name,
            grounds: '不能清偿到期债务。',
            receivedOn: today(),
          },
        })
        const path = `/api/matters/${opened.matter.summary.id}/actions`
        await send(path, { action: 'examine', values: {}, expectedSeq: 1 })
        for (let seq = 2; seq < 8; seq += 2) {
          await send(path, { action: 'ask-supplement', values: { missing: '职工安置预案' }, expectedSeq: seq })
          await send(path, { action: 'supplement', values: {}, expectedSeq: seq + 1 })
        }
        name += '又'
        if (name.length > 60) name = '栖川机械有限公司'
      }
    } catch (error) {
      // A killed server breaks the connection; any answer is a failure of this test.
      if (error instanceof Error && /^\d{3} /.test(error.message) && !/^503 /.test(error.message)) throw error
      return last!
    }
  }
  /** Sends again, at once and under the same key, what was cut: taken already or taken now, it is answered. */
  const repeat = async ({ path, body, key }: Sent) => {
    const answer = await person().ask('POST', path, body, { 'idempotency-key': key })
    expect([answer.status, answer.json?.code], path).toEqual([201, undefined])
    acknowledged.set(answer.json.id, createHash('sha256').update(`${answer.json.matter.summary.id} ${answer.json.seq}`).digest('hex'))
    repeated++
  }
  let repeated = 0

  let together = 0
  for (let round = 0; round < ROUNDS; round++) {
    const before = acknowledged.size
    const streams = Promise.all(Array.from({ length: CLIENTS }, stream))
    for (let waited = 0; acknowledged.size < before + CLIENTS && waited < 400; waited++) await pause(25)
    await pause((round * 53) % 300)
    const database = server.postmaster
    if (round % 2 === 1) {
      process.kill(database, 'SIGKILL')
      together++
    }
    await server.kill()
    const cut = await streams
    expect(acknowledged.size, `round ${round} took nothing`).toBeGreaterThan(before)
    server = new ServerProcess(folder)
    url = await server.ready()
    await Promise.all(cut.map(repeat))
  }
  expect([together, repeated]).toEqual([ROUNDS / 2, ROUNDS * CLIENTS])
  expect(server.err).not.toMatch(/sealing failed/)

  await server.database(async (client) => {
    // Every acknowledged action once, at the place that was told.
    const { rows: actions } = await client.query<{
      id: string
      matter_id: string
      seq: number
      body: Action
      salt: Buffer
      digest: Buffer
    }>('select id, matter_id, seq, body, salt, digest from matter_action order by matter_id, seq')
    const places = new Map(actions.map((a) => [a.id, createHash('sha256').update(`${a.matter_id} ${a.seq}`).digest('hex')]))
    expect(places.size).toBe(actions.length)
    for (const [id, place] of acknowledged) expect(places.get(id), id).toBe(place)
    // What was cut was repeated under its key and answered: nothing is there that was not acknowledged in the end.
    expect(actions.length).toBe(acknowledged.size)

    const { setting } = readLaw()
    const { rows: matters } = await client.query<{ id: string; state: object; seq: number }>('select id, state, seq from matter')
    for (const matter of matters) {
      const own = actions.filter((a) => a.matter_id === matter.id)
      expect(own.map((a) => a.seq)).toEqual(own.map((_, i) => i + 1))
      expect(
        JSON.parse(
          JSON.stringify(
            fold(
              setting,
              matter.id,
              own.map((a) => a.body),
            ),
          ),
        ),
      ).toEqual(matter.state)
    }
    // Documents of an action are there with it, as its record says.
    const { rows: documents } = await client.query<{ matter_id: string; seq: number; sha256: string; bytes: Buffer }>(
      'select * from matter_document',
    )
    const asked = actions.flatMap((a) =>
      ((a.body as { documents?: { sha256: string }[] }).documents ?? []).map((d) => `${a.matter_id} ${a.seq} ${d.sha256}`),
    )
    expect(documents.map((d) => `${d.matter_id} ${d.seq} ${d.sha256}`).toSorted()).toEqual(asked.toSorted())
    for (const d of documents) expect(createHash('sha256').update(d.bytes).digest('hex')).toBe(d.sha256)

    // The journal: all is sealed soon after the start, each action once, and it verifies from outside against the records.
    for (let i = 0; i < 200; i++) {
      const { rows } = await client.query('select 1 from journal_queue limit 1')
      if (rows.length === 0) break
      await pause(50)
    }
    const { rows: entries } = await client.query<{ index: string; record_id: string }>(
      'select index, record_id from journal_entry order by index',
    )
    expect(entries.map((e) => Number(e.index))).toEqual(entries.map((_, i) => i))
    expect(entries.map((e) => e.record_id).toSorted()).toEqual(actions.map((a) => a.id).toSorted())
    const byId = new Map(actions.map((a) => [a.id, a]))
    const trust = readTrust(nodeCrypto, await (await fetch(`${url}/log/key`)).text())
    if (!trust.ok) throw new Error(trust.refusal.en)
    const log = await checkLog(nodeCrypto, {
      trust: trust.value,
      read: async (path) => {
        const answer = await fetch(`${url}/log/${path}`)
        return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null
      },
      expected: async (start, end) =>
        entries.slice(start, end).map((e) => {
          const action = byId.get(e.record_id)!
          const made = entryOf(nodeCrypto, 'matter.action', new Uint8Array(action.salt), action.body)
          if (!made.ok) throw new Error(made.refusal.en)
          return made.value
        }),
    })
    if (!log.ok) throw new Error(JSON.stringify(log.refusal))
    expect(log.value.log.entries).toBe(actions.length)
  })

  // No PostgreSQL of an earlier round is left over.
  expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(true)
  expect(processStart(server.postmaster)).not.toBeNull()
})
