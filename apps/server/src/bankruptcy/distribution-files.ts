import { type OfficialBlock, writeOfficialDocument, writeWorkbook } from '@yingshang/document'
import type { DistributionView } from '../contract/bankruptcy.ts'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { yuan } from './claims-sheet.ts'

/** A calculated distribution as a file: a workbook, or the official table of distribution. */

/** Two decimals of a percentage, rounded down: nobody is told more than there is. */
export function percentOf({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }): string {
  const hundredths = Number((BigInt(numerator) * 10_000n) / BigInt(denominator))
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}%`
}

export async function distributionWorkbook(title: string, view: DistributionView, now: Date): Promise<FileAnswer> {
  const content = await writeWorkbook({
    sheets: [
      {
        name: '分配表',
        columns: [
          { key: 'rank', title: '清偿顺序', type: 'text', width: 24 },
          { key: 'creditor', title: '债权人或者项目', type: 'text', width: 34 },
          { key: 'note', title: '说明', type: 'text', width: 34 },
          { key: 'due', title: '参加分配金额（元）', type: 'money' },
          { key: 'paid', title: '分配金额（元）', type: 'money' },
          { key: 'deposited', title: '提存金额（元）', type: 'money' },
          { key: 'remaining', title: '未受偿金额（元）', type: 'money' },
          { key: 'rate', title: '清偿比例', type: 'text', width: 12 },
        ],
        rows: view.lines.map((l) => ({
          rank: l.rankTitle.zh,
          creditor: l.creditor,
          note: noteOf(l),
          due: l.due,
          paid: l.paid,
          deposited: l.deposited,
          remaining: l.remaining,
          rate: percentOf(l.rate),
        })),
      },
      {
        name: '逐笔累计',
        columns: [
          { key: 'creditor', title: '债权人', type: 'text', width: 34 },
          { key: 'class', title: '债权性质', type: 'text', width: 18 },
          { key: 'amount', title: '债权额（元）', type: 'money' },
          { key: 'before', title: '此前已受偿（元）', type: 'money' },
          { key: 'paid', title: '本次分配（元）', type: 'money' },
          { key: 'deposited', title: '本次提存（元）', type: 'money' },
          { key: 'total', title: '累计（元）', type: 'money' },
          { key: 'remaining', title: '未受偿（元）', type: 'money' },
        ],
        rows: view.claims.map(({ classTitle, claim: _, ...c }) => ({ ...c, class: classTitle.zh })),
      },
      {
        name: '各顺序合计',
        columns: [
          { key: 'rank', title: '清偿顺序', type: 'text', width: 24 },
          { key: 'due', title: '应清偿（元）', type: 'money' },
          { key: 'paid', title: '分配（元）', type: 'money' },
          { key: 'deposited', title: '提存（元）', type: 'money' },
          { key: 'rate', title: '清偿比例', type: 'text', width: 12 },
          { key: 'source', title: '依据', type: 'text', width: 34 },
        ],
        rows: [
          ...view.ranks.map((r) => ({
            rank: r.title.zh,
            due: r.due,
            paid: r.paid,
            deposited: r.deposited,
            rate: percentOf(r.rate),
            source: r.source,
          })),
          { rank: '剩余', due: null, paid: view.surplus, deposited: null, rate: null, source: null },
        ],
      },
    ],
    createdAt: now.toISOString(),
  })
  return fileOf(title, content, 'xlsx', now)
}

const noteOf = (l: DistributionView['lines'][number]) =>
  l.collateral === null ? '' : l.shortfall ? `担保物“${l.collateral}”不足清偿部分` : `就“${l.collateral}”优先受偿`

/** The table of distribution: who takes part, how much there is, in which order, rate and amount, how it is done (企业破产法 第一百一十五条第二款). */
export async function distributionDocument(title: string, number: string | null, view: DistributionView, now: Date): Promise<FileAnswer> {
  const paragraph = (text: string): OfficialBlock => ({ kind: 'paragraph', text })
  const deposited = view.ranks.reduce((sum, r) => sum + r.deposited, 0)
  const body: OfficialBlock[] = [
    paragraph('本表按债权表和下列财产数额测算，供拟订破产财产分配方案使用；分配以债权人会议通过并经人民法院裁定认可的方案为准。'),
    paragraph(
      `可供分配的财产（含担保物变价所得）共${yuan(view.total)}元；参加分配${view.lines.length}项；提存${yuan(deposited)}元；清偿后剩余${yuan(view.surplus)}元。`,
    ),
    {
      kind: 'table',
      caption: '各顺序合计（金额单位：元）',
      columns: [
        { title: '清偿顺序', weight: 4 },
        { title: '应清偿', weight: 3, align: 'right' },
        { title: '分配', weight: 3, align: 'right' },
        { title: '提存', weight: 3, align: 'right' },
        { title: '清偿比例', weight: 2, align: 'right' },
        { title: '依据', weight: 5 },
      ],
      rows: view.ranks.map((r) => [r.title.zh, yuan(r.due), yuan(r.paid), yuan(r.deposited), percentOf(r.rate), r.source]),
    },
    {
      kind: 'table',
      caption: '破产财产分配表（金额单位：元）',
      columns: [
        { title: '序号', weight: 1.2, align: 'center' },
        { title: '清偿顺序', weight: 4 },
        { title: '债权人或者项目', weight: 5 },
        { title: '参加分配金额', weight: 3, align: 'right' },
        { title: '分配金额', weight: 3, align: 'right' },
        { title: '提存金额', weight: 3, align: 'right' },
        { title: '清偿比例', weight: 2, align: 'right' },
        { title: '说明', weight: 4 },
      ],
      rows: view.lines.map((l, i) => [
        String(i + 1),
        l.rankTitle.zh,
        l.creditor,
        yuan(l.due),
        yuan(l.paid),
        yuan(l.deposited),
        percentOf(l.rate),
        noteOf(l),
      ]),
    },
    ...(view.claims.some((c) => c.before > 0)
      ? [
          {
            kind: 'table' as const,
            caption: '逐笔累计受偿（金额单位：元）',
            columns: [
              { title: '债权人', weight: 5 },
              { title: '债权额', weight: 3, align: 'right' as const },
              { title: '此前已受偿', weight: 3, align: 'right' as const },
              { title: '本次（含提存）', weight: 3, align: 'right' as const },
              { title: '累计', weight: 3, align: 'right' as const },
              { title: '未受偿', weight: 3, align: 'right' as const },
            ],
            rows: view.claims.map((c) => [
              c.creditor,
              yuan(c.amount),
              yuan(c.before),
              yuan(c.paid + c.deposited),
              yuan(c.total),
              yuan(c.remaining),
            ]),
          },
        ]
      : []),
    ...(view.leftOut.length === 0
      ? []
      : [
          paragraph(
            `未经确认、未参加本次测算的债权${view.leftOut.length}笔，申报金额${yuan(view.leftOut.reduce((s, l) => s + l.filed, 0))}元。`,
          ),
        ]),
  ]
  const content = await writeOfficialDocument({
    title: `${title}破产财产分配表`,
    ...(number === null ? {} : { number }),
    body,
    landscape: true,
    createdAt: now.toISOString(),
  })
  return fileOf(title, content, 'docx', now)
}

const fileOf = (title: string, content: Uint8Array, to: 'xlsx' | 'docx', now: Date): FileAnswer => ({
  name: `${title.replace(/[\s\p{Cc}\\/:*?"<>|]+/gu, '').slice(0, 80)}分配表-${chinaDay(now).replaceAll('-', '')}.${to}`,
  type: FILE_TYPES[to],
  content,
  bytes: content.length,
})
