import type { FactInput, FactKind } from './queries.ts'

/** What the form of each kind of fact asks. Facts that hang on a step, a milestone or a target get that part from where the form was opened. */

export type FieldKind = 'text' | 'line' | 'date' | 'percent' | 'number' | 'weight' | 'person' | 'body' | 'ownBody' | 'bodies' | 'milestones'
export const FIELD_NAMES = [
  'summary',
  'reason',
  'opinion',
  'until',
  'decision',
  'words',
  'basis',
  'owner',
  'weight',
  'lead',
  'responsible',
  'body',
  'done',
  'next',
  'progress',
  'blocked',
  'on',
  'note',
  'value',
  'asOf',
  'source',
  'startsOn',
  'dueOn',
  'milestones',
] as const
export type FieldName = (typeof FIELD_NAMES)[number]

export interface FactField {
  readonly name: FieldName
  readonly kind: FieldKind
  readonly needed?: true
  /** Left out of what is sent when it is empty; others are sent as null. */
  readonly omit?: true
}

const reason: FactField = { name: 'reason', kind: 'text', needed: true }
const on: FactField = { name: 'on', kind: 'date', omit: true }
const note: FactField = { name: 'note', kind: 'text' }

export const FACT_FIELDS: Readonly<Partial<Record<FactKind, readonly FactField[]>>> = {
  submitted: [{ name: 'summary', kind: 'text', needed: true }],
  returned: [reason],
  accepted: [{ name: 'opinion', kind: 'text' }],
  reopened: [reason],
  deferred: [{ name: 'until', kind: 'date', needed: true }, { name: 'decision', kind: 'line', needed: true }, reason],
  resumed: [reason],
  noted: [{ name: 'words', kind: 'text', needed: true }],
  withdrawn: [{ name: 'basis', kind: 'line', needed: true }],
  entrusted: [{ name: 'owner', kind: 'person' }],
  weighted: [{ name: 'weight', kind: 'weight', needed: true }],
  assigned: [
    { name: 'lead', kind: 'body' },
    { name: 'responsible', kind: 'bodies', omit: true },
    { name: 'reason', kind: 'text' },
  ],
  amended: [
    { name: 'startsOn', kind: 'date' },
    { name: 'dueOn', kind: 'date' },
    { name: 'milestones', kind: 'milestones', omit: true },
    { name: 'basis', kind: 'line', needed: true },
  ],
  reported: [
    { name: 'body', kind: 'ownBody', needed: true },
    { name: 'done', kind: 'text', needed: true },
    { name: 'next', kind: 'text' },
    { name: 'progress', kind: 'percent' },
    { name: 'blocked', kind: 'text' },
  ],
  'milestone-done': [on, note],
  'milestone-reopened': [reason],
  'target-reading': [
    { name: 'value', kind: 'number', needed: true },
    { name: 'asOf', kind: 'date', omit: true },
    { name: 'source', kind: 'line', needed: true },
    { name: 'body', kind: 'ownBody' },
  ],
  'step-done': [on, note],
  'step-reopened': [reason],
  'step-removed': [{ name: 'reason', kind: 'text' }],
  'evidence-withdrawn': [reason],
}

/** Facts that the page of an entry offers as buttons of their own, what matters most first. */
export const DEEDS = [
  'reported',
  'submitted',
  'accepted',
  'returned',
  'reopened',
  'resumed',
  'deferred',
  'assigned',
  'entrusted',
  'amended',
  'weighted',
  'noted',
  'withdrawn',
] as const satisfies readonly FactKind[]

/** Moves between the columns of the board. */
export const MOVES = [
  'accepted',
  'returned',
  'submitted',
  'reopened',
  'deferred',
  'resumed',
  'withdrawn',
] as const satisfies readonly FactKind[]

/** Facts that make sense for many entries at once. */
export const FOR_MANY = [
  'assigned',
  'entrusted',
  'deferred',
  'resumed',
  'weighted',
  'noted',
  'accepted',
  'returned',
  'withdrawn',
] as const satisfies readonly FactKind[]

export type Typed = Readonly<Record<string, unknown>>

/** The fact that was typed into a form. */
export function factFrom(kind: FactKind, typed: Typed, fixed: Typed = {}): FactInput {
  const fact: Record<string, unknown> = { kind, ...fixed }
  for (const { name, omit } of FACT_FIELDS[kind] ?? []) {
    const value = typed[name]
    const empty = value === undefined || value === null || value === ''
    if (!empty) fact[name] = value
    else if (!omit) fact[name] = null
  }
  if (kind === 'assigned') fact.responsible ??= []
  return fact as FactInput
}
