import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PROBLEMS } from '../src/contract/problem.ts'
import { newId } from '../src/ids.ts'
import { type Answer, aServer, type Person, type TestServer } from './running-server.ts'

/**
 * A thousand requests of somebody who means harm: fuzzed forms, roles that one does not have, what belongs to another tenant, replays, broken and monstrous
 * bodies, forged sessions. Each is refused with a code and changes nothing.
 */

const SEED = 20_261_122

let server: TestServer
let judge: Person
let clerk: Person
let debtor: Person
let stranger: Person
let viewer: Person
let matter: string
let document: string
let party: string
let firstAction: string
/** A matter of another tenant, with one action, one party, one document. */
const theirs = { tenant: newId(), user: newId(), matter: newId(), action: newId(), party: newId(), document: newId(), attachment: newId() }
const today = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

const PETITION = {
  petitioner: 'debtor',
  remedy: 'liquidation',
  debtorName: '青禾机械有限公司',
  debtorCode: '91350100M000100Y43',
  petitionerName: '青禾机械有限公司',
  grounds: '不能清偿到期债务，并且资产不足以清偿全部债务。',
}
const FILE = { procedure: 'bankruptcy-petition', action: 'file', as: 'debtor' }

beforeAll(async () => {
  server = await aServer({ env: { REQUESTS_PER_MINUTE: '1000000' } })
  judge = await server.user('judge', 'judge')
  clerk = await server.user('clerk', 'clerk')
  debtor = await server.user('debtor', 'party')
  stranger = await server.user('stranger', 'party')
  viewer = await server.user('viewer', 'viewer')
  const opened = await debtor.json('POST', '/api/matters', { ...FILE, values: { ...PETITION, receivedOn: today() } })
  matter = opened.matter.summary.id
  firstAction = opened.id
  for (const role of ['judge', 'clerk']) await clerk.json('POST', `/api/matters/${matter}/parties`, { login: role, role })
  const seen = await clerk.json('GET', `/api/matters/${matter}`)
  document = seen.documents[0].id
  party = seen.parties[0].id
  await server.sealer.sealNow()
  const owner = await server.superConnection()
  try {
    await owner.query("insert into tenant values ($1, 'other', '另一单位', now())", [theirs.tenant])
    await owner.query('set session_replication_role = replica')
    const copy = (table: string, from: string, change: Record<string, string>) =>
      owner.query(
        `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(t) || $1::jsonb)).* from ${table} t where tenant_id = $2 and ${from}`,
        [JSON.stringify({ tenant_id: theirs.tenant, ...change }), server.tenantId],
      )
    await copy('app_user', `login_key = 'judge'`, { id: theirs.user, login: 'theirs', login_key: 'theirs' })
    await copy('matter', `id = '${matter}'`, { id: theirs.matter })
    await copy('matter_action', `matter_id = '${matter}' and seq = 1`, {
      id: theirs.action,
      matter_id: theirs.matter,
      user_id: theirs.user,
    })
    await copy('matter_party', `matter_id = '${matter}' and role = 'judge'`, {
      id: theirs.party,
      matter_id: theirs.matter,
      user_id: theirs.user,
    })
    await copy('matter_document', `matter_id = '${matter}'`, { id: theirs.document, matter_id: theirs.matter })
    await owner
      .query(
        `insert into attachment (tenant_id, id, name, type, size, sha256, uploaded_by, uploaded_at, matter_id, bytes) values ($1, $2, 'a.txt', 'text/plain', 1, $3, $4, now(), null, 'a')`,
        [theirs.tenant, theirs.attachment, 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', theirs.user],
      )
      .catch(() => undefined)
  } finally {
    await owner.end()
  }
})
afterAll(() => server?.end())

/** What every table holds; of a session, when it was last seen may change. */
async function everything(): Promise<Record<string, string>> {
  const owner = await server.superConnection()
  try {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'yingshang' and tablename <> 'session' order by 1`,
    )
    const held: Record<string, string> = {}
    for (const { name } of tables) {
      const { rows } = await owner.query<{ n: string; digest: string }>(
        `select count(*) n, md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) digest from "${name}" t`,
      )
      held[name] = `${rows[0]!.n} ${rows[0]!.digest}`
    }
    return held
  } finally {
    await owner.end()
  }
}

let sent = 0
/** Every request is refused with a code of the table; never with a fault of the server. */
async function refuses(what: string, requests: readonly (() => Promise<Answer>)[], codes?: readonly string[]): Promise<void> {
  const before = await everything()
  const wrong: string[] = []
  for (const [i, request] of requests.entries()) {
    const answer = await request()
    sent++
    const refused = answer.status >= 400 && answer.status < 500 && answer.json?.code in PROBLEMS
    if (!refused || (codes !== undefined && !codes.includes(answer.json.code)))
      wrong.push(`${i}: ${answer.status} ${answer.text.slice(0, 200)}`)
  }
  expect(wrong, what).toEqual([])
  expect(await everything(), what).toEqual(before)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
}

const act = (who: Person, action: string, values: unknown, more: object = {}, headers: Record<string, string> = {}) =>
  who.ask('POST', `/api/matters/${matter}/actions`, { action, values, expectedSeq: 1, ...more }, headers)
const open = (who: Person, body: unknown) => who.ask('POST', '/api/matters', body)

/** A value that no field of a form takes, of any shape. */
const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(
    Number.MAX_SAFE_INTEGER,
    -1,
    1.5,
    1e308,
    '\u0000',
    'a\u0000b',
    '\ud800',
    '’; drop table matter; --',
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '{{7*7}}',
    '9'.repeat(5_000),
    '长'.repeat(100_000),
    '‮',
    [],
    {},
    [[[[[[]]]]]],
    { id: theirs.attachment, sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb' },
    { toString: 'x', valueOf: 'x', length: -1 },
  ),
)

it('forms filled with anything at all', async () => {
  const fields = ['petitioner', 'remedy', 'debtorCode', 'receivedOn'] as const
  const samples = fc.sample(fc.record({ field: fc.constantFrom(...fields), value: strange, all: fc.boolean() }), {
    numRuns: 150,
    seed: SEED,
  })
  const spoiled = samples.map(
    ({ field, value, all }) =>
      () =>
        open(debtor, { ...FILE, values: all ? { [field]: value } : { ...PETITION, receivedOn: today(), [field]: value } }),
  )
  await refuses('a spoiled petition', spoiled, [
    'action.refused',
    'request.invalid',
    'request.malformed',
    'request.too-large',
    'attachment.refused',
  ])
  const wild = fc.sample(
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('constructor', 'prototype', 'hasOwnProperty', 'missing', 'note')), strange, {
      maxKeys: 6,
    }),
    {
      numRuns: 150,
      seed: SEED,
    },
  )
  await refuses(
    'a wild form',
    // The required text is never there as a text.
    wild.map((values) => () => act(clerk, 'ask-supplement', { ...values, missing: [values] })),
  )
})

it('actions and bodies that do not exist', async () => {
  const bodies = fc.sample(fc.jsonValue(), { numRuns: 60, seed: SEED })
  await refuses('any JSON as a body', [
    ...bodies.map((body) => () => open(debtor, body)),
    ...bodies.map((body) => () => clerk.ask('POST', `/api/matters/${matter}/actions`, body as object)),
  ])
  const names = fc.sample(
    fc.oneof(fc.string({ maxLength: 80 }), fc.constantFrom('__proto__', 'constructor', 'toString', 'end-objection', 'open', 'file')),
    {
      numRuns: 80,
      seed: SEED,
    },
  )
  await refuses(
    'any action',
    names.filter((n) => n !== 'examine').map((action) => () => act(clerk, action, {})),
  )
  await refuses(
    'any procedure',
    names.map((procedure) => () => open(debtor, { ...FILE, procedure, values: PETITION })),
  )
})

it('roles that somebody does not have', async () => {
  const actions = [
    'accept',
    'refuse',
    'examine',
    'ask-supplement',
    'notify-debtor',
    'end-objection',
    'note-lapse',
    'extend-ruling',
    'serve-acceptance',
  ]
  await refuses(
    'a party as the court',
    actions.flatMap((action) => [() => act(debtor, action, {}), () => act(stranger, action, {}), () => act(viewer, action, {})]),
  )
  await refuses(
    'the court in a role that is not its own',
    actions.filter((a) => !['examine', 'ask-supplement'].includes(a)).map((action) => () => act(clerk, action, {})),
  )
  const roles = ['judge', 'clerk', 'clock', 'administrator', 'system', '__proto__', 'group', '']
  await refuses(
    'opening as somebody else',
    roles
      .filter((r) => r !== 'administrator')
      .map((as) => () => open(stranger, { ...FILE, as, values: { ...PETITION, receivedOn: today() } })),
  )
  await refuses(
    'assigning without the right',
    [debtor, stranger, viewer].flatMap((who) =>
      roles.map((role) => () => who.ask('POST', `/api/matters/${matter}/parties`, { login: 'stranger', role })),
    ),
  )
  await refuses(
    'a role that a person cannot have',
    ['clock', 'system', 'judge', 'nothing', '__proto__'].map(
      (role) => () => clerk.ask('POST', `/api/matters/${matter}/parties`, { login: 'stranger', role }),
    ),
  )
  await refuses('what is not one’s own', [
    () => stranger.get(`/api/matters/${matter}`),
    () => stranger.get(`/api/matters/${matter}/actions`),
    () => stranger.get(`/api/matters/${matter}/documents/${document}`),
    () => stranger.get(`/api/matters/${matter}/actions/${firstAction}/receipt`),
    () => stranger.ask('DELETE', `/api/matters/${matter}/parties/${party}`),
    () => debtor.ask('DELETE', `/api/matters/${matter}/parties/${party}`),
    () => stranger.ask('PUT', `/api/matters/${matter}/drafts/file`, { values: {} }),
    () => stranger.ask('PUT', `/api/matters/${matter}/following`, { following: true }),
  ])
})

it('what belongs to another tenant', async () => {
  const everyone = [judge, clerk, debtor, stranger, server.administrator$]
  const paths = ['', '/actions', `/documents/${theirs.document}`, `/actions/${theirs.action}/receipt`, `/attachments/${theirs.attachment}`]
  await refuses(
    'reading',
    everyone.flatMap((who) => paths.map((path) => () => who.get(`/api/matters/${theirs.matter}${path}`))),
  )
  await refuses(
    'their things under my matter',
    everyone.flatMap((who) => [
      () => who.get(`/api/matters/${matter}/documents/${theirs.document}`),
      () => who.get(`/api/matters/${matter}/actions/${theirs.action}/receipt`),
      () => who.get(`/api/matters/${matter}/attachments/${theirs.attachment}`),
      () => who.ask('DELETE', `/api/matters/${matter}/parties/${theirs.party}`),
    ]),
  )
  await refuses(
    'writing',
    everyone.flatMap((who) => [
      () => who.ask('POST', `/api/matters/${theirs.matter}/actions`, { action: 'examine', values: {}, expectedSeq: 1 }),
      () => who.ask('POST', `/api/matters/${theirs.matter}/parties`, { login: 'clerk', role: 'clerk' }),
      () => who.ask('DELETE', `/api/matters/${theirs.matter}/parties/${theirs.party}`),
      () => who.ask('PUT', `/api/matters/${theirs.matter}/drafts/examine`, { values: {} }),
      () => who.ask('PUT', `/api/matters/${theirs.matter}/following`, { following: true }),
    ]),
  )
  await refuses('their action corrected, their people assigned, their attachment taken', [
    () => act(clerk, 'ask-supplement', { missing: '材料' }, { corrects: theirs.action }),
    () => clerk.ask('POST', `/api/matters/${matter}/parties`, { login: 'theirs', role: 'creditor' }),
    () => clerk.ask('POST', `/api/matters/${matter}/parties`, { login: 'stranger', role: 'creditor', onBehalfOf: theirs.user }),
    () =>
      open(debtor, {
        ...FILE,
        values: {
          ...PETITION,
          receivedOn: today(),
          papers: [
            { id: theirs.attachment, name: 'a.txt', size: 1, sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb' },
          ],
        },
      }),
  ])
})

it('replayed and stale requests', async () => {
  const key = { 'idempotency-key': 'replayed-request' }
  const body = { login: 'stranger', role: 'creditor', until: '2020-01-01', from: '2020-01-02' }
  await refuses(
    'a refusal replayed',
    Array.from({ length: 20 }, () => () => clerk.ask('POST', `/api/matters/${matter}/parties`, body, key)),
  )
  await refuses(
    'an action on a state that was or will be',
    [0, 2, 3, 99, 2 ** 31 - 1].flatMap((expectedSeq) => [judge, clerk].map((who) => () => act(who, 'examine', {}, { expectedSeq }))),
  )
  await refuses(
    'no state at all',
    [-1, 1.5, 2 ** 53, null, '1'].map((expectedSeq) => () => act(judge, 'examine', {}, { expectedSeq })),
  )
  // One honest action, then the same request again and again, and the same key for something else.
  const answer = await act(judge, 'examine', {}, {}, { 'idempotency-key': 'an-honest-click' })
  expect(answer.status).toBe(201)
  await server.sealer.sealNow()
  const before = await everything()
  for (let i = 0; i < 10; i++) {
    const again = await act(judge, 'examine', {}, {}, { 'idempotency-key': 'an-honest-click' })
    expect([again.status, again.json.id]).toEqual([201, answer.json.id])
  }
  expect(await everything()).toEqual(before)
  await refuses(
    'the key of another request',
    Array.from({ length: 20 }, (_, i) => () => act(judge, 'accept', { i }, {}, { 'idempotency-key': 'an-honest-click' })),
    ['request.idempotency-mismatch'],
  )
  await refuses(
    'the same without a key',
    Array.from({ length: 20 }, () => () => act(judge, 'examine', {})),
    ['matter.changed'],
  )
  await refuses(
    'keys that are none',
    ['short', 'ü'.repeat(9).normalize(), 'x'.repeat(101)].map(
      (k) => () => act(judge, 'examine', {}, {}, { 'idempotency-key': encodeURI(k).slice(0, k.length === 5 ? 5 : 200) }),
    ),
  )
})

it('broken, monstrous and poisoned bodies', async () => {
  const path = `/api/matters/${matter}/actions`
  const broken = [
    '',
    '{',
    '[',
    'null',
    '"',
    '{"action":"examine"',
    '{"action":"examine","values":{},"expectedSeq":1}}',
    "{'a':1}",
    '\u0000',
    '{"a":1e999999}',
    '﻿{',
    'NaN',
    'undefined',
    '[1,]',
  ]
  await refuses(
    'broken JSON',
    broken.flatMap((text) => [() => clerk.ask('POST', path, text), () => debtor.ask('POST', '/api/matters', text)]),
  )
  const poison = ['__proto__', 'constructor'].flatMap((key) => [
    `{"${key}":{"polluted":true},"action":"ask-supplement","values":{},"expectedSeq":2}`,
    `{"action":"ask-supplement","values":{"${key}":{"polluted":true}},"expectedSeq":2}`,
    `{"action":"ask-supplement","values":{"${key}":{"prototype":{"polluted":true}}},"expectedSeq":2}`,
    `{"action":"ask-supplement","values":{"missing":{"${key}":{"polluted":true}}},"expectedSeq":2}`,
    `{"action":"ask-supplement","values":[{"${key}":{"polluted":true}}],"expectedSeq":2}`,
  ])
  await refuses(
    'poisoned keys',
    poison.flatMap((text) => Array.from({ length: 4 }, () => () => clerk.ask('POST', path, text))),
  )
  await refuses(
    'poisoned drafts',
    ['__proto__', 'constructor'].flatMap((key) => [
      () => clerk.ask('PUT', `/api/matters/${matter}/drafts/ask-supplement`, `{"values":{"${key}":{"prototype":{"polluted":true}}}}`),
    ]),
  )
  const deep = '['.repeat(20_000) + ']'.repeat(20_000)
  const large = 'x'.repeat(3_000_000)
  await refuses('monsters', [
    () => clerk.ask('POST', path, `{"action":"ask-supplement","values":{"missing":${deep}},"expectedSeq":2}`),
    () => clerk.ask('POST', path, `{"action":"ask-supplement","values":{"missing":"${large}"},"expectedSeq":2}`),
    () =>
      clerk.ask('POST', path, {
        action: 'ask-supplement',
        values: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`f${i}`, i])),
        expectedSeq: 2,
      }),
    () => clerk.ask('POST', path, { action: 'x'.repeat(100_000), values: {}, expectedSeq: 2 }),
    () => debtor.ask('POST', '/api/matters', `{"procedure":${deep}}`),
  ])
  await refuses(
    'what the database cannot hold',
    ['\u0000', 'a\u0000b', '\ud800'].flatMap((text) => [
      () => clerk.ask('PUT', `/api/matters/${matter}/drafts/ask-supplement`, { values: { missing: text } }),
      () => clerk.ask('PUT', `/api/matters/${matter}/drafts/ask-supplement`, { values: { [text]: 1 } }),
      () => clerk.ask('PUT', `/api/matters/${matter}/drafts/${encodeURIComponent('\u0000')}`, { values: {} }),
      () => act(clerk, 'ask-supplement', { missing: text }, { expectedSeq: 2 }),
      () => clerk.ask('POST', `/api/matters/${matter}/parties`, { login: text, role: 'creditor' }),
      () => clerk.ask('POST', '/api/users', { login: text, displayName: text, roles: ['viewer'] }),
    ]),
  )
  await refuses(
    'other kinds of content',
    ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].flatMap((type) => [
      () => clerk.ask('POST', path, 'action=examine', { 'content-type': type }),
      () => clerk.ask('POST', '/api/attachments', 'x', { 'content-type': type }),
    ]),
  )
})

it('forged sessions and strange origins', async () => {
  const body = { action: 'ask-supplement', values: { missing: '材料' }, expectedSeq: 2 }
  const path = `/api/matters/${matter}/actions`
  const as = (change: (forged: Person) => void) => {
    const forged = server.visitor()
    forged.cookie = clerk.cookie
    forged.csrf = clerk.csrf
    change(forged)
    return forged
  }
  const tokens = fc.sample(fc.stringMatching(/^[\w-]{0,60}$/), { numRuns: 60, seed: SEED })
  await refuses(
    'a wrong token of the page',
    tokens.map(
      (csrf) => () =>
        as((p) => {
          p.csrf = csrf
        }).ask('POST', path, body),
    ),
    ['session.csrf'],
  )
  await refuses(
    'a wrong session',
    tokens.map(
      (token) => () =>
        as((p) => {
          p.cookie = `yingshang=${server.tenantId}.${token}`
        }).ask('POST', path, body),
    ),
    ['session.required'],
  )
  await refuses(
    'the session of another tenant',
    [
      () =>
        as((p) => {
          p.cookie = p.cookie.replace(server.tenantId, theirs.tenant)
        }).ask('POST', path, body),
    ],
    ['session.required'],
  )
  await refuses(
    'another origin',
    ['https://evil.example', 'null', 'http://localhost.evil.example', `${server.localUrl}.evil.example`].flatMap((origin) => [
      () => clerk.ask('POST', path, body, { origin }),
      () => clerk.ask('DELETE', `/api/matters/${matter}/parties/${party}`, undefined, { origin }),
    ]),
    ['session.origin'],
  )
})

it('addresses and questions that make no sense', async () => {
  const ids = [
    '0',
    'x',
    '..%2f..',
    '%00',
    "'%20or%201=1--",
    newId(),
    '00000000-0000-0000-0000-000000000000',
    'a'.repeat(500),
    '%ff',
    '%E4%BD',
  ]
  await refuses(
    'ids',
    ids.flatMap((id) => [
      () => clerk.get(`/api/matters/${id}`),
      () => clerk.get(`/api/matters/${id}/actions`),
      () => clerk.get(`/api/matters/${matter}/documents/${id}`),
      () => clerk.get(`/api/matters/${matter}/attachments/${id}`),
      () => clerk.get(`/api/matters/${matter}/actions/${id}/receipt`),
      () => clerk.ask('DELETE', `/api/matters/${matter}/parties/${id}`),
      () => clerk.get(`/api/procedures/${id}`),
      () => clerk.ask('POST', `/api/decision-tables/${id}/trials`, { inputs: {} }),
    ]),
  )
  const questions = [
    'after=x',
    'after=%00',
    'limit=0',
    'limit=1e9',
    'limit=-1',
    'q=%00',
    'stage=%00',
    'dueBefore=yesterday',
    'ended=maybe',
    'unknown=1',
    'procedure=%00',
    'flag=%00',
    `q=${'x'.repeat(5_000)}`,
  ]
  await refuses(
    'questions',
    questions.map((q) => () => clerk.get(`/api/matters?${q}`)),
  )
  await refuses(
    'more questions',
    ['days=-1', 'days=401', 'days=x', 'days=%00'].map((q) => () => clerk.get(`/api/due?${q}`)),
  )
  await refuses(
    'files of the log',
    ['..%2fkey', 'tile/0/x', 'tile/99/000', 'tile/0/000.p/0', 'secrets', 'checkpoint/..', 'tile/entries/%00'].map(
      (p) => () => clerk.get(`/log/${p}`),
    ),
  )
})

it('were a thousand, and the server still works', async () => {
  expect(sent).toBeGreaterThanOrEqual(1_000)
  expect(/.*"level":50.*/.exec(server.logged())?.[0]).toBeUndefined()
  const taken = await act(clerk, 'ask-supplement', { missing: '职工安置预案' }, { expectedSeq: 2 })
  expect(taken.status, taken.text).toBe(201)
})
