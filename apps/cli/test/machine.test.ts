import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { MAIN, NODE, ROOT, scratch, yingshang } from './command.ts'

/** The commands that touch the machine: doctor and serve. Each has a data folder of its own, which PostgreSQL's account may enter. */

function dataFolder(): string {
  const folder = scratch()
  chmodSync(folder, 0o755)
  return join(folder, 'data')
}

const freePort = () =>
  new Promise<{ port: number; close: () => Promise<void> }>((done) => {
    const server = createServer((socket) => socket.destroy())
    server.listen(0, '127.0.0.1', () =>
      done({ port: (server.address() as { port: number }).port, close: () => new Promise((closed) => server.close(() => closed())) }),
    )
  })

const PLAIN = { DATABASE_URL: '', HOST: '127.0.0.1' }

it('doctor finds a machine that is well, line by line, and starts PostgreSQL to know', async () => {
  const { port, close } = await freePort()
  await close()
  const { code, out, err } = await yingshang(['doctor'], { env: { ...PLAIN, YINGSHANG_DATA: dataFolder(), PORT: String(port) } })
  expect({ code, err }, out).toEqual({ code: 0, err: '' })
  for (const name of ['Node', '依赖', '设置', '数据目录', 'PostgreSQL', '端口', '网页'])
    expect(out).toMatch(new RegExp(`^✓ .*${name}`, 'm'))
  expect(out).toMatch(/PostgreSQL .*embedded 1[5-9]|PostgreSQL .*embedded [2-9]\d/)
  expect(out).toContain('可以运行')
})

it('doctor says what to mend and ends with code 1', async () => {
  const folder = scratch()
  writeFileSync(join(folder, 'file'), '')
  const { port, close } = await freePort()
  onTestFinished(() => void close())
  const env = {
    YINGSHANG_DATA: join(folder, 'file'),
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  }
  const { code, out } = await yingshang(['doctor', '--json'], { env })
  expect(code).toBe(1)
  const report = JSON.parse(out) as { ok: boolean; checks: { id: string; ok: boolean; fix: string }[] }
  expect(report.ok).toBe(false)
  const failed = report.checks.filter((c) => !c.ok && c.id !== 'browser')
  expect(failed.map((c) => c.id)).toEqual(['data', 'database', 'port'])
  for (const check of failed) expect(check.fix).toMatch(/\p{Script=Han}{2}.*[a-z]{3}/u)
})

it('doctor names a setting that cannot be read', async () => {
  const { code, out } = await yingshang(['doctor'], { env: { ...PLAIN, PORT: 'eighty' } })
  expect(code).toBe(1)
  expect(out).toMatch(/✗ 设置 .*PORT/)
})

it('serve answers on its port until it is told to stop, and a second one on the same folder is refused', { timeout: 180_000 }, async () => {
  const data = dataFolder()
  mkdirSync(data)
  const { port, close } = await freePort()
  await close()
  const env = { ...process.env, ...PLAIN, BUILD_PAGES: 'no', SAMPLES: 'no', LOG_LEVEL: 'warn' }
  const server = spawn(NODE, [MAIN, 'serve', '--port', String(port), '--data', data], { cwd: ROOT, env })
  onTestFinished(() => void server.kill('SIGKILL'))
  let out = ''
  let err = ''
  server.stderr.on('data', (chunk) => {
    err += chunk
  })
  await new Promise<void>((ready, fail) => {
    server.stdout.on('data', (chunk) => {
      out += chunk
      if (out.includes('Press Ctrl-C')) ready()
    })
    server.on('exit', (code) => fail(new Error(`ended with ${code}: ${out}${err}`)))
  })
  expect(out).toContain(`http://127.0.0.1:${port}`)
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)

  const second = await yingshang(['serve', '--port', '0', '--data', data], { env: { ...PLAIN, BUILD_PAGES: 'no' } })
  expect(second.code).toBe(1)
  expect(second.err).toMatch(/正被另一个营商服务使用/)

  const ended = new Promise<number | null>((done) => server.on('exit', done))
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(out).toContain('已停止')
})
