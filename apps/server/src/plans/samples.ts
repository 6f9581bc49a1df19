import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAlignment } from '../alignments/compare.ts'
import type { Services } from '../services.ts'
import { addPlan } from './add.ts'
import { createReader } from './reading.ts'

/** The plans that ship with the product: a short set of an invented province, city and court, loaded on first start and aligned. */

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'samples', 'plans')

interface Samples {
  readonly plans: readonly { readonly id: string; readonly file: string; readonly issuedOn?: string; readonly planYear?: number }[]
  readonly alignments: readonly { readonly lower: string; readonly upper: string }[]
}

/** Loads the samples into an empty library that never held anything. Gives how many plans were loaded. */
export async function loadSamples(services: Services): Promise<number> {
  const { store, tenantId } = services
  const index = join(FOLDER, 'samples.json')
  if (!existsSync(index)) return 0
  const used = await store.inTenant(tenantId, async (tx) => [
    ...(await tx.selectFrom('plan_document').select('id').where('tenant_id', '=', tenantId).where('sample', '=', false).limit(1).execute()),
    ...(await tx.selectFrom('alignment').select('id').where('tenant_id', '=', tenantId).limit(1).execute()),
    ...(await tx.selectFrom('event').select('id').where('tenant_id', '=', tenantId).where('kind', '=', 'plan.deleted').limit(1).execute()),
  ])
  if (used.length > 0) return 0
  const samples = JSON.parse(readFileSync(index, 'utf8')) as Samples
  const reader = createReader(services)
  const ids = new Map<string, string>()
  let loaded = 0
  for (const sample of samples.plans) {
    const content = readFileSync(join(FOLDER, sample.file))
    const sha256 = createHash('sha256').update(content).digest('hex')
    const hints = { issuedOn: sample.issuedOn, planYear: sample.planYear }
    const added = await addPlan(services, reader, tenantId, { name: sample.file, content, sha256, hints, sample: true, userId: null })
    ids.set(sample.id, added.plan.id)
    if (added.isNew) loaded++
  }
  for (const { lower, upper } of samples.alignments) await createAlignment(services, tenantId, ids.get(lower)!, ids.get(upper)!, null)
  return loaded
}
