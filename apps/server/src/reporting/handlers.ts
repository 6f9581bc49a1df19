import { cyclePhase } from '@yingshang/ledger'
import { addDays } from '@yingshang/time'
import type { Outcomes, REPORTING_ENDPOINTS } from '../contract/reporting.ts'
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
import { listsPaper, listsWorkbook } from './papers.ts'
import { peopleOf } from './people.ts'
import { reportOf, returnReport, saveReport } from './report.ts'
import { cyclesOfLedger, openRounds, remindRounds, reportLink, roundRows, roundsOf, ruleOf } from './rounds.ts'
import { agendaPaper } from './weekly-papers.ts'
import { earlierDecisions, shownNow } from './weekly-view.ts'

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
      inScope(services, caller, async (tx) => {
        const { ledger, limit } = query
        const after = query.after === undefined || query.after === '' ? undefined : roundKey(query.after)
        const rounds = await roundsOf(tx, caller.tenant.id, work.day(), { ledger, after, limit: limit + 1 })
        const items = rounds.slice(0, limit)
        const last = items.at(-1)
        return { today: work.day(), items, next: rounds.length > limit && last ? `${last.dueOn}|${last.ledger.id}|${last.cycle}` : null }
      }),

    getRound: ({ caller, query }) =>
      inScope(services, caller, async (tx) => {
        const [round] = await roundsOf(tx, caller.tenant.id, work.day(), query)
        if (!round) throw refuse('round.not-found')
        return { round, rows: await roundRows(tx, caller.tenant.id, work.day(), query) }
      }),

    urgeBodies: ({ caller, body, request, requestId }) =>
      once(services, caller, 'urgeBodies', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await inScope(services, caller, async (tx) => {
          const tenantId = caller.tenant.id
          const [round] = await roundsOf(tx, tenantId, work.day(), body)
          if (!round) throw refuse('round.not-found')
          const rows = await roundRows(tx, tenantId, work.day(), body)
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

    getMeetingAgenda: async ({ caller, query }) => {
      const { title, shown, previous } = await inScope(services, caller, async (tx, scope) => ({
        title: await titleOf(tx, caller.tenant.id, query.ledger),
        shown: await shownNow(tx, caller, work, now(), query),
        previous: await earlierDecisions(tx, caller.tenant.id, scope, work, { ledger: query.ledger }),
      }))
      return agendaPaper({ title, on: query.on ?? work.day(), place: query.place ?? '', shown, previous }, now())
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

/** The last round of a page, from the key that named it. */
function roundKey(after: string): { dueOn: string; ledger: string; cycle: string } {
  const found = /^(\d{4}-\d\d-\d\d)\|([0-9a-f-]{36})\|([\w/-]{1,60})$/.exec(after)
  if (!found) throw refuse('request.invalid', { zh: 'after 不是本接口给出的值', en: '`after` is not a value that this interface gave' })
  return { dueOn: found[1]!, ledger: found[2]!, cycle: found[3]! }
}
