import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { processStart } from '../src/process-identity.ts'
import { Person, temporaryFolder } from './running-server.ts'

/**
 * The first start is killed while it loads the samples, again and again, now and then together with its database. The server answers meanwhile; in the end
 * everything is there once.
 */

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts')

function start(folder: string): { child: ChildProcess; out: () => string; ended: Promise<void> } {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      YINGSHANG_DATA: folder,
      DATABASE_URL: '',
      PORT: '0',
      SAMPLES: 'yes',
      BUILD_PAGES: 'no',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk) => {
      out += chunk
    })
  return { child, out: () => out, ended: new Promise((done) => child.on('close', () => done())) }
}

async function ready(server: ReturnType<typeof start>): Promise<string> {
  for (let i = 0; i < 2_400; i++) {
    const url = /ready: (\S+)/.exec(server.out())?.[1]
    if (url) return url
    if (server.child.exitCode !== null) break
    await pause(25)
  }
  throw new Error(`the server did not start:\n${server.out()}`)
}

async function ask<T extends object>(folder: string, sql: string): Promise<T[]> {
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const password = readFileSync(join(folder, 'secrets', 'postgres'), 'utf8')
  const client = new pg.Client({ connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/yingshang` })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('set search_path = yingshang')
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}
const actions = async (folder: string) => Number((await ask<{ n: string }>(folder, 'select count(*) n from matter_action'))[0]!.n)

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
const finished = async (folder: string) => (await ask(folder, 'select 1 from sample_seed where finished_at is not null')).length === 1

it('is finished by later starts, once, however often the first is killed', { timeout: 300_000 }, async () => {
  const whole = temporaryFolder()
  const folder = temporaryFolder()
  const undisturbed = start(whole)
  let server = start(folder)
  onTestFinished(async () => {
    for (const one of [undisturbed, server]) {
      one.child.kill('SIGTERM')
      await one.ended
    }
    for (const path of [whole, folder]) rmSync(path, { recursive: true, force: true })
  })
  await ready(undisturbed)
  await until(() => finished(whole))
  const expected = await ask(whole, STORY)
  expect(expected).toHaveLength(7)

  const url = await ready(server)
  // It answers before the samples are there.
  const admin = new Person(url)
  await admin.signInFirst('admin', /One-time password: (\S+)/.exec(server.out())![1]!)
  expect(await finished(folder)).toBe(false)
  for (const [round, share] of [0.15, 0.4, 0.65, 0.85].entries()) {
    const wanted = Math.floor(share * expected.reduce((n, row) => n + (row as { story: string }).story.split(', ').length, 0))
    await until(async () => (await actions(folder)) >= wanted)
    const postmaster = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
    server.child.kill('SIGKILL')
    if (round % 2 === 1) process.kill(postmaster, 'SIGQUIT')
    await server.ended
    if (round % 2 === 1) await until(async () => processStart(postmaster) === null)
    server = start(folder)
    await ready(server)
  }
  await until(() => finished(folder))
  expect(await ask(folder, STORY)).toEqual(expected)
  const twice = await ask(
    folder,
    'select matter_id, user_id, role from matter_party group by matter_id, user_id, role having count(*) > 1 union all select null, null, login from app_user group by login having count(*) > 1',
  )
  expect(twice).toEqual([])
  expect(await ask(folder, "select login from app_user where login like '示例%' and not disabled")).toEqual([])
  expect(server.out()).not.toMatch(/could not/)
})
