#!/usr/bin/env node
// Starts the command line under the Node that comes with the project, whatever Node the system has.
// Plain JavaScript without newer syntax: it must run on old versions of Node far enough to say what is missing.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const main = join(here, '..', 'src', 'main.ts')
const root = join(here, '..', '..', '..')
const wanted = 24

/** Path of the pinned Node, or undefined when the dependencies are not installed. */
function pinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const places = [join(root, 'node_modules', 'node', 'bin', name)]
  try {
    places.push(join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', name))
  } catch {
    // Not installed beside this file; the first place decides.
  }
  return places.find((path) => existsSync(path))
}

if (!existsSync(join(root, 'node_modules', 'commander'))) {
  console.error(`依赖尚未安装，请先在 ${root} 运行 npm ci。`)
  console.error(`Dependencies are not installed: run npm ci in ${root} first.`)
  process.exit(2)
}
if (Number(process.versions.node.split('.')[0]) >= wanted) {
  await import(pathToFileURL(main).href)
} else {
  const node = pinnedNode()
  if (node === undefined) {
    console.error(`需要 Node ${wanted}，当前为 ${process.version}；请在 ${root} 运行 npm ci，它会带来所需的 Node。`)
    console.error(`Node ${wanted} is needed, this is ${process.version}: run npm ci in ${root}, which brings it along.`)
    process.exit(2)
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches the whole group from the terminal; this parent passes on what was sent to it alone and waits for a clean stop.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`无法启动 ${node}：${error.message}`)
    process.exit(2)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
