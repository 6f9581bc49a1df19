import { decisionRefusals } from '@yingshang/ledger'
import type { Caller } from '../accounts/sessions.ts'
import type { WEEKLY_MEETING_ENDPOINTS, WeeklyMeetingDetail } from '../contract/weekly-meetings.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { datedKey } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import { loadEntries, rulesOf } from '../ledger/stored.ts'
import { atWork, known } from '../ledger/work.ts'
import { inScope, type Scope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'

import { adoptDecisions, KIND } from './weekly-adopt.ts'
import { minutesPaper } from './weekly-papers.ts'
import { decisionRows, type MeetingRow, meetingOf, meetingRow, meetingRows } from './weekly-rows.ts'
import { keptNow, mayAdopt, minutesOf, weeklyMeeting } from './weekly-view.ts'

/** The weekly meeting: prepared, its decisions entered, its minutes adopted, its decisions followed. */
export function weeklyMeetingHandlers(services: Services): Pick<Handlers, keyof typeof WEEKLY_MEETING_ENDPOINTS> {
  const { now, sealer } = services
  const work = atWork(services)

  const recorded = (tx: InTenant, caller: Caller, requestId: string, id: string, what: string) =>
    record(tx, {
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind: 'weekly-meeting.changed',
      subject: { type: 'weekly-meeting', id },
      detail: { what },
      requestId,
    })

  /** One deed on a draft that nobody else changes meanwhile, and the meeting after it. */
  const onDraft = (
    caller: Caller,
    requestId: string,
    id: string,
    version: number,
    what: string,
    deed: (tx: InTenant, scope: Scope, row: MeetingRow) => Promise<void>,
    keep: (tx: InTenant, detail: WeeklyMeetingDetail) => Promise<void> = async () => undefined,
  ) =>
    known(() =>
      inScope(services, caller, async (tx, scope) => {
        const tenantId = caller.tenant.id
        await tx.selectFrom('weekly_meeting').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().execute()
        const row = await meetingRow(tx, tenantId, id)
        if (row.status !== 'draft') throw refuse('weekly-meeting.not-draft')
        if (row.version !== version) throw refuse('weekly-meeting.changed')
        await deed(tx, scope, row)
        await recorded(tx, caller, requestId, id, what)
        const detail = await weeklyMeeting(tx, caller, scope, work, now(), id)
        await keep(tx, detail)
        return detail
      }),
    )

  return {
    listWeeklyMeetings: ({ caller, query }) =>
      inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const key = query.after === undefined || query.after === '' ? undefined : datedKey(query.after)
        const before = key && { on_day: key.from, id: key.id }
        const rows = await meetingRows(tx, tenantId, { ledger: query.ledger, before, limit: query.limit + 1 })
        const page = rows.slice(0, query.limit)
        const last = page.at(-1)
        return { items: page.map(meetingOf), next: rows.length > query.limit && last ? `${last.on_day}|${last.id}` : null }
      }),

    openWeeklyMeeting: ({ caller, body, request, requestId }) =>
      once(services, caller, 'openWeeklyMeeting', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await inScope(services, caller, async (tx, scope) => {
          const tenantId = caller.tenant.id
          await rulesOf(tx, tenantId, body.ledger, work.calendar(), { writing: true })
          // Of two who prepare the same day at once, the second finds the draft of the first.
          await tx
            .selectFrom('ledger')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('id', '=', body.ledger)
            .forNoKeyUpdate()
            .execute()
          const on = body.on ?? work.day()
          const drafts = await meetingRows(tx, tenantId, { ledger: body.ledger, status: 'draft', limit: 100 })
          const had = drafts.find((d) => d.on_day === on)
          const id = had?.id ?? newId()
          if (!had) {
            await tx
              .insertInto('weekly_meeting')
              .values({
                tenant_id: tenantId,
                id,
                ledger_id: body.ledger,
                cycle: body.cycle ?? null,
                on_day: on,
                place: '',
                chair: '',
                chair_id: null,
                present: '',
                status: 'draft',
                writers: [],
                created_at: now(),
                version: 0,
              })
              .execute()
            await recorded(tx, caller, requestId, id, 'opened')
          }
          const detail = await weeklyMeeting(tx, caller, scope, work, now(), id)
          await keep(tx, 201, detail)
          return detail
        })
        return new Status(201, answer)
      }),

    getWeeklyMeeting: ({ caller, params }) =>
      inScope(services, caller, (tx, scope) => weeklyMeeting(tx, caller, scope, work, now(), params.id)),

    saveWeeklyMeeting: ({ caller, params, body, requestId }) =>
      onDraft(caller, requestId, params.id, body.version, 'saved', async (tx, scope, row) => {
        const tenantId = caller.tenant.id
        const { version, decisions, ...head } = body
        await tx
          .updateTable('weekly_meeting')
          .set({
            on_day: head.on,
            place: head.place,
            chair: head.chair,
            chair_id: head.chairId,
            present: head.present,
            shown: JSON.stringify(await keptNow(tx, caller, scope, work, now(), { ...row, on_day: head.on })),
            writers: [...new Set([...row.writers, caller.user.id])],
            version: version + 1,
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .execute()
        await tx.deleteFrom('weekly_decision').where('tenant_id', '=', tenantId).where('meeting_id', '=', params.id).execute()
        if (decisions.length === 0) return
        const entries = await loadEntries(tx, tenantId, [...new Set(decisions.flatMap((d) => d.entry ?? []))])
        const byId = new Map(entries.map((e) => [e.id, e]))
        const foreign = decisions.findIndex((d) => d.entry !== null && byId.get(d.entry)?.ledgerId !== row.ledger_id)
        if (foreign >= 0)
          throw refuse('weekly-meeting.invalid', {
            zh: `第${foreign + 1}项所涉事项不在本台账`,
            en: `Item ${foreign + 1}: not of this ledger`,
          })
        const rows = decisions.map((d, i) => ({
          tenant_id: tenantId,
          meeting_id: params.id,
          number: i + 1,
          kind: d.kind,
          entry_id: d.entry,
          body_id: d.body ?? (d.entry === null ? null : (byId.get(d.entry)?.state.assignment.lead ?? null)),
          due: d.due,
          words: d.words,
          adopted: false,
          chair_id: head.chairId,
        }))
        const wrong = rows.flatMap((r) =>
          decisionRefusals({ kind: r.kind, entry: r.entry_id, body: r.body_id, due: r.due, words: r.words }, head.on).map((why) => ({
            path: `decisions.${r.number}`,
            code: why.code,
            zh: `第${r.number}项：${why.zh}`,
            en: `Item ${r.number}: ${why.en}`,
          })),
        )
        if (wrong.length > 0)
          throw refuse(
            'weekly-meeting.invalid',
            { zh: wrong.map((w) => w.zh).join('；'), en: wrong.map((w) => w.en).join('; ') },
            { errors: wrong },
          )
        await tx.insertInto('weekly_decision').values(rows).execute()
      }),

    adoptWeeklyMeeting: ({ caller, params, body, request, requestId }) =>
      once(services, caller, 'adoptWeeklyMeeting', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await onDraft(
          caller,
          requestId,
          params.id,
          body.version,
          'adopted',
          async (tx, scope, row) => {
            if (!mayAdopt(row, caller, scope)) throw refuse(scope.runs ? 'weekly-meeting.same-person' : 'permission.denied')
            const tenantId = caller.tenant.id
            // A chair who sees less than the office adopts what the office last saw.
            const shown = scope.all ? await keptNow(tx, caller, scope, work, now(), row) : null
            await adoptDecisions(tx, work.deed(caller), scope, work, row, await decisionRows(tx, tenantId, [row.id]))
            await tx
              .updateTable('weekly_meeting')
              .set({
                status: 'adopted',
                ...(shown === null ? {} : { shown: JSON.stringify(shown) }),
                adopted_by: caller.user.id,
                adopted_at: now(),
                version: row.version + 1,
              })
              .where('tenant_id', '=', tenantId)
              .where('id', '=', row.id)
              .execute()
          },
          (tx, detail) => keep(tx, 200, detail),
        )
        sealer.nudge()
        return new Status(200, answer)
      }),

    dropWeeklyMeeting: ({ caller, params, body, requestId }) =>
      onDraft(caller, requestId, params.id, body.version, 'dropped', async (tx, _, row) => {
        await tx
          .updateTable('weekly_meeting')
          .set({ status: 'dropped', version: row.version + 1 })
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', row.id)
          .execute()
      }),

    settleWeeklyDecision: async ({ caller, params, body, requestId }) => {
      const answer = await inScope(services, caller, async (tx, scope) => {
        const tenantId = caller.tenant.id
        const { on_day } = await meetingRow(tx, tenantId, params.id)
        if (body.on > work.day()) throw refuse('request.invalid', { zh: '办结日期晚于今天', en: 'The day lies after today' })
        if (body.on < on_day) throw refuse('request.invalid', { zh: '办结日期早于会议日期', en: 'The day lies before the meeting' })
        const done = await tx
          .updateTable('weekly_decision')
          .set({ settled_on: body.on, settled_words: body.words, settled_by: caller.user.id })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('number', '=', params.number)
          .where('adopted', '=', true)
          .where('settled_on', 'is', null)
          .returning('number')
          .execute()
        if (done.length === 0) throw refuse('weekly-meeting.settled')
        await journal(tx, tenantId, [
          {
            kind: KIND,
            subjectId: params.id,
            userId: caller.user.id,
            at: now(),
            body: { act: 'settled', meeting: params.id, number: params.number, on: body.on, words: body.words },
          },
        ])
        await recorded(tx, caller, requestId, params.id, 'settled')
        return weeklyMeeting(tx, caller, scope, work, now(), params.id)
      })
      sealer.nudge()
      return answer
    },

    downloadWeeklyMinutes: async ({ caller, params }) => {
      const detail = await inScope(services, caller, (tx, scope) => minutesOf(tx, caller, scope, work, now(), params.id))
      return minutesPaper(detail, now())
    },
  }
}
