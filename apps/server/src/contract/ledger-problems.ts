/** Problems of the ledger. */
export const LEDGER_PROBLEMS = {
  'ledger.not-found': { status: 404, zh: '没有这份台账', en: 'No such ledger' },
  'entry.not-found': { status: 404, zh: '没有这一事项', en: 'No such entry' },
  'entry.refused': { status: 422, zh: '不能这样办理', en: 'This is refused' },
  'entry.changed': { status: 409, zh: '事项已有新的记录，请刷新后再办理', en: 'The entry has moved on; reload it' },
  'ledger.adopted': { status: 409, zh: '这份方案已经列入台账', en: 'The plan has been adopted already' },
  'ledger.archived': { status: 409, zh: '台账已归档，不能修改', en: 'The ledger is archived and does not change' },
  'ledger.refused': { status: 422, zh: '台账不能这样修改', en: 'The ledger cannot be changed like that' },
  'ledger.preview-outdated': {
    status: 409,
    zh: '方案或台账在预览后有变化，请重新预览',
    en: 'Something changed since the preview; look again',
  },
  'ledger.import-refused': { status: 422, zh: '表格有误，没有写入任何内容', en: 'The workbook has errors; nothing was written' },
  'indicator.not-found': { status: 404, zh: '没有这个指标', en: 'No such indicator' },
  'indicator.refused': { status: 422, zh: '指标不能这样填报或者绑定', en: 'The indicator cannot be read or bound like that' },
  'indicator.name-taken': { status: 409, zh: '已有同名指标', en: 'There is an indicator of this name' },
  'indicator.moved-on': {
    status: 409,
    zh: '该读数已被更正，请刷新后再填',
    en: 'Somebody else changed this reading in the meantime; reload it',
  },
  'filter.not-found': { status: 404, zh: '没有这个筛选', en: 'No such filter' },
} as const
