/** Problems of the evaluation of bodies. */
export const EVALUATION_PROBLEMS = {
  'scheme.invalid': { status: 422, zh: '考核办法有误', en: 'The scheme has faults' },
  'scheme.not-found': { status: 404, zh: '没有这个版本的考核办法', en: 'No such version of the scheme' },
  'scheme.not-draft': {
    status: 409,
    zh: '这个版本已经发布或者放弃，不能再改',
    en: 'This version is published or dropped and stays as it is',
  },
  'scheme.same-person': {
    status: 409,
    zh: '起草人不能发布自己起草的考核办法，请由他人发布',
    en: 'Somebody other than the drafter must publish the scheme',
  },
  'result.not-found': { status: 404, zh: '没有这次考核结果', en: 'No such result' },
  'result.replaced': { status: 409, zh: '这次结果已有更正后的结果', en: 'This result has been replaced by a corrected one' },
  'result.nothing-upheld': { status: 409, zh: '没有成立的异议，不需要更正', en: 'No objection was upheld; there is nothing to correct' },
  'result.open-objections': { status: 409, zh: '还有异议没有答复，答复完再更正', en: 'Objections wait for an answer; answer them first' },
  'result.no-facts': { status: 422, zh: '这段时间没有可以计分的事项', en: 'Nothing in this period can be scored' },
  'objection.not-found': { status: 404, zh: '没有这条异议', en: 'No such objection' },
  'objection.too-late': { status: 409, zh: '异议期已过', en: 'The time for objections is over' },
  'objection.unknown-fact': { status: 422, zh: '所指的计分事项不在本单位的结果中', en: 'The fact is not part of this body’s result' },
  'objection.answered': { status: 409, zh: '异议已经答复', en: 'The objection has been answered' },
  'objection.same-person': {
    status: 409,
    zh: '提出异议的人和公布结果的人不能答复，请由他人答复',
    en: 'Neither who raised the objection nor who published the result may answer it',
  },
} as const
