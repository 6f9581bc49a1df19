import { createHash } from 'node:crypto'
import { type OfficialBlock, writeOfficialDocument } from '@yingshang/document'
import { attendance, KINDS } from '@yingshang/meeting'
import type { MeetingItemResult } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { demandDirecting, enter } from './access.ts'
import { CLASS_NAMES, resultDigest, votesInWords } from './case.ts'
import { presentVoters } from './presence.ts'
import type { Rooms } from './rooms.ts'
import { demandVersion, itemsOf, refuseStep, usersById, votersOf } from './store.ts'
import type { Room } from './vote-desk.ts'

/** The minutes of a meeting as an official document, and their approval by the chair and the recorder. */

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const yuan = (fen: number) => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })
const moment = (date: Date) => {
  const china = new Date(date.getTime() + 8 * 3_600_000).toISOString()
  return `${china.slice(0, 4)}年${Number(china.slice(5, 7))}月${Number(china.slice(8, 10))}日${china.slice(11, 13)}时${china.slice(14, 16)}分`
}
const paragraph = (text: string): OfficialBlock => ({ kind: 'paragraph', text })

/** What the minutes say: nothing but what is recorded, and the recorder's remarks. */
async function write(tx: InTenant, room: Room, court: string, remarks: string): Promise<Uint8Array> {
  const { meeting, hall } = room
  const { tenant_id: tenantId, id } = meeting
  const [items, voters, people, matter, digest] = await Promise.all([
    itemsOf(tx, tenantId, id),
    votersOf(tx, tenantId, id),
    usersById(tx, tenantId, [meeting.chair_id, meeting.recorder_id]),
    tx
      .selectFrom('matter')
      .select(['title', 'number'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', meeting.matter_id)
      .executeTakeFirstOrThrow(),
    resultDigest(tx, meeting),
  ])
  const here = presentVoters(hall.state)
  const present = attendance(hall.state)
  const recorder = meeting.recorder_id === null ? '' : (people.get(meeting.recorder_id)?.name ?? '')
  const decided = items.filter((i) => i.result !== null)
  const body: OfficialBlock[] = [
    paragraph(`案号：${matter.number ?? ''}。案由：${matter.title}。`),
    paragraph(
      `会议时间：${moment(meeting.opened_at!)}至${moment(meeting.closed_at!)}。会议方式：${meeting.mode === 'online' ? '网络' : '现场与网络结合'}${meeting.place === '' ? '' : `，地点：${meeting.place}`}。`,
    ),
    paragraph(`会议主席：${meeting.chair_name}。记录人：${recorder}。`),
    paragraph(`会议通知于${meeting.notice_on ?? ''}发出。表决名单所列债权人${present.listed}户，出席${present.present}户。`),
    ...items.flatMap((item, i) => [
      { kind: 'heading', level: 1, text: `议程${i + 1}：${item.title}` } as OfficialBlock,
      ...(item.body === '' ? [] : [paragraph(item.body)]),
      ...(item.result === null
        ? [paragraph('本项不表决或者未付表决。')]
        : [paragraph(`表决结果：${votesInWords(item.result as unknown as MeetingItemResult)}。`)]),
    ]),
    ...(decided.length === 0
      ? []
      : [
          {
            kind: 'table',
            caption: '表决结果（金额单位：元）',
            columns: [
              { title: '事项', weight: 4 },
              { title: '表决组', weight: 2 },
              { title: '出席', weight: 1, align: 'right' },
              { title: '同意', weight: 1, align: 'right' },
              { title: '同意债权额', weight: 3, align: 'right' },
              { title: '计算基数', weight: 3, align: 'right' },
              { title: '结果', weight: 1.4, align: 'center' },
            ],
            rows: decided.flatMap((item) =>
              (item.result as unknown as MeetingItemResult).classes.map((c) => [
                item.title,
                c.class === null ? '全体' : (CLASS_NAMES[c.class] ?? c.class),
                String(c.present),
                String(c.for.heads),
                yuan(c.for.amount),
                yuan(c.amountTest.base),
                c.passed ? '通过' : '未通过',
              ]),
            ),
          } as OfficialBlock,
        ]),
    {
      kind: 'table',
      caption: '出席情况',
      columns: [
        { title: '序号', weight: 1 },
        { title: '债权人', weight: 6 },
        { title: '表决债权额（元）', weight: 3, align: 'right' },
        { title: '出席', weight: 1.5, align: 'center' },
      ],
      rows: voters.map((v) => [String(v.place), v.name, yuan(v.claims.reduce((s, c) => s + c.amount, 0)), here.has(v.label) ? '是' : '否']),
    },
    ...(remarks === '' ? [] : [paragraph(`其他记录：${remarks}`)]),
    ...(digest === null ? [] : [paragraph(`表决结果在日志中的摘要值（SHA-256）：${digest}。可据以核对会议的完整记录。`)]),
    paragraph('会议主席：＿＿＿＿＿＿＿＿　　记录人：＿＿＿＿＿＿＿＿'),
  ]
  const at = room.at.toISOString()
  return writeOfficialDocument({
    title: `${meeting.title}会议记录`,
    ...(matter.number === null ? {} : { number: matter.number }),
    body,
    signature: { units: [court], date: at.slice(0, 10) },
    createdAt: at,
  })
}

type Names = 'makeMinutes' | 'downloadMinutes' | 'approveMinutes'

export function minutesHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { store, now, config } = rooms.services

  const newest = (tx: InTenant, tenantId: string, id: string) =>
    tx
      .selectFrom('meeting_minutes')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('meeting_id', '=', id)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst()

  return {
    async makeMinutes({ caller, params, body }) {
      return rooms.change(caller, params.id, async (tx, room, standing) => {
        if (!standing.records) demandDirecting(standing)
        demandVersion(room.meeting, body.version)
        if (room.meeting.status !== 'closed' || room.meeting.opened_at === null)
          throw refuseStep('会议结束后生成会议记录', 'Minutes are made when the meeting is over')
        const tenantId = room.meeting.tenant_id
        const before = await newest(tx, tenantId, params.id)
        if (before?.chair_approved_at && before.recorder_approved_at) throw refuseStep('会议记录已经签署', 'The minutes were approved')
        const bytes = await write(tx, room, config.bodyName, body.remarks)
        await tx
          .insertInto('meeting_minutes')
          .values({
            tenant_id: tenantId,
            meeting_id: params.id,
            version: (before?.version ?? 0) + 1,
            made_at: room.at,
            made_by: caller.user.id,
            remarks: body.remarks,
            sha256: createHash('sha256').update(bytes).digest('hex'),
            bytes: Buffer.from(bytes),
            chair_approved_at: null,
            recorder_approved_at: null,
          })
          .execute()
        await room.set()
      })
    },

    async downloadMinutes({ caller, params }) {
      const row = await store.inTenant(caller.tenant.id, async (tx) => {
        const { meeting, standing } = await enter(tx, caller, params.id, now())
        const found = await newest(tx, caller.tenant.id, params.id)
        const signed = found?.chair_approved_at && found.recorder_approved_at
        // Others see them once they are approved.
        return found && (signed || standing.prepares || standing.directs || standing.records) ? { ...found, title: meeting.title } : null
      })
      if (!row) throw refuse('document.not-found')
      return { name: `${row.title}会议记录.docx`, type: DOCX, content: new Uint8Array(row.bytes), bytes: row.bytes.length }
    },

    async approveMinutes({ caller, params, body }) {
      return rooms.change(caller, params.id, async (tx, room, standing) => {
        const tenantId = room.meeting.tenant_id
        const row = await newest(tx, tenantId, params.id)
        if (!row || row.sha256 !== body.sha256)
          throw refuseStep('会议记录已经重新生成，请核对新的文本', 'The minutes were made anew; look at them again')
        // Where the chair or the recorder has no account, the staff of the court enters the signature that is on paper, one at a time.
        const staff = caller.permissions.includes('matter.all')
        const asChair = standing.chairs || (room.meeting.chair_id === null && staff)
        const asRecorder = standing.records || (room.meeting.recorder_id === null && staff)
        if (!asChair && !asRecorder)
          throw refuse('permission.denied', { zh: '由会议主席和记录人签署', en: 'For the chair and the recorder' })
        const chair = row.chair_approved_at ?? (asChair && !(asRecorder && standing.records) ? room.at : null)
        const recorder = row.recorder_approved_at ?? (asRecorder && chair !== room.at ? room.at : null)
        if (chair === row.chair_approved_at && recorder === row.recorder_approved_at)
          throw refuseStep('您已经签署，等待另一人签署', 'You have approved; the other one is awaited')
        await tx
          .updateTable('meeting_minutes')
          .set({ chair_approved_at: chair, recorder_approved_at: recorder })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('version', '=', row.version)
          .execute()
        if (chair !== null && recorder !== null)
          await room.record(KINDS.minutes, { sha256: row.sha256, signedBy: ['chair', 'recorder'] }, caller.user.id)
        await room.set()
      })
    },
  }
}
