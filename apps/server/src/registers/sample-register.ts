/** Twelve invented administrators and what befell them. Names and numbers belong to nobody; the division 99 of the codes does not exist. */
import type { Draft } from './roster.ts'

type Later = Exclude<Draft, { type: 'enter' } | { type: 'annul' }>

export interface SampleEntry {
  readonly code: string
  readonly name: string
  readonly subject: 'institution' | 'person'
  readonly grade: 'first' | 'second' | 'third'
  readonly areas: readonly string[]
  readonly contact: string
  /** Decisions after the entry, with how many days before today each was taken. */
  readonly later?: readonly { readonly ago: number; readonly draft: DistributiveOmit<Later, 'on'>; readonly lasts?: number }[]
  readonly tie?: { readonly ground: string; readonly party: string; readonly note: string }
  /** Totals of finished evaluations in points of a hundred, by item from the first on. */
  readonly evaluations?: readonly { readonly ago: number; readonly caseTitle: string; readonly points: readonly number[] }[]
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

const firm = (
  n: number,
  name: string,
  grade: SampleEntry['grade'],
  areas: readonly string[],
  more: Partial<SampleEntry> = {},
): SampleEntry => ({
  code: `3199009MD000${String(n).padStart(4, '0')}0X`,
  name,
  subject: 'institution',
  grade,
  areas,
  contact: `栖川市示例路 ${n} 号`,
  ...more,
})

export const SAMPLE_REGISTER: readonly SampleEntry[] = [
  firm(1, '栖川明诚清算事务所', 'first', ['manufacturing', 'reorganisation'], {
    evaluations: [
      { ago: 300, caseTitle: '（示例）云溪陶瓷破产清算案', points: [95, 92, 90, 88, 94, 90] },
      { ago: 190, caseTitle: '（示例）南桥印务破产清算案', points: [90, 94, 93, 85, 92, 88] },
    ],
  }),
  firm(2, '栖川正衡律师事务所', 'first', ['property', 'reorganisation'], {
    evaluations: [
      { ago: 260, caseTitle: '（示例）金穗粮油破产清算案', points: [96, 95, 94, 90, 93, 92] },
      { ago: 150, caseTitle: '（示例）恒远置业重整案', points: [92, 95, 96, 91, 90, 94] },
      { ago: 70, caseTitle: '（示例）双塔机电破产清算案', points: [94, 93, 95, 92, 96, 90] },
    ],
  }),
  firm(3, '云岭天平会计师事务所', 'second', ['finance', 'trade'], {
    tie: { ground: 'regular-service', party: '栖川绿源农产品有限公司', note: '曾连续三年为其出具审计报告。' },
  }),
  firm(4, '栖川致远律师事务所', 'second', ['trade', 'agriculture'], {
    evaluations: [
      { ago: 210, caseTitle: '（示例）青石食品破产清算案', points: [92, 93, 91, 90, 94, 92] },
      { ago: 120, caseTitle: '（示例）和顺运输破产清算案', points: [91, 90, 93, 92, 90, 94] },
      { ago: 45, caseTitle: '（示例）东渡建材破产清算案', points: [95, 92, 91, 93, 92, 90] },
    ],
  }),
  firm(5, '栖川众合破产清算服务有限公司', 'second', []),
  firm(6, '云岭同德律师事务所', 'second', ['manufacturing'], {
    later: [{ ago: 400, draft: { type: 'sanction', sanction: 'professional', reason: '在另案中逾期未移交账簿，受到行业纪律处分。' } }],
  }),
  firm(7, '栖川睿信会计师事务所', 'second', ['property', 'finance']),
  firm(8, '栖川博雅律师事务所', 'third', ['trade'], {
    later: [{ ago: 95, draft: { type: 'suspend', until: null, reason: '无正当理由拒绝接受指定，暂停担任管理人一年。' }, lasts: 365 }],
  }),
  firm(9, '云岭惠民清算事务所', 'third', ['agriculture'], {
    evaluations: [{ ago: 100, caseTitle: '（示例）白鹭农机破产清算案', points: [62, 70, 66, 60, 71, 68] }],
  }),
  firm(10, '栖川弘毅律师事务所', 'third', [], {
    later: [{ ago: 180, draft: { type: 'remove', reason: '机构注销，不再具备担任管理人的条件。' } }],
  }),
  {
    code: '19901202010000011',
    name: '顾行舟',
    subject: 'person',
    grade: 'second',
    areas: ['trade'],
    contact: '栖川正衡律师事务所',
  },
  {
    code: '19901202010000022',
    name: '温知微',
    subject: 'person',
    grade: 'third',
    areas: [],
    contact: '栖川睿信会计师事务所',
    tie: { ground: 'adviser', party: '栖川小榄餐饮管理有限公司', note: '现任该公司财务顾问。' },
  },
]

/** The finished draw, days before today. */
export const SAMPLE_DRAW = {
  title: '（示例）栖川绿源农产品有限公司破产清算案：选任管理人',
  debtor: '栖川绿源农产品有限公司',
  published: 24,
  known: 22,
  answered: 21,
  lottery: '示例彩票双色球第2026034期',
  numbers: [[3, 8, 15, 21, 27, 30]],
  references: ['示例彩票中心公告（第2026034期）', '云溪晚报示例版第四版'],
} as const
