import { CLAIM_CLASSES, CLAIM_STATUSES } from '@yingshang/bankruptcy'
import { type FormColumn, type OfficialBlock, type TableForm, type WorkbookSheet, writeOfficialDocument } from '@yingshang/document'
import type { ClaimsView } from '../contract/bankruptcy.ts'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import { datedName, filledForm } from '../forms/files.ts'
import type { FileAnswer } from '../http/endpoint.ts'

/** The claims table as a file. The workbook of the export, the empty form and what an import reads have the same columns. */

export const YES = '是'
const NO = '否'
const statuses = CLAIM_STATUSES.filter((s) => s.id !== 'withdrawn')

export const CLAIM_COLUMNS: readonly FormColumn[] = [
  { key: 'id', title: '债权编号', en: 'id', type: 'text', width: 38, origin: 'identity' },
  {
    key: 'creditor',
    title: '债权人',
    en: 'creditor',
    type: 'text',
    required: true,
    width: 30,
    aliases: ['债权人名称', '职工姓名'],
    example: '栖川物资有限公司',
  },
  { key: 'class', title: '债权性质', en: 'class', type: 'text', required: true, choices: CLAIM_CLASSES.map((c) => c.zh), width: 18 },
  { key: 'principal', title: '本金（元）', en: 'principal', type: 'money', required: true, aliases: ['本金'], example: 10_000_000 },
  { key: 'interest', title: '利息（元）', en: 'interest', type: 'money', aliases: ['利息'], example: 125_050 },
  { key: 'other', title: '其他（元）', en: 'other', type: 'money', aliases: ['其他'] },
  {
    key: 'basis',
    title: '债权发生的事实和依据',
    en: 'facts and grounds',
    type: 'text',
    required: true,
    width: 44,
    example: '2024年买卖合同，货款未付',
  },
  { key: 'filedOn', title: '申报日期', en: 'filed on', type: 'date', origin: 'shown' },
  { key: 'late', title: '逾期申报', en: 'filed late', type: 'text', choices: [YES, NO], origin: 'shown' },
  { key: 'status', title: '审查结论', en: 'outcome of the review', type: 'text', choices: statuses.map((s) => s.zh), width: 12 },
  { key: 'confirmed', title: '确认金额（元）', en: 'amount confirmed', type: 'money' },
  { key: 'provisional', title: '临时债权额（元）', en: 'provisional amount', type: 'money', origin: 'shown' },
  { key: 'votingAmount', title: '表决债权额（元）', en: 'voting amount', type: 'money', origin: 'shown' },
  { key: 'reason', title: '审查理由', en: 'reason of the review', type: 'text', width: 36 },
  { key: 'amendReason', title: '变更理由', en: 'reason of the amendment', type: 'text', width: 30 },
  { key: 'stamp', title: '导出版本', en: 'version of the export', type: 'text', width: 18, origin: 'identity' },
]

export const CLAIMS_FORM: TableForm = {
  id: 'claims',
  title: { zh: '债权表', en: 'Claims' },
  file: '债权导入表样',
  sheets: [{ key: 'claims', name: '债权表', en: 'claims', columns: CLAIM_COLUMNS, spareRows: 2000 }],
  remarks: [
    {
      zh: '每行一笔债权。新申报的，填写债权人、债权性质、本金、利息、其他、债权发生的事实和依据；其余各列留空，由系统登记。',
      en: 'One claim per row. Fill creditor, class, principal, interest, other and basis; leave the other columns of new rows empty.',
    },
    {
      zh: '债权编号和导出版本由系统给出，请勿改动。没有改动的行，导入时跳过；删去一行，不影响已申报的债权。',
      en: 'Leave id and stamp as they are; rows that were not changed are skipped, and a row that is taken out takes no claim away.',
    },
    {
      zh: '改动债权人、债权性质、本金、利息、其他、债权发生的事实和依据的，登记为变更申报，须填写变更理由；变更后，表中的审查结论作为新的审查结论，留空或者待审查的，重新审查。',
      en: 'A change of what was filed is an amendment and needs its reason; the outcome in the sheet is then the new one, and an empty one means a new review.',
    },
    {
      zh: '改动审查结论、确认金额、审查理由的，登记为审查债权；部分确认、不予确认、暂缓确定的须填写审查理由。临时债权额由人民法院确定。',
      en: 'A change of outcome, amount confirmed or reason is a review; anything but confirmation in full needs its reason. Provisional amounts are fixed by the court.',
    },
    {
      zh: '导出后，案件中已有人改动同一债权的，该行不予导入，并列明两处的内容；请重新导出后再改。',
      en: 'When somebody has changed the same claim since the export, the row is refused and both are shown; export anew.',
    },
    {
      zh: `债权性质从下列各项中选择：${CLAIM_CLASSES.map((c) => c.zh).join('、')}。职工债权由管理人调查后列明，只填本金，不计利息和其他。`,
      en: 'Claims of employees are listed by the administrator and have principal only.',
    },
    {
      zh: '金额以元为单位，最多两位小数。附利息的债权，利息计算至破产申请受理之日。',
      en: 'Amounts in yuan, at most two decimals. Interest runs to the day on which the petition was accepted.',
    },
    {
      zh: '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。',
      en: 'An import is tried first: one error, and nothing is written; errors name their cell.',
    },
  ],
}

/** The rows of a view with the grounds that each claim gave and the stamp of each row, both by id. */
export async function claimsWorkbook(
  view: ClaimsView,
  basis: ReadonlyMap<string, string>,
  stamps: ReadonlyMap<string, string>,
  now: Date,
): Promise<FileAnswer> {
  const total = (name: string, t: ClaimsView['all']) => ({ name, ...t })
  const rows = view.rows.map((r) => ({
    id: r.id,
    creditor: r.creditor,
    class: r.classTitle.zh,
    principal: r.principal,
    interest: r.interest,
    other: r.other,
    basis: basis.get(r.id) ?? '',
    filedOn: r.filedOn,
    late: r.late ? YES : NO,
    status: r.statusTitle.zh,
    confirmed: r.confirmed,
    provisional: r.provisional,
    votingAmount: r.votingAmount,
    reason: r.reason,
    amendReason: null,
    stamp: stamps.get(r.id) ?? null,
  }))
  const totals: WorkbookSheet = {
    name: '合计',
    columns: [
      { key: 'name', title: '债权性质', type: 'text', width: 20 },
      { key: 'count', title: '笔数', type: 'integer' },
      { key: 'filed', title: '申报金额（元）', type: 'money' },
      { key: 'confirmed', title: '确认金额（元）', type: 'money' },
      { key: 'rejected', title: '不予确认金额（元）', type: 'money' },
      { key: 'provisional', title: '临时债权额（元）', type: 'money' },
    ],
    rows: [...view.totals.map(({ class: _, classTitle, ...t }) => total(classTitle.zh, t)), total('合计', view.all)],
  }
  return filledForm(CLAIMS_FORM, `${view.matter.title}债权表`, { rows: { claims: rows }, more: [totals] }, now)
}

export const yuan = (fen: number) => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** The claims table as an official document across the page. */
export async function claimsDocument(view: ClaimsView, now: Date): Promise<FileAnswer> {
  const body: OfficialBlock[] = [
    {
      kind: 'paragraph',
      text: `截至${chinaDay(now)}，共登记债权${view.all.count}笔，申报金额${yuan(view.all.filed)}元，确认金额${yuan(view.all.confirmed)}元。`,
    },
    {
      kind: 'table',
      caption: '各类债权合计（金额单位：元）',
      columns: [
        { title: '债权性质', weight: 4 },
        { title: '笔数', weight: 2, align: 'right' },
        { title: '申报金额', weight: 4, align: 'right' },
        { title: '确认金额', weight: 4, align: 'right' },
        { title: '不予确认金额', weight: 4, align: 'right' },
      ],
      rows: [
        ...view.totals.map((t) => [t.classTitle.zh, String(t.count), yuan(t.filed), yuan(t.confirmed), yuan(t.rejected)]),
        ['合计', String(view.all.count), yuan(view.all.filed), yuan(view.all.confirmed), yuan(view.all.rejected)],
      ],
    },
    {
      kind: 'table',
      caption: '债权表（金额单位：元）',
      columns: [
        { title: '序号', weight: 1.2, align: 'center' },
        { title: '债权人', weight: 5 },
        { title: '债权性质', weight: 3 },
        { title: '本金', weight: 3, align: 'right' },
        { title: '利息', weight: 3, align: 'right' },
        { title: '其他', weight: 2.4, align: 'right' },
        { title: '确认金额', weight: 3, align: 'right' },
        { title: '审查结论', weight: 2.4 },
        { title: '审查理由', weight: 4 },
      ],
      rows: view.rows.map((r, i) => [
        String(i + 1),
        r.creditor,
        r.classTitle.zh,
        yuan(r.principal),
        yuan(r.interest),
        yuan(r.other),
        yuan(r.confirmed),
        `${r.statusTitle.zh}${r.late ? '（逾期申报）' : ''}${r.disputed ? '（有异议）' : ''}`,
        r.reason,
      ]),
    },
  ]
  const content = await writeOfficialDocument({
    title: `${view.matter.title}债权表`,
    ...(view.matter.number === null ? {} : { number: view.matter.number }),
    body,
    landscape: true,
    createdAt: now.toISOString(),
  })
  return { name: `${datedName(`${view.matter.title}债权表`, now)}.docx`, type: FILE_TYPES.docx, content, bytes: content.length }
}
