import fc from 'fast-check'
import type { Plan } from '../src/model.ts'
import { aPlan, type MeasureDraft } from './plan-builder.ts'

/** Random plans of plain administrative Chinese, for properties that hold whatever a plan says. */

const OBJECTS = [
  '社区食堂',
  '公交专用道',
  '养老床位',
  '河道清淤',
  '图书通借',
  '路灯照明',
  '疫苗预约',
  '校车线路',
  '菜市场改造',
  '垃圾分拣',
  '人行天桥',
  '博物馆夜场',
]
const VERBS = ['建立', '完善', '推进', '探索', '制定', '公布', '取消', '开展', '实现']
const WORKS = ['台账', '巡查制度', '服务标准', '价格目录', '预约系统', '联席会议', '考核办法', '维修队伍', '信息平台']
const HEADINGS = ['（一）民生服务', '（二）市容管理', '（三）公共交通']

const clause = fc.tuple(fc.constantFrom(...VERBS), fc.constantFrom(...OBJECTS), fc.constantFrom(...WORKS)).map((parts) => parts.join(''))

const draft: fc.Arbitrary<MeasureDraft> = fc
  .record({
    object: fc.constantFrom(...OBJECTS),
    verb: fc.constantFrom(...VERBS),
    heading: fc.constantFrom(...HEADINGS),
    clauses: fc.uniqueArray(clause, { minLength: 1, maxLength: 4 }),
    due: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
    rate: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
    unit: fc.constantFrom('市城管局', '市交通局', '市卫健委'),
  })
  .map(({ object, verb, heading, clauses, due, rate, unit }) => {
    const dated = due === null ? '' : `${due}月底前，完成${object}验收。`
    const counted = rate === null ? '' : `${object}覆盖率达到${rate}%以上。`
    return {
      path: ['二、主要任务', heading],
      title: `${verb}${object}`,
      text: `${clauses.join('，')}。${dated}${counted}`,
      lead: [unit],
      milestones:
        due === null
          ? []
          : [{ text: `${due}月底前`, due: new Date(Date.UTC(2024, due, 0)).toISOString().slice(0, 10), clause: `完成${object}验收` }],
      targets:
        rate === null ? [] : [{ subject: `${object}覆盖率`, comparator: '>=' as const, value: rate, unit: '%', text: `达到${rate}%以上` }],
    }
  })

/** Between no measure and eight, no two with the same words. */
export const anyPlan = (): fc.Arbitrary<Plan> =>
  fc
    .uniqueArray(draft, { maxLength: 8, selector: (d) => `${d.title}${d.text}` })
    .map((measures) => aPlan({ measures: measures.map((m, i) => ({ ...m, id: `${m.path?.at(-1)}/${i + 1}`, number: String(i + 1) })) }))
