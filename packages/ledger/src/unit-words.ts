/**
 * How names of public bodies are shortened. Every row gives a full wording and what stands for it in plans and in talk; all of them are
 * brought to the first before names are compared. Longest first where one holds another. Names change with each reform of the
 * institutions, so former and present wordings of one function stand in one row.
 */
export const SAME_FUNCTION: readonly (readonly [full: string, ...short: string[]])[] = [
  ['发展改革', '发展和改革', '发改'],
  ['工业信息化', '工业和信息化', '工信', '经济和信息化', '经信'],
  ['人力资源社会保障', '人力资源和社会保障', '人社'],
  ['自然资源规划', '自然资源和规划', '自规'],
  ['住房城乡建设', '住房和城乡建设', '住建'],
  ['文化旅游', '文化和旅游', '文旅'],
  ['林业绿化', '林业和绿化'],
  ['卫生健康', '卫健'],
  ['市场监督管理', '市场监管', '市监'],
  ['药品监督管理', '药监'],
  ['金融监督管理', '金融监管'],
  ['医疗保障', '医保'],
  ['退役军人', '退役军人事务'],
  ['应急', '应急管理'],
  ['行政审批服务', '审批服务', '行政审批', '政务服务和行政审批', '政务服务管理'],
  ['国有资产监督管理', '国资'],
  ['人民防空', '人防'],
  ['住房公积金管理', '公积金', '住房公积金'],
  ['城市管理', '城管', '综合行政执法'],
  ['交通运输', '交通'],
  ['水务', '城乡水务', '水利'],
  ['科学技术', '科技'],
  ['大数据', '大数据发展管理', '数据'],
  ['投资促进', '招商'],
  ['知识产权', '知产'],
  ['人民法院', '法院'],
  ['人民检察院', '检察院'],
  ['人民政府', '政府'],
  ['人民银行', '人行'],
  ['残疾人联合会', '残联'],
  ['妇女联合会', '妇联'],
  ['工商业联合会', '工商联'],
  ['归国华侨联合会', '侨联'],
  ['国际贸易促进委员会', '贸促会', '贸促'],
  ['科学技术协会', '科协'],
  ['仲裁委员会', '仲裁委', '仲裁'],
  ['消防救援', '消防'],
  ['人民代表大会常务委员会', '人大常委会', '人大'],
  ['法制工作委员会', '法工委'],
  ['全面依法治省委员会', '委依法治省', '委全面依法治省'],
]

/** Names in front that say whose branch a body is, not what it does. */
export const BRANCH_OF = ['中华人民共和国', '国家税务总局', '国家金融监督管理总局', '国家外汇管理局', '国网', '中共', '中国']

/** Ends that are one another's shortening or differ by level alone. */
export const SAME_END: readonly (readonly [end: string, to: string])[] = [
  ['中心支行', ''],
  ['委员会', ''],
  ['办公厅', '办'],
  ['办公室', '办'],
  ['分行', ''],
  ['支行', ''],
  ['分局', ''],
  ['总队', ''],
  ['支队', ''],
  ['大队', ''],
  ['中心', ''],
  ['委', ''],
  ['局', ''],
  ['厅', ''],
]

/** Words for bodies that a plan names without naming them one by one. */
export const EVERY = /^(?:各|市直|省直|区直|县直|其他)|有关|相关|各部门|各单位|成员单位|各领域/u
