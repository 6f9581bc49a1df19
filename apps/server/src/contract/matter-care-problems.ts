/** Problems of the calendar, saved queries and bulk actions; part of the one table of problems. */
export const MATTER_CARE_PROBLEMS = {
  'calendar.not-found': { status: 404, zh: '没有这个日历版本或者草案', en: 'No such version or draft of the calendar' },
  'calendar.refused': { status: 422, zh: '日历不能采用', en: 'The calendar cannot be taken' },
  'calendar.same-person': { status: 403, zh: '起草或者保存过草案的人不能发布它', en: 'Whoever wrote or saved a draft may not publish it' },
  'query.not-found': { status: 404, zh: '没有这个查询', en: 'No such query' },
  'query.name-taken': { status: 409, zh: '您已有同名的查询', en: 'You have a query of that name' },
  'bulk.refused': { status: 422, zh: '不能批量办理', en: 'This cannot be done for many matters at once' },
} as const
