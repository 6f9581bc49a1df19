/**
 * Whether matters can get everywhere and out again. Conditions are judged by stages alone; everything else might be so. What is
 * reported here is therefore certain; what is not reported may still fail, and exploring shows it.
 */
import type { ActionDefinition, Condition, Definition, Track } from './model.ts'
import { eventsOf } from './setting.ts'
import type { Report } from './validate.ts'

/** Can a condition hold while a track stands at a stage (null: not yet entered)? Null when other things decide. */
function atStage(condition: Condition, definition: Definition, track: string, stage: string | null, depth = 0): boolean | null {
  if (depth > 50) return null
  const inner = (part: Condition) => atStage(part, definition, track, stage, depth + 1)
  switch (condition.is) {
    case 'always':
      return true
    case 'stage':
      return condition.track === track ? stage !== null && condition.in.includes(stage) : null
    case 'not': {
      const result = inner(condition.of)
      return result === null ? null : !result
    }
    case 'and': {
      const results = condition.of.map(inner)
      return results.includes(false) ? false : results.includes(null) ? null : true
    }
    case 'or': {
      const results = condition.of.map(inner)
      return results.includes(true) ? true : results.includes(null) ? null : false
    }
    case 'named': {
      const named = definition.conditions.find((c) => c.id === condition.id)
      return named ? inner(named.when) : null
    }
    default:
      return null
  }
}

export function checkFlow(definition: Definition, report: Report): void {
  circles(definition, report)
  const system = new Set(definition.roles.filter((role) => role.system).map((role) => role.id))
  const possibleAt = (action: ActionDefinition, track: Track, stage: string | null) =>
    !action.when || atStage(action.when, definition, track.id, stage) !== false
  for (const track of definition.tracks) {
    const reached = reach(definition, track, possibleAt)
    for (const stage of track.stages) {
      const path = `tracks.${track.id}.${stage.id}`
      if (!reached.has(stage.id))
        report('error', 'stage.unreachable', path, `阶段“${stage.title.zh}”无法到达`, `The stage ${stage.title.en} cannot be reached`)
      const exit = definition.actions.some(
        (action) =>
          !action.opens &&
          possibleAt(action, track, stage.id) &&
          action.effects.some((e) => e.do === 'move' && e.track === track.id && e.to !== stage.id),
      )
      if (!stage.terminal && !exit)
        report(
          'error',
          'stage.no-exit',
          path,
          `阶段“${stage.title.zh}”没有出路，也不是终点`,
          `The stage ${stage.title.en} has no exit and is not terminal`,
        )
    }
  }
  const onDue = new Set(definition.clocks.map((clock) => clock.onDue))
  const heard = new Set(definition.clocks.flatMap((clock) => [...eventsOf(clock)]))
  for (const action of definition.actions) {
    const path = `actions.${action.id}`
    if (action.by.length === 0) report('error', 'action.nobody', `${path}.by`, '没有任何角色可以办理', 'Nobody may take this action')
    else if (action.by.every((role) => system.has(role)) && !onDue.has(action.id))
      report(
        'error',
        'action.nobody',
        `${path}.by`,
        '只有系统可以办理，但没有期限引起它',
        'Only the system may take it, and no clock leads to it',
      )
    for (const track of definition.tracks)
      if (![null, ...track.stages.map((s) => s.id)].some((stage) => possibleAt(action, track, stage)))
        report(
          'error',
          'action.never',
          `${path}.when`,
          `在“${track.title.zh}”的任何阶段都不能办理`,
          `It is possible at no stage of ${track.title.en}`,
        )
    for (const track of definition.tracks) {
      const moves = action.effects.filter((e) => e.do === 'move' && e.track === track.id && !e.when)
      if (moves.length > 1)
        report(
          'error',
          'action.two-moves',
          `${path}.effects`,
          `同时把“${track.title.zh}”移到两个阶段`,
          `It moves ${track.title.en} to two stages at once`,
        )
    }
    if (action.effects.length === 0 && !action.form?.length && !action.corrects && !heard.has(action.id))
      report('warning', 'action.no-effect', path, '该动作什么也不改变', 'The action changes nothing')
  }
}

function reach(
  definition: Definition,
  track: Track,
  possibleAt: (action: ActionDefinition, track: Track, stage: string | null) => boolean,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const queue: (string | null)[] = [track.initial ?? null]
  if (track.initial !== undefined) reached.add(track.initial)
  while (queue.length > 0) {
    const stage = queue.shift()!
    for (const action of definition.actions) {
      // The opening action is taken before the track has its initial stage.
      if (!possibleAt(action, track, action.opens ? null : stage)) continue
      for (const effect of action.effects)
        if (effect.do === 'move' && effect.track === track.id && !reached.has(effect.to)) {
          reached.add(effect.to)
          queue.push(effect.to)
        }
    }
  }
  return reached
}

function circles(definition: Definition, report: Report): void {
  const uses = (condition: Condition): string[] =>
    condition.is === 'named'
      ? [condition.id]
      : condition.is === 'and' || condition.is === 'or'
        ? condition.of.flatMap(uses)
        : condition.is === 'not'
          ? uses(condition.of)
          : []
  const graph = new Map(definition.conditions.map((c) => [c.id, uses(c.when)]))
  for (const start of graph.keys()) {
    const seen = new Set<string>()
    const queue = [...(graph.get(start) ?? [])]
    while (queue.length > 0) {
      const id = queue.pop()!
      if (id === start) {
        report('error', 'condition.circle', `conditions.${start}`, '条件引用了自己', 'The condition refers to itself')
        break
      }
      if (seen.has(id)) continue
      seen.add(id)
      queue.push(...(graph.get(id) ?? []))
    }
  }
}
