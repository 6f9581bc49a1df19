import { parseVerifierKey, trustKey, verifyLog, verifyReceipt } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type Action, fold } from '@yingshang/procedure'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLaw } from '../src/matters/setting.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

const PETITION = {
  petitioner: 'debtor',
  remedy: 'liquidation',
  debtorName: '青禾机械有限公司',
  debtorCode: '91350100M000100Y43',
  petitionerName: '青禾机械有限公司',
  grounds: '不能清偿到期债务，并且资产不足以清偿全部债务。',
}

let server: TestServer
let judge: Person
let clerk: Person
let debtor: Person
let stranger: Person
const day = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

beforeAll(async () => {
  server = await aServer()
  judge = await server.user('judge', 'judge')
  clerk = await server.user('clerk', 'clerk')
  debtor = await server.user('debtor', 'party')
  stranger = await server.user('stranger', 'party')
})
afterAll(() => server.end())

async function aPetition(change: object = {}) {
  const opened = await debtor.json('POST', '/api/matters', {
    procedure: 'bankruptcy-petition',
    action: 'file',
    as: 'debtor',
    values: { ...PETITION, receivedOn: day(), ...change },
  })
  const id = opened.matter.summary.id as string
  for (const [login, role] of [
    ['judge', 'judge'],
    ['clerk', 'clerk'],
  ])
    await clerk.json('POST', `/api/matters/${id}/parties`, { login, role })
  return id
}
const act = (who: Person, id: string, action: string, expectedSeq: number, values: object = {}, headers: Record<string, string> = {}) =>
  who.ask('POST', `/api/matters/${id}/actions`, { action, values, expectedSeq }, headers)

describe('a matter', () => {
  it('opens with a form, shows its clocks with the reason for each date, and what each role can do', async () => {
    const id = await aPetition()
    const seen = (await judge.json('GET', `/api/matters/${id}`)) as {
      clocks: { clock: string; status: string; explanation: { zh: string[] } }[]
      possible: { action: string; allowed: boolean; reasons: { code: string }[] }[]
      summary: { title: string }
    }
    expect(seen.summary.title).toBe('青禾机械有限公司破产申请审查')
    const ruling = seen.clocks.find((c) => c.clock === 'ruling')!
    expect([ruling.status, ruling.explanation.zh.length > 1]).toEqual(['running', true])
    expect(seen.possible.find((p) => p.action === 'examine')).toMatchObject({ allowed: true })
    expect(seen.possible.find((p) => p.action === 'accept')).toMatchObject({ allowed: false, reasons: [{ code: 'stage' }] })
  })

  it('refuses a bad form field by field and writes nothing', async () => {
    const before = (await clerk.json('GET', '/api/matters')).total
    const answer = await debtor.ask('POST', '/api/matters', {
      procedure: 'bankruptcy-petition',
      action: 'file',
      as: 'debtor',
      values: { ...PETITION, debtorCode: '91350100M000100Y44', receivedOn: '2999-01-01' },
    })
    expect(answer.status).toBe(422)
    expect(answer.json.code).toBe('action.refused')
    expect(answer.json.errors.map((e: { path: string }) => e.path)).toEqual(
      expect.arrayContaining(['values.debtorCode', 'values.receivedOn']),
    )
    expect((await clerk.json('GET', '/api/matters')).total).toBe(before)
  })

  it('is as if it did not exist for those who have no role on it', async () => {
    const id = await aPetition()
    for (const path of ['', '/actions']) expect((await stranger.ask('GET', `/api/matters/${id}${path}`)).status).toBe(404)
    expect((await act(stranger, id, 'withdraw', 1)).status).toBe(404)
    expect((await stranger.json('GET', '/api/matters')).total).toBe(0)
  })

  it('lets nobody open or act in a role of the court without being its staff', async () => {
    expect(
      (
        await stranger.ask('POST', '/api/matters', {
          procedure: 'bankruptcy-petition',
          action: 'file',
          as: 'clerk',
          values: { ...PETITION, receivedOn: day() },
        })
      ).status,
    ).toBe(403)
    const id = await aPetition()
    expect((await act(debtor, id, 'examine', 1)).json.code).toBe('action.refused')
    expect((await clerk.ask('POST', `/api/matters/${id}/parties`, { login: 'stranger', role: 'judge' })).json.code).toBe('party.invalid')
  })

  it('takes one of two actions that were decided on the same state, and tells the other', async () => {
    const id = await aPetition()
    const answers = await Promise.all([act(judge, id, 'examine', 1), act(clerk, id, 'ask-supplement', 1, { missing: '职工安置预案' })])
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409])
    expect(answers.find((a) => a.status === 409)!.json).toMatchObject({ code: 'matter.changed', version: 2 })
    expect((await judge.json('GET', `/api/matters/${id}/actions`)).items).toHaveLength(2)
  })

  it('takes a repeated request once', async () => {
    const id = await aPetition()
    const key = { 'idempotency-key': 'the-same-click' }
    const [first, second] = [await act(judge, id, 'examine', 1, {}, key), await act(judge, id, 'examine', 1, {}, key)]
    expect([first.status, second.status, second.json.id]).toEqual([201, 201, first.json.id])
  })

  it('answers shortly when the sender shows nothing, with all that the next action needs', async () => {
    const id = await aPetition()
    const short = { prefer: 'respond-async, return=minimal', 'idempotency-key': 'a-short-answer' }
    const first = await act(judge, id, 'examine', 1, {}, short)
    expect(first.status).toBe(201)
    expect(first.json).toEqual({
      id: expect.any(String),
      seq: 2,
      matter: id,
      receipt: `/api/matters/${id}/actions/${first.json.id}/receipt`,
    })
    expect((await act(judge, id, 'examine', 1, {}, short)).json).toEqual(first.json)
    expect(
      (await act(clerk, id, 'ask-supplement', first.json.seq, { missing: '职工安置预案' }, { prefer: 'return=representation' })).json.matter
        .summary.seq,
    ).toBe(3)
    await server.sealer.sealNow()
    expect((await judge.ask('GET', first.json.receipt)).text).toMatch(/^c2sp.org\/tlog-proof/)
    const refused = await act(judge, id, 'examine', 3, {}, { prefer: 'return=minimal' })
    expect([refused.status, refused.json.code]).toEqual([422, 'action.refused'])
  })

  it('keeps what was typed and not sent, and forgets it when it is sent', async () => {
    const id = await aPetition()
    expect((await clerk.ask('PUT', `/api/matters/${id}/drafts/ask-supplement`, { values: { missing: '写到一半' } })).status).toBe(204)
    const draft = async () =>
      (await clerk.json('GET', `/api/matters/${id}`)).possible.find((p: { action: string }) => p.action === 'ask-supplement').draft
    expect(await draft()).toEqual({ missing: '写到一半' })
    expect(
      (await judge.json('GET', `/api/matters/${id}`)).possible.find((p: { action: string }) => p.action === 'ask-supplement').draft,
    ).toBeNull()
    await act(clerk, id, 'ask-supplement', 1, { missing: '职工安置预案' })
    await act(debtor, id, 'supplement', 2)
    expect(await draft()).toBeNull()
  })

  it('makes the documents of an action, numbered, with their hash in the record of the action', async () => {
    const id = await aPetition()
    const { documents } = await clerk.json('GET', `/api/matters/${id}`)
    expect(documents).toMatchObject([{ document: 'petition-receipt', seq: 1 }])
    const file = await fetch(`${server.localUrl}/api/matters/${id}/documents/${documents[0].id}`, { headers: { cookie: clerk.cookie } })
    const bytes = new Uint8Array(await file.arrayBuffer())
    expect(Buffer.from(nodeCrypto.sha256(bytes)).toString('hex')).toBe(documents[0].sha256)
  })

  it('ends a role on its last day', async () => {
    const id = await aPetition()
    await clerk.json('POST', `/api/matters/${id}/parties`, { login: 'stranger', role: 'creditor', until: day() })
    expect((await stranger.ask('GET', `/api/matters/${id}`)).status).toBe(200)
    server.clock.advance(2 * 24 * 60)
    for (const who of [judge, clerk, debtor, stranger])
      await who.signIn(
        who === judge ? 'judge' : who === clerk ? 'clerk' : who === debtor ? 'debtor' : 'stranger',
        '一匹正确的马-电池-订书钉',
      )
    expect((await stranger.ask('GET', `/api/matters/${id}`)).status).toBe(404)
  })
})

describe('clocks', () => {
  it('act once by themselves when they run out, also after a time without anybody looking', async () => {
    const id = await aPetition({ petitioner: 'creditor', petitionerName: '建材经营部' })
    expect((await act(clerk, id, 'notify-debtor', 1, { servedOn: day() })).status).toBe(201)
    server.clock.advance(30 * 24 * 60)
    for (const [who, login] of [
      [judge, 'judge'],
      [clerk, 'clerk'],
      [debtor, 'debtor'],
      [stranger, 'stranger'],
    ] as const)
      await who.signIn(login, '一匹正确的马-电池-订书钉')
    await Promise.all([server.clocks.tick(), server.clocks.tick()])
    await server.clocks.tick()
    const { items } = await judge.json('GET', `/api/matters/${id}/actions`)
    expect(items.filter((i: { action: string }) => i.action === 'end-objection')).toHaveLength(1)
    expect((await judge.json('GET', `/api/matters/${id}`)).summary.stages[0].stage).toBe('deciding')
    const due = await judge.json('GET', '/api/due?days=30')
    expect(
      due.items.some(
        (i: { matter: { id: string }; clock: string; over: boolean }) => i.matter.id === id && i.clock === 'ruling-after-objection',
      ),
    ).toBe(true)
  })
})

describe('the journal', () => {
  const source = {
    read: async (path: string) => {
      const r = await fetch(`${server.localUrl}/log/${path}`)
      return r.ok ? new Uint8Array(await r.arrayBuffer()) : null
    },
  }
  const trust = async () => {
    const key = parseVerifierKey(nodeCrypto, (await (await fetch(`${server.localUrl}/log/key`)).text()).trim())
    if (!key.ok) throw new Error(key.refusal.en)
    return trustKey('yingshang.local/log', key.value)
  }

  it('holds every action, verifies from outside, and gives receipts that stand alone', async () => {
    const id = await aPetition()
    const taken = (await act(judge, id, 'examine', 1)).json
    await server.sealer.sealNow()
    const report = await verifyLog(source, nodeCrypto, { trust: await trust() })
    if (!report.ok) throw new Error(report.refusal.en)
    const receipt = await judge.ask('GET', `/api/matters/${id}/actions/${taken.id}/receipt`)
    expect(receipt.status).toBe(200)
    const verified = verifyReceipt(nodeCrypto, receipt.text, await trust())
    expect(verified.ok).toBe(true)
    expect(
      verifyReceipt(
        nodeCrypto,
        receipt.text.replace(/index (\d+)/, (_, n) => `index ${Number(n) + 1}`),
        await trust(),
      ).ok,
    ).toBe(false)
    expect((await stranger.ask('GET', `/api/matters/${id}/actions/${taken.id}/receipt`)).status).toBe(404)
    expect(JSON.stringify(await source.read('tile/entries/000.p/1'))).not.toContain('青禾')
  })

  it('cannot be rewritten by the server’s own role', async () => {
    const client = await server.appConnection()
    try {
      await client.query(`select enter_tenant('${server.tenantId}')`)
      for (const statement of [
        'update matter_action set action = action',
        'delete from matter_action',
        'truncate matter_action',
        'update journal_entry set digest = digest',
        'delete from journal_entry',
      ])
        await expect(client.query(statement)).rejects.toThrow('permission denied')
    } finally {
      await client.end()
    }
  })

  it('shows where the database owner rewrote an action', async () => {
    const id = await aPetition()
    const taken = (await act(judge, id, 'examine', 1)).json
    await server.sealer.sealNow()
    const honest = await judge.ask('GET', `/api/matters/${id}/actions/${taken.id}/receipt`)
    expect(verifyReceipt(nodeCrypto, honest.text, await trust()).ok).toBe(true)
    const owner = await server.superConnection()
    try {
      await owner.query('alter table matter_action disable trigger matter_action_append_only')
      await owner.query(`update matter_action set body = jsonb_set(body, '{action}', '"accept"') where id = $1`, [taken.id])
      await owner.query('alter table matter_action enable trigger matter_action_append_only')
    } finally {
      await owner.end()
    }
    const forged = await judge.ask('GET', `/api/matters/${id}/actions/${taken.id}/receipt`)
    const verdict = verifyReceipt(nodeCrypto, forged.text, await trust())
    expect(!verdict.ok && verdict.refusal.code).toBe('not-in-log')
  })

  it('has projections that equal a rebuild from the actions', async () => {
    const owner = await server.superConnection()
    const law = readLaw()
    try {
      const { rows: matters } = await owner.query<{ id: string; state: object }>('select id, state from matter')
      expect(matters.length).toBeGreaterThan(5)
      for (const matter of matters) {
        const { rows } = await owner.query<{ body: Action }>('select body from matter_action where matter_id = $1 order by seq', [
          matter.id,
        ])
        // The forged one of the test before is found out here as well.
        if (rows.some((r) => r.body.action === 'accept' && r.body.seq === 2)) continue
        expect(
          JSON.parse(
            JSON.stringify(
              fold(
                law.setting,
                matter.id,
                rows.map((r) => r.body),
              ),
            ),
          ),
        ).toEqual(matter.state)
      }
    } finally {
      await owner.end()
    }
  })
})

describe('decision tables', () => {
  it('are shown with what is doubtful, and tried with values', async () => {
    const tables = await judge.json('GET', '/api/decision-tables')
    expect(tables.items.map((t: { id: string }) => t.id)).toEqual(['simple-case', 'cram-down'])
    const tried = await judge.json('POST', '/api/decision-tables/simple-case/trials', {
      inputs: {
        债权债务关系明确: true,
        财产状况清楚: true,
        存在未结复杂诉讼: false,
        财产难以变现: false,
        上市公司或者金融机构: false,
        关联企业合并破产: false,
        跨境破产: true,
      },
    })
    expect(tried).toMatchObject({ value: { 程序: '普通程序' }, fired: [{ row: 3 }] })
  })
})
