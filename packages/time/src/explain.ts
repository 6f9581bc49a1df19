/** Sentences for the steps of a clock, in Chinese and English. */
import type { Clock, Due, Step } from './clocks.ts'
import { type Instant, timeInChina } from './dates.ts'
import { periodText } from './periods.ts'
import type { Text } from './wording.ts'

/** Names of events for people; without it the plain name is shown. */
export type EventNames = (event: string) => Text | undefined

/**
 * How the due date came about, one sentence a step, with the sources at the end and the warnings after them.
 * `names` gives the titles of events (the labels of actions, for instance).
 */
export function explain(clock: Clock, due: Due, language: 'zh' | 'en', names: EventNames = () => undefined): readonly string[] {
  const zh = language === 'zh'
  const of = (text: Text) => text[language]
  const name = (event: string) =>
    names(event)?.[language] ?? (event.startsWith('clock:') ? (zh ? '前一期限届满' : 'the end of the period before') : event)
  const lines = due.steps.map((step) => sentence(step, zh, of, name))
  if (due.status === 'waiting') lines.push(zh ? '期限尚未起算' : 'The period has not started')
  if (clock.source.length > 0)
    lines.push(`${zh ? '依据：' : 'Source: '}${clock.source.map((s) => `${s.provision} (${s.rule})`).join(zh ? '；' : '; ')}`)
  const said = new Set(due.steps.flatMap((step) => (step.kind === 'ignored' ? [step.why] : [])))
  for (const warning of due.warnings) if (!said.has(warning)) lines.push(`${zh ? '注意：' : 'Note: '}${of(warning)}`)
  return lines
}

function sentence(step: Step, zh: boolean, of: (text: Text) => string, name: (event: string) => string): string {
  const moment = (at: Instant) => timeInChina(at)
  switch (step.kind) {
    case 'start':
      return zh
        ? `${step.on}${step.at && step.again ? ` ${moment(step.at)}` : ''} ${name(step.event)}，${step.again ? '期限重新起算' : '期限起算'}，当日不计入`
        : `${step.on}: ${name(step.event)} ${step.again ? 'starts the period anew' : 'starts the period'}; that day does not count`
    case 'length': {
      const length = of(periodText(step.length))
      const until = step.at ? `${step.plain} ${moment(step.at)}` : step.plain
      if (step.before) return zh ? `提前${length}，至迟 ${until}` : `${length} before it, by ${until} at the latest`
      return zh ? `期限${length}${step.set ? '（指定）' : ''}，计至 ${until}` : `${length}${step.set ? ' as set' : ''}, counted to ${until}`
    }
    case 'bounds':
      return zh
        ? `期限由人指定，${of(periodText(step.bounds.min))}以上、${of(periodText(step.bounds.max))}以下，即 ${step.earliest} 至 ${step.latest} 之间届满`
        : `To be set between ${of(periodText(step.bounds.min))} and ${of(periodText(step.bounds.max))}, ending from ${step.earliest} to ${step.latest}`
    case 'pause':
      return zh
        ? `${of(step.title)}，${step.from} 至 ${step.to} 暂停，不计入 ${step.days} 日`
        : `${of(step.title)}: paused from ${step.from} to ${step.to}, ${step.days} days not counted`
    case 'paused':
      return zh
        ? `${of(step.title)}，自 ${step.from} 起暂停，尚余 ${step.left} 日`
        : `${of(step.title)}: paused since ${step.from} with ${step.left} days left`
    case 'deduction':
      return zh
        ? `扣除${of(step.title)} ${step.from} 至 ${step.to}，${step.days} 日${step.reason ? `（${step.reason}）` : ''}`
        : `${of(step.title)} deducted from ${step.from} to ${step.to}, ${step.days} days${step.reason ? ` (${step.reason})` : ''}`
    case 'extension':
      return zh
        ? `${step.on} ${of(step.title)}，延长${of(periodText(step.length))}，计至 ${step.plain}`
        : `${step.on}: ${of(step.title)}, ${of(periodText(step.length))} more, counted to ${step.plain}`
    case 'roll':
      return zh ? `${step.from} 为休息日，顺延至 ${step.to}` : `${step.from} is a rest day; the end moves to ${step.to}`
    case 'ignored':
      return zh
        ? `${step.on} ${name(step.event)} 未计入：${of(step.why)}`
        : `${step.on}: ${name(step.event)} has no effect: ${of(step.why)}`
    case 'ended':
      return zh
        ? `${step.on} ${name(step.event)}，${step.inTime ? '在期限内完成' : '逾期完成'}`
        : `${step.on}: ${name(step.event)}, done ${step.inTime ? 'in time' : 'late'}`
    case 'cancelled':
      return zh ? `${step.on} ${name(step.event)}，期限不再适用` : `${step.on}: ${name(step.event)}; the period no longer applies`
    case 'result':
      return zh ? `届满：${step.due}${step.at ? ` ${moment(step.at)}` : ''}` : `Due: ${step.due}${step.at ? ` ${moment(step.at)}` : ''}`
  }
}
