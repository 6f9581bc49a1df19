import { z } from 'zod'
import { Id, Instant, PageQuery, Person, pageOf } from './values.ts'

/** The record of who did what and when. It only grows. */

export const EVENTS = {
  'session.opened': { zh: '登录', en: 'Signed in' },
  'session.refused': { zh: '登录失败', en: 'Sign-in refused' },
  'session.locked': { zh: '账号锁定', en: 'Account locked' },
  'session.closed': { zh: '退出', en: 'Signed out' },
  'session.password-changed': { zh: '修改密码', en: 'Password changed' },
  'user.created': { zh: '新建用户', en: 'User created' },
  'user.changed': { zh: '修改用户', en: 'User changed' },
  'plan.uploaded': { zh: '上传方案', en: 'Plan uploaded' },
  'plan.refused': { zh: '拒收文档', en: 'Document refused' },
  'plan.downloaded': { zh: '下载原件', en: 'Original downloaded' },
  'plan.deleted': { zh: '删除方案', en: 'Plan deleted' },
  'plan.reread': { zh: '重新读取', en: 'Plan read again' },
  'plan.exported': { zh: '导出台账', en: 'Ledger exported' },
  'correction.made': { zh: '更正', en: 'Corrected' },
  'correction.undone': { zh: '撤销更正', en: 'Correction undone' },
  'alignment.created': { zh: '建立对齐', en: 'Plans aligned' },
  'alignment.decided': { zh: '认定配对', en: 'Pair decided' },
  'alignment.exported': { zh: '导出对齐', en: 'Alignment exported' },
  'alignment.deleted': { zh: '删除对齐', en: 'Alignment deleted' },
  'decision.drafted': { zh: '起草决策表', en: 'Decision table drafted' },
  'decision.dropped': { zh: '放弃决策表草案', en: 'Draft of a decision table dropped' },
  'decision.published': { zh: '发布决策表', en: 'Decision table published' },
  'calendar.drafted': { zh: '起草工作日历', en: 'Calendar drafted' },
  'calendar.dropped': { zh: '放弃工作日历草案', en: 'Draft of the calendar dropped' },
  'calendar.published': { zh: '发布工作日历', en: 'Calendar published' },
  'matter.clocks-moved': { zh: '日历变更，期限重算', en: 'Clocks counted anew' },
  'organisation.created': { zh: '新增组织机构内容', en: 'Added to the organisation' },
  'organisation.changed': { zh: '修改组织机构', en: 'Organisation changed' },
  'organisation.removed': { zh: '删除误录内容', en: 'Entry by mistake removed' },
  'organisation.imported': { zh: '导入组织机构', en: 'Organisation imported' },
  'organisation.exported': { zh: '导出组织机构', en: 'Organisation exported' },
  'delegation.made': { zh: '委托', en: 'Delegated' },
  'delegation.revoked': { zh: '收回委托', en: 'Delegation taken back' },
  'unit.confirmed': { zh: '确认单位名称', en: 'Name of a unit confirmed' },
  'unit.forgotten': { zh: '取消单位名称确认', en: 'Name of a unit forgotten' },
  'matter.opened': { zh: '立案', en: 'Matter opened' },
  'matter.assigned': { zh: '指派', en: 'Role given' },
  'claims.imported': { zh: '批量申报债权', en: 'Claims imported' },
  'claims.exported': { zh: '导出债权表', en: 'Claims table exported' },
  'distribution.recorded': { zh: '登记分配', en: 'Distribution recorded' },
  'distribution.exported': { zh: '导出分配表', en: 'Distribution exported' },
  'register.decided': { zh: '名册决定', en: 'Decision on a register entry' },
  'register.changed': { zh: '修改名册成员', en: 'Register entry changed' },
  'register.tied': { zh: '登记利害关系', en: 'Tie recorded' },
  'register.imported': { zh: '导入名册', en: 'Register imported' },
  'register.exported': { zh: '导出名册', en: 'Register exported' },
  'evaluation.opened': { zh: '开始履职评价', en: 'Evaluation opened' },
  'evaluation.scored': { zh: '履职评分', en: 'Evaluation scored' },
  'evaluation.published': { zh: '公布履职评价', en: 'Evaluation published' },
  'evaluation.appealed': { zh: '对评价提出异议', en: 'Evaluation appealed against' },
  'evaluation.decided': { zh: '评价异议决定', en: 'Appeal against an evaluation decided' },
  'draw.published': { zh: '公布摇号承诺', en: 'Draw committed' },
  'draw.entropy': { zh: '登记公开随机数', en: 'Entropy of a draw recorded' },
  'draw.revealed': { zh: '摇号揭示', en: 'Draw revealed' },
  'draw.answered': { zh: '答复选任', en: 'Drawn entry answered' },
  'draw.substituted': { zh: '摇号递补', en: 'Substitute drawn' },
  'draw.appointed': { zh: '按摇号结果指定', en: 'Appointed by draw' },
  'choice.opened': { zh: '发起选任', en: 'Choice opened' },
  'choice.voted': { zh: '提交评审意见', en: 'Review handed in' },
  'choice.recused': { zh: '评审委员回避', en: 'Member recused' },
  'choice.closed': { zh: '选任有结果', en: 'Choice closed' },
  'choice.answered': { zh: '答复选任', en: 'Chosen entry answered' },
  'choice.appointed': { zh: '按选任结果指定', en: 'Appointed by choice' },
  'matter.unassigned': { zh: '取消指派', en: 'Role taken back' },
  'channel.added': { zh: '新增通知渠道', en: 'Channel added' },
  'channel.changed': { zh: '修改通知渠道', en: 'Channel changed' },
  'channel.rules': { zh: '设定通知规则', en: 'Rules of notices set' },
  'channel.decided': { zh: '处理未送达通知', en: 'Undelivered notice decided' },
} as const
export type EventKind = keyof typeof EVENTS

export const EventRecord = z
  .strictObject({
    id: Id,
    at: Instant,
    by: Person,
    kind: z.string().describe('e.g. `plan.uploaded`'),
    zh: z.string(),
    en: z.string(),
    subject: z.strictObject({ type: z.string(), id: z.string() }).nullable().describe('What it was done to'),
    detail: z.record(z.string(), z.unknown()).describe('Before and after, filter, file name … never a secret'),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'EventRecord' })
export type EventRecord = z.output<typeof EventRecord>

export const EventListQuery = PageQuery.extend({
  kind: z.string().max(100).optional(),
  subject: z.string().max(100).optional().describe('Id of what it was done to'),
  by: Id.optional(),
})
export const EventPage = pageOf(EventRecord).meta({ id: 'EventPage' })
export type EventPage = z.output<typeof EventPage>
