import { type FormColumn, type FormRows, said, type TableForm, type TableRow, type WorkbookRow } from '@yingshang/document'
import { STATUS_WORDS, STATUSES } from '@yingshang/ledger'
import type { ImportFinding } from '../contract/forms.ts'
import { type BodyReport, ReportLine } from '../contract/reporting.ts'

/** The reports of a round as a workbook: what each body says on each entry, beside what the ledger knows already. */

const COLUMNS: readonly FormColumn[] = [
  {
    key: 'body',
    title: '报送单位',
    en: 'body',
    type: 'text',
    required: true,
    width: 24,
    help: { zh: '填单位全称，与导出的一致', en: 'the full name, as exported' },
  },
  { key: 'entry', title: '事项编号', en: 'id of the entry', type: 'text', required: true, width: 38 },
  { key: 'number', title: '序号', en: 'number', type: 'text', origin: 'shown' },
  { key: 'title', title: '任务', en: 'title of the entry', type: 'text', width: 34, origin: 'shown' },
  { key: 'status', title: '办理状态', en: 'state', type: 'text', choices: STATUSES.map((s) => STATUS_WORDS[s].zh), origin: 'shown' },
  { key: 'changes', title: '系统记录的进展', en: 'what the ledger knows', type: 'text', width: 40, origin: 'shown' },
  { key: 'words', title: '补充说明', en: 'words', type: 'text', width: 40, example: '专区已运行，日均受理二十件' },
  { key: 'next', title: '下步打算', en: 'next steps', type: 'text', width: 40 },
  { key: 'blocked', title: '存在困难', en: 'what stands in the way', type: 'text', width: 30 },
  {
    key: 'progress',
    title: '进度（%）',
    en: 'progress in percent',
    type: 'integer',
    example: 60,
    help: { zh: '0 至 100；进度由系统计算的事项不填', en: '0 to 100; empty where it is measured' },
  },
  { key: 'state', title: '报送状态', en: 'state of the report', type: 'text', origin: 'shown' },
]

export const REPORT_FORM: TableForm = {
  id: 'reports',
  title: { zh: '本期报送', en: 'Reports of a round' },
  file: '报送表样',
  sheets: [{ key: 'reports', name: '报送', en: 'reports', columns: COLUMNS }],
  remarks: [
    {
      zh: '每行为一个单位在一个事项上的报送内容，从本期报送中导出后填写；不在表中的事项保持不变，未填写的栏目视为清空。',
      en: 'A row for each entry that a body reports on, exported from the round; entries that are not in the sheet stay as they are, and an empty cell empties what the draft said.',
    },
    {
      zh: '导入只填写草稿，不代替报送：核对后由单位在页面上报送。只能为本人所在单位填写；已经报送的，须由营转办退回后再改。',
      en: 'An import fills the drafts and hands nothing in. It is for the bodies that one acts for; what was handed in must be returned first.',
    },
    {
      zh: '序号、任务、办理状态、系统记录的进展、报送状态由系统给出，导入时不读取。',
      en: 'Number, title, state and what the ledger knows are shown and not read.',
    },
    {
      zh: '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。同一份表格导入两次，第二次没有变化。',
      en: 'An import is tried first: one error, and nothing is written; errors name their cell. The same file a second time changes nothing.',
    },
  ],
}

const STATES: Readonly<Record<BodyReport['status'], string>> = {
  awaited: '未报送',
  draft: '草稿',
  'handed-in': '已报送',
  returned: '已退回',
}

/** The rows of a report. */
export const reportRows = (report: BodyReport): WorkbookRow[] =>
  report.entries.map(({ entry, changes, line }) => ({
    body: report.body.name,
    entry: entry.id,
    number: entry.number,
    title: entry.title,
    status: STATUS_WORDS[entry.status].zh,
    changes: (report.status === 'handed-in' ? (line.changes ?? changes) : changes).map((c) => `${c.on} ${c.text.zh}`).join('\n'),
    words: line.words,
    next: line.next,
    blocked: line.blocked,
    progress: line.progress,
    state: STATES[report.status],
  }))

export interface ReportsAssessed {
  /** By body, the report with all of its lines as they should be. */
  readonly drafts: readonly { readonly report: BodyReport; readonly lines: readonly ReportLine[] }[]
  readonly changed: number
  readonly unchanged: number
  readonly errors: readonly ImportFinding[]
}

const SAID = ['words', 'next', 'blocked', 'progress'] as const

/** Compares rows with the reports of the round that the person may see. */
export function assessReports(table: FormRows, reports: readonly BodyReport[]): ReportsAssessed {
  const errors: ImportFinding[] = [...table.faults]
  const byName = new Map(reports.map((r) => [r.body.name, r]))
  const drafts = new Map<string, Map<string, ReportLine>>()
  const seen = new Map<string, number>()
  let changed = 0
  let unchanged = 0
  for (const row of table.rows) {
    const wrong = (key: string, code: string, zh: string, en: string) => errors.push(table.at(row.row, key, code, zh, en))
    const name = said(row, 'body') ?? ''
    const report = byName.get(name)
    if (!report) {
      wrong(
        'body',
        'report.not-found',
        `本期没有“${name}”的报送任务，或者不属于本人所在单位`,
        `the round has no report of ${name} that you may see`,
      )
      continue
    }
    const id = said(row, 'entry')?.toLowerCase() ?? ''
    const found = report.entries.find((e) => e.entry.id === id)
    if (!found) {
      wrong('entry', 'entry.unknown', '该单位本期不报送这一事项', 'the body does not report on this entry')
      continue
    }
    const place = `${name} ${id}`
    const earlier = seen.get(place)
    if (earlier !== undefined) {
      wrong('entry', 'row.twice', `与第${earlier}行重复`, `the same as row ${earlier}`)
      continue
    }
    seen.set(place, row.row)
    const line = lineOf(table, row, found.line)
    const differs = SAID.filter((key) => even(line[key]) !== even(found.line[key]))
    if (differs.length === 0) {
      unchanged++
      continue
    }
    if (!report.may.write) {
      const handedIn = report.status === 'handed-in'
      wrong(
        differs[0]!,
        handedIn ? 'report.handed-in' : 'report.closed',
        handedIn ? '已经报送；需要修改请由营转办退回' : '本期报送现在不能由您填写',
        handedIn ? 'it was handed in; the office must return it first' : 'the report is not yours to fill in now',
      )
      continue
    }
    if (line.progress !== null && !found.asksProgress) {
      wrong('progress', 'report.measured', '该事项的进度由系统计算，请留空', 'the progress of this entry is measured; leave it empty')
      continue
    }
    const fits = ReportLine.safeParse(line)
    if (!fits.success) {
      for (const issue of fits.error.issues) {
        const key = String(issue.path[0] ?? 'words')
        if (key === 'progress') wrong('progress', 'cell.integer', '应为 0 至 100 的整数', 'a whole number from 0 to 100')
        else wrong(key, 'form.long', '文字过长', 'the text is too long')
      }
      continue
    }
    changed++
    const own = drafts.get(name) ?? new Map<string, ReportLine>()
    own.set(id, line)
    drafts.set(name, own)
  }
  return {
    drafts: [...drafts].map(([name, own]) => {
      const report = byName.get(name)!
      return { report, lines: report.entries.map(({ entry, line }) => own.get(entry.id) ?? bareLine(line)) }
    }),
    changed,
    unchanged,
    errors,
  }
}

/** What a row says; a column that the sheet has not changes nothing. */
function lineOf(table: FormRows, row: TableRow, had: ReportLine): ReportLine {
  const text = (key: 'words' | 'next' | 'blocked') => (table.has(key) ? (said(row, key) ?? '') : had[key])
  const progress = row.values.progress
  return {
    entry: had.entry,
    words: text('words'),
    next: text('next'),
    blocked: text('blocked'),
    progress: table.has('progress') ? (typeof progress === 'number' ? progress : null) : had.progress,
  }
}

const bareLine = ({ entry, words, next, blocked, progress }: ReportLine): ReportLine => ({ entry, words, next, blocked, progress })
const even = (value: string | number | null): string | number | null =>
  typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : value
