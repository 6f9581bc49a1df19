/**
 * How the measures of the sample city's plan went in the half year after it was adopted: written for the product, every person and figure invented. Days are days before
 * (`ago`) or after (`in`) the first start, so that the ledger looks the same whenever it is tried: some closed out, some on track, some late, some silent.
 */

export interface SampleCourse {
  /** Number of the measure in the plan. */
  readonly number: string
  readonly step?: { readonly title: string; readonly department: string; readonly leader: string; readonly doneAgo?: number }
  /** The day of the measure was moved by the weekly meeting to so many days after the first start. */
  readonly movedTo?: number
  readonly reports: readonly {
    readonly ago: number
    readonly done: string
    readonly next?: string
    readonly progress?: number
    readonly blocked?: string
  }[]
  /** A reading of its first target, as a share of what is promised. */
  readonly reading?: { readonly ago: number; readonly share: number; readonly source: string }
  /** 申请销号, with what proves it, and 销号 by the office. */
  readonly submittedAgo?: number
  readonly closedAgo?: number
  readonly deferred?: { readonly ago: number; readonly until: number; readonly decision: string; readonly reason: string }
}

export const ADOPTED_AGO = 150

export const SAMPLE_COURSES: readonly SampleCourse[] = [
  {
    number: '1',
    step: { title: '完成四个业务系统的接口改造', department: '登记注册科', leader: '苏岚', doneAgo: 96 },
    reports: [
      { ago: 131, done: '接口方案评审通过，公安、税务两家已完成联调。', next: '人社接口本周联调', progress: 60 },
      { ago: 95, done: '四个系统全部上线，专窗已开，一张表单覆盖六个事项。', progress: 100 },
    ],
    reading: { ago: 90, share: 1, source: '一网通办平台统计' },
    submittedAgo: 88,
    closedAgo: 84,
  },
  {
    number: '2',
    step: { title: '补录老城区门牌号', department: '登记注册科', leader: '苏岚' },
    movedTo: 38,
    reports: [
      { ago: 40, done: '负面清单已公布，门牌补录完成三个街道。', next: '本月补录剩余两个街道', progress: 65 },
      { ago: 5, done: '又补录一个街道，自动核验率升到七成多。', next: '补录最后一个街道', progress: 80 },
    ],
    reading: { ago: 5, share: 0.87, source: '登记系统自动核验日志' },
  },
  {
    number: '3',
    step: { title: '梳理必须认可电子营业执照的业务清单', department: '登记注册科', leader: '苏岚', doneAgo: 60 },
    movedTo: 9,
    reports: [
      { ago: 61, done: '清单梳理完成，共四十一项业务。', progress: 50 },
      { ago: 4, done: '新增银行开户、公积金缴存两个场景。', next: '与招标投标平台对接', progress: 80 },
    ],
    reading: { ago: 4, share: 0.86, source: '电子营业执照亮照记录' },
  },
  {
    number: '4',
    step: { title: '开通线上反映通道', department: '法规和营商环境科', leader: '沈建中', doneAgo: 70 },
    reports: [{ ago: 12, done: '收到线索二十三条，全部核实办结，典型问题已通报。', progress: 100 }],
    submittedAgo: 3,
  },
  {
    number: '5',
    step: { title: '短距离外线工程实行许可告知承诺', department: '法规和营商环境科', leader: '沈建中' },
    reports: [
      { ago: 33, done: '告知承诺办法征求意见。', progress: 40 },
      { ago: 6, done: '供电公司梳理出待办外线工程七件。', progress: 45, blocked: '占路许可跨两个区，城管审批口径不一致' },
    ],
    reading: { ago: 6, share: 1.35, source: '供电公司营销系统' },
  },
  {
    number: '6',
    step: { title: '改造老旧线路', department: '法规和营商环境科', leader: '沈建中' },
    movedTo: 33,
    reports: [{ ago: 8, done: '二十六条线路已改造二十条，停电时间同比下降三成。', next: '月底前再改造四条', progress: 75 }],
  },
  {
    number: '7',
    step: { title: '合并受理窗口，统一收件标准', department: '不动产登记科', leader: '顾言', doneAgo: 92 },
    reports: [
      { ago: 120, done: '收件标准统一，窗口合并完成。', progress: 70 },
      { ago: 75, done: '存量登记档案数字化完成，抵押登记即时办结。', progress: 100 },
    ],
    reading: { ago: 75, share: 1, source: '不动产登记平台' },
    submittedAgo: 72,
    closedAgo: 70,
  },
  {
    number: '8',
    movedTo: 36,
    reports: [{ ago: 9, done: '两个示范项目已具备交房即交证条件。', next: '第三个项目组织联合验收', progress: 60 }],
    reading: { ago: 9, share: 0.72, source: '首次登记台账' },
  },
  {
    number: '9',
    step: { title: '选调法官充实破产审判团队', department: '民事审判第二庭', leader: '夏至', doneAgo: 101 },
    reports: [{ ago: 100, done: '团队组建完成，专职法官四名，培训一次。', progress: 100 }],
    reading: { ago: 100, share: 1.34, source: '人事任命文件' },
    submittedAgo: 98,
    closedAgo: 95,
  },
  {
    number: '10',
    step: { title: '制定简易破产案件识别清单', department: '民事审判第二庭', leader: '夏至', doneAgo: 50 },
    movedTo: 70,
    reports: [{ ago: 7, done: '清单施行两个月，受理简易案件九件，已审结三件。', next: '清理临近六个月的案件', progress: 60 }],
    reading: { ago: 7, share: 0.9, source: '审判管理系统' },
  },
  {
    number: '11',
    reports: [{ ago: 96, done: '联席会议制度印发，第一次会议明确了六家单位联络员。', progress: 80 }],
  },
  {
    number: '12',
    movedTo: 6,
    reports: [
      { ago: 45, done: '授权书格式统一，九类事项可线上查询。', progress: 55 },
      { ago: 6, done: '可查事项增加到十二类。', progress: 70, blocked: '车辆信息跨网传输的安全评估还没有通过' },
    ],
    reading: { ago: 6, share: 0.8, source: '查询专区后台' },
  },
  {
    number: '13',
    reports: [{ ago: 64, done: '三个调解名册已建立，高新区工作站选址完成。', progress: 50 }],
    deferred: { ago: 20, until: 60, decision: '市专班第9次例会纪要', reason: '调解工作站与高新区新政务大厅同步启用' },
  },
  {
    number: '14',
    step: { title: '设立线上诉讼辅导岗', department: '民事审判第二庭', leader: '夏至', doneAgo: 55 },
    movedTo: 20,
    reports: [{ ago: 6, done: '网上立案率超过九成，电子送达率七成。', next: '基层法院网上开庭设备验收', progress: 85 }],
    reading: { ago: 6, share: 1.02, source: '审判管理系统' },
  },
  { number: '15', reports: [{ ago: 50, done: '一案一账号系统上线，清理历史不明案款十六笔。', progress: 60 }] },
  { number: '16', reports: [] },
]
