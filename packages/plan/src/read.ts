/**
 * `read(text, hints) → Plan`. Deterministic, linear in the size of the text, and total: any string gives a plan, an empty one at worst.
 */
import { measureOf, type Shared } from './assemble.ts'
import { itemsOf, titleRange, wrapWidth } from './measures.ts'
import { metadataOf } from './metadata.ts'
import type { Heading, Plan, ReadHints } from './model.ts'
import { type DocumentPart, type Node, outlineOf } from './outline.ts'
import { titlesIn } from './scan.ts'
import { printed, type Squeezed, spanOf, squeeze } from './squeeze.ts'
import { tableRows } from './tables.ts'
import { commonUnits, firstLeads } from './unit-lists.ts'
import { registerOf } from './units.ts'

/**
 * Reads a plan document. Spans of the result index `text`, which is returned as `source.text`. `hints` say what the caller knows and the
 * text may not: date of issue, year, title, issuer, further units for the register.
 */
export function read(text: string, hints: ReadHints = {}): Plan {
  const sq = squeeze(text)
  const parts = outlineOf(sq, tableRows(sq))
  const meta = metadataOf(sq, parts, mainPart(parts), hints)
  const width = wrapWidth(sq)
  const yearIsIssue = meta.planYear.rule === 'year.issued'
  const shared: Shared = {
    sq,
    width,
    register: registerOf(hints.units),
    years: { heading: null, plan: yearIsIssue ? null : meta.planYear.value, issuedOn: meta.issuedOn.value },
    used: new Map(),
    common: commonUnits(sq),
    firstLeads: firstLeads(sq),
    skip: titlesIn(sq.text),
    headings: new Map(),
  }
  const measures = itemsOf(sq, parts, width).map((item) => measureOf(shared, item))
  const headings: Heading[] = []
  for (const part of parts)
    if (part.kind !== 'roster') for (const node of part.roots) if (node.kind !== 'row') headings.push(headingOf(sq, node, width, 1))
  return { ...meta, headings, measures, source: { text } }
}

/** The part that is the plan itself, for its title. */
function mainPart(parts: readonly DocumentPart[]): DocumentPart | null {
  const titled = parts.filter((p) => p.kind === 'plan' && p.title !== null)
  return (
    titled.find((p) => p.roots.length > 0) ??
    titled[0] ??
    parts.find((p) => p.kind === 'notice') ??
    parts.find((p) => p.title !== null && p.kind !== 'roster') ??
    null
  )
}

function headingOf(sq: Squeezed, node: Node, width: number, level: number): Heading {
  const title = titleRange(sq, node, width)
  return {
    level,
    number: printed(sq, node.start, node.numberEnd),
    title: printed(sq, title.start, title.end),
    span: spanOf(sq, node.start, Math.max(title.end, node.numberEnd)),
    children: node.children.filter((c) => c.kind !== 'row').map((c) => headingOf(sq, c, width, level + 1)),
  }
}
