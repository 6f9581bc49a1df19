import { calendarFor, clockDue, definitionOf, entries, type State } from '@yingshang/procedure'
import { type Due, dateInChina, type PlainDate, warningDays } from '@yingshang/time'
import type { Law } from './setting.ts'

/** Where every clock of a matter stands at a moment. */
export interface ClockRow {
  readonly clock: string
  readonly key: string | null
  readonly standing: Due
  readonly status: Due['status']
  readonly due: PlainDate | null
  readonly dueAt: string | null
  readonly onDue: string | null
  readonly warn: readonly PlainDate[]
  /** The consequence of this end has been taken. */
  readonly fired: boolean
}

export function clocksOf(law: Law, state: State, at: string): readonly ClockRow[] {
  const compiled = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const calendar = calendarFor(law.setting, dateInChina(at))
  return compiled.definition.clocks.flatMap((clock) => {
    const row = (key: string | undefined, fired: PlainDate | undefined): ClockRow => {
      const standing = clockDue(compiled, state, calendar, clock.id, key)
      return {
        clock: clock.id,
        key: key ?? null,
        standing,
        status: standing.status,
        due: standing.due,
        dueAt: standing.dueAt,
        onDue: clock.onDue ?? null,
        warn: warningDays(clock, standing),
        fired: fired !== undefined && fired === standing.due,
      }
    }
    if (clock.per)
      return state.keyedClocks[clock.id] ? [...entries(state.keyedClocks[clock.id]!)].map(([key, held]) => row(key, held.fired)) : []
    return [row(undefined, state.clocks[clock.id]?.fired)]
  })
}
