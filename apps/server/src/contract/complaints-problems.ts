/** Codes of complaints and requests. */
export const COMPLAINT_PROBLEMS = {
  'complaint.unknown-code': { status: 404, zh: '没有这个查询码，请核对后重新输入', en: 'No such code; check it and type it again' },
  'complaint.refused': { status: 422, zh: '表格有误，没有导入任何诉求', en: 'The workbook has errors; nothing was imported' },
  'complaint.not-found': { status: 404, zh: '没有这件诉求', en: 'No such complaint' },
} as const
