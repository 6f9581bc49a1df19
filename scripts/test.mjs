// `npm test`: types, lint, unit, integration and browser suites, in that order, each under the pinned Node.
// Arguments pick suites: `npm test -- unit browser`. In CI (CI=true) a skipped test is a failure.
// A file of the integration or browser suite that failed is run once more, whole and by itself: what passes then is named as unsteady at the end, what fails again is a failure.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { installWhenNeeded, node, root } from './install.mjs'

installWhenNeeded()
const bin = (...path) => join(root, 'node_modules', ...path)
const reports = mkdtempSync(join(tmpdir(), 'yingshang-test-'))

/** More files than this that fail are no accident of the moment: they are not run again. */
const MOST_AGAIN = 4

const run = (command) =>
  spawnSync(node, command, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${bin('.bin')}:${process.env.PATH}` } }).status ===
  0

/** Runs a suite, or some of its files, and reads its report: files that failed, lines that say what failed, number of skipped tests. */
function suite(project, files = []) {
  const path = join(reports, `${project}-${files.length}.json`)
  const passed = run([
    bin('vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
    ...(files.length > 0 ? ['--no-file-parallelism', ...files] : []),
  ])
  const found = { passed, files: [], lines: [], skipped: 0 }
  let report
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { ...found, passed: false, lines: [`${project}: no report was written`] }
  }
  for (const file of report.testResults) {
    const name = relative(root, file.name)
    if (file.status === 'failed') found.files.push(name)
    if (file.status === 'failed' && file.message) found.lines.push(`${name}: ${file.message.split('\n')[0]}`)
    for (const test of file.assertionResults)
      if (test.status === 'failed')
        found.lines.push(`${name} › ${test.title}: ${(test.failureMessages[0] ?? '').split('\n').slice(0, 3).join(' ')}`)
      else if (test.status !== 'passed') found.lines.push(`${name} › ${test.title}: ${test.status}`)
  }
  found.skipped = report.numPendingTests + report.numTodoTests
  return found
}

const suites = {
  types: () =>
    run([bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']) && run([bin('typescript', 'bin', 'tsc'), '-p', 'apps/web/tsconfig.json']),
  lint: () => run([bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']),
  unit: () => suite('unit'),
  integration: () => suite('integration'),
  browser: () => suite('browser'),
}
const wanted = process.argv.slice(2).filter((name) => name in suites)
const failed = []
const said = []
for (const [name, tried] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n── ${name} ──`)
  const first = tried()
  if (typeof first === 'boolean') {
    if (!first) failed.push(name)
    continue
  }
  said.push(...first.lines.map((line) => `${name}: ${line}`))
  let passed = first.passed
  if (!passed && name !== 'unit' && first.files.length > 0 && first.files.length <= MOST_AGAIN) {
    console.log(`\n── ${name}, once more: ${first.files.join(', ')} ──`)
    const second = suite(name, first.files)
    passed = second.passed
    said.push(...second.lines.map((line) => `${name}, once more: ${line}`))
    if (passed) said.push(`${name}: unsteady, passed when run once more: ${first.files.join(', ')}`)
  }
  if (!passed || (process.env.CI && first.skipped > 0)) failed.push(name)
}
rmSync(reports, { recursive: true, force: true })
if (said.length > 0) console.error(`\n${said.join('\n')}`)
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(', ')}`)
  process.exit(1)
}
console.log('\nall suites passed')
