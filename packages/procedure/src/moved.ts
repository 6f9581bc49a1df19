/**
 * Moving a matter to another version of its procedure. It is a choice, never automatic: `migrate` shows beforehand what would
 * change, and the choice itself is an action in the journal.
 */
import { dateInChina } from '@yingshang/time'
import type { Applied, Done } from './apply.ts'
import type { ClockChange } from './clock-changes.ts'
import { type Action, type Actor, type Definition, type Instant, MIGRATE, type Migration, type Refusal, type Values } from './model.ts'
import { type Compiled, calendarFor, definitionOf, type Setting } from './setting.ts'
import { clockDue, type State } from './state.ts'

/** What a move would change, and what stands against it. */
export interface MigrationPreview {
  readonly from: string
  readonly to: string
  readonly stages: readonly { readonly track: string; readonly from: string; readonly to: string }[]
  readonly flags: readonly { readonly from: string; readonly to: string }[]
  readonly facts: readonly { readonly from: string; readonly to: string }[]
  /** Clocks of either version whose due date or state differs. */
  readonly clocks: readonly { readonly clock: string; readonly before: string; readonly after: string }[]
  readonly actionsGained: readonly string[]
  readonly actionsLost: readonly string[]
  readonly refusals: readonly Refusal[]
}

/** What moving a matter to `to` would change. Refuses another procedure, the same version, and stages or flags without a place there. */
export function migrate(setting: Setting, state: State, to: Definition, at: Instant): MigrationPreview {
  const old = definitionOf(setting, state.procedure.id, state.procedure.version)
  const fresh = definitionOf(setting, to.id, to.version)
  const refusals: Refusal[] = []
  if (old.definition.id !== to.id)
    refusals.push({ code: 'migration.other-procedure', zh: '不能转入另一种程序', en: 'A matter cannot move to another procedure' })
  const plan = to.migrations?.find((m) => m.from === state.procedure.version)
  if (old.definition.version === to.version)
    refusals.push({ code: 'migration.same-version', zh: '本案已适用该版本', en: 'The matter is on this version already' })
  else if (!plan)
    refusals.push({
      code: 'migration.no-way',
      zh: `新版本未说明如何自 ${state.procedure.version} 转入`,
      en: `The new version does not say how to come from ${state.procedure.version}`,
    })
  const next = carried(state, to, plan)
  for (const [track, { stage }] of Object.entries(next.stages))
    if (!fresh.stages.has(`${track}/${stage}`))
      refusals.push({
        code: 'migration.no-stage',
        zh: `新版本没有阶段“${track}/${stage}”`,
        en: `The new version has no stage ${track}/${stage}`,
        numbers: { track, stage },
      })
  for (const flag of Object.keys(next.flags))
    if (!to.flags.some((f) => f.id === flag))
      refusals.push({
        code: 'migration.no-flag',
        zh: `新版本没有标记“${flag}”`,
        en: `The new version has no flag ${flag}`,
        numbers: { flag },
      })
  const renamed = (before: object, name: (id: string) => string) =>
    Object.keys(before)
      .map((id) => ({ from: id, to: name(id) }))
      .filter(({ from, to: after }) => from !== after)
  return {
    from: state.procedure.version,
    to: to.version,
    stages: Object.entries(state.stages)
      .map(([track, { stage }]) => ({ track, from: stage, to: next.stages[track]?.stage ?? '' }))
      .filter(({ from, to: after }) => from !== after),
    flags: renamed(state.flags, (id) => plan?.flags?.[id] ?? id),
    facts: renamed(state.facts, (id) => plan?.facts?.[id] ?? id),
    clocks: clockDifferences(setting, old, fresh, state, next, at, plan),
    actionsGained: to.actions.filter((a) => !old.actions.has(a.id)).map((a) => a.id),
    actionsLost: old.definition.actions.filter((a) => !fresh.actions.has(a.id)).map((a) => a.id),
    refusals,
  }
}

/** The recorded choice: the action that moves a matter, or the reasons against it. The shell decides who may. */
export function migration(
  setting: Setting,
  state: State,
  to: Definition,
  by: { readonly id: string; readonly actor: Actor; readonly at: Instant; readonly reason: string },
):
  | { readonly ok: true; readonly action: Action; readonly state: State; readonly effects: readonly Done[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] } {
  const { refusals } = migrate(setting, state, to, by.at)
  if (refusals.length > 0) return { ok: false, refusals }
  const today = dateInChina(by.at)
  const calendar = calendarFor(setting, today)
  const values: Values = { to: to.version, reason: by.reason }
  const action: Action = {
    id: by.id,
    action: MIGRATE,
    actor: by.actor,
    at: by.at,
    values,
    matter: state.matter,
    seq: state.seq + 1,
    on: today,
    procedure: state.procedure,
    calendar: { id: calendar.id, version: calendar.version },
  }
  return { ok: true, action, ...moved(setting, state, action) }
}

/** State and effects after the recorded choice. */
export function moved(setting: Setting, state: State, action: Action): Applied {
  const old = definitionOf(setting, state.procedure.id, state.procedure.version)
  const fresh = definitionOf(setting, state.procedure.id, String(action.values?.to))
  const plan = fresh.definition.migrations?.find((m) => m.from === state.procedure.version)
  const next: State = {
    ...carried(state, fresh.definition, plan),
    seq: state.seq + 1,
    lastAt: action.at,
    done: { ...state.done, [MIGRATE]: (state.done[MIGRATE] ?? 0) + 1 },
  }
  const effects: Done[] = []
  for (const [track, { stage }] of Object.entries(next.stages)) {
    const from = state.stages[track]?.stage ?? null
    if (from !== stage) effects.push({ kind: 'stage', track, from, to: stage })
  }
  const calendar = calendarFor(setting, action.on, action.calendar)
  for (const clock of fresh.definition.clocks) {
    if (clock.per) continue
    const is = clockDue(fresh, next, calendar, clock.id)
    const before = Object.entries(plan?.clocks ?? {}).find(([, now]) => now === clock.id)?.[0] ?? clock.id
    const was = old.clocks.has(before) ? clockDue(old, state, calendar, before) : null
    if (is.status === 'waiting' || (was?.due === is.due && was.status === is.status && old.clocks.get(before)?.onDue === clock.onDue))
      continue
    effects.push({
      kind: 'clock',
      clock: clock.id,
      key: null,
      change: 'moved',
      due: is.due,
      dueAt: is.dueAt,
      warn: [],
      onDue: is.status === 'running' ? (clock.onDue ?? null) : null,
      late: is.late,
      warnings: is.warnings,
    } satisfies ClockChange)
  }
  return { state: next, effects }
}

function carried(state: State, to: Definition, plan: Migration | undefined): State {
  const rename = <T>(
    map: { readonly [id: string]: T },
    names: { readonly [old: string]: string } | undefined,
  ): { readonly [id: string]: T } => (names ? Object.fromEntries(Object.entries(map).map(([id, x]) => [names[id] ?? id, x])) : map)
  return {
    ...state,
    procedure: { id: to.id, version: to.version },
    stages: Object.fromEntries(
      Object.entries(state.stages).map(([track, at]) => [track, { ...at, stage: plan?.stages?.[track]?.[at.stage] ?? at.stage }]),
    ),
    flags: rename(state.flags, plan?.flags),
    facts: rename(state.facts, plan?.facts),
    clocks: rename(state.clocks, plan?.clocks),
    keyedClocks: rename(state.keyedClocks, plan?.clocks),
  }
}

function clockDifferences(
  setting: Setting,
  old: Compiled,
  fresh: Compiled,
  state: State,
  next: State,
  at: Instant,
  plan: Migration | undefined,
) {
  const calendar = calendarFor(setting, dateInChina(at))
  const told = (compiled: Compiled, of: State, id: string) => {
    if (!compiled.clocks.has(id) || compiled.clocks.get(id)!.per) return '—'
    const due = clockDue(compiled, of, calendar, id)
    return due.due ?? due.status
  }
  const names = new Map<string, string>()
  for (const clock of old.definition.clocks) names.set(plan?.clocks?.[clock.id] ?? clock.id, clock.id)
  for (const clock of fresh.definition.clocks) if (!names.has(clock.id)) names.set(clock.id, clock.id)
  return [...names]
    .map(([now, before]) => ({ clock: now, before: told(old, state, before), after: told(fresh, next, now) }))
    .filter(({ before, after }) => before !== after && !(before === '—' && after === 'waiting'))
}
