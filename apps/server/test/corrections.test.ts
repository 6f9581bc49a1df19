import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, DATABASES, type Person, type TestServer } from './running-server.ts'
import { LOWER } from './sample-plans.ts'

describe.each(DATABASES)('correcting a reading, on %s', (on) => {
  let server: TestServer
  let wang: Person
  let li: Person
  let id: string
  let first: string
  beforeAll(async () => {
    server = await aServer({ on, pages: false })
    wang = await server.user('wang', 'officer')
    li = await server.user('li', 'officer')
    id = (await wang.upload('plan.txt', LOWER)).json.id
    first = (await detail()).plan.measures[0].id
  })
  afterAll(() => server?.end())

  const detail = () => wang.json('GET', `/api/plans/${id}`)
  const version = async (): Promise<number> => (await detail()).summary.version
  const correct = (who: Person, body: Record<string, unknown>) => who.ask('PUT', `/api/plans/${id}/corrections`, body)

  it('shows the correction, keeps the reading, and takes it back', async () => {
    const before = (await detail()).plan.measures[0]
    const value = [{ name: '市数据局' }, { name: '市市场监管局', unit: '市市场监督管理局' }]
    const made = await correct(wang, { measureId: first, field: 'lead', value, version: await version() })
    expect(made.status).toBe(200)
    expect(made.json.correction).toMatchObject({
      field: 'lead',
      measureId: first,
      applied: true,
      before: before.lead,
      value,
      by: { displayName: 'wang' },
    })
    expect(made.json.measure.lead.map((u: { unit: string }) => u.unit)).toEqual(['市数据局', '市市场监督管理局'])
    const shown = await detail()
    expect(shown.plan.measures[0].lead[0]).toMatchObject({ name: '市数据局', rule: 'human', confidence: 1 })
    expect(shown.corrections).toHaveLength(1)
    expect(shown.summary).toMatchObject({ version: made.json.version, counts: { corrections: 1 } })
    expect((await li.json('GET', `/api/plans/${id}/measures?owner=市数据局`)).total).toBe(1)

    const undone = await li.ask('DELETE', `/api/plans/${id}/corrections/${made.json.correction.id}`)
    expect(undone.json).toMatchObject({ version: made.json.version + 1, correction: { applied: false }, measure: { lead: before.lead } })
    const again = await li.ask('DELETE', `/api/plans/${id}/corrections/${made.json.correction.id}`)
    expect(again.json.version).toBe(undone.json.version)
    expect((await detail()).corrections).toEqual([])
  })

  it('brings the earlier correction back when the later one is undone', async () => {
    const one = (await correct(wang, { measureId: first, field: 'title', value: '第一次', version: await version() })).json
    const two = (await correct(wang, { measureId: first, field: 'title', value: '第二次', version: one.version })).json
    expect((await detail()).plan.measures[0].title).toBe('第二次')
    expect((await detail()).corrections).toHaveLength(1)
    await wang.ask('DELETE', `/api/plans/${id}/corrections/${two.correction.id}`)
    expect((await detail()).plan.measures[0].title).toBe('第一次')
    await wang.ask('DELETE', `/api/plans/${id}/corrections/${one.correction.id}`)
  })

  it('tells a person what somebody else changed in the same field, and holds up nobody else', async () => {
    const seen = await version()
    const made = await correct(wang, { measureId: first, field: 'title', value: '王改的', version: seen })
    const late = await correct(li, { measureId: first, field: 'title', value: '李改的', version: seen })
    expect(late.json).toMatchObject({
      status: 409,
      code: 'version.conflict',
      version: made.json.version,
      changes: [{ what: 'corrected', field: 'title', measureId: first, value: '王改的', by: { displayName: 'wang' } }],
    })
    expect((await correct(li, { measureId: first, field: 'kind', value: 'measure', version: seen })).status).toBe(200)
    expect((await correct(li, { measureId: first, field: 'title', value: '李改的', version: late.json.version })).status).toBe(200)
    const racing = await version()
    const both = await Promise.all(
      [wang, li].map((who, i) => correct(who, { measureId: first, field: 'number', value: `${i}`, version: racing })),
    )
    expect(both.map((a) => a.status).sort()).toEqual([200, 409])
  })

  it('survives a second reading', async () => {
    const made = (await correct(wang, { field: 'plan.planYear', value: 2031, version: await version() })).json
    const before = await detail()
    const again = await wang.json('POST', `/api/plans/${id}/reread`)
    expect(again.plan.planYear).toMatchObject({ value: 2031, rule: 'human' })
    expect(again.plan).toEqual(before.plan)
    expect(again.corrections.length).toBe(before.corrections.length)
    expect(again.summary).toMatchObject({ version: made.version + 1, planYear: 2031 })
    const late = await correct(li, { field: 'plan.planYear', value: 2032, version: made.version })
    expect(late.json.changes).toMatchObject([{ what: 'reread', by: { displayName: 'wang' } }])
  })

  it('takes a paragraph that is no measure out of the plan, and back', async () => {
    const struck = (await correct(wang, { measureId: first, field: 'struck', value: true, version: await version() })).json
    expect(struck.measure).toBeNull()
    expect((await detail()).summary.counts.measures).toBe(3)
    await wang.ask('DELETE', `/api/plans/${id}/corrections/${struck.correction.id}`)
    expect((await detail()).summary.counts.measures).toBe(4)
  })

  it('refuses what is no correction', async () => {
    const v = await version()
    const bad: [Record<string, unknown>, string][] = [
      [{ measureId: first, field: 'colour', value: 'x', version: v }, 'request.invalid'],
      [{ measureId: first, field: 'title', value: 7, version: v }, 'request.invalid'],
      [{ measureId: first, field: 'title', value: 'x' }, 'request.invalid'],
      [{ measureId: first, field: 'title', value: 'x', version: v + 5 }, 'request.invalid'],
      [{ measureId: first, field: 'lead', value: [{ name: 'x', colour: 1 }], version: v }, 'request.invalid'],
      [{ measureId: first, field: 'milestones', value: [{ due: '2025-02-30', text: '' }], version: v }, 'request.invalid'],
      [
        {
          measureId: first,
          field: 'targets',
          value: [{ subject: 'a', comparator: '>=', value: 1, valueMax: 2, unit: '', text: '' }],
          version: v,
        },
        'request.invalid',
      ],
      [{ measureId: first, field: 'lead', value: [{ name: 'x', span: { start: 0, end: 9_999_999 } }], version: v }, 'correction.invalid'],
      [{ measureId: 'nowhere', field: 'title', value: 'x', version: v }, 'measure.not-found'],
    ]
    for (const [body, code] of bad) expect((await correct(wang, body)).json.code, JSON.stringify(body)).toBe(code)
    expect(await version()).toBe(v)
    const nothing = '01a20193-1966-70bb-93c7-58b11e785021'
    expect((await wang.ask('DELETE', `/api/plans/${id}/corrections/${nothing}`)).json.code).toBe('correction.not-found')
    const viewer = await server.user('viewer', 'viewer')
    expect((await correct(viewer, { measureId: first, field: 'title', value: 'x', version: v })).json.code).toBe('permission.denied')
  })

  it('records who changed what, before and after', async () => {
    const { items } = await server.administrator$.json('GET', `/api/events?kind=correction.made&subject=${id}`)
    expect(items.at(-1)).toMatchObject({
      by: { displayName: 'wang' },
      detail: { field: 'lead', measureId: first, before: [{ name: '市市场监管局' }], after: [{ name: '市数据局' }, {}] },
    })
  })
})
