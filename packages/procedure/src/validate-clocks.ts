/** Clocks that never start, lead nowhere, or ask for what clocks cannot do. */
import type { Definition, ProcedureClock } from './model.ts'
import type { Report } from './validate.ts'
import { visitDefinition } from './visit.ts'

export function checkClocks(definition: Definition, report: Report): void {
  const read = new Set<string>()
  visitDefinition(definition, {
    condition(condition) {
      if (condition.is === 'clock') read.add(condition.clock)
    },
    operand(operand) {
      if (operand.of === 'due') read.add(operand.clock)
    },
  })
  for (const action of definition.actions)
    for (const effect of action.effects) if (effect.do === 'oblige' && effect.clock !== undefined) read.add(effect.clock)
  const system = new Set(definition.roles.filter((role) => role.system).map((role) => role.id))
  for (const clock of definition.clocks) {
    const path = `clocks.${clock.id}`
    if (clock.source.length === 0) report('error', 'source.missing', path, '期限未注明依据', 'The clock names no source')
    const leads =
      clock.onDue !== undefined ||
      read.has(clock.id) ||
      definition.clocks.some((other) => typeof other.starts === 'object' && 'after' in other.starts && other.starts.after === clock.id)
    if (!leads) report('error', 'clock.no-consequence', path, '期限届满没有任何后果', 'Nothing happens when the clock runs out')
    const onDue = definition.actions.find((action) => action.id === clock.onDue)
    if (onDue && !onDue.by.some((role) => system.has(role)))
      report(
        'error',
        'clock.on-due-not-for-system',
        `${path}.onDue`,
        '系统角色不能办理届满动作',
        'The system may not take the action of this clock',
      )
    if (Array.isArray(clock.starts) && clock.starts.length === 0)
      report('error', 'clock.never-starts', path, '期限没有起算事件', 'The clock has no starting event')
    if ((clock.ends?.length ?? 0) + (clock.cancels?.length ?? 0) === 0 && clock.counts !== 'before')
      report('warning', 'clock.never-ends', path, '没有动作使期限完成或失效', 'No action meets or cancels the clock')
    const before = typeof clock.starts === 'object' && 'after' in clock.starts ? clock.starts.after : undefined
    const leader = definition.clocks.find((other) => other.id === before)
    if (leader && (leader.per === undefined) !== (clock.per === undefined))
      report(
        'error',
        'clock.per-mismatch',
        path,
        '按键的期限只能跟随按键的期限',
        'A clock for each key follows only clocks for each key, and so the other way round',
      )
    checkLength(clock, path, report)
  }
  checkCircles(definition, report)
}

function checkLength(clock: ProcedureClock, path: string, report: Report): void {
  const { length } = clock
  if (!('unit' in length)) {
    if (clock.sets === undefined)
      report('error', 'clock.nobody-sets', path, '期限有上下限，但没有人指定长度', 'The length has limits but no event sets it')
    return
  }
  if (clock.sets !== undefined) report('error', 'clock.sets-fixed', path, '固定期限不能再指定长度', 'A fixed length cannot be set')
  if ((length.unit === 'hours' || clock.counts === 'before') && (clock.pauses || clock.extensions || clock.deductions))
    report(
      'error',
      'clock.cannot-move',
      path,
      '按小时或倒数计算的期限不能中止、延长或扣除',
      'Clocks in hours or counted backwards do not pause or move',
    )
}

function checkCircles(definition: Definition, report: Report): void {
  const before = new Map(
    definition.clocks.map((clock) => [
      clock.id,
      typeof clock.starts === 'object' && 'after' in clock.starts ? clock.starts.after : undefined,
    ]),
  )
  for (const clock of definition.clocks) {
    const seen = new Set<string>()
    for (let id: string | undefined = clock.id; id !== undefined; id = before.get(id)) {
      if (seen.has(id)) {
        report('error', 'clock.circle', `clocks.${clock.id}`, '期限互为起点', 'Clocks start at the end of each other')
        break
      }
      seen.add(id)
    }
  }
}
