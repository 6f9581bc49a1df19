/**
 * The register of bankruptcy administrators (管理人名册). What the Supreme Court's provisions on naming administrators say (法释〔2007〕8号, 指定管理人规定)
 * is law; grades, workload, weights, evaluation and appeal are left to the courts: these figures are settings with a date, and a court changes them.
 */
import type { RegisterKind, Scheme } from '@yingshang/register'
import { frozen, months, type Source, years } from '@yingshang/time'
import { text, unverified } from '../procedures/wording.ts'

const naming = (rule: string, article: string): Source => ({ rule, provision: `指定管理人规定 ${article}` })
/** A rule that a court makes for itself; the text of no court has been read. */
const setting = (what: string): Source => unverified('A6', `${what}（法院自定，未核对原文）`)

const item = (
  id: string,
  zh: string,
  en: string,
  weight: number,
  scorers: readonly string[],
  evidence: Scheme['items'][number]['evidence'],
) => ({
  id,
  label: text(zh, en),
  weight,
  most: 100,
  scorers,
  evidence,
})

/** Evaluation of an administrator's work in one case. */
export const CASE_EVALUATION: Scheme = {
  id: 'administrator-case',
  version: '2022-1',
  effectiveFrom: '2022-01-01',
  title: text('管理人个案履职评价', 'evaluation of an administrator in one case'),
  roles: [
    { id: 'judge', label: text('承办法官', 'judge of the case') },
    { id: 'creditor', label: text('债权人', 'creditor') },
    { id: 'debtor', label: text('债务人', 'debtor') },
  ],
  items: [
    item('taking-over', '接管和调查财产', 'taking over and investigating the estate', 2000, ['judge'], { below: 60 }),
    item('claims', '债权审查和债权表编制', 'reviewing claims', 2000, ['judge', 'creditor'], { below: 60 }),
    item('estate', '财产管理、变价和追收', 'keeping, realising and recovering assets', 2500, ['judge', 'creditor'], { below: 60 }),
    item('time', '按期推进程序', 'keeping the time limits', 1500, ['judge'], { below: 60 }),
    item('reports', '报告工作和接受监督', 'reports and supervision', 1000, ['judge', 'creditor', 'debtor'], { below: 60 }),
    item('cost', '破产费用控制', 'keeping costs down', 1000, ['judge', 'creditor'], { below: 60 }),
  ],
  coverage: 6000,
  source: setting('管理人个案履职评价办法'),
}

/** The register of administrators. */
export const ADMINISTRATORS: RegisterKind = frozen<RegisterKind>({
  id: 'administrators',
  version: '2007-1',
  effectiveFrom: '2007-06-01',
  title: text('管理人名册', 'register of administrators'),
  member: text('管理人', 'administrator'),
  subjects: ['institution', 'person'],
  areas: [
    { id: 'manufacturing', label: text('制造业', 'manufacturing') },
    { id: 'property', label: text('房地产和建筑', 'property and construction') },
    { id: 'trade', label: text('商贸和服务', 'trade and services') },
    { id: 'agriculture', label: text('农业和食品', 'agriculture and food') },
    { id: 'finance', label: text('金融和投资', 'finance and investment') },
    { id: 'reorganisation', label: text('重整和企业并购', 'reorganisation and mergers') },
  ],
  grades: [
    { id: 'first', label: text('一级', 'first grade') },
    { id: 'second', label: text('二级', 'second grade') },
    { id: 'third', label: text('三级', 'third grade') },
  ],
  grounds: [
    {
      id: 'unsettled-claim',
      label: text('与债务人、债权人有未了结的债权债务关系', 'an unsettled claim or debt'),
      source: naming('A6-11', '第二十三条第一项'),
      lookback: null,
    },
    {
      id: 'regular-service',
      label: text('受理破产申请前三年内曾为债务人提供相对固定的中介服务', 'regular professional services to the debtor'),
      source: naming('A6-11', '第二十三条第二项'),
      lookback: years(3),
    },
    {
      id: 'controlling',
      label: text('现在是或者受理前三年内曾经是债务人、债权人的控股股东或者实际控制人', 'controlling shareholder or controller'),
      source: naming('A6-11', '第二十三条第三项'),
      lookback: years(3),
    },
    {
      id: 'adviser',
      label: text('现在担任或者受理前三年内曾经担任债务人、债权人的财务顾问、法律顾问', 'financial or legal adviser'),
      source: naming('A6-11', '第二十三条第四项'),
      lookback: years(3),
    },
    {
      id: 'officer',
      label: text(
        '派出人员现在担任或者受理前三年内曾经担任债务人、债权人的董事、监事、高级管理人员',
        'a member of staff is or was an officer',
      ),
      source: naming('A6-11', '第二十四条'),
      lookback: years(3),
    },
    {
      id: 'kin',
      label: text(
        '派出人员与债权人或者债务人的控股股东、董事、监事、高级管理人员有近亲属关系',
        'near kin of an officer or controlling shareholder',
      ),
      source: naming('A6-11', '第二十四条'),
      lookback: null,
    },
    {
      id: 'other',
      label: text('人民法院认为可能影响其忠实履行管理人职责的其他情形', 'other circumstances found by the court'),
      source: naming('A6-11', '第二十三条第五项'),
      lookback: null,
      foundOnly: true,
    },
  ],
  sanctions: [
    {
      id: 'professional',
      label: text('因执业、经营中故意或者重大过失受到行政处罚或者纪律处分', 'administrative or professional sanction'),
      bars: years(3),
      source: naming('A6-10', '第九条'),
    },
    { id: 'fine', label: text('罚款', 'fine'), bars: null, source: naming('A6-17', '第三十九条') },
    { id: 'warning', label: text('警示谈话', 'warning'), bars: null, source: setting('管理人管理办法') },
    {
      id: 'refusal',
      label: text('无正当理由拒绝接受指定', 'refused an appointment without good cause'),
      bars: months(6),
      source: setting('管理人管理办法'),
    },
  ],
  removalBar: { length: years(3), source: naming('A6-10', '第九条') },
  suspension: { least: years(1), most: years(3), source: naming('A6-17', '第三十九条') },
  workload: [
    { subject: 'institution', grade: 'first', most: 12 },
    { subject: 'institution', grade: null, most: 8 },
    { subject: 'person', grade: null, most: 3 },
  ],
  weights: {
    base: 100,
    grades: { first: 20, third: -20 },
    perOpenCase: 8,
    scores: [
      { from: 9000, add: 20 },
      { from: 8000, add: 10 },
      { from: 6000, add: 0 },
      { from: 0, add: -40 },
    ],
    least: 10,
    source: setting('管理人随机方式规则'),
  },
  scheme: CASE_EVALUATION,
  grading: { window: years(2), least: 3, up: 9000, down: 7000, failing: 5000, source: setting('管理人分级管理办法') },
  appeal: { fileDays: 10, decideDays: 15, source: setting('管理人个案履职评价办法') },
  competition: { competitors: 3, members: 7, numerator: 1, denominator: 2, substitutes: 2, source: naming('A6-6', '第二十一条') },
  // The law's own recommendation (第二十二条) is one of financial regulators; that of main creditors is a measure of reform.
  recommendation: { numerator: 1, denominator: 2, more: true, source: setting('主要债权人推荐管理人办法') },
  sources: [naming('A6-1', '第二条至第四条'), naming('A6-5', '第二十条')],
})
