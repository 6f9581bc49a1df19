import { dateInChina, type Outcome, type PlainDate } from '@yingshang/time'
import type { EntryFact, EntryState, Heard, MilestoneState, Step, TargetState } from './model.ts'
import { refusalsOf } from './rules-of-facts.ts'

/**
 * Facts → state of an entry. `next` takes one fact and looks at nothing but the state before it, so folding one by one and folding from
 * scratch are the same.
 */

/** The state after one more fact, or every reason why the fact may not follow. `state` is null before the entry was adopted. */
export function next(state: EntryState | null, fact: EntryFact): Outcome<EntryState> {
  const refusals = refusalsOf(state, fact)
  if (refusals.length > 0) return { ok: false, refusals }
  const day = dateInChina(fact.at)
  if (fact.kind === 'adopted') return { ok: true, value: adopted(fact, day) }
  const before = state as EntryState
  const after = { ...before, seq: fact.seq, ...changed(before, fact, day) }
  const on = progressDay(before, fact, day)
  if (on === null) return { ok: true, value: after }
  const earlier = (a: PlainDate | null) => (a === null || on < a ? on : a)
  const later = (a: PlainDate | null) => (a === null || on > a ? on : a)
  return { ok: true, value: { ...after, startedOn: earlier(after.startedOn), progressOn: later(after.progressOn) } }
}

/**
 * Folds all facts of an entry, oldest first.
 * @throws RangeError when there is none or one may not follow on those before it: stored facts were checked when they were added.
 */
export function fold(facts: readonly EntryFact[]): EntryState {
  let state: EntryState | null = null
  for (const fact of facts) {
    const step = next(state, fact)
    if (!step.ok) throw new RangeError(`fact ${fact.seq} (${fact.kind}): ${step.refusals.map((r) => r.en).join('; ')}`)
    state = step.value
  }
  if (state === null) throw new RangeError('an entry without facts')
  return state
}

type Adopted = Extract<EntryFact, { kind: 'adopted' }>

function adopted({ content, assignment, seq }: Adopted, day: PlainDate): EntryState {
  return {
    seq,
    content,
    assignment,
    owner: null,
    milestones: content.milestones.map((m) => ({ ...m, doneOn: null })),
    targets: content.targets.map((t) => ({ ...t, reading: null })),
    steps: [],
    evidence: [],
    heard: [],
    phase: 'open',
    adoptedOn: day,
    startedOn: null,
    progressOn: null,
    submittedBy: null,
    submittedOn: null,
    closedBy: null,
    closedOn: null,
    deferredUntil: null,
    reopenings: 0,
    returns: 0,
  }
}

function changed(s: EntryState, fact: Exclude<EntryFact, { kind: 'adopted' }>, day: PlainDate): Partial<EntryState> {
  switch (fact.kind) {
    case 'assigned':
      return { assignment: fact.assignment }
    case 'entrusted':
      return { owner: fact.owner }
    case 'weighted':
      return { content: { ...s.content, weight: fact.weight } }
    case 'step-added':
      return { steps: [...s.steps, { id: fact.step, ...fact.content, doneOn: null }] }
    case 'step-changed':
      return { steps: stepsWith(s, fact.step, fact.changes) }
    case 'step-done':
      return { steps: stepsWith(s, fact.step, { doneOn: fact.on }) }
    case 'step-reopened':
      return { steps: stepsWith(s, fact.step, { doneOn: null }) }
    case 'step-removed':
      return { steps: s.steps.filter((x) => x.id !== fact.step) }
    case 'reported':
      return { heard: heardWith(s.heard, fact, day) }
    case 'evidence-added':
      return {
        evidence: [
          ...s.evidence,
          { attachment: fact.attachment, name: fact.name, about: fact.about, note: fact.note, by: fact.by, on: day },
        ],
      }
    case 'evidence-withdrawn':
      return { evidence: s.evidence.filter((e) => e.attachment !== fact.attachment) }
    case 'milestone-done':
      return { milestones: s.milestones.map((m) => (m.id === fact.milestone ? { ...m, doneOn: fact.on } : m)) }
    case 'milestone-reopened':
      return { milestones: s.milestones.map((m) => (m.id === fact.milestone ? { ...m, doneOn: null } : m)) }
    case 'target-reading':
      return { targets: s.targets.map((t) => (t.id === fact.target ? { ...t, reading: readingAfter(t, fact) } : t)) }
    case 'target-bound': {
      const targets = s.targets.map((t) => (t.id === fact.target ? boundTo(t, fact) : t))
      return { targets, content: { ...s.content, targets: targets.map(({ reading: _, ...t }) => t) } }
    }
    case 'submitted':
      return { phase: 'submitted', submittedBy: fact.by, submittedOn: day, deferredUntil: null }
    case 'returned':
      return { phase: 'open', submittedBy: null, submittedOn: null, returns: s.returns + 1 }
    case 'accepted':
      return { phase: 'closed', closedBy: fact.by, closedOn: day }
    case 'reopened':
      return { phase: 'open', submittedBy: null, submittedOn: null, closedBy: null, closedOn: null, reopenings: s.reopenings + 1 }
    case 'deferred':
      return { deferredUntil: fact.until }
    case 'resumed':
      return { deferredUntil: null }
    case 'amended': {
      const content = { ...s.content, ...fact.changes }
      return { content, ...carried(s, content), ...(fact.assignment ? { assignment: fact.assignment } : {}) }
    }
    case 'withdrawn':
      return { phase: 'withdrawn' }
    case 'noted':
      return {}
  }
}

const stepsWith = (s: EntryState, id: string, changes: Partial<Step>): readonly Step[] =>
  s.steps.map((step) => (step.id === id ? { ...step, ...changes } : step))

/** The reading that holds after another: the later day does. What an indicator said, it may say otherwise or take back, whatever the day. */
function readingAfter(t: TargetState, { value, asOf, source, indicator, body }: Extract<EntryFact, { kind: 'target-reading' }>) {
  if (value === null) return null
  const own = indicator !== null && t.reading?.indicator === indicator
  return t.reading === null || own || t.reading.asOf <= asOf ? { value, asOf, source, indicator, body } : t.reading
}

/** A target with another indicator, or none. What was read by hand no longer counts once an indicator reads. */
function boundTo(target: TargetState, { indicator, body }: Extract<EntryFact, { kind: 'target-bound' }>): TargetState {
  const { indicator: _, indicatorBody: __, ...t } = target
  if (indicator === null) return t
  return { ...t, reading: null, indicator, ...(body === null ? {} : { indicatorBody: body }) }
}

/** What was done and read stays with milestones and targets that keep their id. */
function carried(s: EntryState, content: EntryState['content']): { milestones: MilestoneState[]; targets: TargetState[] } {
  const done = new Map(s.milestones.map((m) => [m.id, m.doneOn]))
  const read = new Map(s.targets.map((t) => [t.id, t.reading]))
  return {
    milestones: content.milestones.map((m) => ({ ...m, doneOn: done.get(m.id) ?? null })),
    targets: content.targets.map((t) => ({ ...t, reading: read.get(t.id) ?? null })),
  }
}

function heardWith(heard: readonly Heard[], fact: Extract<EntryFact, { kind: 'reported' }>, on: PlainDate): readonly Heard[] {
  const before = heard.find((h) => h.body === fact.body)
  const one: Heard = {
    body: fact.body,
    on,
    progress: fact.progress ?? before?.progress ?? null,
    blocked: fact.blocked,
    blockedSince: fact.blocked === null ? null : (before?.blockedSince ?? on),
    cycle: fact.cycle,
    done: fact.done,
  }
  return [...heard.filter((h) => h.body !== fact.body), one].sort((a, b) => (a.body < b.body ? -1 : 1))
}

/** The day on which a fact shows that work is going on; null when it shows none. */
function progressDay(before: EntryState, fact: EntryFact, day: PlainDate): PlainDate | null {
  switch (fact.kind) {
    case 'step-done':
    case 'milestone-done':
      return fact.on
    case 'evidence-added':
    case 'submitted':
      return day
    case 'target-reading':
      // What a computer counts shows no work of the body.
      return fact.indicator === null ? day : null
    case 'reported': {
      const last = before.heard.find((h) => h.body === fact.body)?.progress ?? 0
      return (fact.progress === null ? fact.blocked === null : fact.progress > last) ? day : null
    }
    default:
      return null
  }
}
