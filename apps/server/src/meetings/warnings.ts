import { votingClaims } from '@yingshang/ballot'
import type { z } from 'zod'
import { claimsIn } from '../bankruptcy/claims-view.ts'
import type { MeetingWarning } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import { loadMatter } from '../matters/store.ts'
import { CLASS_NAMES } from './case.ts'
import { creditorsOf, nameKey, votingClaimOf } from './eligibility.ts'
import { majorityOf } from './notice.ts'
import { itemsOf, type MeetingRow, proxiesOf, type VoterRow, votersOf } from './store.ts'

/** What is likely to go wrong at a meeting, told to those who prepare it while there is time to mend it. Nothing here forbids anything. */

type Warning = z.output<typeof MeetingWarning>

/** Voters that a warning names; of more only the number is told. */
const NAMED = 20

const named = (voters: readonly Pick<VoterRow, 'id' | 'name'>[]): Pick<Warning, 'voters' | 'count'> => ({
  voters: voters.slice(0, NAMED).map(({ id, name }) => ({ id, name })),
  count: voters.length,
})

/** A class in which nobody votes never passes, nor does a count of all without anybody who has a vote. */
async function withoutVoters(tx: InTenant, meeting: MeetingRow, voters: readonly VoterRow[]): Promise<Warning[]> {
  const found: Warning[] = []
  const nobody = (item: string, zh: string, en: string) => found.push({ code: 'class-without-voters', item, zh, en, ...named([]) })
  for (const { id, title, resolution } of await itemsOf(tx, meeting.tenant_id, meeting.id)) {
    const majority = resolution === null ? undefined : majorityOf(resolution.majority)
    if (resolution === null || majority === undefined) continue
    const asked = { id, title, majority: majority.id, ...(resolution.classes === undefined ? {} : { classes: resolution.classes }) }
    const voting = voters.flatMap((v) => votingClaims({ id: v.label, claims: v.claims }, asked, majority))
    if (majority.counting === 'together') {
      if (voting.length === 0) nobody(id, `“${title}”没有人有表决权，不可能通过`, `“${title}”: nobody has a vote; it can never pass`)
      continue
    }
    for (const one of resolution.classes ?? [])
      if (!voting.some((claim) => claim.class === one))
        nobody(
          id,
          `“${title}”的${CLASS_NAMES[one] ?? one}没有表决人，该组不可能通过，方案也就不能通过`,
          `“${title}”: nobody votes in the class ${one}; it can never pass`,
        )
  }
  return found
}

const votes = ({ claims }: VoterRow) => claims.some((c) => c.amount > 0 && !c.unaffected)

/** Who has a vote and cannot be reached: no account, nobody who holds the claims too, no agent. Or has an account and no number to sign in with. */
async function withoutContact(tx: InTenant, meeting: MeetingRow, voters: readonly VoterRow[]): Promise<Warning[]> {
  const agents = new Set((await proxiesOf(tx, meeting.tenant_id, meeting.id)).filter((p) => p.revoked_at === null).map((p) => p.voter_id))
  const reached = (v: VoterRow) => v.user_id !== null || v.joint.length > 0 || agents.has(v.id)
  const alone = voters.filter((v) => votes(v) && !reached(v))
  const nameless = voters.filter((v) => votes(v) && !agents.has(v.id) && reached(v) && v.identity === null)
  return [
    ...(alone.length === 0
      ? []
      : [
          {
            code: 'no-contact' as const,
            item: null,
            zh: `${alone.length}户有表决权，但没有登记账号，也没有代理人，收不到通知，不能网上表决`,
            en: `${alone.length} voters have no account and no agent: they get no notice and cannot vote online`,
            ...named(alone),
          },
        ]),
    ...(nameless.length === 0
      ? []
      : [
          {
            code: 'no-identity' as const,
            item: null,
            zh: `${nameless.length}户没有登记证件号码后六位，不能签到`,
            en: `${nameless.length} voters have no identity number registered and cannot sign in`,
            ...named(nameless),
          },
        ]),
  ]
}

/** Where the list says otherwise than the claims table of the case: changed since, or corrected by a decision. */
async function otherThanTable(tx: InTenant, meeting: MeetingRow, voters: readonly VoterRow[]): Promise<Warning[]> {
  const matter = await loadMatter(tx, meeting.tenant_id, meeting.matter_id)
  const table = creditorsOf(matter === null ? [] : claimsIn(matter.state))
  const sums = (claims: readonly { readonly class: string; readonly amount: number }[]) => {
    const byClass = new Map<string, number>()
    for (const c of claims) byClass.set(c.class, (byClass.get(c.class) ?? 0) + c.amount)
    return JSON.stringify([...byClass].filter(([, sum]) => sum > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  const differing = voters.filter((v) => sums(v.claims) !== sums((table.get(nameKey(v.name))?.claims ?? []).map(votingClaimOf)))
  const listed = new Set(voters.map((v) => nameKey(v.name)))
  const missing = [...table].filter(([key]) => !listed.has(key)).map(([, creditor]) => creditor.name)
  const found: Warning[] = []
  if (differing.length > 0)
    found.push({
      code: 'amounts-differ',
      item: null,
      zh: `${differing.length}户的表决金额与本案债权表不一致：债权表有变化的，请更新名单；依决定更正的，可以不理`,
      en: `${differing.length} voters vote with other amounts than the claims table: refresh the list, unless a decision corrected them`,
      ...named(differing),
    })
  if (missing.length > 0)
    found.push({
      code: 'missing',
      item: null,
      zh: `债权表中有${missing.length}户不在表决名单上：${missing.slice(0, NAMED).join('、')}`,
      en: `${missing.length} creditors of the claims table are not on the list: ${missing.slice(0, NAMED).join(', ')}`,
      ...named([]),
      count: missing.length,
    })
  return found
}

/** All warnings of a meeting that has not begun. */
export async function warningsOf(tx: InTenant, meeting: MeetingRow): Promise<Warning[]> {
  if (meeting.status !== 'draft' && meeting.status !== 'called') return []
  const voters = await votersOf(tx, meeting.tenant_id, meeting.id)
  return [
    ...(await withoutVoters(tx, meeting, voters)),
    ...(await withoutContact(tx, meeting, voters)),
    ...(await otherThanTable(tx, meeting, voters)),
  ]
}
