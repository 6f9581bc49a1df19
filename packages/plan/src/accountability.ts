import { unitCore } from './agency.ts'
import type { Drift, DriftPair } from './drift.ts'
import type { UnitMention } from './model.ts'

/**
 * Drift of who answers. Units are compared by function, so that a city's bureau stands for the province's department.
 */

/** Drift of lead and responsible units and of named persons. */
export function accountabilityDrift(pair: DriftPair): Drift[] {
  const { lower, upper } = { lower: pair.lower.measure, upper: pair.upper.measure }
  const out: Drift[] = []
  const quote = (u: { name: string; span: { start: number; end: number } }) => ({ text: u.name, span: u.span })
  const named = (list: readonly UnitMention[]) => list.filter((u) => unitCore(u.unit).length >= 2)
  const theirs = [...named(lower.lead), ...named(lower.responsible)]
  for (const u of named(upper.lead)) {
    const core = unitCore(u.unit)
    const lead = lower.lead.find((x) => unitCore(x.unit) === core)
    const other = theirs.find((x) => unitCore(x.unit) === core)
    if (lead)
      out.push({
        aspect: 'accountability',
        kind: 'same',
        lower: quote(lead),
        upper: quote(u),
        rule: 'accountability.lead',
        reason: { zh: '牵头单位对应', en: 'The counterpart leads' },
        confidence: 0.8,
      })
    else if (other)
      out.push({
        aspect: 'accountability',
        kind: 'weaker',
        lower: quote(other),
        upper: quote(u),
        rule: 'accountability.role',
        reason: { zh: '对应单位不再牵头', en: 'The counterpart no longer leads' },
        confidence: 0.6,
      })
    else
      out.push({
        aspect: 'accountability',
        kind: 'dropped',
        lower: null,
        upper: quote(u),
        rule: 'accountability.dropped',
        reason: { zh: '无对应的牵头单位', en: 'No counterpart of this lead agency' },
        confidence: 0.5,
      })
  }
  const asked = new Set([...named(upper.lead), ...named(upper.responsible)].map((u) => unitCore(u.unit)))
  for (const l of named(lower.lead))
    if (!asked.has(unitCore(l.unit)))
      out.push({
        aspect: 'accountability',
        kind: 'added',
        lower: quote(l),
        upper: null,
        rule: 'accountability.added',
        reason: { zh: '新增牵头单位', en: 'A lead agency is added' },
        confidence: 0.5,
      })
  if (upper.persons.length === 0)
    for (const p of lower.persons)
      out.push({
        aspect: 'accountability',
        kind: 'added',
        lower: quote(p),
        upper: null,
        rule: 'accountability.person',
        reason: { zh: '责任到人', en: 'A person answers by name' },
        confidence: 0.9,
      })
  return out
}
