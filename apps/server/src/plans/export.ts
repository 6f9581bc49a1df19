import { type Measure, type MeasureFilter, measureTable, milestoneTable, targetTable } from '@yingshang/plan'
import { chinaDay } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import type { Engine } from './engine.ts'
import type { LoadedPlan } from './library.ts'

/** The ledger of a plan as a file: exactly the measures that meet the filter, and what the filter was. */
export function exportPlan(
  engine: Engine,
  loaded: LoadedPlan,
  measures: readonly Measure[],
  filter: MeasureFilter,
  to: 'xlsx' | 'docx',
  now: Date,
): Promise<FileAnswer> {
  const { plan, summary } = loaded
  const milestones = milestoneTable(plan, filter)
  const targets = targetTable(plan, filter)
  const corrected = loaded.applied.length
  return engine.write(
    {
      title: `${summary.title}任务台账`,
      remarks: [
        `来源：${[summary.title, summary.documentNumber, summary.issuer, summary.issuedOn].filter(Boolean).join('，')}（${summary.file.name}）。`,
        `筛选：${filterWords(filter)}；任务 ${measures.length} 项，时间节点 ${milestones.rows.length} 个，目标值 ${targets.rows.length} 个。`,
        `导出日期：${chinaDay(now)}。${corrected > 0 ? `内容含人工更正 ${corrected} 处。` : '内容由系统从原文读取，未经人工更正。'}`,
      ],
      tables: to === 'xlsx' ? [measureTable(plan, filter), milestones, targets] : [measureTable(plan, filter)],
      // The words of a measure stand in the plan; a printed ledger is for owners, days and numbers.
      notPrinted: ['domain', 'persons', 'recurring', 'text'],
    },
    to,
    now,
  )
}

const ROLES = { lead: '牵头', responsible: '责任', person: '责任人' } as const
const KINDS = { measure: '任务', governance: '保障措施', all: '任务和保障措施' } as const

/** The filter in words. */
export function filterWords({ kind, owner, role, month, domain, q }: MeasureFilter): string {
  const words = [
    KINDS[kind ?? 'measure'],
    owner === undefined ? null : `${role === undefined ? '单位或责任人' : ROLES[role]}为“${owner}”`,
    month === undefined ? null : month === 'none' ? '没有时间节点' : `时间节点在 ${month}`,
    domain === undefined ? null : `领域为“${domain}”`,
    q === undefined || q.trim() === '' ? null : `含“${q.trim()}”`,
  ].filter((part) => part !== null)
  return words.length === 1 ? `全部${words[0]}` : words.join('，')
}
