import type { EventKind } from '@yingshang/server/contract'

/** Names of the kinds of events for the filter. The type keeps this list complete against the server's. */
const NAMES: Record<EventKind, { readonly zh: string; readonly en: string }> = {
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
  'matter.opened': { zh: '立案', en: 'Matter opened' },
  'matter.assigned': { zh: '指派', en: 'Role given' },
  'matter.unassigned': { zh: '取消指派', en: 'Role taken back' },
}

export const EVENT_KINDS = Object.entries(NAMES).map(([kind, name]) => ({ kind, ...name }))
