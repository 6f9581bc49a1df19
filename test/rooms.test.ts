import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * The rooms of ARCHITECTURE.md, top first. A room may import only rooms above it.
 * `domains/*` stand below every package; the apps stand below all domains.
 */
const ROOMS = [
  'time',
  'document',
  'plan',
  'decision',
  'journal',
  'draw',
  'ballot',
  'register',
  'procedure',
  'meeting',
  'indicator',
  'ledger',
] as const
const APPS = ['server', 'web', 'cli'] as const

/** What the pure core must never touch: the clock, the network, the disk and the database are parameters. */
const FORBIDDEN_IN_CORE =
  /^(node:(fs|net|http|https|http2|dns|child_process|worker_threads|os|process|cluster|tls)(\/.*)?|pg|kysely|fastify|graphile-worker|react|antd)$/

/** Files of the core that are shells on purpose (a worker entry, for instance), each with the reason. */
const SHELLS: Record<string, string> = {
  'packages/document/src/sandbox.ts': 'runs the reader in a worker with limits on time and memory',
  'packages/document/src/sandbox-worker.ts': 'the entry of that worker',
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'node_modules' || name === 'dist') return []
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : /\.(ts|tsx)$/.test(name) ? [path] : []
  })
}

function imports(path: string): string[] {
  const source = readFileSync(path, 'utf8')
  return [...source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((m) => m[1]!)
}

const list = (folder: string) => {
  try {
    return readdirSync(folder).filter((n) => statSync(join(folder, n)).isDirectory())
  } catch {
    return []
  }
}

function rank(name: string): number {
  const packages = list('packages')
  if (packages.includes(name)) return ROOMS.indexOf(name as (typeof ROOMS)[number])
  if (list('domains').includes(name)) return ROOMS.length
  const app = APPS.indexOf(name as (typeof APPS)[number])
  return app < 0 ? -1 : ROOMS.length + 1 + app
}

describe('rooms', () => {
  it('every package stands in the list of rooms', () => {
    for (const name of list('packages')) expect(ROOMS, `packages/${name}`).toContain(name)
    for (const name of list('apps')) expect(APPS, `apps/${name}`).toContain(name)
  })

  for (const group of ['packages', 'domains', 'apps'])
    for (const name of list(group))
      it(`${group}/${name} imports only rooms above it`, () => {
        const own = rank(name)
        for (const file of files(join(group, name, 'src'))) {
          const where = relative('.', file).split(sep).join('/')
          for (const wanted of imports(file)) {
            const room = /^@yingshang\/([^/]+)/.exec(wanted)?.[1]
            if (room !== undefined && room !== name) {
              const other = rank(room)
              expect(other, `${where} imports unknown room ${wanted}`).toBeGreaterThanOrEqual(0)
              expect(other, `${where} imports ${wanted}, which is not above ${name}`).toBeLessThan(own)
            }
            if (wanted.startsWith('.'))
              expect(join(file, '..', wanted).split(sep).slice(0, 2).join('/'), `${where} reaches out of its room by ${wanted}`).toBe(
                `${group}/${name}`,
              )
            if (group !== 'apps' && !SHELLS[where]) expect(wanted, `${where} must not import ${wanted}`).not.toMatch(FORBIDDEN_IN_CORE)
          }
          if (group !== 'apps' && !SHELLS[where]) {
            const source = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
            expect(
              /\bDate\.now\(\)|new Date\(\)|Math\.random\(\)|process\.env/.exec(source)?.[0],
              `${where} reads the outside world by itself`,
            ).toBeUndefined()
          }
        }
      })
})
