/**
 * The statutory majorities as data. 企业破产法 (2006-08-27, in force 2007-06-01); FACTS A3-6 to A3-10. A new law is a new version with its date of effect.
 */
import { INVESTOR, type Majority, type Threshold } from './model.ts'

const overHalf: Threshold = { part: 1, of: 2, over: true }
const half: Threshold = { part: 1, of: 2, over: false }
const twoThirds: Threshold = { part: 2, of: 3, over: false }
const base = { version: '2006', effectiveFrom: '2007-06-01' } as const

export const MAJORITIES: readonly Majority[] = [
  {
    ...base,
    id: 'ordinary',
    zh: '出席会议的有表决权的债权人过半数通过，并且其所代表的债权额占无财产担保债权总额的二分之一以上',
    en: 'More than half of the voters present, holding at least half of all unsecured claims',
    source: '企业破产法 第六十四条第一款（A3-7）',
    heads: overHalf,
    amount: half,
    counting: 'together',
    securedExcluded: false,
    secondVote: 'none',
  },
  {
    ...base,
    id: 'distributionPlan',
    zh: '通过破产财产分配方案：同一般决议，有财产担保未放弃优先受偿权的债权人不享有表决权',
    en: 'Distribution plan: as an ordinary resolution; secured creditors who keep their priority have no vote',
    source: '企业破产法 第五十九条第三款、第六十四条第一款（A3-6、A3-7）；第六十五条第二款（A3-11）',
    heads: overHalf,
    amount: half,
    counting: 'together',
    securedExcluded: true,
    secondVote: 'everybody',
  },
  {
    ...base,
    id: 'settlement',
    zh: '出席会议的有表决权的债权人过半数同意，并且其所代表的债权额占无财产担保债权总额的三分之二以上',
    en: 'More than half of the voters present, holding at least two thirds of all unsecured claims',
    source: '企业破产法 第五十九条第三款、第九十七条（A3-6、A3-8）',
    heads: overHalf,
    amount: twoThirds,
    counting: 'together',
    securedExcluded: true,
    secondVote: 'none',
  },
  {
    ...base,
    id: 'reorganisationPlan',
    zh: '出席会议的同一表决组的债权人过半数同意，并且其所代表的债权额占该组债权总额的三分之二以上；各表决组均通过',
    en: 'In every class: more than half of its members present, holding at least two thirds of the class’s claims',
    source: '企业破产法 第八十四条、第八十六条（A3-9）；第八十七条第一款（A4-6）',
    heads: overHalf,
    amount: twoThirds,
    counting: 'byClass',
    securedExcluded: false,
    secondVote: 'classes',
    // The statute sets the majority of creditors only; for shareholders a court may publish another version of this line.
    classRules: [
      {
        class: INVESTOR,
        heads: null,
        amount: twoThirds,
        amountAmong: 'present',
        source: '法〔2012〕261号 审理上市公司破产重整案件工作座谈会纪要 第七条（未核对原文，作为可调整的设定）',
        verified: false,
      },
    ],
  },
]
