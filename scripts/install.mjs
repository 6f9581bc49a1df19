// Installs the dependencies when they are missing or older than the lock file. Runs on any Node from 18 up.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.yingshang-installed')
const digest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

/** Path of the pinned Node that comes with the dependencies. */
export const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Installs when needed; ends the process with npm's own code when npm fails. */
export function installWhenNeeded() {
  if (existsSync(stamp) && existsSync(node) && readFileSync(stamp, 'utf8') === digest()) return
  console.log('正在安装依赖（首次约需一分钟）… Installing dependencies…')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) process.exit(done.status ?? 1)
  writeFileSync(stamp, digest())
}
