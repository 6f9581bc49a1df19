/** Codes of registers, draws and evaluations; part of PROBLEMS. */
export const REGISTER_PROBLEMS = {
  'register.not-found': { status: 404, zh: '没有这个名册', en: 'No such register' },
  'register.entry-not-found': { status: 404, zh: '名册中没有这个成员', en: 'No such entry of the register' },
  'register.refused': { status: 422, zh: '不能作出这项决定', en: 'The decision is refused' },
  'register.code-taken': { status: 409, zh: '该编号已在名册中', en: 'The number is in the register already' },
  'register.changed': { status: 409, zh: '该成员已有新的决定，请核对后重新提交', en: 'The entry has moved on; look again' },
  'register.import-refused': { status: 422, zh: '表格有误，没有导入任何成员', en: 'The workbook has errors; nothing was imported' },
  'evaluation.not-found': { status: 404, zh: '没有这份评价', en: 'No such evaluation' },
  'evaluation.refused': { status: 422, zh: '不能办理', en: 'The step is refused' },
  'evaluation.changed': { status: 409, zh: '评价已有变化，请刷新后重试', en: 'The evaluation has changed; reload it' },
  'draw.not-found': { status: 404, zh: '没有这次摇号', en: 'No such draw' },
  'draw.refused': { status: 422, zh: '不能办理', en: 'The step of the draw is refused' },
  'draw.secret-lost': {
    status: 409,
    zh: '本服务没有这次摇号的密钥，不能揭示。请在作出承诺的服务上办理，或者恢复数据文件夹 secrets/draws 中的文件',
    en: 'This server does not hold the secret of the draw: reveal it where it was committed, or restore the file in secrets/draws of the data folder',
  },
  'draw.source-unreachable': {
    status: 502,
    zh: '没有取到公开随机数，请稍后再试',
    en: 'The public entropy could not be fetched; try again',
  },
  'choice.not-found': { status: 404, zh: '没有这次选任', en: 'No such choice' },
  'choice.refused': { status: 422, zh: '不能办理', en: 'The step is refused' },
} as const satisfies Record<string, { status: number; zh: string; en: string }>
