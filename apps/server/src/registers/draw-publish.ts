import { claimsOf } from '@yingshang/bankruptcy'
import { beginDraw, type Commitment, commitmentDigest, makeChain, type Source, writeLink } from '@yingshang/draw'
import { drandSource } from '@yingshang/draw/drand'
import { nodeCrypto } from '@yingshang/journal/node'
import type { State } from '@yingshang/procedure'
import { type Need, type Pool, poolFor, type RegisterKind, titleOf } from '@yingshang/register'
import { dateInChina } from '@yingshang/time'
import type { z } from 'zod'
import type { Caller } from '../accounts/sessions.ts'
import type { DrawNeed, DrawSource, NewDraw, PoolView } from '../contract/draws.ts'
import type { InTenant } from '../database/store.ts'
import { record as recordEvent } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import { visibleMatter } from '../matters/access.ts'
import { rowsOf, type StoredMatter } from '../matters/store.ts'
import type { Services } from '../services.ts'
import { COMMITMENT, type DrawRow, drawDetail, drawOf, keepReceipt, momentOf } from './draw-store.ts'
import { kindOf, refusedFor } from './kinds.ts'
import { rosterOf, todayOf } from './roster.ts'

/** From the register and a case to a list, and from the list to a published commitment. */

/** Everybody in a case to whom a tie counts: the debtor, the petitioner, creditors on the claims table. */
export function partiesIn(state: State): Need['parties'] {
  const fact = (id: string) => {
    const value = state.facts[id]?.value
    return typeof value === 'string' && value !== '' ? value : null
  }
  const debtor = fact('debtorName')
  const petitioner = fact('petitionerName')
  return [
    ...(debtor === null ? [] : [{ name: debtor, code: fact('debtorCode') }]),
    ...(petitioner === null ? [] : [{ name: petitioner, code: null }]),
    ...claimsOf(rowsOf(state, 'claims')).map((claim) => ({ name: claim.creditor, code: null })),
  ]
}

/** The day from which ties are looked back in a case: of its acceptance, or of its opening where it has none. */
export function turningDay(matter: StoredMatter): string {
  const accepted = matter.state.facts.acceptedOn?.value
  return typeof accepted === 'string' ? accepted : dateInChina(matter.openedAt.toISOString())
}

/** The list for a need on a day, from the register as it stands. */
export async function poolOf(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  caller: Caller,
  body: z.output<typeof DrawNeed>,
): Promise<{ kind: RegisterKind; pool: Pool; matter: StoredMatter | null }> {
  const kind = kindOf(body.kind)
  const today = todayOf(services)
  const matter = body.matter === null ? null : await visibleMatter(tx, caller, body.matter, today)
  const roster = await rosterOf(tx, caller.tenant.id, kind.id)
  const need: Need = {
    on: today,
    turnsOn: body.turnsOn,
    subject: body.subject,
    area: body.area,
    grades: body.grades,
    parties: [...body.parties, ...(matter === null ? [] : partiesIn(matter.state))],
    barred: body.barred,
  }
  return {
    kind,
    matter,
    pool: poolFor(
      kind,
      roster.map((one) => one.rostered),
      need,
    ),
  }
}

const poolView = (kind: RegisterKind, pool: Pool): PoolView => ({
  candidates: pool.candidates.map((c) => ({
    entry: c.id,
    label: c.label,
    weight: c.weight,
    grade: { ...titleOf(kind.grades, c.standing.grade) },
  })),
  excluded: pool.excluded.map((e) => ({ entry: e.id, label: e.label, reasons: e.reasons.map(({ zh, en }) => ({ zh, en })) })),
})

const sourceOf = (given: z.output<typeof DrawSource>): Source => (given.kind === 'drand' ? drandSource(given.at) : (given as Source))

const RUNNING = ['awaiting-entropy', 'awaiting-reveal', 'drawn', 'accepted'] as const

/**
 * Refuses a further draw for the same seat while one runs, unless it replaces that one and says why: several draws side by side would let somebody take the one that suits.
 * The case is locked, so that two at once do not pass each other.
 */
async function demandOnlyDraw(tx: InTenant, tenantId: string, matter: string, kind: string, replaced: string | null): Promise<void> {
  await tx.selectFrom('matter').select('id').where('tenant_id', '=', tenantId).where('id', '=', matter).forUpdate().executeTakeFirst()
  const running = await tx
    .selectFrom('draw')
    .select('title')
    .where('tenant_id', '=', tenantId)
    .where('matter_id', '=', matter)
    .where('kind', '=', kind)
    .where('status', 'in', RUNNING)
    .$if(replaced !== null, (q) => q.where('id', '!=', replaced!))
    .executeTakeFirst()
  if (running)
    throw refusedFor('draw.refused', [
      {
        code: 'draw.running',
        zh: `本案已有进行中的摇号“${running.title}”；重新摇号须写明替代哪一次摇号和理由`,
        en: `the case has a draw under way, ${running.title}; a further one must say that it replaces it, and why`,
      },
    ])
}

/** Writes a checked commitment and journals it. The secret must be on disk already. */
async function publish(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  caller: Caller,
  requestId: string,
  one: { readonly id: string; readonly body: z.output<typeof NewDraw>; readonly pool: Pool; readonly commitment: Commitment },
): Promise<DrawRow> {
  const { id, body, pool, commitment } = one
  const tenantId = caller.tenant.id
  const at = services.now()
  const row = await tx
    .insertInto('draw')
    .values({
      tenant_id: tenantId,
      id,
      kind: body.kind,
      matter_id: body.matter,
      title: body.title,
      status: 'awaiting-entropy',
      commitment: JSON.stringify(commitment),
      digest: commitmentDigest(nodeCrypto, commitment),
      entries: JSON.stringify(Object.fromEntries(pool.candidates.map((c) => [c.label, c.id]))),
      outcomes: JSON.stringify(commitment.entropy.map(() => null)),
      rounds: '[]',
      responses: '[]',
      receipt: null,
      version: 1,
      created_by: caller.user.id,
      created_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  // The body is the commitment and nothing else: its receipt proves the commitment in the file.
  await journal(tx, tenantId, [{ kind: COMMITMENT, subjectId: id, userId: caller.user.id, at, body: commitment }])
  await recordEvent(tx, {
    tenantId,
    userId: caller.user.id,
    at,
    kind: 'draw.published',
    subject: { type: 'draw', id },
    detail: { title: body.title, digest: row.digest, candidates: commitment.candidates.length, excluded: commitment.excluded.length },
    requestId,
  })
  return row
}

export function drawPublishHandlers(services: Services): Pick<Handlers, 'previewDraw' | 'publishDraw'> {
  const { store, now, sealer, drawSeeds } = services
  return {
    async previewDraw({ caller, body }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const { kind, pool } = await poolOf(tx, services, caller, body)
        return poolView(kind, pool)
      })
    },

    async publishDraw({ caller, body, request, requestId }) {
      const tenantId = caller.tenant.id
      return once(services, caller, 'publishDraw', idempotencyKey(request), hashOf(body), async (keep) => {
        const id = newId()
        const seed = drawSeeds.make(id)
        const links = makeChain(nodeCrypto, seed, body.rounds)
        const row = await store.inTenant(tenantId, async (tx) => {
          const { pool } = await poolOf(tx, services, caller, body)
          const before = body.supersedes === null ? null : await drawOf(tx, tenantId, body.supersedes.draw, true)
          if (before !== null && ['accepted', 'appointed', 'replaced'].includes(before.status))
            throw refusedFor('draw.refused', [
              {
                code: 'draw.not-replaceable',
                zh: '原摇号已有结果被接受，或者已被替代，不能重新摇号',
                en: 'the earlier draw has been accepted or replaced',
              },
            ])
          if (before !== null && (before.kind !== body.kind || before.matter_id !== body.matter))
            throw refusedFor('draw.refused', [
              {
                code: 'draw.other-matter',
                zh: '所替代的摇号属于另一案件或者另一名册',
                en: 'the draw to be replaced is of another case or register',
              },
            ])
          if (body.matter !== null) await demandOnlyDraw(tx, tenantId, body.matter, body.kind, before?.id ?? null)
          const commitment: Commitment = {
            v: 1,
            kind: 'draw-commitment',
            id,
            title: body.title.normalize('NFC'),
            committedAt: momentOf(now()),
            revealBy: body.revealBy,
            method: { kind: 'pick', count: body.count, weighted: body.weighted, minimum: [] },
            candidates: pool.candidates.map(({ label, weight }) => (body.weighted ? { label, weight } : { label })),
            excluded: pool.excluded.map(({ label, reasons }) => ({ label, reason: reasons.map((r) => r.zh).join('；') })),
            entropy: body.entropy.map(sourceOf),
            chain: { end: writeLink(links[body.rounds]!), length: body.rounds },
            supersedes: before === null ? null : { commitment: before.digest, reason: body.supersedes!.reason },
          }
          const begun = beginDraw(commitment)
          if (!begun.ok) throw refusedFor('draw.refused', [begun.refusal])
          if (before !== null)
            await tx
              .updateTable('draw')
              .set({ status: 'replaced', version: before.version + 1 })
              .where('tenant_id', '=', tenantId)
              .where('id', '=', before.id)
              .execute()
          const made = await publish(tx, services, caller, requestId, { id, body, pool, commitment })
          await keep(tx, 201, await drawDetail(tx, services, made, caller))
          return made
        })
        // Sealed at once: the receipt has to be older than the entropy.
        await sealer.sealNow()
        const receipt = await keepReceipt(services, tenantId, row)
        const answer = await store.inTenant(tenantId, (tx) => drawDetail(tx, services, { ...row, receipt }, caller))
        return new Status(201, answer)
      })
    },
  }
}
