import { ADMINISTRATORS } from '@yingshang/bankruptcy'
import { addDays, dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { CaseEvaluationDetail } from '../contract/case-evaluations.ts'
import type { DrawDetail } from '../contract/draws.ts'
import type { RegisterEntryDetail } from '../contract/registers.ts'
import type { Role } from '../contract/session.ts'
import { PEOPLE } from '../matters/sample-cases.ts'
import { answerOf, SAMPLE_CALL, sampleCaller, tenInChina } from '../seed-acting.ts'
import type { Services } from '../services.ts'
import { momentOf } from './draw-store.ts'
import { registerHandlers } from './handlers.ts'
import { rosterOf } from './roster.ts'
import { SAMPLE_DRAW, SAMPLE_REGISTER, type SampleEntry } from './sample-register.ts'

/**
 * The sample register and its finished draw, made through the same handlers that the interface calls, on a clock that stands in the past. A second attempt
 * finds by their numbers the entries that are there and goes on after them.
 */
export async function loadSampleRegister(services: Services, since: Date, stopped: () => boolean): Promise<boolean> {
  const { store, tenantId } = services
  const today = dateInChina(since.toISOString())
  const moment = (ago: number) => tenInChina(since, ago)
  const day = (ago: number) => addDays(today, -ago)
  const at = (instant: Date) => registerHandlers({ ...services, now: () => instant })
  const [judge, clerk] = await Promise.all([personOf(services, PEOPLE.judge), personOf(services, PEOPLE.clerk)])
  if (judge === null || clerk === null) return true
  const call = (caller: Caller, params: unknown, body: unknown) => ({ ...SAMPLE_CALL, caller, params, body }) as never

  const present = () => store.inTenant(tenantId, (tx) => rosterOf(tx, tenantId, ADMINISTRATORS.id))
  const codes = new Set((await present()).map((one) => one.row.code))
  for (const sample of SAMPLE_REGISTER) {
    if (stopped()) return false
    if (!codes.has(sample.code)) await enter(sample)
  }
  if (stopped()) return false
  const drawn = await store.inTenant(tenantId, (tx) =>
    tx.selectFrom('draw').select('id').where('tenant_id', '=', tenantId).where('title', '=', SAMPLE_DRAW.title).executeTakeFirst(),
  )
  if (drawn === undefined) await draw()
  return true

  async function enter(sample: SampleEntry): Promise<void> {
    const { code, name, subject, grade, areas, contact } = sample
    const body = { code, name, subject, grade, areas, contact, on: day(700), reason: '经公示无异议，编入管理人名册。' }
    const made = answerOf(await at(moment(700)).addRegisterEntry(call(clerk!, { kind: ADMINISTRATORS.id }, body))) as RegisterEntryDetail
    const params = { id: made.id }
    let { version } = made
    for (const { ago, draft, lasts } of sample.later ?? []) {
      const until = lasts === undefined ? {} : { until: addDays(day(ago), lasts) }
      const decision = { ...draft, ...until, on: day(ago), version }
      version = (answerOf(await at(moment(ago)).decideOnEntry(call(judge!, params, decision))) as RegisterEntryDetail).version
    }
    if (sample.tie) {
      const { ground, party, note } = sample.tie
      await at(moment(60)).addTie(call(judge!, params, { ground, party: { name: party, code: null }, until: null, note }))
    }
    for (const { ago, caseTitle, points } of sample.evaluations ?? []) {
      const handlers = at(moment(ago))
      const opened = answerOf(await handlers.openCaseEvaluation(call(clerk!, params, { matter: null, caseTitle }))) as CaseEvaluationDetail
      const evaluation = { id: opened.id }
      for (const [i, item] of ADMINISTRATORS.scheme.items.entries()) {
        const score = { item: item.id, role: 'judge', score: points[i]!, reason: '根据卷宗和工作报告评分。', evidence: [] }
        version = (answerOf(await handlers.scoreCaseEvaluation(call(judge!, evaluation, score))) as CaseEvaluationDetail).version
      }
      await handlers.publishCaseEvaluation(call(clerk!, evaluation, { version }))
    }
  }

  async function draw(): Promise<void> {
    const { title, debtor, published, known, answered, lottery, numbers, references } = SAMPLE_DRAW
    const made = answerOf(
      await at(moment(published)).publishDraw(
        call(clerk!, undefined, {
          kind: ADMINISTRATORS.id,
          matter: null,
          subject: 'institution',
          area: null,
          grades: [],
          turnsOn: day(published + 3),
          parties: [{ name: debtor, code: null }],
          barred: [],
          title,
          count: 1,
          weighted: true,
          rounds: 20,
          entropy: [
            {
              kind: 'lottery',
              name: lottery,
              at: momentOf(moment(known)),
              groups: [{ count: numbers[0].length, min: 1, max: 33, ordered: false }],
            },
          ],
          revealBy: momentOf(moment(known - 2)),
          supersedes: null,
        }),
      ),
    ) as DrawDetail
    const params = { id: made.id }
    const later = at(new Date(moment(known).getTime() + 3_600_000))
    for (const [i, caller] of [clerk!, judge!].entries())
      await later.enterEntropy(call(caller, params, { source: 0, value: { numbers }, reference: references[i] }))
    const result = answerOf(await later.revealDraw(call(clerk!, params, {}))) as DrawDetail
    const last = at(moment(answered))
    await last.answerDraw(
      call(clerk!, params, { label: result.selected[0], accepts: true, interests: { has: false, text: '' }, reason: '' }),
    )
    await last.appointDraw(call(judge!, params, { reason: '经公开摇号选任，已接受指定并声明没有利害关系。', expectedSeq: null }))
  }
}

/** Somebody of the sample cases as a caller; null when the account is not there. */
async function personOf(
  services: Services,
  person: { readonly login: string; readonly name: string; readonly roles: readonly Role[] },
): Promise<Caller | null> {
  const { store, tenantId } = services
  const row = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('app_user')
      .select(['id', 'login'])
      .where('tenant_id', '=', tenantId)
      .where('login', '=', person.login)
      .executeTakeFirst(),
  )
  if (!row) return null
  return sampleCaller(services, row.id, row.login, person.name, person.roles)
}
