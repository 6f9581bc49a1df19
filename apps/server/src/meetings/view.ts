import { addDays, dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { MeetingDetail, MeetingItem, MeetingItemResult } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { Standing } from './access.ts'
import { majorityOf } from './notice.ts'
import { challengesOf } from './objections.ts'
import { papersOf } from './papers.ts'
import { databaseNow, type ItemRow, itemsOf, type MeetingRow, usersById } from './store.ts'
import { warningsOf } from './warnings.ts'

/** A meeting as the interface shows it. */

export interface Presence {
  readonly online: number
  readonly signedIn: number
  readonly voters: number
  readonly amount: number
  readonly total: number
}

/** Days within which the voters are told the result (FACTS A3-14). */
export const RESULT_DAYS = 3
/** Days within which a resolution can be challenged, from the receipt of the result (FACTS A3-15). */
export const OBJECTION_DAYS = 15

const iso = (date: Date | null) => date?.toISOString() ?? null

export const itemView = (row: ItemRow): MeetingItem => {
  const majority = row.resolution === null ? undefined : majorityOf(row.resolution.majority)
  return {
    id: row.id,
    place: row.place,
    title: row.title,
    body: row.body,
    resolution: row.resolution as MeetingItem['resolution'],
    majorityTitle: majority ? { zh: majority.zh, en: majority.en } : null,
    status: row.status as MeetingItem['status'],
    openedAt: iso(row.opened_at),
    closesAt: iso(row.closes_at),
    closedAt: iso(row.closed_at),
    result: row.result as MeetingItemResult | null,
  }
}

/** When the result must be told: the third day after the meeting. */
export const resultDueOn = (closedAt: Date): string => addDays(dateInChina(closedAt.toISOString()), RESULT_DAYS)

export async function detailOf(
  tx: InTenant,
  caller: Caller,
  meeting: MeetingRow,
  standing: Standing,
  presence: Presence,
): Promise<MeetingDetail> {
  const { tenant_id: tenantId, id } = meeting
  const [matter, items, papers, announcements, minutes, people, challenges, warnings, now] = await Promise.all([
    tx
      .selectFrom('matter')
      .select(['id', 'title', 'number', 'seq'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', meeting.matter_id)
      .executeTakeFirstOrThrow(),
    itemsOf(tx, tenantId, id),
    papersOf(tx, tenantId, id),
    announcementsOf(tx, tenantId, id),
    tx
      .selectFrom('meeting_minutes')
      .select(['version', 'sha256', 'made_at', 'chair_approved_at', 'recorder_approved_at'])
      .where('tenant_id', '=', tenantId)
      .where('meeting_id', '=', id)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst(),
    usersById(tx, tenantId, [meeting.chair_id, meeting.recorder_id]),
    challengesOf(tx, meeting),
    standing.prepares ? warningsOf(tx, meeting) : [],
    databaseNow(tx),
  ])
  const recorder = meeting.recorder_id === null ? undefined : people.get(meeting.recorder_id)
  const { prepares, directs } = standing
  return {
    id,
    number: meeting.number,
    title: meeting.title,
    kind: meeting.kind as MeetingDetail['kind'],
    status: meeting.status as MeetingDetail['status'],
    mode: meeting.mode as MeetingDetail['mode'],
    startsAt: meeting.starts_at.toISOString(),
    matter: { id: matter.id, title: matter.title, number: matter.number },
    version: meeting.version,
    place: meeting.place,
    endsAt: meeting.ends_at.toISOString(),
    noticeOn: meeting.notice_on,
    proposal: {
      by: meeting.proposal.by,
      ...(meeting.proposal.claims === undefined ? {} : { claims: [...meeting.proposal.claims] }),
      ...(meeting.proposal.amount === undefined ? {} : { amount: meeting.proposal.amount }),
      ...(meeting.proposal.total === undefined ? {} : { total: meeting.proposal.total }),
    },
    consent: meeting.consent,
    rules: meeting.rules,
    chair: { name: meeting.chair_name, login: meeting.chair_id === null ? null : (people.get(meeting.chair_id)?.login ?? null) },
    recorder: recorder ? { name: recorder.name, login: recorder.login } : null,
    tallyShown: meeting.tally_shown,
    agenda: items.map(itemView),
    currentItem: meeting.current_item,
    papers: papers.map((p) => ({ id: p.id, item: p.item_id, title: p.title, name: p.name, size: Number(p.size), sha256: p.sha256 })),
    announcements,
    openedAt: iso(meeting.opened_at),
    closedAt: iso(meeting.closed_at),
    minutes: minutes
      ? {
          version: minutes.version,
          sha256: minutes.sha256,
          madeAt: minutes.made_at.toISOString(),
          chairApprovedAt: iso(minutes.chair_approved_at),
          recorderApprovedAt: iso(minutes.recorder_approved_at),
        }
      : null,
    resultNotice: meeting.closed_at === null ? null : { dueOn: resultDueOn(meeting.closed_at), sentOn: meeting.result_sent_on },
    warnings,
    challenges,
    presence,
    caseSeq: matter.seq,
    serverTime: now.toISOString(),
    may: {
      prepare: prepares,
      direct: directs,
      codes: prepares,
      list: prepares || directs,
      signIn: standing.votes,
      approve: standing.chairs || standing.records || caller.permissions.includes('matter.all'),
    },
  }
}

/** The newest announcements, oldest first. */
export async function announcementsOf(tx: InTenant, tenantId: string, meetingId: string, most = 20) {
  const rows = await tx
    .selectFrom('meeting_announcement')
    .select(['version', 'body', 'at'])
    .where('tenant_id', '=', tenantId)
    .where('meeting_id', '=', meetingId)
    .orderBy('version', 'desc')
    .limit(most)
    .execute()
  return rows.reverse().map((row) => ({ version: row.version, body: row.body, at: row.at.toISOString() }))
}
