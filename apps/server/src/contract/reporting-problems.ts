/** Problems of reporting. */
export const REPORTING_PROBLEMS = {
  'round.not-found': { status: 404, zh: '没有这一期报送', en: 'No such round' },
  'report.not-found': { status: 404, zh: '该单位没有这一期的报送任务', en: 'The body has no report in this round' },
  'report.closed': { status: 409, zh: '本期报送已截止，不再接收首次报送', en: 'The round is closed; a first report is no longer taken' },
  'report.waiting': { status: 409, zh: '本期报送尚未开始', en: 'The round has not opened' },
  'report.changed': { status: 409, zh: '报送内容已由他人更新，请刷新后再提交', en: 'Somebody else changed the report; reload it' },
  'report.handed-in': { status: 409, zh: '已经报送；需要修改请由营转办退回', en: 'It was handed in; the office must return it first' },
  'report.not-handed-in': { status: 409, zh: '尚未报送，不能退回', en: 'It was not handed in' },
  'report.measured': {
    status: 422,
    zh: '该事项的进度由系统计算，不需要填写',
    en: 'The progress of this entry is measured; it is not typed',
  },
} as const
