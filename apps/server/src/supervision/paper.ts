import type { OfficialBlock } from '@yingshang/document'
import { STATUS_WORDS } from '@yingshang/ledger'
import type { LetterDetail } from '../contract/supervision.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { docx } from '../reporting/papers.ts'

/** A letter as an official document (GB/T 9704): red head, number, recipients, what the ledger says, signature. */

const paragraphs = (text: string): OfficialBlock[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'paragraph', text: line.trim() }))

/** How the entries of each body stand, for a regular bulletin. */
function byBody(detail: LetterDetail): OfficialBlock[] {
  const rows = new Map<string, LetterDetail['entries']>()
  for (const e of detail.entries) rows.set(e.lead?.name ?? '未确定', [...(rows.get(e.lead?.name ?? '未确定') ?? []), e])
  return [
    { kind: 'heading', level: 1, text: '一、各单位情况' },
    {
      kind: 'table',
      columns: [
        { title: '单位', weight: 5, align: 'left' },
        { title: '任务', weight: 1.5, align: 'center' },
        { title: '已销号', weight: 1.5, align: 'center' },
        { title: '有风险', weight: 1.5, align: 'center' },
        { title: '逾期', weight: 1.5, align: 'center' },
      ],
      rows: [...rows].map(([body, own]) => {
        const count = (status: string) => String(own.filter((e) => e.status === status).length)
        return [body, String(own.length), count('closed-out'), count('at-risk'), count('overdue')]
      }),
    },
    { kind: 'heading', level: 1, text: '二、任务情况' },
  ]
}

/** The Word file; with `body`, the copy for that body: of an inquiry with its own entries alone. `day` dates a draft. */
export function letterPaper(detail: LetterDetail, office: string, day: string, now: Date, body?: string): Promise<FileAnswer> {
  const { summary } = detail
  const own = body === undefined || summary.kind !== 'inquiry' ? detail.entries : detail.entries.filter((e) => e.bodies.includes(body))
  const recipients = detail.bodies.filter((b) => body === undefined || b.body.id === body).map((b) => b.body.name)
  const signed = detail.approved === null ? day : new Date(Date.parse(detail.approved.at) + 8 * 3_600_000).toISOString().slice(0, 10)
  return docx(summary.documentNumber === null ? `${summary.title}（草稿）` : summary.title, now, {
    title: summary.title,
    redHead: { mark: summary.kind === 'inquiry' ? `${office}` : `${office}文件` },
    ...(summary.documentNumber === null ? { subtitle: '（草稿）' } : { number: summary.documentNumber }),
    recipients: recipients.join('、'),
    body: [
      ...paragraphs(detail.opening),
      ...(summary.kind === 'regular' ? byBody({ ...detail, entries: own }) : []),
      {
        kind: 'table',
        columns: [
          { title: '序号', weight: 1.2, align: 'center' },
          { title: '任务', weight: 5, align: 'left' },
          { title: '牵头单位', weight: 3, align: 'center' },
          { title: '期限', weight: 2.4, align: 'center' },
          { title: '状态', weight: 1.8, align: 'center' },
          { title: '情况', weight: 4, align: 'left' },
        ],
        rows: own.map((e, i) => [e.number || String(i + 1), e.title, e.lead?.name ?? '', e.due ?? '', STATUS_WORDS[e.status].zh, e.note]),
      },
      ...paragraphs(detail.closing),
    ],
    signature: { units: [office], date: signed },
  })
}
