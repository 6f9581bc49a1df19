import type { Text } from '@yingshang/time'
import type { EntryStatus, FactKind } from './model.ts'

/** What people read for the states and the facts of an entry. */

export const STATUS_WORDS: Readonly<Record<EntryStatus, Text>> = {
  'not-started': { zh: '未启动', en: 'Not started' },
  'on-track': { zh: '正常推进', en: 'On track' },
  'at-risk': { zh: '有风险', en: 'At risk' },
  overdue: { zh: '逾期', en: 'Overdue' },
  'awaiting-review': { zh: '已完成待审核', en: 'Done, awaiting review' },
  'closed-out': { zh: '已销号', en: 'Closed out' },
  deferred: { zh: '经批准缓办', en: 'Deferred by decision' },
  withdrawn: { zh: '已退出台账', en: 'Withdrawn' },
}

/** Every state, worst first where it matters: the order of boards and legends. */
export const STATUSES = [
  'overdue',
  'at-risk',
  'not-started',
  'on-track',
  'awaiting-review',
  'closed-out',
  'deferred',
  'withdrawn',
] as const satisfies readonly EntryStatus[]

export const FACT_WORDS: Readonly<Record<FactKind, Text>> = {
  adopted: { zh: '列入台账', en: 'Adopted' },
  assigned: { zh: '调整责任单位', en: 'Assigned' },
  entrusted: { zh: '确定责任人', en: 'Entrusted' },
  weighted: { zh: '调整权重', en: 'Weighted' },
  'step-added': { zh: '分解措施', en: 'Step added' },
  'step-changed': { zh: '修改措施', en: 'Step changed' },
  'step-done': { zh: '措施完成', en: 'Step done' },
  'step-reopened': { zh: '措施恢复办理', en: 'Step reopened' },
  'step-removed': { zh: '删除措施', en: 'Step removed' },
  reported: { zh: '报送进展', en: 'Reported' },
  'evidence-added': { zh: '上传佐证', en: 'Evidence added' },
  'evidence-withdrawn': { zh: '撤回佐证', en: 'Evidence withdrawn' },
  'milestone-done': { zh: '节点完成', en: 'Milestone done' },
  'milestone-reopened': { zh: '节点恢复', en: 'Milestone reopened' },
  'target-reading': { zh: '目标值读数', en: 'Target read' },
  'target-bound': { zh: '目标值绑定指标', en: 'Target bound to an indicator' },
  submitted: { zh: '申请销号', en: 'Submitted for close-out' },
  returned: { zh: '退回', en: 'Returned' },
  accepted: { zh: '同意销号', en: 'Closed out' },
  reopened: { zh: '重新启动', en: 'Reopened' },
  deferred: { zh: '批准缓办', en: 'Deferred' },
  resumed: { zh: '恢复办理', en: 'Resumed' },
  amended: { zh: '随方案调整', en: 'Amended' },
  withdrawn: { zh: '退出台账', en: 'Withdrawn' },
  noted: { zh: '备注', en: 'Noted' },
}
