import { extname, resolve } from 'node:path'
import { type OfficialDocument, type WorkbookModel, writeOfficialDocument, writeWorkbook } from '@yingshang/document'
import {
  alignmentDocument,
  alignmentWorkbook,
  filterMeasures,
  ledgerDocument,
  ledgerWorkbook,
  type MeasureFilter,
  type Plan,
} from '@yingshang/plan'
import type { Compared } from './align.ts'
import { Ending, EXIT, type ExitCode, wrongUse } from './exit.ts'
import { hintsOf, readPlan } from './plan-input.ts'
import { paint, type Terminal } from './terminal.ts'
import { writeWhole } from './write.ts'

export interface ExportOptions {
  readonly to: string
  readonly upper?: string
  readonly owner?: string
  readonly month?: string
  readonly domain?: string
  readonly q?: string
  readonly issuedOn?: string
  readonly year?: number
}

/** `plan export`: the ledger of a plan, or with `--upper` its alignment, as a workbook or an official document. */
export async function exportCommand(file: string, options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  const format = formatOf(options.to)
  const found = await readPlan(file, hintsOf(options), terminal)
  if (found instanceof Ending) throw found
  const { plan } = found
  if (options.upper !== undefined) {
    const upper = await readPlan(options.upper, {}, terminal)
    if (upper instanceof Ending) throw upper
    await exportAlignment(plan, upper.plan, (await import('./align.ts')).compare(plan, upper.plan), options.to, terminal)
    return EXIT.done
  }
  const filter = filterOf(options)
  const selected = filterMeasures(plan, filter).length
  if (selected === 0) terminal.error(`${paint(terminal, 'yellow', '!')} ${found.name}：没有符合条件的任务。 No measure meets the filter.\n`)
  const context = { on: today() }
  await write(
    format,
    options.to,
    () => ledgerWorkbook(plan, filter, context),
    () => ledgerDocument(plan, filter, context),
    terminal,
  )
  terminal.error(`已写入 Written: ${options.to}（${selected} 项任务 measures）\n`)
  return EXIT.done
}

/** Writes an alignment to a file of the kind that its name says. */
export async function exportAlignment(lower: Plan, upper: Plan, compared: Compared, to: string, terminal: Terminal): Promise<void> {
  const aligned = { lower, upper, alignment: compared, drift: compared.drift }
  const context = { on: today() }
  await write(
    formatOf(to),
    to,
    () => alignmentWorkbook(aligned, {}, context),
    () => alignmentDocument(aligned, {}, context),
    terminal,
  )
  terminal.error(`已写入 Written: ${to}\n`)
}

type Format = 'xlsx' | 'docx'

/** Gives the format of the name of the file; any other ends the command before anything is read. */
export function formatOf(to: string): Format {
  const extension = extname(to).toLowerCase()
  if (extension === '.xlsx' || extension === '.docx') return extension.slice(1) as Format
  throw wrongUse('export.format', `只能导出为 .xlsx 或 .docx：${to}`, 'Only .xlsx and .docx can be written.')
}

async function write(
  format: Format,
  to: string,
  workbook: () => WorkbookModel,
  document: () => OfficialDocument,
  terminal: Terminal,
): Promise<void> {
  const bytes = format === 'xlsx' ? await writeWorkbook(workbook()) : await writeOfficialDocument(document())
  await writeWhole(resolve(terminal.folder, to), bytes)
}

function filterOf(options: ExportOptions): MeasureFilter {
  if (options.month !== undefined && options.month !== 'none' && !/^\d{4}-(0[1-9]|1[0-2])$/.test(options.month))
    throw wrongUse('export.month', `月份应为 YYYY-MM 或 none：${options.month}`, 'A month is YYYY-MM or none.')
  const { owner, month, domain, q } = options
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(month === undefined ? {} : { month }),
    ...(domain === undefined ? {} : { domain }),
    ...(q === undefined ? {} : { q }),
  }
}

/** Today in China, where the deadlines of a plan are counted. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
