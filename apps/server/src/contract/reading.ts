import { z } from 'zod'
import { PlainDate, Span } from './values.ts'

/**
 * A source text and the plan read from it, as the interface sends them. The shapes are those of `@yingshang/document` and `@yingshang/plan`
 * (a type test keeps them equal); here they carry their documentation.
 */

export const Note = z
  .strictObject({ code: z.string(), zh: z.string(), en: z.string() })
  .describe('Something the reader repaired or dropped')
  .meta({ id: 'Note' })

export const Block = z
  .strictObject({
    kind: z.enum(['paragraph', 'heading', 'cell', 'row']),
    start: z.int(),
    end: z.int(),
    page: z.int().optional().describe('Page of a pdf, from 1'),
    paragraph: z.int().optional().describe('Paragraph of the original, from 0'),
    table: z.int().optional().describe('Table, from 0'),
    row: z.int().optional(),
    column: z.int().optional(),
    columnSpan: z.int().optional(),
    rowSpan: z.int().optional(),
    level: z.int().optional().describe('Depth of a heading, from 1'),
  })
  .describe('A run of the text with its place in the original')
  .meta({ id: 'Block' })

export const Source = z
  .strictObject({
    format: z.enum(['txt', 'html', 'docx', 'pdf']),
    encoding: z.string().optional(),
    text: z.string(),
    blocks: z.array(Block).describe('In order, not overlapping'),
    pages: z.int().optional(),
    notes: z.array(Note),
  })
  .describe('The one text that all spans index, with its places in the original')
  .meta({ id: 'Source' })

const finding = {
  span: Span,
  confidence: z.number().min(0).max(1).describe('How sure the reader is; 1 for what a person set'),
  rule: z.string().describe('The rule of the reader that found it; `human` for a correction'),
}

export const UnitMention = z
  .strictObject({
    ...finding,
    name: z.string().describe('As printed, without white space'),
    unit: z.string().describe('Normalised name'),
    openEnded: z.boolean().optional().describe('The list ends in 等'),
  })
  .meta({ id: 'UnitMention' })

export const PersonMention = z.strictObject({ ...finding, name: z.string(), unit: z.string().nullable() }).meta({ id: 'PersonMention' })

export const Milestone = z
  .strictObject({
    ...finding,
    due: PlainDate.nullable().describe('Last day of the period; null when it is relative to a date that the plan does not give'),
    text: z.string().describe('The words of the date'),
    clause: z.strictObject({ text: z.string(), span: Span }).describe('What is due'),
    yearFrom: z.enum(['clause', 'heading', 'plan', 'issue', 'context']),
    relative: z
      .strictObject({ from: z.enum(['issue', 'event']), amount: z.number(), unit: z.enum(['day', 'workingDay', 'month', 'year']) })
      .optional(),
  })
  .meta({ id: 'Milestone' })

export const Recurring = z
  .strictObject({
    ...finding,
    every: z.enum(['day', 'week', 'month', 'quarter', 'halfYear', 'year']),
    day: z.number().nullable(),
    text: z.string(),
  })
  .describe('A duty that comes again')
  .meta({ id: 'Recurring' })

export const Comparator = z.enum(['>=', '<=', '>', '<', '=', 'range'])

export const Target = z
  .strictObject({
    ...finding,
    subject: z.string(),
    comparator: Comparator,
    value: z.number(),
    valueMax: z.number().optional(),
    unit: z.string(),
    text: z.string(),
    better: z.enum(['up', 'down']).nullable(),
    period: z.string().optional(),
  })
  .describe('A number that a measure commits to')
  .meta({ id: 'Target' })

export const Condition = z.strictObject({ ...finding, text: z.string() }).meta({ id: 'Condition' })

export const Part = z
  .strictObject({ label: z.string(), text: z.string(), span: Span })
  .describe('A labelled part of a measure')
  .meta({ id: 'Part' })

export const Measure = z
  .strictObject({
    id: z.string().describe('Unique in the plan, e.g. `二/（一）/1`'),
    kind: z.enum(['measure', 'governance']),
    path: z.array(z.string()).describe('Headings above, outermost first'),
    number: z.string(),
    title: z.string().nullable(),
    titleSpan: Span.nullable(),
    text: z.string(),
    span: Span,
    parts: z.array(Part),
    lead: z.array(UnitMention).describe('牵头单位'),
    responsible: z.array(UnitMention).describe('责任单位'),
    inherited: z
      .array(UnitMention.extend({ role: z.enum(['lead', 'responsible']) }))
      .optional()
      .describe('Units that a heading above or a sentence of the plan names once for many measures; their spans lie outside the measure'),
    persons: z.array(PersonMention),
    milestones: z.array(Milestone),
    recurring: z.array(Recurring),
    targets: z.array(Target),
    conditions: z.array(Condition),
    confidence: z.number().min(0).max(1),
    rule: z.string(),
  })
  .describe('One numbered obligation of a plan')
  .meta({ id: 'Measure' })

export type Heading = { level: number; number: string; title: string; span: z.output<typeof Span>; children: Heading[] }
export const Heading: z.ZodType<Heading> = z
  .strictObject({
    level: z.int(),
    number: z.string(),
    title: z.string(),
    span: Span,
    get children() {
      return z.array(Heading)
    },
  })
  .meta({ id: 'Heading' })

const attributed = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value: value.nullable(), span: Span.nullable(), confidence: z.number(), rule: z.string() })

export const Plan = z
  .strictObject({
    title: attributed(z.string()),
    issuer: attributed(z.string()),
    documentNumber: attributed(z.string()),
    issuedOn: attributed(PlainDate),
    planYear: attributed(z.int()),
    headings: z.array(Heading),
    measures: z.array(Measure).describe('Measures and governance paragraphs in the order of the text, corrections applied'),
  })
  .describe('The plan read from a document; its text is in `source` beside it')
  .meta({ id: 'Plan' })
