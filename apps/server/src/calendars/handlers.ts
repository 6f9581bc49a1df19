import { definitionOf } from '@yingshang/procedure'
import { dateInChina, inForce } from '@yingshang/time'
import { peopleOf } from '../accounts/people.ts'
import type { CALENDAR_ENDPOINTS, CalendarState, CalendarVersion } from '../contract/calendars.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { draftChanged } from '../http/draft-conflict.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { record as intoJournal } from '../journal/record.ts'
import { visibleMatter } from '../matters/access.ts'
import type { Services } from '../services.ts'
import { impactOf, MOVED_KIND, type RecordedMoves, recountClocks } from './recount.ts'
import { amended, dataOf, latestOf, type VersionRow } from './versions.ts'

/** The subject of events and records about the calendar, of which a body has one. */
const SUBJECT = { type: 'calendar', id: 'cn' }

/** The working-day calendar: shown, drafted with its source, and published by somebody else. */
export function calendarHandlers(services: Services): Pick<Handlers, keyof typeof CALENDAR_ENDPOINTS> {
  const { store, law, now, files, sealer } = services
  const today = () => dateInChina(now().toISOString())

  const draftOf = (tx: InTenant, tenantId: string) =>
    tx.selectFrom('calendar_version').selectAll().where('tenant_id', '=', tenantId).where('published_at', 'is', null).executeTakeFirst()

  async function views(tx: InTenant, tenantId: string, rows: readonly VersionRow[]): Promise<CalendarVersion[]> {
    const person = await peopleOf(
      tx,
      tenantId,
      rows.flatMap((r) => [r.drafted_by, ...r.savers, ...(r.published_by === null ? [] : [r.published_by])]),
    )
    const attached = rows.flatMap((r) => r.source_attachment ?? [])
    const attachments =
      attached.length === 0
        ? []
        : await tx
            .selectFrom('attachment')
            .select(['id', 'name', 'type', 'size', 'sha256'])
            .where('tenant_id', '=', tenantId)
            .where('id', 'in', attached)
            .execute()
    const recounts = await tx.selectFrom('calendar_recount').selectAll().where('tenant_id', '=', tenantId).execute()
    return rows.map((r) => {
      const attachment = attachments.find((a) => a.id === r.source_attachment)
      const recount = recounts.find((c) => c.number === r.number)
      return {
        number: r.number,
        status: r.published_at === null ? 'draft' : 'published',
        years: r.years,
        days: r.days.map((d) => ({ ...d })),
        source: { title: r.source_title, text: r.source_text },
        attachment: attachment ? { ...attachment, size: Number(attachment.size) } : null,
        note: r.note,
        revision: r.revision,
        draftedBy: person(r.drafted_by),
        draftedAt: r.drafted_at.toISOString(),
        savedBy: person(r.saved_by),
        savedAt: r.saved_at.toISOString(),
        savers: r.savers.map(person),
        publishedBy: r.published_by === null ? null : person(r.published_by),
        publishedAt: r.published_at?.toISOString() ?? null,
        effectiveFrom: r.effective_from,
        recount: recount ? { at: recount.at.toISOString(), matters: recount.matters, clocks: recount.clocks } : null,
      }
    })
  }

  async function stateOf(tx: InTenant, tenantId: string): Promise<CalendarState> {
    const draft = await draftOf(tx, tenantId)
    return {
      today: today(),
      current: dataOf(inForce(law.setting.calendars, today()) ?? law.setting.calendars[0]!),
      latest: dataOf(latestOf(law)),
      draft: draft ? (await views(tx, tenantId, [draft]))[0]! : null,
    }
  }

  const asDraft = (row: VersionRow) => ({ number: row.number, years: row.years, days: row.days, sourceTitle: row.source_title })

  return {
    getCalendar: ({ caller }) => store.inTenant(caller.tenant.id, (tx) => stateOf(tx, caller.tenant.id)),

    async listCalendarVersions({ caller }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const rows = await tx
          .selectFrom('calendar_version')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .orderBy('number', 'desc')
          .execute()
        const product = law.setting.calendars[0]!
        return {
          items: [
            ...(await views(tx, tenantId, rows)),
            {
              number: 0,
              status: 'product' as const,
              years: [...product.years],
              days: [],
              source: null,
              attachment: null,
              note: '',
              revision: 0,
              draftedBy: null,
              draftedAt: null,
              savedBy: null,
              savedAt: null,
              savers: [],
              publishedBy: null,
              publishedAt: null,
              effectiveFrom: product.effectiveFrom,
              recount: null,
            },
          ],
        }
      })
    },

    async downloadCalendarSource({ caller, params }) {
      const tenantId = caller.tenant.id
      const row = await store.inTenant(tenantId, (tx) =>
        tx
          .selectFrom('calendar_version as v')
          .innerJoin('attachment as a', (join) => join.onRef('a.tenant_id', '=', 'v.tenant_id').onRef('a.id', '=', 'v.source_attachment'))
          .select(['a.name', 'a.size', 'a.sha256'])
          .where('v.tenant_id', '=', tenantId)
          .where('v.number', '=', params.number)
          .executeTakeFirst(),
      )
      if (!row) throw refuse('calendar.not-found')
      const content = await files.get(tenantId, row.sha256)
      if (content === null) throw refuse('attachment.not-found')
      return { name: row.name, type: 'application/octet-stream', bytes: Number(row.size), content }
    },

    async saveCalendarDraft({ caller, body, requestId }) {
      const tenantId = caller.tenant.id
      const me = caller.user.id
      return store.inTenant(tenantId, async (tx) => {
        const draft = await draftOf(tx, tenantId)
        if ((draft?.revision ?? 0) !== body.revision) throw draftChanged(draft)
        const last = await tx
          .selectFrom('calendar_version')
          .select('number')
          .where('tenant_id', '=', tenantId)
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst()
        const number = draft?.number ?? (last?.number ?? 0) + 1
        amended(law, { number, years: body.years, days: body.days, sourceTitle: body.source.title }, today())
        if (body.attachment !== null && body.attachment !== draft?.source_attachment) {
          const own = await tx
            .selectFrom('attachment')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('id', '=', body.attachment)
            .where('uploaded_by', '=', me)
            .where('matter_id', 'is', null)
            .executeTakeFirst()
          if (!own)
            throw refuse('attachment.refused', {
              zh: '没有您上传的这份文件，请重新上传。',
              en: 'You have no such upload; upload it again.',
            })
        }
        const values = {
          years: body.years,
          days: JSON.stringify(body.days.toSorted((a, b) => (a.date < b.date ? -1 : 1))),
          source_title: body.source.title,
          source_text: body.source.text,
          source_attachment: body.attachment,
          note: body.note,
          revision: body.revision + 1,
          saved_by: me,
          saved_at: now(),
        }
        const written = draft
          ? await tx
              .updateTable('calendar_version')
              .set({ ...values, savers: [...draft.savers.filter((id) => id !== me), me] })
              .where('tenant_id', '=', tenantId)
              .where('number', '=', number)
              .where('revision', '=', body.revision)
              .returning('number')
              .executeTakeFirst()
          : await tx
              .insertInto('calendar_version')
              .values({
                tenant_id: tenantId,
                number,
                ...values,
                savers: [me],
                drafted_by: me,
                drafted_at: values.saved_at,
                published_by: null,
                published_at: null,
                effective_from: null,
                calendar: null,
              })
              .onConflict((conflict) => conflict.doNothing())
              .returning('number')
              .executeTakeFirst()
        if (!written) throw draftChanged(await draftOf(tx, tenantId))
        await record(tx, {
          tenantId,
          userId: me,
          at: now(),
          kind: 'calendar.drafted',
          subject: SUBJECT,
          detail: { number, days: body.days.length, years: body.years, source: body.source.title },
          requestId,
        })
        return stateOf(tx, tenantId)
      })
    },

    async dropCalendarDraft({ caller, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const draft = await draftOf(tx, tenantId)
        if (!draft) throw refuse('calendar.not-found')
        await tx.deleteFrom('calendar_version').where('tenant_id', '=', tenantId).where('number', '=', draft.number).execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'calendar.dropped',
          subject: SUBJECT,
          detail: { number: draft.number, source: draft.source_title },
          requestId,
        })
        return stateOf(tx, tenantId)
      })
    },

    async getCalendarImpact({ caller }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const draft = await draftOf(tx, tenantId)
        if (!draft) throw refuse('calendar.not-found')
        return impactOf(tx, law, tenantId, amended(law, asDraft(draft), today()), now().toISOString())
      })
    },

    async publishCalendarDraft({ caller, body, requestId }) {
      const tenantId = caller.tenant.id
      const calendar = await store.inTenant(tenantId, async (tx) => {
        const draft = await draftOf(tx, tenantId)
        if (!draft) throw refuse('calendar.not-found')
        if (draft.revision !== body.revision) throw draftChanged(draft)
        if (draft.savers.includes(caller.user.id)) throw refuse('calendar.same-person')
        const base = latestOf(law)
        const earliest = base.effectiveFrom > today() ? base.effectiveFrom : today()
        if (body.effectiveFrom < earliest)
          throw refuse('calendar.refused', {
            zh: `启用日期不得早于 ${earliest}：已经计算并据以办理的期限不回溯，后一版本也不早于前一版本。`,
            en: `The day of effect must not be before ${earliest}.`,
          })
        const made = amended(law, asDraft(draft), body.effectiveFrom)
        const published = await tx
          .updateTable('calendar_version')
          .set({ published_by: caller.user.id, published_at: now(), effective_from: body.effectiveFrom, calendar: JSON.stringify(made) })
          .where('tenant_id', '=', tenantId)
          .where('number', '=', draft.number)
          .where('revision', '=', body.revision)
          .returning('number')
          .executeTakeFirst()
        if (!published) throw draftChanged(await draftOf(tx, tenantId))
        // The days on which every clock hangs are part of what cannot be rewritten.
        await intoJournal(tx, tenantId, [
          {
            kind: 'calendar.published',
            subjectId: tenantId,
            userId: caller.user.id,
            at: now(),
            body: {
              calendar: made,
              draftedBy: draft.drafted_by,
              savers: draft.savers,
              publishedBy: caller.user.id,
              source: draft.source_text,
            },
          },
        ])
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'calendar.published',
          subject: SUBJECT,
          detail: { number: draft.number, version: made.version, effectiveFrom: body.effectiveFrom, source: draft.source_title },
          requestId,
        })
        return made
      })
      law.adoptCalendar(calendar)
      sealer.nudge()
      await recountClocks(services, services.log)
      return store.inTenant(tenantId, (tx) => stateOf(tx, tenantId))
    },

    async listClockMoves({ caller, params }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const { state } = await visibleMatter(tx, caller, params.id, today())
        const compiled = definitionOf(law.setting, state.procedure.id, state.procedure.version)
        const rows = await tx
          .selectFrom('journal_record as r')
          .leftJoin('journal_entry as j', (join) => join.onRef('j.tenant_id', '=', 'r.tenant_id').onRef('j.record_id', '=', 'r.id'))
          .select(['r.id', 'r.at', 'r.body', 'j.index'])
          .where('r.tenant_id', '=', tenantId)
          .where('r.subject_id', '=', params.id)
          .where('r.kind', '=', MOVED_KIND)
          .orderBy('r.id', 'desc')
          .limit(50)
          .execute()
        return {
          items: rows.map((r) => {
            const { calendar, clocks } = r.body as unknown as RecordedMoves
            return {
              id: r.id,
              at: r.at.toISOString(),
              calendar,
              clocks: clocks.map((c) => ({ ...c, title: { ...(compiled.clocks.get(c.clock)?.title ?? { zh: c.clock, en: c.clock }) } })),
              sealed: r.index === null ? null : Number(r.index),
            }
          }),
        }
      })
    },
  }
}
