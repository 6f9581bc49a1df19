/**
 * Runs benchmarks: `npm run bench -- plan journal …`, all of them without a name. A benchmark is bench/<name>.bench.ts; it prints figures
 * and ratios to a yardstick measured in the same run, and asserts nothing: a slow machine is not a fault.
 */
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const folder = fileURLToPath(new URL('../bench/', import.meta.url))
const known = readdirSync(folder).flatMap((name) => /^(.+)\.bench\.ts$/.exec(name)?.[1] ?? [])
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`没有这些基准 No such benchmark: ${unknown.join(', ')}. 有 There are: ${known.join(', ')}`)
  process.exit(2)
}
console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`)
for (const name of wanted.length > 0 ? wanted : known) {
  console.log(`\n── ${name} ──`)
  await import(pathToFileURL(join(folder, `${name}.bench.ts`)).href)
}
