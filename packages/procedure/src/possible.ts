/**
 * What can be done now, by whom, and why not the rest. `possible` looks at every action of the definition for one actor at one
 * moment; `submit` takes a draft with its form and gives the action to be recorded, the next state and the effects, or all the
 * reasons against it. A refused draft changes nothing.
 */
import { type Calendar, dateInChina, isDate, isInstant, type PlainDate } from '@yingshang/time'
import { applyIn, type Done } from './apply.ts'
import { entries } from './collection.ts'
import { validateForm } from './form.ts'
import { holds, OPEN, type View, worth } from './judge.ts'
import {
  type Action,
  type ActionDefinition,
  type Actor,
  type Cause,
  type Draft,
  type FormError,
  type Instant,
  MIGRATE,
  type Refusal,
} from './model.ts'
import { reasons } from './reasons.ts'
import { type Compiled, calendarFor, definitionOf, type Setting } from './setting.ts'
import { clockDue, clockState, hasEnded, isOver, type State } from './state.ts'

/** One action of the definition as it stands for an actor. */
export interface Possibility {
  readonly action: string
  readonly allowed: boolean
  /** All reasons against it. */
  readonly reasons: readonly Refusal[]
  /** Allowed as far as can be told; some condition still looks at the form. */
  readonly dependsOnForm: boolean
}

export type Submission =
  | { readonly ok: true; readonly action: Action; readonly state: State; readonly effects: readonly Done[] }
  | { readonly ok: false; readonly refusals: readonly (Refusal | FormError)[] }

/** Every action for an actor at a moment: allowed, or refused with all reasons. Actions of machines only are left out unless a machine asks. */
export function possible(setting: Setting, state: State, actor: Actor, at: Instant): readonly Possibility[] {
  const view = viewAt(setting, state, actor, at)
  const { compiled } = view
  const machine = actor.roles.some((role) => compiled.systemRoles.has(role))
  return compiled.definition.actions.flatMap((definition) => {
    if (!machine && definition.by.every((role) => compiled.systemRoles.has(role))) return []
    const against = [...outside(view, definition), ...(definition.when ? reasons(definition.when, view) : [])]
    const open = against.length === 0 && definition.when !== undefined && holds(definition.when, view) === null
    return [{ action: definition.id, allowed: against.length === 0, reasons: against, dependsOnForm: open }]
  })
}

/** Quick answer for one action, without sentences: true, false, or null while it depends on the form. */
export function mayTry(view: View, definition: ActionDefinition): boolean | null {
  if (isBarred(view, definition)) return false
  return definition.when ? holds(definition.when, view) : true
}

/** The view of somebody who has not yet handed in a form. */
export function viewAt(setting: Setting, state: State, actor: Actor | null, at: Instant, cause?: Cause): View {
  const today = dateInChina(at)
  return {
    compiled: definitionOf(setting, state.procedure.id, state.procedure.version),
    state,
    calendar: calendarFor(setting, today),
    at,
    today,
    on: today,
    actor,
    action: '',
    values: null,
    cause: cause ?? null,
    decide: setting.decide ?? null,
    decisions: {},
  }
}

/** The same questions as `outside` asks, without sentences. */
function isBarred({ compiled, state, actor, at }: View, definition: ActionDefinition): boolean {
  if (actor && !definition.by.some((role) => actor.roles.includes(role))) return true
  if ((definition.opens === true) !== (state.seq === 0)) return true
  if (!definition.afterEnd && state.seq > 0 && hasEnded(compiled, state)) return true
  return state.lastAt !== null && isBefore(at, state.lastAt)
}

/** Reasons that come before the conditions of the definition: role, opening, ending, order of time. */
function outside(view: View, definition: ActionDefinition): Refusal[] {
  const { compiled, state, actor } = view
  const against: Refusal[] = []
  if (actor && !definition.by.some((role) => actor.roles.includes(role))) {
    const names = definition.by.map((id) => compiled.definition.roles.find((role) => role.id === id)?.title ?? { zh: id, en: id })
    against.push({
      code: 'role.not-allowed',
      zh: `“${definition.label.zh}”由${names.map((n) => n.zh).join('、')}办理`,
      en: `${definition.label.en} is for ${names.map((n) => n.en).join(', ')}`,
      ...ruleOf(definition),
    })
  }
  if (definition.opens && state.seq > 0)
    against.push({ code: 'matter.already-open', zh: '本案已经立案，不能重复办理', en: 'The matter is open already' })
  if (!definition.opens && state.seq === 0) against.push({ code: 'matter.not-open', zh: '本案尚未立案', en: 'The matter is not open yet' })
  if (!definition.afterEnd && state.seq > 0 && hasEnded(compiled, state))
    against.push({ code: 'matter.ended', zh: '本案已经办结', en: 'The matter has ended' })
  if (state.lastAt !== null && isBefore(view.at, state.lastAt))
    against.push({
      code: 'time.before-last',
      zh: `办理时间 ${view.at} 早于上一动作 ${state.lastAt}`,
      en: `${view.at} is before the last action, ${state.lastAt}`,
      numbers: { at: view.at, last: state.lastAt },
    })
  return against
}

/** Instants written alike compare as strings; others by what they mean. */
const isBefore = (a: Instant, b: Instant) => (a.length === b.length ? a < b : Date.parse(a) < Date.parse(b))

const ruleOf = (definition: ActionDefinition) => (definition.source?.[0] ? { rule: definition.source[0].rule } : {})

/** Takes a draft: the action to record with the next state and the effects, or every reason against it. */
export function submit(setting: Setting, state: State, draft: Draft): Submission {
  const compiled = definitionOf(setting, state.procedure.id, state.procedure.version)
  const refuse = (...refusals: (Refusal | FormError)[]): Submission => ({ ok: false, refusals })
  if (!isInstant(draft.at))
    return refuse({ code: 'time.bad-moment', zh: '办理时间格式不正确', en: 'The moment is not an ISO instant in UTC' })
  const definition = compiled.actions.get(draft.action)
  if (!definition || draft.action === MIGRATE)
    return refuse({ code: 'action.unknown', zh: `没有“${draft.action}”这一动作`, en: `There is no action ${draft.action}` })
  const today = dateInChina(draft.at)
  const values = draft.values ?? {}
  const first: View = { ...viewAt(setting, state, draft.actor, draft.at, draft.cause), action: draft.id, values }
  const on = definition.on ? worth(definition.on, first) : today
  const against: (Refusal | FormError)[] = []
  const day = on !== OPEN && isDate(on) ? on : today
  if (day > today)
    against.push({
      code: 'time.in-future',
      zh: `生效日期 ${day} 晚于今天 ${today}`,
      en: `The day of effect ${day} is after today, ${today}`,
      numbers: { on: day, today },
    })
  // Backdating changes the day on which conditions are judged, not the calendar version known when it is recorded.
  const view: View = day === first.on ? first : { ...first, on: day }
  against.push(...outside(view, definition))
  if (definition.when) against.push(...reasons(definition.when, view))
  against.push(...validateForm(compiled.forms.get(definition.id) ?? [], values, view))
  against.push(...wrongTarget(definition, draft), ...wrongCause(compiled, view, definition, draft))
  if (against.length > 0) return refuse(...against)
  const action: Action = {
    id: draft.id,
    action: draft.action,
    actor: draft.actor,
    at: draft.at,
    ...(draft.values ? { values: draft.values } : {}),
    ...(draft.corrects ? { corrects: draft.corrects } : {}),
    ...(draft.cause ? { cause: draft.cause } : {}),
    matter: state.matter,
    seq: state.seq + 1,
    on: day,
    procedure: state.procedure,
    calendar: { id: view.calendar.id, version: view.calendar.version },
  }
  const { state: next, effects, inVain } = applyIn(view, action)
  if (inVain.length > 0) return refuse(...inVain)
  const decisions = Object.keys(view.decisions).length > 0 ? { decisions: { ...view.decisions } } : {}
  return { ok: true, action: { ...action, ...decisions }, state: next, effects }
}

function wrongTarget(definition: ActionDefinition, draft: Draft): Refusal[] {
  if (!definition.corrects)
    return draft.corrects ? [{ code: 'correction.not-one', zh: '该动作不是更正', en: 'This action is not a correction' }] : []
  if (!draft.corrects) return [{ code: 'correction.no-target', zh: '请指明要更正的动作', en: 'Say which action is to be corrected' }]
  if (!definition.corrects.includes(draft.corrects.action))
    return [{ code: 'correction.wrong-kind', zh: `不能更正“${draft.corrects.action}”`, en: `It does not correct ${draft.corrects.action}` }]
  return []
}

/** An action taken because a clock ran out: has it, and was the consequence not taken already? */
function wrongCause(compiled: Compiled, view: View, definition: ActionDefinition, draft: Draft): Refusal[] {
  const { cause } = draft
  const isConsequence = compiled.definition.clocks.some((clock) => clock.onDue === definition.id)
  const onlyMachines = definition.by.every((role) => compiled.systemRoles.has(role))
  if (!cause)
    return isConsequence && onlyMachines ? [{ code: 'clock.no-cause', zh: '请指明届满的期限', en: 'Say which clock ran out' }] : []
  const clock = compiled.clocks.get(cause.clock)
  if (!clock || clock.onDue !== definition.id)
    return [
      {
        code: 'clock.wrong-cause',
        zh: `期限“${cause.clock}”届满不引起该动作`,
        en: `The clock ${cause.clock} does not lead to this action`,
      },
    ]
  const standing = clockDue(compiled, view.state, view.calendar, clock.id, cause.key)
  if (clockState(view.state, clock, cause.key).fired === cause.due)
    return [
      {
        code: 'clock.already-fired',
        zh: `“${clock.title.zh}”${cause.due}届满已处理`,
        en: `${clock.title.en}: the end on ${cause.due} has been dealt with`,
        numbers: { due: cause.due },
      },
    ]
  if (standing.status !== 'running' || standing.due !== cause.due || !isOver(standing, view.today, view.at))
    return [
      {
        code: 'clock.not-due',
        zh: `“${clock.title.zh}”并未于 ${cause.due} 届满，现届满日为 ${standing.due ?? '—'}`,
        en: `${clock.title.en} did not run out on ${cause.due}; its end is ${standing.due ?? '—'}`,
        numbers: { asked: cause.due, due: standing.due, status: standing.status },
      },
    ]
  return []
}

/** The consequences that are owed at a moment: one draft's kind and cause for each clock that has run out and not been dealt with. */
export function owed(setting: Setting, state: State, at: Instant): readonly { readonly action: string; readonly cause: Cause }[] {
  const today: PlainDate = dateInChina(at)
  const compiled = definitionOf(setting, state.procedure.id, state.procedure.version)
  const calendar: Calendar = calendarFor(setting, today)
  const found: { action: string; cause: Cause }[] = []
  const look = (id: string, onDue: string, fired: PlainDate | undefined, key?: string) => {
    const standing = clockDue(compiled, state, calendar, id, key)
    if (standing.status === 'running' && standing.due !== null && standing.due !== fired && isOver(standing, today, at))
      found.push({ action: onDue, cause: { clock: id, ...(key === undefined ? {} : { key }), due: standing.due } })
  }
  for (const clock of compiled.definition.clocks) {
    if (clock.onDue === undefined) continue
    if (clock.per)
      for (const [key, held] of entries(state.keyedClocks[clock.id] ?? { size: 0, root: {} })) look(clock.id, clock.onDue, held.fired, key)
    else look(clock.id, clock.onDue, state.clocks[clock.id]?.fired)
  }
  return found.sort((a, b) => (a.cause.due < b.cause.due ? -1 : a.cause.due > b.cause.due ? 1 : 0))
}
