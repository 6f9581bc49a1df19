import type { Measure, Plan, Span } from '@yingshang/plan'
import { expect } from 'vitest'

const squeezed = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

/** Expects what programs that take `plan read --json` rely on: every field is there, and every span of the source holds the words it claims. */
export function expectContract(plan: Plan): void {
  const source = plan.source.text
  expect(typeof source).toBe('string')
  const holds = (span: Span, words: string, where: string) => {
    expect(span.start, where).toBeGreaterThanOrEqual(0)
    expect(span.end, where).toBeLessThanOrEqual(source.length)
    expect(squeezed(source.slice(span.start, span.end)), where).toContain(squeezed(words))
  }
  expect(new Set(plan.measures.map((m) => m.id)).size).toBe(plan.measures.length)
  for (const m of plan.measures) {
    const where = `measure ${m.id}`
    expect(['measure', 'governance']).toContain(m.kind)
    expect(Array.isArray(m.path), where).toBe(true)
    expect(typeof m.number, where).toBe('string')
    holds(m.span, m.text, where)
    if (m.title !== null) holds(m.titleSpan!, m.title, `${where} title`)
    fields(m, where, holds)
  }
}

function fields(m: Measure, where: string, holds: (span: Span, words: string, where: string) => void): void {
  for (const unit of [...m.lead, ...m.responsible]) holds(unit.span, unit.name, `${where} unit`)
  for (const person of m.persons) {
    holds(person.span, person.name, `${where} person`)
    expect(person).toHaveProperty('unit')
  }
  for (const milestone of m.milestones) {
    holds(milestone.span, milestone.text, `${where} milestone`)
    if (milestone.due !== null) expect(milestone.due, where).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  }
  for (const target of m.targets) {
    holds(target.span, target.text, `${where} target`)
    expect(typeof target.value, where).toBe('number')
    expect(['>=', '<=', '>', '<', '=', 'range'], where).toContain(target.comparator)
    expect(typeof target.unit, where).toBe('string')
    expect(typeof target.subject, where).toBe('string')
  }
}
