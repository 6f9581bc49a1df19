/** Plain dates in China time, working-day calendars, periods as the law counts them, and clocks that explain themselves. */
export * from './calendar.ts'
export * from './clocks.ts'
export * from './dates.ts'
export { due, outsideBounds } from './due.ts'
export * from './explain.ts'
export { CHINA_2026 } from './holidays.data.ts'
export {
  type Counted,
  type CountedHours,
  count,
  countHours,
  type Days,
  dayBefore,
  days,
  type Hours,
  hours,
  type Length,
  lastDay,
  type Months,
  months,
  type Period,
  periodText,
  type WorkingDays,
  workingDays,
  type Years,
  years,
} from './periods.ts'
export * from './wording.ts'
