import { readWorkbook } from '@yingshang/document'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSampleQuestionnaire } from '../src/questionnaires/sample.ts'
import { aCampaign, type Campaign, type Json } from './reporting-people.ts'
import type { Person } from './running-server.ts'

/** A questionnaire from its draft to a finding: answered by people who have no account and leave no trace of who they are. */

const asked = (id: string, title: string) => ({ id, title, note: '', required: false, shownWhen: null as Json })
const QUESTIONS = [
  {
    ...asked('size', '您所在企业的规模'),
    required: true,
    kind: 'single',
    options: [
      { id: 'micro', text: '微型' },
      { id: 'small', text: '小型' },
    ],
  },
  { ...asked('content', '对办事窗口是否满意'), required: true, kind: 'scale', scale: 'satisfaction' },
  {
    ...asked('why', '不满意的原因'),
    kind: 'several',
    most: 2,
    options: [
      { id: 'slow', text: '等候时间长' },
      { id: 'paper', text: '重复交材料' },
    ],
    shownWhen: { question: 'content', answers: ['1', '2'] },
  },
  { ...asked('words', '还有什么建议'), kind: 'text' },
]

describe('questionnaires', () => {
  let c: Campaign
  const path = '/api/supervision/questionnaires'
  const draftOf = (more: object = {}) => ({
    title: '政务大厅满意度问卷',
    purpose: '了解企业在政务大厅办事的感受，结果用于改进窗口服务。',
    way: 'open',
    opensOn: c.day(),
    closesOn: c.day(10),
    hideBelow: 5,
    questions: QUESTIONS,
    ...more,
  })
  /** A published questionnaire, and its public address in the interface. */
  const published = async (more: object = {}): Promise<{ id: string; open: string }> => {
    const made = await c.officer.json('POST', path, draftOf(more))
    const id = made.summary.id
    const detail = await c.officer.json('POST', `${path}/${id}/publish`, { version: made.version })
    return { id, open: `/api/public/questionnaires/${detail.path.slice('/q/'.length)}` }
  }
  const visit = async (open: string): Promise<{ who: Person; seen: Json }> => {
    const who = c.server.visitor()
    return { who, seen: await who.json('GET', open) }
  }
  const answer = async (open: string, answers: object, more: object = {}) => {
    const { who } = await visit(open)
    return who.ask('POST', `${open}/answers`, { answers, ...more })
  }

  beforeAll(async () => {
    c = await aCampaign()
  })
  afterAll(() => c?.server.end())

  it('of the sample city has results to look at, small groups put together', async () => {
    expect(await loadSampleQuestionnaire({ store: c.server.store, tenantId: c.server.tenantId, now: c.server.clock.now })).toBe(240)
    expect(await loadSampleQuestionnaire({ store: c.server.store, tenantId: c.server.tenantId, now: c.server.clock.now })).toBe(0)
    const [{ id, state, sheets }] = (await c.viewer.json('GET', path)).items
    expect({ state, sheets }).toEqual({ state: 'closed', sheets: 240 })
    const { questions, tables } = await c.viewer.json('GET', `${path}/${id}/results?by=q1`)
    expect(questions.map((q: Json) => q.withheld)).toEqual([null, null, null, null, null])
    expect(questions[1].groups.some((g: Json) => g.ids.length > 1)).toBe(true)
    expect(questions[1].meanTenths).not.toBeNull()
    expect(tables.length).toBeGreaterThan(1)
  })

  it('is drafted in any state, and published only without faults, by the office alone', async () => {
    const made = await c.officer.json('POST', path, draftOf({ title: '', questions: [] }))
    expect(made.faults.map((f: Json) => f.path)).toEqual(['title', 'questions'])
    const one = `${path}/${made.summary.id}`
    const refused = await c.officer.ask('POST', `${one}/publish`, { version: 0 })
    expect(refused.json).toMatchObject({ code: 'questionnaire.faulty', errors: [{ zh: '标题须为2到100字' }, { zh: '还没有题目' }] })
    const draft = draftOf({ title: '企业开办问卷' })
    expect((await c.officer.json('PUT', one, { version: 0, draft })).faults).toEqual([])
    expect((await c.officer.ask('PUT', one, { version: 0, draft })).json.code).toBe('version.conflict')
    expect((await c.viewer.ask('PUT', one, { version: 1, draft })).status).toBe(403)
    expect((await c.market.ask('GET', one)).status).toBe(403)
    const live = await c.officer.json('POST', `${one}/publish`, { version: 1 })
    expect(live).toMatchObject({ summary: { state: 'open', sheets: 0, tickets: null }, path: expect.stringMatching(/^\/q\/\w{8}$/) })
    expect((await c.officer.ask('PUT', one, { version: 2, draft })).json.code).toBe('questionnaire.fixed')
    const copy = await c.officer.json('POST', `${one}/duplicate`)
    expect(copy).toMatchObject({
      summary: { state: 'draft', title: '企业开办问卷' },
      questionnaire: { opensOn: c.day(), closesOn: c.day(10) },
    })
    expect((await c.viewer.json('GET', `${path}?limit=1`)).items[0].id).toBe(copy.summary.id)
    expect((await c.server.visitor().ask('GET', `/api/public${copy.path.replace('/q', '/questionnaires')}`)).status).toBe(404)
    const client = await c.server.superConnection()
    await expect(client.query(`update questionnaire set title = '换了标题' where id = $1`, [made.summary.id])).rejects.toThrow(
      'does not change',
    )
    await client.end()
  })

  it('is answered once by each browser, and says in words what is wrong with a sheet', async () => {
    const { id, open } = await published()
    const { who, seen } = await visit(open)
    expect(seen).toMatchObject({ state: 'open', answered: false, hideBelow: 5, title: '政务大厅满意度问卷' })
    expect(seen.questions).toHaveLength(4)
    const wrong = await who.ask('POST', `${open}/answers`, { answers: { content: 5, why: ['slow'] } })
    expect(wrong.json).toMatchObject({
      code: 'questionnaire.wrong-answers',
      errors: [
        { path: 'answers.why', zh: '第3题按前面的回答不需要填写' },
        { path: 'answers.size', zh: '第1题必须回答' },
      ],
    })
    const sheet = { answers: { size: 'micro', content: 2, why: ['paper'], words: ' 少跑一次 ' } }
    const both = await Promise.all([1, 2, 3].map(() => who.ask('POST', `${open}/answers`, sheet)))
    expect(both.map((a) => a.status).sort()).toEqual([204, 409, 409])
    expect((await who.json('GET', open)).answered).toBe(true)
    expect((await who.ask('POST', `${open}/answers`, sheet)).json.code).toBe('questionnaire.answered')
    expect((await c.server.visitor().ask('POST', `${open}/answers`, sheet)).json.code).toBe('questionnaire.no-cookie')
    // A pass of another questionnaire, or one that somebody made up, is none.
    const { who: other } = await visit((await published()).open)
    const [name, value] = [who.cookie.split('=')[0]!, other.cookie.split('=')[1]!]
    for (const forged of [value, `${value.split('.')[0]}.x`, 'x']) {
      const liar = c.server.visitor()
      liar.cookie = `${name}=${forged}`
      expect((await liar.ask('POST', `${open}/answers`, sheet)).json.code, forged).toBe('questionnaire.no-cookie')
    }
    expect((await c.officer.json('GET', `${path}/${id}`)).summary.sheets).toBe(1)
    // While it runs nobody sees what was answered, sheet by sheet.
    for (const part of ['results', 'results/export', 'texts', 'answers/export'])
      expect((await c.officer.ask('GET', `${path}/${id}/${part}`)).json.code, part).toBe('questionnaire.running')
  })

  it('refuses a flood of answers to no question at once, and names that no question may have', async () => {
    const { open } = await published()
    const flood = await answer(open, Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`x${i}`, 1])))
    expect(flood.status).toBe(400)
    expect(flood.json.errors).toHaveLength(1)
    const [first] = QUESTIONS
    const named = await c.officer.ask('POST', path, draftOf({ questions: [{ ...first, id: 'constructor' }] }))
    expect(named.json.code).toBe('request.invalid')
  })

  it('is copied whatever days its draft holds', async () => {
    const made = await c.officer.json('POST', path, draftOf({ opensOn: '0001-01-01', closesOn: '9999-12-31' }))
    const copy = await c.officer.json('POST', `${path}/${made.summary.id}/duplicate`)
    expect(copy.summary).toMatchObject({ opensOn: c.day(), closesOn: '9999-12-31' })
  })

  it('takes each ticket once, whoever comes twice or at the same moment, and keeps nothing that leads from the answer to the ticket', async () => {
    const { id, open } = await published({ way: 'tickets' })
    expect((await c.viewer.ask('POST', `${path}/${id}/tickets`, { count: 2 })).status).toBe(403)
    const { tickets } = await c.officer.json('POST', `${path}/${id}/tickets`, { count: 3 })
    expect(new Set(tickets).size).toBe(3)
    const [first, second] = tickets
    const sheet = { size: 'small', content: 4 }
    expect((await answer(open, sheet)).json.code).toBe('questionnaire.ticket')
    expect((await answer(open, sheet, { ticket: 'ABCD-EFGH-2345' })).json.code).toBe('questionnaire.ticket')
    expect(await c.server.visitor().json('POST', `${open}/ticket`, { ticket: first })).toEqual({ used: false })
    // What is refused uses nothing up.
    expect((await answer(open, { size: 'small' }, { ticket: first })).status).toBe(422)
    const at = await Promise.all(Array.from({ length: 5 }, () => answer(open, sheet, { ticket: first })))
    expect(at.map((a) => a.status).sort()).toEqual([204, 409, 409, 409, 409])
    expect(at.find((a) => a.status === 409)!.json.code).toBe('questionnaire.answered')
    expect((await answer(open, sheet, { ticket: second.toLowerCase().replaceAll('-', ' ') })).status).toBe(204)
    expect(await c.server.visitor().json('POST', `${open}/ticket`, { ticket: first })).toEqual({ used: true })
    expect((await c.officer.json('GET', `${path}/${id}`)).summary).toMatchObject({ sheets: 2, tickets: { issued: 3, used: 2 } })
    const client = await c.server.superConnection()
    const { rows } = await client.query('select * from questionnaire_answer where questionnaire_id = $1', [id])
    expect(Object.keys(rows[0]).sort()).toEqual(['answers', 'day', 'id', 'questionnaire_id', 'tenant_id'])
    // Random ids (version 4): those of the rest of the house would tell the order.
    expect(rows.every((r) => r.id[14] === '4')).toBe(true)
    const { rows: passes } = await client.query('select * from questionnaire_pass where questionnaire_id = $1', [id])
    expect(Object.keys(passes[0]).sort()).toEqual(['digest', 'questionnaire_id', 'tenant_id', 'used'])
    expect(passes.filter((p) => p.used)).toHaveLength(2)
    await expect(client.query('delete from questionnaire_answer where questionnaire_id = $1', [id])).rejects.toThrow()
    const written = c.server.logged()
    for (const ticket of tickets) expect(written).not.toContain(ticket)
    await c.officer.json('POST', `${path}/${id}/close`)
    expect((await client.query('select 1 from questionnaire_pass where questionnaire_id = $1', [id])).rowCount).toBe(0)
    await client.end()
    expect((await c.officer.json('GET', `${path}/${id}`)).summary).toMatchObject({ state: 'closed', tickets: { issued: 3, used: 2 } })
    expect((await answer(open, sheet, { ticket: tickets[2] })).json.code).toBe('questionnaire.not-open')
    const { bytes } = await booked(await c.officer.ask('POST', `${path}/${id}/tickets/workbook`, { tickets, base: 'http://127.0.0.1:1' }))
    expect(bytes).toBeGreaterThan(1000)
  })

  const booked = async (found: { status: number; text: string }) => {
    expect(found.status).toBe(200)
    return { bytes: found.text.length }
  }

  it('does not tell the log of requests who was signed in while they answered', async () => {
    const { open } = await published()
    const before = c.server.logged().length
    const session = c.reviewer.cookie
    const at = await c.reviewer.ask('GET', open)
    const answering = await c.reviewer.ask(
      'POST',
      `${open}/answers`,
      { answers: { size: 'micro', content: 3 } },
      {
        cookie: `${session}; ${at.headers.getSetCookie()[0]!.split(';')[0]}`,
      },
    )
    c.reviewer.cookie = session
    expect(answering.status).toBe(204)
    const lines = c.server
      .logged()
      .slice(before)
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l))
    const requests = lines.filter((l) => String(l.route).startsWith('/api/public/questionnaires'))
    expect(requests).toHaveLength(2)
    for (const line of requests) expect(line.user).toBeUndefined()
    expect(JSON.stringify(lines)).not.toContain(c.ids['user.reviewer'])
  })

  it('is counted after its end with small groups hidden, divided by a question, exported, and made a finding of', async () => {
    const { id, open } = await published()
    const one = `${path}/${id}`
    const sheets = [
      ...Array.from({ length: 9 }, () => ({ size: 'micro', content: 5 })),
      ...Array.from({ length: 6 }, () => ({ size: 'small', content: 4 })),
      ...Array.from({ length: 6 }, (_, i) => ({ size: 'small', content: 2, why: ['slow'], words: `建议${i}` })),
      { size: 'micro', content: 1, words: '取号机坏了' },
    ]
    for (const sheet of sheets) expect((await answer(open, sheet)).status).toBe(204)
    await c.officer.json('POST', `${one}/close`)
    const results = await c.viewer.json('GET', `${one}/results?by=size`)
    expect(results).toMatchObject({ sheets: 22, hideBelow: 5, by: 'size' })
    const [, content, why, words] = results.questions
    expect(content.groups.map((g: Json) => [g.label, g.count])).toEqual([
      ['很不满意、不满意、一般', 7],
      ['满意', 6],
      ['很满意', 9],
    ])
    expect(why.withheld).toBe('condition')
    expect(words).toMatchObject({ answered: 7, groups: [] })
    // Divided, every cell would be small or give a small one away.
    expect(results.tables).toEqual([])
    expect((await c.viewer.ask('GET', `${one}/texts`)).status).toBe(403)
    expect((await c.viewer.ask('GET', `${one}/answers/export`)).status).toBe(403)
    expect((await c.officer.json('GET', `${one}/texts`)).items[0].texts).toEqual(
      [...Array.from({ length: 6 }, (_, i) => `建议${i}`), '取号机坏了'].toSorted(),
    )
    const workbook = async (part: string) => {
      const { bytes, status } = await c.officer.bytes(`${one}/${part}`)
      expect(status).toBe(200)
      const read = await readWorkbook(bytes)
      if (!read.ok) throw new Error(read.refusal.zh)
      return JSON.stringify(read.sheets)
    }
    expect(await workbook('results/export?by=size')).toContain('分组')
    const raw = await workbook('answers/export')
    expect(raw).toContain('取号机坏了')
    expect(raw).not.toContain(c.day())
    const made = await c.officer.json('POST', `${one}/findings`, {
      subject: '微型企业等候时间长',
      content: '问卷显示等候时间长。',
      bodyId: c.ids.market,
      workingDays: 10,
    })
    expect(made.detail.findings).toEqual([expect.objectContaining({ subject: '微型企业等候时间长', stage: 'open', late: false })])
    const matter = await c.officer.json('GET', `/api/matters/${made.matter}`)
    expect(JSON.stringify(matter)).toContain('问卷')
    const kinds = (await c.server.administrator$.json('GET', `/api/events?subject=${id}`)).items.map((e: Json) => e.detail.what)
    expect(kinds.toReversed()).toEqual(['drafted', 'published', 'closed', 'export results', 'export answers'])
  })

  it('is closed by the clock after its last day, and waits before its first', async () => {
    const { open: later } = await published({ opensOn: c.day(3) })
    expect((await visit(later)).seen).toMatchObject({ state: 'waiting', questions: [] })
    expect((await answer(later, { size: 'micro', content: 3 })).json.code).toBe('questionnaire.not-open')
    const { id, open } = await published({ closesOn: c.day() })
    expect((await answer(open, { size: 'micro', content: 3 })).status).toBe(204)
    c.server.clock.advance(1440)
    expect((await visit(open)).seen.state).toBe('closed')
    await c.server.clocks.tick()
    const client = await c.server.superConnection()
    const { rows } = await client.query(`select status from questionnaire where id = $1`, [id])
    expect(rows).toEqual([{ status: 'closed' }])
    const { rows: sealed } = await client.query(
      `select body ->> 'act' as act from journal_record where kind = 'supervision.questionnaire' and subject_id = $1 order by id`,
      [id],
    )
    expect(sealed.map((r) => r.act)).toEqual(['published', 'closed'])
    await client.end()
  })
})
