import { type EntropyValue, formatDrawRecord, makeChain, type Replacement, standing, withRound } from '@yingshang/draw'
import { canonicalText } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import type { Caller } from '../accounts/sessions.ts'
import type { EventKind } from '../contract/events.ts'
import type { InTenant } from '../database/store.ts'
import type { Response } from '../database/tables-registers.ts'
import { record as recordEvent } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { record as journal, type NewRecord } from '../journal/record.ts'
import type { Services } from '../services.ts'
import { demandAnswer } from './answers.ts'
import { appoint, endAppointmentOf } from './appointments.ts'
import { type DrawRow, drawDetail, drawOf, fileOf } from './draw-store.ts'
import { refusedFor } from './kinds.ts'
import { entryOf, todayOf } from './roster.ts'

/** Reveal, answers, substitutes, appointment. Each step is journalled in the transaction that takes it. */

const no = (code: string, zh: string, en: string) => refusedFor('draw.refused', [{ code: `draw.${code}`, zh, en }])

type Change = Partial<Pick<DrawRow, 'status' | 'outcomes' | 'rounds' | 'responses'>>

/** Writes what changed of a locked draw, with its records and its event. */
export async function changeDraw(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  row: DrawRow,
  by: { readonly userId: string | null; readonly requestId: string },
  change: Change,
  records: readonly Pick<NewRecord, 'kind' | 'body'>[],
  event: EventKind,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<DrawRow> {
  const at = services.now()
  const { status, ...lists } = change
  await tx
    .updateTable('draw')
    .set({
      ...(status === undefined ? {} : { status }),
      ...Object.fromEntries(Object.entries(lists).map(([name, value]) => [name, JSON.stringify(value)])),
      version: row.version + 1,
    })
    .where('tenant_id', '=', row.tenant_id)
    .where('id', '=', row.id)
    .execute()
  await journal(
    tx,
    row.tenant_id,
    records.map((one) => ({ ...one, subjectId: row.id, userId: by.userId, at, body: { v: 1, commitment: row.digest, ...one.body } })),
  )
  await recordEvent(tx, {
    tenantId: row.tenant_id,
    userId: by.userId,
    at,
    kind: event,
    subject: { type: 'draw', id: row.id },
    detail: { title: row.title, ...detail },
    requestId: by.requestId,
  })
  return { ...row, ...change, version: row.version + 1 }
}

/** Takes an outcome as that of its source. When all are known the draw waits for the reveal. */
export async function settleOutcome(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  row: DrawRow,
  by: { readonly userId: string | null; readonly requestId: string },
  source: number,
  value: EntropyValue,
): Promise<DrawRow> {
  const outcomes = row.outcomes.map((known, i) => (i === source ? value : known))
  const status = outcomes.every((known) => known !== null) ? 'awaiting-reveal' : row.status
  return changeDraw(tx, services, row, by, { outcomes, status }, [{ kind: 'draw.entropy', body: { source, value } }], 'draw.entropy', {
    source,
  })
}

/** Whether two outcomes are the same in their one spelling. */
export function sameOutcome(a: unknown, b: unknown): boolean {
  const [one, other] = [canonicalText(a), canonicalText(b)]
  return one.ok && other.ok && one.value === other.value
}

export function drawStepHandlers(services: Services): Pick<Handlers, 'revealDraw' | 'answerDraw' | 'substituteDraw' | 'appointDraw'> {
  const { store, now, sealer, drawSeeds } = services

  /** Runs a step on the locked draw and answers with it as it then stands. */
  async function stepped(caller: Caller, id: string, work: (tx: InTenant, row: DrawRow) => Promise<DrawRow>) {
    const answer = await store.inTenant(caller.tenant.id, async (tx) => {
      const row = await work(tx, await drawOf(tx, caller.tenant.id, id, true))
      return drawDetail(tx, services, row, caller)
    })
    sealer.nudge()
    return answer
  }

  /** Reveals the next link: the round follows from what is published, and both go into the journal. */
  async function reveal(
    tx: InTenant,
    row: DrawRow,
    by: { userId: string; requestId: string },
    replaces: Replacement | null,
  ): Promise<DrawRow> {
    const { chain } = row.commitment
    const seed = drawSeeds.read(row.id)
    const number = row.rounds.length + 1
    if (seed === null || chain === null) throw refuse('draw.secret-lost')
    if (number > chain.length) throw no('chain-exhausted', '哈希链已用完，请重新摇号', 'the chain has no further link: draw again')
    const links = makeChain(nodeCrypto, seed, chain.length)
    const next = withRound(nodeCrypto, fileOf(row), links[chain.length - number]!, replaces)
    if (!next.ok) throw next.refusal.code === 'wrong-link' ? refuse('draw.secret-lost') : refusedFor('draw.refused', [next.refusal])
    const round = next.value.rounds.at(-1)!
    // What is written must be readable as a file; a fault here is one of the program.
    formatDrawRecord(next.value)
    return changeDraw(
      tx,
      services,
      row,
      by,
      { rounds: next.value.rounds, status: 'drawn' },
      [
        { kind: 'draw.reveal', body: { round: number, link: round.link, replaces } },
        { kind: 'draw.result', body: { round: number, selected: round.selected, standing: standing(next.value.rounds).selected } },
      ],
      replaces === null ? 'draw.revealed' : 'draw.substituted',
      { round: number, selected: round.selected },
    )
  }

  return {
    async revealDraw({ caller, params, requestId }) {
      return stepped(caller, params.id, async (tx, row) => {
        if (row.status !== 'awaiting-reveal')
          throw no('not-due', '公开随机数尚未齐备，或者已经揭示', 'the entropy is not complete, or the link is revealed already')
        return reveal(tx, row, { userId: caller.user.id, requestId }, null)
      })
    },

    async answerDraw({ caller, params, body, requestId }) {
      return stepped(caller, params.id, async (tx, row) => {
        const entry = row.entries[body.label]
        if (row.status !== 'drawn' || entry === undefined || !standing(row.rounds).selected.includes(body.label))
          throw no('not-drawn', '该成员没有被抽中，或者无须答复', 'it is not among the drawn, or no answer is due')
        const own = (await entryOf(tx, caller.tenant.id, entry)).account_id === caller.user.id
        if (!own && !caller.permissions.includes('draw.conduct')) throw refuse('permission.denied')
        if (row.responses.some((r) => r.label === body.label)) throw no('answered', '已经答复', 'it has answered already')
        demandAnswer('draw.refused', body)
        const response: Response = { ...body, entry, by: caller.user.id, at: now().toISOString() }
        const responses = [...row.responses, response]
        const accepted = standing(row.rounds).selected.every((label) => responses.some((r) => r.label === label && r.accepts))
        return changeDraw(
          tx,
          services,
          row,
          { userId: caller.user.id, requestId },
          { responses, status: accepted ? 'accepted' : 'drawn' },
          [
            {
              kind: 'draw.response',
              body: { label: body.label, accepts: body.accepts, interests: body.interests, reason: body.reason, own },
            },
          ],
          'draw.answered',
          { label: body.label, accepts: body.accepts },
        )
      })
    },

    async substituteDraw({ caller, params, body, requestId }) {
      return stepped(caller, params.id, async (tx, row) => {
        if (!['drawn', 'accepted', 'appointed'].includes(row.status)) throw no('not-drawn', '还没有结果', 'there is no result yet')
        const entry = row.entries[body.label]
        const next = await reveal(tx, row, { userId: caller.user.id, requestId }, { label: body.label, reason: body.reason })
        if (entry !== undefined) await endAppointmentOf(tx, caller.tenant.id, row.id, entry, todayOf(services), body.reason)
        return next
      })
    },

    async appointDraw({ caller, params, body, requestId }) {
      return stepped(caller, params.id, async (tx, row) => {
        if (row.status !== 'accepted') throw no('not-accepted', '抽中的成员尚未全部接受', 'not everybody drawn has accepted')
        const { selected } = standing(row.rounds)
        await appoint(tx, services, caller, {
          choice: row.id,
          method: 'random',
          kind: row.kind,
          matter: row.matter_id,
          title: row.title,
          chosen: selected.map((label) => ({ entry: row.entries[label]!, response: row.responses.findLast((r) => r.label === label)! })),
          reason: body.reason,
          expectedSeq: body.expectedSeq,
          more: {},
        })
        return changeDraw(
          tx,
          services,
          row,
          { userId: caller.user.id, requestId },
          { status: 'appointed' },
          [{ kind: 'draw.appointment', body: { selected, matter: row.matter_id, reason: body.reason } }],
          'draw.appointed',
          { selected },
        )
      })
    },
  }
}
