import { anchorIndex, anchorOf, type Measure } from '@yingshang/plan'
import {
  CORRECTABLE_OF_PLAN,
  type CorrectableField,
  type Correction,
  type CorrectionAnswer,
  type CorrectionRequest,
} from '../contract/plans.ts'
import type { Change } from '../contract/problem.ts'
import { toJsonb } from '../database/jsonb.ts'
import { record } from '../events/record.ts'
import type { Handlers, ReadonlyDeep } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { type CorrectionRow, type LoadedPlan, loadPlan, writeListed } from './library.ts'

/**
 * Corrections of a reading. Each is a row that is only ever added, as is its undoing; the document's version counts both and second
 * readings, so that a person who saw an older version is told what changed in the very field, and nobody is held up by changes elsewhere.
 */

export function correctionHandlers({ store, now }: Services): Pick<Handlers, 'correct' | 'undoCorrection'> {
  return {
    async correct({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const before = await loadPlan(tx, tenantId, params.id, true)
        const measure = 'measureId' in body ? measureOf(before, body.measureId) : null
        checkSpans(body.value, before.source.text.length)
        refuseOnConflict(before, body)
        const id = newId()
        const version = before.summary.version + 1
        await tx
          .insertInto('correction')
          .values({
            tenant_id: tenantId,
            id,
            document_id: params.id,
            version,
            field: body.field,
            anchor: measure === null ? null : toJsonb(anchorOf(measure)),
            value: toJsonb(body.value),
            undoes: null,
            made_by: caller.user.id,
            made_at: now(),
          })
          .execute()
        const after = await loadPlan(tx, tenantId, params.id)
        await writeListed(tx, tenantId, after, version)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'correction.made',
          subject: { type: 'plan', id: params.id },
          detail: {
            measureId: measure?.id ?? null,
            field: body.field,
            before: shownValue(before, measure?.id ?? null, body.field),
            after: body.value,
          },
          requestId,
        })
        return answerOf(after, id, version)
      })
    },

    async undoCorrection({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const before = await loadPlan(tx, tenantId, params.id, true)
        const row = before.rows.find((r) => r.id === params.correctionId && r.undoes === null)
        if (!row) throw refuse('correction.not-found')
        if (before.rows.some((r) => r.undoes === row.id)) return answerOf(before, row.id, before.summary.version)
        const version = before.summary.version + 1
        await tx
          .insertInto('correction')
          .values({
            tenant_id: tenantId,
            id: newId(),
            document_id: params.id,
            version,
            field: null,
            anchor: null,
            value: null,
            undoes: row.id,
            made_by: caller.user.id,
            made_at: now(),
          })
          .execute()
        const after = await loadPlan(tx, tenantId, params.id)
        await writeListed(tx, tenantId, after, version)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'correction.undone',
          subject: { type: 'plan', id: params.id },
          detail: { correctionId: row.id, measureId: measureIdOf(before, row), field: row.field, value: row.value },
          requestId,
        })
        return answerOf(after, row.id, version)
      })
    },
  }
}

/** The corrections that shape the plan now, and those in force that fit no measure any more, oldest first. */
export function correctionsInForce(loaded: LoadedPlan): Correction[] {
  const applied = new Set(loaded.applied.map((a) => a.correction))
  const unmatched = new Set(loaded.unmatched)
  return loaded.rows.filter((row) => applied.has(row.id) || unmatched.has(row.id)).map((row) => correctionOf(loaded, row))
}

function correctionOf(loaded: LoadedPlan, row: CorrectionRow): Correction {
  const applied = loaded.applied.find((a) => a.correction === row.id)
  return {
    id: row.id,
    measureId: applied ? applied.measure : measureIdOf(loaded, row),
    field: row.field as CorrectableField,
    value: row.value,
    before: applied ? applied.read : null,
    applied: applied !== undefined,
    version: row.version,
    by: { id: row.madeBy, displayName: row.byName },
    at: row.madeAt.toISOString(),
  }
}

/** Where a correction stands now; where its measure is gone, where it stood. */
function measureIdOf(loaded: LoadedPlan, row: CorrectionRow): string | null {
  if (row.anchor === null) return null
  return anchorIndex(loaded.read).find(row.anchor)?.measure.id ?? row.anchor.id
}

function measureOf(loaded: LoadedPlan, id: string): Measure {
  const measure = loaded.read.measures.find((m) => m.id === id)
  if (!measure) throw refuse('measure.not-found')
  return measure
}

function answerOf(loaded: LoadedPlan, correctionId: string, version: number): ReadonlyDeep<CorrectionAnswer> {
  const correction = correctionOf(loaded, loaded.rows.find((row) => row.id === correctionId)!)
  return { correction, measure: loaded.plan.measures.find((m) => m.id === correction.measureId) ?? null, version }
}

const isOfPlan = (field: string) => (CORRECTABLE_OF_PLAN as readonly string[]).includes(field)

/** The field as it is shown, for the record. */
function shownValue(loaded: LoadedPlan, measureId: string | null, field: CorrectableField): unknown {
  if (isOfPlan(field))
    return loaded.plan[field.slice('plan.'.length) as 'title' | 'issuer' | 'documentNumber' | 'issuedOn' | 'planYear'].value
  const measure = loaded.plan.measures.find((m) => m.id === measureId)
  if (field === 'struck') return measure === undefined
  return measure?.[field as keyof Measure] ?? null
}

/** Every span that a person marked must lie in the text. */
function checkSpans(value: unknown, length: number): void {
  const walk = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return
    if ('span' in inner && typeof inner.span === 'object' && inner.span !== null) {
      const { start, end } = inner.span as { start: number; end: number }
      if (start >= end || end > length)
        throw refuse('correction.invalid', { zh: '标记的位置不在原文之内', en: 'The marked place is not within the text' })
    }
    for (const part of Object.values(inner)) walk(part)
  }
  walk(value)
}

/** What happened to the field since the version that the person saw. */
function refuseOnConflict(loaded: LoadedPlan, body: CorrectionRequest): void {
  const { version } = loaded.summary
  if (body.version > version) throw refuse('request.invalid', { zh: 'version 大于当前版本', en: '`version` is above the present one' })
  const measureId = 'measureId' in body ? body.measureId : null
  const changes: Change[] = []
  for (const row of loaded.rows) {
    if (row.version <= body.version) continue
    const target = row.undoes === null ? row : loaded.rows.find((r) => r.id === row.undoes)
    if (!target || target.field !== body.field || measureIdOf(loaded, target) !== measureId) continue
    changes.push({
      version: row.version,
      what: row.undoes === null ? 'corrected' : 'undone',
      measureId,
      field: body.field,
      value: shownValue(loaded, measureId, body.field),
      by: { id: row.madeBy, displayName: row.byName },
      at: row.madeAt.toISOString(),
    })
  }
  for (const reading of loaded.readings)
    if (reading.version > body.version)
      changes.push({
        version: reading.version,
        what: 'reread',
        measureId,
        field: body.field,
        value: shownValue(loaded, measureId, body.field),
        by: reading.by,
        at: reading.at.toISOString(),
      })
  if (changes.length === 0) return
  changes.sort((a, b) => a.version - b.version)
  throw refuse('version.conflict', undefined, { version, changes })
}
