import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Measure, Milestone, Plan, Span, Target, UnitMention } from '../src/model.ts'
import { fold, foldText, unfold } from '../src/similarity.ts'

/**
 * Plans built from hand-made labels, so that alignment and drift are measured apart from the reader.
 */

/** Where the labelled documents are: `YINGSHANG_SHARED`, else `../shared` beside the project. Null when absent. */
export function sharedFolder(): string | null {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
  const folder = process.env.YINGSHANG_SHARED ?? join(root, '../shared')
  return existsSync(join(folder, 'gold')) && existsSync(join(folder, 'seeds')) ? folder : null
}

const named = (folder: string, room: string, doc: string): string => {
  const name = readdirSync(join(folder, room)).find((n) => n.startsWith(`${doc}_`))
  if (!name) throw new Error(`no document ${doc} in ${room}`)
  return join(folder, room, name)
}

export const sourceOf = (folder: string, doc: string): string => readFileSync(named(folder, 'seeds', doc), 'utf8')
export const goldFile = <T>(folder: string, name: string): T => JSON.parse(readFileSync(join(folder, 'gold', name), 'utf8')) as T

interface GoldTarget {
  subject: string
  op: string
  value: number | null
  valueMax?: number
  unit: string | null
  quote: string
  period?: string
}
interface GoldMeasure {
  id: string
  path: string[]
  number: string
  title: string | null
  lead: string[]
  responsible?: string[]
  persons?: { name: string; unit: string | null }[]
  deadlines: { date: string | null; quote: string; what?: string | null; relative?: string }[]
  targets: GoldTarget[]
  lines: [number, number]
}
interface GoldPlan {
  title: string
  issuer: string
  docNumber: string | null
  issuedOn: string | null
  planYear: number | null
  measures: GoldMeasure[]
  governance: GoldMeasure[]
}

/** The labelled plan `doc` (000 … 004) as a Plan. */
export function goldPlan(folder: string, doc: string): Plan {
  const gold = JSON.parse(readFileSync(named(folder, 'gold', doc), 'utf8')) as GoldPlan
  const text = sourceOf(folder, doc)
  const starts = [0]
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1)
  const attributed = <T>(value: T | null) => ({ value, span: null, confidence: 1, rule: 'gold' })
  const seen = new Set<string>()
  const measure =
    (kind: Measure['kind']) =>
    (g: GoldMeasure): Measure => {
      const span: Span = { start: starts[g.lines[0] - 1]!, end: starts[g.lines[1]] ?? text.length }
      const folded = fold(text, span)
      const find = (words: string, from = 0): Span | null => {
        const wanted = foldText(words)
        const at = folded.text.indexOf(wanted, from)
        return at < 0 ? null : unfold(folded, at, at + wanted.length)
      }
      const last = (words: string): Span => {
        const wanted = foldText(words)
        const at = folded.text.lastIndexOf(wanted)
        return at < 0 ? span : unfold(folded, at, at + wanted.length)
      }
      const unit = (name: string): UnitMention => ({ name, unit: name, span: last(name), confidence: 1, rule: 'gold' })
      let id = `${kind[0]}${g.path.at(-1) ?? ''}/${g.number}`
      while (seen.has(id)) id += '+'
      seen.add(id)
      return {
        id,
        kind,
        path: g.path,
        number: g.number,
        title: g.title,
        titleSpan: g.title ? find(g.title) : null,
        text: text.slice(span.start, span.end).trim(),
        span,
        parts: [],
        lead: g.lead.map(unit),
        responsible: (g.responsible ?? []).map(unit),
        persons: (g.persons ?? []).map((p) => ({ name: p.name, unit: p.unit, span: last(p.name), confidence: 1, rule: 'gold' })),
        milestones: g.deadlines.map((d): Milestone => {
          const at = find(d.quote) ?? span
          const what = d.what ? (find(d.what) ?? at) : at
          const relative = /^P(\d+)M/.exec(d.relative ?? '')
          return {
            due: d.date,
            text: d.quote,
            span: at,
            clause: { text: d.what ?? d.quote, span: { start: Math.min(at.start, what.start), end: Math.max(at.end, what.end) } },
            yearFrom: 'plan',
            confidence: 1,
            rule: 'gold',
            ...(relative ? { relative: { from: 'issue' as const, amount: Number(relative[1]), unit: 'month' as const } } : {}),
          }
        }),
        recurring: [],
        targets: g.targets.flatMap((t): Target[] =>
          t.value === null
            ? []
            : [
                {
                  subject: t.subject,
                  comparator: t.op as Target['comparator'],
                  value: t.value,
                  ...(t.valueMax === undefined ? {} : { valueMax: t.valueMax }),
                  unit: t.unit ?? '',
                  text: t.quote,
                  better: t.op.startsWith('<') ? 'down' : t.op.startsWith('>') ? 'up' : null,
                  span: find(t.quote) ?? span,
                  confidence: 1,
                  rule: 'gold',
                },
              ],
        ),
        conditions: [],
        confidence: 1,
        rule: 'gold',
      }
    }
  return {
    title: attributed(gold.title),
    issuer: attributed(gold.issuer),
    documentNumber: attributed(gold.docNumber),
    issuedOn: attributed(gold.issuedOn),
    planYear: attributed(gold.planYear),
    headings: [],
    measures: [...gold.measures.map(measure('measure')), ...gold.governance.map(measure('governance'))],
    source: { text },
  }
}
