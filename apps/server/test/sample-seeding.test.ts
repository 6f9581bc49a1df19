import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { SAMPLE_MATTERS } from '../src/campaign/sample-matters.ts'
import { processStart } from '../src/process-identity.ts'
import { Person, temporaryFolder } from './running-server.ts'
import { ServerProcess } from './server-process.ts'

/**
 * The first start is killed while it loads the samples, again and again, now and then together with its database. The server answers meanwhile; in the end
 * everything is there once.
 */

const start = (folder: string) => new ServerProcess(folder, { SAMPLES: 'yes' })
const ask = <T extends object>(server: ServerProcess, sql: string): Promise<T[]> =>
  server.database(async (client) => (await client.query<T>(sql)).rows)
const actions = async (server: ServerProcess) => Number((await ask<{ n: string }>(server, 'select count(*) n from matter_action'))[0]!.n)

/** Waits until something is so. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_400; i++) {
    if (await what()) return
    await pause(25)
  }
  throw new Error('it never came to that')
}

/** What the samples are, without what differs from run to run. */
const STORY = `select string_agg(a.action || ' ' || coalesce(u.login, '-'), ', ' order by a.seq) as story from matter m
  join matter_action a on a.matter_id = m.id left join app_user u on u.id = a.user_id group by m.id order by 1`
const finished = async (server: ServerProcess) =>
  (await ask(server, 'select 1 from sample_seed where finished_at is not null')).length === 1

it('is finished by later starts, once, however often the first is killed', { timeout: 300_000 }, async () => {
  const whole = temporaryFolder()
  const folder = temporaryFolder()
  const undisturbed = start(whole)
  onTestFinished(() => undisturbed.remove())
  await undisturbed.ready()
  await until(() => finished(undisturbed))
  const expected = await ask(undisturbed, STORY)
  expect(expected).toHaveLength(7 + SAMPLE_MATTERS.length)

  let server = start(folder)
  onTestFinished(() => server.remove())
  const url = await server.ready()
  // It answers before the samples are there.
  const admin = new Person(url)
  await admin.signInFirst('admin', server.password!)
  expect(await finished(server)).toBe(false)
  for (const [round, share] of [0.15, 0.4, 0.65, 0.85].entries()) {
    const wanted = Math.floor(share * expected.reduce((n, row) => n + (row as { story: string }).story.split(', ').length, 0))
    await until(async () => (await actions(server)) >= wanted)
    const { postmaster } = server
    server.child.kill('SIGKILL')
    if (round % 2 === 1) process.kill(postmaster, 'SIGQUIT')
    await server.ended
    if (round % 2 === 1) await until(async () => processStart(postmaster) === null)
    server = start(folder)
    await server.ready()
  }
  await until(() => finished(server))
  expect(await ask(server, STORY)).toEqual(expected)
  const twice = await ask(
    server,
    'select matter_id, user_id, role from matter_party group by matter_id, user_id, role having count(*) > 1 union all select null, null, login from app_user group by login having count(*) > 1',
  )
  expect(twice).toEqual([])
  expect(await ask(server, "select login from app_user where login like '示例%' and not disabled")).toEqual([])
  expect(server.out).not.toMatch(/could not/)
})
