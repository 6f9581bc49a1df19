import type { FormColumn, TableForm } from '@yingshang/document'
import type { RegisterKind } from '@yingshang/register'
import type { RegisterEntry } from '../contract/registers.ts'
import { filledForm } from '../forms/files.ts'
import type { FileAnswer } from '../http/endpoint.ts'

/** A register as a workbook. The export, the empty form and what an import reads have the same columns. */

export const SUBJECTS = { institution: '机构', person: '个人' } as const
const STATES = { available: '可选任', barred: '暂不可选任', removed: '已除名' } as const

/** Columns of a kind's workbook. */
export const rosterColumns = (kind: RegisterKind): readonly FormColumn[] => [
  { key: 'code', title: '编号', en: 'code', type: 'text', required: true, width: 24, aliases: ['统一社会信用代码', '执业证号'] },
  { key: 'name', title: '名称', en: 'name', type: 'text', required: true, width: 34, aliases: ['机构名称', '姓名'] },
  { key: 'subject', title: '类型', en: 'firm or person', type: 'text', required: true, choices: kind.subjects.map((s) => SUBJECTS[s]) },
  { key: 'grade', title: '等级', en: 'grade', type: 'text', required: true, choices: kind.grades.map((g) => g.label.zh) },
  { key: 'areas', title: '专业领域', en: 'areas', type: 'text', width: 34 },
  { key: 'on', title: '编入日期', en: 'entered on', type: 'date', required: true, example: '2026-01-15' },
  { key: 'reason', title: '编入依据', en: 'ground', type: 'text', required: true, width: 36, example: '评审委员会2026年第1次会议' },
  { key: 'contact', title: '联系方式', en: 'contact', type: 'text', width: 28 },
  { key: 'state', title: '状态', en: 'state', type: 'text', origin: 'shown' },
  { key: 'openCases', title: '在办件数', en: 'open cases', type: 'integer', origin: 'shown' },
  { key: 'mean', title: '评价均分', en: 'mean of evaluations', type: 'number', origin: 'shown' },
]

/** The form of a kind. */
export const rosterForm = (kind: RegisterKind): TableForm => ({
  id: `register-${kind.id}`,
  title: { ...kind.title },
  file: `${kind.title.zh}导入表样`,
  sheets: [{ key: 'entries', name: kind.title.zh, en: 'entries', columns: rosterColumns(kind) }],
  remarks: [
    {
      zh: `每行一个${kind.member.zh}。编号为统一社会信用代码或者执业证号，随摇号名单公布，请勿填写身份证号码。`,
      en: 'One entry per row. The code is a credit code or the number of a licence; it is published with draws, so no identity numbers.',
    },
    {
      zh: `专业领域以顿号分隔，可选：${kind.areas.map((a) => a.label.zh).join('、')}；留空表示不限。`,
      en: 'Areas are parted by “、”; empty means any.',
    },
    { zh: '状态、在办件数、评价均分由系统登记，导入时不读取。', en: 'State, open cases and mean are kept by the system and not read.' },
    {
      zh: '已在名册中的编号，内容相同的跳过；导入不修改已编入的成员，等级、暂停、除名等请作出名册决定。',
      en: 'Codes that are in the register already are skipped when nothing differs; an import changes no entry, take a decision instead.',
    },
    {
      zh: '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。',
      en: 'An import is tried first: one error, and nothing is written; errors name their cell.',
    },
  ],
})

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
  return filledForm(rosterForm(kind), kind.title.zh, { rows: { entries: rows } }, now)
}
