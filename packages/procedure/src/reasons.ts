/** Why a condition holds or not, in both languages, with the figures. Personal data never comes out in a reason. */

import { dateInChina } from '@yingshang/time'
import { factValue, holds, OPEN, type View, type Worth, worth } from './judge.ts'
import type { ClockIs, Comparison, Condition, Operand, Refusal, Text } from './model.ts'
import { calendarFor, definitionOf, type Setting } from './setting.ts'
import { clockDue, clockIs, type State } from './state.ts'

/** A condition with how it came out: for pages that show why, and for refusals. */
export interface Judgement extends Refusal {
  readonly holds: boolean | null
  readonly parts: readonly Judgement[]
}

type Numbers = { [name: string]: string | number | boolean | null }

/** Judges a condition and every part of it, with sentences and figures. */
export function judge(condition: Condition, view: View): Judgement {
  const result = holds(condition, view)
  switch (condition.is) {
    case 'and':
    case 'or': {
      const parts = condition.of.map((part) => judge(part, view))
      const zh = parts.map((part) => part.zh).join(condition.is === 'and' ? '；且' : '；或者')
      const en = parts.map((part) => part.en).join(condition.is === 'and' ? '; and ' : '; or ')
      return { holds: result, code: `condition.${condition.is}`, zh, en, numbers: merged(parts), parts }
    }
    case 'not': {
      const inner = judge(condition.of, view)
      return {
        holds: result,
        code: `not.${inner.code}`,
        zh: `须不存在下列情形：${inner.zh}`,
        en: `this must not be so: ${inner.en}`,
        ...(inner.numbers ? { numbers: inner.numbers } : {}),
        ...(inner.rule === undefined ? {} : { rule: inner.rule }),
        parts: [inner],
      }
    }
    case 'named': {
      const named = view.compiled.conditions.get(condition.id)!
      const inner = judge(named.when, view)
      const numbers = inner.numbers ?? {}
      const shown = result === false ? named.refusal : named.title
      const source = named.source?.[0]
      return {
        holds: result,
        code: named.id,
        zh: filled(shown.zh, view, numbers),
        en: filled(shown.en, view, numbers),
        numbers,
        ...(source ? { rule: source.rule } : inner.rule === undefined ? {} : { rule: inner.rule }),
        parts: [inner],
      }
    }
    default:
      return { holds: result, ...leaf(condition, view), parts: [] }
  }
}

/** The reasons for which a condition does not hold; none when it holds or is open. */
export function reasons(condition: Condition, view: View): Refusal[] {
  if (holds(condition, view) !== false) return []
  // Each part of an `and` is a reason of its own.
  if (condition.is === 'and') return condition.of.flatMap((part) => reasons(part, view))
  const { holds: _holds, parts: _parts, ...refusal } = judge(condition, view)
  return [refusal]
}

function merged(parts: readonly Judgement[]): Numbers {
  return Object.assign({}, ...parts.map((part) => part.numbers ?? {})) as Numbers
}

const STATUS: Readonly<Record<ClockIs, Text>> = {
  waiting: { zh: '尚未起算', en: 'not started' },
  unset: { zh: '尚未确定长度', en: 'without a length' },
  running: { zh: '正在计算', en: 'running' },
  paused: { zh: '已暂停', en: 'paused' },
  ended: { zh: '已完成', en: 'met' },
  cancelled: { zh: '不再适用', en: 'cancelled' },
  'in-time': { zh: '尚未届满', en: 'not over' },
  over: { zh: '已届满', en: 'over' },
}

function leaf(condition: Exclude<Condition, { is: 'and' | 'or' | 'not' | 'named' }>, view: View): Refusal {
  const { definition } = view.compiled
  switch (condition.is) {
    case 'stage': {
      const track = view.compiled.tracks.get(condition.track)
      const name = (id: string | undefined): Text => track?.stages.find((s) => s.id === id)?.title ?? { zh: '未开始', en: 'not begun' }
      const now = view.state.stages[condition.track]?.stage
      const wanted = condition.in.map(name)
      return {
        code: 'stage',
        zh: `“${track?.title.zh}”须处于${wanted.map((t) => `“${t.zh}”`).join('、')}阶段，现为“${name(now).zh}”`,
        en: `${track?.title.en} must be at ${wanted.map((t) => t.en).join(' or ')}; it is at ${name(now).en}`,
        numbers: { [condition.track]: now ?? null },
      }
    }
    case 'flag': {
      const title = definition.flags.find((f) => f.id === condition.flag)?.title
      return {
        code: 'flag',
        zh: `须有标记“${title?.zh}”`,
        en: `the flag ${title?.en} must be up`,
        numbers: { [condition.flag]: view.state.flags[condition.flag] ?? null },
      }
    }
    case 'done': {
      const label = view.compiled.actions.get(condition.action)?.label
      const times = view.state.done[condition.action] ?? 0
      return {
        code: 'done',
        zh: `须已办理“${label?.zh}”${condition.times > 1 ? `${condition.times}次，现${times}次` : ''}`,
        en: `${label?.en} must have been done${condition.times > 1 ? ` ${condition.times} times; it was done ${times} times` : ''}`,
        numbers: { [condition.action]: times, needed: condition.times },
      }
    }
    case 'role': {
      const title = definition.roles.find((r) => r.id === condition.role)?.title
      return { code: 'role', zh: `须由${title?.zh}办理`, en: `only for ${title?.en}` }
    }
    case 'clock': {
      const clock = view.compiled.clocks.get(condition.clock)
      const key = condition.key ? worth(condition.key, view) : null
      const standing = clockDue(
        view.compiled,
        view.state,
        view.calendar,
        condition.clock,
        key === null || key === OPEN ? undefined : String(key),
      )
      const wanted = condition.status.map((s) => STATUS[s])
      const now =
        standing.status === 'running' ? STATUS[clockIs(standing, 'over', view.on, view.at) ? 'over' : 'in-time'] : STATUS[standing.status]
      const until = standing.due === null ? '' : ` (${standing.due})`
      const rule = clock?.source[0]?.rule
      return {
        code: 'clock',
        zh: `“${clock?.title.zh}”须${wanted.map((t) => t.zh).join('或')}，${view.on} 时${now.zh}${until}`,
        en: `${clock?.title.en} must be ${wanted.map((t) => t.en).join(' or ')}; on ${view.on} it is ${now.en}${until}`,
        numbers: { [`${condition.clock}.due`]: standing.due, [`${condition.clock}.status`]: standing.status, on: view.on },
        ...(rule === undefined ? {} : { rule }),
      }
    }
    case 'known': {
      const what = operandText(condition.what, view)
      return { code: 'known', zh: `须有${what.zh}`, en: `${what.en} must be known` }
    }
    case 'compare': {
      const [left, right] = [operandText(condition.left, view), operandText(condition.right, view)]
      const op = OPERATORS[condition.op]
      const figures: Numbers = {}
      for (const operand of [condition.left, condition.right]) collect(operand, view, figures)
      const actual = shown(worth(condition.left, view))
      const zh = `${left.zh}须${op.zh}${right.zh}`
      const en = `${left.en} must be ${op.en} ${right.en}`
      const now = condition.left.of === 'value' || mute(condition.left, view) ? null : actual
      return {
        code: 'compare',
        zh: now === null ? zh : `${zh}，现为${now}`,
        en: now === null ? en : `${en}; it is ${now}`,
        numbers: figures,
      }
    }
    case 'always':
      return { code: 'always', zh: '总是可以', en: 'always' }
  }
}

const OPERATORS: Readonly<Record<Comparison, Text>> = {
  '=': { zh: '等于', en: 'equal to' },
  '≠': { zh: '不等于', en: 'other than' },
  '<': { zh: '小于', en: 'less than' },
  '≤': { zh: '不超过', en: 'at most' },
  '>': { zh: '大于', en: 'more than' },
  '≥': { zh: '不少于', en: 'at least' },
  in: { zh: '属于', en: 'one of' },
}

/** Personal data must not come out in a reason. */
function mute(operand: Operand, view: View): boolean {
  const personal = (id: string) =>
    view.compiled.fields.get(id)?.sensitivity === 'personal' ||
    view.compiled.definition.facts?.some((f) => f.id === id && f.sensitivity === 'personal') === true
  switch (operand.of) {
    case 'fact':
      return personal(operand.fact)
    case 'field':
      return personal(operand.field)
    case 'actor':
    case 'entry':
      return true
    case 'sum':
    case 'product':
    case 'first':
      return operand.terms.some((term) => mute(term, view))
    case 'difference':
      return mute(operand.from, view) || mute(operand.minus, view)
    case 'later':
      return mute(operand.date, view)
    case 'days':
      return mute(operand.from, view) || mute(operand.to, view)
    default:
      return false
  }
}

function collect(operand: Operand, view: View, into: Numbers): void {
  const parts =
    operand.of === 'sum' || operand.of === 'product' || operand.of === 'first'
      ? operand.terms
      : operand.of === 'difference'
        ? [operand.from, operand.minus]
        : operand.of === 'later'
          ? [operand.date]
          : operand.of === 'days'
            ? [operand.from, operand.to]
            : []
  for (const part of parts) collect(part, view, into)
  if (mute(operand, view)) return
  const name =
    operand.of === 'fact'
      ? operand.fact
      : operand.of === 'field'
        ? operand.field
        : operand.of === 'due'
          ? `${operand.clock}.due`
          : operand.of === 'entries'
            ? operand.register
            : operand.of === 'decision'
              ? operand.decision
              : operand.of === 'today' || operand.of === 'on'
                ? operand.of
                : null
  if (name === null) return
  const found = worth(operand, view)
  if (found !== OPEN && (found === null || typeof found !== 'object')) into[name] = found
}

const shown = (found: Worth): string =>
  found === OPEN ? '…' : found === null ? '—' : typeof found === 'object' ? JSON.stringify(found) : String(found)

function operandText(operand: Operand, view: View): Text {
  const both = (text: string): Text => ({ zh: text, en: text })
  const join = (terms: readonly Operand[], sign: string): Text => {
    const texts = terms.map((term) => operandText(term, view))
    return { zh: texts.map((t) => t.zh).join(sign), en: texts.map((t) => t.en).join(sign) }
  }
  switch (operand.of) {
    case 'value':
      return both(shown(operand.value))
    case 'fact':
    case 'field':
      return nameOf(view, operand.of === 'fact' ? operand.fact : operand.field)
    case 'today':
      return { zh: `当日（${view.today}）`, en: `today (${view.today})` }
    case 'on':
      return { zh: `办理日（${view.on}）`, en: `the day of the action (${view.on})` }
    case 'actor':
      return { zh: '办理人', en: 'the one who acts' }
    case 'matter':
      return { zh: '本案', en: 'this matter' }
    case 'action':
      return { zh: '本次办理', en: 'this action' }
    case 'key':
      return { zh: '期限所属项', en: 'the item of the clock' }
    case 'due': {
      const title = view.compiled.clocks.get(operand.clock)?.title
      const day = shown(worth(operand, view))
      return { zh: `“${title?.zh}”届满日（${day}）`, en: `the end of ${title?.en} (${day})` }
    }
    case 'entry':
    case 'entries': {
      const register = view.compiled.definition.registers?.find((r) => r.id === operand.register)
      const property = operand.of === 'entry' ? register?.properties.find((p) => p.id === operand.property)?.title : undefined
      if (operand.of === 'entries') return { zh: `${register?.title.zh}条数`, en: `entries of ${register?.title.en}` }
      return {
        zh: `${register?.title.zh}${property ? `中的${property.zh}` : ''}`,
        en: `${property ? `${property.en} in ` : ''}${register?.title.en}`,
      }
    }
    case 'sum':
      return join(operand.terms, ' + ')
    case 'product':
      return join(operand.terms, ' × ')
    case 'difference':
      return join([operand.from, operand.minus], ' − ')
    case 'later':
      return both(shown(worth(operand, view)))
    case 'days': {
      const [from, to] = [operandText(operand.from, view), operandText(operand.to, view)]
      return { zh: `${from.zh}至${to.zh}的天数`, en: `days from ${from.en} to ${to.en}` }
    }
    case 'first':
      return operandText(operand.terms[0] ?? { of: 'value', value: null }, view)
    case 'decision':
      return { zh: `决策“${operand.decision}”`, en: `decision ${operand.decision}` }
  }
}

function nameOf(view: View, id: string): Text {
  const name = view.compiled.fields.get(id)?.label ?? view.compiled.definition.facts?.find((fact) => fact.id === id)?.title
  return name ? { zh: `“${name.zh}”`, en: name.en } : { zh: id, en: id }
}

/**
 * Fills `{name}` from figures, then from facts and clocks of the matter. What is personal is left out unless the text is for those
 * who take part in the matter (titles, notices).
 */
export function filled(
  template: string,
  view: View,
  figures: Readonly<Numbers> = {},
  personal: 'personal' | 'no-personal' = 'no-personal',
): string {
  return template.replace(/\{([\w.-]+)\}/g, (whole, name: string) => {
    if (Object.hasOwn(figures, name)) return shown(figures[name] ?? null)
    if (name === 'today') return view.today
    if (name === 'on') return view.on
    if (view.compiled.fields.has(name) || view.compiled.definition.facts?.some((f) => f.id === name)) {
      if (personal === 'no-personal' && mute({ of: 'fact', fact: name }, view)) return '***'
      return shown(view.values?.[name] ?? factValue(view, name))
    }
    if (view.compiled.clocks.has(name)) return clockDue(view.compiled, view.state, view.calendar, name).due ?? '—'
    return whole
  })
}

/** A title of the definition filled in with what the matter knows; `matter` names it in lists. */
export function titleOf(setting: Setting, state: State, which = 'matter'): Text {
  const compiled = definitionOf(setting, state.procedure.id, state.procedure.version)
  const at = state.lastAt ?? '1970-01-01T00:00:00Z'
  const today = dateInChina(at)
  const title = compiled.definition.titles[which] ?? compiled.definition.title
  const view: View = {
    compiled,
    state,
    calendar: calendarFor(setting, today),
    at,
    today,
    on: today,
    actor: null,
    action: '',
    values: null,
    cause: null,
    decide: null,
    decisions: {},
  }
  return { zh: filled(title.zh, view, {}, 'personal'), en: filled(title.en, view, {}, 'personal') }
}
