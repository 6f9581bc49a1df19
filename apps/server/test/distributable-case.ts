import type { Person } from './running-server.ts'

/** A liquidation whose distribution plan the court approved: a bank secured for 1,000 yuan, 800 yuan for goods, 600 in dispute; 2,000 realised. */

export interface DistributableCase {
  readonly id: string
  /** Ids of the claims of 银行, 货款 and 争议. */
  readonly claims: Readonly<Record<string, string>>
  take(who: Person, action: string, values?: object): Promise<{ id: string }>
}

/** Works a case up to there through the interface. `tick` lets the clocks of the server fire. */
export async function aDistributableCase(
  { judge, clerk, firm }: { readonly judge: Person; readonly clerk: Person; readonly firm: Person },
  day: (back?: number) => string,
  tick: () => Promise<unknown>,
  number = 1,
): Promise<DistributableCase> {
  const opened = await clerk.json('POST', '/api/matters', {
    procedure: 'bankruptcy-case',
    action: 'open',
    as: 'clerk',
    values: {
      kind: 'liquidation',
      debtorName: '白石纺织有限公司',
      debtorCode: '91350100M000100Y43',
      caseNumber: `（2022）鲁04破${number}号`,
      acceptedOn: day(80),
      administrator: '澄江清算事务所',
      appointmentMethod: 'random',
      registerEntry: 'R-17',
      drawId: 'D-3',
    },
  })
  const id = opened.matter.summary.id as string
  const take = async (who: Person, action: string, values: object = {}) =>
    who.json('POST', `/api/matters/${id}/actions`, {
      action,
      values,
      expectedSeq: (await clerk.json('GET', `/api/matters/${id}/claims`)).seq,
    })
  for (const [login, role] of [
    ['judge', 'judge'],
    ['firm', 'administrator'],
  ])
    await clerk.json('POST', `/api/matters/${id}/parties`, { login, role })
  await take(clerk, 'announce', { announcedOn: day(60), filingDays: 30 })
  const claims: Record<string, string> = {}
  for (const [creditorName, claimClass, principal] of [
    ['银行', 'secured', 1000_00],
    ['货款', 'ordinary', 800_00],
    ['争议', 'ordinary', 600_00],
  ] as const) {
    const filed = await take(firm, 'file-claim', { creditorName, claimClass, principal, interest: 0, otherAmount: 0, basis: '款项未付' })
    claims[creditorName] = filed.id
    await take(
      firm,
      'review-claim',
      creditorName === '争议'
        ? { claim: filed.id, outcome: 'provisional', reviewReason: '诉讼未决' }
        : { claim: filed.id, outcome: 'confirmed', confirmed: principal },
    )
  }
  await tick()
  await take(judge, 'call-first-meeting', { meetingOn: day(), noticeOn: day(20), meetingManner: 'online', meetingId: 'M-1' })
  await take(clerk, 'hold-meeting', { doneOn: day(), meetingManner: 'online', meetingId: 'M-1' })
  await take(firm, 'verify-claims', { doneOn: day() })
  await take(judge, 'confirm-claims', { ruledOn: day() })
  for (const resolution of ['realisation', 'distribution'])
    await take(clerk, 'record-resolution', { resolution, passed: true, votes: '全体同意', resolutionId: resolution, meetingId: 'M-1' })
  await take(judge, 'declare', { ruledOn: day(), reasons: '不能清偿到期债务' })
  await take(firm, 'start-realisation')
  await take(firm, 'realise', { asset: '厂房等', manner: 'auction', proceeds: 2000_00, doneOn: day() })
  await take(judge, 'approve-distribution', { ruledOn: day() })
  return { id, claims, take }
}
