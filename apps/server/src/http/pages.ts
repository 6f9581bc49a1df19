import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { StartFailure } from '../failure.ts'
import { refuse } from './problem.ts'

/** The pages: built when their sources changed, served with the right caching, every unknown address answered by the one page. */

const ROOT = join(import.meta.dirname, '..', '..', '..', '..')
export const DIST = join(ROOT, 'apps', 'web', 'dist')
const STAMP = '.sources'

/** What the built pages are made of. A change of any of it makes them stale. */
const SOURCES = ['apps/web', 'apps/server/src/contract', 'packages', 'domains/campaign/src/questionnaire', 'package-lock.json']

/** Digest of everything that the pages are built from. */
export function sourcesDigest(root = ROOT): string {
  const digest = createHash('sha256')
  const visit = (path: string) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!['node_modules', 'dist', 'test'].includes(name)) visit(join(path, name))
    } else digest.update(path.slice(root.length)).update(readFileSync(path))
  }
  for (const source of SOURCES) visit(join(root, source))
  return digest.digest('hex')
}

/** Builds the pages when they are missing or stale. Gives whether it built. */
export async function buildPagesWhenStale(say: (message: string) => void): Promise<boolean> {
  if (!existsSync(join(ROOT, 'apps', 'web', 'index.html'))) return false
  const digest = sourcesDigest()
  const stamp = join(DIST, STAMP)
  if (existsSync(stamp) && existsSync(join(DIST, 'index.html')) && readFileSync(stamp, 'utf8') === digest) return false
  say('正在构建页面… Building the pages…')
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const child = spawn(process.execPath, [vite, 'build', 'apps/web', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail)
    child.on('close', done)
  })
  if (code !== 0) throw new StartFailure('pages.build', `页面构建失败：\n${output.trim()}`, 'The pages could not be built.')
  writeFileSync(stamp, digest)
  return true
}

const FINGERPRINTED = /[.-][\w-]{8,}\.\w+$/

export async function servePages(app: FastifyInstance, folder = DIST): Promise<void> {
  const index = join(folder, 'index.html')
  const there = existsSync(index)
  await app.register(fastifyStatic, { root: there ? folder : ROOT, serve: false, dotfiles: 'deny', cacheControl: false })
  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    config: { permission: 'public' },
    handler: async (request, reply) => {
      const path = decodeURIComponent(request.url.split('?')[0]!)
      if (path === '/api' || path.startsWith('/api/')) throw refuse('request.not-found')
      if (!there)
        return reply
          .code(503)
          .type('text/plain; charset=utf-8')
          .send(
            '页面尚未构建：请用 npm start 启动，或运行 npm run build。\nThe pages are not built: use npm start, or run npm run build.\n',
          )
      const name = path.slice(1)
      if (name.includes('\0') || name.split(/[\\/]/).some((part) => part.startsWith('.'))) throw refuse('request.not-found')
      const found = name !== '' && isFile(join(folder, name))
      if (found && name !== 'index.html') {
        // Names that hold a digest of the content never change; everything else is asked for again.
        const forever = name.startsWith('assets/') && FINGERPRINTED.test(name)
        reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
        return reply.sendFile(name)
      }
      // A missing file is missing; only addresses of pages are answered by the page.
      if (/\.\w{2,5}$/.test(path)) throw refuse('request.not-found')
      reply.header('cache-control', 'no-store')
      return reply.sendFile('index.html')
    },
  })
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true
