/** Documents that come out of the case. Templates are found by name by the shell. */
import type { DocumentDefinition } from '@yingshang/procedure'
import { text } from './wording.ts'

const doc = (id: string, zh: string, en: string): DocumentDefinition => ({ id, title: text(zh, en), template: id })

export const CASE_DOCUMENTS: readonly DocumentDefinition[] = [
  doc('acceptance-announcement', '受理破产申请公告', 'announcement of acceptance'),
  doc('claim-receipt', '债权申报回执', 'receipt of a claim'),
  doc('meeting-notice', '债权人会议通知', 'notice of meeting'),
  doc('meeting-minutes', '债权人会议记录', 'minutes of the meeting'),
  doc('claims-table', '债权表', 'claims table'),
  doc('claims-ruling', '民事裁定书（确认无异议债权）', 'ruling confirming claims'),
  doc('administrator-decision', '指定管理人决定书', 'decision naming the administrator'),
  doc('fast-track-decision', '审理方式决定书', 'decision on the track'),
  doc('declaration-ruling', '民事裁定书（宣告破产）', 'declaration of bankruptcy'),
  doc('declaration-announcement', '宣告破产公告', 'announcement of the declaration'),
  doc('plan-ruling', '民事裁定书（变价、分配方案）', 'ruling on a plan'),
  doc('distribution-ruling', '民事裁定书（认可分配方案）', 'approval of the distribution plan'),
  doc('distribution-announcement', '分配公告', 'announcement of a distribution'),
  doc('termination-ruling', '民事裁定书（终结破产程序）', 'termination'),
  doc('dismissal-ruling', '民事裁定书（驳回申请）', 'dismissal'),
  doc('reorganisation-ruling', '民事裁定书（重整）', 'order of reorganisation'),
  doc('plan-approval-ruling', '民事裁定书（批准重整计划）', 'approval of the plan'),
  doc('supervision-report', '重整计划执行监督报告', 'report of supervision'),
  doc('settlement-ruling', '民事裁定书（和解）', 'order of settlement'),
  doc('settlement-approval', '民事裁定书（认可和解协议）', 'approval of the settlement'),
]
