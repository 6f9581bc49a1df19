/** Problems of table forms. */
export const FORM_PROBLEMS = {
  'form.refused': { status: 422, zh: '表格有误，没有写入任何内容', en: 'The workbook has errors; nothing was written' },
  'form.too-many': { status: 422, zh: '行数过多，请先筛选再导出', en: 'Too many rows; filter before exporting' },
} as const
