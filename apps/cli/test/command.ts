import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The command line as a user meets it: a process of its own, with its output and its exit code. */

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
export const NODE = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
export const MAIN = join(ROOT, 'apps', 'cli', 'src', 'main.ts')
export const LAUNCHER = join(ROOT, 'apps', 'cli', 'bin', 'yingshang.mjs')
export const sample = (name: string) => join(ROOT, 'samples', 'plans', name)
export const SHARED = process.env.YINGSHANG_SHARED ?? join(ROOT, '..', 'shared')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Surroundings {
  readonly input?: Uint8Array | string
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Runs a program to its end. */
export function command(program: string, args: readonly string[], { input, env = {}, cwd = ROOT }: Surroundings = {}): Promise<Ended> {
  return new Promise((done, fail) => {
    const { NO_COLOR: _, COLUMNS: __, FORCE_COLOR: ___, ...own } = process.env
    const child = spawn(program, args, { cwd, env: { ...own, ...env } })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => err.push(chunk))
    child.on('error', fail)
    child.on('close', (code) => done({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** Runs `yingshang …`. */
export const yingshang = (args: readonly string[], surroundings?: Surroundings): Promise<Ended> =>
  command(NODE, [MAIN, ...args], surroundings)

/** A folder that goes away with the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yingshang-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
