/**
 * Claims: classes, review, the claims table. 企业破产法 第四十六条 (interest stops at acceptance), 第四十八条 (employee claims are listed, not filed), 第五十七条、第五十八条;
 * 适用企业破产法若干问题的规定（三）第三条 (FACTS A2-2, A2-3, A2-5, A2-6, A2-9). Amounts in fen.
 */

/** Classes of the claims table; the reorganisation plan may split `ordinary` further (第八十二条). */
export const CLAIM_CLASSES = [
  { id: 'secured', zh: '有财产担保债权', en: 'Secured claims' },
  { id: 'employee', zh: '职工债权', en: 'Employee claims' },
  { id: 'socialInsurance', zh: '社会保险费用', en: 'Social insurance' },
  { id: 'tax', zh: '税款债权', en: 'Taxes' },
  { id: 'ordinary', zh: '普通债权', en: 'Ordinary claims' },
  { id: 'subordinate', zh: '劣后债权', en: 'Subordinate claims' },
] as const

export type ClaimClass = (typeof CLAIM_CLASSES)[number]['id']

/**
 * pending 待审查 → confirmed 予以确认 / partly 部分确认 / rejected 不予确认 / provisional 暂缓确定 (the court may fix an amount for voting, 第五十九条); withdrawn 撤回.
 */
export type ClaimStatus = 'pending' | 'confirmed' | 'partly' | 'rejected' | 'provisional' | 'withdrawn'

export interface Claim {
  readonly id: string
  readonly creditor: string
  readonly class: ClaimClass
  readonly principal: number
  readonly interest: number
  readonly other: number
  readonly status: ClaimStatus
  /** Amount that the review confirmed; 0 while pending or rejected. */
  readonly confirmed: number
  /** Amount that the court fixed for voting, if any. */
  readonly provisional?: number
  readonly filedOn: string | null
  readonly late: boolean
  /** Why it was confirmed in part or not at all. */
  readonly reason?: string
  /** What distributions gave it so far; absent when none did. */
  readonly received?: Received
}

/** What a claim got in the distributions of the case, in fen. */
export interface Received {
  readonly paid: number
  /** Set aside and neither handed out nor freed yet (第一百一十七条至第一百一十九条). */
  readonly deposited: number
  /** The part of both that came from collateral. */
  readonly fromCollateral: number
  /** The deposited share was waived or could not be received in time: it goes to the others, and the claim takes no further part. */
  readonly waived: boolean
}

export interface ClaimsTotal {
  readonly class: ClaimClass
  readonly count: number
  readonly filed: number
  readonly confirmed: number
  readonly rejected: number
  readonly provisional: number
}

const filedAmount = (c: Claim) => c.principal + c.interest + c.other

/** Rows and totals of the claims table. Totals are folded from the same rows, so they always agree; withdrawn claims count nowhere. */
export function claimsTable(claims: readonly Claim[]): {
  readonly rows: readonly Claim[]
  readonly totals: readonly ClaimsTotal[]
  readonly all: Omit<ClaimsTotal, 'class'>
} {
  const rows = claims.filter((c) => c.status !== 'withdrawn')
  const fold = (list: readonly Claim[]) => ({
    count: list.length,
    filed: list.reduce((s, c) => s + filedAmount(c), 0),
    confirmed: list.reduce((s, c) => s + c.confirmed, 0),
    rejected: list.reduce(
      (s, c) => s + (c.status === 'rejected' ? filedAmount(c) : c.status === 'partly' ? filedAmount(c) - c.confirmed : 0),
      0,
    ),
    provisional: list.reduce((s, c) => s + (c.status === 'provisional' ? (c.provisional ?? 0) : 0), 0),
  })
  const totals = CLAIM_CLASSES.map(({ id }) => ({ class: id, ...fold(rows.filter((c) => c.class === id)) })).filter((t) => t.count > 0)
  return { rows, totals, all: fold(rows) }
}

/** Amount with which a claim votes: confirmed, or what the court fixed for the time being; 0 means no vote (第五十九条, FACTS A3-5). */
export const votingAmount = (claim: Claim): number =>
  claim.status === 'provisional'
    ? (claim.provisional ?? 0)
    : claim.status === 'confirmed' || claim.status === 'partly'
      ? claim.confirmed
      : 0

export interface ClaimRefusal {
  readonly code: 'claim.amount' | 'claim.above-filed' | 'claim.reason-missing' | 'claim.interest-after-acceptance'
  readonly zh: string
  readonly en: string
}

/** What is wrong with the outcome of a review: more confirmed than filed, a reason missing, amounts that are not whole fen. Empty when it stands. */
export function checkReview(claim: Claim): readonly ClaimRefusal[] {
  const refusals: ClaimRefusal[] = []
  for (const [zh, amount] of [
    ['本金', claim.principal],
    ['利息', claim.interest],
    ['其他', claim.other],
    ['确认金额', claim.confirmed],
    ['临时债权额', claim.provisional ?? 0],
  ] as const)
    if (!Number.isSafeInteger(amount) || amount < 0)
      refusals.push({
        code: 'claim.amount',
        zh: `${zh}须为非负整数分，现为 ${amount}。`,
        en: `Amounts are whole fen from 0; found ${amount}.`,
      })
  if (claim.confirmed > filedAmount(claim))
    refusals.push({
      code: 'claim.above-filed',
      zh: `确认金额高于申报金额 ${filedAmount(claim)} 分。`,
      en: `More is confirmed than was filed (${filedAmount(claim)} fen).`,
    })
  if ((claim.status === 'partly' || claim.status === 'rejected' || claim.status === 'provisional') && !claim.reason?.trim())
    refusals.push({
      code: 'claim.reason-missing',
      zh: '部分确认、不予确认或者暂缓确定的，应当写明理由。',
      en: 'A claim that is not confirmed in full needs a reason.',
    })
  return refusals
}

const dayNumber = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

/**
 * Interest up to acceptance, in fen, rounded down: `principal × rate × days / 365`, the day of acceptance not counted (第四十六条第二款: interest stops at acceptance).
 * `rate` is per year in millionths (4.35 % = 43_500). Days before `from` is after acceptance count as none.
 */
export function interestUntilAcceptance(principal: number, rate: number, from: string, acceptedOn: string): number {
  const days = Math.max(0, dayNumber(acceptedOn) - dayNumber(from))
  return Number((BigInt(principal) * BigInt(rate) * BigInt(days)) / (365n * 1_000_000n))
}
