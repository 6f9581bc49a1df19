import { complaintChoices, complaintOption, complaintValue } from '@yingshang/campaign'
import { type FormColumn, type FormRows, said, type TableForm, type TableRow } from '@yingshang/document'
import type { Values } from '@yingshang/procedure'
import { filledForm, readFormFile } from '../forms/files.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import type { FoundComplaint } from './rows.ts'

/** Complaints as a workbook: what the hotline hands over, and what the list gives. The export can be read by the import. */

const titleOf = (field: string, value: string | null) => (value === null ? null : complaintOption(field, value).zh)

const GIVEN: readonly FormColumn[] = [
  {
    key: 'outsideNumber',
    title: '来源编号',
    en: 'number at the source',
    type: 'text',
    width: 20,
    aliases: ['工单编号', '编号'],
    example: 'RX-2026-0815',
    help: { zh: '热线工单的编号；编号相同的，视为已导入', en: 'of the hotline; a number that is known is skipped' },
  },
  { key: 'kind', title: '类别', en: 'kind', type: 'text', required: true, choices: complaintChoices('kind'), width: 12 },
  {
    key: 'channel',
    title: '来源',
    en: 'channel',
    type: 'text',
    choices: complaintChoices('channel'),
    width: 12,
    help: { zh: '不填的，按热线登记', en: 'the hotline when empty' },
  },
  { key: 'subject', title: '标题', en: 'subject', type: 'text', required: true, width: 34, example: '变更登记往返三次' },
  { key: 'content', title: '具体情况', en: 'what happened', type: 'text', required: true, width: 60, aliases: ['内容', '诉求内容'] },
  { key: 'wish', title: '希望怎样解决', en: 'what is wished', type: 'text', width: 30 },
  { key: 'place', title: '发生地或涉及单位', en: 'place or body', type: 'text', width: 24 },
  { key: 'enterpriseName', title: '企业名称', en: 'enterprise', type: 'text', width: 28 },
  { key: 'enterpriseCode', title: '统一社会信用代码', en: 'credit code', type: 'text', width: 22 },
  { key: 'contactName', title: '联系人', en: 'contact', type: 'text', width: 12 },
  { key: 'contactPhone', title: '联系电话', en: 'telephone', type: 'text', width: 16 },
]
const COLUMNS: readonly FormColumn[] = [
  { key: 'id', title: '诉求编号', en: 'id', type: 'text', width: 38, origin: 'identity' },
  ...GIVEN,
  { key: 'stage', title: '状态', en: 'state', type: 'text', width: 14, origin: 'shown' },
  { key: 'handler', title: '承办单位', en: 'body that deals with it', type: 'text', width: 24, origin: 'shown' },
  { key: 'receivedOn', title: '收到日期', en: 'received on', type: 'date', origin: 'shown' },
  { key: 'due', title: '答复期限', en: 'to be answered by', type: 'date', origin: 'shown' },
  { key: 'solved', title: '是否解决', en: 'solved', type: 'text', origin: 'shown' },
  { key: 'satisfaction', title: '评价', en: 'rating', type: 'text', origin: 'shown' },
  { key: 'cause', title: '根源', en: 'root cause', type: 'text', width: 20, origin: 'shown' },
]

export const COMPLAINTS_FORM: TableForm = {
  id: 'complaints',
  title: { zh: '企业诉求', en: 'Complaints' },
  file: '诉求导入表样',
  sheets: [{ key: 'complaints', name: '企业诉求', en: 'complaints', columns: COLUMNS, spareRows: 1000 }],
  remarks: [
    {
      zh: '每行一件诉求。类别、标题、具体情况必填；来源不填的，按热线登记。',
      en: 'One complaint per row; kind, subject and what happened are needed.',
    },
    {
      zh: '诉求编号由系统给出，新增的留空。诉求编号或者来源编号已有的，不再登记；导入不修改已登记的诉求，改动了的行不予导入。',
      en: 'Ids are given by the system. A row whose id or number is known opens nothing; an import changes no complaint, and a changed row is refused.',
    },
    {
      zh: '导出的表格不含联系人、联系电话等信息，需要的在诉求中查看。',
      en: 'An export has no names and telephones; whoever needs them opens the complaint.',
    },
    {
      zh: '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。',
      en: 'An import is tried first: one error, and nothing is written; errors name their cell.',
    },
  ],
}

/** Names and telephones are left out: whoever needs them opens the case. */
export const complaintsFile = (found: readonly FoundComplaint[], now: Date): Promise<FileAnswer> =>
  filledForm(
    COMPLAINTS_FORM,
    COMPLAINTS_FORM.title.zh,
    { rows: { complaints: found.map((one) => ({ ...shownOf(one), ...givenOf(one) })) } },
    now,
  )

/** What the export says of the columns that people fill in. */
const givenOf = ({ row, content, outsideNumber }: FoundComplaint) => ({
  outsideNumber,
  kind: titleOf('kind', row.kind),
  channel: titleOf('channel', row.channel),
  subject: row.subject,
  content,
})

const shownOf = ({ row }: FoundComplaint) => ({
  id: row.id,
  stage: row.stageTitle.zh,
  handler: row.handler?.name ?? null,
  receivedOn: row.receivedOn,
  due: row.due,
  solved: row.solved === null ? null : row.solved ? '是' : '否',
  satisfaction: titleOf('satisfaction', row.satisfaction),
  cause: titleOf('cause', row.cause),
})

/** The column in which a row of the table differs from what the export says of a complaint, or null. */
export function changedColumn(table: FormRows, row: TableRow, found: FoundComplaint): string | null {
  const given: Readonly<Record<string, string | null>> = givenOf(found)
  const even = (text: string | null | undefined) => (text ?? '').replace(/\r\n?/g, '\n').trim()
  return GIVEN.find(({ key }) => table.has(key) && even(said(row, key)) !== even(given[key]))?.key ?? null
}

/** Reads the rows of a workbook. One that cannot be read at all is refused. */
export async function readComplaints(bytes: Uint8Array): Promise<FormRows> {
  const { sheets } = await readFormFile(bytes, COMPLAINTS_FORM, { maxRows: 10_000, maxCells: 300_000 })
  return sheets.complaints!
}

/** What a row hands in. */
export function valuesOf(row: TableRow): Values {
  const given = Object.fromEntries(GIVEN.map(({ key }) => [key, said(row, key) ?? undefined]))
  const all = { ...given, kind: complaintValue('kind', given.kind), channel: complaintValue('channel', given.channel) ?? 'hotline' }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Values
}
