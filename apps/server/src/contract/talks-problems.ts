/** Problems of talks. */
export const TALK_PROBLEMS = {
  'talk.not-found': { status: 404, zh: '没有这次约谈', en: 'No such talk' },
  'talk.recorded': { status: 409, zh: '这次约谈已经登记', en: 'The talk has been recorded' },
  'talk.lapsed': { status: 409, zh: '考核结果已更正，原结果的约谈不再进行', en: 'The result was corrected; this talk has lapsed' },
  'talk.days': { status: 422, zh: '日期有误', en: 'A day is wrong' },
  'talk.settled': { status: 409, zh: '该项承诺已经核实', en: 'The promise has been settled' },
  'talk.same-person': {
    status: 409,
    zh: '反馈兑现情况的人不能核实，请由他人核实',
    en: 'Whoever reported on the promise does not settle it',
  },
} as const
