import { type WorkbookColumn, writeWorkbook } from '@yingshang/document'
import type { RegisterKind } from '@yingshang/register'
import type { RegisterEntry } from '../contract/registers.ts'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'

/** A register as a workbook. The export, the empty form and what an import reads have the same columns. */

export const SUBJECTS = { institution: '机构', person: '个人' } as const
const STATES = { available: '可选任', barred: '暂不可选任', removed: '已除名' } as const

/** Columns of a kind's workbook. */
export const rosterColumns = (kind: RegisterKind): readonly WorkbookColumn[] => [
  { key: 'code', title: '编号', type: 'text', required: true, width: 24, aliases: ['统一社会信用代码', '执业证号'] },
  { key: 'name', title: '名称', type: 'text', required: true, width: 34, aliases: ['机构名称', '姓名'] },
  { key: 'subject', title: '类型', type: 'text', required: true, choices: kind.subjects.map((s) => SUBJECTS[s]) },
  { key: 'grade', title: '等级', type: 'text', required: true, choices: kind.grades.map((g) => g.label.zh) },
  { key: 'areas', title: '专业领域', type: 'text', width: 34 },
  { key: 'on', title: '编入日期', type: 'date', required: true },
  { key: 'reason', title: '编入依据', type: 'text', required: true, width: 36 },
  { key: 'contact', title: '联系方式', type: 'text', width: 28 },
  { key: 'state', title: '状态', type: 'text' },
  { key: 'openCases', title: '在办件数', type: 'integer' },
  { key: 'mean', title: '评价均分', type: 'number' },
]

const remarks = (kind: RegisterKind) => [
  `每行一个${kind.member.zh}。编号为统一社会信用代码或者执业证号，随摇号名单公布，请勿填写身份证号码。`,
  `专业领域以顿号分隔，可选：${kind.areas.map((a) => a.label.zh).join('、')}；留空表示不限。`,
  '状态、在办件数、评价均分由系统登记，导入时不读取。',
  '已在名册中的编号，内容相同的跳过；导入不修改已编入的成员，等级、暂停、除名等请作出名册决定。',
  '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。',
  'One entry per row. Codes that are in the register already are skipped when nothing differs. Nothing is written while a cell has an error.',
]

async function workbook(kind: RegisterKind, rows: readonly Record<string, string | number | null>[], spareRows: number, now: Date) {
  return writeWorkbook({
    sheets: [
      { name: kind.title.zh, columns: rosterColumns(kind), rows, spareRows },
      {
        name: '说明',
        columns: [{ key: 'remark', title: '说明', type: 'text', width: 110 }],
        rows: remarks(kind).map((remark) => ({ remark })),
      },
    ],
    createdAt: now.toISOString(),
  })
}

const answer = (name: string, content: Uint8Array): FileAnswer => ({ name, type: FILE_TYPES.xlsx, content, bytes: content.length })

/** The empty form of a kind. */
export async function rosterForm(kind: RegisterKind, now: Date): Promise<FileAnswer> {
  return answer(`${kind.title.zh}导入表样.xlsx`, await workbook(kind, [], 500, now))
}

export interface SheetEntry {
  readonly view: RegisterEntry
  readonly on: string
  readonly reason: string
  readonly contact: string
}

/** The whole register of a kind. */
export async function rosterWorkbook(kind: RegisterKind, entries: readonly SheetEntry[], now: Date): Promise<FileAnswer> {
  const rows = entries.map(({ view, on, reason, contact }) => ({
    code: view.code,
    name: view.name,
    subject: SUBJECTS[view.subject],
    grade: view.grade.title.zh,
    areas: view.areas.map((a) => a.title.zh).join('、'),
    on,
    reason,
    contact,
    state: STATES[view.state],
    openCases: view.openCases,
    mean: view.mean === null ? null : view.mean.total / 100,
  }))
  return answer(`${kind.title.zh}-${chinaDay(now).replaceAll('-', '')}.xlsx`, await workbook(kind, rows, 100, now))
}
