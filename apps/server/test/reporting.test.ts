import { readDocument, readForm, readWorkbook, writeWorkbook } from '@yingshang/document'
import { type CycleRule, reportersOf, whoIsSilent } from '@yingshang/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPORT_FORM } from '../src/reporting/report-form.ts'
import { aCampaign, type Campaign, type Json, noticesOf } from './reporting-people.ts'
import type { Answer, Person } from './running-server.ts'

/** A week of an office: rounds open, bodies are asked and reminded, hand in what the ledger filled in, are urged, and are returned to. */

const SUNDAYS = {
  id: 'weekly',
  title: { zh: '周报', en: 'Weekly' },
  every: 'week',
  due: { weekday: 7 },
  rest: 'stay',
  opensBefore: 6,
  closesAfter: 3,
  remind: [6, 0, -1],
  who: 'lead',
  active: true,
}

describe('reporting', () => {
  let c: Campaign
  let cycle: string
  const at = (body: string) => `ledger=${c.ledger}&cycle=${encodeURIComponent(cycle)}&body=${body}`
  const report = (who: Person, body: string): Promise<Json> => who.json('GET', `/api/reporting/report?${at(body)}`)
  const save = async (who: Person, body: string, lines: Json[], handIn: boolean, version?: number): Promise<Answer> =>
    who.ask('PUT', '/api/reporting/report', {
      ledger: c.ledger,
      cycle,
      body,
      version: version ?? (await report(who, body)).version,
      lines,
      handIn,
    })
  const round = async (who = c.officer): Promise<Json> =>
    who.json('GET', `/api/reporting/round?ledger=${c.ledger}&cycle=${encodeURIComponent(cycle)}`)
  const words = async (path: string): Promise<string> => {
    const { bytes, status } = await c.officer.bytes(path)
    expect(status).toBe(200)
    const read = await readDocument(bytes)
    if (!read.ok) throw new Error(JSON.stringify(read))
    return read.source.text
  }

  beforeAll(async () => {
    c = await aCampaign()
  })
  afterAll(() => c?.server.end())

  it('asks nobody before rounds are set, and offers the usual ones', async () => {
    const { items } = await c.officer.json('GET', `/api/ledgers/${c.ledger}/cycles`)
    expect(items.map((r: Json) => [r.id, r.active])).toEqual([
      ['weekly', false],
      ['monthly', false],
      ['quarterly', false],
    ])
    expect((await c.officer.json('GET', '/api/reporting/rounds')).items).toEqual([])
    expect((await c.market.ask('PUT', `/api/ledgers/${c.ledger}/cycles`, { items: [SUNDAYS] })).status).toBe(403)
    const wrong = await c.officer.ask('PUT', `/api/ledgers/${c.ledger}/cycles`, { items: [{ ...SUNDAYS, every: 'month' }] })
    expect(wrong.status).toBe(400)
  })

  it('opens the round of the week and tells the liaison officers of those who lead', async () => {
    await c.officer.json('PUT', `/api/ledgers/${c.ledger}/cycles`, { items: [SUNDAYS] })
    const { items } = await c.officer.json('GET', '/api/reporting/rounds')
    expect(items).toEqual([expect.objectContaining({ phase: 'open', asked: 2, inTime: 0, late: 0, silent: 2 })])
    cycle = items[0].cycle
    expect(await noticesOf(c.market)).toEqual([expect.stringMatching(/^周报.*开始报送/)])
    await c.server.clocks.tick()
    await c.server.clocks.tick()
    // Opened and reminded once each, however often the clock looks.
    expect((await noticesOf(c.market)).length).toBe(2)
    expect((await c.market.json('GET', '/api/reporting/rounds')).items[0].asked).toBe(1)
    expect((await c.market.ask('GET', `/api/reporting/report?${at(c.ids.tax!)}`)).json.code).toBe('report.not-found')
  })

  it('asks exactly whom the core would ask', async () => {
    const { items: entries } = await c.officer.json('GET', `/api/ledger-entries?ledger=${c.ledger}&limit=200`)
    const { round: r, rows } = await round()
    const expected = reportersOf(
      SUNDAYS as unknown as CycleRule,
      { dueOn: r.dueOn },
      entries.map((e: Json) => ({
        id: e.id,
        assignment: { lead: e.lead?.id ?? null, responsible: e.responsible.map((b: Json) => b.id) },
        phase: 'open',
        adoptedOn: c.day(),
        deferredUntil: null,
      })),
    )
    expect(new Set(rows.map((row: Json) => row.body.id))).toEqual(new Set(expected.map((e) => e.body)))
    const silent = whoIsSilent(
      {
        rule: 'weekly',
        key: r.cycle,
        from: r.from,
        until: r.until,
        opensOn: r.opensOn,
        dueOn: r.dueOn,
        closesOn: r.closesOn,
        remindOn: [],
      },
      expected,
      [],
      c.day(),
    )
    expect(new Set(silent.silent.map((s) => s.body)).size).toBe(r.silent)
  })

  it('is prefilled with what changed in the ledger, and typing what is measured is refused', async () => {
    const { items } = await c.market.json('GET', `/api/ledger-entries?ledger=${c.ledger}&limit=200`)
    const first = items.find((e: Json) => e.number.startsWith('1'))
    const act = (fact: object) => c.market.json('POST', `/api/ledger-entries/${first.id}/facts`, { fact })
    const made = await act({ kind: 'step-added', body: c.ids.market, title: '上线开办专区' })
    await act({ kind: 'step-done', step: made.steps[0].id, note: '已运行' })
    const found = await report(c.market, c.ids.market!)
    expect(found).toMatchObject({ status: 'awaited', may: { write: true, handIn: true, return: false } })
    const entry = found.entries.find((e: Json) => e.entry.id === first.id)
    expect(entry.changes.map((x: Json) => x.text.zh)).toEqual(['新增举措“上线开办专区”', '完成举措“上线开办专区”（已运行）'])
    expect(entry.asksProgress).toBe(false)
    const line = { entry: first.id, words: '下周扩面', next: '', blocked: '', progress: 50 }
    expect((await save(c.market, c.ids.market!, [line], false)).json.code).toBe('report.measured')
    const kept = await save(c.market, c.ids.market!, [{ ...line, progress: null }], false)
    expect(kept.json).toMatchObject({ status: 'draft', version: 1 })
    // Somebody else who saw the earlier version does not overwrite it.
    expect((await save(c.market, c.ids.market!, [], false, 0)).json.code).toBe('report.changed')
  })

  it('goes out and comes in as a workbook, which fills the draft of one’s own body and hands nothing in', async () => {
    const table = '/api/reporting/round'
    const query = (more = '') => `ledger=${c.ledger}&cycle=${encodeURIComponent(cycle)}${more}`
    const columns = REPORT_FORM.sheets[0]!.columns
    const rowsOf = async (who: Person): Promise<Record<string, string | number | null>[]> => {
      const reading = await readForm((await who.bytes(`${table}/export?${query()}`)).bytes, REPORT_FORM)
      if (!reading.ok) throw new Error(reading.refusal.zh)
      return reading.sheets.reports!.rows.map((r) => ({ ...r.values }))
    }
    const send = async (who: Person, rows: Record<string, string | number | null>[], dryRun: boolean) => {
      const form = new FormData()
      const bytes = await writeWorkbook({ sheets: [{ name: '报送', columns: columns.map(({ choices: _, ...col }) => col), rows }] })
      form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), '报送.xlsx')
      return who.ask('POST', `${table}/import?${query(`&dryRun=${dryRun}`)}`, form)
    }
    const rows = await rowsOf(c.market)
    expect(rows.map((r) => [r.body, r.state])).toEqual(rows.map(() => ['云溪市市场监督管理局', '草稿']))
    expect(rows[0]).toMatchObject({ words: '下周扩面', changes: expect.stringContaining('新增举措“上线开办专区”') })
    expect((await send(c.market, rows, true)).json).toMatchObject({ changed: 0, unchanged: 2, errors: [] })
    const wrong = await send(
      c.market,
      [
        { ...rows[0]!, progress: 50 },
        { ...rows[1]!, progress: 101 },
        { ...rows[1]!, body: '国家税务总局云溪市税务局' },
        { ...rows[1]!, entry: c.ids.market! },
      ],
      false,
    )
    expect([wrong.status, wrong.json.errors.map((e: Json) => e.path).sort()]).toEqual([422, ['A4', 'B5', 'J2', 'J3']])
    const filled = [rows[0]!, { ...rows[1]!, next: '月底前出台办法' }]
    expect((await send(c.market, filled, true)).json).toMatchObject({ dryRun: true, changed: 1, bodies: ['云溪市市场监督管理局'] })
    expect((await report(c.market, c.ids.market!)).version).toBe(1)
    expect((await send(c.market, filled, false)).json).toMatchObject({ changed: 1, errors: [] })
    expect((await send(c.market, filled, false)).json).toMatchObject({ changed: 0, unchanged: 2 })
    const now = await report(c.market, c.ids.market!)
    expect([now.status, now.version, now.entries[1].line]).toMatchObject(['draft', 2, { next: '月底前出台办法' }])
    // The office sees the reports of all bodies.
    expect(new Set((await rowsOf(c.officer)).map((r) => r.body)).size).toBe(2)
    expect((await send(c.viewer, rows, true)).status).toBe(403)
  })

  it('is handed in, heard by every entry, and not changed after', async () => {
    const before = await report(c.market, c.ids.market!)
    const lines = before.entries.map((e: Json) => ({ ...e.line, ...(e.entry.number.startsWith('2') ? { blocked: '部门意见未统一' } : {}) }))
    const answer = await save(c.market, c.ids.market!, lines, true)
    expect(answer.json, answer.text).toMatchObject({ status: 'handed-in', handedIn: { late: false }, may: { write: false } })
    const { items } = await c.officer.json('GET', `/api/ledger-entries?ledger=${c.ledger}&limit=200`)
    const detail = await c.officer.json('GET', `/api/ledger-entries/${items[0].id}`)
    expect(detail.reports[0]).toMatchObject({ cycle, done: '新增举措“上线开办专区”；完成举措“上线开办专区”（已运行）。下周扩面' })
    expect(items.find((e: Json) => e.number.startsWith('2')).blocked).toBe(true)
    expect((await save(c.market, c.ids.market!, lines, false)).json.code).toBe('report.handed-in')
    expect((await round()).rows.map((r: Json) => [r.body.name, r.status])).toEqual(
      expect.arrayContaining([
        ['云溪市市场监督管理局', 'handed-in'],
        ['国家税务总局云溪市税务局', 'awaited'],
      ]),
    )
  })

  it('is returned with a reason, corrected, and stays in time', async () => {
    const reason = { ledger: c.ledger, cycle, body: c.ids.market, reason: '请补充佐证' }
    expect((await c.market.ask('POST', '/api/reporting/return', reason)).status).toBe(403)
    await c.officer.json('POST', '/api/reporting/return', reason)
    expect(await noticesOf(c.market)).toEqual(expect.arrayContaining([expect.stringContaining('请补充佐证')]))
    expect(await report(c.market, c.ids.market!)).toMatchObject({ status: 'returned', returned: { reason: '请补充佐证' } })
    const again = await save(c.market, c.ids.market!, [], true)
    expect(again.json).toMatchObject({ status: 'handed-in', handedIn: { late: false } })
  })

  it('urges those who are silent, with a result for each, and not twice within an hour', async () => {
    const urge = (body: object = {}) => c.officer.json('POST', '/api/reporting/urge', { ledger: c.ledger, cycle, ...body })
    const all = await urge()
    expect(all).toMatchObject({ done: 1, items: [{ body: { id: c.ids.tax }, ok: true }] })
    expect(await noticesOf(c.tax)).toEqual(expect.arrayContaining([expect.stringMatching(/^催报/)]))
    const again = await urge({ bodies: [c.ids.tax, c.ids.market, c.ids.quiet] })
    expect(again.items.map((i: Json) => [i.ok, i.zh])).toEqual([
      [false, '一小时内已催报'],
      [false, '已报送'],
      [false, '该单位本期没有报送任务'],
    ])
    expect((await c.viewer.ask('POST', '/api/reporting/urge', { ledger: c.ledger, cycle })).status).toBe(403)
  })

  it('makes the agenda and the two lists from the ledger', async () => {
    const agenda = await words(`/api/reporting/agenda?ledger=${c.ledger}&cycle=${encodeURIComponent(cycle)}&place=第一会议室`)
    for (const piece of ['工作例会议程', '第一会议室', '未报送1家', '国家税务总局云溪市税务局', '部门意见未统一', '推行住所承诺制'])
      expect(agenda).toContain(piece)
    const lists = await c.officer.json('GET', `/api/reporting/lists?ledger=${c.ledger}`)
    const kinds = Object.fromEntries(lists.problems.map((p: Json) => [p.kind, p.count]))
    expect(kinds).toMatchObject({ overdue: 1, blocked: 1, findings: 0, complaints: 0 })
    // A number leads to exactly its rows.
    for (const p of lists.problems.filter((x: Json) => x.filter !== null)) {
      const rows = await c.officer.json('GET', `/api/ledger-entries?${new URLSearchParams(p.filter)}`)
      expect(rows.total, p.kind).toBe(p.count)
    }
    expect(lists.report.join('')).toContain('共3项任务')
    const paper = await words(`/api/reporting/lists/export?ledger=${c.ledger}`)
    expect(paper).toContain('两清单一报告')
    const { bytes } = await c.officer.bytes(`/api/reporting/lists/export?ledger=${c.ledger}&to=xlsx`)
    const book = await readWorkbook(bytes)
    expect(JSON.stringify(book)).toContain('部门意见未统一')
  })

  it('makes facts of what a meeting decided, all or none, when a second person adopts the minutes', async () => {
    const { items: entries } = await c.officer.json('GET', `/api/ledger-entries?ledger=${c.ledger}&sort=plan&limit=10`)
    const [first, second, third] = entries
    const open = { ledger: c.ledger, cycle }
    const draft = await c.officer.json('POST', '/api/reporting/meetings', open)
    expect(draft.meeting).toMatchObject({ status: 'draft', on: c.day(), decisions: 0 })
    expect(draft.shown.silent).toMatchObject({ asked: 2 })
    // The same day is the same meeting.
    expect((await c.reviewer.json('POST', '/api/reporting/meetings', open)).meeting.id).toBe(draft.meeting.id)
    const path = `/api/reporting/meetings/${draft.meeting.id}`
    let version = draft.meeting.version
    const head = { on: c.day(), place: '第一会议室', chair: '副市长', chairId: null, present: '各成员单位' }
    const save = async (decisions: Json[], by = c.officer): Promise<Answer> => by.ask('PUT', path, { version, ...head, decisions })
    const defer = { kind: 'defer', entry: first.id, body: null, due: c.day(60), words: '等待省级系统上线' }
    const task = { kind: 'task', entry: second.id, body: c.ids.market, due: c.day(5), words: '统一窗口和线上的办理口径' }
    const report = { kind: 'report', entry: third.id, body: null, due: c.day(3), words: '说明压减环节的难点' }
    const free = { kind: 'task', entry: null, body: c.ids.quiet, due: c.day(4), words: '开放查档窗口' }
    const wrong = await save([
      { ...defer, due: null },
      { ...free, body: null },
    ])
    expect(wrong.json).toMatchObject({ code: 'weekly-meeting.invalid', errors: [{ path: 'decisions.1' }, { path: 'decisions.2' }] })
    const early = { kind: 'close-out', entry: second.id, body: null, due: null, words: '' }
    const saved = (await save([defer, early])).json
    version = saved.meeting.version
    expect(saved.decisions.map((d: Json) => [d.number, d.body?.id, d.fate, d.refusals.length])).toEqual([
      [1, c.ids.market, null, 0],
      [2, c.ids.market, null, 1],
    ])
    expect(saved.may).toEqual(['change', 'drop'])
    const adopt = (by: Person) => by.ask('POST', `${path}/adopt`, { version })
    expect((await adopt(c.officer)).json.code).toBe('weekly-meeting.same-person')
    // One that the ledger refuses holds up all.
    expect((await adopt(c.reviewer)).json).toMatchObject({ code: 'weekly-meeting.refused', errors: [{ path: 'decisions.2' }] })
    expect((await c.officer.json('GET', `/api/ledger-entries/${first.id}`)).summary.deferredUntil).toBeNull()
    version = (await save([defer, task, report, free])).json.meeting.version
    expect((await c.market.ask('GET', path)).status).toBe(404)
    for (const somebody of [c.market, c.viewer]) expect((await adopt(somebody)).status).toBe(403)
    const adopted = (await adopt(c.reviewer)).json
    expect(adopted).toMatchObject({ meeting: { status: 'adopted', adopted: { by: { displayName: expect.any(String) } } }, may: [] })
    expect(adopted.decisions.map((d: Json) => d.fate.state)).toEqual(['open', 'open', 'open', 'open'])
    expect((await save([])).json.code).toBe('weekly-meeting.not-draft')

    const after = await c.officer.json('GET', `/api/ledger-entries/${first.id}`)
    expect(after.summary).toMatchObject({ status: 'deferred', deferredUntil: c.day(60) })
    const history = (await c.officer.json('GET', `/api/ledger-entries/${first.id}/history?limit=1`)).items[0]
    expect(history).toMatchObject({ kind: 'deferred', decidedBy: { meeting: draft.meeting.id, item: 1, title: draft.meeting.title } })
    const { steps } = await c.market.json('GET', `/api/ledger-entries/${second.id}`)
    expect(steps.at(-1)).toMatchObject({ title: '统一窗口和线上的办理口径', dueOn: c.day(5) })
    expect(await noticesOf(c.market)).toEqual(expect.arrayContaining([expect.stringContaining('工作例会议定：关于')]))
    // A body sees its own decisions alone, and nothing of the others.
    expect((await c.tax.json('GET', path)).decisions.map((d: Json) => d.number)).toEqual([3])
    expect(await c.tax.json('GET', path)).toMatchObject({ shown: null, previous: [] })

    // What became of them stands on the agenda of the next meeting.
    await c.tax.json('POST', `/api/ledger-entries/${third.id}/facts`, {
      fact: { kind: 'reported', body: c.ids.tax, done: '已专题报告难点和对策' },
    })
    await c.market.json('POST', `/api/ledger-entries/${second.id}/facts`, { fact: { kind: 'step-done', step: steps.at(-1).id } })
    // Several at once prepare one meeting.
    const prepare = () => c.officer.json('POST', '/api/reporting/meetings', { ...open, on: c.day(7) })
    const [next, ...same] = await Promise.all([prepare(), prepare(), prepare()])
    expect(same.map((m) => m.meeting.id)).toEqual([next.meeting.id, next.meeting.id])
    expect(next.previous.map((d: Json) => [d.number, d.fate.state])).toEqual([
      [1, 'open'],
      [2, 'done'],
      [3, 'done'],
      [4, 'open'],
    ])
    const settle = { on: c.day(), words: '窗口已开放' }
    expect((await c.officer.ask('POST', `${path}/decisions/4/settle`, { ...settle, on: c.day(-1) })).json.code).toBe('request.invalid')
    const settled = await c.officer.json('POST', `${path}/decisions/4/settle`, settle)
    expect(settled.decisions[3].fate).toMatchObject({ state: 'done', words: { zh: expect.stringContaining('窗口已开放') } })
    expect((await c.officer.ask('POST', `${path}/decisions/4/settle`, settle)).json.code).toBe('weekly-meeting.settled')
    const agenda = await words(`/api/reporting/agenda?ledger=${c.ledger}`)
    for (const piece of ['通报上次例会议定事项落实情况', '缓办中', '窗口已开放', '已报进展']) expect(agenda).toContain(piece)
    const minutes = await words(`${path}/minutes`)
    for (const piece of ['副市长主持', '由云溪市档案馆于', '同意缓办至', '出席：各成员单位']) expect(minutes).toContain(piece)
    await c.officer.json('POST', `/api/reporting/meetings/${next.meeting.id}/drop`, { version: next.meeting.version })
    const listed = await c.officer.json('GET', `/api/reporting/meetings?ledger=${c.ledger}&limit=1`)
    expect(listed).toMatchObject({ items: [{ status: 'dropped' }], next: expect.any(String) })
    const rest = await c.officer.json('GET', `/api/reporting/meetings?ledger=${c.ledger}&after=${encodeURIComponent(listed.next)}`)
    expect(rest).toMatchObject({ items: [{ id: draft.meeting.id, decisions: 4 }], next: null })
    // Minutes say what had become of earlier decisions when they were adopted.
    const today = await c.officer.json('POST', '/api/reporting/meetings', { ...open, on: c.day(1) })
    const chaired = { ...head, on: c.day(1), chairId: c.ids['user.officer'], version: 0, decisions: [] }
    const kept = await c.officer.json('PUT', `/api/reporting/meetings/${today.meeting.id}`, chaired)
    await c.officer.json('POST', `/api/reporting/meetings/${today.meeting.id}/adopt`, { version: kept.meeting.version })
    const said = () => words(`/api/reporting/meetings/${today.meeting.id}/minutes`)
    expect(await said()).toContain('缓办中')
    await c.officer.json('POST', `/api/ledger-entries/${first.id}/facts`, { fact: { kind: 'resumed', reason: '系统已上线' } })
    expect(await said()).toContain('缓办中')
    expect(await said()).not.toContain('已恢复办理')
  })

  it('lets the chair adopt what the chair entered, and a commander in the chair decide on the own domain', async () => {
    const { items } = await c.officer.json('GET', `/api/ledger-entries?ledger=${c.ledger}&sort=plan&limit=10`)
    const commander = await c.server.user('commander', 'commander')
    const id = (await c.server.administrator$.json('GET', '/api/users')).items.find((u: Json) => u.login === 'commander').id
    await c.officer.json('POST', '/api/organisation/memberships', {
      userId: id,
      domain: items[0].domain,
      post: 'commander',
      from: '2020-01-01',
    })
    const meeting = async (on: string, chairId: string, entry: string) => {
      const opened = await c.officer.json('POST', '/api/reporting/meetings', { ledger: c.ledger, on })
      const urge = { kind: 'urge', entry, body: null, due: null, words: '加快推进' }
      const head = { on, place: '', chair: '总指挥', chairId, present: '' }
      const kept = await c.officer.json('PUT', `/api/reporting/meetings/${opened.meeting.id}`, { version: 0, ...head, decisions: [urge] })
      return kept as Json
    }
    const adopt = (by: Person, m: Json) => by.ask('POST', `/api/reporting/meetings/${m.meeting.id}/adopt`, { version: m.meeting.version })
    const own = await meeting(c.day(), c.ids['user.officer']!, items[0].id)
    expect(own.may).toContain('adopt')
    expect((await adopt(c.officer, own)).json).toMatchObject({ meeting: { status: 'adopted' }, decisions: [{ fate: { state: 'open' } }] })
    const led = await meeting(c.day(1), id, items[0].id)
    expect((await commander.json('GET', `/api/reporting/meetings/${led.meeting.id}`)).shown.lists.report.join('')).toContain('共3项任务')
    expect((await adopt(commander, led)).json).toMatchObject({ meeting: { status: 'adopted' } })
    const foreign = await meeting(c.day(2), id, items.find((e: Json) => e.domain !== items[0].domain).id)
    expect((await adopt(commander, foreign)).json.code).toBe('weekly-meeting.refused')
  })

  it('starts filings for many bodies with a result for each, and shows who has filed', async () => {
    const ask = {
      subject: '云溪市优化营商环境工作方案',
      planId: c.ids.plan,
      issuedOn: c.day(-3),
      bodies: [c.ids.market, c.ids.tax, c.ledger],
    }
    const started = await c.officer.json('POST', '/api/reporting/filings', ask)
    expect(started.items.map((i: Json) => i.ok)).toEqual([true, true, false])
    expect((await c.officer.json('POST', '/api/reporting/filings', ask)).done).toBe(0)
    const rows = async (who: Person) => (await who.json('GET', `/api/reporting/filings?plan=${c.ids.plan}`)).items
    expect((await rows(c.officer)).map((r: Json) => r.stage)).toEqual(['asked', 'asked'])
    expect(await rows(c.market)).toEqual([expect.objectContaining({ body: '云溪市市场监督管理局', late: false, due: expect.any(String) })])
  })

  it('records a late report as late, tells of silence, and takes no first report when the round is closed', async () => {
    const { round: r } = await round()
    const days = Math.round((Date.parse(r.dueOn) - Date.parse(c.day())) / 86_400_000)
    c.server.clock.advance((days + 1) * 1440)
    await c.officer.signIn('officer', '一匹正确的马-电池-订书钉')
    await c.tax.signIn('tax', '一匹正确的马-电池-订书钉')
    await c.server.clocks.tick()
    expect(await noticesOf(c.tax)).toEqual(expect.arrayContaining([expect.stringContaining('尚未报送')]))
    expect(await noticesOf(c.officer)).toEqual(expect.arrayContaining([expect.stringContaining('1家单位未按时报送')]))
    const late = await save(c.tax, c.ids.tax!, [], true)
    expect(late.json, late.text).toMatchObject({ status: 'handed-in', handedIn: { late: true } })
    expect((await round()).round).toMatchObject({ inTime: 1, late: 1, silent: 0 })
    const next = (await c.officer.json('GET', '/api/reporting/rounds')).items[0]
    expect(next.cycle).not.toBe(cycle)
    const first = await c.officer.json('GET', '/api/reporting/rounds?limit=1')
    expect(first).toMatchObject({ items: [{ cycle: next.cycle }], next: expect.any(String) })
    const rest = await c.officer.json('GET', `/api/reporting/rounds?limit=1&after=${encodeURIComponent(first.next)}`)
    expect(rest).toMatchObject({ items: [{ cycle, inTime: 1, late: 1 }], next: null })
    expect((await c.officer.ask('GET', '/api/reporting/rounds?after=1')).json.code).toBe('request.invalid')
    cycle = next.cycle
    // What was reported is not reported again.
    const fresh = await report(c.tax, c.ids.tax!)
    expect(fresh.entries.flatMap((e: Json) => e.changes)).toEqual([])
    c.server.clock.advance(20 * 1440)
    await c.tax.signIn('tax', '一匹正确的马-电池-订书钉')
    expect((await save(c.tax, c.ids.tax!, [], true)).json.code).toBe('report.closed')
  })
})
