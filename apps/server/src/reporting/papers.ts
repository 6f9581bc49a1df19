import { type OfficialBlock, writeOfficialDocument, writeWorkbook } from '@yingshang/document'
import type { TwoLists } from '../contract/reporting.ts'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'

/** Reporting on paper: the two lists and the report. */

export const dayWords = (day: string) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
export const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const fileName = (title: string, now: Date, to: string) =>
  `${title.replace(/[\s\p{Cc}\\/:*?"<>|]+/gu, '').slice(0, 80)}-${chinaDay(now).replaceAll('-', '')}.${to}`

export const docx = async (title: string, now: Date, document: Parameters<typeof writeOfficialDocument>[0]): Promise<FileAnswer> => {
  const content = await writeOfficialDocument({ ...document, createdAt: now.toISOString() })
  return { name: fileName(title, now, 'docx'), type: FILE_TYPES.docx, content, bytes: content.length }
}

export const heading = (text: string): OfficialBlock => ({ kind: 'heading', level: 1, text })
export const paragraph = (text: string): OfficialBlock => ({ kind: 'paragraph', text })

export function problemTable(rows: TwoLists['problems'][number]['rows']): OfficialBlock {
  return {
    kind: 'table',
    columns: [
      { title: '序号', weight: 1, align: 'center' },
      { title: '事项', weight: 6, align: 'left' },
      { title: '单位', weight: 3, align: 'center' },
      { title: '期限', weight: 2.4, align: 'center' },
      { title: '情况', weight: 4, align: 'left' },
    ],
    rows: rows.map((r, i) => [r.number || String(i + 1), r.title, r.body, r.due ?? '', r.note]),
  }
}

export function taskTable(rows: TwoLists['tasks']['rows']): OfficialBlock {
  return {
    kind: 'table',
    columns: [
      { title: '序号', weight: 1, align: 'center' },
      { title: '任务', weight: 5, align: 'left' },
      { title: '到期内容', weight: 5, align: 'left' },
      { title: '期限', weight: 2.4, align: 'center' },
      { title: '牵头单位', weight: 3, align: 'center' },
      { title: '责任人', weight: 2, align: 'center' },
    ],
    rows: rows.map((r, i) => [r.number || String(i + 1), r.title, r.note, r.due ?? '', r.body, r.owner]),
  }
}

/** The lists as parts of a document, with a line where there is nothing. */
export function listParts(lists: TwoLists): OfficialBlock[] {
  return lists.problems.flatMap((p, i): OfficialBlock[] => {
    const title: OfficialBlock = { kind: 'heading', level: 2, text: `（${NUMERALS[i]}）${p.title.zh}` }
    if (p.rows.length === 0) return [title, paragraph('无。')]
    return [title, ...(p.count > p.rows.length ? [paragraph(`共${p.count}件，列出${p.rows.length}件。`)] : []), problemTable(p.rows)]
  })
}

/** 两清单一报告 as Word. */
export const listsPaper = (title: string, lists: TwoLists, now: Date): Promise<FileAnswer> =>
  docx(`${title}两清单一报告`, now, {
    title: `${title}\n两清单一报告`,
    subtitle: `（${dayWords(lists.today)}）`,
    body: [
      heading('一、工作报告'),
      ...lists.report.map(paragraph),
      heading('二、问题清单'),
      ...listParts(lists),
      heading(`三、任务清单（至${dayWords(lists.until)}）`),
      ...(lists.tasks.rows.length === 0 ? [paragraph('无。')] : [taskTable(lists.tasks.rows)]),
    ],
  })

/** The same as a workbook: a sheet for each list. */
export async function listsWorkbook(title: string, lists: TwoLists, now: Date): Promise<FileAnswer> {
  const content = await writeWorkbook({
    sheets: [
      {
        name: '问题清单',
        columns: [
          { key: 'kind', title: '类别', type: 'text', width: 16 },
          { key: 'number', title: '序号', type: 'text' },
          { key: 'title', title: '事项', type: 'text', width: 40 },
          { key: 'domain', title: '领域', type: 'text', width: 16 },
          { key: 'body', title: '单位', type: 'text', width: 24 },
          { key: 'due', title: '期限', type: 'date' },
          { key: 'note', title: '情况', type: 'text', width: 40 },
        ],
        rows: lists.problems.flatMap((p) =>
          p.rows.map(({ number, title: t, domain, body, due, note }) => ({ kind: p.title.zh, number, title: t, domain, body, due, note })),
        ),
      },
      {
        name: '任务清单',
        columns: [
          { key: 'number', title: '序号', type: 'text' },
          { key: 'title', title: '任务', type: 'text', width: 40 },
          { key: 'note', title: '到期内容', type: 'text', width: 40 },
          { key: 'due', title: '期限', type: 'date' },
          { key: 'body', title: '牵头单位', type: 'text', width: 24 },
          { key: 'owner', title: '责任人', type: 'text' },
        ],
        rows: lists.tasks.rows.map(({ number, title: t, note, due, body, owner }) => ({ number, title: t, note, due, body, owner })),
      },
      {
        name: '工作报告',
        columns: [{ key: 'words', title: '工作报告', type: 'text', width: 110 }],
        rows: lists.report.map((words) => ({ words })),
      },
    ],
    createdAt: now.toISOString(),
  })
  return { name: fileName(`${title}两清单一报告`, now, 'xlsx'), type: FILE_TYPES.xlsx, content, bytes: content.length }
}
