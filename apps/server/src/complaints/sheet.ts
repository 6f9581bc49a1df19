import { COMPLAINT } from '@yingshang/campaign'
import { readTable, readWorkbook, type TableRow, tableHeader, type WorkbookColumn, writeWorkbook } from '@yingshang/document'
import type { Values } from '@yingshang/procedure'
import type { ImportFinding } from '../contract/bankruptcy.ts'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { refuseDocument } from '../http/problem.ts'
import type { FoundComplaint } from './rows.ts'

/** Complaints as a workbook: what the hotline hands over, and what the list gives. The export can be read by the import. */

const options = (field: string) => COMPLAINT.fields.find((f) => f.id === field)?.options ?? []
const titleOf = (field: string, value: string | null) => options(field).find((o) => o.value === value)?.label.zh ?? null
const chosenOf = (field: string, title: unknown) => options(field).find((o) => o.label.zh === title)?.value

const COLUMNS: readonly WorkbookColumn[] = [
  { key: 'outsideNumber', title: '来源编号', type: 'text', width: 20, aliases: ['工单编号', '编号'] },
  { key: 'kind', title: '类别', type: 'text', required: true, choices: options('kind').map((o) => o.label.zh), width: 12 },
  { key: 'channel', title: '来源', type: 'text', choices: options('channel').map((o) => o.label.zh), width: 12 },
  { key: 'subject', title: '标题', type: 'text', required: true, width: 34 },
  { key: 'content', title: '具体情况', type: 'text', required: true, width: 60, aliases: ['内容', '诉求内容'] },
  { key: 'wish', title: '希望怎样解决', type: 'text', width: 30 },
  { key: 'place', title: '发生地或涉及单位', type: 'text', width: 24 },
  { key: 'enterpriseName', title: '企业名称', type: 'text', width: 28 },
  { key: 'enterpriseCode', title: '统一社会信用代码', type: 'text', width: 22 },
  { key: 'contactName', title: '联系人', type: 'text', width: 12 },
  { key: 'contactPhone', title: '联系电话', type: 'text', width: 16 },
]
/** What the export adds for reading; the import does not look at them. */
const MORE: readonly WorkbookColumn[] = [
  { key: 'stage', title: '状态', type: 'text', width: 14 },
  { key: 'handler', title: '承办单位', type: 'text', width: 24 },
  { key: 'receivedOn', title: '收到日期', type: 'date' },
  { key: 'due', title: '答复期限', type: 'date' },
  { key: 'solved', title: '是否解决', type: 'text' },
  { key: 'satisfaction', title: '评价', type: 'text' },
  { key: 'cause', title: '根源', type: 'text', width: 20 },
]
const REMARKS = [
  '每行一件诉求。类别、标题、具体情况必填；来源不填的，按热线登记。',
  `类别从下列各项中选择：${options('kind')
    .map((o) => o.label.zh)
    .join('、')}。`,
  '来源编号相同的，视为已导入，跳过。有一处错误，整份表格都不写入；错误按单元格指明。',
]

export const complaintsForm = (now: Date): Promise<FileAnswer> => workbook('诉求导入表样', COLUMNS, [], now, 1000)

/** Names and telephones are left out: whoever needs them opens the case. */
export const complaintsFile = (found: readonly FoundComplaint[], now: Date): Promise<FileAnswer> =>
  workbook(
    `企业诉求-${chinaDay(now).replaceAll('-', '')}`,
    [...COLUMNS, ...MORE],
    found.map(({ row, content, outsideNumber }) => ({
      outsideNumber,
      kind: titleOf('kind', row.kind),
      channel: titleOf('channel', row.channel),
      subject: row.subject,
      content,
      stage: row.stageTitle.zh,
      handler: row.handler?.name ?? null,
      receivedOn: row.receivedOn,
      due: row.due,
      solved: row.solved === null ? null : row.solved ? '是' : '否',
      satisfaction: titleOf('satisfaction', row.satisfaction),
      cause: titleOf('cause', row.cause),
    })),
    now,
    0,
  )

async function workbook(
  name: string,
  columns: readonly WorkbookColumn[],
  rows: readonly Readonly<Record<string, string | null>>[],
  now: Date,
  spareRows: number,
): Promise<FileAnswer> {
  const content = await writeWorkbook({
    sheets: [
      { name: '企业诉求', columns, rows: [...rows], ...(spareRows > 0 ? { spareRows } : {}) },
      {
        name: '说明',
        columns: [{ key: 'remark', title: '说明', type: 'text', width: 100 }],
        rows: REMARKS.map((remark) => ({ remark })),
      },
    ],
    createdAt: now.toISOString(),
  })
  return { name: `${name}.xlsx`, type: FILE_TYPES.xlsx, content, bytes: content.length }
}

export interface ComplaintTable {
  readonly rows: readonly { readonly row: number; readonly values: Values }[]
  readonly faults: readonly ImportFinding[]
  /** Letter of the column of a field, for findings. */
  readonly letters: Readonly<Record<string, string>>
}

/** Reads the rows of a workbook. One that cannot be read at all is refused. */
export async function readComplaints(bytes: Uint8Array): Promise<ComplaintTable> {
  const read = await readWorkbook(bytes, { limits: { maxRows: 10_000, maxCells: 200_000 } })
  if (!read.ok) throw refuseDocument(read.refusal)
  const shown = read.sheets.filter((s) => !s.hidden)
  const sheet = shown.find((s) => tableHeader(s, COLUMNS)) ?? shown[0]
  if (!sheet) throw refuseDocument({ code: 'document.empty', zh: '工作簿中没有可见的工作表。', en: 'The workbook has no visible sheet.' })
  const table = readTable(sheet, COLUMNS)
  return {
    rows: table.rows.map((one) => ({ row: one.row, values: valuesOf(one) })),
    faults: table.faults.map((f) => ({
      row: f.row ?? null,
      cell: f.ref ?? null,
      column: f.column ?? null,
      code: f.code,
      zh: f.zh,
      en: f.en,
    })),
    letters: tableHeader(sheet, COLUMNS)?.letters ?? {},
  }
}

function valuesOf({ values }: TableRow): Values {
  const text = (key: string) => {
    const value = values[key]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  const given = Object.fromEntries(COLUMNS.map(({ key }) => [key, text(key)]))
  const all = { ...given, kind: chosenOf('kind', given.kind), channel: chosenOf('channel', given.channel) ?? 'hotline' }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Values
}

export const columnTitle = (key: string): string => COLUMNS.find((c) => c.key === key)?.title ?? key
