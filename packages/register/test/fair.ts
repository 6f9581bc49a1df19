/** A neutral register for the tests: the judges of a garden show. */
import { months, type Source, type Text, years } from '@yingshang/time'
import type { Decision, RegisterKind, Rostered } from '../src/index.ts'

const text = (zh: string, en: string): Text => ({ zh, en })
const source: Source = { rule: 'G1', provision: '花展章程 第一条' }

export const JUDGES: RegisterKind = {
  id: 'garden-judges',
  version: '1',
  effectiveFrom: '2020-01-01',
  title: text('评委名册', 'register of judges'),
  member: text('评委', 'judge'),
  subjects: ['institution', 'person'],
  areas: [
    { id: 'roses', label: text('月季', 'roses') },
    { id: 'bonsai', label: text('盆景', 'bonsai') },
  ],
  grades: [
    { id: 'gold', label: text('金级', 'gold') },
    { id: 'silver', label: text('银级', 'silver') },
    { id: 'bronze', label: text('铜级', 'bronze') },
  ],
  grounds: [
    { id: 'kin', label: text('亲属', 'kin'), source, lookback: null },
    { id: 'teacher', label: text('曾任教', 'taught'), source, lookback: years(2) },
  ],
  sanctions: [
    { id: 'late', label: text('迟到', 'late'), source, bars: null },
    { id: 'gift', label: text('收礼', 'took a gift'), source, bars: months(6) },
  ],
  removalBar: { length: years(1), source },
  suspension: { least: months(1), most: months(12), source },
  workload: [
    { subject: 'person', grade: null, most: 2 },
    { subject: 'institution', grade: 'gold', most: 9 },
    { subject: 'institution', grade: null, most: 4 },
  ],
  weights: {
    base: 100,
    grades: { gold: 20, bronze: -20 },
    perOpenCase: 30,
    scores: [
      { from: 9000, add: 15 },
      { from: 0, add: -15 },
    ],
    least: 5,
    source,
  },
  scheme: {
    id: 'show',
    version: '1',
    effectiveFrom: '2020-01-01',
    title: text('评价', 'evaluation'),
    roles: [
      { id: 'host', label: text('主办', 'host') },
      { id: 'gardener', label: text('园主', 'gardener') },
    ],
    items: [
      { id: 'fair', label: text('公正', 'fairness'), weight: 5000, most: 10, scorers: ['host', 'gardener'], evidence: { below: 5 } },
      { id: 'punctual', label: text('守时', 'punctual'), weight: 3000, most: 10, scorers: ['host'], evidence: null },
      { id: 'report', label: text('报告', 'report'), weight: 2000, most: 5, scorers: ['host'], evidence: 'always' },
    ],
    coverage: 5000,
    source,
  },
  grading: { window: years(1), least: 2, up: 9000, down: 6000, failing: 3000, source },
  appeal: { fileDays: 10, decideDays: 15, source },
  competition: { competitors: 3, members: 7, numerator: 1, denominator: 2, substitutes: 2, source },
  recommendation: { numerator: 1, denominator: 2, more: true, source },
  sources: [source],
}

type Change = Decision extends infer D ? (D extends Decision ? Omit<D, 'id' | 'reason'> & { id?: string; reason?: string } : never) : never
let last = 0
/** A decision with an id and a reason where the test does not care. */
export const taken = (one: Change): Decision => ({ id: `d${++last}`, reason: '理由', ...one }) as Decision

export const entered = (on = '2024-01-10', more: Partial<Extract<Decision, { type: 'enter' }>> = {}): Decision => ({
  id: `d${++last}`,
  reason: '入册',
  type: 'enter',
  on,
  name: '青禾园艺社',
  code: 'G-001',
  subject: 'institution',
  areas: ['roses'],
  grade: 'silver',
  ...more,
})

export const rostered = (id: string, decisions: readonly Decision[], more: Partial<Rostered> = {}): Rostered => ({
  id,
  decisions,
  openCases: 0,
  scores: [],
  ties: [],
  ...more,
})
