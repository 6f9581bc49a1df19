import { type ActionDefinition, definitionOf, type Field, possible, prefill, type State, viewAt } from '@yingshang/procedure'
import { dateInChina, explain, type Source, standing } from '@yingshang/time'
import type { Selectable } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type {
  ClockView,
  MatterDetail,
  MatterDocument,
  MatterParty,
  MatterSummary,
  PossibleAction,
  Task,
} from '../contract/matter-shapes.ts'
import type { Tables } from '../database/schema.ts'
import { type InTenant, run } from '../database/store.ts'
import { seesWhole } from './access.ts'
import { clocksOf } from './clock-rows.ts'
import { actorOf, rolesOn } from './roles.ts'
import type { Law } from './setting.ts'
import { rowsOf, type StoredMatter } from './store.ts'

/** What a page shows of a matter, for one caller at one moment. */

/** Rows of a register that one answer holds; the rest is counted. */
const ROWS_SHOWN = 500

const sourcesOf = (sources: readonly Source[] | undefined) =>
  (sources ?? []).map((s) => ({ rule: s.rule, provision: s.provision, verified: s.verified !== false }))

export function summaryOf(
  law: Law,
  matter: StoredMatter,
  extra: { readonly openTasks: number; readonly myRoles: readonly string[]; readonly following: boolean; readonly nextDue: string | null },
): MatterSummary {
  const { state } = matter
  const compiled = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const { definition } = compiled
  return {
    id: matter.id,
    procedure: { ...state.procedure, title: { ...definition.title } },
    title: matter.title,
    titleEn: matter.titleEn,
    number: matter.number,
    seq: state.seq,
    stages: definition.tracks.flatMap((track) => {
      const at = state.stages[track.id]
      const stage = track.stages.find((s) => s.id === at?.stage)
      return at && stage
        ? [
            {
              track: track.id,
              trackTitle: { ...track.title },
              stage: stage.id,
              title: { ...stage.title },
              since: at.since,
              terminal: stage.terminal === true,
            },
          ]
        : []
    }),
    flags: definition.flags.flatMap((flag) =>
      state.flags[flag.id] ? [{ flag: flag.id, title: { ...flag.title }, since: state.flags[flag.id]! }] : [],
    ),
    ended: definition.tracks.every(
      (t) => !state.stages[t.id] || t.stages.find((s) => s.id === state.stages[t.id]!.stage)?.terminal === true,
    ),
    nextDue: extra.nextDue,
    openTasks: extra.openTasks,
    openedAt: matter.openedAt.toISOString(),
    updatedAt: matter.updatedAt.toISOString(),
    myRoles: [...extra.myRoles],
    following: extra.following,
  }
}

/** Every clock with its explanation. */
export function clockViews(law: Law, state: State, at: string): ClockView[] {
  const compiled = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const names = (event: string) => compiled.actions.get(event)?.label
  const today = dateInChina(at)
  return clocksOf(law, state, at).map((row) => {
    const clock = compiled.clocks.get(row.clock)!
    const { left, over } = standing(row.standing, today)
    return {
      clock: row.clock,
      key: row.key,
      title: { ...clock.title },
      status: row.status,
      due: row.due,
      left,
      over,
      late: row.standing.late,
      explanation: { zh: [...explain(clock, row.standing, 'zh', names)], en: [...explain(clock, row.standing, 'en', names)] },
      sources: sourcesOf(clock.source),
      onDue: row.onDue,
    }
  })
}

const formOf = (fields: ReadonlyMap<string, Field>, action: ActionDefinition): Field[] =>
  (action.form ?? []).flatMap((name) => {
    const id = name.replace(/[!?]$/, '')
    const field = fields.get(id)
    if (!field) return []
    return [name.endsWith('!') ? { ...field, required: true } : name.endsWith('?') ? { ...field, required: false } : field]
  })

export async function detailOf(tx: InTenant, law: Law, caller: Caller, matter: StoredMatter, now: Date): Promise<MatterDetail> {
  const tenantId = caller.tenant.id
  const { state } = matter
  const at = now.toISOString()
  const today = dateInChina(at)
  const compiled = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const { definition } = compiled
  // All that the database knows, in one message.
  const [held, drafts, tasks, followers, parties, documents] = await Promise.all([
    rolesOn(tx, tenantId, matter.id, caller.user.id, today),
    run<{ action: string; form: Record<string, unknown> }>(tx, DRAFTS, [tenantId, matter.id, caller.user.id]),
    tasksOf(tx, tenantId, matter),
    run(tx, FOLLOWER, [tenantId, matter.id, caller.user.id]),
    partiesOf(tx, law, tenantId, matter),
    documentsOf(tx, law, tenantId, matter),
  ])
  const actor = actorOf(caller.user.id, held)
  const whole = seesWhole(caller, held.roles, state.procedure.id)
  const view = viewAt(law.setting, state, actor, at)
  const possibilities: PossibleAction[] = possible(law.setting, state, actor, at).map((p) => {
    const action = compiled.actions.get(p.action)!
    const fields = p.allowed ? formOf(compiled.fields, action) : []
    return {
      action: p.action,
      label: { ...action.label },
      allowed: p.allowed,
      reasons: p.reasons.map((r) => ({ code: r.code, zh: r.zh, en: r.en, ...(r.rule === undefined ? {} : { rule: r.rule }) })),
      fields: fields as unknown as Record<string, unknown>[],
      prefill: prefill(fields, view).map((f) => ({
        path: f.field,
        value: f.value,
        origin: f.from
          ? {
              zh: `${compiled.actions.get(f.from.action)?.label.zh ?? f.from.action}（${f.from.on}）`,
              en: `${compiled.actions.get(f.from.action)?.label.en ?? f.from.action} (${f.from.on})`,
            }
          : null,
      })),
      corrects: [...(action.corrects ?? [])],
      sources: sourcesOf(action.source),
      draft: drafts.find((d) => d.action === p.action)?.form ?? null,
    }
  })
  const clocks = clockViews(law, state, at)
  const running = clocks.filter((c) => c.status === 'running' && c.due !== null && !c.late).map((c) => c.due!)
  const fieldOf = (id: string) => compiled.fields.get(id)
  return {
    summary: summaryOf(law, matter, {
      openTasks: tasks.filter((t) => !t.done).length,
      myRoles: held.roles,
      following: followers.length > 0,
      nextDue: running.sort()[0] ?? null,
    }),
    tracks: definition.tracks.map((track) => ({
      track: track.id,
      title: { ...track.title },
      current: state.stages[track.id]?.stage ?? null,
      stages: track.stages.map((s) => ({ stage: s.id, title: { ...s.title }, terminal: s.terminal === true })),
    })),
    facts: Object.entries(state.facts).flatMap(([fact, known]) => {
      const field = fieldOf(fact)
      const named = definition.facts?.find((f) => f.id === fact)
      const sensitivity = field?.sensitivity ?? named?.sensitivity ?? 'internal'
      if (!whole && sensitivity !== 'public') return []
      return [
        {
          fact,
          label: { ...(field?.label ?? named?.title ?? { zh: fact, en: fact }) },
          type: field?.type ?? 'text',
          value: known.value,
          on: known.on,
          sensitivity,
        },
      ]
    }),
    registers: (definition.registers ?? []).map((register) => {
      const all = rowsOf(state, register.id).map(([key, row]) => ({ key, row: row as Record<string, unknown> }))
      // A party sees its own rows only.
      const rows = whole ? all : all.filter((r) => r.row.by === caller.user.id)
      return {
        register: register.id,
        title: { ...register.title },
        properties: register.properties.map((p) => ({ id: p.id, title: { ...p.title } })),
        rows: rows.slice(0, ROWS_SHOWN),
        more: Math.max(0, rows.length - ROWS_SHOWN),
      }
    }),
    clocks,
    possible: possibilities,
    tasks: tasks.filter((t) => whole || t.roles.some((r) => held.roles.includes(r))),
    parties: whole ? parties : parties.filter((p) => p.user.id === caller.user.id || ['judge', 'clerk', 'administrator'].includes(p.role)),
    documents: documents.filter((d) => whole || visibleTo(state, d, held.roles, compiled)),
  }
}

/** A party sees documents that were made for one of its roles. */
function visibleTo(_state: State, document: MatterDocument, roles: readonly string[], compiled: ReturnType<typeof definitionOf>): boolean {
  return compiled.definition.actions.some((a) =>
    a.effects.some((e) => e.do === 'document' && e.document === document.document && (e.to ?? []).some((to) => roles.includes(to))),
  )
}

const DRAFTS = 'select action, form from matter_draft where tenant_id = $1 and matter_id = $2 and user_id = $3'
const FOLLOWER = 'select user_id from matter_follower where tenant_id = $1 and matter_id = $2 and user_id = $3'
const TASKS = `select id, obligation, title_zh, title_en, roles, due, since, done_at from matter_task where tenant_id = $1 and matter_id = $2 order by id`
const PARTIES = `select p.id, p.user_id, u.display_name, p.role, p.from_day, p.until_day, p.on_behalf_of, b.display_name as behalf_name from matter_party p
  join app_user u on u.tenant_id = p.tenant_id and u.id = p.user_id
  left join app_user b on b.tenant_id = p.tenant_id and b.id = p.on_behalf_of
  where p.tenant_id = $1 and p.matter_id = $2 and p.ended_at is null order by p.id`
const DOCUMENTS = `select id, document, number, seq, made_at, sha256, octet_length(bytes) as size from matter_document
  where tenant_id = $1 and matter_id = $2 order by seq desc`

async function tasksOf(tx: InTenant, tenantId: string, matter: StoredMatter): Promise<Task[]> {
  const rows = await run<Selectable<Tables['matter_task']>>(tx, TASKS, [tenantId, matter.id])
  return rows.map((r) => ({
    id: r.id,
    matter: { id: matter.id, title: matter.title, number: matter.number },
    obligation: r.obligation,
    title: { zh: r.title_zh, en: r.title_en },
    roles: r.roles,
    due: r.due,
    since: r.since,
    done: r.done_at !== null,
  }))
}

async function partiesOf(tx: InTenant, law: Law, tenantId: string, matter: StoredMatter): Promise<MatterParty[]> {
  const { definition } = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
  const rows = await run<Selectable<Tables['matter_party']> & { display_name: string; behalf_name: string | null }>(tx, PARTIES, [
    tenantId,
    matter.id,
  ])
  return rows.map((r) => ({
    id: r.id,
    user: { id: r.user_id, displayName: r.display_name },
    role: r.role,
    roleTitle: { ...(definition.roles.find((x) => x.id === r.role)?.title ?? { zh: r.role, en: r.role }) },
    from: r.from_day,
    until: r.until_day,
    onBehalfOf: r.on_behalf_of === null ? null : { id: r.on_behalf_of, displayName: r.behalf_name ?? '' },
  }))
}

async function documentsOf(tx: InTenant, law: Law, tenantId: string, matter: StoredMatter): Promise<MatterDocument[]> {
  const { definition } = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
  const rows = await run<Omit<Selectable<Tables['matter_document']>, 'bytes'> & { size: number }>(tx, DOCUMENTS, [tenantId, matter.id])
  return rows.map((r) => ({
    id: r.id,
    document: r.document,
    title: { ...(definition.documents?.find((d) => d.id === r.document)?.title ?? { zh: r.document, en: r.document }) },
    number: r.number,
    seq: r.seq,
    madeAt: r.made_at.toISOString(),
    sha256: r.sha256,
    bytes: r.size,
  }))
}
