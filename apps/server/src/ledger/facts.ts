import type { EntryState, FactBody, FactKind } from '@yingshang/ledger'
import type { FactRequest } from '../contract/ledger-shapes.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { type Action, demand, may } from '../organisation/rules.ts'
import type { Scope } from '../organisation/scope.ts'
import { tiesOf } from './stored.ts'

/** From what somebody asks to the facts of the core, and who may add which. */

/** Which rule of the table allows which fact; any of several is enough. Facts that are not here are the server's own. `fact_rules` says the same to the database. */
export const FACT_RULES: Readonly<Partial<Record<FactKind, readonly Action[]>>> = {
  assigned: ['entry.amend'],
  weighted: ['entry.amend'],
  amended: ['entry.amend'],
  withdrawn: ['entry.amend'],
  entrusted: ['entry.break-down'],
  'step-added': ['entry.break-down'],
  'step-changed': ['entry.break-down'],
  'step-removed': ['entry.break-down'],
  'step-done': ['entry.fill'],
  'step-reopened': ['entry.fill'],
  'evidence-added': ['entry.fill'],
  'evidence-withdrawn': ['entry.fill'],
  reported: ['entry.report'],
  'target-reading': ['entry.report'],
  'milestone-done': ['entry.submit'],
  'milestone-reopened': ['entry.submit'],
  submitted: ['entry.submit'],
  returned: ['entry.review'],
  accepted: ['entry.review'],
  reopened: ['entry.decide'],
  deferred: ['entry.decide'],
  resumed: ['entry.decide'],
  noted: ['entry.fill', 'entry.review'],
}

/** Refuses a fact that the caller's scope does not allow on this entry. A body's own steps and words are its own: for another body only the office speaks. */
export function demandFact(scope: Scope, state: EntryState, fact: FactBody): void {
  const rules = FACT_RULES[fact.kind] ?? []
  const ties = tiesOf(state)
  if (rules.length === 0) throw refuse('permission.denied')
  if (!rules.some((rule) => may(scope, rule, ties))) demand(scope, rules[0]!, ties)
  const body = bodyOf(state, fact)
  if (body === null || scope.runs || scope.bodies.includes(body)) return
  // Somebody to whom a step is assigned fills in that step.
  const step = 'step' in fact ? state.steps.find((s) => s.id === fact.step) : undefined
  if (
    (fact.kind === 'step-done' || fact.kind === 'step-reopened') &&
    step &&
    ((step.owner !== null && step.owner === scope.user) || (step.departmentId !== null && scope.departments.includes(step.departmentId)))
  )
    return
  throw refuse('permission.denied', { zh: '只能为本人所在单位办理', en: 'You may act for your own body alone' })
}

/** The body in whose name a fact speaks; null when it speaks for the entry. */
function bodyOf(state: EntryState, fact: FactBody): string | null {
  switch (fact.kind) {
    case 'step-added':
      return fact.content.body
    case 'step-changed':
    case 'step-done':
    case 'step-reopened':
    case 'step-removed':
      return state.steps.find((s) => s.id === fact.step)?.body ?? null
    case 'reported':
    case 'target-reading':
    case 'submitted':
      return fact.body
    default:
      return null
  }
}

/** What each phase takes, so that pages offer nothing that would be refused for it. */
const OFFERED: Readonly<Record<EntryState['phase'], readonly FactKind[]>> = {
  open: (Object.keys(FACT_RULES) as FactKind[]).filter((k) => !['returned', 'accepted', 'reopened'].includes(k)),
  submitted: ['entrusted', 'weighted', 'evidence-added', 'target-reading', 'returned', 'accepted', 'noted'],
  closed: ['entrusted', 'weighted', 'target-reading', 'reopened', 'noted'],
  withdrawn: ['reopened', 'noted'],
}

/** Kinds of facts that a scope may add to an entry now. */
export function offered(scope: Scope, state: EntryState): FactKind[] {
  const ties = tiesOf(state)
  return OFFERED[state.phase].filter((kind) => {
    if (kind === 'resumed' && state.deferredUntil === null) return false
    if (kind === 'accepted' && state.submittedBy === scope.user) return false
    return FACT_RULES[kind]!.some((rule) => may(scope, rule, ties))
  })
}

/** The fact that a request asks for. `day` is today in China, where the request names none. */
export function factOf(request: FactRequest, state: EntryState, day: string): FactBody {
  switch (request.kind) {
    case 'assigned':
      return {
        kind: 'assigned',
        assignment: { lead: request.lead, responsible: request.responsible.filter((b) => b !== request.lead) },
        reason: request.reason,
      }
    case 'step-added': {
      const { kind, ...content } = request
      return { kind, step: newId(), content }
    }
    case 'step-changed': {
      const changes = Object.fromEntries(Object.entries(request.changes).filter(([, value]) => value !== undefined))
      return { kind: 'step-changed', step: request.step, changes }
    }
    case 'step-done':
      return { ...request, on: request.on ?? day }
    case 'milestone-done':
      return { ...request, on: request.on ?? day }
    case 'target-reading':
      return { ...request, asOf: request.asOf ?? day, indicator: null }
    case 'amended': {
      const last = Math.max(0, ...state.content.milestones.map((m) => Number(m.id.slice(1)) || 0))
      let added = 0
      const milestones = request.milestones?.map(({ id, due, text }) => ({ id: id ?? `m${last + ++added}`, due, text }))
      return {
        kind: 'amended',
        changes: {
          ...(request.startsOn === undefined ? {} : { startsOn: request.startsOn }),
          ...(request.dueOn === undefined ? {} : { dueOn: request.dueOn }),
          ...(milestones === undefined ? {} : { milestones }),
        },
        basis: request.basis,
      }
    }
    default:
      return request
  }
}
