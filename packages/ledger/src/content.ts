import { anchorOf, domainsOf, type Measure, type Plan, titleWords } from '@yingshang/plan'
import { isDate } from '@yingshang/time'
import type { EntryContent, EntryMilestone, EntryTarget } from './model.ts'

/** From the measures of a plan to what their entries are about. */

/** A measure as the content of an entry, with the names of its units as the plan prints them. */
export interface Adoptable {
  readonly measure: string
  readonly content: EntryContent
  /** Normalised names, each once; a unit that leads is not responsible as well. Collective and open-ended names are kept as they are. */
  readonly lead: readonly string[]
  readonly responsible: readonly string[]
}

/** Every measure of a plan (not its governance paragraphs) as an entry to adopt, in the order of the text. */
export function adoptable(plan: Plan): Adoptable[] {
  const domains = domainsOf(plan)
  return plan.measures
    .filter((m) => m.kind === 'measure')
    .map((measure) => ({
      measure: measure.id,
      content: contentOf(measure, domainName(domains.get(measure.id) ?? '')),
      ...unitsOf(measure),
    }))
}

/** A heading as the name of a domain, without its number: 一、准入环境 → 准入环境. Commanders and task forces are named for it. */
export const domainName = (heading: string): string => {
  const name = heading.replace(
    /^(?:第?[一二三四五六七八九十百零\d]+(?:章|部分|条)?[、.．:：]?|[（(][一二三四五六七八九十百\d]+[）)])\s*/u,
    '',
  )
  return name === '' ? heading : name
}

/** The content of one measure. Its last milestone is not its end: a measure has an end only where a person sets one. */
export function contentOf(measure: Measure, domain: string): EntryContent {
  return {
    number: measure.number,
    title: titleWords(measure),
    text: measure.text,
    domain,
    path: measure.path,
    anchor: anchorOf(measure),
    startsOn: null,
    dueOn: null,
    weight: 1,
    milestones: milestonesOf(measure),
    targets: targetsOf(measure),
  }
}

function milestonesOf(measure: Measure): EntryMilestone[] {
  // The same words on the same day are one promise, also when the text says them twice.
  const seen = new Set<string>()
  return measure.milestones
    .map((m) => ({ due: m.due !== null && isDate(m.due) ? m.due : null, text: m.clause.text.trim() || m.text }))
    .filter(({ due, text }) => {
      const key = `${due} ${text}`
      return seen.has(key) ? false : seen.add(key)
    })
    .map((m, i) => ({ id: `m${i + 1}`, ...m }))
}

function targetsOf(measure: Measure): EntryTarget[] {
  return measure.targets.map((t, i) => ({
    id: `t${i + 1}`,
    subject: t.subject,
    comparator: t.comparator,
    value: t.value,
    ...(t.valueMax === undefined ? {} : { valueMax: t.valueMax }),
    unit: t.unit,
    better: t.better,
    ...(t.period === undefined ? {} : { period: t.period }),
  }))
}

/** Who leads and who answers, with those whom a heading or a sentence of the plan names for many measures. */
export function unitsOf(measure: Measure): Pick<Adoptable, 'lead' | 'responsible'> {
  const inherited = measure.inherited ?? []
  const own = measure.lead.length > 0 ? measure.lead : inherited.filter((u) => u.role === 'lead')
  const lead = [...new Set(own.map((u) => u.unit))]
  const others = [...measure.responsible, ...inherited.filter((u) => u.role === 'responsible')]
  return { lead, responsible: [...new Set(others.map((u) => u.unit))].filter((u) => !lead.includes(u)) }
}
