// `npm test`: types, lint, unit, integration and browser suites, in that order, each under the pinned Node.
// Arguments pick suites: `npm test -- unit browser`. In CI (CI=true) a skipped suite is a failure.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installWhenNeeded, node, root } from './install.mjs'

installWhenNeeded()
const bin = (...path) => join(root, 'node_modules', ...path)
const vitest = (project) => [bin('vitest', 'vitest.mjs'), 'run', '--project', project]
const suites = {
  types: [
    [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'],
    [bin('typescript', 'bin', 'tsc'), '-p', 'apps/web/tsconfig.json'],
  ],
  lint: [[bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
  unit: [vitest('unit')],
  integration: [vitest('integration')],
  browser: [vitest('browser')],
}
const wanted = process.argv.slice(2).filter((name) => name in suites)
const failed = []
for (const [name, commands] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n── ${name} ──`)
  for (const command of commands) {
    const done = spawnSync(node, command, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: `${bin('.bin')}:${process.env.PATH}` },
    })
    if (done.status !== 0) failed.push(name)
  }
}
if (failed.length > 0) {
  console.error(`\nfailed: ${[...new Set(failed)].join(', ')}`)
  process.exit(1)
}
console.log('\nall suites passed')
