import { isDate, type PlainDate, type Refusal, type Text } from '@yingshang/time'
import type { EntryState, FactBody } from './model.ts'

/**
 * What a meeting decides (议定事项), as data: what each kind needs, how the minutes say it, the fact of the ledger that it becomes, and what
 * became of it afterwards. Decisions are facts only once the minutes are adopted.
 */

export const DECISION_KINDS = ['defer', 'urge', 'report', 'close-out', 'task', 'other'] as const
export type DecisionKind = (typeof DECISION_KINDS)[number]

export const DECISION_WORDS: Readonly<Record<DecisionKind, Text>> = {
  defer: { zh: '同意缓办', en: 'Defer to a date' },
  urge: { zh: '督促推进', en: 'Urge a body' },
  report: { zh: '要求专题报告', en: 'Ask for a report' },
  'close-out': { zh: '同意销号', en: 'Agree to the close-out' },
  task: { zh: '交办任务', en: 'Give a task' },
  other: { zh: '其他议定事项', en: 'Other' },
}

export interface MeetingDecision {
  readonly kind: DecisionKind
  /** Id of the entry that it speaks of; null when it speaks of none. */
  readonly entry: string | null
  /** Id of the body that it speaks to. */
  readonly body: string | null
  readonly due: PlainDate | null
  readonly words: string
}

/** What a kind cannot do without. */
const NEEDS: Readonly<Record<DecisionKind, readonly ('entry' | 'body' | 'due' | 'words')[]>> = {
  defer: ['entry', 'due', 'words'],
  urge: ['body', 'words'],
  report: ['body', 'due', 'words'],
  'close-out': ['entry'],
  task: ['body', 'due', 'words'],
  other: ['words'],
}
const NEED_WORDS = {
  entry: { zh: '所涉事项', en: 'an entry' },
  body: { zh: '责任单位', en: 'a body' },
  due: { zh: '期限', en: 'a day' },
  words: { zh: '议定内容', en: 'words' },
} as const

/** What is missing from a decision; reasons accumulate. `on` is the day of the meeting: nothing is due before it. */
export function decisionRefusals(decision: MeetingDecision, on: PlainDate): Refusal[] {
  const { zh, en } = DECISION_WORDS[decision.kind]
  const missing = NEEDS[decision.kind].filter((need) => (decision[need] ?? '').trim() === '')
  return [
    ...missing.map((need) => ({
      code: `ledger.decision-${need}`,
      zh: `“${zh}”须写明${NEED_WORDS[need].zh}`,
      en: `“${en}” needs ${NEED_WORDS[need].en}`,
    })),
    ...(decision.due !== null && (!isDate(decision.due) || decision.due < on)
      ? [
          {
            code: 'ledger.decision-past',
            zh: `期限 ${decision.due} 早于会议日期 ${on}`,
            en: `${decision.due} is before the meeting of ${on}`,
          },
        ]
      : []),
  ]
}

const inChinese = (day: PlainDate) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`

/** The decision as one sentence of the minutes, without its full stop. `body` and `entry` are names; '' where there is none. */
export function decisionSentence(
  { kind, due, words }: Pick<MeetingDecision, 'kind' | 'due' | 'words'>,
  { body, entry }: { readonly body: string; readonly entry: string },
): string {
  const about = entry === '' ? '' : `关于“${entry}”：`
  const said = words.trim().replace(/[。；;.]+$/u, '')
  const until = due === null ? '' : `${inChinese(due)}前`
  switch (kind) {
    case 'defer':
      return `${about}同意缓办至${due === null ? '' : inChinese(due)}，理由：${said}`
    case 'urge':
      return `${about}督促${body}：${said}${until === '' ? '' : `，${until}见效`}`
    case 'report':
      return `${about}要求${body}于${until}专题报告：${said}`
    case 'close-out':
      return `${about}同意销号${said === '' ? '' : `，${said}`}`
    case 'task':
      return `${about}由${body}于${until}完成：${said}`
    case 'other':
      return `${about}${said}${body === '' ? '' : `（责任单位：${body}）`}${until === '' ? '' : `（${until}完成）`}`
  }
}

/**
 * The fact that an entry hears of a decision. `sentence` is how the minutes say it, `minutes` how they are cited, `step` an id for a task,
 * which becomes a step of the entry. A decision that lacks what it needs is refused before this.
 */
export function decidedFact(
  decision: MeetingDecision,
  { sentence, minutes, step, on }: { readonly sentence: string; readonly minutes: string; readonly step: string; readonly on: PlainDate },
): FactBody {
  const { kind, due, words, body } = decision
  switch (kind) {
    case 'defer':
      return { kind: 'deferred', until: due ?? '', decision: minutes, reason: words }
    case 'close-out':
      return { kind: 'accepted', opinion: words.trim() === '' ? minutes : words }
    case 'task':
      return {
        kind: 'step-added',
        step,
        content: {
          body: body ?? '',
          title: words,
          department: null,
          departmentId: null,
          leader: null,
          owner: null,
          startsOn: on,
          dueOn: due,
          outcome: null,
        },
      }
    default:
      return { kind: 'noted', words: sentence }
  }
}

/** What became of a decision. */
export interface Fate {
  readonly state: 'done' | 'open' | 'late'
  readonly words: Text
}

const fate = (state: Fate['state'], zh: string, en: string): Fate => ({ state, words: { zh, en } })

/** What is known of a decision after the minutes were adopted. */
export interface Since {
  /** The entry as it stands; null for a decision that speaks of none. */
  readonly state: EntryState | null
  /** Id of the step that a task became. */
  readonly step: string | null
  /** Day on which the body (any body, where none was named) first reported on the entry afterwards. */
  readonly heardOn: PlainDate | null
  /** Day on which the office said that it is settled, and with which words. */
  readonly settled: { readonly on: PlainDate; readonly words: string } | null
}

/** What became of a decision by a day, from the facts of its entry, or as the office said where no entry tells. */
export function fateOf(decision: MeetingDecision, since: Since, day: PlainDate): Fate {
  const { state, settled } = since
  if (settled) {
    const late = decision.due !== null && settled.on > decision.due
    return fate(
      'done',
      `${settled.on}${late ? '逾期' : ''}办结：${settled.words}`,
      `Settled ${settled.on}${late ? ', late' : ''}: ${settled.words}`,
    )
  }
  const due = decision.due
  const open = (): Fate =>
    due !== null && due < day
      ? fate('late', `逾期未办结（期限${due}）`, `Not settled; was due ${due}`)
      : fate('open', due === null ? '办理中' : `办理中（期限${due}）`, due === null ? 'Under way' : `Under way; due ${due}`)
  if (state === null) return open()
  switch (decision.kind) {
    case 'close-out':
      return state.phase === 'closed'
        ? fate('done', `已于${state.closedOn}销号`, `Closed out ${state.closedOn}`)
        : fate('open', '销号后又重新启动', 'Reopened after the close-out')
    case 'defer':
      return deferral(state, day)
    case 'task': {
      const step = state.steps.find((s) => s.id === since.step)
      if (!step) return fate('open', '措施已被删除', 'The step was removed')
      const by = step.dueOn
      if (step.doneOn !== null) {
        const late = by !== null && step.doneOn > by
        return fate('done', `${step.doneOn}${late ? '逾期' : ''}完成`, `Done ${step.doneOn}${late ? ', late' : ''}`)
      }
      return by !== null && by < day
        ? fate('late', `逾期未完成（期限${by}）`, `Not done; was due ${by}`)
        : fate('open', by === null ? '办理中' : `办理中（期限${by}）`, by === null ? 'Under way' : `Under way; due ${by}`)
    }
    case 'urge':
    case 'report': {
      if (since.heardOn === null) return open()
      const late = due !== null && since.heardOn > due
      return fate('done', `${since.heardOn}${late ? '逾期' : ''}已报进展`, `Reported ${since.heardOn}${late ? ', late' : ''}`)
    }
    case 'other':
      return open()
  }
}

function deferral(state: EntryState, day: PlainDate): Fate {
  if (state.phase === 'closed') return fate('done', `已于${state.closedOn}销号`, `Closed out ${state.closedOn}`)
  if (state.phase === 'submitted') return fate('done', '已申请销号', 'Submitted for close-out')
  if (state.phase === 'withdrawn') return fate('done', '已退出台账', 'Withdrawn')
  const until = state.deferredUntil
  if (until === null) return fate('open', '已恢复办理', 'Resumed')
  return until >= day
    ? fate('open', `缓办中（至${until}）`, `Deferred until ${until}`)
    : fate('late', `缓办于${until}期满，事项未完成`, `The deferral ended ${until}; not done`)
}
