import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { align } from '../src/align.ts'
import { type Drift, drift, driftAll } from '../src/drift.ts'
import type { Plan } from '../src/model.ts'
import { foldText } from '../src/similarity.ts'
import { aPlan, city, type MeasureDraft, province } from './plan-builder.ts'
import { anyPlan } from './plan-generator.ts'

const between = (lower: Plan, upper: Plan, l = 0, u = l): Drift[] =>
  drift({ lower: { plan: lower, measure: lower.measures[l]! }, upper: { plan: upper, measure: upper.measures[u]! } })

const one = (measure: MeasureDraft, plan: { year?: number; issuedOn?: string } = {}): Plan => aPlan({ ...plan, measures: [measure] })
const rows = (list: readonly Drift[], aspect: Drift['aspect']) => list.filter((d) => d.aspect === aspect)
/** Drift of a single clause against another. */
const clause = (lower: string, upper: string) =>
  rows(between(one({ text: `${lower}。` }), one({ text: `${upper}。` })), 'mechanism').map((d) => `${d.kind} ${d.rule}`)

describe('deadlines', () => {
  const dated = (text: string, due: string, year = 2024) =>
    one({ text: `${text}，建成社区食堂预约平台。`, milestones: [{ text, due, clause: '建成社区食堂预约平台' }] }, { year })
  const kind = (lower: Plan, upper: Plan) => rows(between(lower, upper), 'deadline').map((d) => d.kind)

  it('later is weaker, earlier is stricter, the same day is the same', () => {
    expect(kind(dated('9月底前', '2024-09-30'), dated('6月底前', '2024-06-30'))).toEqual(['weaker'])
    expect(kind(dated('6月底前', '2024-06-30'), dated('9月底前', '2024-09-30'))).toEqual(['stricter'])
    expect(kind(dated('6月30日前', '2024-06-30'), dated('6月底前', '2024-06-30'))).toEqual(['same'])
  })
  it('between years the date is moved by the years between the plans', () => {
    expect(kind(dated('9月底前', '2024-09-30'), dated('9月底前', '2023-09-30', 2023))).toEqual(['same'])
    expect(kind(dated('8月底前', '2024-08-31'), dated('9月底前', '2023-09-30', 2023))).toEqual(['stricter'])
    expect(kind(dated('2月底前', '2024-02-28', 2024), dated('2月底前', '2020-02-29', 2020))).toEqual(['weaker'].slice(1).concat('stricter'))
  })
  it('a date that went is dropped, with the words of the task that stayed', () => {
    const [d] = rows(between(one({ text: '建成社区食堂预约平台。' }), dated('6月底前', '2024-06-30')), 'deadline')
    expect(d).toMatchObject({ kind: 'dropped', from: { due: '2024-06-30' }, rule: 'deadline.dropped' })
    expect(d!.lower!.text).toContain('建成社区食堂预约平台')
    expect(d!.to).toBeUndefined()
  })
  it('a date that came is added, with the words that had none', () => {
    const [d] = rows(between(dated('6月底前', '2024-06-30'), one({ text: '建成社区食堂预约平台。' })), 'deadline')
    expect(d).toMatchObject({ kind: 'added', to: { due: '2024-06-30' } })
    expect(d!.upper!.text).toContain('建成社区食堂预约平台')
  })
  it('a period from issue is counted from the issue of the plan that answers', () => {
    const upper = one(
      {
        text: '印发3个月内，建成社区食堂预约平台。',
        milestones: [
          { text: '印发3个月内', due: null, clause: '建成社区食堂预约平台', relative: { from: 'issue', amount: 3, unit: 'month' } },
        ],
      },
      { issuedOn: '2024-01-10' },
    )
    const lower = (text: string, due: string) =>
      one(
        { text: `${text}，建成社区食堂预约平台。`, milestones: [{ text, due, clause: '建成社区食堂预约平台' }] },
        { issuedOn: '2024-03-10' },
      )
    expect(kind(lower('6月上旬前', '2024-06-10'), upper)).toEqual(['same'])
    expect(kind(lower('5月底前', '2024-05-31'), upper)).toEqual(['same'])
    expect(kind(lower('年底前', '2024-12-31'), upper)).toEqual(['weaker'])
    expect(kind(lower('3月底前', '2024-03-31'), upper)).toEqual(['stricter'])
  })
})

describe('targets', () => {
  const counted = (subject: string, comparator: '>=' | '<=' | '=' | '>', value: number, unit: string, text: string) =>
    one({ text: `${subject}${text}。`, targets: [{ subject, comparator, value, unit, text }] })
  const judge = (lower: Plan, upper: Plan) => rows(between(lower, upper), 'target').map((d) => [d.kind, d.better])

  it('a rate is better up', () => {
    const rate = (n: number) => counted('图书通借覆盖率', '>=', n, '%', `达到${n}%以上`)
    expect(judge(rate(70), rate(80))).toEqual([['weaker', 'up']])
    expect(judge(rate(90), rate(80))).toEqual([['stricter', 'up']])
    expect(judge(rate(80), rate(80))).toEqual([['same', 'up']])
  })
  it('a time limit is better down, also across units of time', () => {
    const limit = (n: number, unit: string) => counted('路灯报修处置时间', '<=', n, unit, `不超过${n}个${unit}`)
    expect(judge(limit(2, '工作日'), limit(5, '工作日'))).toEqual([['stricter', 'down']])
    expect(judge(limit(3, '天'), limit(48, '小时'))).toEqual([['weaker', 'down']])
    expect(judge(limit(48, '小时'), limit(2, '天'))).toEqual([['same', 'down']])
  })
  it('with the same number, 突破 asks for more than 达到', () => {
    const seats = (comparator: '>' | '>=') => counted('养老床位', comparator, 500, '张', `${comparator === '>' ? '突破' : '达到'}500张`)
    expect(judge(seats('>='), seats('>'))).toEqual([['weaker', 'up']])
  })
  it('numbers of different things or units are not compared', () => {
    const lower = counted('养老床位', '>=', 500, '张', '达到500张')
    const upper = counted('图书通借覆盖率', '>=', 80, '%', '达到80%')
    expect(judge(lower, upper).map(([kind]) => kind)).toEqual(['dropped', 'added'])
  })
  it('a target that became words is dropped, with those words', () => {
    const [d] = rows(between(one({ text: '图书通借覆盖率稳步提高。' }), counted('图书通借覆盖率', '>=', 80, '%', '达到80%以上')), 'target')
    expect(d).toMatchObject({ kind: 'dropped', from: { value: 80, unit: '%', comparator: '>=' } })
    expect(d!.lower!.text).toBe('图书通借覆盖率稳步提高')
  })
  it('a target repeated in aim and steps counts once', () => {
    const twice = one({
      text: '图书通借覆盖率达到80%以上。推动各馆接入，实现图书通借覆盖率达到80%以上。',
      targets: [
        { subject: '图书通借覆盖率', comparator: '>=', value: 80, unit: '%', text: '达到80%以上' },
        { subject: '实现图书通借覆盖率', comparator: '>=', value: 80, unit: '%', text: '达到80%以上' },
      ],
    })
    expect(judge(twice, counted('图书通借覆盖率', '>=', 80, '%', '达到80%以上'))).toEqual([['same', 'up']])
  })
})

describe('mechanisms', () => {
  it.each([
    ['探索建立河道清淤巡查制度', '建立河道清淤巡查制度', 'weaker mechanism.hedge'],
    ['逐步开放学校操场', '开放学校操场', 'weaker mechanism.hedge'],
    ['建立河道清淤巡查制度', '探索建立河道清淤巡查制度', 'stricter mechanism.hedge'],
    ['推进校车线路实时查询', '实现校车线路实时查询', 'weaker mechanism.verb'],
    ['路灯照明企业依法调整收费', '路灯照明企业应当依法调整收费', 'weaker mechanism.binding'],
    ['制定菜市场摊位租金标准', '制定菜市场摊位租金标准，并向社会公布', 'weaker mechanism.binding'],
    ['维护路灯台账档案', '维护路灯台账、电缆图纸档案', 'weaker mechanism.narrowed'],
    ['打造一批全市领先的夜市街区', '打造一批全国领先的夜市街区', 'weaker mechanism.ambition'],
    ['将老旧小区，尤其是无电梯小区纳入加装计划', '将无电梯小区纳入加装计划', 'stricter mechanism.scope'],
    ['建立河道清淤巡查制度', '建立河道清淤巡查制度', 'same mechanism.same'],
    ['建立全市河道清淤巡查制度', '建立全省河道清淤巡查制度', 'same mechanism.same'],
  ])('%s, where was asked: %s', (lower, upper, verdict) => {
    expect(clause(lower, upper)).toEqual([verdict])
  })
  it('what nobody took up is dropped, what nobody asked for is added', () => {
    expect(clause('开通夜间图书借阅专柜', '更换老旧雨水井盖')).toEqual(['dropped mechanism.dropped', 'added mechanism.added'])
  })
  it('the body that is supported above acts itself below', () => {
    const upper = one({ text: '支持法院建立小额案件速裁工作室。', responsible: ['省有关部门'] })
    const lower = one({ text: '建立小额案件速裁工作室。', lead: ['市法院'] })
    expect(rows(between(lower, upper), 'mechanism').map((d) => d.kind)).toEqual(['same'])
  })
  it('a first sentence that serves as title promises like any other', () => {
    const lower = one({ title: '疏浚城区河道，更换老旧雨水井盖', text: '登记井盖编号。' })
    const upper = one({ title: '河道和井盖', text: '更换老旧雨水井盖。' })
    expect(rows(between(lower, upper), 'mechanism').map((d) => d.kind)).toEqual(['same', 'added', 'added'])
  })
  it('lists of units are no promises', () => {
    const plan = one({ text: '更换老旧雨水井盖。', lead: ['市城管局', '市水务局'], persons: ['郑一鸣'] })
    expect(rows(between(plan, plan), 'mechanism')).toHaveLength(1)
  })
})

describe('conditions', () => {
  it.each([
    ['根据上级部署，更换老旧雨水井盖', 'condition.deployment'],
    ['报市政府批准后，更换老旧雨水井盖', 'condition.approval'],
    ['条件成熟时，更换老旧雨水井盖', 'condition.circumstances'],
  ])('%s', (text, rule) => {
    const found = rows(between(one({ text: `${text}。` }), one({ text: '更换老旧雨水井盖。' })), 'condition')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ kind: 'weaker', rule, upper: null })
    const back = rows(between(one({ text: '更换老旧雨水井盖。' }), one({ text: `${text}。` })), 'condition')
    expect(back.map((d) => d.kind)).toEqual(['stricter'])
    const both = rows(between(one({ text: `${text}。` }), one({ text: `${text}。` })), 'condition')
    expect(both.map((d) => d.kind)).toEqual(['same'])
  })
})

describe('accountability', () => {
  it('a city’s bureau is the counterpart of the province’s department', () => {
    const list = rows(between(city(), province()), 'accountability').map((d) => `${d.kind} ${d.rule}`)
    expect(list).toEqual(['same accountability.lead', 'added accountability.person'])
  })
})

it('reads the city’s plan against the province’s', () => {
  const [lower, upper] = [city(), province()]
  const all = driftAll(align(lower, upper), lower, upper).flatMap((p) => p.drift)
  const short = all.map((d) => `${d.aspect} ${d.kind}`)
  expect(short).toContain('deadline weaker')
  expect(short).toContain('target stricter')
  expect(short).toContain('target weaker')
  expect(short).toContain('mechanism weaker')
  expect(short).toContain('mechanism dropped')
  expect(short).toContain('mechanism added')
  expect(short).toContain('condition weaker')
})

it('what one of several partners takes up is not dropped against the others', () => {
  const upper = aPlan({ measures: [{ title: '路面和井盖', text: '修补城区破损路面，更换老旧雨水井盖。' }] })
  const lower = aPlan({
    measures: [
      { title: '路面修补', text: '修补城区破损路面。' },
      { title: '井盖更换', text: '更换老旧雨水井盖。' },
    ],
  })
  const all = driftAll(align(lower, upper), lower, upper)
  expect(all).toHaveLength(2)
  expect(all.flatMap((p) => p.drift).filter((d) => d.kind === 'dropped')).toEqual([])
})

describe('whatever the plans', () => {
  const everyPair = (a: Plan, b: Plan) =>
    a.measures.flatMap((l) => b.measures.map((u) => ({ lower: { plan: a, measure: l }, upper: { plan: b, measure: u } })))

  it('a measure against itself is the same in everything', () => {
    fc.assert(
      fc.property(anyPlan(), (plan) => {
        for (const m of plan.measures) {
          const side = { plan, measure: m }
          const list = drift({ lower: side, upper: side })
          expect(list.filter((d) => d.kind !== 'same')).toEqual([])
          expect(list.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 50 },
    )
  })
  it('swapping the sides turns stricter and weaker, dropped and added of dates and numbers round', () => {
    const turned = { same: 'same', stricter: 'weaker', weaker: 'stricter', dropped: 'added', added: 'dropped' } as const
    fc.assert(
      fc.property(anyPlan(), anyPlan(), (a, b) => {
        for (const p of everyPair(a, b).slice(0, 12)) {
          const numbers = (list: Drift[]) => list.filter((d) => d.aspect === 'deadline' || d.aspect === 'target')
          const there = numbers(drift(p)).map((d) => `${d.aspect} ${turned[d.kind]}`)
          const back = numbers(drift({ lower: p.upper, upper: p.lower })).map((d) => `${d.aspect} ${d.kind}`)
          expect(there.sort()).toEqual(back.sort())
        }
      }),
      { numRuns: 40 },
    )
  })
  it('every quotation stands where it says', () => {
    fc.assert(
      fc.property(anyPlan(), anyPlan(), (a, b) => {
        for (const p of everyPair(a, b).slice(0, 12))
          for (const d of drift(p))
            for (const side of ['lower', 'upper'] as const) {
              const quote = d[side]
              if (!quote) continue
              const source = p[side].plan.source.text.slice(quote.span.start, quote.span.end)
              expect(foldText(source)).toContain(foldText(quote.text))
              expect(quote.span.start).toBeGreaterThanOrEqual(p[side].measure.span.start)
              expect(quote.span.end).toBeLessThanOrEqual(p[side].measure.span.end)
            }
      }),
      { numRuns: 40 },
    )
  })
})
