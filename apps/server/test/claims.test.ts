import { readTable, readWorkbook, writeWorkbook } from '@yingshang/document'
import { type Action, fold } from '@yingshang/procedure'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLAIM_COLUMNS } from '../src/bankruptcy/claims-sheet.ts'
import { readLaw } from '../src/matters/setting.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

let server: TestServer
let judge: Person
let clerk: Person
let firm: Person
let creditor: Person
let stranger: Person
const day = (back = 0) => new Date(server.clock.now().getTime() + 8 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  server = await aServer({ pages: false })
  judge = await server.user('judge', 'judge')
  clerk = await server.user('clerk', 'clerk')
  firm = await server.user('firm', 'party')
  creditor = await server.user('creditor', 'party')
  stranger = await server.user('stranger', 'party')
})
afterAll(() => server.end())

let cases = 0
/** A case in the filing period, with an administrator and a creditor. */
async function aCase(acceptedOn = day(), announced = true): Promise<string> {
  const opened = await clerk.json('POST', '/api/matters', {
    procedure: 'bankruptcy-case',
    action: 'open',
    as: 'clerk',
    values: {
      kind: 'liquidation',
      debtorName: `青禾机械第${++cases}有限公司`,
      debtorCode: '91350100M000100Y43',
      caseNumber: `（2022）鲁04破${cases}号`,
      acceptedOn,
      administrator: '澄江清算事务所',
    },
  })
  const id = opened.matter.summary.id as string
  for (const [login, role] of [
    ['judge', 'judge'],
    ['firm', 'administrator'],
    ['creditor', 'creditor'],
  ])
    await clerk.json('POST', `/api/matters/${id}/parties`, { login, role })
  if (announced) await take(clerk, id, 'announce', { announcedOn: day(), filingDays: 60 })
  return id
}
const seqOf = async (id: string): Promise<number> => (await judge.json('GET', `/api/matters/${id}/claims`)).seq
const take = async (who: Person, id: string, action: string, values: object = {}) =>
  who.json('POST', `/api/matters/${id}/actions`, { action, values, expectedSeq: await seqOf(id) })
const file = (who: Person, id: string, creditorName: string, claimClass: string, principal: number) =>
  take(who, id, 'file-claim', { creditorName, claimClass, principal, interest: 0, otherAmount: 0, basis: '买卖合同货款未付' })

interface Row {
  id?: string
  creditor?: string | null
  class?: string
  principal?: number | null
  interest?: number
  other?: number
  basis?: string
  status?: string
  confirmed?: number
  reason?: string
  amendReason?: string
  stamp?: string
  filedOn?: string
}
const row = (creditorName: string, principal: number, more: Row = {}): Row => ({
  creditor: creditorName,
  class: '普通债权',
  principal,
  interest: 0,
  other: 0,
  basis: '买卖合同货款未付',
  ...more,
})
/** A workbook as somebody fills the form; choices are left open so that wrong ones can be typed. */
const workbook = (rows: readonly Row[]) =>
  writeWorkbook({
    sheets: [{ name: '债权表', columns: CLAIM_COLUMNS.map(({ choices: _, ...c }) => c), rows: rows.map((r) => ({ ...r })) }],
  })

async function load(who: Person, id: string, bytes: Uint8Array, query: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const form = new FormData()
  form.append('file', new Blob([bytes as unknown as string]), '债权.xlsx')
  return who.ask('POST', `/api/matters/${id}/claims/import?${new URLSearchParams(query)}`, form, headers)
}
const loadNow = async (
  who: Person,
  id: string,
  bytes: Uint8Array,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
) => load(who, id, bytes, { dryRun: 'false', expectedSeq: String(await seqOf(id)), ...more }, headers)

const sumsOf = (rows: { filed: number; confirmed: number }[]) => ({
  count: rows.length,
  filed: rows.reduce((s, r) => s + r.filed, 0),
  confirmed: rows.reduce((s, r) => s + r.confirmed, 0),
})

describe('the claims table', () => {
  it('has totals that are the sums of its rows, by class and in all, and votes with what was confirmed', async () => {
    const id = await aCase()
    await file(firm, id, '澄江农商银行', 'secured', 10_000)
    await file(creditor, id, '澄江市建材经营部', 'ordinary', 3000)
    const filed = await file(firm, id, '市税务局', 'tax', 500)
    await take(firm, id, 'list-employee-claim', { creditorName: '王芳', principal: 700, basis: '欠付工资' })
    await take(firm, id, 'review-claim', { claim: filed.id, outcome: 'partly', confirmed: 400, reviewReason: '滞纳金部分另行处理' })
    const view = await judge.json('GET', `/api/matters/${id}/claims`)
    expect(view.all).toMatchObject(sumsOf(view.rows))
    for (const total of view.totals)
      expect(total).toMatchObject(sumsOf(view.rows.filter((r: { class: string }) => r.class === total.class)))
    expect(view.all).toMatchObject({ count: 4, filed: 14_200, confirmed: 400, rejected: 100 })
    expect(view.rows.find((r: { id: string }) => r.id === filed.id)).toMatchObject({ votingAmount: 400, statusTitle: { zh: '部分确认' } })
    expect([view.whole, view.mayImport]).toEqual([true, false])
  })

  it('shows a creditor the claims that are their own, and totals of these alone; a stranger sees nothing', async () => {
    const id = await aCase()
    await file(firm, id, '澄江农商银行', 'secured', 10_000)
    const own = await file(creditor, id, '澄江市建材经营部', 'ordinary', 3000)
    const view = await creditor.json('GET', `/api/matters/${id}/claims`)
    expect(view.rows.map((r: { id: string }) => r.id)).toEqual([own.id])
    expect([view.whole, view.all.filed, view.totals.length]).toEqual([false, 3000, 1])
    expect(JSON.stringify(view)).not.toContain('农商银行')
    const exported = await creditor.bytes(`/api/matters/${id}/claims/export`)
    const read = await readWorkbook(exported.bytes)
    expect(JSON.stringify(read)).not.toContain('农商银行')
    for (const path of ['claims', 'claims/export', 'claims/form'])
      expect((await stranger.get(`/api/matters/${id}/${path}`)).status).toBe(404)
  })

  it('is not there in a procedure without claims', async () => {
    const petition = await creditor.json('POST', '/api/matters', {
      procedure: 'bankruptcy-petition',
      action: 'file',
      as: 'debtor',
      values: {
        petitioner: 'debtor',
        remedy: 'liquidation',
        debtorName: '青禾机械有限公司',
        debtorCode: '91350100M000100Y43',
        petitionerName: '青禾机械有限公司',
        grounds: '不能清偿到期债务，并且资产不足以清偿全部债务。',
        receivedOn: day(),
      },
    })
    expect((await clerk.get(`/api/matters/${petition.matter.summary.id}/claims`)).json.code).toBe('claims.none')
  })

  it('is exported as a document and a workbook, and the record says so', async () => {
    const id = await aCase()
    await file(firm, id, '澄江农商银行', 'secured', 10_000)
    const word = await judge.bytes(`/api/matters/${id}/claims/export?to=docx`)
    expect([word.status, Buffer.from(word.bytes.subarray(0, 2)).toString()]).toEqual([200, 'PK'])
    const events = await server.administrator$.json('GET', `/api/events?subject=${id}`)
    expect(events.items.map((e: { kind: string }) => e.kind)).toContain('claims.exported')
  })
})

describe('an import', () => {
  it('tries first: counts what it would file and writes nothing', async () => {
    const id = await aCase()
    const before = await seqOf(id)
    const answer = await load(firm, id, await workbook([row('甲公司', 100_00), row('乙公司', 200_00, { class: '税款债权' })]))
    expect(answer.json).toMatchObject({ dryRun: true, rows: 2, ready: 2, filed: 0, sum: 300_00, errorCount: 0, warnings: [] })
    expect(await seqOf(id)).toBe(before)
  })

  it('names the cell of every error, in the sheet and by the rules, and files nothing', async () => {
    const id = await aCase()
    const bytes = await workbook([
      row('甲公司', 100_00),
      row('乙公司', 100_00, { class: '不知道的债权' }),
      row('丙公司', -5_00),
      { ...row('丁公司', 1_00), creditor: null },
      row('王芳', 100_00, { class: '职工债权', interest: 5_00 }),
      row('戊公司', 100_00, { id: '01a20193-1966-70bb-93c7-58b11e785021' }),
      row('己公司', 100_00, { status: '予以确认' }),
    ])
    const tried = await load(firm, id, bytes)
    const cells = tried.json.errors.map((e: { cell: string; code: string }) => `${e.cell} ${e.code}`)
    expect(cells).toEqual([
      'C3 cell.choice',
      expect.stringMatching(/^D4 /),
      'B5 cell.required',
      'E6 claim.employee',
      'A7 claim.unknown',
      'J8 claim.review',
    ])
    expect(tried.json).toMatchObject({ rows: 7, ready: 1, errorCount: 6 })
    for (const e of tried.json.errors)
      expect([e.zh.includes(e.cell), e.en.includes(e.cell), /\p{Script=Han}/u.test(e.zh)]).toEqual([true, true, true])
    const before = await seqOf(id)
    const answer = await loadNow(firm, id, bytes)
    expect([answer.status, answer.json.code]).toEqual([422, 'claims.refused'])
    expect(answer.json.errors.map((e: { path: string }) => e.path)).toEqual(['C3', 'D4', 'B5', 'E6', 'A7', 'J8'])
    expect(await seqOf(id)).toBe(before)
    expect((await judge.json('GET', `/api/matters/${id}/claims`)).rows).toEqual([])
  })

  it('is for the administrator of the case alone', async () => {
    const id = await aCase()
    const bytes = await workbook([row('甲公司', 100_00)])
    for (const who of [judge, clerk, creditor]) expect((await load(who, id, bytes)).json.code).toBe('permission.denied')
    expect((await load(stranger, id, bytes)).status).toBe(404)
  })

  it('files 500 claims, each an action with its receipt, in the journal and in the fold', async () => {
    const id = await aCase()
    const classes = ['普通债权', '税款债权', '有财产担保债权', '职工债权']
    const rows = Array.from({ length: 500 }, (_, i) => row(`债权人${i}`, (i + 1) * 100, { class: classes[i % 4]! }))
    const answer = await loadNow(firm, id, await workbook(rows))
    expect(answer.json).toMatchObject({ dryRun: false, filed: 500, errorCount: 0, sum: (500 * 501 * 100) / 2 })
    const view = await judge.json('GET', `/api/matters/${id}/claims`)
    expect(view.rows.map((r: { creditor: string }) => r.creditor)).toEqual(rows.map((r) => r.creditor))
    expect(view.all).toMatchObject(sumsOf(view.rows))
    expect(view.seq).toBe(answer.json.seq)

    const client = await server.superConnection()
    try {
      const actions = (await client.query('select seq, body, digest from matter_action where matter_id = $1 order by seq', [id])).rows
      expect(actions.map((a) => a.seq)).toEqual(actions.map((_, i) => i + 1))
      const state = (await client.query('select state from matter where id = $1', [id])).rows[0].state
      const folded = fold(
        readLaw().setting,
        id,
        actions.map((a) => a.body as Action),
      )
      expect(JSON.parse(JSON.stringify(folded))).toEqual(state)
      // Employee claims are listed and have no receipt.
      const documents = (
        await client.query(
          `select number, sha256, seq from matter_document where matter_id = $1 and document = 'claim-receipt' order by seq`,
          [id],
        )
      ).rows
      expect(documents).toHaveLength(375)
      expect(new Set(documents.map((d) => d.number)).size).toBe(375)
      const named = new Map(actions.map((a) => [a.seq, a.body.documents?.[0]?.sha256]))
      for (const d of documents) expect(named.get(d.seq)).toBe(d.sha256)
      await expect
        .poll(async () => Number((await client.query('select count(*) from journal_queue')).rows[0].count), { timeout: 20_000 })
        .toBe(0)
      const sealed = await client.query(
        'select count(*) from journal_entry e join matter_action a on a.id = e.record_id where a.matter_id = $1',
        [id],
      )
      expect(Number(sealed.rows[0].count)).toBe(actions.length)
    } finally {
      await client.end()
    }
  })

  it('takes the same request once, and tells who comes with an old state', async () => {
    const id = await aCase()
    const bytes = await workbook([row('甲公司', 100_00)])
    const seen = String(await seqOf(id))
    const send = (key: string) => load(firm, id, bytes, { dryRun: 'false', expectedSeq: seen }, { 'idempotency-key': key })
    const [first, again] = [await send('one-click-only'), await send('one-click-only')]
    expect([first.json.filed, again.json]).toEqual([1, first.json])
    expect(await send('another-click')).toMatchObject({ status: 409, json: { code: 'matter.changed' } })
    expect((await judge.json('GET', `/api/matters/${id}/claims`)).rows).toHaveLength(1)
  })

  it('notices claims that look filed already, in the case and in the sheet, and files them when told to', async () => {
    const id = await aCase()
    await file(firm, id, '甲 公司', 'ordinary', 100_00)
    const bytes = await workbook([row('甲公司', 100_00), row('乙公司', 5_00), row('乙公司', 4_00, { interest: 1_00 })])
    const tried = await load(firm, id, bytes)
    expect(tried.json.warnings.map((w: { cell: string }) => w.cell)).toEqual(['B2', 'B4'])
    expect(tried.json.errorCount).toBe(0)
    const refused = await loadNow(firm, id, bytes)
    expect([refused.status, refused.json.code, refused.json.errors.length]).toEqual([409, 'claims.duplicates', 2])
    expect((await loadNow(firm, id, bytes, { confirmDuplicates: 'true' })).json.filed).toBe(3)
  })

  it('reads an export back as it is, and files what was added to it', async () => {
    const id = await aCase()
    await loadNow(firm, id, await workbook([row('甲公司', 123_45), row('王芳', 6_78, { class: '职工债权' })]))
    const exported = (await judge.bytes(`/api/matters/${id}/claims/export`)).bytes
    const form = (await firm.bytes(`/api/matters/${id}/claims/form`)).bytes
    const header = async (bytes: Uint8Array) => {
      const read = await readWorkbook(bytes)
      return read.ok && read.sheets[0]!.rows[0]!.cells.map((c) => (c.value.type === 'text' ? c.value.text : ''))
    }
    expect(await header(form)).toEqual(await header(exported))
    expect((await load(firm, id, exported)).json).toMatchObject({ rows: 2, unchanged: 2, ready: 0, errorCount: 0 })
    expect((await load(firm, id, form)).json).toMatchObject({ rows: 0, ready: 0, errorCount: 0 })

    const [first] = (await judge.json('GET', `/api/matters/${id}/claims`)).rows
    const added = await workbook([row('甲公司', 123_45, { id: first.id }), row('丙公司', 9_00)])
    expect((await load(firm, id, added)).json).toMatchObject({ unchanged: 1, ready: 1 })
    const changed = await workbook([row('甲公司', 999_00, { id: first.id })])
    expect((await load(firm, id, changed)).json.errors).toMatchObject([{ cell: 'D2', code: 'claim.no-stamp' }])
  })

  /** The rows of the export, as somebody changes them. */
  async function exportedRows(id: string): Promise<(Row & { id: string; stamp: string; creditor: string })[]> {
    const read = await readWorkbook((await firm.bytes(`/api/matters/${id}/claims/export`)).bytes)
    if (!read.ok) throw new Error(read.refusal.en)
    return readTable(read.sheets[0]!, CLAIM_COLUMNS).rows.map((r) => r.values) as never
  }

  it('amends and reviews what was changed in an export, each an action of its own, and leaves the rest alone', async () => {
    const id = await aCase()
    await loadNow(firm, id, await workbook(['甲公司', '乙公司', '丙公司', '丁公司'].map((name) => row(name, 100_00))))
    const [a, b, c, d] = await exportedRows(id)
    const edited = await workbook([
      { ...a!, status: '予以确认', confirmed: 100_00 },
      { ...b!, principal: 80_00, class: '税款债权', amendReason: '核对后更正性质和金额' },
      { ...c!, principal: 90_00, amendReason: '核对后减少', status: '部分确认', confirmed: 60_00, reason: '利息计算有误' },
      d!,
    ])
    const before = await seqOf(id)
    const tried = (await load(firm, id, edited)).json
    expect(tried).toMatchObject({ rows: 4, ready: 0, unchanged: 1, amends: 2, reviews: 2, errorCount: 0, seq: before })
    expect(tried.changes).toContainEqual({ row: 3, creditor: '乙公司', column: '本金（元）', before: '100.00', after: '80.00' })
    expect((await loadNow(firm, id, edited)).json).toMatchObject({ filed: 0, amends: 2, reviews: 2, seq: before + 4 })
    const view = await judge.json('GET', `/api/matters/${id}/claims`)
    expect(
      view.rows.map((r: { class: string; filed: number; status: string; confirmed: number }) => [r.class, r.filed, r.status, r.confirmed]),
    ).toEqual([
      ['ordinary', 100_00, 'confirmed', 100_00],
      ['tax', 80_00, 'pending', 0],
      ['ordinary', 90_00, 'partly', 60_00],
      ['ordinary', 100_00, 'pending', 0],
    ])
    // What the sheet said is what the case says now: the new export changes nothing.
    const again = await workbook(await exportedRows(id))
    expect((await load(firm, id, again)).json).toMatchObject({ unchanged: 4, amends: 0, reviews: 0, errorCount: 0 })
    const timeline = await judge.json('GET', `/api/matters/${id}/actions?limit=4`)
    expect(timeline.items.map((i: { action: string }) => i.action).toSorted()).toEqual([
      'amend-claim',
      'amend-claim',
      'review-claim',
      'review-claim',
    ])
  })

  it('demands reasons, and names what a review may not say', async () => {
    const id = await aCase()
    await loadNow(firm, id, await workbook(['甲', '乙', '丙', '丁', '戊'].map((name) => row(name, 100_00))))
    const [a, b, c, d, e] = await exportedRows(id)
    const edited = await workbook([
      { ...a!, principal: 90_00 },
      { ...b!, status: '不予确认' },
      { ...c!, status: '予以确认', confirmed: 70_00 },
      { ...d!, status: '部分确认', confirmed: 170_00, reason: '多算' },
      { ...e!, filedOn: '2020-01-01' },
    ])
    const tried = (await load(firm, id, edited)).json
    expect(tried.errors.map((x: { cell: string; code: string }) => `${x.cell} ${x.code}`)).toEqual([
      'O2 claim.reason-missing',
      'N3 claim.reason-missing',
      'K4 claim.outcome',
      'K5 claim.above-filed',
      'H6 claim.filed-on',
    ])
    const before = await seqOf(id)
    expect((await loadNow(firm, id, edited)).json).toMatchObject({ code: 'claims.refused' })
    expect(await seqOf(id)).toBe(before)
  })

  it('refuses a row that somebody changed since the export, with both values, and skips one that only they changed', async () => {
    const id = await aCase()
    await loadNow(firm, id, await workbook([row('甲公司', 100_00), row('乙公司', 100_00)]))
    const [a, b] = await exportedRows(id)
    for (const one of [a!, b!])
      await take(firm, id, 'review-claim', { claim: one.id, outcome: 'partly', confirmed: 40_00, reviewReason: '证据不足' })
    const edited = await workbook([{ ...a!, status: '予以确认', confirmed: 100_00 }, b!])
    const tried = (await load(firm, id, edited)).json
    expect(tried).toMatchObject({ unchanged: 1, reviews: 0, amends: 0 })
    expect(tried.errors.map((x: { cell: string; code: string }) => `${x.cell} ${x.code}`)).toEqual([
      'J2 claim.changed-meanwhile',
      'K2 claim.changed-meanwhile',
      'N2 claim.changed-meanwhile',
    ])
    expect(tried.errors[1].zh).toContain('“100.00”，现为“40.00”')
    expect((await loadNow(firm, id, edited)).json.code).toBe('claims.refused')
  })

  it('takes a column that is not in the sheet as unchanged, and an amendment without an outcome back to review', async () => {
    const id = await aCase()
    await loadNow(firm, id, await workbook([row('甲公司', 100_00, { interest: 5_00 })]))
    const [filed] = await exportedRows(id)
    await take(firm, id, 'review-claim', { claim: filed!.id, outcome: 'confirmed', confirmed: 105_00 })
    const [now] = await exportedRows(id)
    const columns = CLAIM_COLUMNS.filter((c) => !['interest', 'other', 'status', 'confirmed', 'provisional', 'reason'].includes(c.key))
    const sheet = (more: Row) => writeWorkbook({ sheets: [{ name: '债权表', columns, rows: [{ ...now!, ...more }] }] })
    expect((await load(firm, id, await sheet({}))).json).toMatchObject({ unchanged: 1, amends: 0, reviews: 0 })
    const edited = await sheet({ principal: 90_00, amendReason: '核对' })
    expect((await loadNow(firm, id, edited)).json).toMatchObject({ amends: 1, reviews: 0 })
    expect((await judge.json('GET', `/api/matters/${id}/claims`)).rows[0]).toMatchObject({ filed: 95_00, status: 'pending', confirmed: 0 })
  })

  it('does not touch a claim that was withdrawn since the export', async () => {
    const id = await aCase()
    await loadNow(firm, id, await workbook([row('甲公司', 100_00)]))
    const [a] = await exportedRows(id)
    await take(firm, id, 'withdraw-claim', { claim: a!.id })
    const edited = await workbook([{ ...a!, principal: 90_00, amendReason: '核对' }])
    expect((await load(firm, id, edited)).json.errors[0]).toMatchObject({ code: 'claim.changed-meanwhile' })
  })

  it('refuses a file that is no workbook, and one without the columns', async () => {
    const id = await aCase()
    expect((await load(firm, id, new TextEncoder().encode('不是工作簿'))).json.code).toMatch(/^document\./)
    const other = await writeWorkbook({
      sheets: [{ name: '别的', columns: [{ key: 'a', title: '任务', type: 'text' }], rows: [{ a: '一' }] }],
    })
    expect((await load(firm, id, other)).json.errors).toMatchObject([{ code: 'table.header-missing' }])
  })
})

describe('a distribution', () => {
  it('is calculated from the confirmed claims for those who see the whole table, with its refusals at their places', async () => {
    const id = await aCase()
    const bank = await file(firm, id, '澄江农商银行', 'secured', 100_00)
    const shop = await file(creditor, id, '澄江市建材经营部', 'ordinary', 80_00)
    for (const [claim, amount] of [
      [bank.id, 100_00],
      [shop.id, 80_00],
    ])
      await take(firm, id, 'review-claim', { claim, outcome: 'confirmed', confirmed: amount })
    const ask = (who: Person, body: object) => who.ask('POST', `/api/matters/${id}/distribution/preview`, body)
    const plan = {
      estate: 15_00,
      expenses: [{ title: '公告费', amount: 5_00 }],
      collaterals: [{ title: '厂房', proceeds: 80_00, claims: [{ claim: bank.id, order: 1 }] }],
    }
    const { json } = await ask(firm, plan)
    expect(json.lines.map((l: { creditor: string; paid: number }) => [l.creditor, l.paid])).toEqual([
      ['澄江农商银行', 80_00],
      ['公告费', 5_00],
      ['澄江市建材经营部', 8_00],
      ['澄江农商银行', 2_00],
    ])
    expect(json.ranks.at(-1)).toMatchObject({ rank: 'ordinary', due: 100_00, given: 10_00, rate: { numerator: 1, denominator: 10 } })
    expect(json.lines.reduce((s: number, l: { paid: number; deposited: number }) => s + l.paid + l.deposited, 0) + json.surplus).toBe(
      json.total,
    )

    const wrong = await ask(judge, { estate: 1, collaterals: [{ title: '厂房', proceeds: 1, claims: [{ claim: shop.id, order: 1 }] }] })
    expect([wrong.status, wrong.json.code]).toEqual([422, 'distribution.refused'])
    expect(wrong.json.errors.map((e: { path: string }) => e.path)).toEqual(['collaterals.0.claims.0.claim', 'collaterals'])
    expect((await ask(judge, { estate: -1 })).json.code).toBe('request.invalid')
    expect((await ask(creditor, plan)).json.code).toBe('permission.denied')
    expect((await ask(stranger, plan)).status).toBe(404)

    for (const to of ['xlsx', 'docx']) {
      const answer = await firm.ask('POST', `/api/matters/${id}/distribution/export?to=${to}`, plan)
      expect([answer.status, answer.text.slice(0, 2)]).toEqual([200, 'PK'])
    }
  })
})

describe('the ledger of long-pending cases', () => {
  it('counts by cause what it lists: the longest overdue clock, or the stage', async () => {
    const old = await aCase(day(500))
    const fresh = await aCase(day(365))
    const silent = await aCase(day(400), false)
    const view = await judge.json('GET', '/api/bankruptcy/long-pending')
    const ids = view.items.map((i: { matter: { id: string } }) => i.matter.id)
    expect([ids.includes(old), ids.includes(fresh)]).toEqual([true, false])
    expect(view.total).toBe(view.items.length)
    const of = (id: string) => view.items.find((i: { matter: { id: string } }) => i.matter.id === id)
    // Accepted 400 days ago, to be announced within 25.
    expect(of(silent)).toMatchObject({ days: 400, cause: 'clock:bankruptcy-case/announcement', overdue: [{ clock: 'announcement' }] })
    expect(of(silent).overdue[0].days).toBeGreaterThan(350)
    expect(of(old)).toMatchObject({ cause: 'stage:bankruptcy-case/main/accepted', overdue: [] })
    expect(view.causes.reduce((s: number, c: { count: number }) => s + c.count, 0)).toBe(view.total)
    for (const cause of view.causes) expect(view.items.filter((i: { cause: string }) => i.cause === cause.id)).toHaveLength(cause.count)
    expect(view.ages.reduce((s: number, a: { count: number }) => s + a.count, 0)).toBe(view.total)

    // Page by page, each case once, in the order of acceptance.
    const seen: string[] = []
    let after = ''
    do {
      const page = await judge.json('GET', `/api/bankruptcy/long-pending?limit=1${after && `&after=${after}`}`)
      expect(page.total).toBe(view.total)
      seen.push(...page.items.map((i: { matter: { id: string } }) => i.matter.id))
      after = page.next ?? ''
    } while (after)
    expect(seen).toEqual(ids)
    expect((await judge.get('/api/bankruptcy/long-pending?after=x')).json.code).toBe('request.invalid')

    const filtered = async (query: string) => judge.json('GET', `/api/bankruptcy/long-pending?${query}`)
    expect((await filtered(`cause=${encodeURIComponent(of(silent).cause)}`)).items).toMatchObject([{ cause: of(silent).cause }])
    expect((await filtered('track=reorganisation')).total).toBe(0)
    expect((await filtered('years=2')).total).toBe(0)
    const me = view.judges.find((j: { displayName: string }) => j.displayName === 'judge')
    expect((await filtered(`judge=${me.id}`)).total).toBe(view.total)
    expect((await filtered('judge=01a20193-1966-70bb-93c7-58b11e785021')).total).toBe(0)
    const file = await judge.bytes(`/api/bankruptcy/long-pending/export?cause=${encodeURIComponent(of(silent).cause)}`)
    const read = await readWorkbook(file.bytes)
    expect(JSON.stringify(read)).toContain(of(silent).matter.number)
    expect(JSON.stringify(read)).not.toContain(of(old).matter.number)

    expect((await stranger.json('GET', '/api/bankruptcy/long-pending')).items).toEqual([])
    expect((await firm.json('GET', '/api/bankruptcy/long-pending')).items.map((i: { matter: { id: string } }) => i.matter.id)).toContain(
      old,
    )
  })
})
