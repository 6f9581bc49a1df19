/** The workbook of a table form: filled for an export, empty for somebody to fill in; both carry the explanation. */
import type { FormColumn, TableForm } from './table-form-model.ts'
import type { ColumnType, WorkbookModel, WorkbookRow, WorkbookSheet } from './workbook-model.ts'

/** Name of the sheet that explains the others. */
export const EXPLANATION = '填写说明'

const KINDS: Record<ColumnType, string> = {
  text: '文字',
  integer: '整数',
  number: '数字',
  date: '日期',
  money: '金额（元）',
  percent: '百分数',
}

export interface FormFilling {
  /** Rows by the key of the sheet; none for the empty form. */
  readonly rows?: Readonly<Record<string, readonly WorkbookRow[]>>
  /** Sheets for reading only (totals, notes), before the explanation. */
  readonly more?: readonly WorkbookSheet[]
  /** ISO instant. */
  readonly createdAt: string
}

const SPARE = 500
/** Below the rows of an export lists are offered for some new ones. */
const SPARE_BELOW = 100

/** The model of a form's workbook, for `writeWorkbook`. */
export function formWorkbook(form: TableForm, { rows, more = [], createdAt }: FormFilling): WorkbookModel {
  return {
    sheets: [
      ...form.sheets.map((sheet) => ({
        name: sheet.name,
        columns: sheet.columns,
        rows: rows?.[sheet.key] ?? [],
        spareRows: rows === undefined ? (sheet.spareRows ?? SPARE) : SPARE_BELOW,
      })),
      ...more,
      explanation(form),
    ],
    createdAt,
  }
}

function explanation(form: TableForm): WorkbookSheet {
  return {
    name: EXPLANATION,
    title: `${form.title.zh}填写说明`,
    columns: [
      { key: 'sheet', title: '工作表', type: 'text', width: 14 },
      { key: 'column', title: '列', type: 'text', width: 24 },
      { key: 'need', title: '填写要求', type: 'text', width: 14 },
      { key: 'kind', title: '格式', type: 'text', width: 30 },
      { key: 'example', title: '示例', type: 'text', width: 24 },
      { key: 'help', title: '说明', type: 'text', width: 80 },
    ],
    rows: [
      ...form.remarks.map(({ zh, en }) => ({ help: en === '' ? zh : `${zh}\n${en}` })),
      ...form.sheets.flatMap((sheet) =>
        sheet.columns.map((column) => ({
          sheet: sheet.name,
          column: column.title,
          need: needOf(column),
          kind: kindOf(column),
          example: exampleOf(column),
          help: column.help?.zh ?? null,
        })),
      ),
    ],
  }
}

/** Who fills a column in, and whether it must be. */
export const needOf = (column: FormColumn): string =>
  column.origin === 'identity' ? '系统给出，新增留空' : column.origin === 'shown' ? '系统给出，请勿填写' : column.required ? '必填' : '选填'

/** What may stand in a column. */
export function kindOf(column: FormColumn): string {
  if (column.choices === undefined || column.choices.length === 0) return KINDS[column.type]
  const some = column.choices.slice(0, 20).join('、')
  return `选择：${some}${column.choices.length > 20 ? `等${column.choices.length}项` : ''}`
}

/** The example as people write it. */
export const exampleOf = ({ example, type }: FormColumn): string | null =>
  example === undefined
    ? null
    : typeof example === 'string'
      ? example
      : type === 'money'
        ? (example / 100).toFixed(2)
        : type === 'percent'
          ? `${example}%`
          : String(example)
