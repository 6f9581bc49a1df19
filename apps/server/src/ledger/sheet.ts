import { type FormColumn, type OfficialBlock, type TableForm, type WorkbookRow, writeOfficialDocument } from '@yingshang/document'
import { type EntryState, STATUS_WORDS, STATUSES, stateOn } from '@yingshang/ledger'
import { amountWords } from '@yingshang/plan'
import { FILE_TYPES } from '../exports/ledger-file.ts'
import { datedName, filledForm } from '../forms/files.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { TARGET_FIELDS, targetRow } from './import-targets.ts'
import type { Names } from './list.ts'
import { judgedOf, type LedgerRules, type StoredEntry } from './stored.ts'

/** A ledger as files: a workbook that an import reads again, and an official document. The export, the empty form and the import have the same columns. */

export const SHEETS = { entries: '台账', milestones: '节点', targets: '目标值', steps: '措施' } as const

const ENTRY_ID = { title: '事项编号', en: 'id of the entry', type: 'text', width: 38 } as const

export const ENTRY_COLUMNS: readonly FormColumn[] = [
  { key: 'id', ...ENTRY_ID, origin: 'identity' },
  { key: 'number', title: '序号', en: 'number', type: 'text', example: '1.2' },
  { key: 'domain', title: '领域', en: 'domain', type: 'text', width: 18, example: '市场准入' },
  { key: 'path', title: '章节', en: 'headings above, one per line', type: 'text', width: 24 },
  { key: 'title', title: '任务', en: 'title', type: 'text', required: true, width: 36, example: '变更登记一张清单办理' },
  { key: 'text', title: '内容', en: 'text', type: 'text', width: 60 },
  { key: 'lead', title: '牵头单位', en: 'lead body', type: 'text', width: 20, example: '澄江市数据局' },
  { key: 'responsible', title: '责任单位', en: 'responsible bodies', type: 'text', width: 30, example: '市场监管局、税务局' },
  { key: 'startsOn', title: '计划启动', en: 'starts on', type: 'date' },
  { key: 'dueOn', title: '完成时限', en: 'due on', type: 'date', example: '2026-12-31' },
  { key: 'weight', title: '权重', en: 'weight', type: 'integer', example: 1 },
  { key: 'targets', title: '目标值', en: 'targets', type: 'text', width: 30, origin: 'shown' },
  {
    key: 'status',
    title: '办理状态',
    en: 'state',
    type: 'text',
    width: 14,
    choices: STATUSES.map((s) => STATUS_WORDS[s].zh),
    origin: 'shown',
  },
  { key: 'progress', title: '进度', en: 'progress', type: 'percent', origin: 'shown' },
  { key: 'nextDue', title: '下一期限', en: 'next due', type: 'date', origin: 'shown' },
]
export const MILESTONE_COLUMNS: readonly FormColumn[] = [
  { ...ENTRY_ID, key: 'entry', required: true },
  { key: 'title', title: '任务', en: 'title of the entry', type: 'text', width: 30, origin: 'shown' },
  { key: 'id', title: '节点编号', en: 'id of the milestone', type: 'text', origin: 'identity' },
  { key: 'due', title: '时限', en: 'due on', type: 'date', example: '2026-06-30' },
  { key: 'text', title: '节点内容', en: 'what is due', type: 'text', required: true, width: 50 },
  { key: 'doneOn', title: '完成日期', en: 'done on', type: 'date' },
]
export const TARGET_COLUMNS: readonly FormColumn[] = [
  { ...ENTRY_ID, key: 'entry', required: true },
  { key: 'title', title: '任务', en: 'title of the entry', type: 'text', width: 30, origin: 'shown' },
  ...TARGET_FIELDS,
]
export const STEP_COLUMNS: readonly FormColumn[] = [
  { ...ENTRY_ID, key: 'entry', required: true },
  { key: 'title', title: '任务', en: 'title of the entry', type: 'text', width: 30, origin: 'shown' },
  { key: 'id', title: '措施编号', en: 'id of the step', type: 'text', width: 38, origin: 'identity' },
  { key: 'body', title: '单位', en: 'body', type: 'text', required: true, width: 20, example: '澄江市数据局' },
  { key: 'step', title: '举措', en: 'step', type: 'text', required: true, width: 40 },
  { key: 'department', title: '责任科室', en: 'department', type: 'text', width: 16 },
  { key: 'leader', title: '分管领导', en: 'leader in charge', type: 'text', width: 12 },
  { key: 'startsOn', title: '开始', en: 'starts on', type: 'date' },
  { key: 'dueOn', title: '节点', en: 'due on', type: 'date' },
  { key: 'outcome', title: '预期成果', en: 'expected result', type: 'text', width: 30 },
  { key: 'doneOn', title: '完成日期', en: 'done on', type: 'date' },
]

export const LEDGER_FORM: TableForm = {
  id: 'ledger',
  title: { zh: '台账', en: 'Ledger' },
  file: '台账导入表样',
  sheets: [
    { key: 'entries', name: SHEETS.entries, en: 'entries', columns: ENTRY_COLUMNS },
    { key: 'milestones', name: SHEETS.milestones, en: 'milestones', columns: MILESTONE_COLUMNS, optional: true },
    { key: 'targets', name: SHEETS.targets, en: 'targets', columns: TARGET_COLUMNS, optional: true },
    { key: 'steps', name: SHEETS.steps, en: 'steps', columns: STEP_COLUMNS, optional: true },
  ],
  remarks: [
    {
      zh: '“台账”每行一个事项，“节点”“目标值”“措施”每行一项，以事项编号相连。编号由系统给出，请勿改动；新增的行编号留空。新增事项的节点、目标值、措施，在导入事项取得编号后再填。',
      en: 'One entry per row of 台账; milestones, targets and steps refer to it by 事项编号. Ids are given by the system: leave them empty in new rows. What hangs on new entries follows once these have their ids.',
    },
    {
      zh: '牵头单位填一个，责任单位可填多个，以顿号分隔，均填组织机构中的名称或者简称。',
      en: 'One lead body, any number of responsible ones parted by “、”, by their names or short names in the organisation.',
    },
    {
      zh: '“台账”中的目标值、办理状态、进度、下一期限由系统给出，导入时不读取，目标值在“目标值”表中修改；读数不在此填报；节点和措施的完成日期只能补填，不能清除。',
      en: 'On 台账, targets, state, progress and next due are shown and not read: targets are changed on 目标值, and readings are not entered here. A day on which something was done can be added and not removed.',
    },
    {
      zh: '表中没有出现的事项、节点、措施保持不变，不会因此删除。',
      en: 'What is missing from the sheets stays as it is.',
    },
    {
      zh: '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。',
      en: 'An import is tried first: one error, and nothing is written; errors name their cell.',
    },
  ],
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
  const targets = entries.flatMap(({ id, state }) => state.targets.map((t) => ({ entry: id, title: state.content.title, ...targetRow(t) })))
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
  return filledForm(LEDGER_FORM, `${file.title}台账`, { rows: { entries: rows, milestones, targets, steps } }, file.now)
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
  return { name: `${datedName(`${file.title}台账`, file.now)}.docx`, type: FILE_TYPES.docx, content, bytes: content.length }
}
