/** Problems of questionnaires. */
export const QUESTIONNAIRE_PROBLEMS = {
  'questionnaire.not-found': { status: 404, zh: '没有这份问卷', en: 'No such questionnaire' },
  'questionnaire.faulty': { status: 422, zh: '问卷还不能发布', en: 'The questionnaire cannot be published yet' },
  'questionnaire.fixed': {
    status: 409,
    zh: '问卷已经发布，不能再修改；可以复制一份',
    en: 'It is published and does not change; duplicate it',
  },
  'questionnaire.not-open': { status: 409, zh: '问卷还没有开始，或者已经结束', en: 'The questionnaire has not begun, or is closed' },
  'questionnaire.running': {
    status: 409,
    zh: '问卷结束后才公布结果：逐份到达时查看，前后一比就能看出最后一份答了什么',
    en: 'Results are shown after the end: who looks before and after one sheet would know that sheet',
  },
  'questionnaire.answered': { status: 409, zh: '已经收到过答卷，每人只能答一次', en: 'Answered already; everybody answers once' },
  'questionnaire.ticket': { status: 404, zh: '答题码不对，请核对后重新输入', en: 'No such ticket; check it and type it again' },
  'questionnaire.no-cookie': {
    status: 409,
    zh: '浏览器没有保存作答凭证，请允许本站使用 Cookie 后刷新页面；已填写的内容会保留',
    en: 'The browser kept no pass: allow cookies for this site and reload; what was typed is kept',
  },
  'questionnaire.wrong-answers': { status: 422, zh: '答卷还不能提交', en: 'The sheet cannot be handed in yet' },
  'questionnaire.open-to-all': { status: 409, zh: '公开问卷不用答题码', en: 'A questionnaire that is open to all has no tickets' },
} as const
