import { EXPLANATION, readWorkbook, writeWorkbook } from '@yingshang/document'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { delegationTick } from '../src/organisation/delegation-notices.ts'
import { bodiesOfUnits } from '../src/organisation/plan-units.ts'
import { ACTIONS, type Action, type EntryTies, may, RELATIONS, type Relation, RULES, relationsTo } from '../src/organisation/rules.ts'
import { loadSampleOrganisation } from '../src/organisation/samples.ts'
import { inScope, scopeOf } from '../src/organisation/scope.ts'
import { SHEETS } from '../src/organisation/sheets.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

const TODAY = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const inDays = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
const NOBODY = '01a20193-1966-70bb-93c7-58b11e785021'

describe('the organisation', () => {
  let server: TestServer
  let officer: Person
  const people: Record<string, Person> = {}
  const ids: Record<string, string> = {}
  const api = (path: string) => `/api/organisation${path}`

  beforeAll(async () => {
    server = await aServer({ pages: false })
    officer = await server.user('officer', 'officer')
    for (const [login, role] of [
      ['viewer', 'viewer'],
      ['commander', 'commander'],
      ['force', 'member'],
      ['lead', 'liaison'],
      ['responsible', 'liaison'],
      ['superior', 'liaison'],
      ['assigned', 'member'],
      ['posted', 'liaison'],
      ['outsider', 'party'],
      ['cover', 'liaison'],
    ] as const)
      people[login] = await server.user(login, role)
    const users = (await server.administrator$.json('GET', '/api/users')).items as { id: string; login: string }[]
    for (const { id, login } of users) ids[login] = id
    ids.administrator = ids.admin!
    const area = async (name: string, kind: string, parentId: string | null) =>
      (await officer.json('POST', api('/areas'), { name, kind, parentId })).id as string
    ids.city = await area('云溪市', 'city', null)
    ids.east = await area('东山区', 'district', ids.city)
    const body = async (name: string, areaId: string, more = {}) =>
      (await officer.json('POST', api('/bodies'), { name, kind: 'department', areaId, ...more })).body.id as string
    ids.cityGovernment = await body('云溪市人民政府', ids.city, { kind: 'government' })
    ids.reform = await body('云溪市发展和改革委员会', ids.city, { shortName: '市发改委' })
    ids.market = await body('云溪市市场监督管理局', ids.city, { parentId: ids.reform })
    ids.tax = await body('云溪市税务局', ids.city)
    ids.former = await body('云溪市原口岸办公室', ids.city)
    await officer.json('PATCH', `/api/organisation/bodies/${ids.former}`, { validFrom: '2000-01-01', validUntil: '2001-01-01' })
    ids.government = await body('东山区人民政府', ids.east, { kind: 'government' })
    ids.eastReform = await body('东山区发展和改革局', ids.east)
    ids.section = (await officer.json('POST', api(`/bodies/${ids.market}/departments`), { name: '注册科' })).id
    const post = (userId: string | undefined, post: string, more: object) =>
      officer.json('POST', api('/memberships'), { userId, post, ...more })
    ids.team = (await officer.json('POST', api('/task-forces'), { name: '企业开办专班', domains: ['市场准入'], bodyIds: [ids.market] })).id
    await post(ids.commander, 'commander', { domain: '市场准入' })
    await post(ids.force, 'member', { taskForceId: ids.team })
    ids.leadPost = (await post(ids.lead, 'liaison', { bodyId: ids.market })).id
    await post(ids.responsible, 'liaison', { bodyId: ids.tax })
    await post(ids.superior, 'head', { bodyId: ids.reform })
    await post(ids.assigned, 'member', { bodyId: ids.market, departmentId: ids.section })
    await post(ids.posted, 'liaison', { bodyId: ids.government })
    await post(ids.cover, 'liaison', { bodyId: ids.eastReform })
  })
  afterAll(() => server?.end())

  /** An entry that the market regulator leads, the tax office takes part in, with a step of the section. */
  const entry = (): EntryTies => ({
    lead: ids.market!,
    responsible: [ids.tax!],
    departments: [ids.section!],
    owners: [],
    domain: '市场准入',
  })
  const WHO: Readonly<Record<Relation, string>> = {
    office: 'officer',
    reader: 'viewer',
    commander: 'commander',
    force: 'force',
    lead: 'lead',
    responsible: 'responsible',
    superior: 'superior',
    assigned: 'assigned',
    posted: 'posted',
    outsider: 'outsider',
  }
  const scopeFor = (login: string, day = TODAY()) => server.store.inTenant(server.tenantId, (tx) => scopeOf(tx, ids[login]!, day))

  describe('every rule, relation × action', () => {
    it('the people of this test stand in the relations that they are named for', async () => {
      for (const relation of Object.keys(RELATIONS) as Relation[])
        expect(relationsTo(await scopeFor(WHO[relation]), entry()), relation).toContain(relation)
    })

    it('the service and the database answer every cell alike, as the table says', async () => {
      const client = await server.appConnection()
      try {
        for (const relation of Object.keys(RELATIONS) as Relation[]) {
          const scope = await scopeFor(WHO[relation])
          await client.query('begin')
          await client.query('select enter_tenant($1)', [server.tenantId])
          await client.query('select enter_scope($1, $2)', [ids[WHO[relation]], TODAY()])
          for (const action of Object.keys(ACTIONS) as Action[]) {
            const expected = relationsTo(scope, entry()).some((one) => RULES[action].includes(one))
            expect(may(scope, action, entry()), `${relation} ${action}`).toBe(expected)
            if (!action.startsWith('entry.')) continue
            const { lead, responsible, departments, owners, domain } = entry()
            const { rows } = await client.query('select scope_may($1, $2, $3, $4, $5, $6) as may', [
              action,
              lead,
              responsible,
              departments,
              owners,
              domain,
            ])
            expect(rows[0].may, `${relation} ${action} in SQL`).toBe(expected)
          }
          await client.query('rollback')
        }
      } finally {
        await client.end()
      }
    })

    it('somebody to whom a step is assigned in person may read and fill in, and nothing else', async () => {
      const scope = await scopeFor('posted')
      const owned = { ...entry(), owners: [ids.posted!] }
      expect((Object.keys(ACTIONS) as Action[]).filter((a) => a.startsWith('entry.') && may(scope, a, owned))).toEqual([
        'entry.read',
        'entry.fill',
      ])
      expect(may(scope, 'entry.read', entry())).toBe(false)
    })

    it('through HTTP: who has a post reads the organisation, only the office changes it, others see nothing', async () => {
      const everybody: Record<string, Person> = { ...people, officer, administrator: server.administrator$ }
      for (const [login, person] of Object.entries(everybody)) {
        const reads = login !== 'outsider'
        const manages = login === 'officer' || login === 'administrator'
        expect((await person.get(api(''))).status, `${login} reads`).toBe(reads ? 200 : 403)
        expect((await person.get(api(`/bodies/${ids.market}`))).status, `${login} reads a body`).toBe(reads ? 200 : 403)
        const asked: [string, string, unknown][] = [
          ['POST', '/areas', { name: `${login}镇`, kind: 'town', parentId: ids.east }],
          ['PATCH', `/bodies/${ids.tax}`, { position: 7 }],
          ['POST', `/bodies/${ids.tax}/departments`, { name: `${login}科` }],
          ['POST', '/memberships', { userId: ids[login], post: 'deputy-head', bodyId: ids.former }],
          ['POST', '/task-forces', { name: `${login}专班` }],
          ['POST', '/people', { login: `${login}-new`, displayName: '新人' }],
          ['PUT', '/units', { items: [{ text: `${login}单位`, nobody: true }] }],
        ]
        for (const [method, path, body] of asked)
          expect((await person.ask(method, api(path), body)).status < 400, `${login} ${method} ${path}`).toBe(manages)
      }
    })

    it('through raw SQL: the directory is changed by the office alone, and hidden from outsiders', async () => {
      const client = await server.appConnection()
      const writes: [string, unknown[]][] = [
        ["insert into area values ($1, gen_random_uuid(), 'x' || random(), 'town', null, 0, null)", [server.tenantId]],
        ['update body set position = 9 where tenant_id = $1 and id = $2 returning id', [server.tenantId, ids.tax]],
        ["insert into department values ($1, gen_random_uuid(), $2, 'x' || random(), 0, null)", [server.tenantId, ids.tax]],
        [
          "insert into membership values ($1, gen_random_uuid(), $2, 'head', null, $3, null, null, null, '2026-01-01', null)",
          [server.tenantId, ids.lead, ids.tax],
        ],
        ['delete from membership where tenant_id = $1 and user_id = $2 returning id', [server.tenantId, ids.cover]],
        ["insert into task_force values ($1, gen_random_uuid(), 'x' || random(), '{}', null, '2026-01-01', null)", [server.tenantId]],
        ["insert into body_alias values ($1, gen_random_uuid(), 'x', 'x' || random(), null, null, null, now())", [server.tenantId]],
      ]
      try {
        for (const login of [...Object.values(WHO), null])
          for (const [sql, parameters] of writes) {
            await client.query('begin')
            await client.query('select enter_tenant($1)', [server.tenantId])
            if (login !== null) await client.query('select enter_scope($1, $2)', [ids[login], TODAY()])
            const done = await client.query(sql, parameters).then(
              ({ rowCount }) => (rowCount ?? 0) > 0,
              (error: { code: string }) => {
                expect(error.code, sql).toBe('42501')
                return false
              },
            )
            expect(done, `${login} ${sql}`).toBe(login === 'officer')
            await client.query('rollback')
          }
        await client.query('begin')
        await client.query('select enter_tenant($1)', [server.tenantId])
        await client.query('select enter_scope($1, $2)', [ids.outsider, TODAY()])
        for (const table of ['area', 'body', 'department', 'membership', 'task_force', 'body_alias', 'delegation'])
          expect((await client.query(`select count(*)::int as n from ${table}`)).rows[0].n, table).toBe(0)
        await client.query('rollback')
      } finally {
        await client.end()
      }
    })
  })

  describe('who acts for which bodies on a day', () => {
    it('posts begin and end; heads read what is below, a government reads its area', async () => {
      expect((await scopeFor('lead')).bodies).toEqual([ids.market])
      expect((await scopeFor('lead', '2000-01-01')).bodies).toEqual([])
      expect((await scopeFor('superior')).reads.toSorted()).toEqual([ids.reform, ids.market].toSorted())
      expect((await scopeFor('posted')).reads.toSorted()).toEqual([ids.government, ids.eastReform].toSorted())
      expect(await scopeFor('commander')).toMatchObject({ domains: ['市场准入'], bodies: [], all: false })
      expect(await scopeFor('force')).toMatchObject({ domains: [], readsDomains: ['市场准入'], taskForces: [ids.team] })
      expect(await scopeFor('viewer')).toMatchObject({ all: true, runs: false })
      expect(await scopeFor('officer')).toMatchObject({ all: true, runs: true })
    })

    it('a body that has ended gives nobody anything', async () => {
      const made = await officer.json('POST', api('/bodies'), {
        name: '云溪市旧局',
        kind: 'department',
        areaId: ids.city,
        validFrom: '2020-01-01',
      })
      const member = await officer.json('POST', api('/memberships'), { userId: ids.cover, post: 'head', bodyId: made.body.id })
      expect((await scopeFor('cover')).bodies).toContain(made.body.id)
      await officer.json('PATCH', api(`/bodies/${made.body.id}`), { validUntil: inDays(-1), successorId: ids.tax })
      expect((await scopeFor('cover')).bodies).not.toContain(made.body.id)
      const detail = await officer.json('GET', api(`/bodies/${made.body.id}`))
      expect(detail.successor.name).toBe('云溪市税务局')
      await officer.ask('DELETE', api(`/memberships/${member.id}`))
    })

    it('delegation lends posts for its days, is taken back, and does not go on', async () => {
      const lent = await people.lead!.json('POST', api('/delegations'), {
        toUserId: ids.cover,
        fromDay: TODAY(),
        untilDay: inDays(3),
        reason: '休假',
      })
      expect((await scopeFor('cover')).bodies.toSorted()).toEqual([ids.market, ids.eastReform].toSorted())
      expect((await scopeFor('cover', inDays(4))).bodies).toEqual([ids.eastReform])
      // What was delegated is not delegated on.
      await people.cover!.json('POST', api('/delegations'), { toUserId: ids.posted, fromDay: TODAY(), untilDay: TODAY(), reason: '外出' })
      expect((await scopeFor('posted')).bodies.toSorted()).toEqual([ids.government, ids.eastReform].toSorted())
      // Not one's own: refused to make, not found to take back; in SQL as well.
      const foreign = { fromUserId: ids.lead, toUserId: ids.posted, fromDay: TODAY(), untilDay: TODAY(), reason: 'x' }
      expect((await people.responsible!.ask('POST', api('/delegations'), foreign)).status).toBe(403)
      expect((await people.responsible!.ask('POST', api(`/delegations/${lent.id}/revocation`))).json.code).toBe('organisation.not-found')
      await expect(
        inScope({ store: server.store, now: () => new Date() }, callerOf('responsible'), (tx) =>
          tx
            .insertInto('delegation')
            .values({
              tenant_id: server.tenantId,
              id: NOBODY,
              from_user: ids.lead!,
              to_user: ids.posted!,
              membership_id: null,
              from_day: TODAY(),
              until_day: TODAY(),
              reason: 'x',
              made_by: ids.responsible!,
              made_at: new Date(),
              revoked_by: null,
              revoked_at: null,
            })
            .execute(),
        ),
      ).rejects.toMatchObject({ code: '42501' })
      await people.lead!.json('POST', api(`/delegations/${lent.id}/revocation`))
      expect((await scopeFor('cover')).bodies).toEqual([ids.eastReform])
      expect((await people.lead!.ask('POST', api(`/delegations/${lent.id}/revocation`))).json.code).toBe('delegation.refused')
    })

    it.each([
      [{ toUserId: 'lead' }, '本人'],
      [{ untilDay: '2000-01-01' }, '早于'],
      [{ untilDay: inDays(500) }, '最长'],
    ])('a delegation that makes no sense is refused: %o', async (wrong, words) => {
      const body = { toUserId: ids.cover, fromDay: TODAY(), untilDay: TODAY(), reason: '休假', ...wrong }
      const answer = await people.lead!.ask('POST', api('/delegations'), { ...body, toUserId: ids[body.toUserId!] ?? body.toUserId })
      expect(answer.json).toMatchObject({ code: 'delegation.refused' })
      expect(answer.json.detail).toContain(words)
    })

    it('one post alone can be delegated', async () => {
      const lent = await people.lead!.json('POST', api('/delegations'), {
        toUserId: ids.posted,
        membershipId: ids.leadPost,
        fromDay: TODAY(),
        untilDay: TODAY(),
        reason: '出差',
      })
      expect(lent.membership).toContain('云溪市市场监督管理局')
      expect((await scopeFor('posted')).bodies).toContain(ids.market)
      await people.lead!.json('POST', api(`/delegations/${lent.id}/revocation`))
    })

    const callerOf = (login: string) => ({
      tenant: { id: server.tenantId, name: '' },
      user: { id: ids[login]!, login, displayName: login, roles: [] },
    })
  })

  it('a post gives the role that it needs, is journalled, and what does not fit is refused', async () => {
    const invited = await officer.json('POST', api('/people'), { login: 'newcomer', displayName: '新来的人', email: 'new@example.org' })
    await officer.json('POST', api('/memberships'), { userId: invited.id, post: 'liaison', bodyId: ids.tax })
    const users = (await server.administrator$.json('GET', '/api/users')).items
    expect(users.find((u: { login: string }) => u.login === 'newcomer').roles).toEqual(['member', 'liaison'])
    const refused = async (body: object) => (await officer.ask('POST', api('/memberships'), { userId: invited.id, ...body })).json.code
    expect(await refused({ post: 'commander', bodyId: ids.tax })).toBe('organisation.refused')
    expect(await refused({ post: 'head' })).toBe('organisation.refused')
    // The same post twice at the same time.
    expect(await refused({ post: 'liaison', bodyId: ids.tax })).toBe('organisation.refused')
    expect(await refused({ post: 'member', bodyId: ids.tax, departmentId: ids.section })).toBe('organisation.refused')
    expect(await refused({ post: 'member', bodyId: ids.tax, from: '2026-02-01', until: '2026-01-01' })).toBe('organisation.refused')
    expect((await officer.ask('POST', api('/memberships'), { userId: NOBODY, post: 'head', bodyId: ids.tax })).json.code).toBe(
      'user.not-found',
    )
    const client = await server.superConnection()
    try {
      const { rows } = await client.query("select count(*)::int as n from journal_record where kind = 'organisation.post'")
      expect(rows[0].n).toBeGreaterThan(8)
    } finally {
      await client.end()
    }
    // An invited account has no password that anybody could try.
    expect((await server.visitor().signIn('newcomer', '!')).json.code).toBe('session.wrong')
  })

  it('names are unique, circles are refused, the past is kept with before and after', async () => {
    expect((await officer.ask('POST', api('/bodies'), { name: '云溪市税务局', kind: 'other', areaId: ids.city })).json.code).toBe(
      'organisation.name-taken',
    )
    expect((await officer.ask('PATCH', api(`/bodies/${ids.reform}`), { parentId: ids.market })).json.code).toBe('organisation.refused')
    expect((await officer.ask('PATCH', api(`/areas/${ids.city}`), { parentId: ids.east })).json.code).toBe('organisation.refused')
    expect((await officer.ask('GET', api(`/bodies/${NOBODY}`))).status).toBe(404)
    await officer.json('PATCH', api(`/bodies/${ids.tax}`), { shortName: '市税务局' })
    const history = await officer.json('GET', api(`/history?subject=${ids.tax}`))
    expect(history.items[0]).toMatchObject({ name: '云溪市税务局', before: { shortName: null }, after: { shortName: '市税务局' } })
    const page = await officer.json('GET', api('/history?limit=2'))
    expect(page.items).toHaveLength(2)
    expect((await officer.json('GET', api(`/history?limit=2&after=${page.next}`))).items[0].id < page.items[1].id).toBe(true)
  })

  it('names in plans are suggested, confirmed once and remembered', async () => {
    const plan = [
      '云溪市优化营商环境工作方案',
      '一、市场准入',
      '1. 压缩企业开办时间。全程网办，一日办结。（牵头单位：市市场监管局；责任单位：市税务局、市发展改革委、各有关部门）',
      '2. 推行证照联办。统一受理，并联审批。（牵头单位：市市场监管局；责任单位：各区（市）人民政府、市金融局）',
    ].join('\n')
    expect((await officer.upload('units.txt', plan)).status).toBe(201)
    const { items } = await officer.json('GET', api('/units'))
    const of = (text: string) => items.find((i: { text: string }) => i.text === text)
    expect(of('市市场监管局')).toMatchObject({ measures: 2, collective: false })
    expect(of('市市场监管局').suggestions).toEqual([
      { rule: 'normalised', bodies: [{ id: ids.market, name: '云溪市市场监督管理局' }], groupId: null },
    ])
    expect(of('各有关部门')).toMatchObject({ collective: true })
    const collective = items.find((i: { text: string }) => i.text.startsWith('各区'))
    expect(collective.suggestions[0].bodies.map((b: { id: string }) => b.id)).toEqual([ids.government])
    await officer.json('PUT', api('/units'), {
      items: [
        { text: '市市场监管局', bodyId: ids.market },
        { text: collective.text, bodyIds: [ids.government] },
        { text: '市地方金融监管局', nobody: true },
      ],
    })
    const after = await officer.json('GET', api('/units'))
    const open = after.items.map((i: { text: string }) => i.text)
    for (const text of ['市市场监管局', collective.text, '市地方金融监管局']) expect(open).not.toContain(text)
    expect((await officer.json('GET', api(`/bodies/${ids.market}`))).aliases).toMatchObject([
      { text: '市市场监管局', confirmedBy: { displayName: 'officer' } },
    ])
    const alias = after.aliases.find((a: { text: string }) => a.text === '市地方金融监管局')
    expect((await officer.ask('DELETE', api(`/aliases/${alias.id}`))).status).toBe(204)
    expect((await officer.json('GET', api('/units'))).items.map((i: { text: string }) => i.text)).toContain('市地方金融监管局')
    const wrong = { items: [{ text: '市地方金融监管局', bodyId: ids.market, nobody: true }] }
    expect((await officer.ask('PUT', api('/units'), wrong)).status).toBe(400)
  })

  describe('after it was set up', () => {
    const dependants = async (of: string, id: string) =>
      (await officer.json('GET', api(`/dependants?of=${of}&id=${id}`))).items.map(
        (i: { what: string; effect: string; names: string[] }) => [i.what, i.effect, ...i.names],
      )

    it('a task force is changed and dissolved: its posts end with it, and what nobody is left for is shown first', async () => {
      const force = await officer.json('POST', api('/task-forces'), { name: '跨境专班', domains: ['跨境贸易'], from: inDays(-9) })
      await officer.json('POST', api('/memberships'), { userId: ids.cover, post: 'commander', taskForceId: force.id, from: inDays(-9) })
      const changed = { name: '跨境贸易专班', domains: ['跨境贸易', '市场准入'], from: inDays(-5), bodyIds: [ids.tax], note: '半年' }
      expect(await officer.json('PATCH', api(`/task-forces/${force.id}`), changed)).toMatchObject({
        name: '跨境贸易专班',
        from: inDays(-5),
        bodies: [{ id: ids.tax }],
        note: '半年',
      })
      expect((await scopeFor('cover')).domains).toContain('跨境贸易')
      expect(await dependants('task-force', force.id)).toEqual([
        ['post', 'ends', 'cover 跨境贸易专班 总指挥'],
        ['domain', 'stays', '跨境贸易'],
      ])
      const dissolved = await officer.json('PATCH', api(`/task-forces/${force.id}`), { until: inDays(-1) })
      expect(dissolved).toMatchObject({ until: inDays(-1), members: [{ until: inDays(-1), current: false }] })
      expect((await scopeFor('cover')).domains).toEqual([])
      expect((await officer.ask('PATCH', api(`/task-forces/${force.id}`), { until: inDays(-30) })).json.code).toBe('organisation.refused')
      expect((await people.viewer!.ask('PATCH', api(`/task-forces/${force.id}`), { name: 'x' })).status).toBe(403)
    })

    it('a group is renamed, holds other bodies, and is dissolved with the name that stood for it', async () => {
      await officer.json('PUT', api('/units'), { items: [{ text: '各监管部门', bodyIds: [ids.market] }] })
      const group = async () =>
        (await officer.json('GET', api(''))).groups.find((g: { name: string }) => g.name.startsWith('各监管') || g.name === '监管部门')
      const { id } = await group()
      await officer.json('PUT', api(`/groups/${id}`), { name: '监管部门', bodyIds: [ids.market, ids.tax] })
      expect(await group()).toMatchObject({ name: '监管部门', bodies: [{ id: ids.market }, { id: ids.tax }] })
      expect(await dependants('group', id)).toEqual([['alias', 'ends', '各监管部门']])
      expect((await people.viewer!.ask('DELETE', api(`/groups/${id}`))).status).toBe(403)
      expect((await officer.ask('DELETE', api(`/groups/${id}`))).status).toBe(204)
      expect(await group()).toBeUndefined()
      expect((await officer.json('GET', api('/units'))).aliases.map((a: { text: string }) => a.text)).not.toContain('各监管部门')
    })

    it('an area is closed when nothing lives in it any more', async () => {
      const area = await officer.json('POST', api('/areas'), { name: '南湖新区', kind: 'zone', parentId: ids.city })
      const { body } = await officer.json('POST', api('/bodies'), { name: '南湖新区管委会', kind: 'government', areaId: area.id })
      expect(await dependants('area', area.id)).toEqual([['body', 'blocks', '南湖新区管委会']])
      const refused = await officer.ask('PATCH', api(`/areas/${area.id}`), { closedOn: TODAY() })
      expect(refused.json).toMatchObject({ code: 'organisation.refused', detail: '尚有1 个单位（南湖新区管委会），请先调整或者撤销' })
      await officer.json('PATCH', api(`/bodies/${body.id}`), { areaId: ids.city })
      expect(await dependants('area', area.id)).toEqual([])
      expect((await officer.json('PATCH', api(`/areas/${area.id}`), { closedOn: TODAY() })).closedOn).toBe(TODAY())
    })

    it('a department is closed: its posts end that day', async () => {
      const { id } = await officer.json('POST', api(`/bodies/${ids.tax}/departments`), { name: '纳税服务科' })
      const post = { userId: ids.posted, post: 'department-head', bodyId: ids.tax, departmentId: id, from: inDays(-3) }
      await officer.json('POST', api('/memberships'), post)
      expect((await scopeFor('posted')).departments).toContain(id)
      expect(await dependants('department', id)).toEqual([['post', 'ends', 'posted 云溪市税务局 纳税服务科 科室负责人']])
      await officer.json('PATCH', api(`/departments/${id}`), { closedOn: TODAY() })
      expect((await scopeFor('posted', inDays(1))).departments).not.toContain(id)
      expect(await dependants('department', id)).toEqual([])
    })

    it('who receives a delegation and who gave it are told when it is made, begins, ends or is taken back, each once', async () => {
      const said = async (login: string) =>
        (await people[login]!.json('GET', '/api/notices?limit=100')).items
          .map((n: { text: { zh: string } }) => n.text.zh)
          .filter((zh: string) => zh.includes('lead') && /代行|委托/.test(zh))
          .toReversed()
      const before = { posted: (await said('posted')).length, lead: (await said('lead')).length }
      const news = async (login: 'posted' | 'lead') => (await said(login)).slice(before[login])
      const tick = (days: number) =>
        delegationTick({ store: server.store, tenantId: server.tenantId, now: () => new Date(Date.now() + days * 86_400_000) })
      const [from, until] = [inDays(1), inDays(2)]
      expect((await people.lead!.json('GET', api(`/people/${ids.lead}/posts`))).items).toContainEqual({
        id: ids.leadPost,
        words: '云溪市市场监督管理局 联络员',
      })
      const lent = { toUserId: ids.posted, membershipId: ids.leadPost, fromDay: from, untilDay: until, reason: '休假' }
      await people.lead!.json('POST', api('/delegations'), lent)
      const post = '“云溪市市场监督管理局 联络员”的职责'
      const made = [`lead委托您代行${post}，${from} 至 ${until}，事由：休假`]
      expect(await news('posted')).toEqual(made)
      expect(await news('lead')).toEqual([`已委托posted代行lead${post}，${from} 至 ${until}`])
      await tick(0)
      expect(await news('posted')).toEqual(made)
      await tick(1)
      await tick(1)
      expect((await news('posted')).slice(1)).toEqual([`今天起您代行lead${post}，至 ${until} 止`])
      await tick(3)
      await tick(3)
      expect((await news('posted')).slice(2)).toEqual([`您代行lead${post}已于 ${until} 结束`])
      expect((await news('lead')).slice(1)).toEqual([
        `今天起由posted代行lead${post}，至 ${until} 止`,
        `posted代行lead${post}已于 ${until} 结束`,
      ])
      // Made by the office for somebody: all three know. It begins today, which is not said twice.
      const { id } = await officer.json('POST', api('/delegations'), {
        fromUserId: ids.lead,
        toUserId: ids.posted,
        fromDay: TODAY(),
        untilDay: TODAY(),
        reason: '住院',
      })
      await tick(0)
      await officer.json('POST', api(`/delegations/${id}/revocation`))
      await tick(9)
      expect((await news('posted')).slice(3)).toEqual([
        `lead委托您代行全部职责，${TODAY()}，事由：住院`,
        'lead全部职责的委托已经收回，您不再代行',
      ])
      expect((await news('lead')).slice(3)).toHaveLength(2)
      expect((await officer.json('GET', '/api/notices')).items.map((n: { text: { zh: string } }) => n.text.zh)).toContain(
        `已委托posted代行lead全部职责，${TODAY()}`,
      )
    })
  })

  describe('import and export in one form', () => {
    const upload = (person: Person, bytes: Uint8Array, query: string) => {
      const form = new FormData()
      form.append('file', new Blob([bytes as never]), '组织机构.xlsx')
      return person.ask('POST', api(`/import?${query}`), form)
    }
    const workbook = (rows: Partial<Record<keyof typeof SHEETS, object[]>>) =>
      writeWorkbook({ sheets: Object.entries(SHEETS).map(([key, sheet]) => ({ ...sheet, rows: (rows as never)[key] ?? [] })) as never })

    it('an export imported again changes nothing', async () => {
      const { bytes, status } = await officer.bytes(api('/export'))
      expect(status).toBe(200)
      const dry = await upload(officer, bytes, 'dryRun=true')
      expect(dry.json).toMatchObject({ errorCount: 0, dryRun: true, invited: [] })
      for (const sheet of dry.json.sheets) expect(sheet, sheet.sheet).toMatchObject({ created: 0, changed: 0, unchanged: sheet.rows })
      expect(dry.json.sheets.map((s: { sheet: string }) => s.sheet)).toEqual(['区域', '单位', '科室', '专班', '任职', '单位别名'])
    })

    it('the empty form is read as empty', async () => {
      const { bytes } = await officer.bytes(api('/form'))
      const read = await readWorkbook(bytes)
      expect(read.ok && read.sheets.map((s) => s.name)).toEqual([...Object.values(SHEETS).map((s) => s.name), EXPLANATION])
      expect((await upload(officer, bytes, 'dryRun=true')).json).toMatchObject({ errorCount: 0, invited: [] })
    })

    it('every error names its sheet and cell, and one is enough to write nothing', async () => {
      const bytes = await workbook({
        areas: [{ name: '西河县', kind: '区县级', parent: '没有的市' }],
        bodies: [
          { name: '西河县人民政府', kind: '人民政府、管委会', area: '西河县' },
          { name: '西河县人民政府', kind: '人民政府、管委会', area: '西河县' },
          { id: NOBODY, name: '西河县财政局', kind: '部门', area: '西河县' },
          { name: '西河县教育局', kind: '部门', area: '西河县', parent: '没有的单位', from: '2026-05-01', until: '2026-04-01' },
        ],
        people: [
          { login: 'zhang', displayName: '张三', post: '联络员' },
          { login: 'lead', displayName: '冒名者', post: '联络员', body: '西河县人民政府' },
          { login: 'zhou', displayName: '周七', email: 'NEW@example.org', post: '联络员', body: '西河县人民政府' },
          { login: 'wang', displayName: '王五', email: 'wang', post: '总指挥', body: '西河县人民政府' },
        ],
      })
      const dry = (await upload(officer, bytes, 'dryRun=true')).json
      const found = dry.errors.map((e: { sheet: string; cell: string; code: string }) => `${e.sheet} ${e.cell} ${e.code}`)
      expect(found).toEqual([
        '区域 D2 row.reference',
        '单位 B3 row.twice',
        '单位 A4 row.unknown',
        '单位 H5 row.days',
        '单位 F5 row.reference',
        '任职 E2 row.post',
        '任职 C3 person.name',
        '任职 D4 person.email',
        '任职 E5 row.post',
        '任职 D5 row.email',
      ])
      const real = await upload(officer, bytes, 'dryRun=false')
      expect(real.json).toMatchObject({ code: 'organisation.import-refused', figures: { findings: 10 } })
      expect((await officer.json('GET', api(''))).areas.map((a: { name: string }) => a.name)).not.toContain('西河县')
      expect((await upload(people.lead!, bytes, 'dryRun=true')).status).toBe(403)
    })

    it('a good one makes everything at once, and people sign in with the passwords that it showed', async () => {
      const bytes = await workbook({
        areas: [{ name: '西河县', kind: '区县级', parent: '云溪市' }],
        bodies: [
          // Refers to one further down.
          { name: '西河县税务局', kind: '垂直管理单位', area: '西河县', parent: '西河县人民政府' },
          { name: '西河县人民政府', shortName: '县政府', kind: '人民政府、管委会', area: '西河县' },
        ],
        departments: [{ body: '西河县人民政府', name: '营商环境科' }],
        forces: [{ name: '纳税专班', domains: '纳税、社保', bodies: '西河县税务局、云溪市税务局' }],
        people: [
          {
            login: 'zhang',
            displayName: '张三',
            post: '联络员',
            body: '西河县人民政府',
            department: '营商环境科',
            email: 'zhang@example.org',
          },
          { login: 'zhang', displayName: '张三', post: '成员', force: '纳税专班' },
          { login: 'zhao', displayName: '赵六', post: '总指挥', domain: '纳税' },
        ],
        aliases: [{ text: '两级税务', bodies: '西河县税务局、云溪市税务局' }],
      })
      const done = await upload(officer, bytes, 'dryRun=false&passwords=true')
      expect(done.status, done.text).toBe(200)
      expect(done.json.sheets.map((s: { created: number }) => s.created)).toEqual([1, 2, 1, 1, 3, 1])
      const zhang = server.visitor()
      await zhang.signInFirst('zhang', done.json.invited.find((i: { login: string }) => i.login === 'zhang').oneTimePassword)
      const scope = await zhang.json('GET', api('/scope'))
      expect(scope.bodies.map((b: { name: string }) => b.name)).toEqual(['西河县人民政府'])
      expect(scope.taskForces.map((f: { name: string }) => f.name)).toEqual(['纳税专班'])
      const { bodies } = await officer.json('GET', api(''))
      const tax = bodies.find((b: { name: string }) => b.name === '西河县税务局')
      expect((await officer.json('GET', api(`/bodies/${tax.id}`))).parent.name).toBe('西河县人民政府')
      // Once more: all of it is there already.
      const again = (await upload(officer, bytes, 'dryRun=true')).json
      for (const sheet of again.sheets) expect(sheet, sheet.sheet).toMatchObject({ created: 0, changed: 0 })
      // By id, a name is changed; the id stays.
      const exported = await readWorkbook((await officer.bytes(api('/export'))).bytes)
      expect(exported.ok).toBe(true)
      const renamed = await workbook({ bodies: [{ id: tax.id, name: '西河县税务局（新）', kind: '垂直管理单位', area: '西河县' }] })
      const { sheets } = (await upload(officer, renamed, 'dryRun=false')).json
      expect(sheets.filter((x: { rows: number }) => x.rows > 0)).toMatchObject([{ sheet: '单位', created: 0, changed: 1 }])
      expect((await officer.json('GET', api(`/bodies/${tax.id}`))).body.name).toBe('西河县税务局（新）')
    })
  })

  it('the sample organisation is loaded once, into an empty place, and its names match the sample plans', async () => {
    const fresh = await aServer({ pages: false })
    try {
      const services = { store: fresh.store, tenantId: fresh.tenantId, now: () => new Date(), sealer: fresh.sealer }
      expect(await loadSampleOrganisation(services as never)).toBe(14)
      expect(await loadSampleOrganisation(services as never)).toBe(0)
      const { bodies, areas } = await fresh.administrator$.json('GET', api(''))
      expect([bodies.length, areas.length]).toEqual([14, 5])
      const command = await fresh.administrator$.json('GET', api('/command'))
      expect(command.domains).toHaveLength(4)
      expect(command.taskForces[0].bodies).toHaveLength(3)
      const units = ['市市场监管局', '市发展改革委', '市税务局', '市法院', '市大数据局', '栖川高新区管委会']
      const meant = await fresh.store.inTenant(fresh.tenantId, (tx) => bodiesOfUnits(tx, fresh.tenantId, TODAY(), units, { sure: true }))
      expect([...meant.keys()]).toEqual(units)
    } finally {
      await fresh.end()
    }
  })
})
