import { cyclePhase } from '@yingshang/ledger'
import { addDays } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { Outcomes, REPORTING_ENDPOINTS, RoundRow } from '../contract/reporting.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { rulesOf } from '../ledger/stored.ts'
import { atWork } from '../ledger/work.ts'
import { tell } from '../notices/tell.ts'
import { inScope, inSystem } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { filingsOf, startFilings } from './filings.ts'
import { twoLists } from './lists.ts'
import { agendaPaper, listsPaper, listsWorkbook, type Meeting, minutesPaper } from './papers.ts'
import { peopleOf } from './people.ts'
import { reportOf, returnReport, saveReport } from './report.ts'
import { cyclesOfLedger, openRounds, remindRounds, reportLink, roundsOf, ruleOf } from './rounds.ts'

/** Rows of a list on a page, and in a file. */
const SHOWN = 50
const PRINTED = 2_000
/** A body that was urged is not urged again within this time. */
const URGE_AGAIN_MS = 3_600_000

/** What the clock does for reporting: opens rounds, reminds. */
export async function reportingTick(services: Services): Promise<void> {
  const work = atWork(services)
  await inSystem(services, async (tx) => {
    await openRounds(tx, services.tenantId, work.calendar(), work.day(), services.now())
    await remindRounds(tx, services.tenantId, work.day(), services.now())
  })
}

/** Rounds, reports, urging, filings, the meeting, the two lists. */
export function reportingHandlers(services: Services): Pick<Handlers, keyof typeof REPORTING_ENDPOINTS> {
  const { now, sealer, store } = services
  const work = atWork(services)

  const titleOf = async (tx: InTenant, tenantId: string, ledger: string | undefined): Promise<string> => {
    if (ledger === undefined) return services.config.bodyName
    const row = await tx.selectFrom('ledger').select('title').where('tenant_id', '=', tenantId).where('id', '=', ledger).executeTakeFirst()
    if (!row) throw refuse('ledger.not-found')
    return row.title
  }
  const meetingOf = (
    caller: Caller,
    asked: { ledger: string; cycle?: string | undefined; on?: string | undefined; place?: string | undefined },
  ) =>
    inScope(services, caller, async (tx): Promise<Meeting> => {
      const tenantId = caller.tenant.id
      const title = await titleOf(tx, tenantId, asked.ledger)
      const lists = await twoLists(tx, caller, work, now(), { ledger: asked.ledger, days: 14, most: SHOWN })
      const rows = asked.cycle === undefined ? null : await rowsOf(tx, tenantId, asked.ledger, asked.cycle)
      const silent = rows === null ? null : { asked: rows.length, names: rows.filter((r) => r.firstOn === null).map((r) => r.body.name) }
      return { title, on: asked.on ?? work.day(), place: asked.place ?? '', lists, silent }
    })

  async function rowsOf(tx: InTenant, tenantId: string, ledger: string, cycle: string): Promise<RoundRow[]> {
    const rows = await tx
      .selectFrom('cycle_report as r')
      .innerJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'r.tenant_id').onRef('b.id', '=', 'r.body_id'))
      .select(['r.body_id', 'b.name', 'r.status', 'r.first_on', 'r.due_on', 'r.handed_in_at', 'r.urged', 'r.urged_at'])
      .where('r.tenant_id', '=', tenantId)
      .where('r.ledger_id', '=', ledger)
      .where('r.cycle', '=', cycle)
      .orderBy('b.position')
      .orderBy('b.name')
      .execute()
    const people = await peopleOf(
      tx,
      tenantId,
      rows.map((r) => r.body_id),
      work.day(),
    )
    return rows.map((r) => ({
      body: { id: r.body_id, name: r.name },
      status: r.status,
      firstOn: r.first_on,
      handedInAt: r.handed_in_at?.toISOString() ?? null,
      late: r.first_on !== null && r.first_on > r.due_on,
      urged: r.urged,
      urgedAt: r.urged_at?.toISOString() ?? null,
      people: people.get(r.body_id)?.length ?? 0,
    }))
  }

  return {
    getLedgerCycles: ({ caller, params }) =>
      inScope(services, caller, async (tx) => {
        await titleOf(tx, caller.tenant.id, params.id)
        return { items: await cyclesOfLedger(tx, caller.tenant.id, params.id) }
      }),

    setLedgerCycles: ({ caller, params, body, requestId }) =>
      inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        await rulesOf(tx, tenantId, params.id, work.calendar(), { writing: true })
        const had = new Map((await cyclesOfLedger(tx, tenantId, params.id)).map((r) => [r.id, r]))
        if (new Set(body.items.map((r) => r.id)).size < body.items.length)
          throw refuse('request.invalid', { zh: '周期代号重复', en: 'A rule is named twice' })
        const gone = [...had.values()]
          .filter((r) => r.active && !body.items.some((i) => i.id === r.id))
          .map((r) => ({ ...r, active: false }))
        for (const shape of [...body.items, ...gone]) {
          const set = { rule: JSON.stringify(ruleOf(shape)), active: shape.active, changed_by: caller.user.id, changed_at: now() }
          // A rule that was off asks from today on.
          const since = had.get(shape.id)?.active === true ? {} : { since: work.day() }
          await tx
            .insertInto('ledger_cycle')
            .values({ tenant_id: tenantId, ledger_id: params.id, rule_id: shape.id, since: work.day(), ...set })
            .onConflict((c) => c.columns(['tenant_id', 'ledger_id', 'rule_id']).doUpdateSet({ ...set, ...since }))
            .execute()
        }
        await openRounds(tx, tenantId, work.calendar(), work.day(), now(), params.id)
        await record(
          tx,
          work.recorded(caller, requestId, 'report.cycles', params.id, { rules: body.items.filter((r) => r.active).map((r) => r.id) }),
        )
        return { items: await cyclesOfLedger(tx, tenantId, params.id) }
      }),

    listRounds: ({ caller, query }) =>
      inScope(services, caller, async (tx) => ({ today: work.day(), items: await roundsOf(tx, caller.tenant.id, work.day(), query) })),

    getRound: ({ caller, query }) =>
      inScope(services, caller, async (tx) => {
        const [round] = await roundsOf(tx, caller.tenant.id, work.day(), query)
        if (!round) throw refuse('round.not-found')
        return { round, rows: await rowsOf(tx, caller.tenant.id, query.ledger, query.cycle) }
      }),

    urgeBodies: ({ caller, body, request, requestId }) =>
      once(services, caller, 'urgeBodies', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await inScope(services, caller, async (tx) => {
          const tenantId = caller.tenant.id
          const [round] = await roundsOf(tx, tenantId, work.day(), body)
          if (!round) throw refuse('round.not-found')
          const rows = await rowsOf(tx, tenantId, body.ledger, body.cycle)
          const people = await peopleOf(
            tx,
            tenantId,
            rows.map((r) => r.body.id),
            work.day(),
          )
          const wanted =
            body.bodies === undefined ? rows.filter((r) => r.status !== 'handed-in').map((r) => r.body.id) : [...new Set(body.bodies)]
          const items = wanted.map((id): Outcomes['items'][number] => {
            const row = rows.find((r) => r.body.id === id)
            const item = (ok: boolean, zh: string, en: string) => ({ body: row?.body ?? { id, name: '' }, ok, zh, en, matter: null })
            if (!row) return item(false, '该单位本期没有报送任务', 'Nothing is asked of this body')
            if (row.status === 'handed-in') return item(false, '已报送', 'Handed in already')
            if (row.urgedAt !== null && now().getTime() - Date.parse(row.urgedAt) < URGE_AGAIN_MS)
              return item(false, '一小时内已催报', 'Urged within the last hour')
            if (row.people === 0) return item(false, '该单位没有联络员，请先在组织机构中指定', 'The body has no liaison officer')
            return item(true, `已催报${row.people}人`, `${row.people} told`)
          })
          const urged = items.filter((i) => i.ok).map((i) => i.body.id)
          const late = cyclePhase({ ...round, rule: '', key: round.cycle, remindOn: [] }, work.day()) !== 'open'
          await tell(
            tx,
            tenantId,
            now(),
            urged.map((id) => ({
              users: people.get(id) ?? [],
              event: late ? ('report.late' as const) : ('report' as const),
              zh: `催报：${round.title.zh}（${round.ledger.name}）${late ? `已于${round.dueOn}截止` : `${round.dueOn}截止`}，请尽快报送`,
              en: `Please report: ${round.title.en} (${round.ledger.name}), due ${round.dueOn}`,
              link: reportLink(body.ledger, body.cycle, id),
            })),
          )
          if (urged.length > 0)
            await tx
              .updateTable('cycle_report')
              .set((e) => ({ urged: e('urged', '+', 1), urged_at: now() }))
              .where('tenant_id', '=', tenantId)
              .where('ledger_id', '=', body.ledger)
              .where('cycle', '=', body.cycle)
              .where('body_id', 'in', urged)
              .execute()
          await record(tx, work.recorded(caller, requestId, 'report.urged', body.ledger, { cycle: body.cycle, bodies: urged }))
          const outcome = { done: urged.length, items }
          await keep(tx, 200, outcome)
          return outcome
        })
        return new Status(200, answer)
      }),

    getReport: ({ caller, query }) => inScope(services, caller, (tx, scope) => reportOf(tx, caller.tenant.id, scope, work, query)),

    saveReport: async ({ caller, body, requestId }) => {
      const answer = await inScope(services, caller, async (tx, scope) => {
        await saveReport(tx, work.deed(caller), scope, work, body)
        if (body.handIn)
          await record(tx, work.recorded(caller, requestId, 'report.handed-in', body.ledger, { cycle: body.cycle, body: body.body }))
        return reportOf(tx, caller.tenant.id, scope, work, body)
      })
      sealer.nudge()
      return answer
    },

    returnReport: async ({ caller, body, requestId }) => {
      const answer = await inScope(services, caller, async (tx, scope) => {
        const tenantId = caller.tenant.id
        await returnReport(tx, work.deed(caller), body, body.reason)
        const people = await peopleOf(tx, tenantId, [body.body], work.day())
        const title = await titleOf(tx, tenantId, body.ledger)
        await tell(tx, tenantId, now(), [
          {
            users: people.get(body.body) ?? [],
            event: 'report',
            zh: `报送退回修改（${title}）：${body.reason}`,
            en: `A report was returned (${title}): ${body.reason}`,
            link: reportLink(body.ledger, body.cycle, body.body),
          },
        ])
        await record(tx, work.recorded(caller, requestId, 'report.returned', body.ledger, { cycle: body.cycle, body: body.body }))
        return reportOf(tx, tenantId, scope, work, body)
      })
      sealer.nudge()
      return answer
    },

    getMeetingAgenda: async ({ caller, query }) => agendaPaper(await meetingOf(caller, query), now()),

    makeMeetingMinutes: async ({ caller, body }) => {
      const { chair, present, decisions } = body
      return minutesPaper({ ...(await meetingOf(caller, body)), chair, present, decisions }, now())
    },

    startFilings: ({ caller, body, request, requestId }) =>
      once(services, caller, 'startFilings', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await startFilings(services, caller, body)
        await store.inTenant(caller.tenant.id, async (tx) => {
          await record(tx, {
            tenantId: caller.tenant.id,
            userId: caller.user.id,
            at: now(),
            kind: 'filing.started',
            detail: { subject: body.subject, asked: answer.done },
            requestId,
          })
          await keep(tx, 200, answer)
        })
        sealer.nudge()
        return new Status(200, answer)
      }),

    listFilings: ({ caller, query }) => inScope(services, caller, async (tx) => ({ items: await filingsOf(tx, caller, now(), query) })),

    getTwoLists: ({ caller, query }) => inScope(services, caller, (tx) => twoLists(tx, caller, work, now(), { ...query, most: SHOWN })),

    exportTwoLists: async ({ caller, query: { to, ...query }, requestId }) => {
      const { title, lists } = await inScope(services, caller, async (tx) => {
        const title = await titleOf(tx, caller.tenant.id, query.ledger)
        const lists = await twoLists(tx, caller, work, now(), { ...query, most: PRINTED })
        await record(tx, {
          tenantId: caller.tenant.id,
          userId: caller.user.id,
          at: now(),
          kind: 'report.exported',
          detail: { title, to, until: addDays(work.day(), query.days) },
          requestId,
        })
        return { title, lists }
      })
      return to === 'docx' ? listsPaper(title, lists, now()) : listsWorkbook(title, lists, now())
    },
  }
}
