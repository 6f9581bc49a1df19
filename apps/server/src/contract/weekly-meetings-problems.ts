/** Problems of the weekly meeting. */
export const WEEKLY_MEETING_PROBLEMS = {
  'weekly-meeting.not-found': { status: 404, zh: '没有这次例会', en: 'No such meeting' },
  'weekly-meeting.changed': { status: 409, zh: '例会内容已由他人更新，请刷新后再提交', en: 'Somebody else changed the meeting; reload it' },
  'weekly-meeting.not-draft': {
    status: 409,
    zh: '纪要已经通过或者放弃，不能再改',
    en: 'The minutes are adopted or dropped and stay as they are',
  },
  'weekly-meeting.same-person': {
    status: 409,
    zh: '录入议定事项的人不能通过纪要，请由他人或者主持人通过',
    en: 'Somebody who entered nothing of it, or the chair, must adopt the minutes',
  },
  'weekly-meeting.invalid': { status: 422, zh: '议定事项不完整', en: 'A decision is incomplete' },
  'weekly-meeting.refused': { status: 422, zh: '议定事项不能写入台账', en: 'A decision cannot become a fact of the ledger' },
  'weekly-meeting.settled': { status: 409, zh: '该议定事项尚未生效或者已经办结', en: 'The decision is not in force, or is settled' },
} as const
