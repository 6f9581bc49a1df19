import { readWorkbook, writeWorkbook } from '@yingshang/document'
import { type EntryFact, fold, rollUp, stateOn } from '@yingshang/ledger'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENTRY_COLUMNS, MILESTONE_COLUMNS, SHEETS, STEP_COLUMNS } from '../src/ledger/sheet.ts'
import { type Answer, aServer, type Person, type TestServer } from './running-server.ts'

/* biome-ignore lint/suspicious/noExplicitAny: answers are checked against their schemas by the server itself in tests */
type Json = any

const year = new Date().getUTCFullYear()
const next = year + 1

const PLAN = `云溪市人民政府关于印发云溪市优化营商环境${year}年工作方案的通知
云政发〔${year}〕8号

云溪市优化营商环境${year}年工作方案

一、准入环境
1.优化企业开办服务。${next}年6月底前，企业开办全程网办率达到85%以上。（牵头单位：市市场监管局；责任单位：市税务局）
2.推行住所承诺制。${year - 1}年3月底前，出台住所申报承诺办法。（牵头单位：市市场监管局）
3.推进证照联办。${next}年9月底前，涉企证照联办事项不少于40项。（牵头单位：市市场监管局；责任单位：市税务局、市口岸协调服务专班）

二、经营环境
4.压减用电报装环节。${next}年10月底前，低压报装环节压减至2个以内。（牵头单位：市供电公司）
5.规范涉企检查。建立涉企检查计划公示制度。（牵头单位：市司法局；责任单位：市市场监管局、市税务局）

云溪市人民政府
${year}年1月12日
`
const AMENDED = PLAN.replace('6月底前，企业开办全程网办率达到85%以上', '5月底前，企业开办全程网办率达到95%以上').replace(
  /4\.压减用电.*\n/,
  `4.建立水电气联合服务专员制度。${next}年11月底前，为规上工业企业配备服务专员。（牵头单位：市司法局）\n`,
)

const day = (ahead = 0) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)

describe('the ledger', () => {
  let server: TestServer
  let officer: Person
  let reviewer: Person
  let market: Person
  let tax: Person
  let commander: Person
  let viewer: Person
  let outsider: Person
  const ids: Record<string, string> = {}
  let planId: string
  let ledger: string

  const list = (who: Person, query = ''): Promise<Json> => who.json('GET', `/api/ledger-entries?ledger=${ledger}&limit=200${query}`)
  const entryOf = async (number: string): Promise<Json> => (await list(officer)).items.find((e: Json) => e.number === number)
  const detail = async (number: string): Promise<Json> => officer.json('GET', `/api/ledger-entries/${(await entryOf(number)).id}`)
  const act = (who: Person, id: string, fact: object, more: object = {}): Promise<Answer> =>
    who.ask('POST', `/api/ledger-entries/${id}/facts`, { fact, ...more })
  const acts = async (who: Person, id: string, fact: object): Promise<Json> => {
    const answer = await act(who, id, fact)
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.json
  }
  const prove = (who: Person, id: string, query = '') => {
    const form = new FormData()
    form.append('file', new Blob(['%PDF-1.7 印发通知']), '印发通知.pdf')
    return who.ask('POST', `/api/ledger-entries/${id}/evidence?${query}`, form)
  }

  beforeAll(async () => {
    server = await aServer({ pages: false })
    officer = await server.user('officer', 'officer')
    reviewer = await server.user('reviewer', 'officer')
    market = await server.user('market', 'liaison')
    tax = await server.user('tax', 'liaison')
    commander = await server.user('commander', 'commander')
    viewer = await server.user('viewer', 'viewer')
    outsider = await server.user('outsider', 'party')
    for (const { id, login } of (await server.administrator$.json('GET', '/api/users')).items) ids[`user.${login}`] = id
    const api = (path: string) => `/api/organisation${path}`
    const city = (await officer.json('POST', api('/areas'), { name: '云溪市', kind: 'city', parentId: null })).id
    const body = async (key: string, name: string, shortName: string) => {
      ids[key] = (await officer.json('POST', api('/bodies'), { name, shortName, kind: 'department', areaId: city })).body.id
    }
    await body('market', '云溪市市场监督管理局', '市市场监管局')
    await body('tax', '国家税务总局云溪市税务局', '市税务局')
    await body('justice', '云溪市司法局', '市司法局')
    await body('power', '国网云溪供电公司', '市供电公司')
    await body('port', '云溪市政府口岸办公室', '市口岸办')
    const post = (user: string, post: string, more: object) =>
      officer.json('POST', api('/memberships'), { userId: ids[`user.${user}`], post, ...more })
    await post('market', 'liaison', { bodyId: ids.market })
    await post('tax', 'liaison', { bodyId: ids.tax })
    await post('commander', 'commander', { domain: '准入环境' })
    planId = (await officer.upload('方案.txt', PLAN)).json.id
  })
  afterAll(() => server?.end())

  it('shows what adopting a plan makes, then makes it, once', async () => {
    const preview = await officer.json('POST', '/api/ledgers/preview', { planId })
    expect(preview).toMatchObject({
      entries: 5,
      targets: 3,
      adopted: null,
      domains: [
        { domain: '准入环境', entries: 3 },
        { domain: '经营环境', entries: 2 },
      ],
    })
    expect(preview.toConfirm.map((u: Json) => [u.text, u.entries])).toEqual([['市口岸协调服务专班', 1]])
    expect(preview.matched.map((m: Json) => m.text).sort()).toEqual(['市供电公司', '市司法局', '市市场监管局', '市税务局'].sort())
    const made = await officer.json('POST', '/api/ledgers', { planId }, { 'idempotency-key': 'adopt-once-1' })
    const again = await officer.json('POST', '/api/ledgers', { planId }, { 'idempotency-key': 'adopt-once-1' })
    expect(again.id).toBe(made.id)
    ledger = made.id
    expect(made).toMatchObject({ entries: 5, unassigned: 0, unitsToConfirm: 1, plan: { id: planId, adopted: 1 } })
    expect((await officer.ask('POST', '/api/ledgers', { planId })).json.code).toBe('ledger.adopted')
    expect((await viewer.ask('POST', '/api/ledgers', { planId })).status).toBe(403)
  })

  it('matches a name once somebody has confirmed it', async () => {
    await officer.json('PUT', '/api/organisation/units', { items: [{ text: '市口岸协调服务专班', bodyId: ids.port }] })
    expect(await officer.json('POST', `/api/ledgers/${ledger}/units`, {})).toEqual({ assigned: 1, toConfirm: [] })
    expect((await entryOf('3')).responsible.map((b: Json) => b.name)).toContain('市口岸办')
    expect(await officer.json('POST', `/api/ledgers/${ledger}/units`, {})).toMatchObject({ assigned: 0 })
  })

  it('gives each entry its state of today', async () => {
    const { items, total } = await list(officer)
    expect(total).toBe(5)
    expect(items.map((e: Json) => e.status)).toEqual(['not-started', 'overdue', 'not-started', 'not-started', 'not-started'])
    expect((await detail('2')).reasons.map((r: Json) => r.code)).toContain('entry.overdue')
  })

  it('shows everybody what is theirs', async () => {
    const numbers = async (who: Person) => (await list(who)).items.map((e: Json) => e.number)
    expect(await numbers(viewer)).toEqual(['1', '2', '3', '4', '5'])
    expect(await numbers(market)).toEqual(['1', '2', '3', '5'])
    expect(await numbers(tax)).toEqual(['1', '3', '5'])
    expect(await numbers(commander)).toEqual(['1', '2', '3'])
    expect((await outsider.get('/api/ledger-entries')).status).toBe(403)
    const hidden = (await entryOf('4')).id
    expect((await tax.get(`/api/ledger-entries/${hidden}`)).json.code).toBe('entry.not-found')
    expect((await act(tax, hidden, { kind: 'noted', words: '看不见的事项' })).json.code).toBe('entry.not-found')
    expect((await tax.json('GET', `/api/ledger-entries/summary?ledger=${ledger}`)).all.count).toBe(3)
  })

  it('is broken down, reported on, proved and closed out by two people', async () => {
    const { id } = await entryOf('1')
    const step = await acts(market, id, {
      kind: 'step-added',
      body: ids.market,
      title: '改造一网通办平台',
      department: '注册科',
      leader: '王局',
      dueOn: day(30),
    })
    expect(step.steps[0]).toMatchObject({ title: '改造一网通办平台', body: { name: '市市场监管局' } })
    const foreign = await act(tax, id, { kind: 'step-added', body: ids.market, title: '越位' })
    expect([foreign.status, foreign.json.detail]).toEqual([403, '只能为本人所在单位办理'])
    expect((await act(viewer, id, { kind: 'reported', body: ids.market, done: '代报' })).status).toBe(403)
    await acts(tax, id, { kind: 'reported', body: ids.tax, cycle: 'weekly/2026-W01', done: '', blocked: '接口未开通' })
    expect(await entryOf('1')).toMatchObject({ status: 'at-risk', blocked: true, heardOn: day() })
    const told = await acts(tax, id, { kind: 'reported', body: ids.tax, cycle: 'weekly/2026-W01', done: '接口已开通' })
    expect(told.reports).toHaveLength(1)
    expect(told.summary).toMatchObject({ status: 'on-track', blocked: false })
    const early = await act(market, id, { kind: 'submitted', body: ids.market, summary: '完成' })
    expect([early.status, early.json.errors.map((e: Json) => e.path)]).toEqual([422, ['ledger.no-evidence', 'ledger.outstanding']])
    const proved = await prove(market, id, `about=m1&note=${encodeURIComponent('正式文件')}`)
    expect([proved.status, proved.json.evidence[0].name, proved.json.evidence[0].note]).toEqual([201, '印发通知.pdf', '正式文件'])
    const file = proved.json.evidence[0].attachment
    const got = await tax.get(`/api/ledger-entries/${id}/evidence/${file}`)
    expect([got.status, got.text]).toEqual([200, '%PDF-1.7 印发通知'])
    await acts(market, id, { kind: 'step-done', step: step.steps[0].id })
    await acts(market, id, { kind: 'milestone-done', milestone: 'm1' })
    await acts(market, id, { kind: 'target-reading', target: 't1', value: 88.5, source: '一网通办平台统计', body: ids.market })
    const seq = (await detail('1')).summary.seq
    expect((await act(market, id, { kind: 'noted', words: '旧页面' }, { expectedSeq: seq - 1 })).json.code).toBe('entry.changed')
    const submitted = await acts(market, id, { kind: 'submitted', body: ids.market, summary: '全程网办率 88.5%' })
    expect(submitted).toMatchObject({
      summary: { status: 'awaiting-review', progress: 10_000 },
      submitted: { summary: '全程网办率 88.5%' },
    })
    expect(submitted.may).toContain('evidence-added')
    expect(submitted.may).not.toContain('accepted')
    expect((await act(market, id, { kind: 'accepted' })).status).toBe(403)
    const closed = await acts(reviewer, id, { kind: 'accepted' })
    expect(closed).toMatchObject({ summary: { status: 'closed-out' }, closed: { by: { displayName: 'reviewer' } } })
    expect(closed.may).toEqual(['entrusted', 'weighted', 'target-reading', 'reopened', 'noted'])
  })

  it('refuses bodies, departments and people that nobody knows', async () => {
    const { id, seq } = await entryOf('3')
    const nobody = '01a20193-1966-70bb-93c7-58b11e785021'
    for (const fact of [
      { kind: 'assigned', lead: nobody, responsible: [] },
      { kind: 'entrusted', owner: nobody },
      { kind: 'step-added', body: ids.market, title: '联办', departmentId: nobody },
    ]) {
      const answer = await act(officer, id, fact)
      expect([answer.status, answer.json.code, answer.json.detail]).toEqual([422, 'entry.refused', '所指的单位、科室或者人员不存在'])
    }
    expect((await entryOf('3')).seq).toBe(seq)
  })

  it('refuses a review by whoever submitted', async () => {
    const { id } = await entryOf('5')
    await prove(officer, id)
    await acts(officer, id, { kind: 'submitted', summary: '已公示' })
    expect((await act(officer, id, { kind: 'accepted' })).json.errors[0].path).toBe('ledger.same-person')
    await acts(reviewer, id, { kind: 'returned', reason: '请补公示截图' })
    expect((await detail('5')).returns).toBe(1)
  })

  it('keeps a history with before and after, each fact with a receipt of the journal', async () => {
    const { id } = await entryOf('1')
    const { items } = await market.json('GET', `/api/ledger-entries/${id}/history`)
    expect(items[0]).toMatchObject({ kind: 'accepted', changes: [{ field: 'phase', before: '待审核', after: '已销号' }] })
    expect(items.at(-1)).toMatchObject({ seq: 1, kind: 'adopted' })
    const lead = items.at(-1).changes.find((c: Json) => c.field === 'lead')
    expect([lead.before, lead.after]).toEqual([null, '市市场监管局'])
    const first = await market.json('GET', `/api/ledger-entries/${id}/history?limit=3`)
    const rest = await market.json('GET', `/api/ledger-entries/${id}/history?limit=200&after=${first.next}`)
    expect([...first.items, ...rest.items]).toEqual(items)
    await expect
      .poll(async () => (await market.get(`/api/ledger-entries/${id}/history/${items[0].id}/receipt`)).text.slice(0, 60), {
        timeout: 20_000,
      })
      .toContain('tlog-proof')
    expect((await market.get(`/api/ledger-entries/${(await entryOf('5')).id}/history/${items[0].id}/receipt`)).status).toBe(404)
  })

  it('is deferred and reopened by decision of who commands the domain', async () => {
    const second = (await entryOf('2')).id
    const deferral = { kind: 'deferred', until: day(60), decision: '专班会议纪要第3期', reason: '等待省级办法' }
    expect((await act(market, second, deferral)).status).toBe(403)
    expect((await acts(commander, second, deferral)).summary).toMatchObject({
      status: 'deferred',
      deferredUntil: day(60),
      nextDue: day(60),
    })
    expect((await acts(commander, second, { kind: 'resumed', reason: '办法已出台' })).summary.status).toBe('overdue')
    const first = (await entryOf('1')).id
    expect((await acts(commander, first, { kind: 'reopened', reason: '网办率回落' })).summary.status).toBe('on-track')
  })

  it('answers every figure with the filter that gives its rows', async () => {
    const under = encodeURIComponent((await entryOf('1')).path.join('␟'))
    const bases = [
      '',
      `&body=${ids.market},${ids.tax}`,
      `&body=${ids.tax}&role=responsible`,
      `&body=${ids.market}&role=lead`,
      '&status=overdue,not-started',
      `&dueFrom=${next}-06-15`,
      `&under=${under}`,
      `&lead=${ids.justice}`,
    ]
    for (const base of bases)
      for (const group of ['status', 'domain', 'lead', 'body', 'ledger', 'month']) {
        const { all, groups } = await officer.json('GET', `/api/ledger-entries/summary?ledger=${ledger}&group=${group}${base}`)
        if (group !== 'month') expect(groups.length, `${group} ${base}`).toBeGreaterThan(0)
        for (const g of [all, ...groups]) {
          const rows = await officer.json('GET', `/api/ledger-entries?limit=200&${new URLSearchParams(g.filter)}`)
          const core = rollUp(rows.items.map((e: Json) => ({ weight: e.weight, progress: e.progress, status: e.status })))
          expect(
            { count: g.count, byStatus: g.byStatus, progress: g.progress, coverage: g.coverage, closedShare: g.closedShare },
            `${base} ${group} ${g.title}`,
          ).toEqual(core)
        }
      }
    const inside = await officer.json('GET', `/api/ledger-entries/tree?ledger=${ledger}&under=${under}`)
    for (const n of inside.nodes)
      expect((await officer.json('GET', `/api/ledger-entries?${new URLSearchParams(n.filter)}`)).total).toBe(n.count)
    const { nodes } = await officer.json('GET', `/api/ledger-entries/tree?ledger=${ledger}`)
    expect(nodes.map((n: Json) => n.count)).toContain(3)
    for (const n of nodes) expect((await officer.json('GET', `/api/ledger-entries?${new URLSearchParams(n.filter)}`)).total).toBe(n.count)
    const { columns } = await officer.json('GET', `/api/ledger-entries/board?ledger=${ledger}&limit=1`)
    expect(columns.reduce((s: number, c: Json) => s + c.count, 0)).toBe(5)
    for (const c of columns) expect(c.items.length).toBe(Math.min(1, c.count))
  })

  it('filters by body, words, days, silence and owner', async () => {
    const numbers = async (query: string, who = officer) => (await list(who, `&${query}`)).items.map((e: Json) => e.number)
    expect(await numbers(`body=${ids.tax}`)).toEqual(['1', '3', '5'])
    expect(await numbers(`body=${ids.market}&role=lead`)).toEqual(['1', '2', '3'])
    expect(await numbers(`body=${ids.power},${ids.justice}&role=lead`)).toEqual(['4', '5'])
    expect(await numbers(`q=${encodeURIComponent('涉企 公示')}`)).toEqual(['5'])
    expect(await numbers(`q=${encodeURIComponent('100%')}`)).toEqual([])
    expect(await numbers(`dueFrom=${next}-07-01&dueUntil=${next}-09-30`)).toEqual(['3'])
    expect(await numbers(`silentSince=${day()}`)).toEqual(['2', '3', '4', '5'])
    expect(await numbers('status=overdue,on-track')).toEqual(['1', '2', '5'])
    expect(await numbers('target=met')).toEqual(['1'])
    await acts(market, (await entryOf('3')).id, { kind: 'entrusted', owner: ids['user.market'] })
    expect(await numbers('owner=me', market)).toEqual(['3'])
    expect((await officer.get('/api/ledger-entries?status=late')).json.code).toBe('request.invalid')
    expect((await officer.get('/api/ledger-entries?after=1%7Cdrop')).json.code).toBe('request.invalid')
  })

  it('pages through every order without losing or repeating an entry', async () => {
    for (const sort of ['plan', 'due', 'updated', 'progress']) {
      const seen: string[] = []
      let after: string | null = ''
      while (after !== null) {
        const page: Json = await officer.json(
          'GET',
          `/api/ledger-entries?ledger=${ledger}&sort=${sort}&limit=2&after=${encodeURIComponent(after)}`,
        )
        seen.push(...page.items.map((e: Json) => e.id))
        after = page.next
      }
      expect([seen.length, new Set(seen).size], sort).toEqual([5, 5])
    }
  })

  it('lies in time: what is due on which day, and spans', async () => {
    const calendar = await officer.json('GET', `/api/ledger-entries/calendar?ledger=${ledger}&from=${next}-06-01&until=${next}-12-31`)
    expect(calendar.days.map((d: Json) => [d.on, d.items.map((i: Json) => [i.number, i.done])])).toEqual([
      [`${next}-06-30`, [['1', true]]],
      [`${next}-09-30`, [['3', false]]],
      [`${next}-10-31`, [['4', false]]],
    ])
    expect((await officer.get(`/api/ledger-entries/calendar?from=${year}-01-01&until=${next + 3}-01-01`)).status).toBe(400)
    const gantt = await market.json('GET', `/api/ledger-entries/gantt?ledger=${ledger}`)
    expect(gantt.total).toBe(4)
    expect(gantt.items[0]).toMatchObject({ number: '1', startsOn: day(), endsOn: `${next}-06-30`, steps: [{ title: '改造一网通办平台' }] })
  })

  it('edits many with a preview and a result for each', async () => {
    const fact = { kind: 'deferred', until: day(20), decision: '会议纪要第4期', reason: '统一调整' }
    const entries = [(await entryOf('2')).id, (await entryOf('4')).id]
    const preview = await commander.ask('POST', '/api/ledger-entries/bulk', { entries, fact })
    expect(preview.json.code).toBe('permission.denied')
    const seen = await officer.json('POST', '/api/ledger-entries/bulk', { entries, fact })
    expect(seen).toMatchObject({ dryRun: true, done: 2, refused: 0 })
    expect(seen.items[0].changes).toEqual([
      { field: 'deferredUntil', label: { zh: '缓办至', en: 'Deferred until' }, before: null, after: day(20) },
    ])
    expect((await entryOf('2')).deferredUntil).toBeNull()
    const note = { kind: 'milestone-done', milestone: 'm1' }
    const mixed = await market.json('POST', '/api/ledger-entries/bulk', {
      entries: [...entries, (await entryOf('1')).id],
      fact: note,
      dryRun: false,
    })
    expect(mixed.items.map((i: Json) => [i.number, i.ok, i.refusals.map((r: Json) => r.code)])).toEqual([
      ['2', true, []],
      ['1', false, ['ledger.done']],
      ['', false, ['entry.not-found']],
    ])
    expect((await entryOf('2')).status).not.toBe('overdue')
    const many = await officer.json('POST', '/api/ledger-entries/bulk', {
      filter: { ledger, domain: '经营环境' },
      fact: { kind: 'weighted', weight: 3 },
      dryRun: false,
    })
    expect(many.done).toBe(2)
    expect((await entryOf('4')).weight).toBe(3)
  })

  it('saves filters for oneself and for all', async () => {
    const mine = await market.json('POST', '/api/ledger-filters', { name: '我的逾期', view: 'table', filter: { status: 'overdue' } })
    await market.json('POST', '/api/ledger-filters', { name: '我的逾期', view: 'board', filter: { status: 'overdue,at-risk' } })
    await market.json('POST', '/api/ledger-filters', { name: '领域总览', view: 'domain', filter: {}, shared: true })
    expect((await market.json('GET', '/api/ledger-filters')).items.map((f: Json) => [f.name, f.view, f.mine])).toEqual(
      [
        ['我的逾期', 'board', true],
        ['领域总览', 'domain', true],
      ].sort(),
    )
    const others = (await tax.json('GET', '/api/ledger-filters')).items
    expect(others.map((f: Json) => [f.name, f.mine])).toEqual([['领域总览', false]])
    expect((await tax.ask('DELETE', `/api/ledger-filters/${others[0].id}`)).json.code).toBe('filter.not-found')
    expect((await market.ask('DELETE', `/api/ledger-filters/${mine.id}`)).status).toBe(204)
  })

  it('comes back from its own workbook unchanged, and takes changes row by row', async () => {
    const load = (bytes: Uint8Array, dryRun = true) => {
      const form = new FormData()
      form.append('file', new Blob([bytes as unknown as string]), '台账.xlsx')
      return officer.ask('POST', `/api/ledgers/${ledger}/import?dryRun=${dryRun}`, form)
    }
    const { bytes } = await officer.bytes(`/api/ledgers/${ledger}/export?to=xlsx`)
    const same = await load(bytes)
    expect(same.json, same.text).toMatchObject({ dryRun: true, created: 0, changed: 0, unchanged: 5, errorCount: 0 })

    const book = await readWorkbook(bytes)
    if (!book.ok) throw new Error('the export does not read')
    const rowsOf = (name: string, columns: typeof ENTRY_COLUMNS) => {
      const sheet = book.sheets.find((s) => s.name === name)!
      return sheet.rows.slice(1).map((row) =>
        Object.fromEntries(
          columns.map((column, i) => {
            const value = row.cells.find((c) => c.column === i + 1)?.value
            const plain =
              value?.type === 'text' ? value.text : value?.type === 'number' ? value.number : value?.type === 'date' ? value.date : null
            return [column.key, column.type === 'percent' && typeof plain === 'number' ? plain * 100 : plain]
          }),
        ),
      )
    }
    const open = (columns: typeof ENTRY_COLUMNS) => columns.map(({ choices: _, ...c }) => c)
    const [entries, milestones, steps] = [
      rowsOf(SHEETS.entries, ENTRY_COLUMNS),
      rowsOf(SHEETS.milestones, MILESTONE_COLUMNS),
      rowsOf(SHEETS.steps, STEP_COLUMNS),
    ]
    const write = () =>
      writeWorkbook({
        sheets: [
          { name: SHEETS.entries, columns: open(ENTRY_COLUMNS), rows: entries },
          { name: SHEETS.milestones, columns: open(MILESTONE_COLUMNS), rows: milestones },
          { name: SHEETS.steps, columns: open(STEP_COLUMNS), rows: steps },
        ],
      })
    entries[1]!.responsible = '市神秘局'
    entries[2]!.id = '01a20193-1966-70bb-93c7-58b11e785021'
    steps.push({ ...steps[0]!, id: null, step: '开展培训', startsOn: day(5), dueOn: day(1), doneOn: null })
    const wrong = await load(await write(), false)
    expect([wrong.status, wrong.json.code]).toEqual([422, 'ledger.import-refused'])
    expect(wrong.json.errors.map((e: Json) => e.path).sort()).toEqual(['台账!A4', '台账!E2', '台账!H3'])

    entries[1]!.responsible = '市税务局'
    entries[2]!.id = (await entryOf('3')).id
    entries[3]!.dueOn = `${next}-12-15`
    steps.at(-1)!.dueOn = day(9)
    milestones.find((m) => m.entry === entries[3]!.id)!.text = '低压报装环节压减至 2 个以内并公示'
    entries.push({
      ...entries[4]!,
      id: null,
      number: '6',
      title: '新增事项',
      lead: '市司法局',
      responsible: null,
      status: null,
      progress: null,
      nextDue: null,
      targets: null,
    })
    const dry = await load(await write())
    expect(dry.json, dry.text).toMatchObject({ created: 1, changed: 3, errorCount: 0 })
    const done = await load(await write(), false)
    expect(done.json).toMatchObject({ dryRun: false, created: 1, changed: 3 })
    // The same file once more, its new rows still without ids, finds everything as it says.
    expect((await load(await write(), false)).json).toMatchObject({ created: 0, changed: 0, errorCount: 0 })
    expect((await entryOf('2')).responsible.map((b: Json) => b.name)).toEqual(['市税务局'])
    expect((await detail('4')).dueOn).toBe(`${next}-12-15`)
    expect((await detail('1')).steps.map((s: Json) => s.title)).toContain('开展培训')
    expect(await entryOf('6')).toMatchObject({ lead: { name: '市司法局' }, status: 'not-started' })
    expect((await officer.bytes('/api/ledgers/form')).status).toBe(200)
  })

  it('is printed as an official document', async () => {
    const { status, headers, bytes } = await viewer.bytes(`/api/ledgers/${ledger}/export?to=docx&domain=${encodeURIComponent('准入环境')}`)
    expect([status, headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'])
    expect(Buffer.from(bytes.subarray(0, 2)).toString()).toBe('PK')
  })

  it('follows a newer plan after a preview', async () => {
    const newer = (await officer.upload('方案（修订）.txt', AMENDED)).json.id
    const preview = await officer.json('POST', `/api/ledgers/${ledger}/amendments/preview`, { planId: newer })
    expect(preview.amended.map((a: Json) => a.entry.number)).toEqual(['1'])
    expect(preview.amended[0].fields.filter((f: Json) => f.field !== 'text').map((f: Json) => [f.field, f.kind])).toEqual([
      ['milestone', 'stricter'],
      ['target', 'stricter'],
    ])
    expect([preview.added.length, preview.dropped.map((d: Json) => d.number)]).toEqual([1, ['4']])
    const request = {
      planId: newer,
      basis: preview.basis,
      amend: preview.amended.map((a: Json) => a.entry.id),
      add: preview.added.map((a: Json) => a.measure),
      withdraw: preview.dropped.map((d: Json) => d.id),
    }
    await acts(officer, preview.amended[0].entry.id, { kind: 'noted', words: '预览之后的记录' })
    expect((await officer.ask('POST', `/api/ledgers/${ledger}/amendments`, request)).json.code).toBe('ledger.preview-outdated')
    const { basis } = await officer.json('POST', `/api/ledgers/${ledger}/amendments/preview`, { planId: newer })
    const applied = await officer.json('POST', `/api/ledgers/${ledger}/amendments`, { ...request, basis })
    expect(applied).toMatchObject({ amended: 1, added: 1, withdrawn: 1, reopened: 0, ledger: { plan: { id: newer, adopted: 2 } } })
    const first = await detail('1')
    expect(first.milestones[0]).toMatchObject({ id: 'm1', due: `${next}-05-31`, doneOn: day() })
    expect(first.targets[0]).toMatchObject({ value: 95, verdict: 'unmet', reading: { value: 88.5 } })
    expect((await list(officer, '&status=withdrawn')).total).toBe(1)
    const after = await officer.json('POST', `/api/ledgers/${ledger}/amendments/preview`, { planId: newer })
    expect([after.amended, after.added, after.dropped]).toEqual([[], [], []])
  })

  it('archived, does not change', async () => {
    await officer.json('PATCH', `/api/ledgers/${ledger}`, { archived: true })
    expect((await act(officer, (await entryOf('2')).id, { kind: 'noted', words: '归档之后' })).json.code).toBe('ledger.archived')
    expect((await detail('2')).may).toEqual([])
    await officer.json('PATCH', `/api/ledgers/${ledger}`, { archived: false })
  })

  it('stored is what its facts fold to, and the database shows nothing outside of a scope', async () => {
    const sup = await server.superConnection()
    const { rows } = await sup.query('select id, state, progress, lead_body_id from ledger_entry')
    expect(rows.length).toBe(7)
    for (const row of rows) {
      const { rows: facts } = await sup.query('select seq, at, user_id, body from entry_event where entry_id = $1 order by seq', [row.id])
      expect(fold(facts.map((f) => ({ ...f.body, seq: f.seq, at: f.at.toISOString(), by: f.user_id }) as EntryFact))).toEqual(row.state)
    }
    await expect(sup.query('update entry_event set kind = kind')).rejects.toThrow()
    await sup.end()
    const app = await server.appConnection()
    await app.query('begin')
    await app.query('select enter_tenant((select id from tenant))')
    for (const table of ['ledger', 'ledger_entry', 'entry_step', 'entry_event', 'entry_report'])
      expect((await app.query(`select count(*)::int as n from ${table}`)).rows[0].n, table).toBe(0)
    await app.query('select enter_scope($1, $2)', [ids['user.tax'], day()])
    const seen = (await app.query('select number from ledger_entry order by position')).rows.map((r) => r.number)
    expect(seen).not.toContain('4')
    expect(
      (await app.query("update ledger_entry set title = 'x' where lead_body_id = $1 and not responsible && $2", [ids.justice, [ids.tax]]))
        .rowCount,
    ).toBe(0)
    await app.query('rollback')
    await app.end()
  })

  it('state by SQL is the state of the core, for any standing and day', async () => {
    const sup = await server.superConnection()
    const date = fc.option(fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)))
    const standing = fc.record({
      phase: fc.constantFrom('open' as const, 'submitted' as const, 'closed' as const, 'withdrawn' as const),
      startsOn: date,
      deferredUntil: date,
      atRiskFrom: date,
      overdueFrom: date,
    })
    const cases = fc.sample(
      fc.tuple(
        standing,
        date.map((d) => d ?? '2026-01-20'),
      ),
      3000,
    )
    const { rows } = await sup.query(
      `select entry_status(x.phase, x.starts::date, x.deferred::date, x.risk::date, x.overdue::date, x.day::date) as status
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) with ordinality as x(phase, starts, deferred, risk, overdue, day, n) order by n`,
      [
        cases.map(([s]) => s.phase),
        cases.map(([s]) => s.startsOn),
        cases.map(([s]) => s.deferredUntil),
        cases.map(([s]) => s.atRiskFrom),
        cases.map(([s]) => s.overdueFrom),
        cases.map(([, d]) => d),
      ],
    )
    expect(rows.map((r) => r.status)).toEqual(cases.map(([s, d]) => stateOn(s, d)))
    await sup.end()
  })
})
