import { readFile } from 'node:fs/promises'
import { type DecisionModel, decide, inspect, plain, readDmn } from '@yingshang/decision'
import { dateInChina } from '@yingshang/time'
import { peopleOf } from '../accounts/people.ts'
import type { DECISION_ENDPOINTS, DecisionTableView, DecisionVersions } from '../contract/decisions.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { draftChanged } from '../http/draft-conflict.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { inForce, type LawTable } from '../matters/setting.ts'
import type { Services } from '../services.ts'

/** Decision tables: shown, tried, drafted, and published by a second person for a day to come. */
export function decisionHandlers(services: Services): Pick<Handlers, keyof typeof DECISION_ENDPOINTS> {
  const { store, law, now } = services
  const today = () => dateInChina(now().toISOString())

  function tableOf(id: string): LawTable {
    const found = inForce(law, id, today())
    if (!found) throw refuse('decision.not-found')
    return found
  }

  const draftOf = (tx: InTenant, tenantId: string, id: string) =>
    tx
      .selectFrom('decision_table_version')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('table_id', '=', id)
      .where('published_at', 'is', null)
      .executeTakeFirst()

  async function versions(tx: InTenant, tenantId: string, id: string): Promise<DecisionVersions> {
    const product = law.tables.find((t) => t.table.id === id && t.number === 0)
    if (!product) throw refuse('decision.not-found')
    const rows = await tx
      .selectFrom('decision_table_version as v')
      .innerJoin('app_user as d', (join) => join.onRef('d.tenant_id', '=', 'v.tenant_id').onRef('d.id', '=', 'v.drafted_by'))
      .leftJoin('app_user as p', (join) => join.onRef('p.tenant_id', '=', 'v.tenant_id').onRef('p.id', '=', 'v.published_by'))
      .select([
        'v.number',
        'v.dmn',
        'v.note',
        'v.drafted_by',
        'd.display_name as drafter',
        'v.drafted_at',
        'v.revision',
        'v.saved_by',
        'v.saved_at',
        'v.savers',
        'v.published_by',
        'p.display_name as publisher',
        'v.published_at',
        'v.effective_from',
      ])
      .where('v.tenant_id', '=', tenantId)
      .where('v.table_id', '=', id)
      .orderBy('v.number', 'desc')
      .execute()
    const person = await peopleOf(
      tx,
      tenantId,
      rows.flatMap((r) => r.savers),
    )
    const findings = (model: DecisionModel) => inspect(model).map((f) => ({ ...f }))
    return {
      items: [
        ...rows.map((r) => {
          const read = readDmn(r.dmn)
          return {
            number: r.number,
            status: r.published_at === null ? ('draft' as const) : ('published' as const),
            note: r.note,
            draftedBy: { id: r.drafted_by, displayName: r.drafter },
            draftedAt: r.drafted_at.toISOString(),
            revision: r.revision,
            savedBy: person(r.saved_by),
            savedAt: r.saved_at.toISOString(),
            savers: r.savers.map(person),
            publishedBy: r.published_by === null ? null : { id: r.published_by, displayName: r.publisher ?? '' },
            publishedAt: r.published_at?.toISOString() ?? null,
            effectiveFrom: r.effective_from,
            findings: read.ok ? findings(read.model) : [],
          }
        }),
        {
          number: 0,
          status: 'product' as const,
          note: '',
          draftedBy: null,
          draftedAt: null,
          revision: 0,
          savedBy: null,
          savedAt: null,
          savers: [],
          publishedBy: null,
          publishedAt: null,
          effectiveFrom: product.table.effectiveFrom,
          findings: findings(product.model),
        },
      ],
    }
  }

  /** The draft must be one table with the inputs and outputs that the procedures ask. */
  function checked(id: string, dmn: string): DecisionModel {
    const product = law.tables.find((t) => t.table.id === id && t.number === 0)
    if (!product) throw refuse('decision.not-found')
    const read = readDmn(dmn)
    if (!read.ok) throw refuse('decision.refused', read.refusal)
    const [decision] = read.model.decisions
    const logic = decision?.expression
    const wanted = product.model.decisions[0]!
    const outputs = wanted.expression?.kind === 'table' ? wanted.expression.outputs.map((o) => o.name) : []
    if (!decision || decision.name !== wanted.name || logic?.kind !== 'table')
      throw refuse('decision.refused', {
        zh: `草案须含一张名为“${wanted.name}”的决策表。`,
        en: `The draft needs a decision table called “${wanted.name}”.`,
      })
    const missing = outputs.filter((name) => !logic.outputs.some((o) => o.name === name))
    const unknown = read.model.inputs.filter((i) => !product.model.inputs.some((p) => p.name === i.name)).map((i) => i.name)
    if (missing.length > 0 || unknown.length > 0)
      throw refuse('decision.refused', {
        zh: [
          missing.length > 0 ? `缺少结论列：${missing.join('、')}` : '',
          unknown.length > 0 ? `办案程序不提供这些输入：${unknown.join('、')}` : '',
        ]
          .filter(Boolean)
          .join('；'),
        en: [
          missing.length > 0 ? `missing outputs: ${missing.join(', ')}` : '',
          unknown.length > 0 ? `inputs that no procedure gives: ${unknown.join(', ')}` : '',
        ]
          .filter(Boolean)
          .join('; '),
      })
    return read.model
  }

  return {
    async listDecisionTables({ caller }) {
      const drafts = await store.inTenant(caller.tenant.id, (tx) =>
        tx
          .selectFrom('decision_table_version')
          .select('table_id')
          .where('tenant_id', '=', caller.tenant.id)
          .where('published_at', 'is', null)
          .execute(),
      )
      const ids = [...new Set(law.tables.map((t) => t.table.id))]
      return { items: ids.map((id) => ({ ...summary(tableOf(id)), hasDraft: drafts.some((d) => d.table_id === id) })) }
    },

    async getDecisionTable({ caller, params }) {
      const found = tableOf(params.id)
      const draft = await store.inTenant(caller.tenant.id, (tx) => draftOf(tx, caller.tenant.id, params.id))
      return view(found, draft !== undefined)
    },

    async tryDecisionTable({ caller, params, body }) {
      let { model } = tableOf(params.id)
      if (body.draft) {
        const draft = await store.inTenant(caller.tenant.id, (tx) => draftOf(tx, caller.tenant.id, params.id))
        if (!draft) throw refuse('decision.not-found')
        model = checked(params.id, draft.dmn)
      }
      const outcome = decide(model, model.decisions[0]!.name, body.inputs)
      const [trace] = outcome.tables
      return {
        value: plain(outcome.value),
        fired: (trace?.fired ?? []).map((f) => ({ row: f.row, output: plain(f.output), annotations: [...f.annotations] })),
        inputs: (trace?.inputs ?? []).map((i) => ({ label: i.label, value: plain(i.value) })),
        problems: outcome.problems.map((p) => ({ ...p })),
      }
    },

    listDecisionVersions: ({ caller, params }) => store.inTenant(caller.tenant.id, (tx) => versions(tx, caller.tenant.id, params.id)),

    async downloadDecisionVersion({ caller, params }) {
      const name = `${params.id}-${params.number}.dmn`
      if (params.number === 0) {
        const product = law.tables.find((t) => t.table.id === params.id && t.number === 0)
        if (!product) throw refuse('decision.not-found')
        return { name, type: 'application/xml; charset=utf-8', content: await readFile(product.table.file) }
      }
      const row = await store.inTenant(caller.tenant.id, (tx) =>
        tx
          .selectFrom('decision_table_version')
          .select('dmn')
          .where('tenant_id', '=', caller.tenant.id)
          .where('table_id', '=', params.id)
          .where('number', '=', params.number)
          .executeTakeFirst(),
      )
      if (!row) throw refuse('decision.not-found')
      return { name, type: 'application/xml; charset=utf-8', content: Buffer.from(row.dmn) }
    },

    async saveDecisionDraft({ caller, params, body, requestId }) {
      checked(params.id, body.dmn)
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const draft = await draftOf(tx, tenantId, params.id)
        if ((draft?.revision ?? 0) !== body.revision) throw draftChanged(draft)
        const me = caller.user.id
        const values = { dmn: body.dmn, note: body.note, saved_by: me, saved_at: now(), revision: body.revision + 1 }
        if (draft) {
          const written = await tx
            .updateTable('decision_table_version')
            .set({ ...values, savers: [...draft.savers.filter((id) => id !== me), me] })
            .where('tenant_id', '=', tenantId)
            .where('table_id', '=', params.id)
            .where('number', '=', draft.number)
            .where('revision', '=', body.revision)
            .returning('number')
            .executeTakeFirst()
          if (!written) throw draftChanged(await draftOf(tx, tenantId, params.id))
        } else {
          const last = await tx
            .selectFrom('decision_table_version')
            .select('number')
            .where('tenant_id', '=', tenantId)
            .where('table_id', '=', params.id)
            .orderBy('number', 'desc')
            .limit(1)
            .executeTakeFirst()
          const written = await tx
            .insertInto('decision_table_version')
            .values({
              tenant_id: tenantId,
              table_id: params.id,
              number: (last?.number ?? 0) + 1,
              ...values,
              drafted_by: me,
              drafted_at: values.saved_at,
              savers: [me],
              published_by: null,
              published_at: null,
              effective_from: null,
            })
            .onConflict((conflict) => conflict.doNothing())
            .returning('number')
            .executeTakeFirst()
          if (!written) throw draftChanged(await draftOf(tx, tenantId, params.id))
        }
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'decision.drafted',
          subject: { type: 'decision', id: params.id },
          detail: { note: body.note },
          requestId,
        })
        return versions(tx, tenantId, params.id)
      })
    },

    async dropDecisionDraft({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const draft = await draftOf(tx, tenantId, params.id)
        if (!draft) throw refuse('decision.not-found')
        await tx
          .deleteFrom('decision_table_version')
          .where('tenant_id', '=', tenantId)
          .where('table_id', '=', params.id)
          .where('number', '=', draft.number)
          .execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'decision.dropped',
          subject: { type: 'decision', id: params.id },
          detail: { note: draft.note },
          requestId,
        })
        return versions(tx, tenantId, params.id)
      })
    },

    async publishDecisionDraft({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      const { answer, table } = await store.inTenant(tenantId, async (tx) => {
        const draft = await draftOf(tx, tenantId, params.id)
        if (!draft) throw refuse('decision.not-found')
        if (body.revision !== undefined && body.revision !== draft.revision) throw draftChanged(draft)
        if (draft.savers.includes(caller.user.id)) throw refuse('decision.same-person')
        if (body.effectiveFrom <= today())
          throw refuse('decision.refused', {
            zh: `生效日期须晚于今天（${today()}）：已作出的认定不受影响。`,
            en: `The day of effect must be after today (${today()}).`,
          })
        const model = checked(params.id, draft.dmn)
        const errors = inspect(model).filter((f) => f.severity === 'error')
        if (errors.length > 0)
          throw refuse('decision.refused', {
            zh: errors.map((f) => `${f.where}：${f.zh}`).join('；'),
            en: errors.map((f) => `${f.where}: ${f.en}`).join('; '),
          })
        const published = await tx
          .updateTable('decision_table_version')
          .set({ published_by: caller.user.id, published_at: now(), effective_from: body.effectiveFrom })
          .where('tenant_id', '=', tenantId)
          .where('table_id', '=', params.id)
          .where('number', '=', draft.number)
          .where('revision', '=', draft.revision)
          .returning('number')
          .executeTakeFirst()
        if (!published) throw draftChanged(await draftOf(tx, tenantId, params.id))
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'decision.published',
          subject: { type: 'decision', id: params.id },
          detail: { number: draft.number, effectiveFrom: body.effectiveFrom, note: draft.note },
          requestId,
        })
        return {
          answer: await versions(tx, tenantId, params.id),
          table: { id: params.id, number: draft.number, effectiveFrom: body.effectiveFrom, model },
        }
      })
      law.adopt(table)
      return answer
    },
  }
}

function summary({ table, number, effectiveFrom }: LawTable) {
  return {
    id: table.id,
    version: number === 0 ? table.version : `${number}`,
    effectiveFrom,
    title: { ...table.title },
    verified: table.verified,
    hasDraft: false,
  }
}

function view(found: LawTable, hasDraft: boolean): DecisionTableView {
  const { model } = found
  const decision = model.decisions[0]!
  const logic = decision.expression
  if (logic?.kind !== 'table') throw refuse('decision.not-found')
  return {
    summary: { ...summary(found), hasDraft },
    question: decision.question,
    hitPolicy: logic.hitPolicy,
    inputs: model.inputs.map((i) => ({ name: i.name, type: i.typeRef })),
    columns: logic.inputs.map((i) => ({ label: i.label, text: i.text })),
    outputs: logic.outputs.map((o) => o.label),
    rules: logic.rules.map((r, i) => ({ row: i + 1, tests: [...r.tests], results: [...r.results], annotations: [...r.annotations] })),
    findings: inspect(model).map((f) => ({ ...f })),
  }
}
