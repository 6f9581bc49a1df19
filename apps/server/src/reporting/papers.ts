import { type OfficialBlock, writeOfficialDocument, writeWorkbook } from '@yingshang/document'
import type { TwoLists } from '../contract/reporting.ts'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'

/** Reporting on paper: agenda and minutes of the weekly meeting, the two lists and the report. */

export const dayWords = (day: string) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
export const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const fileName = (title: string, now: Date, to: string) =>
  `${title.replace(/[\s\p{Cc}\\/:*?"<>|]+/gu, '').slice(0, 80)}-${chinaDay(now).replaceAll('-', '')}.${to}`

export const docx = async (title: string, now: Date, document: Parameters<typeof writeOfficialDocument>[0]): Promise<FileAnswer> => {
  const content = await writeOfficialDocument({ ...document, createdAt: now.toISOString() })
  return { name: fileName(title, now, 'docx'), type: FILE_TYPES.docx, content, bytes: content.length }
}

const heading = (text: string): OfficialBlock => ({ kind: 'heading', level: 1, text })
const paragraph = (text: string): OfficialBlock => ({ kind: 'paragraph', text })

function problemTable(rows: TwoLists['problems'][number]['rows']): OfficialBlock {
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

function taskTable(rows: TwoLists['tasks']['rows']): OfficialBlock {
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
function listParts(lists: TwoLists): OfficialBlock[] {
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

export interface Meeting {
  readonly title: string
  readonly on: string
  readonly place: string
  readonly lists: TwoLists
  /** Bodies that have not reported in the round, and how many were asked; null without a round. */
  readonly silent: { readonly asked: number; readonly names: readonly string[] } | null
}

const silentWords = ({ silent }: Meeting): string[] =>
  silent === null
    ? []
    : [
        silent.names.length === 0
          ? `本期应报${silent.asked}家单位，已全部报送。`
          : `本期应报${silent.asked}家单位，未报送${silent.names.length}家：${silent.names.join('、')}。`,
      ]

/** The agenda: what the ledger says must be talked about. */
export const agendaPaper = (meeting: Meeting, now: Date): Promise<FileAnswer> => {
  const { lists } = meeting
  const speakers = [...new Set(lists.problems.flatMap((p) => p.rows.map((r) => r.body)).filter((b) => b !== ''))]
  return docx(`${meeting.title}工作例会议程`, now, {
    title: `${meeting.title}\n工作例会议程`,
    body: [
      paragraph(`时间：${dayWords(meeting.on)}`),
      ...(meeting.place === '' ? [] : [paragraph(`地点：${meeting.place}`)]),
      heading('一、通报总体进展'),
      ...lists.report.slice(0, 2).map(paragraph),
      ...silentWords(meeting).map(paragraph),
      heading('二、逐项研究问题清单'),
      ...listParts(lists),
      ...(speakers.length === 0 ? [] : [paragraph(`请以下单位说明情况：${speakers.join('、')}。`)]),
      heading(`三、部署近期任务（至${dayWords(lists.until)}）`),
      ...(lists.tasks.rows.length === 0 ? [paragraph('近期没有到期任务。')] : [taskTable(lists.tasks.rows)]),
      heading('四、其他事项'),
    ],
  })
}

export interface Minutes extends Meeting {
  readonly chair: string
  readonly present: string
  readonly decisions: readonly { readonly words: string; readonly body: string; readonly due: string | null }[]
}

/** The minutes: what the ledger said on the day, and what was decided. */
export const minutesPaper = (minutes: Minutes, now: Date): Promise<FileAnswer> =>
  docx(`${minutes.title}工作例会纪要`, now, {
    title: `${minutes.title}\n工作例会纪要`,
    body: [
      paragraph(
        [
          `${dayWords(minutes.on)}，`,
          minutes.place === '' ? '' : `在${minutes.place}`,
          '召开工作例会',
          minutes.chair === '' ? '。' : `，${minutes.chair}主持。`,
        ].join(''),
      ),
      heading('一、总体进展'),
      ...minutes.lists.report.map(paragraph),
      ...silentWords(minutes).map(paragraph),
      heading('二、研究的问题'),
      ...listParts(minutes.lists),
      heading('三、议定事项'),
      ...(minutes.decisions.length === 0
        ? [paragraph('无。')]
        : minutes.decisions.map((d, i) =>
            paragraph(
              `${i + 1}.${d.words.replace(/[。；;]$/u, '')}。${[
                d.body === '' ? '' : `责任单位：${d.body}`,
                d.due === null ? '' : `${dayWords(d.due)}前完成`,
              ]
                .filter(Boolean)
                .map((w) => `（${w}）`)
                .join('')}`,
            ),
          )),
      ...(minutes.present === '' ? [] : [paragraph(`出席：${minutes.present}`)]),
    ],
  })
