/**
 * Decisions per second of a table of twenty rules with three inputs, with everything that the engine gives: the value, the rules that fired and the values that
 * made them fire. The yardstick is feelin alone on the same cells, called for each cell as its interface has it, without rows, types or reasons.
 * `npm run bench -- decision`
 */
import { createRequire } from 'node:module'
import { decide, plain, readDmn } from '@yingshang/decision'
import { fixed, inTurn } from './measure.ts'

const { evaluate, unaryTest } = createRequire(new URL('../packages/decision/package.json', import.meta.url))(
  'feelin',
) as typeof import('feelin')

const RULES = 20
const RUNS = 200
const rules = Array.from({ length: RULES }, (_, i) => ({
  tests: [`[${i * 50}..${(i + 1) * 50})`, i % 3 === 0 ? '-' : '"企业","个体"', i % 2 === 0 ? '< 100' : '-'],
  value: `"第${i + 1}档"`,
}))
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const cell = (name: string, text: string) => `<${name}><text>${escaped(text)}</text></${name}>`
const names = ['金额', '主体', '户数']
const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="bench" name="bench" namespace="urn:bench">
${names.map((n, i) => `<inputData id="i${i}" name="${n}"><variable name="${n}" typeRef="${i === 1 ? 'string' : 'number'}"/></inputData>`).join('\n')}
<decision id="d" name="分档"><variable name="分档"/>
${names.map((_, i) => `<informationRequirement id="r${i}"><requiredInput href="#i${i}"/></informationRequirement>`).join('\n')}
<decisionTable id="t" hitPolicy="FIRST">
${names.map((n, i) => `<input id="c${i}"><inputExpression typeRef="${i === 1 ? 'string' : 'number'}"><text>${n}</text></inputExpression></input>`).join('\n')}
<output id="o" name="档" typeRef="string"/>
${rules.map((r, i) => `<rule id="rule${i}">${r.tests.map((t) => cell('inputEntry', t)).join('')}${cell('outputEntry', r.value)}</rule>`).join('\n')}
</decisionTable></decision></definitions>`

const read = readDmn(dmn)
if (!read.ok) throw new Error(read.refusal.en)
const { model } = read
const cases = Array.from({ length: RUNS }, (_, i) => ({ 金额: (i * 37) % 1000, 主体: i % 4 === 0 ? '个体' : '企业', 户数: i % 90 }))

const ours = () => cases.map((inputs) => plain(decide(model, '分档', inputs).value))
const alone = () =>
  cases.map((inputs) => {
    const values = [inputs.金额, inputs.主体, inputs.户数]
    const rule = rules.find((r) => r.tests.every((test, i) => test === '-' || unaryTest(test, { '?': values[i] }).value === true))
    return rule === undefined ? null : { 档: evaluate(rule.value).value }
  })
const textOf = (value: unknown) => (value !== null && typeof value === 'object' ? (value as { 档: unknown }).档 : value)
const [a, b] = [ours().map(textOf), alone().map(textOf)]
if (JSON.stringify(a) !== JSON.stringify(b))
  throw new Error(`the two disagree: ${JSON.stringify(a.slice(0, 5))} ${JSON.stringify(b.slice(0, 5))}`)

const times = inTurn({ ours, alone })
const rate = (ms: number) => RUNS / (ms / 1000)
console.log(`table of ${RULES} rules, 3 inputs, FIRST, ${RUNS} cases, both agree on every case`)
console.log(`decide        ${fixed(rate(times.ours), 0).padStart(9)} decisions/s`)
console.log(`feelin alone  ${fixed(rate(times.alone), 0).padStart(9)} decisions/s`)
console.log(`ratio         ${fixed(times.alone / times.ours, 1).padStart(9)} ×`)
