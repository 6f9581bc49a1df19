import { appealUntil, decideUntil, evaluate, judgeScore, type RegisterKind, type Score } from '@yingshang/register'
import { CHINA_2026, inForce } from '@yingshang/time'
import type { Selectable } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { CaseEvaluationDetail } from '../contract/case-evaluations.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant } from '../database/store.ts'
import type { Appeal } from '../database/tables-registers.ts'
import { record as recordEvent } from '../events/record.ts'
import { type Handlers, type ReadonlyDeep, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, type Keep, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import { visibleMatter } from '../matters/access.ts'
import { rolesOn } from '../matters/roles.ts'
import type { Services } from '../services.ts'
import { kindOf, refusedFor } from './kinds.ts'
import { type EntryRow, entryOf, todayOf } from './roster.ts'

/** Evaluations of work in single cases: scores with evidence, publication, appeal. */

type Row = Selectable<Tables['register_evaluation']>
type Names =
  | 'openCaseEvaluation'
  | 'getCaseEvaluation'
  | 'scoreCaseEvaluation'
  | 'publishCaseEvaluation'
  | 'appealCaseEvaluation'
  | 'decideCaseAppeal'
  | 'downloadCaseEvidence'

const no = (code: string, zh: string, en: string) => refusedFor('evaluation.refused', [{ code: `evaluation.${code}`, zh, en }])

export function evaluationHandlers(services: Services): Pick<Handlers, Names> {
  const { store, now, sealer, files, law } = services
  const day = () => todayOf(services)
  const calendar = () => inForce(law.setting.calendars, day()) ?? CHINA_2026

  /** An evaluation with its entry and the roles in which the caller may score it. */
  async function load(tx: InTenant, caller: Caller, id: string, lock = false) {
    const row = await tx
      .selectFrom('register_evaluation')
      .selectAll()
      .where('tenant_id', '=', caller.tenant.id)
      .where('id', '=', id)
      .$if(lock, (q) => q.forUpdate())
      .executeTakeFirst()
    if (!row) throw refuse('evaluation.not-found')
    const entry = await entryOf(tx, caller.tenant.id, row.entry_id)
    const kind = kindOf(entry.kind)
    const roles = await scoringRoles(tx, caller, kind, row, entry)
    const open = row.status === 'open'
    if (open && roles.length === 0 && !caller.permissions.includes('register.manage')) throw refuse('evaluation.not-found')
    return { row, entry, kind, roles }
  }
  type Loaded = Awaited<ReturnType<typeof load>>

  /** Roles of the scheme that the caller has in the case. Nobody scores their own work. */
  async function scoringRoles(tx: InTenant, caller: Caller, kind: RegisterKind, row: Row, entry: EntryRow): Promise<string[]> {
    if (entry.account_id === caller.user.id) return []
    const held = row.matter_id === null ? [] : (await rolesOn(tx, caller.tenant.id, row.matter_id, caller.user.id, day())).roles
    // Without a case on file here, the judges of the court score.
    const own = row.matter_id === null ? caller.user.roles.filter((r) => r === 'judge') : held
    return kind.scheme.roles.map((r) => r.id).filter((r) => own.includes(r))
  }

  async function detail(tx: InTenant, caller: Caller, { row, entry, kind, roles }: Loaded): Promise<ReadonlyDeep<CaseEvaluationDetail>> {
    const ids = [...row.scores.flatMap((s) => s.evidence), ...row.appeals.flatMap((a) => a.evidence)]
    const attachments =
      ids.length === 0
        ? []
        : await tx
            .selectFrom('attachment')
            .select(['id', 'name'])
            .where('tenant_id', '=', caller.tenant.id)
            .where('id', 'in', ids)
            .execute()
    const named = (list: readonly string[]) => list.map((id) => ({ id, name: attachments.find((a) => a.id === id)?.name ?? id }))
    const people = row.scores.length
      ? await tx
          .selectFrom('app_user')
          .select(['id', 'display_name'])
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', 'in', [...new Set(row.scores.map((s) => s.by))])
          .execute()
      : []
    const { scheme } = kind
    const mine = entry.account_id === caller.user.id
    const manages = caller.permissions.includes('register.manage')
    const until = row.published_on === null ? null : appealUntil(kind.appeal, row.published_on, calendar()).due
    const result = evaluate(scheme, row.scores)
    const may: CaseEvaluationDetail['may'] = []
    if (row.status === 'open' && roles.length > 0) may.push('score')
    if (row.status === 'open' && manages && result.total !== null) may.push('publish')
    if (row.status === 'published' && mine && until !== null && day() <= until) may.push('appeal')
    if (row.status === 'appealed' && manages) may.push('decide')
    return {
      id: row.id,
      entry: row.entry_id,
      entryName: entry.name,
      kind: kind.id,
      caseTitle: row.case_title,
      matter: caller.permissions.includes('matter.all') ? row.matter_id : null,
      status: row.status,
      total: row.total,
      publishedOn: row.published_on,
      version: row.version,
      scheme: { ...scheme },
      roles,
      scores: row.scores
        // Before the publication everybody sees their own scores only, so that nobody scores by what others said.
        .filter((s) => row.status !== 'open' || s.by === caller.user.id || manages)
        .map((s) => ({
          item: s.item,
          role: s.role,
          // The evaluated sees roles and reasons, not names.
          by: manages || s.by === caller.user.id ? (people.find((p) => p.id === s.by)?.display_name ?? '') : '',
          mine: s.by === caller.user.id,
          score: s.score,
          reason: s.reason,
          evidence: manages || mine || s.by === caller.user.id ? named(s.evidence) : [],
        })),
      result:
        row.status === 'open' && !manages
          ? { total: null, covered: 0, items: [], missing: [] }
          : { total: result.total, covered: result.covered, items: [...result.items], missing: [...result.missing] },
      appealUntil: until,
      may,
      appeals: row.appeals.map((a) => ({
        on: a.on,
        grounds: manages || mine ? a.grounds : '',
        evidence: manages || mine ? named(a.evidence) : [],
        decideBy: a.decideBy,
        decided: a.decided === null ? null : { outcome: a.decided.outcome, reason: a.decided.reason, on: a.decided.on },
      })),
    }
  }

  /** Evidence must be uploads of the same person. */
  async function demandUploads(tx: InTenant, caller: Caller, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    const found = await tx
      .selectFrom('attachment')
      .select('id')
      .where('tenant_id', '=', caller.tenant.id)
      .where('uploaded_by', '=', caller.user.id)
      .where('id', 'in', [...ids])
      .execute()
    if (found.length !== new Set(ids).size)
      throw refuse('attachment.refused', {
        zh: '所附证据不存在，或者不是您上传的',
        en: 'The evidence is unknown, or somebody else uploaded it',
      })
  }

  interface Step {
    readonly change: Partial<{
      scores: readonly Score[]
      status: Row['status']
      total: number | null
      published_on: string | null
      appeals: readonly Appeal[]
    }>
    /** For the journal: what was done. */
    readonly body: object
    readonly event: 'evaluation.scored' | 'evaluation.published' | 'evaluation.appealed' | 'evaluation.decided'
  }

  /** One step on a locked evaluation: written, journalled, recorded. */
  async function step(tx: InTenant, caller: Caller, requestId: string, loaded: Loaded, { change, body, event }: Step) {
    const { row } = loaded
    const { scores, appeals, ...plain } = change
    await tx
      .updateTable('register_evaluation')
      .set({
        ...plain,
        ...(scores === undefined ? {} : { scores: JSON.stringify(scores) }),
        ...(appeals === undefined ? {} : { appeals: JSON.stringify(appeals) }),
        version: row.version + 1,
      })
      .where('tenant_id', '=', caller.tenant.id)
      .where('id', '=', row.id)
      .execute()
    await journal(tx, caller.tenant.id, [
      {
        kind: 'register.evaluation',
        subjectId: row.id,
        userId: caller.user.id,
        at: now(),
        body: { v: 1, evaluation: row.id, entry: row.entry_id, ...body },
      },
    ])
    await recordEvent(tx, {
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind: event,
      subject: { type: 'evaluation', id: row.id },
      detail: { entry: loaded.entry.name, case: row.case_title },
      requestId,
    })
    return detail(tx, caller, { ...loaded, row: { ...row, ...change, version: row.version + 1 } as Row })
  }

  const demandVersion = (row: Row, version: number) => {
    if (row.version !== version) throw refuse('evaluation.changed', undefined, { version: row.version })
  }

  /** Runs a step once per idempotency key. */
  const kept = <T>(
    caller: Caller,
    name: string,
    request: Parameters<typeof idempotencyKey>[0],
    parts: readonly unknown[],
    status: number,
    work: (tx: InTenant) => Promise<T>,
  ) =>
    once(services, caller, name, idempotencyKey(request), hashOf(...parts), async (keep: Keep) => {
      const reply = await store.inTenant(caller.tenant.id, async (tx) => {
        const made = await work(tx)
        await keep(tx, status, made)
        return made
      })
      sealer.nudge()
      return new Status(status, reply)
    })

  return {
    async openCaseEvaluation({ caller, params, body, request, requestId }) {
      return kept(caller, 'openCaseEvaluation', request, [params, body], 201, async (tx) => {
        const entry = await entryOf(tx, caller.tenant.id, params.id)
        if (body.matter !== null) await visibleMatter(tx, caller, body.matter, day())
        const { scheme } = kindOf(entry.kind)
        const id = newId()
        await tx
          .insertInto('register_evaluation')
          .values({
            tenant_id: caller.tenant.id,
            id,
            entry_id: entry.id,
            matter_id: body.matter,
            case_title: body.caseTitle,
            scheme_id: scheme.id,
            scheme_version: scheme.version,
            status: 'open',
            scores: '[]',
            total: null,
            published_on: null,
            appeals: '[]',
            version: 1,
            opened_by: caller.user.id,
            opened_at: now(),
          })
          .execute()
        await recordEvent(tx, {
          tenantId: caller.tenant.id,
          userId: caller.user.id,
          at: now(),
          kind: 'evaluation.opened',
          subject: { type: 'evaluation', id },
          detail: { entry: entry.name, case: body.caseTitle },
          requestId,
        })
        return detail(tx, caller, await load(tx, caller, id))
      })
    },

    async getCaseEvaluation({ caller, params }) {
      return store.inTenant(caller.tenant.id, async (tx) => detail(tx, caller, await load(tx, caller, params.id)))
    },

    async scoreCaseEvaluation({ caller, params, body, request, requestId }) {
      return kept(caller, 'scoreCaseEvaluation', request, [params, body], 200, async (tx) => {
        const loaded = await load(tx, caller, params.id, true)
        if (loaded.row.status !== 'open') throw no('closed', '评价结果已公布，不能再评分', 'the result is published already')
        if (!loaded.roles.includes(body.role)) throw no('not-yours', '您在本案没有这一评价身份', 'you have no such role in the case')
        await demandUploads(tx, caller, body.evidence)
        const score: Score = { ...body, by: caller.user.id }
        const reasons = judgeScore(loaded.kind.scheme, loaded.row.scores, score)
        if (reasons.length > 0) throw refusedFor('evaluation.refused', reasons)
        return step(tx, caller, requestId, loaded, {
          change: { scores: [...loaded.row.scores, score] },
          body: { step: 'score', score },
          event: 'evaluation.scored',
        })
      })
    },

    async publishCaseEvaluation({ caller, params, body, requestId }) {
      const reply = await store.inTenant(caller.tenant.id, async (tx) => {
        const loaded = await load(tx, caller, params.id, true)
        const { row, kind } = loaded
        demandVersion(row, body.version)
        if (row.status !== 'open') throw no('published', '评价结果已经公布', 'the result is published already')
        const result = evaluate(kind.scheme, row.scores)
        if (result.total === null)
          throw no(
            'coverage',
            `已评项目的权重为 ${result.covered / 100}%，不足 ${kind.scheme.coverage / 100}%，不能得出结果`,
            `${result.covered / 100}% of the weights are scored, ${kind.scheme.coverage / 100}% are needed`,
          )
        const published = day()
        return step(tx, caller, requestId, loaded, {
          change: { status: 'published', total: result.total, published_on: published },
          body: {
            step: 'publish',
            on: published,
            scheme: kind.scheme.version,
            total: result.total,
            covered: result.covered,
            missing: result.missing,
          },
          event: 'evaluation.published',
        })
      })
      sealer.nudge()
      return reply
    },

    async appealCaseEvaluation({ caller, params, body, request, requestId }) {
      return kept(caller, 'appealCaseEvaluation', request, [params, body], 200, async (tx) => {
        const loaded = await load(tx, caller, params.id, true)
        const { row, kind, entry } = loaded
        if (entry.account_id !== caller.user.id) throw refuse('permission.denied')
        demandVersion(row, body.version)
        if (row.status !== 'published' || row.published_on === null)
          throw no('not-published', '没有可以提出异议的评价结果', 'there is no result to appeal against')
        const until = appealUntil(kind.appeal, row.published_on, calendar()).due
        if (day() > until) throw no('late', `异议期已于${until}届满`, `the time for an appeal ended on ${until}`)
        await demandUploads(tx, caller, body.evidence)
        const appeal: Appeal = {
          on: day(),
          by: caller.user.id,
          grounds: body.grounds,
          evidence: body.evidence,
          decideBy: decideUntil(kind.appeal, day(), calendar()).due,
          decided: null,
        }
        return step(tx, caller, requestId, loaded, {
          change: { status: 'appealed', appeals: [...row.appeals, appeal] },
          body: { step: 'appeal', on: appeal.on, grounds: appeal.grounds, evidence: appeal.evidence },
          event: 'evaluation.appealed',
        })
      })
    },

    async decideCaseAppeal({ caller, params, body, requestId }) {
      const reply = await store.inTenant(caller.tenant.id, async (tx) => {
        const loaded = await load(tx, caller, params.id, true)
        const { row, kind } = loaded
        demandVersion(row, body.version)
        const open = row.appeals.findIndex((a) => a.decided === null)
        if (row.status !== 'appealed' || open < 0) throw no('no-appeal', '没有待处理的异议', 'there is no open appeal')
        if (row.scores.some((s) => s.by === caller.user.id))
          throw no('same-person', '参与评分的人不能处理对该评价的异议', 'whoever scored does not decide the appeal')
        const unknown = body.drop.filter((item) => !kind.scheme.items.some((i) => i.id === item))
        if (unknown.length > 0 || (body.outcome === 'reopened') !== body.drop.length > 0)
          throw no(
            'drop',
            '重新评价的，应指明重新评分的项目；其他结论不指明',
            'name the items that are scored anew when reopening, and only then',
          )
        const decided: NonNullable<Appeal['decided']> = { outcome: body.outcome, reason: body.reason, on: day(), by: caller.user.id }
        const appeals = row.appeals.map((a, i) => (i === open ? { ...a, decided } : a))
        return step(tx, caller, requestId, loaded, {
          change:
            body.outcome === 'reopened'
              ? { status: 'open', total: null, published_on: null, scores: row.scores.filter((s) => !body.drop.includes(s.item)), appeals }
              : { status: body.outcome, appeals },
          body: { step: 'decide', on: decided.on, outcome: body.outcome, reason: body.reason, drop: body.drop },
          event: 'evaluation.decided',
        })
      })
      sealer.nudge()
      return reply
    },

    async downloadCaseEvidence({ caller, params }) {
      const tenantId = caller.tenant.id
      const found = await store.inTenant(tenantId, async (tx) => {
        const shown = await detail(tx, caller, await load(tx, caller, params.id))
        const ids = [...shown.scores, ...shown.appeals].flatMap((x) => x.evidence.map((e) => e.id))
        if (!ids.includes(params.attachment)) throw refuse('attachment.not-found')
        return tx
          .selectFrom('attachment')
          .select(['name', 'size', 'sha256'])
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.attachment)
          .executeTakeFirst()
      })
      const content = found && (await files.get(tenantId, found.sha256))
      if (!found || !content) throw refuse('attachment.not-found')
      return { name: found.name, type: 'application/octet-stream', bytes: Number(found.size), content }
    },
  }
}
