import { csrfOf, openSession } from '../src/accounts/sessions.ts'
import { createUser } from '../src/accounts/users.ts'
import type { Role } from '../src/contract/session.ts'
import { newId } from '../src/ids.ts'
import type { Action, Relation } from '../src/organisation/rules.ts'
import type { Person, TestServer } from './running-server.ts'

/** Everybody who can stand to an entry in some way, one entry in each phase (`ready`: all is done and nobody has asked for close-out), and what each rule allows: through the interface, and as bare SQL. */

export const day = (ahead = 0) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
const DOMAIN = '市场准入'

interface Somebody {
  readonly roles?: readonly Role[]
  /** `until` and `from` in days from today. */
  readonly posts?: readonly {
    readonly post: string
    readonly body?: string
    readonly department?: string
    readonly force?: true
    readonly domain?: string
    readonly until?: number
  }[]
  /** Whose posts, from and until in days from today; of one post: its number. */
  readonly acts?: {
    readonly instead: string
    readonly from: number
    readonly until: number
    readonly only?: number
    readonly revoked?: true
  }
  /** The body in whose name they would speak. */
  readonly speaks?: string
  /** What they are to the entry, said here and not computed. */
  readonly is: readonly Relation[]
}

/** The market regulator leads, the tax office is responsible, a step is given to the section of registration and one to `owner` in person. */
export const PEOPLE: Readonly<Record<string, Somebody>> = {
  officer: { roles: ['officer'], is: ['office'] },
  administrator: { roles: ['administrator'], is: ['office'] },
  viewer: { roles: ['viewer'], is: ['reader'] },
  commander: { posts: [{ post: 'commander', domain: DOMAIN }], is: ['commander'] },
  'deputy commander': { posts: [{ post: 'deputy-commander', domain: DOMAIN }], is: ['commander'] },
  'commander of another domain': { posts: [{ post: 'commander', domain: '法治环境' }], is: ['posted'] },
  'commander of the task force': { posts: [{ post: 'commander', force: true }], is: ['commander'] },
  'member of the task force': { posts: [{ post: 'member', force: true }], is: ['force'] },
  'liaison of the lead': { posts: [{ post: 'liaison', body: 'market' }], is: ['lead'] },
  'head of the lead': { posts: [{ post: 'head', body: 'market' }], is: ['lead'] },
  'deputy head of the lead': { posts: [{ post: 'deputy-head', body: 'market' }], is: ['lead'] },
  'liaison of a responsible body': { posts: [{ post: 'liaison', body: 'tax' }], speaks: 'tax', is: ['responsible'] },
  'liaison of another body': { posts: [{ post: 'liaison', body: 'justice' }], is: ['posted'] },
  'head of the body above the lead': { posts: [{ post: 'head', body: 'reform' }], is: ['superior'] },
  'liaison of the government': { posts: [{ post: 'liaison', body: 'government' }], is: ['superior'] },
  'head of the section': { posts: [{ post: 'department-head', body: 'market', department: 'section' }], is: ['assigned', 'superior'] },
  'member of the section': { posts: [{ post: 'member', body: 'market', department: 'section' }], is: ['assigned'] },
  'member in person': { posts: [{ post: 'member', body: 'market', department: 'other section' }], is: ['assigned'] },
  'member of another section': { posts: [{ post: 'member', body: 'market', department: 'other section' }], is: ['posted'] },
  'former liaison of the lead': { posts: [{ post: 'liaison', body: 'market', until: -1 }], is: ['posted'] },
  'with two posts': {
    posts: [
      { post: 'liaison', body: 'market' },
      { post: 'commander', domain: DOMAIN },
    ],
    is: ['lead', 'commander'],
  },
  delegate: { acts: { instead: 'liaison of the lead', from: 0, until: 3 }, is: ['lead'] },
  'delegate of all posts': { acts: { instead: 'with two posts', from: -1, until: 0 }, is: ['lead', 'commander'] },
  'delegate of one post': { acts: { instead: 'with two posts', from: 0, until: 3, only: 0 }, is: ['lead'] },
  'delegate until yesterday': { acts: { instead: 'liaison of the lead', from: -9, until: -1 }, is: ['posted'] },
  'delegate from tomorrow': { acts: { instead: 'liaison of the lead', from: 1, until: 3 }, is: ['posted'] },
  'delegate no more': { acts: { instead: 'liaison of the lead', from: 0, until: 3, revoked: true }, is: ['posted'] },
  outsider: { roles: ['party'], is: ['outsider'] },
}

const PLAN = `云溪市人民政府关于印发云溪市优化营商环境工作方案的通知

云溪市优化营商环境工作方案

一、${DOMAIN}
1.推进企业开办。2099年6月底前，企业开办全程网办率达到85%以上。（牵头单位：市市场监管局；责任单位：市税务局）
2.推进证照联办。2099年6月底前，证照联办事项不少于40项。（牵头单位：市市场监管局；责任单位：市税务局）
3.推进准营联办。2099年6月底前，准营联办率达到70%以上。（牵头单位：市市场监管局；责任单位：市税务局）
4.推进住所承诺。2099年6月底前，住所承诺办理率达到80%以上。（牵头单位：市市场监管局；责任单位：市税务局）
`

/** Who asks for close-out where the office does not: it reviews. */
const SUBMITTER = 'liaison of the lead'

export interface Cast {
  readonly people: Readonly<Record<string, Person>>
  /** Ids: of everybody by name, of bodies, of entries by phase, of steps by body. */
  readonly ids: Readonly<Record<string, string>>
}

/** Puts everybody in place, through the interface where people do it, with sessions opened without passwords. */
export async function cast(server: TestServer): Promise<Cast> {
  const { tenantId, store, administrator$: office } = server
  const ids: Record<string, string> = {}
  const people: Record<string, Person> = {}
  for (const [name, { roles }] of Object.entries(PEOPLE)) {
    const token = await store.inTenant(tenantId, async (tx) => {
      const now = new Date()
      ids[name] = await createUser(
        tx,
        tenantId,
        { login: name.replaceAll(' ', '-'), displayName: name, roles: roles ?? ['member'] },
        { hash: '!' },
        now,
      )
      await tx
        .updateTable('app_user')
        .set({ must_change_password: false })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', ids[name]!)
        .execute()
      return openSession(tx, tenantId, ids[name]!, { idleMinutes: 60, hours: 1 }, now)
    })
    people[name] = Object.assign(server.visitor(), { cookie: `yingshang=${token}`, csrf: csrfOf(token) })
  }
  const post = async (path: string, body: object) => office.json('POST', `/api/organisation${path}`, body)
  const city = (await post('/areas', { name: '云溪市', kind: 'city', parentId: null })).id
  const body = async (key: string, name: string, more: object = {}) => {
    ids[key] = (await post('/bodies', { name, kind: 'department', areaId: city, ...more })).body.id
  }
  await body('government', '云溪市人民政府', { kind: 'government' })
  await body('reform', '云溪市发展和改革委员会')
  await body('market', '云溪市市场监督管理局', { shortName: '市市场监管局', parentId: ids.reform })
  await body('tax', '国家税务总局云溪市税务局', { shortName: '市税务局' })
  await body('justice', '云溪市司法局')
  ids.section = (await post(`/bodies/${ids.market}/departments`, { name: '注册科' })).id
  ids['other section'] = (await post(`/bodies/${ids.market}/departments`, { name: '法规科' })).id
  ids.force = (await post('/task-forces', { name: '企业开办专班', domains: [DOMAIN] })).id
  const held: Record<string, string[]> = {}
  for (const [name, { posts = [] }] of Object.entries(PEOPLE))
    for (const { post: kind, body: at, department, force, domain, until } of posts) {
      const asked = {
        userId: ids[name],
        post: kind,
        bodyId: at === undefined ? null : ids[at],
        departmentId: department === undefined ? null : ids[department],
        taskForceId: force ? ids.force : null,
        domain: domain ?? null,
        from: day(-30),
        until: until === undefined ? null : day(until),
      }
      held[name] = [...(held[name] ?? []), (await post('/memberships', asked)).id]
    }
  const disturb = await server.superConnection()
  try {
    // A delegation of the past is made as no page makes it.
    for (const [name, { acts }] of Object.entries(PEOPLE))
      if (acts)
        await disturb.query(
          `insert into delegation (tenant_id, id, from_user, to_user, membership_id, from_day, until_day, reason, made_by, made_at, revoked_by, revoked_at)
           values ($1, $2, $3, $4, $5, $6, $7, '学习', $3, now(), $8, case when $8::uuid is null then null else now() end)`,
          [
            tenantId,
            newId(),
            ids[acts.instead],
            ids[name],
            acts.only === undefined ? null : held[acts.instead]![acts.only],
            day(acts.from),
            day(acts.until),
            acts.revoked ? ids.officer : null,
          ],
        )
  } finally {
    await disturb.end()
  }
  const plan = (await office.upload('方案.txt', PLAN)).json.id
  const ledger = await office.json('POST', '/api/ledgers', { planId: plan })
  ids.ledger = ledger.id
  const { items } = await office.json('GET', `/api/ledger-entries?ledger=${ledger.id}&sort=plan`)
  for (const [i, phase] of ['open', 'ready', 'submitted', 'closed'].entries()) {
    const id = items[i].id as string
    ids[phase] = id
    const fact = (who: Person, said: object) => who.json('POST', `/api/ledger-entries/${id}/facts`, { fact: said })
    const step = { kind: 'step-added', title: '优化流程' }
    await fact(office, { ...step, body: ids.market, departmentId: ids.section })
    await fact(office, { ...step, body: ids.market, owner: ids['member in person'] })
    const { steps } = await fact(office, { ...step, body: ids.tax })
    ids[`${phase} section`] = steps[0].id
    ids[`${phase} person`] = steps[1].id
    ids[`${phase} tax`] = steps[2].id
    for (const body of [ids.market, ids.tax]) await fact(office, { kind: 'reported', body, done: '已启动' })
    const { evidence } = await prove(office, id)
    ids[`${phase} evidence`] = evidence[0].attachment
    if (phase === 'open') continue
    for (const { id: done } of steps) await fact(office, { kind: 'step-done', step: done })
    await fact(office, { kind: 'milestone-done', milestone: 'm1' })
    if (phase === 'ready') continue
    await fact(people[SUBMITTER]!, { kind: 'submitted', summary: '已完成' })
    if (phase === 'closed') await fact(office, { kind: 'accepted' })
  }
  return { people, ids }
}

export async function prove(who: Person, entry: string) {
  const form = new FormData()
  form.append('file', new Blob(['%PDF-1.7 印发通知']), '印发通知.pdf')
  const answer = await who.ask('POST', `/api/ledger-entries/${entry}/evidence`, form)
  return { status: answer.status, evidence: answer.json?.evidence ?? [] }
}

/** The step that is somebody's own: of their body, of their section, or given to them in person. */
const stepOf = (name: string) => (PEOPLE[name]!.speaks === 'tax' ? 'tax' : name === 'member in person' ? 'person' : 'section')
export const speaksFor = (ids: Cast['ids'], name: string) => ids[PEOPLE[name]!.speaks ?? 'market']!

/** Who takes something back or does it again: the liaison officer asks for close-out, the officer does the rest. */
export const whoUndoes = (fact: { readonly kind?: string }) => (fact.kind === 'submitted' ? SUBMITTER : 'officer')

/** What each rule allows through the interface: a fact on an entry, and how it is taken back. */
export interface Said {
  readonly action: Action
  readonly on: 'open' | 'ready' | 'submitted' | 'closed'
  readonly fact: (name: string, ids: Cast['ids']) => object
  readonly undo?: (name: string, ids: Cast['ids']) => readonly { readonly kind: string }[]
}
export const SAID: readonly Said[] = [
  { action: 'entry.break-down', on: 'open', fact: (name, ids) => ({ kind: 'step-added', body: speaksFor(ids, name), title: '另一举措' }) },
  {
    action: 'entry.fill',
    on: 'open',
    fact: (name, ids) => ({ kind: 'step-done', step: ids[`open ${stepOf(name)}`] }),
    undo: (name, ids) => [{ kind: 'step-reopened', step: ids[`open ${stepOf(name)}`], reason: '尚未完成' }],
  },
  { action: 'entry.report', on: 'open', fact: (name, ids) => ({ kind: 'reported', body: speaksFor(ids, name), done: '正在推进' }) },
  {
    action: 'entry.submit',
    on: 'open',
    fact: () => ({ kind: 'milestone-done', milestone: 'm1' }),
    undo: () => [{ kind: 'milestone-reopened', milestone: 'm1', reason: '尚未完成' }],
  },
  {
    action: 'entry.submit',
    on: 'ready',
    fact: () => ({ kind: 'submitted', summary: '已完成' }),
    undo: () => [{ kind: 'returned', reason: '请补充' }],
  },
  {
    action: 'entry.review',
    on: 'submitted',
    fact: () => ({ kind: 'returned', reason: '请补充' }),
    undo: () => [{ kind: 'submitted', summary: '已补充' }],
  },
  {
    action: 'entry.review',
    on: 'submitted',
    fact: () => ({ kind: 'accepted' }),
    undo: () => [
      { kind: 'reopened', reason: '尚有遗漏' },
      { kind: 'submitted', summary: '已补充' },
    ],
  },
  {
    action: 'entry.decide',
    on: 'closed',
    fact: () => ({ kind: 'reopened', reason: '出现反复' }),
    undo: () => [{ kind: 'submitted', summary: '已巩固' }, { kind: 'accepted' }],
  },
  {
    action: 'entry.decide',
    on: 'open',
    fact: () => ({ kind: 'deferred', until: day(60), decision: '专班会议纪要', reason: '等待上级办法' }),
    undo: () => [{ kind: 'resumed', reason: '办法已出台' }],
  },
  { action: 'entry.amend', on: 'open', fact: () => ({ kind: 'weighted', weight: 3 }) },
]

/** What each rule allows as bare SQL. `$1` tenant, `$2` entry, `$3` the user; more by name. */
export interface Written {
  readonly action: Action
  readonly on: 'open' | 'submitted' | 'closed'
  readonly sql: string
  readonly with?: (name: string, ids: Cast['ids']) => readonly unknown[]
}

const OF = 'tenant_id = $1 and entry_id = $2'
const event = (action: Action, on: Written['on'], kind: string, body?: (name: string, ids: Cast['ids']) => object): Written => ({
  action,
  on,
  sql: `insert into entry_event (tenant_id, entry_id, seq, id, kind, at, user_id, body) values ($1, $2, 999, gen_random_uuid(), '${kind}', now(), $3, $4)`,
  with: (name, ids) => [JSON.stringify(body?.(name, ids) ?? {})],
})
const becomes = (action: Action, on: Written['on'], phase: string): Written => ({
  action,
  on,
  sql: `update ledger_entry set phase = '${phase}', state = jsonb_set(state, '{phase}', '"${phase}"') where tenant_id = $1 and id = $2 and $3::uuid is not null`,
})
const sets = (action: Action, set: string, more?: Written['with']): Written => ({
  action,
  on: 'open',
  sql: `update ledger_entry set ${set} where tenant_id = $1 and id = $2 and $3::uuid is not null`,
  ...(more ? { with: more } : {}),
})
const part = (action: Action, sql: string, more?: Written['with']): Written => ({
  action,
  on: 'open',
  sql: sql.includes('$3') ? sql : `${sql} and $3::uuid is not null`,
  ...(more ? { with: more } : {}),
})
const ownStep = (name: string, ids: Cast['ids']) => [ids[`open ${stepOf(name)}`]]
const own = (name: string, ids: Cast['ids']) => [speaksFor(ids, name)]

export const WRITTEN: readonly Written[] = [
  ...['entry_body', 'entry_milestone', 'entry_target', 'entry_step', 'entry_report', 'entry_evidence', 'entry_event'].map((table) =>
    part('entry.read', `select 1 from ${table} where ${OF}`),
  ),
  part('entry.read', 'select 1 from ledger_entry where tenant_id = $1 and id = $2'),
  part(
    'entry.break-down',
    `insert into entry_step (tenant_id, entry_id, id, body_id, title) select $1, $2, gen_random_uuid(), $4, '私加' where $3::uuid is not null`,
    own,
  ),
  part('entry.break-down', `update entry_step set title = '改写' where ${OF} and id = $4`, ownStep),
  part('entry.break-down', `delete from entry_step where ${OF} and id = $4`, ownStep),
  sets('entry.break-down', 'owner_id = $3, owners = owners || $3::uuid'),
  event('entry.break-down', 'open', 'step-added', (name, ids) => ({ content: { body: speaksFor(ids, name) } })),
  event('entry.break-down', 'open', 'entrusted'),
  part('entry.fill', `update entry_step set done_on = '2026-01-01' where ${OF} and id = $4`, ownStep),
  part(
    'entry.fill',
    `insert into entry_evidence (tenant_id, entry_id, attachment_id, name, added_by, added_on, withdrawn) values ($1, $2, $4, '佐证', $3, '2026-01-01', false)`,
    (_, ids) => [ids['closed evidence']],
  ),
  part('entry.fill', `update entry_evidence set withdrawn = true where ${OF}`),
  sets('entry.fill', 'evidence = evidence + 1'),
  event('entry.fill', 'open', 'evidence-added'),
  part(
    'entry.report',
    `insert into entry_report (tenant_id, id, entry_id, body_id, done, first_on, reported_on, reported_by, reported_at, seq)
     values ($1, gen_random_uuid(), $2, $4, '已完成', '2026-01-01', '2026-01-01', $3, now(), 9)`,
    own,
  ),
  part('entry.report', `update entry_report set done = '改写', reported_by = $3 where ${OF} and body_id = $4`, own),
  part('entry.report', `update entry_target set reading = 99, reading_as_of = '2026-01-01', verdict = 'met' where ${OF}`),
  sets('entry.report', "heard_on = '2026-02-02'"),
  event('entry.report', 'open', 'reported', (name, ids) => ({ body: speaksFor(ids, name) })),
  event('entry.report', 'open', 'target-reading'),
  part('entry.submit', `update entry_milestone set done_on = '2026-01-01' where ${OF}`),
  becomes('entry.submit', 'open', 'submitted'),
  event('entry.submit', 'open', 'submitted'),
  event('entry.submit', 'open', 'milestone-done'),
  becomes('entry.review', 'submitted', 'open'),
  becomes('entry.review', 'submitted', 'closed'),
  event('entry.review', 'submitted', 'returned'),
  becomes('entry.decide', 'closed', 'open'),
  sets('entry.decide', "deferred_until = '2099-01-01'"),
  event('entry.decide', 'closed', 'reopened'),
  event('entry.decide', 'open', 'deferred'),
  becomes('entry.amend', 'open', 'withdrawn'),
  sets('entry.amend', 'weight = 9'),
  sets('entry.amend', 'lead_body_id = $4', (_, ids) => [ids.justice]),
  sets('entry.amend', `domain = '法治环境'`),
  sets('entry.amend', `state = jsonb_set(state, '{content,title}', '"改写"')`),
  part(
    'entry.amend',
    `insert into entry_body (tenant_id, entry_id, body_id, role, position) select $1, $2, $4, 'responsible', 9 where $3::uuid is not null`,
    (_, ids) => [ids.justice],
  ),
  part('entry.amend', `update entry_body set role = 'responsible' where ${OF}`),
  part('entry.amend', `delete from entry_body where ${OF}`),
  part(
    'entry.amend',
    `insert into entry_milestone (tenant_id, entry_id, id, text, position) select $1, $2, 'm9', '私加', 9 where $3::uuid is not null`,
  ),
  part('entry.amend', `update entry_milestone set due = '2099-12-31' where ${OF}`),
  part('entry.amend', `delete from entry_milestone where ${OF}`),
  part('entry.amend', `update entry_target set value = 1 where ${OF}`),
  part('entry.amend', `delete from entry_target where ${OF}`),
  part(
    'entry.amend',
    `insert into ledger_entry select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* from ledger_entry e where tenant_id = $1 and id = $2 and $3::uuid is not null`,
  ),
  event('entry.amend', 'open', 'assigned'),
  event('entry.amend', 'open', 'withdrawn'),
]
