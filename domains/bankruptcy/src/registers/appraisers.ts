/**
 * The register of appraisers (评估机构名单) from which a court draws who values what is to be sold. That they are drawn in public is the Supreme Court's rule
 * (法释〔2018〕15号); its text was not checked here, and grades, workload, weights and evaluation are the court's own: all of them settings with a date.
 */
import type { RegisterKind, Scheme } from '@yingshang/register'
import { frozen, months, type Source, years } from '@yingshang/time'
import { text, unverified } from '../procedures/wording.ts'

const valuing = (article: string): Source => unverified('A5', `法释〔2018〕15号 确定财产处置参考价若干问题的规定 ${article}（未核对原文）`)
const setting = (what: string): Source => unverified('A5', `${what}（法院自定，未核对原文）`)

const item = (id: string, zh: string, en: string, weight: number) => ({
  id,
  label: text(zh, en),
  weight,
  most: 100,
  scorers: ['judge', 'administrator'],
  evidence: { below: 60 },
})

/** Evaluation of one valuation. */
export const VALUATION: Scheme = {
  id: 'appraiser-case',
  version: '2022-1',
  effectiveFrom: '2022-01-01',
  title: text('评估机构个案评价', 'evaluation of an appraiser in one case'),
  roles: [
    { id: 'judge', label: text('承办法官', 'judge of the case') },
    { id: 'administrator', label: text('管理人', 'administrator') },
  ],
  items: [
    item('time', '按期出具评估报告', 'reports in time', 4000),
    item('method', '评估方法和依据', 'methods and grounds', 4000),
    item('answers', '答复异议、出庭说明', 'answering objections, explaining in court', 2000),
  ],
  coverage: 6000,
  source: setting('评估机构个案评价办法'),
}

/** The register of appraisers. */
export const APPRAISERS: RegisterKind = frozen<RegisterKind>({
  id: 'appraisers',
  version: '2022-1',
  effectiveFrom: '2018-09-01',
  title: text('评估机构名单', 'register of appraisers'),
  member: text('评估机构', 'appraiser'),
  subjects: ['institution'],
  areas: [
    { id: 'property', label: text('房地产', 'buildings') },
    { id: 'land', label: text('土地', 'land') },
    { id: 'equipment', label: text('机器设备', 'machines') },
    { id: 'equity', label: text('股权和无形资产', 'shares and rights') },
    { id: 'minerals', label: text('矿业权', 'mining rights') },
  ],
  grades: [{ id: 'listed', label: text('入库', 'listed') }],
  grounds: [
    { id: 'party', label: text('与当事人、利害关系人有利害关系', 'an interest of its own'), source: valuing('回避条款'), lookback: null },
    {
      id: 'valued-before',
      label: text('三年内曾受当事人委托评估同一财产', 'valued the same thing for a party within three years'),
      source: setting('评估机构回避规定'),
      lookback: years(3),
    },
    {
      id: 'other',
      label: text('人民法院认为应当回避的其他情形', 'other circumstances found by the court'),
      source: valuing('回避条款'),
      lookback: null,
      foundOnly: true,
    },
  ],
  sanctions: [
    {
      id: 'professional',
      label: text('因执业受到行政处罚或者行业惩戒', 'administrative or professional sanction'),
      bars: years(3),
      source: setting('评估机构名单管理办法'),
    },
    {
      id: 'late',
      label: text('无正当理由逾期出具评估报告', 'a report late without good cause'),
      bars: months(6),
      source: setting('评估机构名单管理办法'),
    },
  ],
  removalBar: { length: years(3), source: setting('评估机构名单管理办法') },
  suspension: { least: months(6), most: years(1), source: setting('评估机构名单管理办法') },
  workload: [{ subject: 'institution', grade: null, most: 20 }],
  weights: {
    base: 100,
    grades: {},
    perOpenCase: 4,
    scores: [
      { from: 8000, add: 10 },
      { from: 6000, add: 0 },
      { from: 0, add: -40 },
    ],
    least: 10,
    source: setting('评估机构摇号规则'),
  },
  scheme: VALUATION,
  // One grade: evaluations bear on the weight in draws and move nobody.
  grading: { window: years(2), least: 3, up: 10_000, down: 0, failing: 0, source: setting('评估机构名单管理办法') },
  appeal: { fileDays: 10, decideDays: 15, source: setting('评估机构个案评价办法') },
  competition: null,
  recommendation: null,
  sources: [valuing('摇号条款')],
})
