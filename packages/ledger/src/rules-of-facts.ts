import { dateInChina, isDate, isInstant, type PlainDate, type Refusal } from '@yingshang/time'
import type { EntryContent, EntryFact, EntryState, FactKind, Phase } from './model.ts'

/**
 * Which facts may follow on which. One table says what each phase takes; what a kind asks beyond that stands beside its name. Reasons
 * accumulate: a page can show all of them at once.
 */

/** What each phase takes. What is not here is refused. */
const TAKEN: Readonly<Record<Phase, readonly FactKind[]>> = {
  open: [
    'assigned',
    'entrusted',
    'weighted',
    'step-added',
    'step-changed',
    'step-done',
    'step-reopened',
    'step-removed',
    'reported',
    'evidence-added',
    'evidence-withdrawn',
    'milestone-done',
    'milestone-reopened',
    'target-reading',
    'target-bound',
    'submitted',
    'deferred',
    'resumed',
    'amended',
    'withdrawn',
    'noted',
  ],
  submitted: ['entrusted', 'weighted', 'evidence-added', 'target-reading', 'target-bound', 'returned', 'accepted', 'noted'],
  closed: ['entrusted', 'weighted', 'target-reading', 'target-bound', 'reopened', 'amended', 'noted'],
  withdrawn: ['reopened', 'noted'],
}

const PHASE_WORDS: Readonly<Record<Phase, readonly [string, string]>> = {
  open: ['办理中', 'open'],
  submitted: ['已申请销号、待审核', 'waiting for review'],
  closed: ['已销号', 'closed out'],
  withdrawn: ['已退出台账', 'withdrawn'],
}

const refusal = (code: string, zh: string, en: string, numbers?: Refusal['numbers']): Refusal => ({
  code: `ledger.${code}`,
  zh,
  en,
  ...(numbers ? { numbers } : {}),
})

/**
 * Why a fact may not follow on a state; nothing when it may. `state` is null before the entry was adopted. Looks at the facts of this
 * entry alone: who may act for a body is asked elsewhere.
 */
export function refusalsOf(state: EntryState | null, fact: EntryFact): Refusal[] {
  if (!isInstant(fact.at)) return [refusal('bad-instant', `时间“${fact.at}”无效`, `${fact.at} is not an instant`)]
  if (state === null)
    return fact.kind === 'adopted' && fact.seq === 1
      ? contentRefusals(fact.content)
      : [refusal('not-adopted', '事项尚未列入台账', 'The entry has not been adopted')]
  if (fact.kind === 'adopted') return [refusal('adopted', '事项已在台账中', 'The entry is in the ledger already')]
  if (fact.seq !== state.seq + 1)
    return [
      refusal('sequence', `应为第 ${state.seq + 1} 条记录，现为第 ${fact.seq} 条`, `Fact ${state.seq + 1} is next, not ${fact.seq}`, {
        expected: state.seq + 1,
        seq: fact.seq,
      }),
    ]
  if (!TAKEN[state.phase].includes(fact.kind)) {
    const [zh, en] = PHASE_WORDS[state.phase]
    return [refusal('phase', `事项${zh}，不能进行这一操作`, `The entry is ${en}; this is not possible now`, { phase: state.phase })]
  }
  return OWN[fact.kind]?.(state, fact as never, dateInChina(fact.at)) ?? []
}

type Of<K extends FactKind> = Extract<EntryFact, { kind: K }>
type Own = { readonly [K in FactKind]?: (state: EntryState, fact: Of<K>, day: PlainDate) => Refusal[] }

const unknown = (what: string, en: string): Refusal => refusal('unknown', `事项中没有这${what}`, `The entry has no such ${en}`)
const notFuture = (on: string, day: PlainDate): Refusal[] =>
  !isDate(on)
    ? [refusal('bad-date', `日期“${on}”无效`, `${on} is not a date`)]
    : on > day
      ? [refusal('future', `日期 ${on} 晚于今天 ${day}`, `${on} lies after today, ${day}`, { on, day })]
      : []
const needed = (words: string | null | undefined, zh: string, en: string): Refusal[] =>
  (words ?? '').trim() === '' ? [refusal('words-missing', `请填写${zh}`, `${en} is required`)] : []
const inOrder = (from: PlainDate | null | undefined, to: PlainDate | null | undefined): Refusal[] =>
  from != null && to != null && to < from
    ? [refusal('dates-order', `完成日期 ${to} 早于开始日期 ${from}`, `The end ${to} is before the start ${from}`, { from, to })]
    : []

/** All bodies of an entry, the lead first. */
export const bodiesOf = ({ assignment }: Pick<EntryState, 'assignment'>): readonly string[] =>
  assignment.lead === null ? assignment.responsible : [assignment.lead, ...assignment.responsible]

const itsBody = (state: EntryState, body: string): Refusal[] =>
  bodiesOf(state).includes(body)
    ? []
    : [refusal('foreign-body', '该单位不是本事项的牵头或责任单位', 'The body neither leads nor answers for this entry')]

/** A day far enough to be a slip of the hand. */
const LAST_DAY = '2100-12-31'

const OWN: Own = {
  assigned: (_, { assignment: { lead, responsible } }) =>
    new Set(lead === null ? responsible : [lead, ...responsible]).size === responsible.length + (lead === null ? 0 : 1)
      ? []
      : [refusal('body-twice', '同一单位出现两次', 'A body is named twice')],
  weighted: (_, { weight }) => weightRefusals(weight),
  'step-added': (state, { step, content }) => [
    ...(state.steps.some((s) => s.id === step) ? [refusal('step-twice', '措施编号重复', 'The step exists already')] : []),
    ...itsBody(state, content.body),
    ...needed(content.title, '举措', 'A title'),
    ...inOrder(content.startsOn, content.dueOn),
  ],
  'step-changed': (state, { step, changes }) => {
    const had = state.steps.find((s) => s.id === step)
    if (!had) return [unknown('项措施', 'step')]
    const next = { ...had, ...changes }
    return [...needed(next.title, '举措', 'A title'), ...inOrder(next.startsOn, next.dueOn)]
  },
  'step-done': (state, { step, on }, day) => {
    const had = state.steps.find((s) => s.id === step)
    if (!had) return [unknown('项措施', 'step')]
    return [
      ...(had.doneOn === null ? [] : [refusal('done', `该措施已于 ${had.doneOn} 完成`, `The step was done on ${had.doneOn}`)]),
      ...notFuture(on, day),
    ]
  },
  'step-reopened': (state, { step, reason }) => {
    const had = state.steps.find((s) => s.id === step)
    if (!had) return [unknown('项措施', 'step')]
    return had.doneOn === null ? [refusal('not-done', '该措施尚未完成', 'The step is not done')] : needed(reason, '理由', 'A reason')
  },
  'step-removed': (state, { step }) => (state.steps.some((s) => s.id === step) ? [] : [unknown('项措施', 'step')]),
  reported: (state, fact) => [
    ...itsBody(state, fact.body),
    ...(fact.blocked === null ? needed(fact.done, '进展情况', 'What was done') : []),
    ...(fact.progress === null || (Number.isInteger(fact.progress) && fact.progress >= 0 && fact.progress <= 100)
      ? []
      : [refusal('progress', '进度应为 0 到 100 的整数', 'Progress is a whole number from 0 to 100')]),
  ],
  'evidence-added': (state, { attachment, about }) => [
    ...(state.evidence.some((e) => e.attachment === attachment) ? [refusal('evidence-twice', '该佐证已上传', 'It is there already')] : []),
    ...(about === null || [...state.milestones, ...state.targets, ...state.steps].some((x) => x.id === about)
      ? []
      : [unknown('个节点、目标或措施', 'milestone, target or step')]),
  ],
  'evidence-withdrawn': (state, { attachment, reason }) =>
    state.evidence.some((e) => e.attachment === attachment) ? needed(reason, '理由', 'A reason') : [unknown('份佐证', 'evidence')],
  'milestone-done': (state, { milestone, on }, day) => {
    const had = state.milestones.find((m) => m.id === milestone)
    if (!had) return [unknown('个节点', 'milestone')]
    return [
      ...(had.doneOn === null ? [] : [refusal('done', `该节点已于 ${had.doneOn} 完成`, `The milestone was done on ${had.doneOn}`)]),
      ...notFuture(on, day),
    ]
  },
  'milestone-reopened': (state, { milestone, reason }) => {
    const had = state.milestones.find((m) => m.id === milestone)
    if (!had) return [unknown('个节点', 'milestone')]
    return had.doneOn === null ? [refusal('not-done', '该节点尚未完成', 'The milestone is not done')] : needed(reason, '理由', 'A reason')
  },
  'target-reading': (state, { target, value, asOf, source, indicator }, day) => [
    ...readRefusals(
      state.targets.find((t) => t.id === target),
      indicator,
    ),
    ...((value === null && indicator !== null) || Number.isFinite(value)
      ? []
      : [refusal('number', '读数应为数字', 'A reading is a number')]),
    ...notFuture(asOf, day),
    ...needed(source, '数据来源', 'The source'),
  ],
  'target-bound': (state, { target, indicator }) => {
    const had = state.targets.find((t) => t.id === target)
    if (!had) return [unknown('个目标', 'target')]
    return indicator === null && had.indicator === undefined
      ? [refusal('not-bound', '该目标没有绑定指标', 'The target is bound to no indicator')]
      : []
  },
  submitted: (state, { summary }) => submissionRefusals(state, summary),
  returned: (_, { reason }) => needed(reason, '退回理由', 'A reason'),
  accepted: (state, { by }) =>
    by === null
      ? [refusal('reviewer', '销号须由审核人员作出', 'Close-out is a person’s decision')]
      : by === state.submittedBy
        ? [refusal('same-person', '申请人不能审核自己的销号申请', 'Whoever submitted may not accept')]
        : [],
  reopened: (_, { reason }) => needed(reason, '重新启动的理由', 'A reason'),
  deferred: (_, { until, decision, reason }, day) => [
    ...(!isDate(until) || until > LAST_DAY
      ? [refusal('bad-date', `日期“${until}”无效`, `${until} is not a date`)]
      : until <= day
        ? [
            refusal('deferral-past', `缓办期限 ${until} 应当晚于今天 ${day}`, `The deferral to ${until} must end after ${day}`, {
              until,
              day,
            }),
          ]
        : []),
    ...needed(decision, '批准缓办的文号或会议', 'The decision'),
    ...needed(reason, '缓办理由', 'A reason'),
  ],
  resumed: (state) => (state.deferredUntil === null ? [refusal('not-deferred', '事项没有缓办', 'The entry is not deferred')] : []),
  amended: (state, { changes, basis }) => [
    ...contentRefusals({ ...state.content, ...changes }),
    ...needed(basis, '调整依据', 'The basis'),
    ...(state.phase === 'closed' && (Object.keys(changes) as (keyof typeof changes)[]).some((key) => !WORDING.has(key))
      ? [refusal('closed-amendment', '已销号事项的节点和目标不能调整，请先重新启动', 'Reopen a closed entry before its commitments change')]
      : []),
  ],
  withdrawn: (_, { basis }) => needed(basis, '退出台账的依据', 'The basis'),
  noted: (_, { words }) => needed(words, '备注', 'A note'),
}

/** Fields that only say where and how the entry stands in the plan. */
const WORDING: ReadonlySet<string> = new Set(['number', 'title', 'text', 'domain', 'path', 'anchor'])

/** Why a reading from this indicator, or by hand (null), may not be given to a target: a number is entered in one place. */
function readRefusals(target: EntryState['targets'][number] | undefined, indicator: string | null): Refusal[] {
  if (!target) return [unknown('个目标', 'target')]
  if ((target.indicator ?? null) === indicator) return []
  return indicator === null
    ? [refusal('bound', '该目标已绑定指标，读数请在指标中填报', 'An indicator reads the target: enter the value there')]
    : [refusal('not-bound', '该目标没有绑定这一指标', 'The target is not bound to this indicator')]
}

/** What still stands between an entry and its close-out. Targets without a reading or missed are for the reviewer to weigh. */
function submissionRefusals(state: EntryState, summary: string): Refusal[] {
  const milestones = state.milestones.filter((m) => m.doneOn === null).length
  const steps = state.steps.filter((s) => s.doneOn === null).length
  return [
    ...needed(summary, '完成情况', 'A summary'),
    ...(state.evidence.length === 0
      ? [refusal('no-evidence', '申请销号须上传佐证材料', 'Close-out needs at least one piece of evidence')]
      : []),
    ...(milestones + steps > 0
      ? [
          refusal(
            'outstanding',
            `还有 ${milestones} 个节点、${steps} 项措施未完成`,
            `${milestones} milestones and ${steps} steps are still open`,
            { milestones, steps },
          ),
        ]
      : []),
  ]
}

function weightRefusals(weight: number): Refusal[] {
  return Number.isSafeInteger(weight) && weight > 0 && weight <= 1_000_000
    ? []
    : [refusal('weight', '权重应为 1 到 1000000 的整数', 'A weight is a whole number from 1 to 1,000,000')]
}

function contentRefusals(content: EntryContent): Refusal[] {
  const ids = [...content.milestones, ...content.targets].map((x) => x.id)
  const dates = [content.startsOn, content.dueOn, ...content.milestones.map((m) => m.due)].filter((d) => d !== null)
  return [
    ...needed(content.title, '任务名称', 'A title'),
    ...weightRefusals(content.weight),
    ...(new Set(ids).size === ids.length ? [] : [refusal('id-twice', '节点或目标编号重复', 'An id is given twice')]),
    ...dates.filter((d) => !isDate(d) || d > LAST_DAY).map((d) => refusal('bad-date', `日期“${d}”无效`, `${d} is not a date`)),
    ...inOrder(content.startsOn, content.dueOn),
  ]
}
