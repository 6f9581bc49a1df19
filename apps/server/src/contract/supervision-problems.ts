/** Problems of supervision. */
export const SUPERVISION_PROBLEMS = {
  'letter.not-found': { status: 404, zh: '没有这件函或通报', en: 'No such letter' },
  'letter.changed': { status: 409, zh: '文稿已有变动，请刷新后再办理', en: 'The letter has moved on; reload it' },
  'letter.refused': { status: 422, zh: '现在不能这样办理', en: 'This is not possible now' },
  'letter.same-person': { status: 403, zh: '起草人不能审批自己起草的文稿，请由他人审批', en: 'Somebody else must approve it' },
  'letter.empty': {
    status: 422,
    zh: '筛选没有找到事项，或者没有发往单位',
    en: 'The filter finds nothing, or there is no body to send it to',
  },
  'inspection.not-found': { status: 404, zh: '没有这个督查批次', en: 'No such batch of inspections' },
  'inspection.closed': { status: 409, zh: '督查批次已经结束', en: 'The batch is closed' },
} as const
