import { checkValue, type EntropyValue } from '@yingshang/draw'
import { checkDrand } from '@yingshang/draw/drand'
import { nodeCrypto } from '@yingshang/journal/node'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { fetchDrand } from './drand-source.ts'
import { sameOutcome, settleOutcome } from './draw-steps.ts'
import { type DrawRow, drawDetail, drawOf, keepReceipt, momentOf, publicDraw } from './draw-store.ts'
import { refusedFor } from './kinds.ts'

/** The outcome of public entropy: entered by two persons, fetched, or opened by the party that bound itself. */

const no = (code: string, zh: string, en: string) => refusedFor('draw.refused', [{ code: `draw.${code}`, zh, en }])

/** The source of a draw that still waits for it, whose time has come. */
function dueSource(row: DrawRow, number: number, now: string) {
  const source = row.commitment.entropy[number]
  if (source === undefined) throw no('unknown-source', '承诺书没有这项公开随机数', 'the commitment has no such source')
  if (row.status !== 'awaiting-entropy' || row.outcomes[number] !== null)
    throw no('already-known', '这项公开随机数已经登记', 'the outcome is recorded already')
  if (now < source.at)
    throw no('not-yet', `“${source.name}”在 ${source.at} 之后才能登记`, `${source.name} is not known before ${source.at}`)
  return source
}

function demandValue(source: DrawRow['commitment']['entropy'][number], number: number, value: unknown): EntropyValue {
  const checked = checkValue(nodeCrypto, source, value, `/entropy/${number}`)
  if (!checked.ok) throw refusedFor('draw.refused', [checked.refusal])
  if (source.kind === 'drand' && checkDrand(source, (value as { signature: string }).signature) !== 'sound')
    throw no('drand-signature-false', 'drand 签名不成立', 'the signature of drand does not verify')
  return value as EntropyValue
}

export function drawEntropyHandlers(services: Services): Pick<Handlers, 'enterEntropy' | 'fetchEntropy' | 'openContribution'> {
  const { store, now, sealer, config } = services
  const moment = () => momentOf(now())

  /** The receipt has to be kept before anything of the entropy is written. */
  async function withReceipt(tenantId: string, id: string): Promise<void> {
    const row = await store.inTenant(tenantId, (tx) => drawOf(tx, tenantId, id))
    await keepReceipt(services, tenantId, row)
  }

  const reading = (tx: InTenant, row: DrawRow, source: number, userId: string, value: EntropyValue, reference: string) =>
    tx
      .insertInto('draw_reading')
      .values({
        tenant_id: row.tenant_id,
        id: newId(),
        draw_id: row.id,
        source,
        user_id: userId,
        value: JSON.stringify(value),
        reference,
        at: now(),
      })
      .execute()

  return {
    async enterEntropy({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      await withReceipt(tenantId, params.id)
      const answer = await store.inTenant(tenantId, async (tx) => {
        const row = await drawOf(tx, tenantId, params.id, true)
        const source = dueSource(row, body.source, moment())
        const value = demandValue(source, body.source, body.value)
        await reading(tx, row, body.source, caller.user.id, value, body.reference)
        // What proves itself needs no second person.
        const proves = source.kind === 'drand' || source.kind === 'contribution'
        const readings = await tx
          .selectFrom('draw_reading')
          .select(['user_id', 'value'])
          .where('tenant_id', '=', tenantId)
          .where('draw_id', '=', row.id)
          .where('source', '=', body.source)
          .orderBy('id')
          .execute()
        // The last word of each person counts.
        const last = new Map(readings.map((r) => [r.user_id, r.value]))
        const agree = [...last].some(([user, other]) => user !== caller.user.id && sameOutcome(other, value))
        const by = { userId: caller.user.id, requestId }
        const next = proves || agree ? await settleOutcome(tx, services, row, by, body.source, value) : row
        return drawDetail(tx, services, next, caller)
      })
      sealer.nudge()
      return answer
    },

    async fetchEntropy({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      await withReceipt(tenantId, params.id)
      const before = await store.inTenant(tenantId, (tx) => drawOf(tx, tenantId, params.id))
      const source = dueSource(before, body.source, moment())
      if (source.kind !== 'drand') throw no('not-drand', '这项公开随机数不是 drand', 'the source is not drand')
      const signature = await fetchDrand(config.drandUrl, source)
      const answer = await store.inTenant(tenantId, async (tx) => {
        const row = await drawOf(tx, tenantId, params.id, true)
        dueSource(row, body.source, moment())
        const value = demandValue(source, body.source, { signature })
        await reading(tx, row, body.source, caller.user.id, value, `${config.drandUrl}/${source.chain}/public/${source.round}`)
        const next = await settleOutcome(tx, services, row, { userId: caller.user.id, requestId }, body.source, value)
        return drawDetail(tx, services, next, caller)
      })
      sealer.nudge()
      return answer
    },

    async openContribution({ caller, params, body, requestId }) {
      const { tenantId } = services
      await withReceipt(tenantId, params.id)
      const answer = await store.inTenant(tenantId, async (tx) => {
        const row = await drawOf(tx, tenantId, params.id, true)
        const number = row.commitment.entropy.findIndex(
          (source, i) => row.outcomes[i] === null && source.kind === 'contribution' && checkValue(nodeCrypto, source, body, '').ok,
        )
        if (number < 0)
          throw no(
            'contribution-differs',
            '没有与之相符的事先提交的哈希，或者已经公开',
            'no hash given before fits it, or it was opened already',
          )
        dueSource(row, number, moment())
        const value: EntropyValue = { nonce: body.nonce, text: body.text }
        const next = await settleOutcome(tx, services, row, { userId: caller?.user.id ?? null, requestId }, number, value)
        return publicDraw(tx, next, caller)
      })
      sealer.nudge()
      return answer
    },
  }
}
