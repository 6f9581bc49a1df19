import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Answers,
  addTallies,
  cellsOf,
  countsOf,
  crossTables,
  faultsOfDraft,
  judgeSheet,
  leastGroup,
  meanTenths,
  medianOf,
  type Question,
  type Questionnaire,
  resultsOf,
  shownQuestions,
  talliesBy,
  tallyOf,
} from '../src/questionnaire/index.ts'

const asked = (id: string, title: string) => ({ id, title, note: '', required: false, shownWhen: null })
const SIZE: Question = {
  ...asked('size', '您所在企业的规模'),
  kind: 'single',
  required: true,
  options: [
    { id: 'micro', text: '微型' },
    { id: 'small', text: '小型' },
    { id: 'middle', text: '中型' },
    { id: 'large', text: '大型' },
  ],
}
const CONTENT: Question = { ...asked('content', '对窗口服务是否满意'), kind: 'scale', scale: 'satisfaction', required: true }
const WHY: Question = {
  ...asked('why', '不满意的原因'),
  kind: 'several',
  most: 2,
  options: [
    { id: 'slow', text: '等候时间长' },
    { id: 'paper', text: '重复交材料' },
    { id: 'rude', text: '态度生硬' },
  ],
  shownWhen: { question: 'content', answers: ['1', '2'] },
}
const VISITS: Question = { ...asked('visits', '办成这件事跑了几次'), kind: 'number', min: 0, max: 9, unit: '次' }
const CHANNELS: Question = { ...WHY, ...asked('channels', '怎样了解政策'), shownWhen: null }
const WORDS: Question = { ...asked('words', '还有什么建议'), kind: 'text' }
const QUESTIONS = [SIZE, CONTENT, WHY, VISITS, CHANNELS, WORDS] as const

const DRAFT: Questionnaire = {
  title: '政务服务满意度问卷',
  purpose: '了解企业办事的感受，结果用于改进窗口服务。',
  opensOn: '2026-03-02',
  closesOn: '2026-03-20',
  hideBelow: 5,
  questions: QUESTIONS,
}
const faults = (change: Partial<Questionnaire>) => faultsOfDraft({ ...DRAFT, ...change }, '2026-03-01', 5)
const codes = (change: Partial<Questionnaire>) => faults(change).map((f) => `${f.code} ${f.path}`)

/** Sheets as people hand them in. */
const sheets = (most = 60) =>
  fc.array(
    fc
      .record({
        size: fc.constantFrom('micro', 'micro', 'micro', 'small', 'small', 'middle', 'large'),
        content: fc.option(fc.constantFrom(1, 2, 3, 4, 4, 4, 5, 5, 5, 5)),
        why: fc.subarray(['slow', 'paper', 'rude'], { maxLength: 2 }),
        visits: fc.option(fc.nat(9)),
        channels: fc.subarray(['slow', 'paper', 'rude'], { maxLength: 2 }),
      })
      .map(({ size, content, why, visits, channels }): Answers => {
        const sheet: Record<string, string | number | string[]> = { size }
        if (content !== null) sheet.content = content
        if (content !== null && content <= 2 && why.length > 0) sheet.why = why
        if (visits !== null) sheet.visits = visits
        if (channels.length > 0) sheet.channels = channels
        return sheet
      }),
    { maxLength: most },
  )
const least = fc.constantFrom(2, 3, 5, 8)

describe('a draft', () => {
  it('without faults may be published', () => expect(faults({})).toEqual([]))

  it('is refused with the place of every fault', () => {
    expect(codes({ title: '', purpose: '', questions: [] })).toEqual([
      'questionnaire.title title',
      'questionnaire.purpose purpose',
      'questionnaire.empty questions',
    ])
    expect(codes({ opensOn: '2026-04-01' })).toEqual(['questionnaire.days closesOn'])
    expect(codes({ opensOn: '2026-01-05', closesOn: '2026-02-27' })).toEqual(['questionnaire.past closesOn'])
    expect(codes({ hideBelow: 4 })).toEqual(['questionnaire.hide-below hideBelow'])
    expect(codes({ questions: [{ ...CHANNELS, most: 4 }] })).toEqual(['questionnaire.most questions.0.most'])
    expect(codes({ questions: [{ ...VISITS, min: 9 }] })).toEqual(['questionnaire.range questions.0.max'])
    expect(codes({ questions: [SIZE, SIZE] })).toEqual(['questionnaire.id questions.1'])
    const [micro] = SIZE.kind === 'single' ? SIZE.options : []
    expect(codes({ questions: [{ ...SIZE, kind: 'single', options: [micro!, { id: 'x', text: '微型' }] }] })).toEqual([
      'questionnaire.option questions.0.options.1',
    ])
    expect(faults({ questions: [CONTENT, { ...VISITS, title: '' }] })[0]?.zh).toBe('第2题的题目须为2到200字')
  })

  it('does not ask who somebody is', () => {
    expect(codes({ questions: [{ ...WORDS, title: '请填写您的姓名和电话' }] })).toEqual(['questionnaire.who questions.0.title'])
    expect(codes({ questions: [{ ...WORDS, title: '对企业开办有什么建议' }] })).toEqual([])
  })

  it('asks under a condition that an earlier question of one answer can fulfil', () => {
    expect(codes({ questions: [WHY, CONTENT] })).toEqual(['questionnaire.condition questions.0.shownWhen'])
    for (const shownWhen of [
      { question: 'channels', answers: ['slow'] },
      { question: 'content', answers: ['6'] },
      { question: 'content', answers: [] },
      { question: 'content', answers: ['1', '2', '3', '4', '5'] },
    ])
      expect(codes({ questions: [CONTENT, CHANNELS, { ...WHY, shownWhen }] })).toEqual(['questionnaire.condition questions.2.shownWhen'])
  })

  it('hides groups from a setting of the day on', () => {
    expect(leastGroup('2026-03-01')).toBe(5)
    const source = { rule: 'x', provision: 'x', verified: false } as never
    const settings = [
      { effectiveFrom: '2021-01-01', least: 5, source },
      { effectiveFrom: '2026-06-01', least: 10, source },
    ]
    expect(['2020-01-01', '2026-05-31', '2026-06-01'].map((day) => leastGroup(day, settings))).toEqual([5, 5, 10])
  })
})

describe('a sheet', () => {
  const judged = (answers: Answers) => {
    const found = judgeSheet(QUESTIONS, answers)
    return found.ok ? found.answers : found.faults.map((f) => f.code + f.path.slice('answers'.length))
  }

  it('sees a question only when the earlier answer is so', () => {
    const ids = (answers: Answers) => shownQuestions(QUESTIONS, answers).map((q) => q.id)
    expect(ids({ content: 2 })).toContain('why')
    expect(ids({ content: 4 })).not.toContain('why')
    const chain = [CONTENT, { ...SIZE, shownWhen: WHY.shownWhen }, { ...WORDS, shownWhen: { question: 'size', answers: ['micro'] } }]
    // An answer left over from a question that is no longer asked asks nothing.
    expect(shownQuestions(chain, { content: 5, size: 'micro' }).map((q) => q.id)).toEqual(['content'])
  })

  it('is kept in order and without what is empty', () => {
    expect(judged({ words: '  少跑一次 ', content: 1, size: 'micro', why: ['rude', 'slow'], channels: [] })).toEqual({
      size: 'micro',
      content: 1,
      why: ['slow', 'rude'],
      words: '少跑一次',
    })
  })

  it('is refused with every fault', () => {
    expect(judged({ content: 5, why: ['slow'], odd: 1 })).toEqual(['answer.not-asked.why', 'answer.unknown.odd', 'answer.missing.size'])
    for (const wrong of [
      { visits: 10 },
      { visits: 1.5 },
      { visits: '3' },
      { channels: ['slow', 'slow'] },
      { channels: ['slow', 'paper', 'rude'] },
      { channels: 'slow' },
      { content: 6 },
      { content: '4' },
      { size: 'huge' },
      { words: '长'.repeat(1001) },
    ])
      expect(judged({ size: 'micro', content: 4, ...wrong }), JSON.stringify(wrong)).toEqual([`answer.wrong.${Object.keys(wrong)[0]}`])
    expect(judgeSheet([WORDS], { words: ' ' })).toMatchObject({ ok: false, faults: [{ code: 'answer.none' }] })
    expect(judged(JSON.parse('{"size":"micro","content":4,"__proto__":"x"}'))).toEqual(['answer.unknown.__proto__'])
  })
})

describe('a tally', () => {
  it('of two heaps is the sum of theirs, in whatever order the sheets lie', () => {
    fc.assert(
      fc.property(sheets(), sheets(), (a, b) => {
        const whole = tallyOf(QUESTIONS, [...a, ...b])
        expect(addTallies(tallyOf(QUESTIONS, a), tallyOf(QUESTIONS, b))).toEqual(whole)
        expect(tallyOf(QUESTIONS, [...b, ...a].toReversed())).toEqual(whole)
        expect([...talliesBy(QUESTIONS, 'size', [...a, ...b]).values()].reduce(addTallies, tallyOf(QUESTIONS, []))).toEqual(whole)
      }),
    )
  })

  it('knows mean and middle', () => {
    const of = (...numbers: number[]) =>
      tallyOf(
        [VISITS],
        numbers.map((visits) => ({ visits })),
      ).questions.visits!
    expect([meanTenths(of()), medianOf(of())]).toEqual([null, null])
    expect([meanTenths(of(1, 2, 2)), medianOf(of(1, 2, 2))]).toEqual([17, 2])
    // 2.25 is 2.3: a half goes up.
    expect([meanTenths(of(1, 2, 3, 3)), medianOf(of(1, 2, 3, 3))]).toEqual([23, 2.5])
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1 }), (numbers) => {
        const sorted = numbers.toSorted((a, b) => a - b)
        const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1]!, sorted[Math.floor(sorted.length / 2)]!]
        expect(medianOf(of(...numbers))).toBe((low + high) / 2)
      }),
    )
  })

  it('counts numbers in at most ten bands of what is allowed', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 5000 }), (min, wide) => {
        const q: Question = { ...VISITS, kind: 'number', min, max: min + wide, unit: '' }
        const bands = cellsOf(q)
        expect(bands.length).toBeLessThanOrEqual(10)
        expect([bands[0]!.values!.low, bands.at(-1)!.values!.high]).toEqual([min, min + wide])
        for (const [i, band] of bands.slice(1).entries()) expect(band.values!.low).toBe(bands[i]!.values!.high + 1)
        expect(countsOf(q, tallyOf([q], [{ visits: min }, { visits: min + wide }]).questions.visits).reduce((a, b) => a + b)).toBe(2)
      }),
    )
  })
})

describe('what is shown', () => {
  const shown = (heap: readonly Answers[], k = 5) => resultsOf(QUESTIONS, tallyOf(QUESTIONS, heap), k)
  const times = (n: number, sheet: Answers) => Array.from({ length: n }, () => sheet)
  const result = (heap: readonly Answers[], id: string) => shown(heap).find((r) => r.question === id)!
  const seen = (heap: readonly Answers[], id: string) => result(heap, id).groups.map((g) => `${g.ids.join('+')}=${g.count}`)

  it('puts small answers together with the next one until they are enough', () => {
    const heap = [...times(20, { content: 5 }), ...times(9, { content: 3 }), ...times(3, { content: 2 })]
    expect(seen(heap, 'content')).toEqual(['1+2+3+4=12', '5=20'])
    expect(seen([...heap, ...times(7, { content: 4 }), ...times(4, { content: 1 })], 'content')).toEqual(['1+2=7', '3=9', '4=7', '5=20'])
    expect(seen([...times(10, { content: 5 }), ...times(6, { content: 4 })], 'content')).toEqual(['1=0', '2=0', '3=0', '4=6', '5=10'])
    expect(result([...times(48, { content: 5 }), ...times(2, { content: 1 })], 'content').withheld).toBe('few')
    expect(result(times(4, { content: 5 }), 'content')).toMatchObject({ withheld: 'few', answered: null, groups: [] })
  })

  it('does not say how many were asked where that says how many gave a hidden answer', () => {
    const heap = [
      ...times(20, { content: 5 }),
      ...times(9, { content: 3 }),
      ...times(6, { content: 2, why: ['slow'] }),
      ...times(2, { content: 1, why: ['slow'] }),
    ]
    expect(seen(heap, 'content')).toEqual(['1+2+4=8', '3=9', '5=20'])
    expect(result(heap, 'why').withheld).toBe('condition')
    const open = heap.map((s) => (s.content === 1 ? { content: 2, why: ['slow'] } : s))
    expect(result(open, 'why')).toMatchObject({ withheld: null, answered: 8 })
  })

  it('of several choices hides few who chose, and few who did not', () => {
    const heap = [...times(18, { channels: ['slow', 'paper'] }), ...times(2, { channels: ['rude'] })]
    expect(seen(heap, 'channels')).toEqual(['slow=null', 'paper=null', 'rude=null'])
    const even = [...times(9, { channels: ['slow'] }), ...times(8, { channels: ['paper'] }), ...times(2, { channels: ['rude'] })]
    expect(seen(even, 'channels')).toEqual(['slow=9', 'paper=null', 'rude=null'])
  })

  it('is 0 or enough everywhere, and what is hidden cannot be counted back from totals and means', () => {
    fc.assert(
      fc.property(sheets(), least, (heap, k) => {
        const tally = tallyOf(QUESTIONS, heap)
        for (const [n, r] of resultsOf(QUESTIONS, tally, k).entries()) {
          const q = QUESTIONS[n]!
          if (r.withheld !== null && r.answered === null) continue
          for (const g of r.groups) if (g.count !== null) expect(g.count === 0 || g.count >= k).toBe(true)
          if (q.kind !== 'single' && q.kind !== 'scale' && q.kind !== 'number') continue
          expect(r.groups.reduce((all, g) => all + g.count!, 0)).toBe(r.answered)
          for (const merged of r.groups.filter((g) => g.ids.length > 1)) {
            expect(merged.count).toBeGreaterThanOrEqual(k)
            // Every way in which the sum could be shared out that shows the same numbers.
            const others = r.groups.filter((g) => g !== merged)
            const ranges = merged.ids.map(() => new Set<number>())
            for (const share of shares(merged.count!, q.kind === 'number' ? [] : merged.ids)) {
              const counts = Object.fromEntries([
                ...others.map((g) => [g.ids[0]!, g.count!]),
                ...merged.ids.map((id, i) => [id, share[i]!]),
              ])
              if (r.meanTenths !== null && meanTenths({ answered: r.answered!, counts }) !== r.meanTenths) continue
              for (const [i, one] of share.entries()) ranges[i]!.add(one)
            }
            if (q.kind !== 'number') for (const range of ranges) expect(Math.max(...range) - Math.min(...range)).toBeGreaterThanOrEqual(k)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('by another question is 0 or enough everywhere too, and adds up to what is shown without it', () => {
    fc.assert(
      fc.property(sheets(200), least, (heap, k) => {
        const results = resultsOf(QUESTIONS, tallyOf(QUESTIONS, heap), k)
        for (const by of ['size', 'content'])
          for (const table of crossTables(QUESTIONS, results, by, talliesBy(QUESTIONS, by, heap), k)) {
            const whole = results.find((r) => r.question === table.question)!
            const exclusive = !['channels', 'why'].includes(table.question)
            expect(table.rows.reduce((all, row) => all + row.answered, 0)).toBe(whole.answered)
            for (const row of table.rows) {
              expect(row.answered === 0 || row.answered >= k).toBe(true)
              for (const n of row.counts) expect(n === null || n === 0 || n >= k).toBe(true)
              if (exclusive) expect(row.counts.reduce<number>((all, n) => all + n!, 0)).toBe(row.answered)
            }
            for (const [i, column] of table.columns.entries()) {
              const hidden = table.rows.filter((row) => row.counts[i] === null)
              const there = table.rows.reduce((all, row) => all + (row.counts[i] ?? 0), 0)
              const total =
                column.ids.length > 0 ? whole.groups.filter((g) => g.ids.some((id) => column.ids.includes(id))).map((g) => g.count) : []
              if (hidden.length === 0) expect(total.reduce<number>((all, n) => all + (n ?? there), 0)).toBe(there)
              else if (total[0] !== null) {
                // Two rows at least share what is missing, and it is enough to be shared.
                expect(hidden.length).toBeGreaterThan(1)
                expect(total[0]! - there).toBeGreaterThanOrEqual(hidden.length === table.rows.length ? 0 : k)
              }
            }
          }
      }),
      { numRuns: 60 },
    )
  })
})

/** All ways to share a number out over some places. */
function* shares(total: number, places: readonly unknown[]): Generator<number[]> {
  if (places.length === 0) return
  if (places.length === 1) return yield [total]
  for (let first = 0; first <= total; first++) for (const rest of shares(total - first, places.slice(1))) yield [first, ...rest]
}
