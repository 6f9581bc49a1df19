import { createHash } from 'node:crypto'
import { filedAmount, votingAmount } from '@yingshang/bankruptcy'
import { KINDS, NOTICE_RULES, noticeRefusals } from '@yingshang/meeting'
import { CHINA_2026, dateInChina, daysBetween } from '@yingshang/time'
import type { z } from 'zod'
import type { Caller } from '../accounts/sessions.ts'
import { claimsCase, claimsIn } from '../bankruptcy/claims-view.ts'
import type { MeetingItemInput, MeetingProposal } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { Proposal } from '../database/tables-meetings.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { act } from '../matters/act.ts'
import { actorOf, rolesOn } from '../matters/roles.ts'
import { demandPreparing } from './access.ts'
import { recordList, takeFromClaims } from './eligibility.ts'
import { majorityOf, noticeBody } from './notice.ts'
import { demandDraft, papersOf } from './papers.ts'
import type { Rooms } from './rooms.ts'
import { firstResults } from './second-votes.ts'
import { demandVersion, itemsOf, loadMeeting, type MeetingRow, NO_RECORD, refuseStep, userByLogin } from './store.ts'

/** Preparing a meeting and giving its notice. */

const DAY_MS = 86_400_000
const RULES = { present: 'signIn', splitHead: 'largerAmount', changeUntilClose: true } as const

type ItemInput = z.output<typeof MeetingItemInput>

/** Account by login; refuses one that is not there. */
export async function accountOf(tx: InTenant, tenantId: string, login: string): Promise<string> {
  const user = await userByLogin(tx, tenantId, login)
  if (!user) throw refuse('user.not-found')
  return user.id
}

const accountOrNone = async (tx: InTenant, tenantId: string, login: string | null) =>
  login === null || login === '' ? null : accountOf(tx, tenantId, login)

/** Creditors who ask for a meeting hold together a quarter of all claims or more (企业破产法 第六十二条第二款; FACTS A3-2). */
function proposalOf(asked: z.output<typeof MeetingProposal>, claims: ReturnType<typeof claimsIn>): Proposal {
  if (asked.by !== 'creditors') return { by: asked.by }
  const standing = claims.filter((c) => c.status !== 'withdrawn' && c.status !== 'rejected')
  // Claims that are not reviewed yet count as filed.
  const worth = (c: (typeof standing)[number]) => (c.status === 'pending' ? filedAmount(c) : votingAmount(c))
  const named = new Set(asked.claims ?? [])
  const total = standing.reduce((sum, c) => sum + worth(c), 0)
  const amount = standing.filter((c) => named.has(c.id)).reduce((sum, c) => sum + worth(c), 0)
  if (total === 0 || BigInt(amount) * 4n < BigInt(total))
    throw refuseStep(
      '提议召开会议的债权人所占债权额不足债权总额的四分之一（企业破产法第六十二条第二款）',
      'Creditors who ask for a meeting hold at least a quarter of all claims',
    )
  return { by: 'creditors', claims: [...named], amount, total }
}

/** Replaces the agenda. Items that keep their id keep their papers. */
async function writeAgenda(tx: InTenant, meeting: MeetingRow, agenda: readonly ItemInput[]): Promise<void> {
  const key = { tenant_id: meeting.tenant_id, meeting_id: meeting.id }
  const before = new Set((await itemsOf(tx, meeting.tenant_id, meeting.id)).map((i) => i.id))
  const rows = agenda.map((item, place) => {
    const { resolution } = item
    const majority = resolution === null ? undefined : majorityOf(resolution.majority)
    if (majority && (majority.counting === 'byClass') !== (resolution?.classes !== undefined && resolution.classes.length > 0))
      throw refuseStep(
        `“${item.title}”：分组表决的事项须列明表决组，其他事项不列`,
        `“${item.title}”: classes are named where the majority counts by class, and nowhere else`,
      )
    return {
      ...key,
      id: item.id !== undefined && before.has(item.id) ? item.id : newId(),
      place: place + 1,
      title: item.title,
      body: item.body,
      resolution: resolution === null ? null : JSON.stringify(resolution),
      status: 'planned',
      opened_at: null,
      closes_at: null,
      closed_at: null,
      reason: null,
      result: null,
    }
  })
  if (new Set(rows.map((r) => r.id)).size !== rows.length) throw refuseStep('议程事项编号重复', 'An item of the agenda is named twice')
  await tx.deleteFrom('meeting_item').where('tenant_id', '=', key.tenant_id).where('meeting_id', '=', key.meeting_id).execute()
  if (rows.length > 0) await tx.insertInto('meeting_item').values(rows).execute()
  const gone = [...before].filter((id) => !rows.some((r) => r.id === id))
  if (gone.length > 0)
    await tx
      .deleteFrom('meeting_paper')
      .where('tenant_id', '=', key.tenant_id)
      .where('meeting_id', '=', key.meeting_id)
      .where('item_id', 'in', gone)
      .execute()
  await firstResults(tx, meeting, await itemsOf(tx, key.tenant_id, key.meeting_id))
}

/** The first meeting is held when the time for filing claims is over (第六十二条第一款). Later than fifteen days after it is late, but still to be held. */
async function demandAfterFiling(tx: InTenant, meeting: Pick<MeetingRow, 'tenant_id' | 'matter_id' | 'starts_at' | 'kind'>): Promise<void> {
  if (meeting.kind !== 'first') return
  const clock = await tx
    .selectFrom('matter_clock')
    .select('due')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('matter_id', '=', meeting.matter_id)
    .where('clock', '=', 'claims-period')
    .executeTakeFirst()
  if (clock?.due && dateInChina(meeting.starts_at.toISOString()) <= clock.due)
    throw refuseStep(
      `第一次债权人会议应当在债权申报期限届满（${clock.due}）之后召开`,
      `The first meeting is held after the time for filing claims (${clock.due})`,
    )
}

type Names = 'createMeeting' | 'changeMeeting' | 'callMeeting'

export function prepareHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { services } = rooms
  const { store, now, law, config, sealer } = services

  async function create(tx: InTenant, caller: Caller, matterId: string, body: Parameters<Handlers['createMeeting']>[0]['body']) {
    const tenantId = caller.tenant.id
    const found = await claimsCase(tx, law, caller, matterId, now())
    if (!found.whole)
      throw refuse('permission.denied', { zh: '由法院或者本案管理人办理', en: 'For the court and the administrator of the case' })
    const at = now()
    if (Date.parse(body.startsAt) <= at.getTime()) throw refuseStep('会议时间须在现在之后', 'The meeting lies in the future')
    if (body.endsAt !== undefined && body.endsAt <= body.startsAt)
      throw refuseStep('结束时间须在开始时间之后', 'The end comes after the start')
    // Two at once take different numbers: the row of the case is locked.
    await tx.selectFrom('matter').select('id').where('tenant_id', '=', tenantId).where('id', '=', matterId).forUpdate().execute()
    const { count } = await tx
      .selectFrom('meeting')
      .select((of) => of.fn.countAll<string>().as('count'))
      .where('tenant_id', '=', tenantId)
      .where('matter_id', '=', matterId)
      .executeTakeFirstOrThrow()
    const id = newId()
    await tx
      .insertInto('meeting')
      .values({
        tenant_id: tenantId,
        id,
        matter_id: matterId,
        number: Number(count) + 1,
        kind: body.kind,
        title: body.title,
        status: 'draft',
        mode: body.mode ?? 'online',
        place: body.place ?? '',
        starts_at: new Date(body.startsAt),
        ends_at: new Date(body.endsAt ?? Date.parse(body.startsAt) + DAY_MS),
        notice_on: null,
        proposal: JSON.stringify(proposalOf(body.proposal, claimsIn(found.matter.state))),
        consent: null,
        rules: JSON.stringify(body.rules ?? RULES),
        chair_name: body.chairName,
        chair_id: await accountOrNone(tx, tenantId, body.chairLogin ?? null),
        recorder_id: await accountOrNone(tx, tenantId, body.recorderLogin ?? null),
        tally_shown: body.tallyShown ?? false,
        current_item: null,
        open_items: [],
        vote_seq: 0,
        last_record: NO_RECORD,
        notice_version: 0,
        list_version: 0,
        list_stale: false,
        version: 1,
        called_at: null,
        opened_at: null,
        closed_at: null,
        in_case: false,
        result_sent_on: null,
        created_by: caller.user.id,
        created_at: at,
      })
      .execute()
    const meeting = await loadMeeting(tx, tenantId, id)
    await writeAgenda(tx, meeting, body.agenda)
    await takeFromClaims(tx, meeting)
    return id
  }

  return {
    async createMeeting({ caller, params, body, request, requestId }) {
      return once(services, caller, 'createMeeting', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const id = await store.inTenant(caller.tenant.id, async (tx) => {
          const id = await create(tx, caller, params.id, body)
          await record(tx, {
            tenantId: caller.tenant.id,
            userId: caller.user.id,
            at: now(),
            kind: 'meeting.prepared',
            subject: { type: 'meeting', id },
            detail: { matter: params.id, title: body.title },
            requestId,
          })
          return id
        })
        const detail = await rooms.show(caller, id)
        await store.inTenant(caller.tenant.id, (tx) => keep(tx, 201, detail))
        return new Status(201, detail)
      })
    },

    async changeMeeting({ caller, params, body }) {
      return rooms.change(caller, params.id, async (tx, room, standing) => {
        demandPreparing(standing)
        const { meeting } = room
        demandVersion(meeting, body.version)
        const { version: _, agenda, chairLogin, recorderLogin, tallyShown, ...early } = body
        if (agenda !== undefined || Object.values(early).some((v) => v !== undefined)) demandDraft(meeting)
        if (meeting.status === 'closed' || meeting.status === 'cancelled') throw refuseStep('会议已经结束', 'The meeting is over')
        if (agenda !== undefined) await writeAgenda(tx, meeting, agenda)
        await room.set({
          ...(early.title === undefined ? {} : { title: early.title }),
          ...(early.mode === undefined ? {} : { mode: early.mode }),
          ...(early.place === undefined ? {} : { place: early.place }),
          ...(early.startsAt === undefined ? {} : { starts_at: new Date(early.startsAt) }),
          ...(early.endsAt === undefined ? {} : { ends_at: new Date(early.endsAt) }),
          ...(early.rules === undefined ? {} : { rules: JSON.stringify(early.rules) }),
          ...(early.chairName === undefined ? {} : { chair_name: early.chairName }),
          ...(chairLogin === undefined ? {} : { chair_id: await accountOrNone(tx, meeting.tenant_id, chairLogin) }),
          ...(recorderLogin === undefined ? {} : { recorder_id: await accountOrNone(tx, meeting.tenant_id, recorderLogin) }),
          ...(tallyShown === undefined ? {} : { tally_shown: tallyShown }),
        })
      })
    },

    async callMeeting({ caller, params, body, requestId }) {
      const answer = await rooms.change(caller, params.id, async (tx, room, standing) => {
        demandPreparing(standing)
        const { tenant_id: tenantId, matter_id: matterId } = room.meeting
        demandVersion(room.meeting, body.version)
        demandDraft(room.meeting)
        const items = await itemsOf(tx, tenantId, params.id)
        if (items.length === 0) throw refuseStep('议程为空', 'The agenda is empty')
        await demandAfterFiling(tx, room.meeting)
        const heldOn = dateInChina(room.meeting.starts_at.toISOString())
        const days = daysBetween(body.noticeOn, heldOn)
        const consent = body.consent === null || days >= NOTICE_RULES.statute.days ? null : { days, note: body.consent.note }
        // A decision of the case, by those who may take it: its own rules on stage, role and notice apply.
        const held = await rolesOn(tx, tenantId, matterId, caller.user.id, dateInChina(room.at.toISOString()))
        const { by } = room.meeting.proposal
        await act(tx, law, services, matterId, body.expectedSeq, {
          tenantId,
          court: config.bodyName,
          userId: caller.user.id,
          actor: actorOf(caller.user.id, held),
          action: room.meeting.kind === 'first' ? 'call-first-meeting' : 'call-meeting',
          values: {
            meetingOn: heldOn,
            noticeOn: body.noticeOn,
            meetingManner: room.meeting.mode === 'online' ? 'online' : 'mixed',
            meetingId: params.id,
            ...(room.meeting.kind === 'first' ? {} : { proposedBy: by === 'creditors' ? 'quarter' : by }),
          },
        })
        await room.set({
          status: 'called',
          notice_on: body.noticeOn,
          consent: consent === null ? null : JSON.stringify(consent),
          called_at: room.at,
          notice_version: 1,
        })
        const digest = consent === null ? null : createHash('sha256').update(consent.note).digest('hex')
        const papers = await papersOf(tx, tenantId, params.id)
        const notice = noticeBody(room.meeting, items, papers, 1, room.at, digest, await firstResults(tx, room.meeting, items))
        const late = noticeRefusals(notice, CHINA_2026)
        if (late.length > 0) throw refuseStep(late.map((r) => r.zh).join('；'), late.map((r) => r.en).join('; '))
        await room.record(KINDS.notice, notice, caller.user.id)
        await recordList(tx, room, caller.user.id)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: room.at,
          kind: 'meeting.called',
          subject: { type: 'meeting', id: params.id },
          detail: { heldOn, noticeOn: body.noticeOn, ...(consent === null ? {} : { consent: consent.note }) },
          requestId,
        })
      })
      sealer.nudge()
      return answer
    },
  }
}
