import {
  type OfficialBlock,
  type WorkbookColumn,
  type WorkbookRow,
  type WorkbookSheet,
  writeOfficialDocument,
  writeWorkbook,
} from '@yingshang/document'
import { type EntryState, STATUS_WORDS, STATUSES, stateOn } from '@yingshang/ledger'
import { amountWords } from '@yingshang/plan'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import type { Names } from './list.ts'
import { judgedOf, type LedgerRules, type StoredEntry } from './stored.ts'

/** A ledger as files: a workbook that an import reads again, and an official document. The export, the empty form and the import have the same columns. */

export const SHEETS = { entries: '台账', milestones: '节点', steps: '措施' } as const

export const ENTRY_COLUMNS: readonly WorkbookColumn[] = [
  { key: 'id', title: '事项编号', type: 'text', width: 38 },
  { key: 'number', title: '序号', type: 'text' },
  { key: 'domain', title: '领域', type: 'text', width: 18 },
  { key: 'path', title: '章节', type: 'text', width: 24 },
  { key: 'title', title: '任务', type: 'text', required: true, width: 36 },
  { key: 'text', title: '内容', type: 'text', width: 60 },
  { key: 'lead', title: '牵头单位', type: 'text', width: 20 },
  { key: 'responsible', title: '责任单位', type: 'text', width: 30 },
  { key: 'startsOn', title: '计划启动', type: 'date' },
  { key: 'dueOn', title: '完成时限', type: 'date' },
  { key: 'weight', title: '权重', type: 'integer' },
  { key: 'targets', title: '目标值', type: 'text', width: 30 },
  { key: 'status', title: '办理状态', type: 'text', width: 14, choices: STATUSES.map((s) => STATUS_WORDS[s].zh) },
  { key: 'progress', title: '进度', type: 'percent' },
  { key: 'nextDue', title: '下一期限', type: 'date' },
]
export const MILESTONE_COLUMNS: readonly WorkbookColumn[] = [
  { key: 'entry', title: '事项编号', type: 'text', required: true, width: 38 },
  { key: 'title', title: '任务', type: 'text', width: 30 },
  { key: 'id', title: '节点编号', type: 'text' },
  { key: 'due', title: '时限', type: 'date' },
  { key: 'text', title: '节点内容', type: 'text', required: true, width: 50 },
  { key: 'doneOn', title: '完成日期', type: 'date' },
]
export const STEP_COLUMNS: readonly WorkbookColumn[] = [
  { key: 'entry', title: '事项编号', type: 'text', required: true, width: 38 },
  { key: 'title', title: '任务', type: 'text', width: 30 },
  { key: 'id', title: '措施编号', type: 'text', width: 38 },
  { key: 'body', title: '单位', type: 'text', required: true, width: 20 },
  { key: 'step', title: '举措', type: 'text', required: true, width: 40 },
  { key: 'department', title: '责任科室', type: 'text', width: 16 },
  { key: 'leader', title: '分管领导', type: 'text', width: 12 },
  { key: 'startsOn', title: '开始', type: 'date' },
  { key: 'dueOn', title: '节点', type: 'date' },
  { key: 'outcome', title: '预期成果', type: 'text', width: 30 },
  { key: 'doneOn', title: '完成日期', type: 'date' },
]

/** Columns that show what follows from facts: an import takes no notice of a change there, and says so. */
export const DERIVED_COLUMNS: ReadonlySet<string> = new Set(['targets', 'status', 'progress', 'nextDue'])

const REMARKS = [
  '“台账”每行一个事项，“节点”“措施”每行一项，以事项编号相连。编号由系统给出，请勿改动；新增的行编号留空。新增事项的节点、措施，在导入事项取得编号后再填。',
  '牵头单位填一个，责任单位可填多个，以顿号分隔，均填组织机构中的名称或者简称。',
  '目标值、办理状态、进度、下一期限由系统计算，导入时不读取；节点和措施的完成日期只能补填，不能清除。',
  '表中没有出现的事项、节点、措施保持不变，不会因此删除。',
  '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。',
  'One entry per row of 台账; milestones and steps refer to it by 事项编号. Leave ids of new rows empty. Computed columns are not read. What is missing from the sheet stays as it is.',
]

const sheet = (name: string, columns: readonly WorkbookColumn[], rows: readonly WorkbookRow[], spareRows = 0): WorkbookSheet => ({
  name,
  columns,
  rows,
  spareRows,
})
const remarks: WorkbookSheet = {
  name: '说明',
  columns: [{ key: 'remark', title: '说明', type: 'text', width: 110 }],
  rows: REMARKS.map((remark) => ({ remark })),
}
const fileName = (title: string, now: Date, to: string) =>
  `${title.replace(/[\s\p{Cc}\\/:*?"<>|]+/gu, '').slice(0, 80)}-${chinaDay(now).replaceAll('-', '')}.${to}`

/** The empty form. */
export async function ledgerForm(now: Date): Promise<FileAnswer> {
  const content = await writeWorkbook({
    sheets: [
      sheet(SHEETS.entries, ENTRY_COLUMNS, [], 500),
      sheet(SHEETS.milestones, MILESTONE_COLUMNS, []),
      sheet(SHEETS.steps, STEP_COLUMNS, []),
      remarks,
    ],
    createdAt: now.toISOString(),
  })
  return { name: '台账导入表样.xlsx', type: FILE_TYPES.xlsx, content, bytes: content.length }
}

export interface ExportedLedger {
  readonly title: string
  readonly entries: readonly StoredEntry[]
  readonly rules: LedgerRules
  readonly names: Names
  readonly day: string
  readonly now: Date
}

const targetsOf = (state: EntryState) => state.targets.map((t) => `${t.subject} ${amountWords(t)}`.trim()).join('\n')
const dueWords = (state: EntryState) =>
  [...state.milestones.flatMap((m) => m.due ?? []), ...(state.content.dueOn === null ? [] : [state.content.dueOn])].sort()

/** The workbook. `progress` comes by id from the rows of the list, so that a file and a page show the same. */
export async function ledgerWorkbook(file: ExportedLedger, progress: ReadonlyMap<string, number | null>): Promise<FileAnswer> {
  const { entries, names, rules, day } = file
  const rows = entries.map(({ id, state }): WorkbookRow => {
    const judged = judgedOf(state, rules)
    const share = progress.get(id) ?? null
    return {
      id,
      number: state.content.number,
      domain: state.content.domain,
      path: state.content.path.join('\n'),
      title: state.content.title,
      text: state.content.text,
      lead: state.assignment.lead === null ? null : names.body(state.assignment.lead),
      responsible: state.assignment.responsible.map((b) => names.body(b)).join('、'),
      startsOn: state.content.startsOn,
      dueOn: state.content.dueOn,
      weight: state.content.weight,
      targets: targetsOf(state),
      status: STATUS_WORDS[stateOn(judged.standing, day)].zh,
      progress: share === null ? null : share / 100,
      nextDue: judged.nextDue,
    }
  })
  const milestones = entries.flatMap(({ id, state }) =>
    state.milestones.map((m) => ({ entry: id, title: state.content.title, id: m.id, due: m.due, text: m.text, doneOn: m.doneOn })),
  )
  const steps = entries.flatMap(({ id, state }) =>
    state.steps.map((s) => ({
      entry: id,
      title: state.content.title,
      id: s.id,
      body: names.body(s.body),
      step: s.title,
      department: s.department,
      leader: s.leader,
      startsOn: s.startsOn,
      dueOn: s.dueOn,
      outcome: s.outcome,
      doneOn: s.doneOn,
    })),
  )
  const content = await writeWorkbook({
    sheets: [
      sheet(SHEETS.entries, ENTRY_COLUMNS, rows, 100),
      sheet(SHEETS.milestones, MILESTONE_COLUMNS, milestones, 100),
      sheet(SHEETS.steps, STEP_COLUMNS, steps, 100),
      remarks,
    ],
    createdAt: file.now.toISOString(),
  })
  return { name: fileName(`${file.title}台账`, file.now, 'xlsx'), type: FILE_TYPES.xlsx, content, bytes: content.length }
}

/** The ledger as an official document across the page: a table under each domain. */
export async function ledgerPaper(file: ExportedLedger): Promise<FileAnswer> {
  const { entries, names, rules, day } = file
  const domains = new Map<string, StoredEntry[]>()
  for (const entry of entries) domains.set(entry.state.content.domain, [...(domains.get(entry.state.content.domain) ?? []), entry])
  const counts = new Map<string, number>()
  const statusOf = (entry: StoredEntry) => STATUS_WORDS[stateOn(judgedOf(entry.state, rules).standing, day)].zh
  for (const entry of entries) counts.set(statusOf(entry), (counts.get(statusOf(entry)) ?? 0) + 1)
  const body: OfficialBlock[] = [
    {
      kind: 'paragraph',
      text: `截至${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日，共${entries.length}项任务${
        counts.size === 0
          ? ''
          : `：${STATUSES.flatMap((s) => (counts.has(STATUS_WORDS[s].zh) ? [`${STATUS_WORDS[s].zh}${counts.get(STATUS_WORDS[s].zh)}项`] : [])).join('，')}`
      }。`,
    },
  ]
  for (const [domain, own] of domains) {
    if (domain !== '') body.push({ kind: 'heading', level: 1, text: domain })
    body.push({
      kind: 'table',
      columns: [
        { title: '序号', weight: 1.2, align: 'center' },
        { title: '任务', weight: 6, align: 'left' },
        { title: '目标值', weight: 4, align: 'left' },
        { title: '举措（责任科室、分管领导）', weight: 6, align: 'left' },
        { title: '时间节点', weight: 2.4, align: 'center' },
        { title: '牵头单位', weight: 2.6, align: 'center' },
        { title: '责任单位', weight: 3.4, align: 'left' },
        { title: '状态', weight: 1.8, align: 'center' },
      ],
      rows: own.map((entry) => {
        const { state } = entry
        return [
          state.content.number,
          state.content.title,
          targetsOf(state),
          state.steps
            .map((s, i) => {
              const who = [s.department, s.leader].filter(Boolean).join('，')
              return `${i + 1}.${s.title}${who === '' ? '' : `（${who}）`}`
            })
            .join('\n'),
          [...new Set(dueWords(state))].join('\n'),
          state.assignment.lead === null ? '' : names.body(state.assignment.lead),
          state.assignment.responsible.map((b) => names.body(b)).join('、'),
          statusOf(entry),
        ]
      }),
    })
  }
  const content = await writeOfficialDocument({
    title: `${file.title}\n工作台账`,
    body,
    landscape: true,
    createdAt: file.now.toISOString(),
  })
  return { name: fileName(`${file.title}台账`, file.now, 'docx'), type: FILE_TYPES.docx, content, bytes: content.length }
}
