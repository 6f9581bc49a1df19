import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DecidedFact, EntryState } from '@yingshang/ledger'
import { addDays, dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'
import { inSystem } from '../organisation/scope.ts'
import type { Received } from '../plans/receive.ts'
import { tenInChina } from '../seed-acting.ts'
import type { Services } from '../services.ts'
import { addFacts, type Deed } from './act.ts'
import { adoptPlan } from './adopt.ts'
import { addAttachment, storeFile } from './evidence.ts'
import { ADOPTED_AGO, SAMPLE_COURSES, type SampleCourse } from './sample-ledger.ts'
import { entriesOfLedger, type LedgerRules, rulesOf, type StoredEntry } from './stored.ts'
import { atWork } from './work.ts'

/** The sample ledger: the plan of the sample city is adopted, broken down, reported on and partly closed out, on days before the first start, by the people of the sample organisation. */

/** What proves a sample that was closed out. */
const PROOF = { name: '完成情况说明（示例）.txt', words: '示例材料：有关文件、系统截图和统计表已核对，与报送的完成情况一致。\n' }

/**
 * Loads it for a house that has the plan and never had a ledger, all of it in one transaction, so that an interrupted start leaves none of it. `since` is when the samples
 * were first begun. Gives how many entries were made.
 */
export async function loadSampleLedger(services: Services, administrator: { readonly id: string }, since: Date): Promise<number> {
  const { tenantId, store } = services
  const plan = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('plan_document')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('sample', '=', true)
      .where('title', 'like', '栖川市优化营商环境%工作方案')
      .limit(1)
      .executeTakeFirst(),
  )
  if (!plan) return 0
  const calendar = atWork(services).calendar()

  const made = await inSystem(services, async (tx) => {
    const used = await tx.selectFrom('ledger').select('id').where('tenant_id', '=', tenantId).limit(1).executeTakeFirst()
    if (used) return 0
    const { received, type } = await storedProof(services)
    const office = (ago: number): Deed => ({ tenantId, userId: administrator.id, at: tenInChina(since, ago) })
    const { id } = await adoptPlan(tx, office(ADOPTED_AGO), calendar, { planId: plan.id, leaveOut: [], guesses: true })
    const rules = await rulesOf(tx, tenantId, id, calendar, { writing: true })
    const liaisons = await liaisonsOf(tx, tenantId)
    const entries = await entriesOfLedger(tx, tenantId, id, true)
    for (const entry of entries) {
      const course = SAMPLE_COURSES.find((c) => c.number === entry.state.content.number)
      const lead = entry.state.assignment.lead
      const person = lead === null ? undefined : liaisons.get(lead)
      if (!course || lead === null || person === undefined) continue
      const own = (ago: number): Deed => ({ tenantId, userId: person, at: tenInChina(since, ago) })
      await run(tx, rules, entry, course, { lead, own, office, since, proof: (deed) => addAttachment(tx, deed, received, type) })
    }
    return entries.length
  })
  if (made > 0) services.sealer.nudge()
  return made
}

/** The file that proves, in the store. */
async function storedProof(services: Services): Promise<{ readonly received: Received; readonly type: string }> {
  const content = Buffer.from(PROOF.words)
  const path = join(services.uploads, newId())
  await writeFile(path, content, { mode: 0o600 })
  const received = { path, name: PROOF.name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex'), fields: {} }
  return { received, ...(await storeFile(services, services.tenantId, received)) }
}

/** By body, its liaison officer: one of them where there are several. */
async function liaisonsOf(tx: InTenant, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('membership')
    .select(['body_id', 'user_id'])
    .where('tenant_id', '=', tenantId)
    .where('post', '=', 'liaison')
    .where('body_id', 'is not', null)
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map((r) => [r.body_id!, r.user_id]))
}

interface Hands {
  readonly lead: string
  /** A deed of the body's liaison officer, and of the office, so many days before. */
  own(ago: number): Deed
  office(ago: number): Deed
  readonly since: Date
  proof(deed: Deed): Promise<{ readonly id: string; readonly name: string }>
}

/** Plays the course of one entry, in the order of its days. */
async function run(tx: InTenant, rules: LedgerRules, entry: StoredEntry, course: SampleCourse, hands: Hands): Promise<void> {
  const { lead, own, office, since } = hands
  const dayOf = (ahead: number) => addDays(dateInChina(since.toISOString()), ahead)
  let now = entry
  const add = async (deed: Deed, facts: readonly DecidedFact[]) => {
    if (facts.length === 0) return
    const [added] = await addFacts(tx, deed, rules, [{ entry: now, facts }])
    now = added!.entry
  }
  const deeds: { ago: number; act(): Promise<void> }[] = []
  const on = (ago: number, act: () => Promise<void>) => deeds.push({ ago, act })
  const { step, movedTo, reading, submittedAgo, closedAgo, deferred } = course
  const stepId = newId()

  if (step)
    on(ADOPTED_AGO - 6, () =>
      add(own(ADOPTED_AGO - 6), [
        {
          kind: 'step-added',
          step: stepId,
          content: {
            body: lead,
            title: step.title,
            department: step.department,
            departmentId: null,
            leader: step.leader,
            owner: null,
            startsOn: null,
            dueOn: step.doneAgo === undefined ? null : dayOf(-step.doneAgo),
            outcome: null,
          },
        },
      ]),
    )
  if (movedTo !== undefined)
    on(100, () => {
      const due = dayOf(movedTo)
      const milestones = now.state.milestones.map(({ id, text }) => ({ id, text, due }))
      return add(office(100), [{ kind: 'amended', changes: { dueOn: due, milestones }, basis: '市专班例会调整完成时限（示例）' }])
    })
  for (const { ago, done, next = null, progress = null, blocked = null } of course.reports)
    on(ago, () => add(own(ago), [{ kind: 'reported', body: lead, cycle: null, done, next, progress, blocked }]))
  if (step?.doneAgo !== undefined)
    on(step.doneAgo, () => add(own(step.doneAgo!), [{ kind: 'step-done', step: stepId, on: dayOf(-step.doneAgo!), note: null }]))
  if (reading)
    on(reading.ago, () => {
      const target = now.state.targets[0]
      if (!target) return Promise.resolve()
      const value = Math.round(target.value * reading.share * 10) / 10
      return add(own(reading.ago), [
        {
          kind: 'target-reading',
          target: target.id,
          value,
          asOf: dayOf(-reading.ago),
          source: reading.source,
          indicator: null,
          body: lead,
        },
      ])
    })
  if (submittedAgo !== undefined)
    on(submittedAgo, async () => {
      const deed = own(submittedAgo)
      const file = await hands.proof(deed)
      await add(deed, [
        ...outstanding(now.state, dayOf(-submittedAgo)),
        { kind: 'evidence-added', attachment: file.id, name: file.name, about: null, note: null },
        { kind: 'submitted', body: lead, summary: course.reports.at(-1)?.done ?? '已完成。' },
      ])
    })
  if (closedAgo !== undefined) on(closedAgo, () => add(office(closedAgo), [{ kind: 'accepted', opinion: '材料齐全，现场核验属实。' }]))
  if (deferred) {
    const { ago, until, decision, reason } = deferred
    on(ago, () => add(office(ago), [{ kind: 'deferred', until: dayOf(until), decision, reason }]))
  }
  for (const { act } of deeds.toSorted((a, b) => b.ago - a.ago)) await act()
}

/** What is still open of an entry that is about to be handed in. */
const outstanding = (state: EntryState, on: string): DecidedFact[] =>
  state.milestones.filter((m) => m.doneOn === null).map((m) => ({ kind: 'milestone-done', milestone: m.id, on, note: null }))
