/** Problems of the organisation. */
export const ORGANISATION_PROBLEMS = {
  'organisation.not-found': { status: 404, zh: '组织机构中没有这一项', en: 'No such thing in the organisation' },
  'organisation.name-taken': { status: 409, zh: '名称已存在', en: 'The name is taken' },
  'organisation.refused': { status: 422, zh: '组织机构不能这样修改', en: 'The organisation cannot be changed like that' },
  'organisation.import-refused': { status: 422, zh: '表格有误，没有写入任何内容', en: 'The workbook has errors; nothing was written' },
  'delegation.refused': { status: 422, zh: '不能这样委托', en: 'The delegation is refused' },
} as const
