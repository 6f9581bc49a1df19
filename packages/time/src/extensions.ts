/** Why an extension of a clock has no effect, and what is to be said about one that came late. */
import type { Calendar } from './calendar.ts'
import type { Clock, ClockEvent, Extension } from './clocks.ts'
import { daysBetween, type PlainDate } from './dates.ts'
import { count, dayBefore, type Period, periodText } from './periods.ts'
import type { Refusal } from './wording.ts'

/** The reason why an extension has no effect, or null. `used` is how many came before; `end` is null while the clock is paused. */
export function noExtension(
  clock: Clock,
  extension: Extension,
  event: ClockEvent,
  used: number,
  end: PlainDate | null,
  calendar: Calendar,
): Refusal | null {
  const times = extension.times ?? 1
  if (used >= times)
    return {
      code: 'clock.extension-used',
      zh: `“${extension.title.zh}”最多${times}次`,
      en: `${extension.title.en}: at most ${times === 1 ? 'once' : `${times} times`}`,
      numbers: { times },
      ...rule(extension.source),
    }
  const by = event.length ?? extension.length
  if (!by) return { code: 'clock.extension-without-length', zh: '未写明延长多久', en: 'The extension does not say how long' }
  if (
    event.length &&
    extension.length &&
    count(event.on, event.length, calendar).plain > count(event.on, extension.length, calendar).plain
  ) {
    const most = periodText(extension.length)
    return {
      code: 'clock.extension-too-long',
      zh: `“${extension.title.zh}”最长${most.zh}`,
      en: `${extension.title.en}: at most ${most.en}`,
      ...rule(extension.source),
    }
  }
  return end !== null && event.on > end ? { ...expired(clock, end, event.on), code: 'clock.extension-too-late' } : null
}

/** Warnings about an extension that was applied for or decided too close to the end. */
export function lateExtension(clock: Clock, extension: Extension, event: ClockEvent, end: PlainDate, calendar: Calendar): Refusal[] {
  const late: Refusal[] = []
  const check = (code: string, on: PlainDate | undefined, before: Period | undefined, zh: string, en: string) => {
    if (on === undefined || !before) return
    const latest = dayBefore(end, before, calendar)
    if (on > latest)
      late.push({
        code,
        zh: `“${clock.title.zh}”的延长应当在届满${periodText(before).zh}前${zh}，至迟 ${latest}，实际 ${on}`,
        en: `An extension of ${clock.title.en} should be ${en} ${periodText(before).en} before the end, by ${latest}; it was ${on}`,
        numbers: { latest, actual: on },
        ...rule(extension.source),
      })
  }
  check('clock.extension-applied-late', event.applied, extension.applyBefore, '申请', 'applied for')
  check('clock.extension-decided-late', event.on, extension.decideBefore, '批准', 'decided')
  return late
}

const rule = (source: readonly { readonly rule: string }[] | undefined) => (source?.[0] ? { rule: source[0].rule } : {})

/** What comes after the end has no effect. */
export function expired(clock: Clock, end: PlainDate, on: PlainDate): Refusal {
  return {
    code: 'clock.expired',
    zh: `“${clock.title.zh}”已于 ${end} 届满，${on} 的变动不生效`,
    en: `${clock.title.en} had ended on ${end}; what came on ${on} has no effect`,
    numbers: { end, on, days: daysBetween(end, on) },
  }
}
