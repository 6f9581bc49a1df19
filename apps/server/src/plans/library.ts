import { Readable } from 'node:stream'
import type { SourceText } from '@yingshang/document'
import {
  type AppliedCorrection,
  applyCorrections,
  type Correction as CorrectionRecord,
  type MeasureAnchor,
  type Plan,
  summarise,
} from '@yingshang/plan'
import { type ExpressionBuilder, sql } from 'kysely'
import type { PlanSummary } from '../contract/plans.ts'
import { toJsonb } from '../database/jsonb.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant, Store } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import type { PlanBody } from './engine.ts'
import type { Reading } from './reading.ts'

/** The plans of a tenant as stored: documents with their bytes, readings, corrections, and the plan that follows from them. */

const PIECE = 1024 * 1024

export interface NewDocument {
  readonly id: string
  readonly sha256: string
  readonly fileName: string
  readonly bytes: number
  readonly hints: { readonly issuedOn?: string | undefined; readonly planYear?: number | undefined }
  readonly sample: boolean
  readonly uploadedBy: string | null
  readonly at: Date
}

/** Stores a document with its bytes and its first reading. Throws unique violation 23505 when the same bytes are there already. */
export async function storeDocument(
  tx: InTenant,
  tenantId: string,
  document: NewDocument,
  content: Uint8Array,
  reading: Reading,
  readingId: string,
): Promise<void> {
  const plan: Plan = { ...reading.plan, source: { text: reading.source.text } }
  await tx
    .insertInto('plan_document')
    .values({
      tenant_id: tenantId,
      id: document.id,
      sha256: document.sha256,
      file_name: document.fileName,
      bytes: document.bytes,
      format: reading.source.format,
      hint_issued_on: document.hints.issuedOn ?? null,
      hint_plan_year: document.hints.planYear ?? null,
      sample: document.sample,
      version: 1,
      ...listed(plan, document.fileName, 0),
      uploaded_by: document.uploadedBy,
      uploaded_at: document.at,
      read_at: document.at,
    })
    .execute()
  for (let number = 0; number * PIECE < content.length; number++)
    await tx
      .insertInto('plan_document_piece')
      .values({
        tenant_id: tenantId,
        document_id: document.id,
        number,
        bytes: Buffer.from(content.subarray(number * PIECE, (number + 1) * PIECE)),
      })
      .execute()
  await storeReading(tx, tenantId, document.id, readingId, 1, reading, document.uploadedBy, document.at)
}

export async function storeReading(
  tx: InTenant,
  tenantId: string,
  documentId: string,
  id: string,
  version: number,
  { source, plan }: Reading,
  readBy: string | null,
  at: Date,
): Promise<void> {
  const { text, ...rest } = source
  await tx
    .insertInto('plan_reading')
    .values({
      tenant_id: tenantId,
      id,
      document_id: documentId,
      version,
      text,
      source: toJsonb(rest),
      plan: toJsonb(plan),
      read_by: readBy,
      read_at: at,
    })
    .execute()
}

/** What lists show of a plan, kept with the document. */
function listed(plan: Plan, fileName: string, corrections: number) {
  const { measures, governance, milestones, targets, agencies } = summarise(plan).counts
  return {
    title: plan.title.value?.slice(0, 500).toWellFormed() || fileName.replace(/\.\w{1,5}$/, ''),
    issuer: plan.issuer.value,
    document_number: plan.documentNumber.value,
    issued_on: plainDate(plan.issuedOn.value),
    plan_year: plan.planYear.value,
    counts: JSON.stringify({ measures, governance, milestones, targets, agencies, corrections }),
  }
}

/** A column of dates holds only dates that exist; a text can print 2022-02-30. */
const plainDate = (text: string | null): string | null =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text) ? text : null

const summaryColumns = [
  'd.id',
  'd.sha256',
  'd.file_name',
  'd.bytes',
  'd.format',
  'd.sample',
  'd.version',
  'd.title',
  'd.issuer',
  'd.document_number',
  'd.issued_on',
  'd.plan_year',
  'd.counts',
  'd.uploaded_by',
  'd.uploaded_at',
  'd.read_at',
  'u.display_name',
] as const

const selectSummaries = (tx: InTenant, tenantId: string) =>
  tx
    .selectFrom('plan_document as d')
    .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'd.tenant_id').onRef('u.id', '=', 'd.uploaded_by'))
    .select(summaryColumns)
    .where('d.tenant_id', '=', tenantId)

type SummaryRow = Awaited<ReturnType<ReturnType<typeof selectSummaries>['execute']>>[number]

function summaryOf(row: SummaryRow): PlanSummary {
  return {
    id: row.id,
    title: row.title,
    issuer: row.issuer,
    documentNumber: row.document_number,
    issuedOn: row.issued_on,
    planYear: row.plan_year,
    file: { name: row.file_name, bytes: row.bytes, format: row.format as PlanSummary['file']['format'], sha256: row.sha256 },
    counts: row.counts as PlanSummary['counts'],
    sample: row.sample,
    version: row.version,
    uploadedBy: { id: row.uploaded_by, displayName: row.display_name ?? '系统 System' },
    uploadedAt: row.uploaded_at.toISOString(),
    readAt: row.read_at.toISOString(),
  }
}

/** The summary of a plan; null when the tenant has no such plan. */
export async function summaryById(tx: InTenant, tenantId: string, id: string): Promise<PlanSummary | null> {
  const row = await selectSummaries(tx, tenantId).where('d.id', '=', id).executeTakeFirst()
  return row ? summaryOf(row) : null
}

export async function summaryByDigest(tx: InTenant, tenantId: string, sha256: string): Promise<PlanSummary | null> {
  const row = await selectSummaries(tx, tenantId).where('d.sha256', '=', sha256).executeTakeFirst()
  return row ? summaryOf(row) : null
}

/** A page of the library, newest first, and how many plans meet `q` in all. */
export async function listSummaries(
  tx: InTenant,
  tenantId: string,
  { after, limit, q }: { readonly after: string | null; readonly limit: number; readonly q: string | undefined },
): Promise<{ items: PlanSummary[]; more: boolean; total: number }> {
  const pattern = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null
  const meets = (where: ExpressionBuilder<Tables & { d: Tables['plan_document'] }, 'd'>) =>
    where.or((['d.title', 'd.issuer', 'd.document_number', 'd.file_name'] as const).map((column) => where(column, 'ilike', pattern)))
  let rows = selectSummaries(tx, tenantId)
  let all = tx.selectFrom('plan_document as d').select(sql<string>`count(*)`.as('n')).where('d.tenant_id', '=', tenantId)
  if (pattern !== null) {
    rows = rows.where(meets as never)
    all = all.where(meets as never)
  }
  if (after !== null) rows = rows.where('d.id', '<', after)
  const found = await rows
    .orderBy('d.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { n } = await all.executeTakeFirstOrThrow()
  return { items: found.slice(0, limit).map(summaryOf), more: found.length > limit, total: Number(n) }
}

/** A correction or undo as stored. */
export interface CorrectionRow {
  readonly id: string
  readonly version: number
  readonly field: string | null
  readonly anchor: MeasureAnchor | null
  readonly value: unknown
  readonly undoes: string | null
  readonly madeBy: string
  readonly byName: string
  readonly madeAt: Date
}

export interface LoadedPlan {
  readonly summary: PlanSummary
  readonly source: SourceText
  /** As read. */
  readonly read: Plan
  /** With corrections. */
  readonly plan: Plan
  readonly applied: readonly AppliedCorrection[]
  /** Ids of corrections in force that fit no measure. */
  readonly unmatched: readonly string[]
  readonly rows: readonly CorrectionRow[]
  readonly hints: { readonly issuedOn?: string; readonly planYear?: number }
  /** Versions at which the document was read. */
  readonly readings: readonly {
    readonly version: number
    readonly at: Date
    readonly by: { readonly id: string | null; readonly displayName: string }
  }[]
}

/** Loads a plan with its newest reading and all corrections. Throws `plan.not-found`. With `lock`, nobody else changes it meanwhile. */
export async function loadPlan(tx: InTenant, tenantId: string, id: string, lock = false): Promise<LoadedPlan> {
  if (lock) await tx.selectFrom('plan_document').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().execute()
  const summary = await summaryById(tx, tenantId, id)
  if (!summary) throw refuse('plan.not-found')
  const reading = await tx
    .selectFrom('plan_reading')
    .select(['text', 'source', 'plan'])
    .where('tenant_id', '=', tenantId)
    .where('document_id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const readings = await tx
    .selectFrom('plan_reading as r')
    .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'r.tenant_id').onRef('u.id', '=', 'r.read_by'))
    .select(['r.version', 'r.read_at', 'r.read_by', 'u.display_name'])
    .where('r.tenant_id', '=', tenantId)
    .where('r.document_id', '=', id)
    .orderBy('r.version')
    .execute()
  const hints = await tx
    .selectFrom('plan_document')
    .select(['hint_issued_on', 'hint_plan_year'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const rows = await correctionRows(tx, tenantId, id)
  const source = { ...(reading.source as Omit<SourceText, 'text'>), text: reading.text } as SourceText
  const read: Plan = { ...(reading.plan as PlanBody), source: { text: reading.text } }
  const { plan, applied, unmatched } = applyCorrections(read, records(rows))
  return {
    summary,
    source,
    read,
    plan,
    applied,
    unmatched: unmatched.map((record) => record.id),
    rows,
    hints: {
      ...(hints.hint_issued_on === null ? {} : { issuedOn: hints.hint_issued_on }),
      ...(hints.hint_plan_year === null ? {} : { planYear: hints.hint_plan_year }),
    },
    readings: readings.map((r) => ({
      version: r.version,
      at: r.read_at,
      by: { id: r.read_by, displayName: r.display_name ?? '系统 System' },
    })),
  }
}

async function correctionRows(tx: InTenant, tenantId: string, documentId: string): Promise<CorrectionRow[]> {
  const rows = await tx
    .selectFrom('correction as c')
    .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'c.tenant_id').onRef('u.id', '=', 'c.made_by'))
    .select(['c.id', 'c.version', 'c.field', 'c.anchor', 'c.value', 'c.undoes', 'c.made_by', 'u.display_name', 'c.made_at'])
    .where('c.tenant_id', '=', tenantId)
    .where('c.document_id', '=', documentId)
    .orderBy('c.version')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    field: row.field,
    anchor: row.anchor as MeasureAnchor | null,
    value: row.value,
    undoes: row.undoes,
    madeBy: row.made_by,
    byName: row.display_name,
    madeAt: row.made_at,
  }))
}

/** Stored rows as the records that the core applies. */
export function records(rows: readonly CorrectionRow[]): CorrectionRecord[] {
  return rows.map((row) => {
    // The order of versions is the order of events, whatever the clock did between them.
    const recorded = { id: row.id, by: row.madeBy, at: String(row.version).padStart(12, '0') }
    if (row.undoes !== null) return { ...recorded, undoes: row.undoes }
    const field = row.field!.replace(/^plan\./, '')
    return { ...recorded, measure: row.anchor, field, value: row.value } as CorrectionRecord
  })
}

/** Writes the document's version and what lists show of the plan. */
export async function writeListed(tx: InTenant, tenantId: string, loaded: LoadedPlan, version: number, readAt?: Date): Promise<void> {
  await tx
    .updateTable('plan_document')
    .set({
      version,
      ...listed(loaded.plan, loaded.summary.file.name, loaded.applied.length + loaded.unmatched.length),
      ...(readAt === undefined ? {} : { read_at: readAt }),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', loaded.summary.id)
    .execute()
}

/** The bytes of a document, piece by piece; each piece in a transaction of its own. */
export function contentOf(store: Store, tenantId: string, documentId: string): Readable {
  async function* pieces() {
    for (let number = 0; ; number++) {
      const row = await store.inTenant(tenantId, (tx) =>
        tx
          .selectFrom('plan_document_piece')
          .select('bytes')
          .where('tenant_id', '=', tenantId)
          .where('document_id', '=', documentId)
          .where('number', '=', number)
          .executeTakeFirst(),
      )
      if (!row) return
      yield row.bytes
    }
  }
  return Readable.from(pieces(), { objectMode: false })
}
