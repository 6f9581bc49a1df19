import * as fc from 'fast-check'
import { evaluate, unaryTest } from 'feelin'
import { describe, expect, it } from 'vitest'
import { decide, feel, inspect, passes, plain, readDmn, tableCoverage } from '../src/index.ts'

interface Table {
  policy?: string
  aggregation?: string
  inputs: { text: string; type?: string; allowed?: string }[]
  outputs: { name?: string; allowed?: string; fallback?: string }[]
  rules: { if: string[]; give: string[]; note?: string }[]
}

const inXml = (s: string) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const text = (s: string) => `<text>${inXml(s)}</text>`

/** A one-table model as a `.dmn` file. */
function dmn(table: Table, name = '认定'): string {
  return `<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="示例" namespace="urn:test">
  ${table.inputs.map((i) => `<inputData id="in_${i.text}" name="${i.text}"><variable name="${i.text}" typeRef="${i.type ?? 'Any'}"/></inputData>`).join('')}
  <decision id="d1" name="${name}"><variable name="${name}"/>
  ${table.inputs.map((i) => `<informationRequirement><requiredInput href="#in_${i.text}"/></informationRequirement>`).join('')}
  <decisionTable id="t1" hitPolicy="${table.policy ?? 'UNIQUE'}" ${table.aggregation ? `aggregation="${table.aggregation}"` : ''}>
  ${table.inputs.map((i) => `<input><inputExpression typeRef="${i.type ?? ''}">${text(i.text)}</inputExpression>${i.allowed ? `<inputValues>${text(i.allowed)}</inputValues>` : ''}</input>`).join('')}
  ${table.outputs.map((o) => `<output name="${o.name ?? ''}">${o.allowed ? `<outputValues>${text(o.allowed)}</outputValues>` : ''}${o.fallback ? `<defaultOutputEntry>${text(o.fallback)}</defaultOutputEntry>` : ''}</output>`).join('')}
  <annotation name="依据"/>
  ${table.rules.map((r, i) => `<rule id="r${i + 1}">${r.if.map((c) => `<inputEntry>${text(c)}</inputEntry>`).join('')}${r.give.map((c) => `<outputEntry>${text(c)}</outputEntry>`).join('')}<annotationEntry>${text(r.note ?? '')}</annotationEntry></rule>`).join('')}
  </decisionTable></decision></definitions>`
}

function model(table: Table) {
  const read = readDmn(dmn(table))
  if (!read.ok) throw new Error(read.refusal.en)
  return read.model
}

const fast: Table = {
  inputs: [
    { text: '债权总额', type: 'number' },
    { text: '财产状况', type: 'string' },
  ],
  outputs: [{}],
  rules: [
    { if: ['<= 1000000', '"清楚"'], give: ['"简易"'], note: '债权债务清楚' },
    { if: ['> 1000000', '"清楚"'], give: ['"普通"'] },
    { if: ['-', 'not("清楚")'], give: ['"普通"'] },
  ],
}

describe('a decision table', () => {
  it('answers with the row that fired and the values that made it fire', () => {
    const outcome = decide(model(fast), '认定', { 债权总额: 1_000_000, 财产状况: '清楚' })
    expect(outcome.value).toBe('简易')
    expect(outcome.tables[0]!.fired).toEqual([{ row: 1, ruleId: 'r1', annotations: ['债权债务清楚'], output: '简易' }])
    expect(outcome.tables[0]!.inputs.map((i) => [i.label, i.value])).toEqual([
      ['债权总额', 1_000_000],
      ['财产状况', '清楚'],
    ])
  })

  const three: Table['rules'] = [
    { if: ['>= 10'], give: ['1'] },
    { if: ['>= 20'], give: ['3'] },
    { if: ['>= 30'], give: ['2'] },
  ]
  const under = (policy: string, aggregation?: string) =>
    decide(
      model({
        policy,
        ...(aggregation ? { aggregation } : {}),
        inputs: [{ text: '值', type: 'number' }],
        outputs: [{ allowed: '2, 3, 1' }],
        rules: three,
      }),
      '认定',
      { 值: 30 },
    )
  it.each([
    ['FIRST', undefined, 1],
    ['PRIORITY', undefined, 2],
    ['RULE ORDER', undefined, [1, 3, 2]],
    ['OUTPUT ORDER', undefined, [2, 3, 1]],
    ['COLLECT', undefined, [1, 3, 2]],
    ['COLLECT', 'SUM', 6],
    ['COLLECT', 'MIN', 1],
    ['COLLECT', 'MAX', 3],
    ['COLLECT', 'COUNT', 3],
    ['UNIQUE', undefined, null],
    ['ANY', undefined, null],
  ])('under %s %s gives %j', (policy, aggregation, value) => {
    expect(under(policy, aggregation).value).toEqual(value)
  })

  it('names the rows when several fire where one may', () => {
    expect(under('UNIQUE').problems[0]!.zh).toContain('第 1、2、3 行同时命中')
  })

  it('gives the fallback when nothing fires, and says so', () => {
    const table = { ...fast, outputs: [{ fallback: '"普通"' }], rules: [fast.rules[0]!] }
    const outcome = decide(model(table), '认定', { 债权总额: 2_000_000, 财产状况: '清楚' })
    expect([outcome.value, outcome.tables[0]!.usedFallback]).toEqual(['普通', true])
  })

  it('treats a value of the wrong type as missing and reports it', () => {
    const outcome = decide(model(fast), '认定', { 债权总额: '很多', 财产状况: '清楚' })
    expect(outcome.value).toBeNull()
    expect(outcome.problems.map((p) => p.code)).toContain('decision.type')
  })

  it('refuses an input that the table does not allow, with the value named', () => {
    const table: Table = {
      inputs: [{ text: '级别', type: 'string', allowed: '"甲","乙"' }],
      outputs: [{}],
      rules: [{ if: ['-'], give: ['1'] }],
    }
    const outcome = decide(model(table), '认定', { 级别: '丙' })
    expect(outcome.problems[0]).toMatchObject({ code: 'decision.input-not-allowed' })
    expect(outcome.problems[0]!.zh).toContain('丙')
  })

  it('keeps sums of fen exact far beyond any estate', () => {
    const table: Table = {
      policy: 'COLLECT',
      aggregation: 'SUM',
      inputs: [{ text: '值' }],
      outputs: [{}],
      rules: [
        { if: ['-'], give: ['900719925474099'] },
        { if: ['-'], give: ['1'] },
      ],
    }
    expect(decide(model(table), '认定', { 值: 1 }).value).toBe(900_719_925_474_100)
  })
})

describe('gaps and overlaps', () => {
  it('finds none in a table that is whole', () => {
    expect(tableCoverage(model(fast).decisions[0]!.expression as never)).toEqual({
      analysed: true,
      gaps: [],
      overlaps: [],
      truncated: false,
    })
  })

  it('describes the gap between two bounds', () => {
    const table: Table = {
      inputs: [{ text: '天数', type: 'number' }],
      outputs: [{}],
      rules: [
        { if: ['<= 30'], give: ['1'] },
        { if: ['> 60'], give: ['2'] },
      ],
    }
    const found = tableCoverage(model(table).decisions[0]!.expression as never)
    expect(found).toMatchObject({ analysed: true, gaps: [{ where: [{ input: '天数', values: '(30..60)、60' }], rows: [] }] })
  })

  it('finds the one point where two rows meet', () => {
    const table: Table = {
      inputs: [{ text: '天数', type: 'number' }],
      outputs: [{}],
      rules: [
        { if: ['<= 30'], give: ['1'] },
        { if: ['>= 30'], give: ['2'] },
      ],
    }
    expect(tableCoverage(model(table).decisions[0]!.expression as never)).toMatchObject({
      overlaps: [{ where: [{ values: '30' }], rows: [1, 2] }],
    })
  })

  it('agrees with trying every value', () => {
    const bound = fc.integer({ min: 0, max: 12 })
    const cell = fc.oneof(
      fc.constant('-'),
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), bound).map(([op, n]) => `${op} ${n}`),
      fc.tuple(bound, bound).map(([a, b]) => `[${Math.min(a, b)}..${Math.max(a, b)}]`),
      bound.map(String),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }), (rows) => {
        const table: Table = {
          inputs: [
            { text: 'a', type: 'number' },
            { text: 'b', type: 'number' },
          ],
          outputs: [{}],
          rules: rows.map((r) => ({ if: [...r], give: ['1'] })),
        }
        const m = model(table)
        const coverage = tableCoverage(m.decisions[0]!.expression as never)
        if (!coverage.analysed || coverage.truncated) return
        let gap = false
        let overlap = false
        for (let a = -1; a <= 13; a += 0.5)
          for (let b = -1; b <= 13; b += 0.5) {
            const fired = decide(m, '认定', { a, b }).tables[0]!.fired.length
            gap ||= fired === 0
            overlap ||= fired > 1
          }
        expect([coverage.gaps.length > 0, coverage.overlaps.length > 0]).toEqual([gap, overlap])
      }),
      { numRuns: 40 },
    )
  })

  it('reports cells that are not FEEL, tables without an order of outputs, and texts that read the clock', () => {
    const table: Table = { policy: 'PRIORITY', inputs: [{ text: '值' }], outputs: [{}], rules: [{ if: ['> > 3'], give: ['today()'] }] }
    expect(inspect(model(table)).map((f) => f.code)).toEqual(
      expect.arrayContaining(['decision.syntax', 'decision.clock', 'decision.no-priority']),
    )
  })
})

describe('FEEL parsed once', () => {
  const scope = { 金额: 5, 'b c': { 'd e': 4 }, list: [1, 2, 3], word: 'x', yes: true, nothing: null }
  it.each([
    '金额 * 2 + b c.d e',
    'if yes then word else null',
    'list[item > 1]',
    'count(list)',
    'nothing',
    'some x in list satisfies x > 2',
    'missing',
  ])('gives for %s what feelin gives', (expression) => {
    expect(feel(expression, scope).value).toEqual(evaluate(expression, scope).value)
    expect(feel(expression, scope).value).toEqual(evaluate(expression, scope).value)
  })

  const tests = [
    '-',
    '5',
    '> 3',
    '[1..5)',
    '"x","y"',
    'not("x")',
    'not(5, 6)',
    '? > 3',
    'null',
    'not(null)',
    '金额',
    '> 金额',
    'list',
    'true',
    '? in list',
    'not(? > 3)',
    'string length(?) = 1',
  ]
  const values = [5, 3, 1, 'x', 'z', null, true, [1, 2, 3]]
  it.each(tests)('unary tests %s accept what feelin accepts', (test) => {
    for (const value of values)
      expect([value, passes(test, value, scope).passed]).toEqual([value, unaryTest(test, { ...scope, '?': value } as never).value === true])
  })

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), (t) => {
        feel(t, scope)
        passes(t, 1, scope)
      }),
    )
  })
})

describe('reading files', () => {
  it('refuses what is no model', () => {
    for (const [input, code] of [
      ['', 'decision.not-xml'],
      ['<a', 'decision.not-xml'],
      ['<html/>', 'decision.not-dmn'],
      [dmn(fast).replace('UNIQUE', 'SOMETIMES'), 'decision.hit-policy'],
    ] as const)
      expect(readDmn(input)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('never throws on damaged files', () => {
    const whole = dmn(fast)
    fc.assert(
      fc.property(fc.nat(whole.length), fc.string({ maxLength: 5 }), (at, put) => {
        const read = readDmn(whole.slice(0, at) + put + whole.slice(at + put.length))
        if (read.ok) for (const d of read.model.decisions) decide(read.model, d.name, { 债权总额: 1 })
      }),
      { numRuns: 300 },
    )
  })

  it('tells a decision that depends on itself', () => {
    const circular =
      '<definitions name="c" namespace="n"><decision id="a" name="a"><informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>a</text></literalExpression></decision></definitions>'
    const read = readDmn(circular)
    if (!read.ok) throw new Error('refused')
    expect(decide(read.model, 'a', {}).problems.map((p) => p.code)).toContain('decision.circular')
  })

  it('gives dates as text for storage', () => {
    expect(plain(feel('date("2022-05-07")', {}).value)).toBe('2022-05-07')
  })
})
