import { type Answer, type Answers, type CrossTable, cellsOf, type QuestionResult } from '@yingshang/campaign/questionnaire'
import { type WorkbookRow, type WorkbookSheet, writeWorkbook } from '@yingshang/document'
import { chinaDay, FILE_TYPES, type WrittenFile } from '../exports/ledger-file.ts'
import type { StoredQuestionnaire } from './rows.ts'

/** Questionnaires as workbooks: tickets to be printed or mailed, results, sheets. */

type Questions = StoredQuestionnaire['questions']

async function file(title: string, sheets: readonly WorkbookSheet[], now: Date): Promise<WrittenFile> {
  const content = await writeWorkbook({ sheets, createdAt: now.toISOString() })
  const name = `${title.replace(/[\s\p{Cc}\\/:*?"<>|]+/gu, '').slice(0, 60)}-${chinaDay(now).replaceAll('-', '')}.xlsx`
  return { name, type: FILE_TYPES.xlsx, content, bytes: content.length }
}

const remarks = (lines: readonly string[]): WorkbookSheet => ({
  name: '说明',
  columns: [{ key: 'remark', title: '说明', type: 'text', width: 100 }],
  rows: lines.map((remark) => ({ remark })),
})

const numbered = (questions: Questions, id: string): string => {
  const at = questions.findIndex((q) => q.id === id)
  return `${at + 1}. ${questions[at]?.title ?? id}`
}

export const ticketsFile = (title: string, address: string, tickets: readonly string[], now: Date): Promise<WrittenFile> =>
  file(
    `答题码-${title}`,
    [
      {
        name: '答题码',
        columns: [
          { key: 'number', title: '序号', type: 'number', width: 8 },
          { key: 'ticket', title: '答题码', type: 'text', width: 20 },
          { key: 'link', title: '链接', type: 'text', width: 60 },
        ],
        rows: tickets.map((ticket, i) => ({ number: i + 1, ticket, link: `${address}#${ticket}` })),
      },
      remarks([
        '每个答题码只能答一次，随机发放。系统只保存答题码的摘要，不知道谁拿到哪一个，也不知道哪份答卷用了哪一个。',
        '发放时请不要登记姓名与答题码的对应关系；寄送名单与答题码请分开保管。',
      ]),
    ],
    now,
  )

const WITHHELD = { few: '答卷太少，不公布', condition: '公布会透露前面题目中隐去的人数，不公布' } as const

/** Results as the page shows them: what is hidden there is hidden here. */
export function resultsFile(
  row: StoredQuestionnaire,
  results: readonly QuestionResult[],
  tables: readonly CrossTable[],
  by: string | null,
  now: Date,
): Promise<WrittenFile> {
  const rows = results.flatMap((r): WorkbookRow[] => {
    const question = numbered(row.questions, r.question)
    const whole: WorkbookRow = {
      question,
      answer: r.withheld === null ? '回答人数' : WITHHELD[r.withheld],
      count: r.answered,
      mean: r.meanTenths === null ? null : r.meanTenths / 10,
      median: r.median,
    }
    if (r.withheld !== null) return [whole]
    return [
      whole,
      ...r.groups.map((g) => ({
        question,
        answer: g.label,
        count: g.count,
        // In tenths of a percent, cut off.
        share: g.count === null ? null : Math.floor((1000 * g.count) / r.answered!) / 10,
        note: g.count === null ? '隐去' : g.ids.length > 1 ? '合并' : null,
      })),
    ]
  })
  const sheets: WorkbookSheet[] = [
    {
      name: '结果',
      columns: [
        { key: 'question', title: '题目', type: 'text', width: 40 },
        { key: 'answer', title: '回答', type: 'text', width: 30 },
        { key: 'count', title: '份数', type: 'number' },
        { key: 'share', title: '占比（%）', type: 'number' },
        { key: 'mean', title: '平均', type: 'number' },
        { key: 'median', title: '中位数', type: 'number' },
        { key: 'note', title: '说明', type: 'text' },
      ],
      rows,
    },
    ...(by === null
      ? []
      : [
          {
            name: '分组',
            columns: [
              { key: 'question', title: '题目', type: 'text' as const, width: 40 },
              { key: 'group', title: numbered(row.questions, by), type: 'text' as const, width: 24 },
              { key: 'answer', title: '回答', type: 'text' as const, width: 30 },
              { key: 'count', title: '份数', type: 'number' as const },
              { key: 'of', title: '该组回答人数', type: 'number' as const },
            ],
            rows: tables.flatMap((t) =>
              t.rows.flatMap((r) =>
                t.columns.map((c, i) => ({
                  question: numbered(row.questions, t.question),
                  group: r.label,
                  answer: c.label,
                  count: r.counts[i] ?? null,
                  of: r.answered,
                })),
              ),
            ),
          },
        ]),
    remarks([
      `${row.title}：${row.opens_on}至${row.closes_on}，收到答卷${row.sheets}份。`,
      `少于${row.hide_below}份的回答合并或者隐去，不能由其他数字推算。`,
    ]),
  ]
  return file(`问卷结果-${row.title}`, sheets, now)
}

/** Every sheet, in the order given; words stand apart, in the order of their letters. */
export function answersFile(row: StoredQuestionnaire, sheets: readonly Answers[], now: Date): Promise<WrittenFile> {
  const { questions } = row
  const counted = questions.filter((q) => q.kind !== 'text')
  const label = (q: Questions[number], answer: Answer | undefined): string | number | null => {
    if (answer === undefined) return null
    if (q.kind === 'number') return answer as number
    const chosen = (Array.isArray(answer) ? answer : [String(answer)]) as readonly string[]
    return cellsOf(q)
      .filter((c) => chosen.includes(c.id))
      .map((c) => c.label)
      .join('；')
  }
  return file(
    `原始答卷-${row.title}`,
    [
      {
        name: '答卷',
        columns: counted.map((q) => ({
          key: q.id,
          title: numbered(questions, q.id),
          type: q.kind === 'number' ? 'number' : 'text',
          width: 24,
        })),
        rows: sheets.map((sheet) => Object.fromEntries(counted.map((q) => [q.id, label(q, sheet[q.id])]))),
      },
      {
        name: '文字回答',
        columns: [
          { key: 'question', title: '题目', type: 'text', width: 40 },
          { key: 'text', title: '回答', type: 'text', width: 80 },
        ],
        rows: textsOf(row, sheets).flatMap(({ question, texts }) =>
          texts.map((text) => ({ question: numbered(questions, question), text })),
        ),
      },
      remarks([
        '一行一份答卷，次序随机，不含时间。文字回答另列，次序按文字排列，与答卷的次序无关。',
        '本表逐份列出，不隐去小组：请勿对外提供，也不要试图由答案推断何人所答。导出已有记录。',
      ]),
    ],
    now,
  )
}

/** Answers in words by question, in the order of their letters. */
export const textsOf = ({ questions }: StoredQuestionnaire, sheets: readonly Answers[]): { question: string; texts: string[] }[] =>
  questions
    .filter((q) => q.kind === 'text')
    .map((q) => ({ question: q.id, texts: sheets.flatMap((s) => (typeof s[q.id] === 'string' ? [s[q.id] as string] : [])).toSorted() }))
