import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OFFICE_ROLES } from '@yingshang/campaign'
import { readWorkbook, writeWorkbook } from '@yingshang/document'
import { USUAL_RISKS } from '@yingshang/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, type Person, type TestServer } from './running-server.ts'

/** A complaint from somebody without an account to its rating, dispatched by the office to a body, whose liaison officer answers. */

let server: TestServer
let office: Person
let liaison: Person
let other: Person
let judge: Person
let bodyId: string
let otherBody: string

beforeAll(async () => {
  server = await aServer({ env: { WEBHOOK_HOSTS: '127.0.0.1' } })
  office = await server.user('office', 'officer')
  liaison = await server.user('liaison', 'liaison')
  other = await server.user('other', 'liaison')
  judge = await server.user('judge', 'judge')
  const admin = server.administrator$
  const area = await admin.json('POST', '/api/organisation/areas', { name: '澄江市', kind: 'city', parentId: null })
  const body = (name: string) =>
    admin.json('POST', '/api/organisation/bodies', {
      name,
      shortName: null,
      kind: 'department',
      areaId: area.id,
      parentId: null,
      validFrom: '2020-01-01',
    })
  bodyId = (await body('澄江市市场监督管理局')).body.id
  otherBody = (await body('澄江市税务局')).body.id
  const post = async (login: string, id: string) => {
    const { items } = await admin.json('GET', '/api/users')
    const user = items.find((u: { login: string }) => u.login === login)
    await admin.json('POST', '/api/organisation/memberships', { userId: user.id, post: 'liaison', bodyId: id, from: '2020-01-01' })
  }
  await post('liaison', bodyId)
  await post('other', otherBody)
})
afterAll(() => server?.end())

const COMPLAINT = {
  kind: 'complaint',
  subject: '收件窗口重复要材料',
  content: '同一份材料在两个窗口各交了一遍，希望合并成一个窗口。',
  enterpriseName: '澄江食品有限公司',
  contactPhone: '13800000000',
}
/** Of somebody who is not signed in. */
const stranger = () => server.visitor()
const bring = async (more: object = {}): Promise<string> =>
  (await stranger().json('POST', '/api/public/complaints', { ...COMPLAINT, ...more })).code
const progress = (code: string) => stranger().json('POST', '/api/public/complaints/progress', { code })
const newest = async (by = office) => (await by.json('GET', '/api/complaints?limit=1')).items[0]
const act = async (by: Person, id: string, action: string, values: object = {}) => {
  const detail = await by.json('GET', `/api/matters/${id}`)
  return by.ask('POST', `/api/matters/${id}/actions`, { action, expectedSeq: detail.summary.seq, values })
}
const done = async (by: Person, id: string, action: string, values: object = {}) => {
  const answer = await act(by, id, action, values)
  expect(answer.status, JSON.stringify(answer.json)).toBe(201)
}
const dispatch = (id: string) => done(office, id, 'dispatch', { handlerBody: bodyId, handlerName: '澄江市市场监督管理局', workingDays: 5 })

it('the roles of the office are the same in the database', async () => {
  const client = await server.superConnection()
  for (const [procedure, roles] of Object.entries(OFFICE_ROLES))
    expect((await client.query('select office_roles($1) as roles', [procedure])).rows[0].roles).toEqual(roles)
  await client.end()
})

describe('a complaint', () => {
  let code: string
  let id: string

  it('is brought without an account, and followed by its code in any writing', async () => {
    code = await bring()
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/)
    expect(await progress(` ${code.toLowerCase().replaceAll('-', '')} `)).toMatchObject({
      subject: COMPLAINT.subject,
      stage: 'received',
      stageTitle: { zh: '待受理' },
      can: ['withdraw'],
      handler: null,
      reply: null,
    })
    expect((await stranger().ask('POST', '/api/public/complaints/progress', { code: 'ABCD-EFGH-JKLM' })).json.code).toBe(
      'complaint.unknown-code',
    )
    const client = await server.superConnection()
    const { rows } = await client.query('select count(*)::int as n from complaint_code')
    await client.end()
    expect(rows[0].n).toBe(1)
  })

  it('says at the field what is wrong with it, and keeps nothing', async () => {
    const before = (await office.json('GET', '/api/complaints')).total
    const answer = await stranger().ask('POST', '/api/public/complaints', { ...COMPLAINT, enterpriseCode: '91350100M000100Y44' })
    expect(answer.status).toBe(422)
    expect(answer.json.errors).toEqual([expect.objectContaining({ path: 'values.enterpriseCode' })])
    expect((await office.json('GET', '/api/complaints')).total).toBe(before)
  })

  it('waits for the office, is seen by neither court nor other bodies, and goes to a body of the organisation', async () => {
    id = (await newest()).id
    expect((await office.json('GET', '/api/tasks')).items.map((t: { title: { zh: string } }) => t.title.zh)).toContain('甄别并派单')
    for (const somebody of [judge, liaison, other]) expect((await somebody.ask('GET', `/api/matters/${id}`)).status).toBe(404)
    const wrong = await act(office, id, 'dispatch', {
      handlerBody: '01890000-0000-7000-8000-000000000000',
      handlerName: '谁',
      workingDays: 5,
    })
    expect(wrong.json).toMatchObject({ code: 'party.invalid' })
    await dispatch(id)
    expect((await liaison.json('GET', `/api/matters/${id}`)).summary.myRoles).toEqual(['handler'])
    expect((await liaison.json('GET', '/api/tasks')).items.map((t: { title: { zh: string } }) => t.title.zh)).toEqual([
      '签收',
      '办理并答复',
    ])
    expect((await other.ask('GET', `/api/matters/${id}`)).status).toBe(404)
    expect((await judge.ask('GET', `/api/matters/${id}`)).status).toBe(404)
    expect((await progress(code)).handler).toBe('澄江市市场监督管理局')
  })

  it('tells the liaison officer of the body, and asks another body to join', async () => {
    await server.clocks.tick()
    expect((await liaison.json('GET', '/api/notices')).items.map((n: { text: { zh: string } }) => n.text.zh)).toContain(
      '收到派单：收件窗口重复要材料',
    )
    await done(liaison, id, 'sign')
    await done(liaison, id, 'invite', { jointBody: otherBody, jointName: '澄江市税务局' })
    expect((await act(liaison, id, 'reply', { solved: true, reply: '已合并为一个窗口。' })).status).toBe(422)
    await done(other, id, 'join', { jointBody: otherBody, opinion: '同意合并' })
  })

  it('asks the enterprise, who supplies by the code with a file', async () => {
    await done(liaison, id, 'ask', { question: '请补充收据' })
    expect(await progress(code)).toMatchObject({ question: '请补充收据', can: ['supply', 'withdraw'] })
    const form = new FormData()
    form.append('file', new Blob(['%PDF-1.4 收据']), '收据.pdf')
    const uploaded = await fetch(new URL('/api/public/complaints/files', server.localUrl), { method: 'POST', body: form })
    expect(uploaded.status).toBe(201)
    const file = await uploaded.json()
    await stranger().json('POST', '/api/public/complaints/act', { code, action: 'supply', supply: '见收据', files: [file] })
    expect((await progress(code)).question).toBeNull()
    const bad = new FormData()
    bad.append('file', new Blob([new Uint8Array([0, 1, 2, 0])]), '程序.exe')
    expect((await fetch(new URL('/api/public/complaints/files', server.localUrl), { method: 'POST', body: bad })).status).toBe(422)
  })

  it('is answered, rated with dissatisfaction, done again, and closed', async () => {
    await done(liaison, id, 'reply', { solved: false, reply: '正在研究。' })
    expect(await progress(code)).toMatchObject({ reply: '正在研究。', solved: false, can: ['rate', 'withdraw'] })
    expect(await stranger().json('POST', '/api/public/complaints/act', { code, action: 'rate', satisfaction: '2' })).toMatchObject({
      stage: 'handling',
    })
    expect((await stranger().ask('POST', '/api/public/complaints/act', { code, action: 'rate', satisfaction: '5' })).status).toBe(422)
    await done(liaison, id, 'reply', { solved: true, reply: '两个窗口已经合并。' })
    expect(await stranger().json('POST', '/api/public/complaints/act', { code, action: 'rate', satisfaction: '5' })).toMatchObject({
      stage: 'closed',
      satisfaction: '5',
      can: [],
    })
    await done(office, id, 'name-cause', { cause: 'process' })
  })

  it('becomes a measure: in the ledger when there is one, else the office is told why not', async () => {
    await done(office, id, 'promote', { measureTitle: '统一两个窗口的收件清单' })
    await server.clocks.tick()
    const said = async () => (await office.json('GET', '/api/notices')).items.map((n: { text: { zh: string } }) => n.text.zh)
    expect(await said()).toContainEqual(expect.stringContaining('未能列入台账。原因：还没有台账'))
    const client = await server.superConnection()
    await client.query(
      `insert into ledger (tenant_id, id, title, year, adopted, archived, risks, last_position, created_at) values ($1, gen_random_uuid(), '澄江台账', 2026, 0, false, $2, 0, now())`,
      [server.tenantId, JSON.stringify(USUAL_RISKS)],
    )
    await client.end()
    await bring({ subject: '又一件窗口的事', content: '窗口之间还是要重复交材料，希望有统一的清单。' })
    const second = (await newest()).id
    await dispatch(second)
    await done(liaison, second, 'sign')
    await done(liaison, second, 'name-cause', { cause: 'process' })
    await done(office, second, 'promote', { measureTitle: '统一收件清单' })
    await server.clocks.tick()
    expect(await said()).toContain('“统一收件清单”已列入台账，请落实责任单位和时限')
    expect((await office.json('GET', '/api/ledger-entries')).items).toEqual([
      expect.objectContaining({ title: '统一收件清单', domain: '企业诉求转化' }),
    ])
    await done(liaison, second, 'reply', { solved: true, reply: '已统一清单。' })
    await done(office, second, 'revisit', { reached: 'yes', callSatisfaction: '4' })
  })

  it('counts, and every number opens exactly its rows', async () => {
    await bring({ kind: 'barrier', subject: '开户要求不合理的担保', content: '某处要求提供没有依据的担保，才给办理开户。' })
    const statistics = await office.json('GET', '/api/complaints/statistics')
    expect(statistics.all).toMatchObject({ received: 3, open: 1, replied: 2, solved: 2, rated: 2, satisfied: 2, reopened: 1, median: 0 })
    expect(statistics.byCause).toContainEqual(expect.objectContaining({ key: 'process', title: { zh: '流程繁琐', en: 'process' } }))
    for (const [state, n] of [
      ['open', statistics.all.open],
      ['solved', statistics.all.solved],
      ['reopened', statistics.all.reopened],
      ['late', statistics.all.late],
    ])
      expect((await office.json('GET', `/api/complaints?state=${state}`)).total, state).toBe(n)
    for (const group of statistics.byBody.filter((g: { key: string | null }) => g.key !== null))
      expect((await office.json('GET', `/api/complaints?body=${group.key}`)).total).toBe(group.figures.received)
    // A body counts its own only.
    expect((await liaison.json('GET', '/api/complaints/statistics')).all.received).toBe(2)
    expect((await judge.ask('GET', '/api/complaints/statistics')).status).toBe(403)
  })

  it('finds what looks alike', async () => {
    await bring({ subject: '收件窗口重复要材料', content: '同一份材料在两个窗口各交了一遍，请合并成一个窗口。' })
    const { items } = await office.json('GET', `/api/complaints/${(await newest()).id}/similar`)
    expect(items[0]).toMatchObject({ complaint: { id }, why: { zh: '同一诉求人，内容相近' } })
  })
})

describe('bodies of a complaint', () => {
  const sees = async (who: Person, id: string) => (await who.ask('GET', `/api/matters/${id}`)).status === 200
  const opened = async (subject: string) => {
    await bring({ subject, content: `${subject}：办事时被要求另行提供没有依据的材料。` })
    return (await newest()).id as string
  }
  const dispatchTo = (id: string, body: string, action = 'dispatch', more: object = {}) =>
    done(office, id, action, { handlerBody: body, handlerName: '承办单位', workingDays: 5, ...more })

  it('a body that returned it sees it no more, nor does anybody count it as its own', async () => {
    const id = await opened('退回的诉求')
    await dispatchTo(id, otherBody)
    expect([await sees(other, id), await sees(liaison, id)]).toEqual([true, false])
    expect((await other.json('GET', '/api/complaints')).items.map((c: { id: string }) => c.id)).toContain(id)
    const returned = await act(other, id, 'return', { reason: '不属于本单位职责' })
    expect(returned.status, returned.text).toBe(201)
    expect(await sees(other, id)).toBe(false)
    expect((await other.json('GET', '/api/complaints')).items.map((c: { id: string }) => c.id)).not.toContain(id)
    expect((await other.json('GET', '/api/tasks')).items.filter((t: { matter: { id: string } }) => t.matter.id === id)).toEqual([])
    expect(await newest()).toMatchObject({ id, stage: 'received', handler: null })
    expect((await office.json('GET', `/api/complaints?body=${otherBody}`)).items.map((c: { id: string }) => c.id)).not.toContain(id)
    await dispatchTo(id, bodyId)
    expect([await sees(other, id), await sees(liaison, id)]).toEqual([false, true])
  })

  it('a transfer brings the new body alone: the former one and whom it asked to join are out', async () => {
    const id = await opened('改派的诉求')
    await dispatchTo(id, otherBody)
    await done(other, id, 'sign')
    await done(other, id, 'invite', { jointBody: bodyId, jointName: '澄江市市场监督管理局' })
    expect((await liaison.json('GET', `/api/matters/${id}`)).summary.myRoles).toEqual(['joint'])
    await dispatchTo(id, otherBody, 'transfer', { reason: '重新明确' })
    expect([await sees(other, id), await sees(liaison, id)]).toEqual([true, false])
    await done(other, id, 'sign')
    await dispatchTo(id, bodyId, 'transfer', { reason: '属于市场监管职责' })
    expect([await sees(other, id), await sees(liaison, id)]).toEqual([false, true])
    await done(liaison, id, 'sign')
    // Nobody waits for the opinion of the body that is out.
    await done(liaison, id, 'reply', { solved: true, reply: '已经取消不合理的材料。' })
  })

  it('a clock that is about to end warns the people of the body and the office, in the product and by channel, once', async () => {
    const posted: string[] = []
    const robots = createServer((request, answer) => {
      request.on('data', (part: Buffer) => posted.push(String(part)))
      request.on('end', () => answer.end('{}'))
    })
    await new Promise<void>((ready) => robots.listen(0, '127.0.0.1', ready))
    try {
      const admin = server.administrator$
      const url = `http://127.0.0.1:${(robots.address() as AddressInfo).port}/in`
      const { id: channelId } = await admin.json('POST', '/api/channels', { kind: 'webhook', name: '政务平台', enabled: true, url })
      await admin.json('PUT', '/api/channels/rules', { items: [{ channelId, role: 'liaison', event: 'matter.due', mode: 'now' }] })
      const id = await opened('将到期的诉求')
      await dispatchTo(id, bodyId)
      const client = await server.superConnection()
      // The day of warning is today.
      await client.query(`update matter_clock set warn = array[$2] where matter_id = $1 and clock = 'reply'`, [
        id,
        new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
      ])
      await client.end()
      await server.clocks.tick()
      await server.clocks.tick()
      const warnings = async (who: Person) =>
        (await who.json('GET', '/api/notices?limit=100')).items.filter(
          (n: { matter: { id: string } | null; text: { zh: string } }) => n.matter?.id === id && n.text.zh.includes('“答复期限”将于'),
        ).length
      expect([await warnings(liaison), await warnings(office), await warnings(other), await warnings(judge)]).toEqual([1, 1, 0, 0])
      await server.channels.tick()
      await server.channels.tick()
      expect(posted.map((text) => JSON.parse(text).lines)).toEqual([['案件期限将届满 1 条']])
    } finally {
      await new Promise((closed) => robots.close(closed))
    }
  })
})

describe('a challenge', () => {
  it('is read and claimed by any body while it is open, each for itself', async () => {
    const opened = await office.json('POST', '/api/matters', {
      procedure: 'challenge',
      action: 'draft',
      as: 'office',
      values: { batch: '2026年第一批', subject: '一张清单办变更', problem: '变更要跑四个窗口', wanted: '一张清单、一次收件' },
    })
    const id = opened.matter.summary.id
    expect((await liaison.ask('GET', `/api/matters/${id}`)).status).toBe(404)
    const until = new Date(server.clock.now().getTime() + 20 * 86_400_000).toISOString().slice(0, 10)
    await done(office, id, 'publish', { claimUntil: until })
    expect((await liaison.json('GET', `/api/matters/${id}`)).summary.myRoles).toEqual(['claimant'])
    expect((await liaison.json('GET', '/api/matters?procedure=challenge')).total).toBe(1)
    const claim = (body: string) => ({ claimBody: body, claimName: '某局', proposal: '并联收件' })
    expect((await act(liaison, id, 'claim', claim(otherBody))).json).toMatchObject({ code: 'party.invalid', detail: '只能代表本单位办理' })
    await done(liaison, id, 'claim', claim(bodyId))
    await done(office, id, 'choose', { chosenBody: bodyId, chosenName: '某局', reason: '方案可行', deliverUntil: until })
    // No longer open: only the claimant still sees it.
    expect((await other.ask('GET', `/api/matters/${id}`)).status).toBe(404)
    expect((await liaison.json('GET', `/api/matters/${id}`)).summary.myRoles.toSorted()).toEqual(['claimant', 'holder'])
    expect((await judge.json('GET', '/api/matters?procedure=challenge')).total).toBe(0)
  })

  it('nobody of a body opens what is the office’s to open', async () => {
    const answer = await liaison.ask('POST', '/api/matters', { procedure: 'finding', action: 'find', as: 'inspector', values: {} })
    expect(answer.json.code).toBe('permission.denied')
  })
})

describe('a workbook of the hotline', () => {
  const sheet = async (rows: Record<string, string>[]) => {
    const columns = ['来源编号', '类别', '标题', '具体情况', '统一社会信用代码'].map((title) => ({
      key: title,
      title,
      type: 'text' as const,
    }))
    return new Blob([
      (await writeWorkbook({ sheets: [{ name: '热线', columns, rows }], createdAt: '2026-03-02T00:00:00Z' })) as Uint8Array<ArrayBuffer>,
    ])
  }
  const send = async (rows: Record<string, string>[], dryRun: boolean) => {
    const form = new FormData()
    form.append('file', await sheet(rows), '热线.xlsx')
    return office.ask('POST', `/api/complaints/import?dryRun=${dryRun}`, form as never)
  }
  const rows = Array.from({ length: 30 }, (_, i) => ({
    来源编号: `RX-${i}`,
    类别: '求助',
    标题: `第${i}件：${'甲乙丙丁戊己庚辛壬癸'[i % 10]}事`,
    具体情况: `企业第${i}次来电，反映办理${i}号事项时遇到的具体困难，请予协调。`,
  }))

  it('is tried first, then opened row by row, and known rows are skipped', async () => {
    const before = (await office.json('GET', '/api/complaints')).total
    const tried = await send(rows, true)
    expect(tried.json, JSON.stringify(tried.json)).toMatchObject({ dryRun: true, rows: 30, ready: 30, known: 0, imported: 0, errors: [] })
    expect((await office.json('GET', '/api/complaints')).total).toBe(before)
    expect((await send(rows, false)).json).toMatchObject({ imported: 30 })
    expect((await send(rows, false)).json).toMatchObject({ imported: 0, known: 30 })
    expect((await office.json('GET', '/api/complaints')).total).toBe(before + 30)
  })

  it('writes nothing when one cell is wrong, and names the cell', async () => {
    const before = (await office.json('GET', '/api/complaints')).total
    const answer = await send(
      [
        ...rows.map((r) => ({ ...r, 来源编号: `新-${r.来源编号}` })),
        { 来源编号: '新-X', 类别: '求助', 标题: '短', 具体情况: '太短', 统一社会信用代码: '123' },
      ],
      false,
    )
    expect(answer.status).toBe(422)
    expect(answer.json.errors.map((e: { path: string }) => e.path)).toEqual(expect.arrayContaining(['D32', 'E32']))
    expect((await office.json('GET', '/api/complaints')).total).toBe(before)
  })

  it('comes out again without names and telephones', async () => {
    const file = await office.bytes('/api/complaints/export?kind=complaint')
    const read = await readWorkbook(file.bytes)
    if (!read.ok) throw new Error(read.refusal.zh)
    const text = JSON.stringify(read.sheets[0])
    expect(text).toContain('收件窗口重复要材料')
    expect(text).not.toContain('13800000000')
    expect(text).not.toContain('澄江食品有限公司')
  })

  it('an export imported again registers nothing, and changes nothing', async () => {
    const file = async (change: (cells: Map<string, string>) => void) => {
      const read = await readWorkbook((await office.bytes('/api/complaints/export')).bytes)
      if (!read.ok) throw new Error(read.refusal.zh)
      const [header, ...rows] = read.sheets[0]!.rows
      const titles = new Map(header!.cells.map((c) => [c.column, c.value.type === 'text' ? c.value.text : '']))
      const values = rows.map(
        (r) => new Map(r.cells.flatMap((c) => (c.value.type === 'text' ? [[titles.get(c.column)!, c.value.text] as const] : []))),
      )
      change(values[0]!)
      const columns = [...titles.values()].map((title) => ({ key: title, title, type: 'text' as const }))
      const form = new FormData()
      const bytes = await writeWorkbook({ sheets: [{ name: '企业诉求', columns, rows: values.map((v) => Object.fromEntries(v)) }] })
      form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), '诉求.xlsx')
      return (await office.ask('POST', '/api/complaints/import?dryRun=true', form as never)).json
    }
    const { total } = await office.json('GET', '/api/complaints')
    expect(await file(() => undefined)).toMatchObject({ rows: total, known: total, ready: 0, errors: [] })
    const changed = await file((first) => first.set('标题', '改过的标题'))
    expect(changed.errors).toMatchObject([{ sheet: '企业诉求', cell: 'E2', code: 'complaint.changed' }])
  })
})

describe('matters by workbook', () => {
  type Cells = Record<string, string | number | null>
  const at = (procedure: string, more = '') => `/api/matter-forms/${procedure}${more}`
  const titlesOf = async (procedure: string): Promise<string[]> => (await tableOf((await office.bytes(at(procedure))).bytes)).titles
  async function tableOf(bytes: Uint8Array): Promise<{ titles: string[]; rows: Cells[] }> {
    const read = await readWorkbook(bytes)
    if (!read.ok) throw new Error(read.refusal.zh)
    const [header, ...rows] = read.sheets[0]!.rows.map(
      (r) =>
        new Map(
          r.cells.map(({ column, value }) => [
            column,
            value.type === 'number' ? value.number : value.type === 'date' ? value.date : value.type === 'text' ? value.text : '',
          ]),
        ),
    )
    const titles = [...header!.values()].map(String)
    return {
      titles,
      rows: rows.map((r) => Object.fromEntries([...header!].map(([column, title]) => [String(title), r.get(column) ?? null]))),
    }
  }
  async function workbook(procedure: string, rows: readonly Cells[]): Promise<Blob> {
    const columns = (await titlesOf(procedure)).map((title) => ({ key: title, title, type: 'text' as const }))
    const texts = rows.map((r) => Object.fromEntries(Object.entries(r).map(([k, v]) => [k, v === null ? null : String(v)])))
    const book = { sheets: [{ name: '办件', columns, rows: texts }], createdAt: '2026-03-02T00:00:00Z' }
    return new Blob([(await writeWorkbook(book)) as Uint8Array<ArrayBuffer>])
  }
  async function send(procedure: string, rows: readonly Cells[], dryRun: boolean, by = office) {
    const form = new FormData()
    form.append('file', await workbook(procedure, rows), '办件.xlsx')
    return by.ask('POST', at(procedure, `/import?dryRun=${dryRun}`), form as never)
  }
  const exported = async (procedure: string, query = '', by = office) =>
    (await tableOf((await by.bytes(at(procedure, `/export${query}`))).bytes)).rows
  const found = (errors: { cell: string | null; code: string }[]) => errors.map((e) => `${e.cell} ${e.code}`).sort()
  const FINDINGS: Cells[] = [
    {
      来源: '暗访',
      问题: '窗口未公示收费清单',
      情况: '上午十时，两个窗口都没有公示。',
      整改单位: '澄江市市场监督管理局',
      '整改期限（工作日）': 10,
    },
    { 来源: '问卷', 问题: '一次性告知不到位', 情况: '三成受访企业跑了两次以上。', 整改单位: '澄江市税务局', '整改期限（工作日）': 5 },
  ]

  it('opens a matter for each new row, and nothing when the same file comes again', async () => {
    expect((await send('finding', FINDINGS, true)).json).toMatchObject({
      dryRun: true,
      rows: 2,
      ready: 2,
      unchanged: 0,
      opened: 0,
      errors: [],
    })
    expect((await office.json('GET', '/api/matters?procedure=finding')).total).toBe(0)
    expect((await send('finding', FINDINGS, false)).json).toMatchObject({ opened: 2, unchanged: 0 })
    expect((await send('finding', FINDINGS, false)).json).toMatchObject({ opened: 0, unchanged: 2 })
    const { items, total } = await office.json('GET', '/api/matters?procedure=finding')
    expect([total, items[0].myRoles]).toEqual([2, expect.arrayContaining(['inspector'])])
    // The people of the body have their task and see the matter.
    expect((await liaison.json('GET', '/api/matters?procedure=finding')).items.map((m: { title: string }) => m.title)).toEqual([
      '澄江市市场监督管理局：窗口未公示收费清单',
    ])
  })

  it('comes out as it went in, with ids, stage and due day, exactly what the filter finds', async () => {
    const rows = await exported('finding')
    expect(rows).toMatchObject(FINDINGS.map((f) => ({ ...f, 当前阶段: '待整改', 导出版本: 1, 最近期限: expect.stringMatching(/^\d{4}-/) })))
    expect((await send('finding', rows, false)).json).toMatchObject({ opened: 0, unchanged: 2, amends: 0 })
    expect((await exported('finding', `?q=${encodeURIComponent('一次性')}`)).map((r) => r.问题)).toEqual(['一次性告知不到位'])
    // A body sees its own, and of that what is public.
    expect(await exported('finding', '', liaison)).toMatchObject([{ 问题: '窗口未公示收费清单', 情况: null }])
  })

  it('names the cell of everything that is wrong, and one error writes nothing', async () => {
    const [first] = await exported('finding')
    const answer = await send(
      'finding',
      [
        { ...first!, 情况: '改写过的情况' },
        { ...FINDINGS[0]!, 问题: '甲', 整改单位: '没有的局', '整改期限（工作日）': 5 },
        { ...FINDINGS[0]!, 问题: '乙', '整改期限（工作日）': 91 },
        { ...FINDINGS[0]!, 问题: null },
        { ...FINDINGS[0]!, 问题: '丙', 来源: '传闻' },
        { ...FINDINGS[0]!, 问题: '丁' },
        { ...FINDINGS[0]!, 问题: '丁' },
        { ...FINDINGS[0]!, 办件编号: bodyId },
      ],
      false,
    )
    expect([answer.status, answer.json.code]).toEqual([422, 'form.refused'])
    const tried = await send(
      'finding',
      [
        { ...first!, 情况: '改写过的情况' },
        { ...FINDINGS[0]!, 问题: '乙', '整改期限（工作日）': 91 },
      ],
      true,
    )
    expect(found(tried.json.errors)).toEqual(['F2 row.changed', 'H3 form.max'])
    expect(answer.json.errors.map((e: { path: string }) => e.path).sort()).toEqual(['A9', 'C6', 'C8', 'E5', 'F2', 'G3', 'H4'])
    expect((await office.json('GET', '/api/matters?procedure=finding')).total).toBe(2)
    expect((await send('finding', FINDINGS, true, liaison)).json.code).toBe('permission.denied')
    expect((await office.ask('GET', at('complaint'))).json.code).toBe('procedure.not-found')
  })

  it('a body hands in its own briefs; what the editor changes in the workbook is recorded as editing', async () => {
    const brief = {
      体裁: '典型案例',
      标题: '三个窗口并成一个',
      报送单位: '澄江市市场监督管理局',
      正文: '三个窗口并成一个以后，企业只交一次材料，少跑两趟。',
    }
    expect(found((await send('brief', [{ ...brief, 报送单位: '澄江市税务局' }], true, liaison)).json.errors)).toEqual(['E2 party.invalid'])
    expect((await send('brief', [brief], false, liaison)).json).toMatchObject({ opened: 1 })
    expect((await send('brief', [brief], false, liaison)).json).toMatchObject({ opened: 0, unchanged: 1 })
    const [row] = await exported('brief')
    const better = { ...row!, 标题: '一个窗口办三件事' }
    const tried = (await send('brief', [better], true)).json
    expect(tried).toMatchObject({
      amends: 1,
      errors: [],
      changes: [{ row: 2, column: '标题', before: '三个窗口并成一个', after: '一个窗口办三件事', action: { zh: '编辑' } }],
    })
    expect((await send('brief', [better], false)).json).toMatchObject({ amends: 1, opened: 0 })
    expect(await exported('brief')).toMatchObject([{ 标题: '一个窗口办三件事', 当前阶段: '编辑中', 导出版本: 2 }])
    // The version of the first export no longer holds, and the first file still opens nothing.
    expect(found((await send('brief', [{ ...row!, 标题: '另一个标题' }], true)).json.errors)).toEqual(['B2 row.moved-on'])
    expect((await send('brief', [brief], false, liaison)).json).toMatchObject({ opened: 0, unchanged: 1 })
    expect(found((await send('brief', [{ ...better, 导出版本: 2, 领域: '政务服务' }], true)).json.errors)).toEqual(['F2 row.changed'])
  })

  it('comes back with its errors written beside the rows', async () => {
    const marked = (file: Blob) => {
      const form = new FormData()
      form.append('marks', JSON.stringify([{ sheet: '办件', row: 2, cell: 'E2', text: '问题写得太短' }]))
      form.append('file', file, '办件.xlsx')
      return fetch(`${office.base}/api/forms/marked`, {
        method: 'POST',
        headers: { cookie: office.cookie, 'x-csrf-token': office.csrf },
        body: form,
      })
    }
    const answer = await marked(await workbook('finding', FINDINGS))
    expect([answer.status, decodeURIComponent(answer.headers.get('content-disposition') ?? '')]).toEqual([
      200,
      expect.stringContaining('办件（标注错误）.xlsx'),
    ])
    const { titles, rows } = await tableOf(new Uint8Array(await answer.arrayBuffer()))
    expect(titles.at(-1)).toBe('错误')
    expect(rows.map((r) => r.错误)).toEqual(['问题写得太短', null])
    expect((await send('finding', rows, true)).json).toMatchObject({ unchanged: 2, errors: [] })
    // Writing a workbook costs more than sending it: one of any size is not written, and the next is.
    const long = await writeWorkbook({
      sheets: [
        { name: '办件', columns: [{ key: 'a', title: '甲', type: 'text' }], rows: Array.from({ length: 30_000 }, () => ({ a: '乙' })) },
      ],
    })
    const both = await Promise.all([marked(new Blob([long as unknown as string])), marked(await workbook('finding', FINDINGS))])
    expect([both[0].status, ((await both[0].json()) as { code: string }).code, both[1].status]).toEqual([413, 'document.too-large', 200])
  })
})

it('an address that asks too often is told to wait', async () => {
  const slow = await aServer()
  try {
    const code = 'ABCD-EFGH-JKLM'
    let last = 0
    for (let i = 0; i < 125 && last !== 429; i++)
      last = (await slow.visitor().ask('POST', '/api/public/complaints/progress', { code })).status
    expect(last).toBe(429)
  } finally {
    await slow.end()
  }
})
