import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readDocument, readWorkbook } from '@yingshang/document'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, DATABASES, type Person, type TestServer } from './running-server.ts'
import { LOWER, numbered, UPPER } from './sample-plans.ts'

describe.each(DATABASES)('the library of plans, on %s', (on) => {
  let server: TestServer
  let officer: Person
  let viewer: Person
  beforeAll(async () => {
    server = await aServer({ on, pages: false, env: { UPLOAD_LIMIT_MB: '2' } })
    officer = await server.user('officer', 'officer')
    viewer = await server.user('viewer', 'viewer')
  })
  afterAll(() => server?.end())

  const rows = async (sql: string): Promise<number> => {
    const client = await server.superConnection()
    try {
      return Number((await client.query(sql)).rows[0].count)
    } finally {
      await client.end()
    }
  }

  it('stores a document with its bytes, its text and its measures', async () => {
    const answer = await officer.upload('方案 一.txt', LOWER, { issuedOn: '2025-04-02' })
    expect(answer.status).toBe(201)
    const summary = answer.json
    expect(summary).toMatchObject({
      issuer: '云溪市人民政府',
      planYear: 2025,
      duplicateOf: null,
      version: 1,
      file: {
        name: '方案 一.txt',
        bytes: Buffer.byteLength(LOWER),
        format: 'txt',
        sha256: createHash('sha256').update(LOWER).digest('hex'),
      },
      counts: { measures: 4, corrections: 0 },
      uploadedBy: { displayName: 'officer' },
    })
    const detail = await viewer.json('GET', `/api/plans/${summary.id}`)
    expect(detail.plan.measures).toHaveLength(4)
    const lead = detail.plan.measures[0].lead[0]
    expect(detail.source.text.slice(lead.span.start, lead.span.end)).toBe('市市场监管局')
    expect(detail.source.blocks.length).toBeGreaterThan(5)
    const original = await viewer.bytes(`/api/plans/${summary.id}/original`)
    expect(Buffer.from(original.bytes).toString()).toBe(LOWER)
    expect(original.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('方案 一.txt')}`)
    expect(readdirSync(join(server.folder, 'uploads'))).toEqual([])
  })

  it('notices the same bytes, also under another name', async () => {
    const first = await officer.json('GET', '/api/plans?q=云溪市')
    const again = await officer.upload('改名.docx', LOWER)
    expect(again.status).toBe(200)
    expect(again.json).toMatchObject({ id: first.items[0].id, duplicateOf: first.items[0].id })
    const both = await Promise.all([officer.upload('a.txt', UPPER), officer.upload('b.txt', UPPER)])
    expect(both.map((a) => a.status).sort()).toEqual([200, 201])
    expect(both[0]!.json.id).toBe(both[1]!.json.id)
  })

  it('answers the same key with the same answer, and creates once', async () => {
    const key = { 'idempotency-key': 'upload-1234' }
    const first = await officer.upload('k.txt', numbered(900), {}, key)
    const second = await officer.upload('k.txt', numbered(900), {}, key)
    expect(first.status).toBe(201)
    expect(second.status).toBe(201)
    expect(second.json).toEqual(first.json)
    const other = await officer.upload('k.txt', numbered(901), {}, key)
    expect(other.json).toMatchObject({ status: 422, code: 'request.idempotency-mismatch' })
    expect((await officer.upload('k.txt', numbered(902), {}, { 'idempotency-key': 'short' })).status).toBe(400)
    const atOnce = await Promise.all([1, 2, 3].map(() => officer.upload('m.txt', numbered(903), {}, { 'idempotency-key': 'at-once-1234' })))
    expect(atOnce.filter((a) => a.status === 201).length).toBeGreaterThan(0)
    expect(atOnce.every((a) => a.status === 201 || a.json.code === 'request.in-progress')).toBe(true)
    expect(await rows("select count(*) from plan_document where file_name = 'm.txt'")).toBe(1)
    // A refusal is not kept: the same key serves the file that was meant.
    expect((await officer.upload('n.txt', '', {}, { 'idempotency-key': 'refused-1234' })).status).toBe(422)
    expect((await officer.upload('n.txt', numbered(904), {}, { 'idempotency-key': 'refused-1234' })).status).toBe(201)
  })

  it('refuses what it cannot read, and keeps nothing of it but the record', async () => {
    const before = await rows('select count(*) from plan_document')
    const pieces = await rows('select count(*) from plan_document_piece')
    const refusals: [string, string | Uint8Array, string, number][] = [
      ['empty.txt', '', 'document.empty', 422],
      ['noise.pdf', new Uint8Array(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), 'document.', 422],
      ['broken.docx', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(300)]), 'document.', 422],
      ['letter.txt', '今天天气很好，我们去公园散步。', 'plan.no-measures', 422],
      ['large.txt', '一'.repeat(800_000), 'document.too-large', 413],
    ]
    for (const [name, content, code, status] of refusals) {
      const answer = await officer.upload(name, content)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.json.code.startsWith(code), `${name}: ${answer.json.code}`).toBe(true)
      expect(answer.status, name).toBe(status)
      expect(answer.json.detail).toMatch(/\p{Script=Han}/u)
      expect(answer.json.detailEn).toMatch(/[a-z]{3}/)
    }
    expect(await rows('select count(*) from plan_document')).toBe(before)
    expect(await rows('select count(*) from plan_document_piece')).toBe(pieces)
    expect(readdirSync(join(server.folder, 'uploads'))).toEqual([])
    const { items } = await server.administrator$.json('GET', '/api/events?kind=plan.refused')
    expect(items.map((e: { detail: { fileName: string } }) => e.detail.fileName)).toEqual(
      expect.arrayContaining(['empty.txt', 'letter.txt']),
    )
  })

  it('refuses fields and parts that it does not know', async () => {
    expect((await officer.upload('x.txt', numbered(1), { colour: 'red' })).json).toMatchObject({ status: 400, code: 'request.invalid' })
    expect((await officer.upload('x.txt', numbered(1), { issuedOn: '2025-02-30' })).json.errors[0].path).toBe('issuedOn')
    const two = new FormData()
    two.append('file', new Blob(['a']), 'a.txt')
    two.append('file', new Blob(['b']), 'b.txt')
    expect((await officer.ask('POST', '/api/plans', two)).status).toBe(400)
    const none = new FormData()
    none.append('issuedOn', '2025-01-01')
    expect((await officer.ask('POST', '/api/plans', none)).json.errors[0].path).toBe('file')
    expect((await officer.ask('POST', '/api/plans', { file: 'x' })).status).toBe(415)
    expect((await viewer.upload('x.txt', numbered(1))).json.code).toBe('permission.denied')
    expect((await viewer.ask('GET', '/api/plans?colour=red')).json.code).toBe('request.invalid')
    expect((await viewer.ask('GET', '/api/plans?limit=0')).status).toBe(400)
    expect((await viewer.ask('GET', "/api/plans?after='or'1")).status).toBe(400)
    expect(readdirSync(join(server.folder, 'uploads'))).toEqual([])
  })

  it('turns pages of a list without losing or repeating anything while others upload', async () => {
    for (let n = 0; n < 7; n++) expect((await officer.upload(`plan-${n}.txt`, numbered(n))).status).toBe(201)
    const expected = (await viewer.json('GET', '/api/plans?limit=200')).items.map((p: { id: string }) => p.id)
    const seen: string[] = []
    let next: string | null = ''
    for (let page = 0; next !== null; page++) {
      const found: { items: { id: string }[]; next: string | null } = await viewer.json(
        'GET',
        `/api/plans?limit=3${next ? `&after=${next}` : ''}`,
      )
      seen.push(...found.items.map((p) => p.id))
      next = found.next
      if (page === 1) await officer.upload('meanwhile.txt', numbered(500))
    }
    expect(seen).toEqual(expected)
    expect([...seen].sort().reverse()).toEqual(seen)
    const some = await viewer.json('GET', '/api/plans?q=专项工作&limit=2')
    expect(some.total).toBeGreaterThan(7)
    expect(some.items).toHaveLength(2)
    expect((await viewer.json('GET', '/api/plans?q=100%25')).total).toBe(0)
  })

  it('filters measures, and counts what the lists hold', async () => {
    const { id } = (await viewer.json('GET', '/api/plans?q=云溪市')).items[0]
    const overview = await viewer.json('GET', `/api/plans/${id}/overview`)
    expect(overview.counts.measures).toBe(4)
    for (const bar of overview.deadlinesByMonth) {
      const list = await viewer.json('GET', `/api/plans/${id}/measures?month=${bar.key}`)
      expect(list.items.map((m: { id: string }) => m.id)).toEqual(bar.measures)
      expect(list.total).toBe(bar.count)
    }
    for (const bar of overview.loadByAgency) {
      const list = await viewer.json('GET', `/api/plans/${id}/measures?owner=${encodeURIComponent(bar.key)}`)
      expect(list.items.map((m: { id: string }) => m.id)).toEqual(bar.measures)
    }
    for (const bar of overview.targetsByDomain) {
      const list = await viewer.json('GET', `/api/plans/${id}/measures?domain=${encodeURIComponent(bar.key)}`)
      expect(list.items.map((m: { id: string }) => m.id)).toEqual(bar.measures)
    }
    expect((await viewer.json('GET', `/api/plans/${id}/measures?q=企业服务中心`)).total).toBe(1)
    expect((await viewer.get(`/api/plans/${id}/measures?month=2025-13`)).status).toBe(400)
  })

  it('exports exactly what is filtered, and records it', async () => {
    const { id } = (await viewer.json('GET', '/api/plans?q=云溪市')).items[0]
    const listed = await viewer.json('GET', `/api/plans/${id}/measures?owner=市法院`)
    expect(listed.total).toBe(1)
    const xlsx = await viewer.bytes(`/api/plans/${id}/export?to=xlsx&owner=${encodeURIComponent('市法院')}`)
    expect(xlsx.status).toBe(200)
    const book = await readWorkbook(xlsx.bytes)
    if (!book.ok) throw new Error(book.refusal.en)
    const sheet = book.sheets.find((s) => s.name === '任务台账')!
    const words = JSON.stringify(sheet.rows)
    expect(words).toContain(listed.items[0].title)
    expect(words).not.toContain('企业服务中心')
    const docx = await viewer.bytes(`/api/plans/${id}/export?to=docx`)
    const read = await readDocument(docx.bytes)
    if (!read.ok) throw new Error(read.refusal.en)
    for (const title of ['优化企业开办服务', '推进证照联办', '提高办理破产效率', '建设企业服务中心'])
      expect(read.source.text).toContain(title)
    const { items } = await server.administrator$.json('GET', '/api/events?kind=plan.exported')
    expect(items[1]).toMatchObject({
      detail: { to: 'xlsx', filter: { owner: '市法院' }, measures: 1 },
      by: { displayName: 'viewer' },
      subject: { id },
    })
    expect((await viewer.get(`/api/plans/${id}/export?to=pdf`)).status).toBe(400)
    expect((await viewer.get(`/api/plans/${id}/export?to=xlsx&color=1`)).status).toBe(400)
  })

  it('deletes for administrators alone, with everything that hangs on the plan', async () => {
    const { id } = (await officer.upload('to-delete.txt', numbered(700))).json
    expect((await officer.ask('DELETE', `/api/plans/${id}`)).json.code).toBe('permission.denied')
    expect((await server.administrator$.ask('DELETE', `/api/plans/${id}`)).status).toBe(204)
    expect((await viewer.get(`/api/plans/${id}`)).json.code).toBe('plan.not-found')
    expect((await server.administrator$.ask('DELETE', `/api/plans/${id}`)).status).toBe(404)
    for (const table of ['plan_document_piece', 'plan_reading'])
      expect(await rows(`select count(*) from ${table} where document_id = '${id}'`), table).toBe(0)
    expect((await officer.upload('to-delete.txt', numbered(700))).status).toBe(201)
  })

  it('keeps characters that the database cannot hold out of the text without moving any span', async () => {
    const strange = numbered(800).replace('一、重点任务', '一、重点\uFFFD任务')
    const answer = await officer.upload('strange.txt', strange)
    expect(answer.status).toBe(201)
    const { source, plan } = await viewer.json('GET', `/api/plans/${answer.json.id}`)
    for (const m of plan.measures) expect(source.text.slice(m.span.start, m.span.end).length).toBeGreaterThan(5)
  })
})
