import type { PlanSummary, UploadedPlan } from '../contract/plans.ts'
import { record } from '../events/record.ts'
import type { Keep } from '../http/idempotency.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { storeDocument, summaryByDigest, summaryById } from './library.ts'
import type { Reader } from './reading.ts'

/** Adds a document to the library: reads it, and stores all of it or nothing. */

export interface Arrival {
  readonly name: string
  readonly content: Uint8Array
  readonly sha256: string
  readonly hints: { readonly issuedOn?: string | undefined; readonly planYear?: number | undefined }
  readonly sample: boolean
  readonly userId: string | null
  readonly requestId?: string
}

export interface Added {
  readonly plan: UploadedPlan
  readonly isNew: boolean
}

export async function addPlan(
  { store, now, metrics }: Pick<Services, 'store' | 'now' | 'metrics'>,
  reader: Reader,
  tenantId: string,
  arrival: Arrival,
  keep: Keep = async () => undefined,
): Promise<Added> {
  const { name, content, sha256, hints, sample, userId, requestId } = arrival
  const duplicate = (found: PlanSummary): Added => {
    metrics.documents.inc({ result: 'duplicate' })
    return { plan: { ...found, duplicateOf: found.id }, isNew: false }
  }
  const known = await store.inTenant(tenantId, (tx) => summaryByDigest(tx, tenantId, sha256))
  if (known) return duplicate(known)
  const reading = await reader.read(content, name, {
    ...(hints.issuedOn === undefined ? {} : { issuedOn: hints.issuedOn }),
    ...(hints.planYear === undefined ? {} : { planYear: hints.planYear }),
  })
  const at = now()
  const id = newId()
  try {
    const plan = await store.inTenant(tenantId, async (tx) => {
      const document = { id, sha256, fileName: name, bytes: content.length, hints, sample, uploadedBy: userId, at }
      await storeDocument(tx, tenantId, document, content, reading, newId())
      const summary = (await summaryById(tx, tenantId, id))!
      await record(tx, {
        tenantId,
        userId,
        at,
        kind: 'plan.uploaded',
        subject: { type: 'plan', id },
        detail: { title: summary.title, fileName: name, bytes: content.length, sha256, sample },
        ...(requestId === undefined ? {} : { requestId }),
      })
      const uploaded: UploadedPlan = { ...summary, duplicateOf: null }
      await keep(tx, 201, uploaded)
      return uploaded
    })
    metrics.documents.inc({ result: 'stored' })
    return { plan, isNew: true }
  } catch (error) {
    // Somebody else stored the same bytes in the same moment.
    if ((error as { code?: string }).code !== '23505') throw error
    const found = await store.inTenant(tenantId, (tx) => summaryByDigest(tx, tenantId, sha256))
    if (!found) throw error
    return duplicate(found)
  }
}
