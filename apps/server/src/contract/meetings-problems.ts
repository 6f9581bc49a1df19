/** Codes of creditors' meetings; part of PROBLEMS. */
export const MEETING_PROBLEMS = {
  'meeting.not-found': { status: 404, zh: '没有这次会议', en: 'No such meeting' },
  'meeting.changed': { status: 409, zh: '会议已有新的进展', en: 'The meeting has moved on' },
  'meeting.refused': { status: 422, zh: '不能办理', en: 'Refused' },
  'meeting.voter-not-found': { status: 404, zh: '表决名单中没有这名债权人', en: 'No such voter' },
  'meeting.vote-not-found': { status: 404, zh: '没有这张表决票', en: 'No such vote' },
  'meeting.question-not-found': { status: 404, zh: '没有这个提问', en: 'No such question' },
  'meeting.identity': { status: 422, zh: '身份核对未通过', en: 'The identity does not fit' },
  'meeting.locked': { status: 429, zh: '核对失败次数过多，请稍后再试或联系书记员', en: 'Too many failures; try later or call the clerk' },
  'meeting.session': { status: 403, zh: '请重新签到后再表决', en: 'Sign in to the meeting again before voting' },
  'meeting.paper-differs': { status: 409, zh: '两次录入不一致，请核对原票', en: 'The two entries differ; look at the sheet' },
  'meeting.paper-same-person': { status: 403, zh: '复核须由另一人录入', en: 'The second entry is another person’s' },
} as const satisfies Record<string, { status: number; zh: string; en: string }>
