/** Runs the worked examples of a definition. What does not come out as expected is a finding, in words. */
import { dateInChina, instantInChina, isDate } from '@yingshang/time'
import type { Action, Actor, ClockIs, Definition, Example } from './model.ts'
import { possible, submit } from './possible.ts'
import { calendarFor, compile, type Setting } from './setting.ts'
import { clockDue, clockIs, hasEnded, initial, type State } from './state.ts'

export interface ExampleRun {
  readonly example: Example
  readonly actions: readonly Action[]
  readonly state: State
  /** Empty when everything came out as expected. */
  readonly differences: readonly string[]
}

/** Plays one example on the engine and compares. */
export function runExample(setting: Setting, definition: Definition, example: Example): ExampleRun {
  const compiled = compile(definition)
  const differences: string[] = []
  const actions: Action[] = []
  let state = initial(definition, 'example')
  let at = ''
  example.actions.forEach((step, i) => {
    const action = compiled.actions.get(step.action)
    const role = step.as ?? action?.by[0] ?? ''
    at = isDate(step.at) ? instantInChina(step.at, '10:00') : step.at
    const corrected = step.corrects === undefined ? undefined : actions.find((a) => a.id === `a${step.corrects}`)
    const result = submit(setting, state, {
      id: `a${i}`,
      action: step.action,
      actor: { id: step.actor ?? role, roles: [role] },
      at,
      ...(step.values ? { values: step.values } : {}),
      ...(step.cause ? { cause: step.cause } : {}),
      ...(corrected ? { corrects: { id: corrected.id, action: corrected.action } } : {}),
    })
    const wanted = step.refused ? [...step.refused].sort().join(', ') : ''
    if (result.ok) {
      if (step.refused) differences.push(`step ${i} ${step.action}: accepted, expected refusal ${wanted}`)
      actions.push(result.action)
      state = result.state
    } else {
      const got = result.refusals
        .map((r) => r.code)
        .sort()
        .join(', ')
      if (!step.refused)
        differences.push(`step ${i} ${step.action}: refused: ${result.refusals.map((r) => `${r.code} (${r.zh})`).join('; ')}`)
      else if (got !== wanted) differences.push(`step ${i} ${step.action}: refused by ${got}, expected ${wanted}`)
    }
  })
  const { expect } = example
  const compare = (what: string, got: unknown, wanted: unknown) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted))
      differences.push(`${what}: ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`)
  }
  for (const [track, stage] of Object.entries(expect.stages ?? {})) compare(`stage of ${track}`, state.stages[track]?.stage ?? null, stage)
  if (expect.flags) compare('flags', Object.keys(state.flags).sort(), [...expect.flags].sort())
  for (const [fact, value] of Object.entries(expect.facts ?? {}))
    compare(`fact ${fact}`, state.facts[fact]?.value ?? definition.facts?.find((f) => f.id === fact)?.initial ?? null, value)
  if (at !== '') {
    const calendar = calendarFor(setting, dateInChina(at))
    for (const [clock, wanted] of Object.entries(expect.clocks ?? {})) {
      const is = clockDue(compiled, state, calendar, clock)
      if (isDate(wanted)) compare(`clock ${clock}`, is.due, wanted)
      else if (!clockIs(is, wanted as ClockIs, dateInChina(at), at)) differences.push(`clock ${clock}: ${is.status}, expected ${wanted}`)
    }
    for (const [role, wanted] of Object.entries(expect.possible ?? {})) {
      const actor: Actor = { id: role, roles: [role] }
      compare(
        `possible for ${role}`,
        possible(setting, state, actor, at)
          .filter((p) => p.allowed)
          .map((p) => p.action)
          .sort(),
        [...wanted].sort(),
      )
    }
  }
  if (expect.ended !== undefined) compare('ended', hasEnded(compiled, state), expect.ended)
  return { example, actions, state, differences }
}
