/** Table forms as a page of the documentation, in Markdown. */
import type { FormColumn, FormWords, TableForm } from './table-form-model.ts'
import { exampleOf, kindOf, needOf } from './table-form-write.ts'
import type { ColumnType } from './workbook-model.ts'

const KINDS_EN: Record<ColumnType, string> = {
  text: 'text',
  integer: 'whole number',
  number: 'number',
  date: 'date',
  money: 'amount in yuan',
  percent: 'percentage',
}

const kindEn = ({ choices, type }: FormColumn) =>
  choices === undefined || choices.length === 0
    ? KINDS_EN[type]
    : `one of ${choices.slice(0, 20).join('、')}${choices.length > 20 ? ` … (${choices.length})` : ''}`
const needEn = (column: FormColumn) =>
  column.origin === 'identity'
    ? 'given by the system; empty in new rows'
    : column.origin === 'shown'
      ? 'given by the system; leave as it is'
      : column.required
        ? 'required'
        : 'optional'

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\n/g, '<br>')

/** The forms one after the other: what they are for, what holds for their rows, and every column of every sheet. */
export function formsPage(forms: readonly TableForm[], locale: keyof FormWords): string {
  const zh = locale === 'zh'
  return forms
    .flatMap((form) => [
      `## ${form.title[locale]}`,
      '',
      ...form.remarks.map((remark) => remark[locale]).flatMap((remark) => (remark === '' ? [] : [`- ${remark}`])),
      '',
      ...form.sheets.flatMap((sheet) => [
        zh ? `### 工作表“${sheet.name}”` : `### Sheet ${sheet.name} (${sheet.en})`,
        '',
        zh ? '| 列 | 填写要求 | 格式 | 示例 | 说明 |' : '| Column | Meaning | Filled in | Kind | Example | Notes |',
        zh ? '|---|---|---|---|---|' : '|---|---|---|---|---|---|',
        ...sheet.columns.map((column) => {
          const cells = zh
            ? [column.title, needOf(column), kindOf(column), exampleOf(column) ?? '', column.help?.zh ?? '']
            : [column.title, column.en, needEn(column), kindEn(column), exampleOf(column) ?? '', column.help?.en ?? '']
          return `| ${cells.map(cell).join(' | ')} |`
        }),
        '',
      ]),
    ])
    .join('\n')
}
