import { PROCEDURES, TABLE_PROCEDURES } from '@yingshang/campaign'
import { type FormWords, formsPage, type TableForm } from '@yingshang/document'
import { compile } from '@yingshang/procedure'
import { CLAIMS_FORM } from '../bankruptcy/claims-sheet.ts'
import { COMPLAINTS_FORM } from '../complaints/sheet.ts'
import { READINGS_FORM } from '../ledger/indicators/sheet.ts'
import { LEDGER_FORM } from '../ledger/sheet.ts'
import { VOTERS_FORM } from '../meetings/voter-table.ts'
import { ORGANISATION_FORM } from '../organisation/sheets.ts'
import { REGISTER_KINDS } from '../registers/kinds.ts'
import { rosterForm } from '../registers/roster-sheet.ts'
import { REPORT_FORM } from '../reporting/report-form.ts'
import { matterForm } from './matter-form.ts'

/** Every table form of the product, in the order of the documentation. */
export const TABLE_FORMS: readonly TableForm[] = [
  ORGANISATION_FORM,
  LEDGER_FORM,
  REPORT_FORM,
  READINGS_FORM,
  ...TABLE_PROCEDURES.map((id) => matterForm(compile(PROCEDURES.find((p) => p.id === id)!)).form),
  COMPLAINTS_FORM,
  CLAIMS_FORM,
  VOTERS_FORM,
  ...REGISTER_KINDS.map(rosterForm),
]

const HEAD: Readonly<Record<keyof FormWords, readonly string[]>> = {
  zh: [
    '# 导入导出表样',
    '',
    '<!-- 由 `node apps/server/scripts/forms.ts` 从程序中的表样生成，测试核对两者一致。 -->',
    '',
    '导入与导出用同一份 Excel 表样，一张表一份。 [English](../forms.md)',
    '',
    '## 共同的规则',
    '',
    '- 空白表样、导出的表格、导入读取的列完全相同；工作簿末尾的“填写说明”逐列写明要求。',
    '- 表头按列名识别：列的先后可以调整，多余的列不读取，没有的列不改动；表头可以在前 20 行中的任意一行。',
    '- 选择先试算：页面列出将新增、修改、不变各多少，以及每处错误所在的工作表、单元格；确认后才写入，有一处错误，整份都不写入。',
    '- 有错误时可以下载标注错误的工作簿：各行各格位置不变，有误的单元格着色，末列“错误”写明原因；改好后直接再次导入，“错误”列不读取。超过 30000 行或者 20 万个单元格的不标注。',
    '- 编号由系统给出，新增的行留空。同一份表格导入两次，第二次不会新增；债权表中同一债权人、同一性质、同一金额的，须确认后才再次登记。',
    '- 日期写作 2026-03-15、2026/3/15、2026年3月15日均可；金额以元为单位，最多两位小数；多个名称以顿号分隔。',
    '- 导出与导入都留有记录：何人、何时、何种筛选、多少行。',
    '',
  ],
  en: [
    '# Forms of tables',
    '',
    '<!-- Written by `node apps/server/scripts/forms.ts` from the forms in the program; a test compares them. -->',
    '',
    'One Excel form per table, both ways. [中文](zh/forms.md)',
    '',
    '## What holds for all of them',
    '',
    '- The empty form, the export and what an import reads have the same columns; the last sheet, 填写说明, explains each of them.',
    '- Columns are found by their titles: their order is free, others are ignored, and what a sheet has not it does not change. The header may stand in any of the first 20 rows.',
    '- A workbook is tried first: the page says how much would be new, changed and unchanged, and names sheet and cell of every error. It is written when confirmed, and not at all while there is one error.',
    '- Errors can be downloaded as the same workbook: every cell in its place, those to blame coloured, and a last column 错误. Put right, it is imported as it is; that column is not read. Not of more than 30,000 rows or 200,000 cells.',
    '- Ids are given by the system; new rows leave them empty. The same file imported twice makes nothing new the second time; a claim of the same creditor, class and amount is filed again only when that is confirmed.',
    '- Days are written 2026-03-15, 2026/3/15 or 2026年3月15日, amounts in yuan with at most two decimals; several names are parted by “、”.',
    '- Exports and imports are on record: who, when, which filter, how many rows.',
    '',
    'For programs: `GET /api/matter-forms/{procedure}`, `GET …/export`, `POST …/import?dryRun=true`, and the like for the other tables (`/api/docs`). `POST /api/forms/marked` gives the marked workbook.',
    '',
  ],
}

/** The page of the documentation, `docs/forms.md` or `docs/zh/forms.md`. */
export const formsDocument = (locale: keyof FormWords): string =>
  `${HEAD[locale].join('\n')}\n${formsPage(TABLE_FORMS, locale).trimEnd()}\n`
