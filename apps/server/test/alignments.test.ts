import { readDocument, readWorkbook } from '@yingshang/document'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, DATABASES, type Person, type TestServer } from './running-server.ts'
import { LOWER, UPPER } from './sample-plans.ts'

interface Pair {
  lower: string
  upper: string
  status: string
  kinds: string[]
  drift: { aspect: string; kind: string; lower: { text: string; span: { start: number; end: number } } | null }[]
}

describe.each(DATABASES)('aligning two plans, on %s', (on) => {
  let server: TestServer
  let officer: Person
  let lowerId: string
  let upperId: string
  let id: string
  beforeAll(async () => {
    server = await aServer({ on, pages: false })
    officer = await server.user('officer', 'officer')
    lowerId = (await officer.upload('lower.txt', LOWER)).json.id
    upperId = (await officer.upload('upper.txt', UPPER)).json.id
    const made = await officer.ask('POST', '/api/alignments', { lowerId, upperId }, { 'idempotency-key': 'align-1234' })
    expect(made.status).toBe(201)
    id = made.json.id
    expect((await officer.ask('POST', '/api/alignments', { lowerId, upperId }, { 'idempotency-key': 'align-1234' })).json).toEqual(
      made.json,
    )
  })
  afterAll(() => server?.end())

  const detail = () => officer.json('GET', `/api/alignments/${id}`)
  const titles = async () => {
    const { lower, upper, pairs } = await detail()
    const title = (side: { measures: { id: string; title: string }[] }, m: string) => side.measures.find((x) => x.id === m)!.title
    return (pairs as Pair[]).filter((p) => p.status !== 'rejected').map((p) => [title(lower, p.lower), title(upper, p.upper)])
  }
  const decide = (body: Record<string, unknown>) => officer.ask('PUT', `/api/alignments/${id}/decisions`, body)

  it('finds the pairs, what nobody took up, and how commitments drifted', async () => {
    expect(await titles()).toEqual(
      expect.arrayContaining([
        ['优化企业开办服务', '优化企业开办服务'],
        ['推进证照联办', '推进证照联办'],
        ['提高办理破产效率', '提高办理破产效率'],
      ]),
    )
    const { pairs, lower, summary, coverage, unmatchedLower, unmatchedUpper } = await detail()
    const opening = (pairs as Pair[])[0]!
    expect(opening.kinds).toContain('weaker')
    for (const pair of pairs as Pair[])
      for (const drift of pair.drift)
        if (drift.lower)
          expect(lower.text.slice(drift.lower.span.start, drift.lower.span.end).replace(/\s/g, '')).toBe(
            drift.lower.text.replace(/\s/g, ''),
          )
    expect(summary.counts).toMatchObject({
      pairs: pairs.length,
      unmatchedLower: unmatchedLower.length,
      unmatchedUpper: unmatchedUpper.length,
    })
    expect(coverage).toEqual(await officer.json('GET', `/api/alignments/${id}/coverage`))
    expect(coverage.measures).toHaveLength(4)
    expect(coverage.byBody[0].key).toBe('云溪市人民政府')
    expect(await officer.json('GET', `/api/plans/${upperId}/coverage`)).toEqual(coverage)
  })

  it('knows two plans that were aligned before, and no plan with itself', async () => {
    const again = await officer.ask('POST', '/api/alignments', { lowerId, upperId })
    expect(again.status).toBe(200)
    expect(again.json.id).toBe(id)
    expect((await officer.ask('POST', '/api/alignments', { lowerId, upperId: lowerId })).json.code).toBe('alignment.same-plan')
    expect((await officer.ask('POST', '/api/alignments', { lowerId, upperId: id })).json.code).toBe('plan.not-found')
    expect((await officer.ask('POST', '/api/alignments', { lowerId })).json.errors[0].path).toBe('upperId')
    expect((await officer.json('GET', `/api/alignments?planId=${upperId}`)).items).toHaveLength(1)
    expect((await officer.json('GET', `/api/alignments?planId=${id}`)).items).toHaveLength(0)
  })

  it('lets an officer confirm, reject and add pairs, and take that back', async () => {
    const before = await detail()
    const pair = (before.pairs as Pair[])[0]!
    let version = before.summary.version
    const confirmed = await decide({ lower: pair.lower, upper: pair.upper, decision: 'confirmed', version })
    expect(confirmed.json.pairs[0]).toMatchObject({ status: 'confirmed', decidedBy: { displayName: 'officer' } })
    expect(confirmed.json.summary.counts.confirmed).toBe(1)

    const late = await decide({ lower: pair.lower, upper: pair.upper, decision: 'rejected', version })
    expect(late.json).toMatchObject({ status: 409, code: 'version.conflict', changes: [{ what: 'decided' }] })
    version = late.json.version
    const rejected = (await decide({ lower: pair.lower, upper: pair.upper, decision: 'rejected', version })).json
    expect(rejected.pairs.find((p: Pair) => p.lower === pair.lower && p.upper === pair.upper)).toMatchObject({
      status: 'rejected',
      drift: [],
    })
    expect(rejected.summary.counts.pairs).toBe(before.summary.counts.pairs - 1)
    expect(rejected.coverage.untaken.length).toBeGreaterThanOrEqual(before.coverage.untaken.length)

    const stranger = before.upper.measures.at(-1).id
    const own = before.lower.measures.at(-1).id
    const added = (await decide({ lower: own, upper: stranger, decision: 'added', version: rejected.summary.version })).json
    const made = added.pairs.find((p: Pair) => p.lower === own && p.upper === stranger)
    expect(['added', 'confirmed']).toContain(made.status)

    let now = added.summary.version
    for (const [lower, upper] of [
      [own, stranger],
      [pair.lower, pair.upper],
      [pair.lower, pair.upper],
    ]) {
      const cleared = await decide({ lower, upper, decision: 'cleared', version: now })
      expect(cleared.status).toBe(200)
      now = cleared.json.summary.version
    }
    const after = await detail()
    expect(after.pairs).toEqual(before.pairs)
    const nothing = await decide({ lower: pair.lower, upper: pair.upper, decision: 'cleared', version: now })
    expect(nothing.json.summary.version).toBe(now)
    expect((await decide({ lower: 'nowhere', upper: pair.upper, decision: 'confirmed', version: now })).json.code).toBe('measure.not-found')
    expect((await decide({ lower: pair.lower, upper: pair.upper, decision: 'corrected', version: now })).json.code).toBe('request.invalid')
  })

  it('moves a measure to the right partner', async () => {
    const { pairs, upper, summary } = await detail()
    const pair = (pairs as Pair[])[1]!
    const right = upper.measures.find((m: { id: string }) => m.id !== pair.upper).id
    const moved = (
      await decide({ lower: pair.lower, upper: right, decision: 'corrected', insteadOf: pair.upper, version: summary.version })
    ).json
    expect(moved.pairs.find((p: Pair) => p.lower === pair.lower && p.upper === right).status).toBe('corrected')
    expect(moved.pairs.find((p: Pair) => p.lower === pair.lower && p.upper === pair.upper).status).toBe('rejected')
    await decide({ lower: pair.lower, upper: right, decision: 'cleared', version: moved.summary.version })
    expect((await detail()).pairs).toEqual(pairs)
  })

  it('compares anew after a correction, and keeps decisions', async () => {
    const before = await detail()
    const pair = (before.pairs as Pair[])[0]!
    await decide({ lower: pair.lower, upper: pair.upper, decision: 'confirmed', version: before.summary.version })
    const plan = await officer.json('GET', `/api/plans/${lowerId}`)
    await officer.json('PUT', `/api/plans/${lowerId}/corrections`, {
      measureId: pair.lower,
      field: 'targets',
      value: [],
      version: plan.summary.version,
    })
    const listed = (await officer.json('GET', '/api/alignments')).items[0]
    expect(listed.stale).toBe(true)
    const after = await detail()
    expect(after.summary.stale).toBe(false)
    expect(after.pairs[0].status).toBe('confirmed')
    expect(after.pairs[0].drift).not.toEqual(pair.drift)
    expect(after.pairs[0].kinds).toContain('dropped')
  })

  it('exports the comparison, or a part of it', async () => {
    const all = await officer.bytes(`/api/alignments/${id}/export?to=xlsx`)
    const book = await readWorkbook(all.bytes)
    if (!book.ok) throw new Error(book.refusal.en)
    expect(book.sheets.map((s) => s.name)).toEqual(expect.arrayContaining(['对应关系', '漂移']))
    const part = await readDocument((await officer.bytes(`/api/alignments/${id}/export?to=docx&kind=unmatchedLower`)).bytes)
    if (!part.ok) throw new Error(part.refusal.en)
    const { unmatchedLower, lower } = await detail()
    for (const m of unmatchedLower) expect(part.source.text).toContain(lower.measures.find((x: { id: string }) => x.id === m).title)
    const { items } = await server.administrator$.json('GET', '/api/events?kind=alignment.exported')
    expect(items.map((e: { detail: { kind: unknown } }) => e.detail.kind)).toEqual(['unmatchedLower', null])
    expect((await officer.get(`/api/alignments/${id}/export?to=xlsx&kind=red`)).status).toBe(400)
  })

  it('protects plans that an alignment needs', async () => {
    expect((await server.administrator$.ask('DELETE', `/api/plans/${lowerId}`)).json.code).toBe('plan.in-use')
    expect((await officer.ask('DELETE', `/api/alignments/${id}`)).status).toBe(204)
    expect((await officer.get(`/api/alignments/${id}`)).json.code).toBe('alignment.not-found')
    expect((await server.administrator$.ask('DELETE', `/api/plans/${lowerId}`)).status).toBe(204)
  })
})
