import { isOfCampaign, officeRoles, TABLE_PROCEDURES } from '@yingshang/campaign'
import type { ColumnType, FormColumn, TableForm } from '@yingshang/document'
import {
  type ActionDefinition,
  type Compiled,
  type Definition,
  definitionInForce,
  definitionOf,
  type Field,
  type FieldType,
  type Setting,
} from '@yingshang/procedure'
import type { Caller } from '../accounts/sessions.ts'
import { refuse } from '../http/problem.ts'
import { mayOpen } from '../matters/roles.ts'

/** The table form of a procedure: its columns are the fields of the action that opens a matter. */

export interface MatterForm {
  readonly form: TableForm
  readonly definition: Definition
  readonly opening: ActionDefinition
  /** Fields that have a column, in its order; a field that names a body stands for its name too. */
  readonly fields: readonly Field[]
}

/** What can be written into a cell. Files, moments and groups of rows cannot. */
const CELLS: Partial<Record<FieldType, ColumnType>> = {
  text: 'text',
  longText: 'text',
  integer: 'integer',
  money: 'money',
  date: 'date',
  yesNo: 'text',
  choice: 'text',
  choices: 'text',
  party: 'text',
  creditCode: 'text',
  idNumber: 'text',
  caseNumber: 'text',
}
export const YES = '是'
export const NO = '否'

/** Keys of the columns beside the fields; no field of a procedure begins with `@`. */
export const KEYS = {
  id: '@id',
  version: '@version',
  stage: '@stage',
  flags: '@flags',
  due: '@due',
  opened: '@opened',
  updated: '@updated',
} as const

/** Whether matters of a procedure go out and come in as a workbook. */
export const hasTable = (procedure: string): boolean =>
  isOfCampaign(procedure) && (TABLE_PROCEDURES as readonly string[]).includes(procedure)

/** The role in which a person opens matters by a form: that of the office before that of a body; null when they may not. */
export function openingRole({ id, actions }: Definition, caller: Caller): string | null {
  const able = (actions.find((a) => a.opens)?.by ?? []).filter((role) => mayOpen(caller, id, role))
  return able.find((role) => officeRoles(id).includes(role)) ?? able[0] ?? null
}

/** The form of a procedure as its definition in force on a day has it. Refuses a procedure that has none. */
export function matterFormOf(setting: Setting, procedure: string, day: string): MatterForm {
  const definition = hasTable(procedure) ? definitionInForce(setting, procedure, day) : undefined
  if (!definition) throw refuse('procedure.not-found')
  return matterForm(definitionOf(setting, definition.id, definition.version))
}

/** The form of a definition. */
export function matterForm({ definition, forms }: Pick<Compiled, 'definition' | 'forms'>): MatterForm {
  const opening = definition.actions.find((a) => a.opens)!
  const all = forms.get(opening.id) ?? []
  // The name of a body is looked up by the server.
  const names = new Set(all.flatMap((f) => (f.names ? [f.names.into] : [])))
  const fields = all.filter((f) => CELLS[f.type] !== undefined && !names.has(f.id))
  const { title } = definition
  return {
    definition,
    opening,
    fields,
    form: {
      id: definition.id,
      title: { ...title },
      file: `${title.zh}导入表样`,
      sheets: [{ key: 'matters', name: title.zh.slice(0, 31), en: title.en, columns: [...GIVEN, ...fields.map(columnOf), ...SHOWN] }],
      remarks: remarks(all.filter((f) => CELLS[f.type] === undefined)),
    },
  }
}

const GIVEN: readonly FormColumn[] = [
  { key: KEYS.id, title: '办件编号', en: 'id', type: 'text', width: 38, origin: 'identity' },
  { key: KEYS.version, title: '导出版本', en: 'version of the export', type: 'integer', origin: 'identity' },
]
const SHOWN: readonly FormColumn[] = [
  { key: KEYS.stage, title: '当前阶段', en: 'stage', type: 'text', width: 20, origin: 'shown' },
  { key: KEYS.flags, title: '标记', en: 'flags', type: 'text', width: 14, origin: 'shown' },
  { key: KEYS.due, title: '最近期限', en: 'next due', type: 'date', origin: 'shown' },
  { key: KEYS.opened, title: '登记日期', en: 'opened on', type: 'date', origin: 'shown' },
  { key: KEYS.updated, title: '最近办理', en: 'last action', type: 'date', origin: 'shown' },
]

function columnOf(field: Field): FormColumn {
  const help = helpOf(field)
  const example = exampleOf(field)
  return {
    key: field.id,
    title: field.label.zh,
    en: field.label.en,
    type: CELLS[field.type]!,
    width: field.type === 'longText' ? 50 : field.type === 'text' ? 28 : 16,
    // A field that is asked for in some cases only is checked by the procedure.
    ...(field.required && !field.when ? { required: true } : {}),
    ...(field.type === 'choice' ? { choices: (field.options ?? []).map((o) => o.label.zh) } : {}),
    ...(field.type === 'yesNo' ? { choices: [YES, NO] } : {}),
    ...(help === null ? {} : { help }),
    ...(example === null ? {} : { example }),
  }
}

function helpOf(field: Field): { zh: string; en: string } | null {
  const options = (field.options ?? []).map((o) => o.label.zh).join('、')
  const zh: string[] = []
  const en: string[] = []
  if (field.help) {
    zh.push(field.help.zh)
    en.push(field.help.en)
  }
  if (field.names) {
    zh.push('填组织机构中的单位名称或者简称')
    en.push('a name or short name of the organisation')
  }
  if (field.type === 'choices') {
    zh.push(`可填多项，以顿号分隔：${options}`)
    en.push(`several, parted by “、”: ${options}`)
  }
  if (field.min !== undefined && field.max !== undefined && field.type === 'integer') {
    zh.push(`${field.min} 至 ${field.max}`)
    en.push(`${field.min} to ${field.max}`)
  }
  if (field.maxLength !== undefined) {
    zh.push(`不超过 ${field.maxLength} 字`)
    en.push(`at most ${field.maxLength} characters`)
  }
  return zh.length === 0 ? null : { zh: zh.join('；'), en: en.join('; ') }
}

function exampleOf(field: Field): string | number | null {
  if (field.names) return '澄江市数据局'
  if (field.type === 'choice') return field.options?.[0]?.label.zh ?? null
  if (field.type === 'date') return '2026-03-15'
  return typeof field.sample === 'string' || typeof field.sample === 'number' ? field.sample : null
}

const remarks = (left: readonly Field[]): TableForm['remarks'] => [
  {
    zh: '每行一件。新增的，办件编号和导出版本留空；带“必填”的列不得为空。',
    en: 'One matter per row. Leave id and version of new rows empty.',
  },
  {
    zh: '办件编号已有的行，内容未改动的跳过；改动了的，程序允许修改的登记为修改，不允许的不予导入，请在办件中办理。导出后办件已有新进展的，请重新导出后再改。',
    en: 'A row whose id is known opens nothing: unchanged it is skipped, changed it is recorded as an amendment where the procedure has one, else refused. When the matter has moved on since the export, export anew.',
  },
  {
    zh: '没有编号而内容与已有办件的登记内容完全相同的行，视为已导入，跳过；同一表格不会重复登记。',
    en: 'A row without an id that says exactly what a matter was opened with is skipped: the same file opens nothing twice.',
  },
  {
    zh: '当前阶段、标记、最近期限、登记日期、最近办理由系统给出，导入时不读取。表中没有的办件保持不变。',
    en: 'Stage, flags, next due and the days are not read. Matters that are not in the sheet stay as they are.',
  },
  ...(left.length === 0
    ? []
    : [
        {
          zh: `${left.map((f) => f.label.zh).join('、')}不在表中，登记后在办件中补充。`,
          en: `Not in the table, to be added in the matter: ${left.map((f) => f.label.en).join(', ')}.`,
        },
      ]),
  {
    zh: '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。',
    en: 'An import is tried first: one error, and nothing is written; errors name their cell.',
  },
]
