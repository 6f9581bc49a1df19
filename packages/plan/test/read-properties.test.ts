import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { read } from '../src/index.ts'
import { STYLES } from './styles.ts'
import { FIFTH_STYLES } from './styles-fifth.ts'
import { FOURTH_STYLES } from './styles-fourth.ts'
import { MORE_STYLES } from './styles-more.ts'
import { THIRD_STYLES } from './styles-third.ts'

const texts = [...STYLES, ...MORE_STYLES, ...THIRD_STYLES, ...FOURTH_STYLES, ...FIFTH_STYLES].map((s) => s.text)
const pieces = [
  '（',
  '）',
  '〔',
  '】',
  '牵头单位：',
  '责任单位:',
  '责任人：',
  '、',
  '。',
  '；',
  '\n',
  '\t',
  '1.',
  '（一）',
  '一、',
  '第一条',
  '①',
  '6月底前',
  '2022年',
  '90%',
  '每周五',
  '附件',
  '序号',
  '《',
  '》',
  '“',
  '12',
  '等',
  '由',
  '负责',
  '\u200b',
  '\ud83d',
  '　',
  '#',
  '**',
  '目录',
]

const plainText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 200 }).map((p) => p.join('')),
  // a real form with pieces cut out, put in or doubled
  fc
    .record({
      text: fc.constantFrom(...texts),
      cuts: fc.array(fc.tuple(fc.nat(3000), fc.nat(40), fc.constantFrom('', ...pieces)), { maxLength: 12 }),
    })
    .map(({ text, cuts }) => {
      let t = text
      for (const [at, length, piece] of cuts) {
        const i = at % (t.length + 1)
        t = t.slice(0, i) + piece + t.slice(i + length)
      }
      return t
    }),
)

describe('任何文字都读得完 Reading is total', () => {
  it('从不抛出, 每处引文都在原文里 never throws, and every span holds its words', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        const plan = read(text)
        expect(plan.source.text).toBe(text)
        const ids = plan.measures.map((m) => m.id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const m of plan.measures) {
          const here = (span: { start: number; end: number }) => {
            expect(span.start).toBeGreaterThanOrEqual(0)
            expect(span.end).toBeLessThanOrEqual(text.length)
            return text.slice(span.start, span.end).replace(/\s+/g, '')
          }
          expect(here(m.span)).toContain(m.text)
          for (const u of [...m.lead, ...m.responsible, ...m.persons]) expect(here(u.span)).toBe(u.name)
          for (const t of [...m.milestones, ...m.targets, ...m.recurring, ...m.conditions]) expect(here(t.span)).toBe(t.text)
          for (const d of m.milestones) if (d.due !== null) expect(d.due).toMatch(/^\d{4}-\d{2}-\d{2}$/)
          for (const t of m.targets) expect(Number.isFinite(t.value)).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('同样的文字读出同样的方案 the same text gives the same plan', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        expect(read(text)).toEqual(read(text))
      }),
      { numRuns: 60 },
    )
  })

  it('字与字之间的空格不改变读出的内容 blanks inside words change nothing', () => {
    const facts = (text: string) =>
      read(text).measures.map((m) => [
        m.number,
        m.title,
        m.lead.map((u) => u.name),
        m.responsible.map((u) => u.name),
        m.milestones.map((d) => d.due),
        m.targets.map((t) => [t.value, t.unit, t.subject]),
      ])
    for (const text of texts) {
      // tables keep their gaps, and lists parted by blanks alone need them
      if (/\t|序号|索 引 号|<td|市场监管局 区税务局|\n1 全程/.test(text)) continue
      expect(facts(text.replace(/([\u4e00-\u9fff])(?=[\u4e00-\u9fff])/g, (c, _x, at: number) => (at % 7 === 3 ? `${c} ` : c)))).toEqual(
        facts(text),
      )
    }
  })

  it('在文字之后接上无关的一段, 前面的读法不变 text after the end of a plan leaves what was read', () => {
    for (const text of texts) {
      const before = read(text).measures.map((m) => [m.id, m.title])
      const after = read(`${text}\n扫一扫在手机打开当前页\n`).measures.map((m) => [m.id, m.title])
      expect(after).toEqual(before)
    }
  })
})

/** Work is counted, not timed: how often the text is touched must double when the text doubles. */
describe('读的工作量与字数成正比 Reading is linear', () => {
  const hard: Record<string, (n: number) => string> = {
    unclosed: (n) => '（'.repeat(n),
    unclosedClauses: (n) => '（牵头单位：'.repeat(n / 6),
    digits: (n) => '1'.repeat(n),
    numbers: (n) => '1.'.repeat(n / 2),
    commas: (n) => '、'.repeat(n),
    list: (n) => `（牵头单位：${'市公安局和'.repeat(n / 5)}`,
    annexes: (n) => '附件\n'.repeat(n / 3),
    titles: (n) => '某市实施方案\n'.repeat(n / 7),
    sentence: (n) => `1.${'优化'.repeat(n / 2)}`,
    targets: (n) => `1.${'增加20个、'.repeat(n / 6)}`,
    rows: (n) => `序号\t任务\t责任单位\n${'1\t工作\t市法院\n'.repeat(n / 9)}`,
    clauses: (n) => `1.${'（责任单位：市法院、市检察院）开展工作。'.repeat(n / 19)}`,
  }
  for (const [name, make] of Object.entries(hard)) {
    it(`${name}: 1 MB`, () => {
      // Quadratic work on a million characters takes minutes and fails by the time limit of the suite.
      const plan = read(make(1_000_000))
      expect(plan.source.text.length).toBeGreaterThan(900_000)
    })
  }
})
