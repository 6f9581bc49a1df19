import { readDocument } from '@yingshang/document'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCampaign, type Campaign, type Json, noticesOf } from './reporting-people.ts'
import type { Person } from './running-server.ts'

/** A letter from the ledger to the answer of a body; a batch of inspections to a finding with its clock. */

describe('supervision', () => {
  let c: Campaign
  let id: string
  const letters = '/api/supervision/letters'
  const get = (who: Person): Promise<Json> => who.json('GET', `${letters}/${id}`)
  const act = async (who: Person, what: string, more: object = {}) =>
    who.ask('POST', `${letters}/${id}/acts`, { version: (await get(c.officer)).version, act: what, ...more })
  const paper = async (who: Person, query = ''): Promise<string> => {
    const { bytes, status } = await who.bytes(`${letters}/${id}/paper${query}`)
    expect(status).toBe(200)
    const read = await readDocument(bytes)
    if (!read.ok) throw new Error(JSON.stringify(read))
    return read.source.text
  }
  const draft = async (more: object = {}): Promise<Json> =>
    c.officer.json('POST', letters, { kind: 'inquiry', filter: { ledger: c.ledger }, answerBy: c.day(5), ...more })

  beforeAll(async () => {
    c = await aCampaign()
  })
  afterAll(() => c?.server.end())

  it('is drafted on what a filter finds, for the bodies that lead', async () => {
    const made = await draft()
    id = made.summary.id
    expect(made.summary).toMatchObject({ status: 'draft', documentNumber: null, entries: 3, bodies: 2 })
    expect(made.entries.find((e: Json) => e.status === 'overdue')?.note).not.toBe('')
    expect(made.may).toEqual(['change', 'submit', 'drop'])
    expect((await c.officer.ask('POST', letters, { kind: 'case', filter: { ledger: c.ledger, q: '没有这件事' } })).json.code).toBe(
      'letter.empty',
    )
    expect((await c.market.ask('GET', `${letters}/${id}`)).json.code).toBe('letter.not-found')
    expect((await c.market.ask('POST', letters, { kind: 'inquiry', filter: {} })).status).toBe(403)
    const text = await paper(c.officer)
    expect(text).toContain('（草稿）')
  })

  it('is changed by its drafter alone, and one who saw an earlier version is refused', async () => {
    const found = await get(c.officer)
    const body = {
      version: found.version,
      title: '关于加快推进有关任务的函',
      series: '云营转函',
      opening: found.opening,
      closing: found.closing,
      answerBy: found.summary.answerBy,
      bodies: found.bodies.map((b: Json) => b.body.id),
    }
    expect((await c.reviewer.ask('PUT', `${letters}/${id}`, body)).json.code).toBe('letter.refused')
    await c.officer.json('PUT', `${letters}/${id}`, body)
    expect((await c.officer.ask('PUT', `${letters}/${id}`, body)).json.code).toBe('letter.changed')
  })

  it('is approved by another person, numbered then, returned with a reason before', async () => {
    expect((await act(c.officer, 'send')).json.code).toBe('letter.refused')
    expect((await act(c.officer, 'submit')).status).toBe(200)
    expect((await act(c.officer, 'approve')).json.code).toBe('letter.same-person')
    expect((await act(c.reviewer, 'return')).status).toBe(422)
    expect((await act(c.reviewer, 'return', { reason: '措辞再斟酌' })).json).toMatchObject({ returnedReason: '措辞再斟酌' })
    await act(c.officer, 'submit')
    const approved = (await act(c.reviewer, 'approve')).json
    expect(approved.summary).toMatchObject({ status: 'approved', documentNumber: `云营转函〔${c.day().slice(0, 4)}〕1号` })
    expect((await c.market.ask('GET', `${letters}/${id}`)).status).toBe(404)
  })

  it('gives two letters that are approved at once two numbers', async () => {
    const ids = []
    for (let i = 0; i < 2; i++) {
      const made = await draft({ series: '云营转函' })
      await c.officer.json('POST', `${letters}/${made.summary.id}/acts`, { version: 0, act: 'submit' })
      ids.push(made.summary.id)
    }
    const numbers = await Promise.all(
      ids.map(
        async (one) => (await c.reviewer.json('POST', `${letters}/${one}/acts`, { version: 1, act: 'approve' })).summary.documentNumber,
      ),
    )
    const year = c.day().slice(0, 4)
    expect(numbers.sort()).toEqual([`云营转函〔${year}〕2号`, `云营转函〔${year}〕3号`])
  })

  it('is sent, signed for by each body in its own name, and answered once', async () => {
    expect((await act(c.officer, 'send')).json.summary.status).toBe('sent')
    expect(await noticesOf(c.market)).toEqual(expect.arrayContaining([expect.stringMatching(/^收到函询提醒.*请签收/)]))
    const seen = await get(c.market)
    // Of an inquiry a body sees its own entries and its own copy.
    expect(seen).toMatchObject({ summary: { entries: 2, bodies: 1 }, receives: [c.ids.market], answers: [], may: [] })
    const text = await paper(c.market)
    expect(text).toContain('推行住所承诺制')
    expect(text).not.toContain('压减办税时间')
    expect(text).toContain('云营转函〔')
    const answer = { body: c.ids.market, words: '已完成整改' }
    expect((await c.market.ask('POST', `${letters}/${id}/answer`, answer)).json.code).toBe('letter.refused')
    expect((await c.market.ask('POST', `${letters}/${id}/receipt`, { body: c.ids.tax })).status).toBe(403)
    expect((await c.officer.ask('POST', `${letters}/${id}/receipt`, { body: c.ids.market })).status).toBe(403)
    const first = await c.market.json('POST', `${letters}/${id}/receipt`, { body: c.ids.market })
    const again = await c.market.json('POST', `${letters}/${id}/receipt`, { body: c.ids.market })
    expect(again.bodies[0].received).toEqual(first.bodies[0].received)
    expect((await c.market.json('POST', `${letters}/${id}/answer`, answer)).bodies[0].answered.words).toBe('已完成整改')
    expect((await c.market.ask('POST', `${letters}/${id}/answer`, { ...answer, words: '改口' })).status).toBe(422)
    expect((await get(c.officer)).summary).toMatchObject({ received: 1, answered: 1 })
    const client = await c.server.superConnection()
    const { rows } = await client.query(
      `select body ->> 'act' as act from journal_record where kind = 'supervision.letter' and subject_id = $1 order by id`,
      [id],
    )
    await client.end()
    expect(rows.map((r) => r.act)).toEqual(['drafted', 'submit', 'return', 'submit', 'approve', 'send', 'received', 'answered'])
  })

  it('is listed page by page, each with its figures; a body counts what concerns it', async () => {
    const whole = (await c.officer.json('GET', letters)).items
    expect(whole.length).toBeGreaterThan(2)
    const paged: Json[] = []
    let after: string | null = null
    do {
      const page: Json = await c.officer.json('GET', `${letters}?limit=1${after === null ? '' : `&after=${after}`}`)
      expect(page.items).toHaveLength(1)
      paged.push(...page.items)
      after = page.next
    } while (after !== null)
    expect(paged).toEqual(whole)
    for (const item of whole) expect((await c.officer.json('GET', `${letters}/${item.id}`)).summary).toEqual(item)
    const [own] = (await c.market.json('GET', letters)).items
    expect(own).toEqual((await get(c.market)).summary)
    expect(own).toMatchObject({ entries: 2, bodies: 1 })
    expect((await c.officer.ask('GET', `${letters}?after=nothing`)).json.code).toBe('request.invalid')
  })

  it('hands a finding of a batch over to a body, with a clock, and counts it there', async () => {
    const inspections = '/api/supervision/inspections'
    const made = await c.officer.json('POST', inspections, {
      title: '政务大厅暗访',
      origin: 'secret',
      from: c.day(),
      until: c.day(3),
      inspectors: ['王督查', '李观察员'],
    })
    const batch = made.inspection.id
    const finding = { subject: '窗口未公示收费清单', content: '三号窗口没有公示收费清单。', bodyId: c.ids.market, workingDays: 5 }
    const added = await c.officer.json('POST', `${inspections}/${batch}/findings`, finding)
    expect(added.detail.findings).toEqual([
      expect.objectContaining({ subject: finding.subject, body: '云溪市市场监督管理局', stage: 'open', late: false }),
    ])
    expect(added.detail.findings[0].due > c.day()).toBe(true)
    expect((await c.market.json('GET', '/api/tasks')).items.map((t: Json) => t.title.zh)).toContain('整改')
    expect((await c.market.ask('GET', inspections)).status).toBe(403)
    expect((await c.officer.json('GET', inspections)).items[0]).toMatchObject({ findings: 1, open: 1, late: 0, checked: 0 })
    await c.officer.json('POST', `${inspections}/${batch}/close`, {})
    expect((await c.officer.ask('POST', `${inspections}/${batch}/findings`, finding)).json.code).toBe('inspection.closed')
    const lists = await c.officer.json('GET', '/api/reporting/lists')
    expect(lists.problems.find((p: Json) => p.kind === 'findings').count).toBe(1)
  })

  it('reminds a body of an answer that is due, the day before and once after', async () => {
    c.server.clock.advance(6 * 1440)
    await c.server.clocks.tick()
    await c.server.clocks.tick()
    await c.tax.signIn('tax', '一匹正确的马-电池-订书钉')
    expect((await noticesOf(c.tax)).filter((n) => n.includes('已逾答复期限')).length).toBe(1)
  })
})
