import { readWorkbook, writeWorkbook } from '@yingshang/document'
import { type EntryFact, type EntryState, fold, standingOf } from '@yingshang/ledger'
import { CHINA_2026 } from '@yingshang/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { READINGS_FORM } from '../src/ledger/indicators/sheet.ts'
import { ENTRY_COLUMNS, SHEETS, TARGET_COLUMNS } from '../src/ledger/sheet.ts'
import { type Answer, aServer, type Person, type TestServer } from './running-server.ts'

/* biome-ignore lint/suspicious/noExplicitAny: answers are checked against their schemas by the server itself in tests */
type Json = any

const year = new Date().getUTCFullYear()
const next = year + 1
const last = year - 1

const PLAN = `云溪市人民政府关于印发云溪市优化营商环境${year}年工作方案的通知
云政发〔${year}〕8号

云溪市优化营商环境${year}年工作方案

一、准入环境
1.优化企业开办服务。${next}年6月底前，企业开办全程网办率达到85%以上。（牵头单位：市市场监管局；责任单位：市税务局）
2.推行住所承诺制。${last}年3月底前，出台住所申报承诺办法。（牵头单位：市市场监管局）
3.推进证照联办。${next}年9月底前，企业开办全程网办率达到90%以上。（牵头单位：市税务局）

二、经营环境
4.压减用电报装环节。${next}年10月底前，低压报装环节压减至2个以内。（牵头单位：市税务局）

云溪市人民政府
${year}年1月12日
`
const day = (ahead = 0) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)

describe('indicators', () => {
  let server: TestServer
  let officer: Person
  let market: Person
  let tax: Person
  let commander: Person
  let viewer: Person
  const ids: Record<string, string> = {}
  let ledger: string
  let online: string

  const entryOf = async (number: string): Promise<Json> =>
    (await officer.json('GET', `/api/ledger-entries?ledger=${ledger}`)).items.find((e: Json) => e.number === number)
  const target = async (number: string): Promise<Json> =>
    (await officer.json('GET', `/api/ledger-entries/${(await entryOf(number)).id}`)).targets[0]
  const enter = (who: Person, reading: object): Promise<Answer> => who.ask('POST', `/api/indicators/${online}/readings`, reading)
  const load = (who: Person, bytes: Uint8Array, dryRun = true): Promise<Answer> => {
    const form = new FormData()
    form.append('file', new Blob([bytes as unknown as string]), '读数.xlsx')
    return who.ask('POST', `/api/indicator-readings/import?dryRun=${dryRun}`, form)
  }

  beforeAll(async () => {
    server = await aServer({ pages: false })
    officer = await server.user('officer', 'officer')
    market = await server.user('market', 'liaison')
    tax = await server.user('tax', 'liaison')
    commander = await server.user('commander', 'commander')
    viewer = await server.user('viewer', 'viewer')
    for (const { id, login } of (await server.administrator$.json('GET', '/api/users')).items) ids[`user.${login}`] = id
    const api = (path: string) => `/api/organisation${path}`
    const city = (await officer.json('POST', api('/areas'), { name: '云溪市', kind: 'city', parentId: null })).id
    for (const [key, name, shortName] of [
      ['market', '云溪市市场监督管理局', '市市场监管局'],
      ['tax', '国家税务总局云溪市税务局', '市税务局'],
    ])
      ids[key!] = (await officer.json('POST', api('/bodies'), { name, shortName, kind: 'department', areaId: city })).body.id
    const post = (user: string, post: string, more: object) =>
      officer.json('POST', api('/memberships'), { userId: ids[`user.${user}`], post, ...more })
    await post('market', 'liaison', { bodyId: ids.market })
    await post('tax', 'liaison', { bodyId: ids.tax })
    await post('commander', 'commander', { domain: '准入环境' })
    const planId = (await officer.upload('方案.txt', PLAN)).json.id
    ledger = (await officer.json('POST', '/api/ledgers', { planId })).id
  })
  afterAll(() => server?.end())

  const asked = {
    name: '企业开办全程网办率',
    unit: '%',
    direction: 'up',
    formula: '全程网上办理的开办件数 ÷ 开办总件数',
    source: '一网通办平台',
    period: 'quarter',
    decimals: 1,
    lateAfter: 10,
  }

  it('are kept by the office, each name once, each change of the definition as a version', async () => {
    expect((await market.ask('POST', '/api/indicators', asked)).status).toBe(403)
    const made = await officer.json('POST', '/api/indicators', { ...asked, keeper: ids.market, effectiveFrom: `${last}-01-01` })
    online = made.indicator.id
    expect(made.indicator).toMatchObject({ version: 1, keeper: { name: '市市场监管局' }, latest: null, targets: { met: 0 } })
    expect((await officer.ask('POST', '/api/indicators', asked)).json.code).toBe('indicator.name-taken')
    const change = { ...asked, keeper: ids.market, formula: '全程网上办理的设立登记件数 ÷ 设立登记总件数', version: 1 }
    const changed = await officer.json('PUT', `/api/indicators/${online}`, change)
    expect(changed.versions.map((v: Json) => [v.version, v.by.displayName])).toEqual([
      [1, 'officer'],
      [2, 'officer'],
    ])
    expect((await officer.ask('PUT', `/api/indicators/${online}`, change)).json.code).toBe('version.conflict')
    // Of several who change the same version at once, one does.
    const other = await officer.json('POST', '/api/indicators', { ...asked, name: '不动产登记网办率', keeper: null })
    const path = `/api/indicators/${other.indicator.id}`
    const rename = (formula: string) => officer.ask('PUT', path, { ...asked, name: '不动产登记网办率', keeper: null, formula, version: 1 })
    const at1 = await Promise.all(['甲口径', '乙口径', '丙口径', '丁口径'].map(rename))
    expect(at1.map((r) => r.status).sort()).toEqual([200, 409, 409, 409])
    const gone = {
      ...asked,
      name: '不动产登记网办率',
      keeper: null,
      formula: (await officer.json('GET', path)).indicator.formula,
      version: 2,
    }
    expect((await officer.ask('PUT', path, { ...gone, retired: true })).status).toBe(200)
  })

  it('are entered by their keeper, and by each body for itself; corrections keep what they correct', async () => {
    const first = { period: `${last}-Q4`, value: 80.5, origin: '平台月报' }
    expect((await enter(tax, first)).status).toBe(403)
    expect((await enter(viewer, first)).status).toBe(403)
    expect((await enter(tax, { ...first, body: ids.tax, value: 70 })).status).toBe(201)
    const entered = await enter(market, first)
    expect(entered.status, entered.text).toBe(201)
    const reading = entered.json.series[0].points[0]
    expect(reading).toMatchObject({ body: null, value: 80.5, asOf: `${last}-12-31`, by: { displayName: 'market' } })
    expect((await enter(market, first)).json.code).toBe('indicator.moved-on')
    const wrong = await enter(market, { ...first, value: 81.2, replaces: reading.id })
    expect(wrong.json.errors.map((e: Json) => e.path)).toEqual(['reading.reason'])
    expect((await enter(market, { ...first, period: `${last}-12`, value: 1 })).json.errors[0].path).toBe('reading.period')
    const corrected = await enter(market, { ...first, value: 81.2, replaces: reading.id, reason: '平台补录' })
    expect(corrected.json.series[0].points.map((p: Json) => p.value)).toEqual([81.2])
    const { items } = await viewer.json('GET', `/api/indicators/${online}/readings?body=whole`)
    expect(items.map((r: Json) => [r.value, r.reason, r.replaced])).toEqual([
      [81.2, '平台补录', false],
      [80.5, null, true],
    ])
    const sup = await server.superConnection()
    await expect(sup.query('update indicator_reading set value = 99')).rejects.toThrow()
    await expect(sup.query('delete from indicator_reading')).rejects.toThrow()
    expect((await sup.query("select count(*)::int as n from journal_record where kind = 'indicator.reading'")).rows[0].n).toBe(3)
    await sup.end()
  })

  it('propose the targets that they could read, and give every bound target their value', async () => {
    const { items } = await officer.json('GET', `/api/indicators/${online}/candidates`)
    expect(items.map((c: Json) => [c.entry.number, c.sure])).toEqual([
      ['1', true],
      ['3', true],
    ])
    const first = (await entryOf('1')).id
    const proposals = await officer.json('GET', `/api/ledger-entries/${first}/targets/t1/proposals`)
    expect(proposals.items).toMatchObject([{ id: online, sure: true }])
    const other = (await entryOf('4')).id
    const misfit = await officer.ask('POST', `/api/indicators/${online}/targets`, { bind: [{ entry: other, target: 't1' }] })
    expect(misfit.json.errors.map((e: Json) => e.path)).toEqual(['indicator.unit', 'indicator.direction'])
    const nobody = { bind: [{ entry: first, target: 't1', body: first }] }
    expect((await officer.ask('POST', `/api/indicators/${online}/targets`, nobody)).json.code).toBe('indicator.refused')
    const bound = await officer.json('POST', `/api/indicators/${online}/targets`, {
      bind: items.map((c: Json) => ({ entry: c.entry.id, target: c.target })),
    })
    expect(bound.targets.map((t: Json) => [t.entry.number, t.reading, t.verdict])).toEqual([
      ['1', 81.2, 'unmet'],
      ['3', 81.2, 'unmet'],
    ])
    // Whoever acts for one body alone gives its value to entries that it has no part in.
    const quarter = Math.ceil(Number(day().slice(5, 7)) / 3)
    const after = await enter(market, { period: `${year}-Q${quarter}`, value: 88, origin: '平台季报' })
    expect(after.json.targets.map((t: Json) => t.entry.number)).toEqual(['1'])
    expect([(await target('1')).verdict, (await target('3')).verdict]).toEqual(['met', 'unmet'])
    expect((await target('3')).reading).toMatchObject({ value: 88, asOf: day(), source: '平台季报', indicator: online })
    const typed = await officer.ask('POST', `/api/ledger-entries/${first}/facts`, {
      fact: { kind: 'target-reading', target: 't1', value: 99, source: '口头' },
    })
    expect(typed.json.errors[0].path).toBe('ledger.bound')
    const history = await officer.json('GET', `/api/ledger-entries/${first}/history`)
    expect(history.items.slice(0, 2).map((i: Json) => [i.kind, i.by.displayName])).toEqual([
      ['target-reading', 'market'],
      ['target-reading', 'officer'],
    ])
    expect((await officer.ask('PUT', `/api/indicators/${online}`, { ...asked, unit: '件', version: 2 })).json.code).toBe(
      'indicator.refused',
    )
  })

  it('taken back, leave the value that counted before', async () => {
    const { series } = await officer.json('GET', `/api/indicators/${online}`)
    const [before, now] = series[0].points
    const back = await enter(market, { period: now.period, value: null, origin: '平台季报', replaces: now.id, reason: '统计口径有误' })
    expect(back.status, back.text).toBe(201)
    expect([(await target('1')).reading.value, (await target('3')).reading.value]).toEqual([81.2, 81.2])
    expect((await enter(market, { period: now.period, value: 5, origin: '平台季报', replaces: now.id, reason: '旧页面' })).json.code).toBe(
      'indicator.moved-on',
    )
    const none = await enter(market, { period: before.period, value: null, origin: '平台月报', replaces: before.id, reason: '重新统计' })
    expect(none.json.targets.map((t: Json) => [t.reading, t.verdict])).toEqual([[null, 'no-data']])
    expect((await target('3')).reading).toBeNull()
  })

  it('come back from their own workbook unchanged, and take new values and corrections row by row', async () => {
    const { bytes } = await officer.bytes(`/api/indicator-readings/export?indicator=${online}`)
    const same = await load(officer, bytes)
    expect(same.json, same.text).toMatchObject({ created: 0, corrected: 0, errorCount: 0 })
    const book = await readWorkbook(bytes)
    if (!book.ok) throw new Error('the export does not read')
    const { columns, name } = READINGS_FORM.sheets[0]!
    const rows: Json[] = book.sheets
      .find((s) => s.name === name)!
      .rows.slice(1)
      .map((row) =>
        Object.fromEntries(
          columns.map((column, i) => {
            const value = row.cells.find((c) => c.column === i + 1)?.value
            return [
              column.key,
              value?.type === 'text' ? value.text : value?.type === 'number' ? value.number : value?.type === 'date' ? value.date : null,
            ]
          }),
        ),
      )
    const own = rows.find((r) => r.body === '市税务局' && r.id !== null)
    const write = () => writeWorkbook({ sheets: [{ name, columns, rows }] })
    own.value = 71
    rows.push(
      { indicator: asked.name, period: `${last}年第3季度`, value: 79, origin: '平台月报' },
      { indicator: '没有的指标', period: `${last}年第3季度`, value: 1, origin: '无' },
      { indicator: asked.name, body: '市神秘局', period: `${last}年第3季度`, value: 1, origin: '无' },
      { indicator: asked.name, period: '上半年', value: 1, origin: '无' },
    )
    const wrong = await load(officer, await write(), false)
    expect([wrong.status, wrong.json.code]).toEqual([422, 'ledger.import-refused'])
    expect(wrong.json.errors.map((e: Json) => e.zh.replace(/^.*：/, '')).sort()).toEqual(
      ['没有这个指标', '更正或者撤销读数须写明理由', '组织机构中没有“市神秘局”', '无法识别统计期'].sort(),
    )
    rows.splice(-3)
    own.reason = '补录'
    expect((await load(tax, await write())).json.errors.map((e: Json) => e.code)).toEqual(['reading.denied'])
    const dry = await load(officer, await write())
    expect(dry.json, dry.text).toMatchObject({ dryRun: true, created: 1, corrected: 1, targets: 2, errorCount: 0 })
    expect((await target('1')).reading).toBeNull()
    expect((await load(officer, await write(), false)).json).toMatchObject({ created: 1, corrected: 1, targets: 2 })
    expect((await target('1')).reading).toMatchObject({ value: 79, asOf: `${last}-09-30` })
    const { items } = await officer.json('GET', `/api/indicators/${online}/readings?body=${ids.tax}`)
    expect(items.map((r: Json) => [r.value, r.file])).toEqual([
      [71, '读数.xlsx'],
      [70, null],
    ])
    expect((await officer.bytes('/api/indicator-readings/form')).status).toBe(200)
  })

  it('take over what was typed for a target, and let it go again', async () => {
    const days = await officer.json('POST', '/api/indicators', {
      ...asked,
      name: '低压报装环节',
      unit: '个',
      direction: 'down',
      period: 'year',
      decimals: 0,
      effectiveFrom: `${last}-01-01`,
    })
    const entry = (await entryOf('4')).id
    const typed = await officer.ask('POST', `/api/ledger-entries/${entry}/facts`, {
      fact: { kind: 'target-reading', target: 't1', value: 3, asOf: `${last}-12-31`, source: '供电公司函' },
    })
    expect(typed.status, typed.text).toBe(201)
    const bound = await officer.json('POST', `/api/indicators/${days.indicator.id}/targets`, {
      bind: [{ entry, target: 't1', takeOver: true }],
    })
    expect(bound.series[0].points).toMatchObject([{ period: String(last), value: 3, origin: '供电公司函' }])
    expect((await target('4')).reading).toMatchObject({ value: 3, indicator: days.indicator.id })
    // A body whose value counts for a target waits in the workbook, though it never entered one.
    const waiting = async (who: Person) => {
      const book = await readWorkbook((await who.bytes(`/api/indicator-readings/export?indicator=${days.indicator.id}`)).bytes)
      if (!book.ok) throw new Error('the export does not read')
      const cells = book.sheets.flatMap((s) => s.rows.flatMap((row) => row.cells))
      return cells.some((c) => c.value.type === 'text' && c.value.text === '市税务局')
    }
    expect(await waiting(officer)).toBe(false)
    await officer.json('POST', `/api/indicators/${days.indicator.id}/targets`, { bind: [{ entry, target: 't1', body: ids.tax }] })
    expect([await waiting(officer), await waiting(tax), await waiting(viewer)]).toEqual([true, true, false])
    await officer.json('POST', `/api/indicators/${days.indicator.id}/targets`, { bind: [{ entry, target: 't1' }] })
    const freed = await officer.json('POST', `/api/indicators/${days.indicator.id}/targets`, { unbind: [{ entry, target: 't1' }] })
    expect(freed.targets).toEqual([])
    expect(await target('4')).toMatchObject({ reading: { value: 3 }, verdict: 'unmet' })
    expect((await target('4')).indicator).toBeUndefined()
  })

  it('are listed by name with how many bodies have a value, page by page', async () => {
    const all = await viewer.json('GET', '/api/indicators')
    expect(all.items.map((i: Json) => i.name).sort()).toEqual(['企业开办全程网办率', '低压报装环节'].sort())
    expect(all.items.find((i: Json) => i.id === online)).toMatchObject({
      coverage: { of: 2 },
      targets: { unmet: 2 },
      latest: { value: 79 },
    })
    const first = await viewer.json('GET', '/api/indicators?limit=1')
    const rest = await viewer.json('GET', `/api/indicators?limit=1&after=${encodeURIComponent(first.next)}`)
    expect([...first.items, ...rest.items].map((i: Json) => i.id)).toEqual(all.items.map((i: Json) => i.id))
    expect(rest.next).toBeNull()
    expect((await viewer.json('GET', `/api/indicators?q=${encodeURIComponent('网办')}`)).items).toHaveLength(1)
  })

  it('show the database nothing outside of a scope, and nobody the readings of others', async () => {
    const app = await server.appConnection()
    const seen = async (user: string | null) => {
      await app.query('begin')
      await app.query('select enter_tenant((select id from tenant))')
      if (user !== null) await app.query('select enter_scope($1, $2)', [ids[`user.${user}`], day()])
      const { rows } = await app.query('select distinct body_id from indicator_reading')
      await app.query('rollback')
      return rows.map((r) => r.body_id)
    }
    expect(await seen(null)).toEqual([])
    expect((await seen('market')).sort()).toEqual([ids.tax, null].sort())
    expect(await seen('commander')).toHaveLength(2)
    await app.query('begin')
    await app.query('select enter_tenant((select id from tenant))')
    await app.query('select enter_scope($1, $2)', [ids['user.tax'], day()])
    await expect(
      app.query(
        `insert into indicator_reading select tenant_id, gen_random_uuid(), indicator_id, version, null, '${last}-Q1', as_of, 1, 'x', null, null, null, $1, now() from indicator_reading limit 1`,
        [ids['user.tax']],
      ),
    ).rejects.toThrow(/row-level security/)
    await app.query('rollback')
    await app.end()
    const sup = await server.superConnection()
    for (const row of (await sup.query('select id, state from ledger_entry')).rows) {
      const { rows: facts } = await sup.query('select seq, at, user_id, body from entry_event where entry_id = $1 order by seq', [row.id])
      expect(fold(facts.map((f) => ({ ...f.body, seq: f.seq, at: f.at.toISOString(), by: f.user_id }) as EntryFact))).toEqual(row.state)
    }
    await sup.end()
  })

  it('stand behind the page of the commander: what is red, due and silent, with the rows of each number', async () => {
    const view = await officer.json('GET', '/api/command-view')
    expect(view.all.count).toBe(4)
    expect(view.domains.map((d: Json) => [d.key, d.count, d.red.count, d.red.overdue])).toEqual([
      ['准入环境', 3, 1, 1],
      ['经营环境', 1, 0, 0],
    ])
    const [access] = view.domains
    expect(access.commanders).toEqual(['commander'])
    expect(access.red.items).toMatchObject([{ entry: { number: '2', status: 'overdue' }, reasons: [{ from: `${last}-04-01` }, {}] }])
    expect(view.trend.at(-1)).toEqual({ on: day(), due: 1, done: 0, closed: 0 })
    expect(view.trend).toHaveLength(12)
    const silent = await officer.json('GET', '/api/command-view?silentDays=1')
    for (const { red, due, silent: quiet, ...domain } of [...view.domains, ...silent.domains]) {
      const total = async (filter: object) =>
        (await officer.json('GET', `/api/ledger-entries?${new URLSearchParams(filter as never)}`)).total
      expect([await total(domain.filter), await total(red.filter), await total(due.filter), await total(quiet.filter)]).toEqual([
        domain.count,
        red.count,
        due.count,
        quiet.count,
      ])
      for (const body of quiet.bodies) expect(await total(body.filter)).toBe(body.entries)
    }
    expect((await commander.json('GET', '/api/command-view')).domains.map((d: Json) => d.key)).toEqual(['准入环境'])
    expect((await tax.json('GET', '/api/command-view')).all.count).toBe(3)
  })

  it('go by rules of risk that the office changes for one ledger, after a preview of what changes its state', async () => {
    const path = `/api/ledgers/${ledger}/risks`
    const usual = await viewer.json('GET', path)
    expect([usual.version, usual.history, usual.rules.length]).toEqual([0, [], 7])
    const due = (await entryOf('4')).nextDue
    const ahead = Math.round((Date.parse(due) - Date.parse(day())) / 86_400_000) + 1
    const rules = [
      { kind: 'near-due', within: { n: ahead, unit: 'days' } },
      { kind: 'blocked' },
      { kind: 'silent', longerThan: { n: 1000, unit: 'days' } },
    ]
    expect((await tax.ask('POST', `${path}/preview`, { rules })).status).toBe(403)
    expect((await officer.ask('POST', `${path}/preview`, { rules: [...rules, { kind: 'blocked' }] })).status).toBe(400)
    const preview = await officer.json('POST', `${path}/preview`, { rules })
    expect(preview.items.map((i: Json) => [i.number, i.to])).toContainEqual(['4', 'at-risk'])
    expect(preview.moves.reduce((n: number, m: Json) => n + m.count, 0)).toBe(preview.changed)
    const before = new Map(preview.items.map((i: Json) => [i.id, i.from]))
    expect((await entryOf('4')).status).toBe(before.get((await entryOf('4')).id))
    await officer.ask('POST', `/api/ledger-entries/${(await entryOf('2')).id}/facts`, { fact: { kind: 'noted', words: '预览之后' } })
    const set = { rules, reason: '专班会议确定', basis: preview.basis }
    expect((await officer.ask('PUT', path, set)).json.code).toBe('ledger.preview-outdated')
    const again = await officer.json('POST', `${path}/preview`, { rules })
    const changed = await officer.json('PUT', path, { ...set, basis: again.basis })
    expect(changed).toMatchObject({
      version: 1,
      effectiveFrom: day(),
      history: [{ reason: '专班会议确定', by: { displayName: 'officer' } }],
    })
    for (const item of again.items) expect((await officer.json('GET', `/api/ledger-entries/${item.id}`)).summary.status).toBe(item.to)
    const { items } = await officer.json('GET', `/api/ledger-entries?ledger=${ledger}`)
    const sup = await server.superConnection()
    const { rows } = await sup.query('select risks from ledger where id = $1', [ledger])
    const states = new Map((await sup.query('select id, state from ledger_entry')).rows.map((r) => [r.id, r.state as EntryState]))
    for (const { id, atRiskFrom } of items)
      expect(atRiskFrom).toBe(standingOf(states.get(id)!, rows[0].risks, CHINA_2026).standing.atRiskFrom)
    await expect(sup.query('update ledger_risks set changed = 0')).rejects.toThrow()
    await sup.end()
    const back = await officer.json('POST', `${path}/preview`, { rules: usual.rules })
    await officer.json('PUT', path, { rules: usual.rules, reason: '恢复惯例', basis: back.basis })
    expect((await officer.json('GET', path)).rules).toEqual(usual.rules)
  })

  it('are targets of a ledger that its workbook changes, row by row', async () => {
    const load = (bytes: Uint8Array, dryRun = true) => {
      const form = new FormData()
      form.append('file', new Blob([bytes as unknown as string]), '台账.xlsx')
      return officer.ask('POST', `/api/ledgers/${ledger}/import?dryRun=${dryRun}`, form)
    }
    const { bytes } = await officer.bytes(`/api/ledgers/${ledger}/export?to=xlsx`)
    const same = await load(bytes)
    expect(same.json, same.text).toMatchObject({ created: 0, changed: 0, errorCount: 0 })
    const first = (await entryOf('1')).id
    const fourth = (await entryOf('4')).id
    const write = (rows: Json[]) =>
      writeWorkbook({
        sheets: [
          { name: SHEETS.entries, columns: ENTRY_COLUMNS.map(({ choices: _, ...c }) => c), rows: [] },
          { name: SHEETS.targets, columns: TARGET_COLUMNS.map(({ choices: _, ...c }) => c), rows },
        ],
      })
    const row = { entry: fourth, id: 't1', subject: '低压报装环节', comparator: '≤', value: 1, unit: '个', better: '低' }
    const wrong = await load(
      await write([
        row,
        { ...row, id: 't9' },
        { ...row, id: null, comparator: '区间', value: 5, valueMax: 4 },
        { ...row, id: null, comparator: '大约' },
        { ...row, entry: first, subject: '企业开办全程网办率', comparator: '≥', value: 85, unit: '件', better: '高' },
      ]),
      false,
    )
    expect(wrong.json.errors.map((e: Json) => e.path).sort()).toEqual(['目标值!C3', '目标值!E5', '目标值!G4', '目标值!H6'])
    const rows = [row, { ...row, id: null, subject: '用电报装时间', comparator: '≤', value: 3, unit: '工作日' }]
    const dry = await load(await write(rows))
    expect(dry.json, dry.text).toMatchObject({ changed: 1, errorCount: 0 })
    expect(dry.json.changes[0].changes.map((c: Json) => c.field)).toEqual(['target:t1', 'target:t2'])
    expect((await load(await write(rows), false)).json).toMatchObject({ changed: 1 })
    const { targets } = await officer.json('GET', `/api/ledger-entries/${fourth}`)
    expect(targets.map((t: Json) => [t.id, t.value, t.unit, t.reading?.value ?? null])).toEqual([
      ['t1', 1, '个', 3],
      ['t2', 3, '工作日', null],
    ])
    expect((await load(await write(rows))).json).toMatchObject({ changed: 0 })
  })

  it('change together with everything that a filter gives, as many as the preview found', async () => {
    const request = { filter: { ledger, domain: '准入环境' }, fact: { kind: 'weighted', weight: 5 } }
    const preview = await officer.json('POST', '/api/ledger-entries/bulk', request)
    expect([preview.dryRun, preview.done, preview.items.length]).toEqual([true, 3, 3])
    const other = await officer.ask('POST', '/api/ledger-entries/bulk', { ...request, dryRun: false, expected: 2 })
    expect(other.json.code).toBe('ledger.preview-outdated')
    expect((await officer.json('POST', '/api/ledger-entries/bulk', { ...request, dryRun: false, expected: 3 })).done).toBe(3)
    expect((await entryOf('3')).weight).toBe(5)
  })

  it('keep the bodies that a bulk change gave them when the names of the plan are matched again', async () => {
    const { id } = await entryOf('4')
    const fact = { kind: 'assigned', lead: ids.market, responsible: [], reason: '职责调整' }
    expect((await officer.json('POST', '/api/ledger-entries/bulk', { entries: [id], fact, dryRun: false })).done).toBe(1)
    expect(await officer.json('POST', `/api/ledgers/${ledger}/units`, {})).toMatchObject({ assigned: 0 })
    expect((await entryOf('4')).lead.id).toBe(ids.market)
  })
})
