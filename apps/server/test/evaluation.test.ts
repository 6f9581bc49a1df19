import { DEFAULT_SCHEME } from '@yingshang/campaign'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBrief, act, aFile, fortnight, waitingAdoption } from './evaluation-rows.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

/** Two bodies with complaints and briefs: scored from facts, tried with another scheme, published, objected to, answered, corrected. */

/* biome-ignore lint/suspicious/noExplicitAny: answers are checked against their schemas by the server itself in tests */
type Json = any

let server: TestServer
let office: Person
let second: Person
let third: Person
let market: Person
let tax: Person
let viewer: Person
const ids: Record<string, string> = {}
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const period = { from: `${today.slice(0, 4)}-01-01`, until: today }

const complaint = async (subject: string, body: string, by: Person, solved: boolean) => {
  await server
    .visitor()
    .json('POST', '/api/public/complaints', { kind: 'complaint', subject, content: '同一份材料交了两遍，希望合并成一个窗口办理。' })
  const { id } = (await office.json('GET', '/api/complaints?limit=1')).items[0]
  await act(office, id, 'dispatch', { handlerBody: ids[body], handlerName: body, workingDays: 5 })
  await act(by, id, 'sign')
  await act(by, id, 'reply', { solved, reply: '已经核实并答复。' })
  return id as string
}
/** Adopted at a level as the office recorded it, and as a second person confirmed it. */
const adopted = async (id: string, level: string, medium: string) => {
  await act(office, id, 'adopt', { level, medium, adoptedOn: today, papers: [await aFile(office, medium)] })
  await act(second, id, 'confirm-adoption', { adoption: await waitingAdoption(office, id), level })
}
const scores = (by: Person, more: object = {}): Promise<Json> => by.json('POST', '/api/evaluation/score', { period, ...more })

beforeAll(async () => {
  server = await aServer()
  office = await server.user('office', 'officer')
  second = await server.user('second', 'officer')
  third = await server.user('third', 'officer')
  market = await server.user('market', 'liaison')
  tax = await server.user('tax', 'liaison')
  viewer = await server.user('viewer', 'viewer')
  const admin = server.administrator$
  const area = await admin.json('POST', '/api/organisation/areas', { name: '澄江市', kind: 'city', parentId: null })
  for (const [key, name] of [
    ['market', '澄江市市场监督管理局'],
    ['tax', '澄江市税务局'],
    ['idle', '澄江市档案馆'],
  ] as const)
    ids[key] = (
      await admin.json('POST', '/api/organisation/bodies', { name, kind: 'department', areaId: area.id, validFrom: '2020-01-01' })
    ).body.id
  const { items } = await admin.json('GET', '/api/users')
  for (const login of ['market', 'tax']) {
    const userId = items.find((u: Json) => u.login === login).id
    ids[`user.${login}`] = userId
    await admin.json('POST', '/api/organisation/memberships', { userId, post: 'liaison', bodyId: ids[login], from: '2020-01-01' })
  }
  ids.solved = await complaint('收件窗口重复要材料', 'market', market, true)
  ids.open = await complaint('电子营业执照打不开', 'market', market, false)
  await complaint('发票申领系统缓慢', 'tax', tax, true)
  ids.brief = await aBrief({ office, second, ids }, '一次收件跑遍三个窗口', 'market')
  await adopted(ids.brief, 'province', '《改革动态》第8期')
})
afterAll(() => server?.end())

describe('the evaluation', () => {
  it('scores a period from facts; every point opens its fact, and what nobody knows is not zero', async () => {
    const scoring = await scores(office, { body: ids.market })
    expect(scoring.ranking.map((r: Json) => [r.body.id, r.total, r.rank, r.measured, r.of])).toEqual([
      [ids.tax, 10_000, 1, 1, 4],
      // Half of the complaints solved, the other shares at the same half, one brief of the province.
      [ids.market, 5100, 2, 1, 4],
    ])
    expect(scoring.unranked.map((b: Json) => b.id)).toEqual([ids.idle])
    const lines = scoring.body.items.flatMap((i: Json) => i.lines.map((l: Json) => [i.item, l.points, l.fact.link]))
    expect(lines).toHaveLength(3)
    expect(lines).toEqual(
      expect.arrayContaining([
        ['complaints', 1000, `/matters/${ids.solved}`],
        ['complaints', 0, `/matters/${ids.open}`],
        ['briefs', 100, `/matters/${ids.brief}`],
      ]),
    )
    expect(scoring.body.items.find((i: Json) => i.item === 'tasks')).toMatchObject({ points: 2500, assumed: true, lines: [] })
    // Below 60 points.
    expect(scoring.body.talks).toEqual(['low'])
    expect(scoring.changes).toBeNull()
    for (const somebody of [market, viewer]) expect((await somebody.ask('POST', '/api/evaluation/score', { period })).status).toBe(403)
  })

  it('tries another scheme beside it and keeps nothing', async () => {
    const scheme = {
      ...DEFAULT_SCHEME,
      items: DEFAULT_SCHEME.items.map((i) => (i.id === 'briefs' ? { ...i, points: { province: 1000 } } : i)),
    }
    const tried = await scores(office, { scheme })
    expect(tried.changes).toEqual(expect.arrayContaining([{ body: ids.market, points: 900, places: 0 }]))
    expect((await scores(office)).ranking[1].total).toBe(5100)
    expect((await office.json('GET', '/api/evaluation/schemes')).items).toHaveLength(1)
    // Without the other body; with the open complaint solved; as if the brief had not been adopted.
    const alone = await scores(office, { without: [ids.tax] })
    expect(alone.ranking.map((r: Json) => [r.body.id, r.rank])).toEqual([[ids.market, 1]])
    expect(alone.changes).toEqual([{ body: ids.market, points: 0, places: 1 }])
    const solved = { body: ids.market, fact: `complaint.unsolved:${ids.open}`, kind: 'complaint.solved' }
    const supposed = await scores(office, { facts: [solved], body: ids.market })
    expect(supposed.ranking.map((r: Json) => [r.body.id, r.total, r.rank])).toEqual([
      [ids.market, 10_100, 1],
      [ids.tax, 10_000, 2],
    ])
    expect(supposed.body.items.find((i: Json) => i.item === 'complaints').lines.map((l: Json) => l.points)).toEqual([1000, 1000])
    const adoption = (await scores(office, { body: ids.market })).body.items.find((i: Json) => i.item === 'briefs').lines[0].fact.id
    const struck = await scores(office, { facts: [solved, { body: ids.market, fact: adoption, kind: null }] })
    // Equal totals share the better place.
    expect(struck.ranking.map((r: Json) => [r.total, r.rank])).toEqual([
      [10_000, 1],
      [10_000, 1],
    ])
    const wrong = await office.ask('POST', '/api/evaluation/score', { period, scheme: { ...DEFAULT_SCHEME, floor: 20_000, ceiling: 100 } })
    expect(wrong.json).toMatchObject({ code: 'scheme.invalid' })
  })

  it('takes a new version of the scheme when a second person publishes it, from its day on', async () => {
    const scheme = { ...DEFAULT_SCHEME, title: { zh: '本市考核办法', en: 'Own scheme' }, talks: [] }
    const draft = await office.json('POST', '/api/evaluation/schemes', { scheme, effectiveFrom: period.from, note: '不设约谈' })
    expect(draft).toMatchObject({ number: 1, status: 'draft', inForce: false })
    const decide = (by: Person, decision: string) => by.ask('POST', `/api/evaluation/schemes/${draft.id}/decision`, { decision })
    expect((await decide(office, 'publish')).json.code).toBe('scheme.same-person')
    expect((await decide(second, 'publish')).json).toMatchObject({ status: 'published', inForce: true })
    expect((await decide(second, 'drop')).json.code).toBe('scheme.not-draft')
    expect((await scores(office)).ranking.flatMap((r: Json) => r.talks)).toEqual([])
    const back = await office.json('POST', '/api/evaluation/schemes', { scheme: DEFAULT_SCHEME, effectiveFrom: period.until })
    expect((await second.ask('POST', `/api/evaluation/schemes/${back.id}/decision`, { decision: 'publish' })).json.inForce).toBe(true)
  })

  it('is published once, frozen, with notices of places and talks', async () => {
    const body = { period, title: '上半年考核', objectionDays: 5 }
    const first = await office.json('POST', '/api/evaluation/results', body, { 'idempotency-key': 'publish-half-1' })
    expect(await office.json('POST', '/api/evaluation/results', body, { 'idempotency-key': 'publish-half-1' })).toEqual(first)
    ids.result = first.id
    const told = (await market.json('GET', '/api/notices')).items.map((n: Json) => n.text.zh)
    expect(told.some((t: string) => t.includes('列入约谈，原因：得分低于60分'))).toBe(true)
    const called = (await market.json('GET', '/api/evaluation/talks')).items
    expect(called).toMatchObject([{ body: { id: ids.market }, status: 'due', reasons: [{ zh: '得分低于60分' }], mayRecord: false }])
    ids.talk = called[0].id
    expect((await tax.json('GET', '/api/evaluation/talks')).items).toEqual([])
    const client = await server.superConnection()
    expect((await client.query(`select count(*)::int as n from journal_record where kind = 'evaluation.result'`)).rows[0].n).toBe(1)
    await expect(client.query(`update score_result set title = '别的'`)).rejects.toThrow()
    await client.end()
    // What happens afterwards changes nothing of it.
    await adopted(ids.brief!, 'nation', '《国办信息》')
    expect((await office.json('GET', `/api/evaluation/results/${ids.result}`)).ranking[1].total).toBe(5100)
    expect((await scores(office)).ranking[1].total).toBe(5400)
  })

  it('shows everybody the ranking, and each body its own points alone', async () => {
    const detail = await market.json('GET', `/api/evaluation/results/${ids.result}`)
    expect(detail.ranking).toHaveLength(2)
    expect(detail).toMatchObject({ own: [ids.market], mayObject: [ids.market] })
    const points = (by: Person, body: string) => by.ask('GET', `/api/evaluation/results/${ids.result}/bodies/${body}`)
    expect((await points(market, ids.market!)).json).toMatchObject({ total: 5100, rank: 2 })
    expect((await points(market, ids.tax!)).status).toBe(404)
    expect((await points(viewer, ids.tax!)).status).toBe(200)
  })

  it('is objected to by the body, answered by somebody else, and corrected by a new publication', async () => {
    const fact = `complaint.unsolved:${ids.open}`
    const object = (by: Person, more: object = {}) =>
      by.ask('POST', `/api/evaluation/results/${ids.result}/objections`, {
        body: ids.market,
        fact,
        words: '该诉求不属于本单位职责。',
        ...more,
      })
    expect((await object(tax)).status).toBe(403)
    expect((await object(market, { fact: 'entry:none' })).json.code).toBe('objection.unknown-fact')
    const raised = (await object(market)).json
    expect(raised).toMatchObject({ upheld: null, fact: { id: fact } })
    expect((await tax.json('GET', `/api/evaluation/results/${ids.result}`)).objections).toEqual([])
    const answer = (by: Person) =>
      by.ask('POST', `/api/evaluation/objections/${raised.id}/answer`, { upheld: true, answer: '经核实不属于该单位职责。' })
    const correct = () => second.ask('POST', `/api/evaluation/results/${ids.result}/correction`, { objectionDays: 3 })
    expect((await correct()).json.code).toBe('result.open-objections')
    expect((await answer(office)).json.code).toBe('objection.same-person')
    expect((await answer(third)).json).toMatchObject({ upheld: true })
    expect((await answer(second)).json.code).toBe('objection.answered')
    const corrected = (await correct()).json
    expect(corrected).toMatchObject({ replaces: ids.result, title: '上半年考核（更正）' })
    const { ranking } = await market.json('GET', `/api/evaluation/results/${corrected.id}`)
    expect(ranking.map((r: Json) => [r.body.id, r.total, r.rank])).toEqual([
      [ids.market, 10_100, 1],
      [ids.tax, 10_000, 2],
    ])
    expect((await office.json('GET', `/api/evaluation/results/${ids.result}`)).ranking[0].body.id).toBe(ids.tax)
    expect((await correct()).json.code).toBe('result.replaced')
    // Nobody is talked to about what was corrected.
    expect((await office.json('GET', '/api/evaluation/talks')).items).toMatchObject([{ id: ids.talk, status: 'lapsed', mayRecord: false }])
    const record = await office.ask('POST', `/api/evaluation/talks/${ids.talk}/record`, { held: false, reason: '结果已更正' })
    expect(record.json.code).toBe('talk.lapsed')
    expect((await object(market)).json.code).toBe('result.replaced')
    // Six days of work later nobody may object any more.
    server.clock.advance(15 * 24 * 60)
    await market.signIn('market', '一匹正确的马-电池-订书钉')
    expect(
      (await market.ask('POST', `/api/evaluation/results/${corrected.id}/objections`, { body: ids.market, fact: null, words: '太晚' })).json
        .code,
    ).toBe('objection.too-late')
  })
})

it('challenges and briefs stand together, counted by body and level', async () => {
  await office.signIn('office', '一匹正确的马-电池-订书钉')
  await office.json('POST', '/api/matters', {
    procedure: 'challenge',
    action: 'draft',
    as: 'office',
    values: { batch: '第一批', subject: '一张清单办变更', problem: '变更要跑多个窗口', wanted: '一张清单一次办结' },
  })
  const overview = await office.json('GET', '/api/campaign/overview')
  expect(overview.batches).toMatchObject([{ batch: '第一批', items: [{ subject: '一张清单办变更', stage: 'draft', claims: [] }] }])
  expect(overview.byBody).toMatchObject([{ submitted: 1, published: 1, adoptions: { county: 0, city: 0, province: 1, nation: 1 } }])
  expect((await office.json('GET', '/api/campaign/overview?year=2001')).batches).toEqual([])
})

it('counts rows of every kind to the digit, each with the page that shows it', async () => {
  const made = await fortnight({ server, office, second, market, tax, ids })
  const { day } = made
  const score = (until: number, body?: string): Promise<Json> =>
    office.json('POST', '/api/evaluation/score', { period: { from: day(0), until: day(until) }, ...(body ? { body } : {}) })
  const lines = async (until: number, body: string) => {
    const { body: one } = await score(until, body)
    return {
      items: Object.fromEntries(one.items.map((i: Json) => [i.item, i.points])),
      facts: one.items.flatMap((i: Json) => i.lines.map((l: Json) => [l.fact.kind, l.points, l.fact.on, l.fact.link])),
    }
  }
  const entry = (i: number) => `/ledger/entries/${made.entries[i]}`
  const report = (body: string) => `/reporting/report?${new URLSearchParams({ ledger: made.ledger, cycle: made.cycle, body })}`
  const { round } = await office.json('GET', `/api/reporting/round?${new URLSearchParams({ ledger: made.ledger, cycle: made.cycle })}`)

  const { ranking, sources, unranked } = await score(20)
  expect(ranking.map((r: Json) => [r.body.id, r.total, r.rank, r.measured, r.talks])).toEqual([
    [ids.tax, 6750, 1, 4, []],
    [ids.market, 6184, 2, 3, []],
    [ids.idle, 0, 3, 1, ['low']],
  ])
  expect(unranked).toEqual([])
  expect(Object.fromEntries(sources.map((s: Json) => [s.source, s.facts]))).toMatchObject({
    entries: 4,
    reports: 3,
    complaints: 2,
    findings: 2,
    briefs: 1,
    challenges: 1,
    bulletins: 1,
  })

  const own = await lines(20, ids.market!)
  // A third of 50 for tasks; complaints, of which there are none, at the average of the other shares: 20 × 46.67 / 80.
  expect(own.items).toEqual({
    tasks: 1667,
    reports: 1500,
    complaints: 1167,
    findings: 1500,
    'late-complaints': 0,
    bulletins: 0,
    briefs: 50,
    challenges: 300,
  })
  expect(own.facts.toSorted()).toEqual(
    [
      ['entry.in-time', 1667, day(0), entry(0)],
      ['entry.late', 0, day(14), entry(1)],
      ['entry.overdue', 0, day(6), entry(2)],
      ['report.in-time', 1500, round.dueOn, report(ids.market!)],
      ['finding.in-time', 1500, day(0), `/matters/${made.findings.fine}`],
      ['brief.adopted', 50, day(0), `/matters/${made.brief}`],
      ['challenge.accepted', 300, day(0), `/matters/${made.challenge}`],
    ].toSorted(),
  )
  const other = await lines(20, ids.tax!)
  expect(other.items).toEqual({
    tasks: 5000,
    reports: 0,
    complaints: 2000,
    findings: 0,
    'late-complaints': -50,
    bulletins: -200,
    briefs: 0,
    challenges: 0,
  })
  expect(other.facts.toSorted()).toEqual(
    [
      ['entry.in-time', 5000, day(0), entry(4)],
      ['report.late', 0, round.dueOn, report(ids.tax!)],
      ['complaint.solved', 2000, day(0), `/matters/${made.complaint}`],
      ['complaint.late', -50, day(0), `/matters/${made.complaint}`],
      ['finding.late', 0, day(0), `/matters/${made.findings.late}`],
      ['bulletin.criticised', -200, day(0), `/supervision/letters/${made.bulletin}`],
    ].toSorted(),
  )
  expect((await lines(20, ids.idle!)).facts).toEqual([['report.missed', 0, round.dueOn, report(ids.idle!)]])
  // On the tenth day two were overdue, whatever was done about one of them later.
  expect((await lines(10, ids.market!)).facts.filter((f: Json) => f[0].startsWith('entry'))).toEqual([
    ['entry.in-time', 1667, day(0), entry(0)],
    ['entry.overdue', 0, day(6), entry(1)],
    ['entry.overdue', 0, day(6), entry(2)],
  ])
})

it('keeps what a talk said and promised, and what became of the promises; both may count', async () => {
  const now = () => new Date(server.clock.now().getTime() + 8 * 3_600_000)
  const day = (ahead: number) => new Date(now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10)
  const week = { from: day(-20), until: day(3) }
  await office.json('POST', '/api/evaluation/results', { period: week, title: '两周考核', objectionDays: 3 })
  const [talk, ...others] = (await office.json('GET', '/api/evaluation/talks?status=due')).items
  expect(others).toEqual([])
  expect(talk).toMatchObject({ body: { id: ids.idle }, reasons: [{ zh: '得分低于60分' }], mayRecord: true })
  const path = `/api/evaluation/talks/${talk.id}`
  const held = {
    held: true,
    on: day(0),
    by: '张副市长',
    attended: '档案馆馆长',
    points: '周报连续漏报，查档窗口排队。',
    promises: [
      { words: '本周补报周报', dueOn: day(1) },
      { words: '增设查档窗口', dueOn: day(2) },
    ],
  }
  for (const somebody of [market, tax]) expect((await somebody.ask('POST', `${path}/record`, held)).status).toBe(403)
  expect((await office.ask('POST', `${path}/record`, { ...held, on: day(1) })).json.code).toBe('talk.days')
  expect((await office.json('POST', `${path}/record`, held)).promises.map((p: Json) => [p.number, p.late])).toEqual([
    [1, false],
    [2, false],
  ])
  expect((await office.ask('POST', `${path}/record`, { held: false, reason: '出差' })).json.code).toBe('talk.recorded')
  expect((await tax.ask('POST', `${path}/promises/1/report`, { words: '已补报' })).status).toBe(404)
  await office.json('POST', '/api/organisation/memberships', {
    userId: ids['user.tax'],
    post: 'liaison',
    bodyId: ids.idle,
    from: '2020-01-01',
  })
  const said = await tax.json('POST', `${path}/promises/1/report`, { words: '周报已补报' })
  expect(said.promises[0]).toMatchObject({ said: { words: '周报已补报' }, mayReport: true, maySettle: false })
  expect((await tax.ask('POST', `${path}/promises/1/settle`, { kept: true, on: day(0) })).status).toBe(403)
  const settled = await second.json('POST', `${path}/promises/1/settle`, { kept: true, on: day(0), words: '已见补报' })
  expect(settled.promises[0]).toMatchObject({ settled: { kept: true, on: day(0) }, late: false, mayReport: false })
  expect((await second.ask('POST', `${path}/promises/1/settle`, { kept: false, on: day(0) })).json.code).toBe('talk.settled')
  const told = (await tax.json('GET', '/api/notices')).items.map((n: Json) => n.text.zh)
  expect(told).toEqual(expect.arrayContaining([expect.stringContaining('第1项核实为已兑现')]))
  // A promise that is settled while its body reports takes no more words.
  const sup = await server.superConnection()
  const set = (what: string) => sup.query(`update talk_promise set ${what} where talk_id = $1 and number = 2`, [talk.id])
  await sup.query('begin')
  await set(`kept = true, settled_on = now(), settled_by = '${ids['user.market']}'`)
  const late = tax.ask('POST', `${path}/promises/2/report`, { words: '窗口已增设' })
  const waiting = async () => (await sup.query('select count(*)::int as n from pg_locks where not granted')).rows[0].n
  await expect.poll(waiting).toBeGreaterThan(0)
  await sup.query('commit')
  expect((await late).json.code).toBe('talk.settled')
  await set('kept = null, settled_on = null, settled_by = null')
  await sup.end()

  const scheme = {
    ...DEFAULT_SCHEME,
    base: 1000,
    items: [
      ...DEFAULT_SCHEME.items,
      { id: 'talks', kind: 'each', title: { zh: '被约谈', en: 'Talks' }, of: 'talk.held', points: -100 },
      { id: 'kept', kind: 'each', title: { zh: '承诺兑现', en: 'Kept' }, of: 'talk.promise-kept', points: 30 },
      { id: 'broken', kind: 'each', title: { zh: '承诺未兑现', en: 'Broken' }, of: 'talk.promise-broken', points: -70 },
    ],
  }
  const total = async () => {
    const scoring = await office.json('POST', '/api/evaluation/score', { period: { ...week, until: day(9) }, scheme, body: ids.idle })
    return [scoring.body.total, scoring.body.items.slice(-3).map((i: Json) => i.lines.map((l: Json) => [l.points, l.fact.link]))]
  }
  const link = `/evaluation?view=talks&talk=${talk.id}`
  expect(await total()).toEqual([930, [[[-100, link]], [[30, link]], []]])
  server.clock.advance(3 * 1440)
  await office.signIn('office', '一匹正确的马-电池-订书钉')
  expect(await total()).toEqual([860, [[[-100, link]], [[30, link]], [[-70, link]]]])
  expect((await office.json('GET', `/api/evaluation/talks?talk=${talk.id}`)).items[0].promises[1].late).toBe(true)
})
