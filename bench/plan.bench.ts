/**
 * Reading and aligning plans. The yardstick is the least that any reader of plans must do: one pass that splits the sentences and
 * matches one pattern of dates. `npm run bench -- plan`
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { align, driftAll, type Plan, read } from '@yingshang/plan'
import { generatePlan } from './generate-plan.ts'
import { bytesOf, fixed, inTurn, peakMemory, timed } from './measure.ts'

const shared = process.env.YINGSHANG_SHARED ?? fileURLToPath(new URL('../../shared/', import.meta.url))
const SENTENCE = /[^。；;\n]+/g
const DATE = /(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底)?前/g

/** Splits the sentences and matches one date pattern; gives the places of both, as any reader must keep them. */
function yardstick(text: string): { start: number; end: number; dates: number[] }[] {
  const sentences = []
  for (const sentence of text.matchAll(SENTENCE)) {
    const dates: number[] = []
    for (const date of sentence[0].matchAll(DATE)) dates.push(sentence.index + date.index)
    sentences.push({ start: sentence.index, end: sentence.index + sentence[0].length, dates })
  }
  return sentences
}

const atStart = peakMemory()
console.log(`memory at start ${fixed(atStart, 0)} MB`)

function corpus(name: string, texts: readonly string[], rounds: number): void {
  const bytes = bytesOf(texts)
  const measures = texts.reduce((n, t) => n + read(t).measures.length, 0)
  const times = inTurn({ reader: () => texts.map((t) => read(t)), yardstick: () => texts.map(yardstick) }, rounds)
  const rate = (ms: number) => `${fixed((texts.length / ms) * 1000)} documents/s  ${fixed(bytes / 1e6 / (ms / 1000), 2)} MB/s`
  console.log(`\n${name}: ${texts.length} documents, ${fixed(bytes / 1e6, 2)} MB, ${measures} measures and governance paragraphs`)
  console.log(`  read       ${fixed(times.reader)} ms  ${rate(times.reader)}`)
  console.log(`  yardstick  ${fixed(times.yardstick)} ms  ${rate(times.yardstick)}`)
  console.log(`  read takes ${fixed(times.reader / times.yardstick)} × the yardstick (goal 10); peak memory ${fixed(peakMemory(), 0)} MB`)
}

const seeds = join(shared, 'seeds')
if (existsSync(seeds))
  corpus(
    'seeds',
    readdirSync(seeds)
      .filter((n) => n.endsWith('.txt'))
      .map((n) => readFileSync(join(seeds, n), 'utf8')),
    9,
  )
else console.warn(`seeds: skipped, ${seeds} is not there`)

corpus(
  'generated',
  Array.from({ length: 1000 }, (_, i) => generatePlan(i + 1, { measures: 8 + (i % 60) })),
  3,
)

{
  const texts = Array.from({ length: 100 }, (_, i) => generatePlan(5000 + i, { bytes: 50_000 }))
  const ms = timed(() => texts.map((t) => read(t)))
  console.log(`\n100 plans of 50 KB (${fixed(bytesOf(texts) / 1e6, 2)} MB) on one core: ${fixed(ms / 1000, 2)} s (goal under 10)`)
}

{
  console.log('\ntext doubled (ratio near 2 is linear)')
  let before = 0
  for (const kb of [125, 250, 500, 1000, 2000]) {
    const texts = [71, 72, 73].map((seed) => generatePlan(seed, { bytes: kb * 1000 }))
    const { ms } = inTurn({ ms: () => texts.map((t) => read(t)) }, 3)
    console.log(
      `  ${String(kb).padStart(5)} KB  ${fixed(ms / texts.length).padStart(9)} ms${before > 0 ? `  × ${fixed(ms / before, 2)}` : ''}`,
    )
    before = ms
  }
  // One line without an end of sentence is what a careless pattern goes quadratic on.
  before = 0
  for (const kb of [125, 250, 500]) {
    const text = `1.${'推进企业服务市法院、牵头（'.repeat((kb * 1000) / 39)}`
    const { ms } = inTurn({ ms: () => read(text) }, 3)
    console.log(
      `  ${String(kb).padStart(5)} KB of unclosed brackets on one line ${fixed(ms)} ms${before > 0 ? `  × ${fixed(ms / before, 2)}` : ''}`,
    )
    before = ms
  }
}

{
  const of = (seed: number, measures: number): Plan => read(generatePlan(seed, { measures }))
  const [lower, upper] = [of(11, 165), of(12, 218)]
  const count = (plan: Plan) => plan.measures.filter((m) => m.kind === 'measure').length
  const { align: alignMs, drift: driftMs } = inTurn(
    { align: () => align(lower, upper), drift: () => driftAll(align(lower, upper), lower, upper) },
    3,
  )
  console.log(
    `\nalign ${count(lower)} × ${count(upper)} measures: ${fixed(alignMs)} ms (goal under 1,000); with drift ${fixed(driftMs)} ms`,
  )
}

console.log(`\npeak memory ${fixed(peakMemory(), 0)} MB, ${fixed(peakMemory() - atStart, 0)} MB above the start`)
