import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readTable, readWorkbook, writeWorkbook } from '@yingshang/document'
import { contributionHash } from '@yingshang/draw'
import { QUICKNET } from '@yingshang/draw/drand'
import { toHex, utf8 } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kindOf } from '../src/registers/kinds.ts'
import { rosterColumns } from '../src/registers/roster-sheet.ts'
import { choosing } from './register-choices.ts'
import {
  advance,
  advanceTo,
  answer,
  clerk,
  closeStage,
  creditor,
  drand,
  drawn,
  entry,
  entryOf,
  firm,
  inMinutes,
  judge,
  lottery,
  NUMBERS,
  need,
  openStage,
  publish,
  ROUND_1000,
  record,
  server,
  TODAY,
  verified,
} from './register-stage.ts'

beforeAll(openStage)
afterAll(closeStage)

describe('the register', () => {
  it('holds entries as they stand today, each decision in the journal with its receipt', async () => {
    const made = await entry({ areas: ['trade'], grade: 'first' })
    expect(made).toMatchObject({
      state: 'available',
      grade: { id: 'first', title: { zh: '一级' } },
      openCases: 0,
      workload: 12,
      weight: 120,
      version: 1,
    })
    const url = `/api/register-entries/${made.id}/decisions`
    const suspended = await judge.json('POST', url, { version: 1, type: 'suspend', until: '2024-08-23', on: TODAY, reason: '拒不移交材料' })
    expect(suspended).toMatchObject({ state: 'barred', version: 2, suspendedUntil: '2024-08-23' })
    expect(suspended.reasons[0]).toMatchObject({ code: 'register.suspended', rule: 'A6-17' })
    expect((await judge.ask('POST', url, { version: 1, type: 'resume', on: TODAY, reason: '期满' })).json.code).toBe('register.changed')
    const annulled = await judge.json('POST', url, {
      version: 2,
      type: 'annul',
      decision: suspended.decisions[0].id,
      on: TODAY,
      reason: '复议改变原决定',
    })
    expect(annulled).toMatchObject({ state: 'available' })
    await server.sealer.sealNow()
    const shown = await clerk.json('GET', `/api/register-entries/${made.id}`)
    expect(shown.decisions.map((d: { type: string; annulled: boolean }) => [d.type, d.annulled])).toEqual([
      ['annul', false],
      ['suspend', true],
      ['enter', false],
    ])
    for (const d of shown.decisions) expect(d.sealed).toBeGreaterThanOrEqual(0)
  })

  it('refuses with the reasons and the provision', async () => {
    const made = await entry()
    const url = `/api/register-entries/${made.id}/decisions`
    const refused = await clerk.ask('POST', url, { version: 1, type: 'suspend', until: '2023-10-01', on: TODAY, reason: '警示' })
    expect(refused.json).toMatchObject({ status: 422, code: 'register.refused' })
    expect(refused.json.detail).toContain('暂停期限应在')
    expect((await entry({ code: '31990090001' }).catch((e: Error) => e.message)) as string).toContain('register.code-taken')
    expect((await clerk.ask('GET', '/api/registers/no-such/entries')).json.code).toBe('register.not-found')
  })

  it('may be read by a party and changed by nobody but the court', async () => {
    expect((await firm.get('/api/registers/administrators/entries')).status).toBe(200)
    const one = (await firm.get('/api/registers/administrators/entries?limit=1')).json
    expect((await firm.ask('POST', `/api/register-entries/${one.items[0].id}/decisions`, {})).json.code).toBe('permission.denied')
    expect(one.total).toBeGreaterThan(1)
    const next = (await firm.get(`/api/registers/administrators/entries?limit=1&after=${one.next}`)).json
    expect(next.items[0].id > one.items[0].id).toBe(true)
    const hidden = (await firm.get(`/api/register-entries/${one.items[0].id}`)).json
    expect([hidden.ties, hidden.contact]).toEqual([null, null])
  })

  it('an entry speaks for itself through its account: declares ties, and cannot end what the court found', async () => {
    const made = await entry()
    await clerk.json('PATCH', `/api/register-entries/${made.id}`, { account: 'firm', contact: '示例路 1 号' })
    const tie = { ground: 'adviser', party: { name: '栖川农村商业银行' } }
    const declared = await firm.json('POST', `/api/register-entries/${made.id}/ties`, tie)
    expect(declared).toMatchObject({ mine: true, contact: '示例路 1 号', ties: [{ how: 'declared', ground: { id: 'adviser' } }] })
    expect((await creditor.ask('POST', `/api/register-entries/${made.id}/ties`, tie)).json.code).toBe('permission.denied')
    expect((await firm.ask('POST', `/api/register-entries/${made.id}/ties`, { ...tie, ground: 'other' })).json.code).toBe(
      'register.refused',
    )
    const found = await judge.json('POST', `/api/register-entries/${made.id}/ties`, { ...tie, ground: 'other' })
    const own = found.ties.find((t: { how: string }) => t.how === 'found')
    expect((await firm.ask('POST', `/api/register-entries/${made.id}/ties/${own.id}/end`, { until: TODAY })).json.code).toBe(
      'permission.denied',
    )
    await clerk.json('PATCH', `/api/register-entries/${made.id}`, { account: null })
  })

  const columns = rosterColumns(kindOf('administrators')).map(({ choices: _, ...c }) => c)
  const sheet = (rows: readonly Record<string, string>[]) => writeWorkbook({ sheets: [{ name: '名册', columns, rows }] })
  const load = (bytes: Uint8Array, dryRun: boolean) => {
    const form = new FormData()
    form.append('file', new Blob([bytes as unknown as string]), '名册.xlsx')
    return clerk.ask('POST', `/api/registers/administrators/import?dryRun=${dryRun}`, form)
  }
  const row = (code: string, more: object = {}) => ({
    code,
    name: `${code}事务所`,
    subject: '机构',
    grade: '三级',
    areas: '制造业、农业和食品',
    on: '2023-01-05',
    reason: '编入名册',
    ...more,
  })

  it('is imported all or none, with the cell of every error, and exported so that it can be imported again', async () => {
    const bad = await load(
      await sheet([row('M-1'), row('M-2', { grade: '五级' }), row('M-3', { areas: '航天' }), row('M-1'), row('M-4', { on: '2033-01-01' })]),
      true,
    )
    expect(bad.json).toMatchObject({ dryRun: true, errorCount: 4, entered: 0 })
    expect(bad.json.errors.map((e: { cell: string; code: string }) => [e.cell, e.code])).toEqual([
      ['D3', 'cell.choice'],
      ['E4', 'roster.area'],
      ['A5', 'roster.twice'],
      ['F6', 'roster.future'],
    ])
    const refused = await load(await sheet([row('M-1'), row('M-2', { areas: '航天' })]), false)
    expect([refused.json.code, (await clerk.get('/api/registers/administrators/entries?q=M-1')).json.total]).toEqual([
      'register.import-refused',
      0,
    ])
    const good = await load(await sheet([row('M-1'), row('M-2')]), false)
    expect(good.json).toMatchObject({ rows: 2, entered: 2, errorCount: 0 })
    // Beside rows that are there already and one that is wrong, one is ready.
    const mixed = await load(await sheet([row('M-1'), row('M-5'), row('M-6', { areas: '航天' })]), true)
    expect(mixed.json).toMatchObject({ rows: 3, unchanged: 1, ready: 1, errorCount: 1 })
    const file = await clerk.bytes('/api/registers/administrators/export')
    const read = await readWorkbook(file.bytes)
    if (!read.ok) throw new Error(read.refusal.en)
    const table = readTable(read.sheets[0]!, rosterColumns(kindOf('administrators')))
    expect([table.faults, table.rows.find((r) => r.values.code === 'M-2')?.values.areas]).toEqual([[], '制造业、农业和食品'])
    expect((await load(file.bytes, true)).json).toMatchObject({ ready: 0, errorCount: 0, unchanged: table.rows.length })
  })
})

describe('a public draw', () => {
  it('goes from the list with exclusions to a result that anybody checks without signing in', async () => {
    const tied = await entry()
    await judge.json('POST', `/api/register-entries/${tied.id}/ties`, {
      ground: 'regular-service',
      party: { name: '栖川永泰建材有限公司' },
      until: '2021-01-01',
    })
    const parties = [{ name: '栖川永泰建材有限公司' }]
    const pool = await clerk.json('POST', '/api/draws/preview', need({ parties }))
    const out = pool.excluded.find((e: { entry: string }) => e.entry === tied.id)
    expect(out.reasons[0].zh).toContain('指定管理人规定 第二十三条第二项')
    expect(pool.candidates.length + pool.excluded.length).toBe((await clerk.get('/api/registers/administrators/entries')).json.total)

    const draw = await publish({ parties })
    expect(draw.status).toBe(201)
    const { id } = draw.json
    const file = JSON.parse(await record(id))
    expect(file.commitment.excluded.map((e: { label: string }) => e.label)).toContain(out.label)
    expect((await verified(id)).status).toBe('awaiting-entropy')
    expect((await clerk.ask('POST', `/api/draws/${id}/entropy`, { source: 0, value: NUMBERS, reference: '公告' })).json.detail).toContain(
      '之后才能登记',
    )
    advance(31)
    // One person is not enough, and the same person twice is one.
    const url = `/api/draws/${id}/entropy`
    expect((await clerk.json('POST', url, { source: 0, value: NUMBERS, reference: '公告甲' })).sources[0]).toMatchObject({
      state: 'one-reading',
      mine: true,
    })
    expect((await clerk.json('POST', url, { source: 0, value: NUMBERS, reference: '公告甲' })).status).toBe('awaiting-entropy')
    expect((await judge.ask('POST', url, { source: 0, value: { numbers: [[17, 4, 29]] }, reference: '公告乙' })).json.errors[0].code).toBe(
      'bad-entropy',
    )
    expect((await judge.json('POST', url, { source: 0, value: { numbers: [[4, 17, 30]] }, reference: '公告乙' })).sources[0].state).toBe(
      'readings-differ',
    )
    expect((await judge.json('POST', url, { source: 0, value: NUMBERS, reference: '公告丙' })).status).toBe('awaiting-reveal')
    expect((await verified(id)).status).toBe('awaiting-reveal')

    const revealed = await clerk.json('POST', `/api/draws/${id}/reveal`, {})
    const report = await verified(id)
    expect([report.status, report.failures, report.selected]).toEqual(['complete', [], revealed.selected])
    expect(report.published?.index).toBeGreaterThanOrEqual(0)
    const page = (await server.visitor().get(`/api/public/draws/${id}`)).json
    expect([page.status, page.selected, page.matter]).toEqual(['drawn', revealed.selected, null])
    expect(page.readings.filter((r: { agreed: boolean }) => r.agreed)).toHaveLength(3)
    expect((await server.visitor().get('/api/public/draws')).json.items[0]).toMatchObject({ id, digest: report.digest })
    expect((await clerk.ask('POST', `/api/draws/${id}/reveal`, {})).json.code).toBe('draw.refused')
    // Everything stands in the journal.
    const db = await server.superConnection()
    const kinds = await db.query('select kind from journal_record where subject_id = $1 order by id', [id])
    expect(kinds.rows.map((r) => r.kind)).toEqual(['draw.commitment', 'draw.entropy', 'draw.reveal', 'draw.result'])
    await db.end()
  })

  it('one who declines is substituted from the next link; the accepted is appointed, and the load counts in the next draw', async () => {
    const draw = await drawn({ weighted: true })
    const [first] = draw.selected
    expect((await answer(draw, first, false, creditor)).json.code).toBe('permission.denied')
    expect((await answer(draw, first, false, clerk, { reason: '' })).json.detail).toContain('请写明理由')
    expect((await answer(draw, first, false)).json.status).toBe('drawn')
    const second = await clerk.json('POST', `/api/draws/${draw.id}/substitute`, { label: first, reason: '人手不足，不接受指定' })
    expect(second.selected).not.toContain(first)
    const accepted = (
      await answer(second, second.selected[0], true, clerk, { interests: { has: true, text: '曾为债权人之一审计，已逾五年' } })
    ).json
    expect(accepted.status).toBe('accepted')
    const chosen = accepted.entries[accepted.selected[0]]
    const before = (await clerk.get(`/api/register-entries/${chosen}`)).json
    expect((await clerk.json('POST', `/api/draws/${draw.id}/appointment`, { reason: '经摇号选任并接受' })).status).toBe('appointed')
    const after = (await clerk.get(`/api/register-entries/${chosen}`)).json
    expect([after.openCases, after.weight]).toEqual([before.openCases + 1, before.weight - 8])
    expect(after.appointments[0]).toMatchObject({ method: 'random', choice: draw.id, until: null })
    const report = await verified(draw.id)
    expect([report.status, report.selected, report.orders.length]).toEqual(['complete', accepted.selected, 2])
    // Replaced later: the place goes to the next link, and the former appointment ends.
    const third = await clerk.json('POST', `/api/draws/${draw.id}/substitute`, {
      label: accepted.selected[0],
      reason: '债权人会议决议更换',
    })
    expect([third.status, third.roundsLeft]).toEqual(['drawn', 17])
    const ended = (await clerk.get(`/api/register-entries/${chosen}`)).json
    expect([ended.openCases, ended.appointments[0].endedWhy]).toEqual([before.openCases, '债权人会议决议更换'])
    expect((await verified(draw.id)).status).toBe('complete')
  })

  it('of two who were drawn the one who stays is not appointed twice when the other is replaced', async () => {
    const draw = await drawn({ count: 2 })
    for (const label of draw.selected) await answer(draw, label, true)
    await clerk.json('POST', `/api/draws/${draw.id}/appointment`, { reason: '经摇号选任并接受' })
    const [stays, leaves] = draw.selected
    const next = await clerk.json('POST', `/api/draws/${draw.id}/substitute`, { label: leaves, reason: '被更换' })
    expect([next.selected[0], next.selected.length]).toEqual([stays, 2])
    await answer(draw, next.selected[1], true)
    await clerk.json('POST', `/api/draws/${draw.id}/appointment`, { reason: '递补' })
    const of = async (label: string) =>
      (await clerk.get(`/api/register-entries/${draw.entries[label]}`)).json.appointments.filter(
        (a: { choice: string }) => a.choice === draw.id,
      )
    expect([(await of(stays)).length, (await of(leaves))[0].endedWhy, (await of(next.selected[1])).length]).toEqual([1, '被更换', 1])
  })

  it('becomes the appointment of a case, with entry, draw and manner in the action', async () => {
    const opened = await clerk.json('POST', '/api/matters', {
      procedure: 'bankruptcy-case',
      action: 'open',
      as: 'clerk',
      values: {
        kind: 'liquidation',
        debtorName: '青禾机械有限公司',
        debtorCode: '91350100M000100Y43',
        caseNumber: '（2023）云99破1号',
        acceptedOn: TODAY,
        administrator: '澄江清算事务所',
      },
    })
    const matter = opened.matter.summary.id
    await clerk.json('POST', `/api/matters/${matter}/parties`, { login: 'judge', role: 'judge' })
    const tied = await entry()
    await judge.json('POST', `/api/register-entries/${tied.id}/ties`, { ground: 'controlling', party: { name: '青禾机械有限公司' } })
    const draw = await drawn({ matter })
    expect(JSON.parse(draw.record).commitment.excluded.some((e: { label: string }) => e.label.startsWith(tied.code))).toBe(true)
    // No further draw beside it until one suits, nor in the place of a draw of another case.
    expect((await publish({ matter })).json).toMatchObject({ code: 'draw.refused', detail: expect.stringContaining('已有进行中的摇号') })
    const other = await publish({ supersedes: { draw: draw.id, reason: '重新摇号' } })
    expect(other.json).toMatchObject({ code: 'draw.refused', detail: expect.stringContaining('另一案件') })
    await answer(draw, draw.selected[0], true)
    const done = await judge.ask('POST', `/api/draws/${draw.id}/appointment`, { reason: '原管理人辞职，经摇号另行指定' })
    expect([done.status, done.json.status]).toEqual([200, 'appointed'])
    const { items } = await judge.json('GET', `/api/matters/${matter}/actions`)
    const values = Object.fromEntries(items[0].values.map((v: { field: string; value: unknown }) => [v.field, v.value]))
    expect([items[0].action, values]).toMatchObject([
      'replace-administrator',
      { appointmentMethod: 'random', drawId: draw.id, registerEntry: draw.entries[draw.selected[0]] },
    ])
    expect((await judge.get(`/api/draws?matter=${matter}`)).json.items).toHaveLength(1)
  })

  it('of another register names nobody in the case, and leaves the administrator in office', async () => {
    const { items: kinds } = await clerk.json('GET', '/api/registers')
    expect(kinds.map((k: { id: string }) => k.id)).toEqual(['administrators', 'appraisers'])
    const appraisers: { id: string; code: string }[] = []
    for (const n of [1, 2, 3])
      appraisers.push(
        await entryOf('appraisers', {
          code: `3199008000${n}`,
          name: `云溪第${n}资产评估有限公司`,
          subject: 'institution',
          grade: 'listed',
          areas: n === 3 ? ['land'] : ['property'],
          on: '2020-06-01',
          reason: '编入评估机构名单',
        }),
      )
    // Each register has its own words: this one knows no grade “second” and no competition.
    const wrong = await clerk.ask('POST', '/api/registers/appraisers/entries', {
      code: '31990080009',
      name: '云溪第9资产评估有限公司',
      subject: 'institution',
      grade: 'second',
      on: '2020-06-01',
      reason: '编入评估机构名单',
    })
    expect(wrong.status).toBe(422)
    const opened = await clerk.json('POST', '/api/matters', {
      procedure: 'bankruptcy-case',
      action: 'open',
      as: 'clerk',
      values: {
        kind: 'liquidation',
        debtorName: '云溪机械有限公司',
        debtorCode: '91350100M000100Y43',
        caseNumber: '（2023）云99破7号',
        acceptedOn: TODAY,
        administrator: '澄江清算事务所',
      },
    })
    const matter = opened.matter.summary.id
    await clerk.json('POST', `/api/matters/${matter}/parties`, { login: 'judge', role: 'judge' })
    await entry()
    const office = await drawn({ matter })
    await answer(office, office.selected[0], true)
    await judge.json('POST', `/api/draws/${office.id}/appointment`, { reason: '经摇号指定' })
    const before = (await judge.json('GET', `/api/matters/${matter}/actions`)).items.length

    const draw = await drawn({ kind: 'appraisers', matter, area: 'property', title: '云溪机械厂房评估' })
    expect(JSON.parse(draw.record).commitment.candidates).toHaveLength(2)
    await judge.json('POST', `/api/register-entries/${draw.entries[draw.selected[0]]}/ties`, {
      ground: 'valued-before',
      party: { name: '别的公司' },
    })
    expect((await answer(draw, draw.selected[0], true)).json.status).toBe('accepted')
    expect((await judge.json('POST', `/api/draws/${draw.id}/appointment`, { reason: '经摇号确定' })).status).toBe('appointed')
    expect((await judge.json('GET', `/api/matters/${matter}/actions`)).items).toHaveLength(before)
    const serving = async (of: { entries: Record<string, string>; selected: string[] }) =>
      (await clerk.get(`/api/register-entries/${of.entries[of.selected[0]!]}`)).json.appointments[0].until
    expect([await serving(office), await serving(draw)]).toEqual([null, null])
    expect((await verified(draw.id)).status).toBe('complete')
    const book = await readWorkbook((await clerk.bytes('/api/registers/appraisers/export')).bytes)
    expect(JSON.stringify(book)).toContain('云溪第3资产评估有限公司')
  })

  it('in a petition it fills in the ruling of the judge, beside what was typed already', async () => {
    const opened = await clerk.json('POST', '/api/matters', {
      procedure: 'bankruptcy-petition',
      action: 'file',
      as: 'creditor',
      values: {
        petitioner: 'creditor',
        remedy: 'liquidation',
        debtorName: '南桥印务有限公司',
        debtorCode: '91350100M000100Y43',
        petitionerName: '栖川农村商业银行',
        grounds: '欠付到期贷款，经强制执行无财产可供执行。',
        receivedOn: TODAY,
      },
    })
    const matter = opened.matter.summary.id
    await clerk.json('POST', `/api/matters/${matter}/parties`, { login: 'judge', role: 'judge' })
    await judge.ask('PUT', `/api/matters/${matter}/drafts/accept`, { values: { reasons: '符合受理条件' } })
    const draw = await drawn({ matter })
    await answer(draw, draw.selected[0], true)
    await judge.json('POST', `/api/draws/${draw.id}/appointment`, { reason: '经摇号选任' })
    const db = await server.superConnection()
    const { rows } = await db.query(
      "select form from matter_draft where matter_id = $1 and action = 'accept' order by form ? 'reasons' desc",
      [matter],
    )
    await db.end()
    expect(rows[0].form).toMatchObject({ appointmentMethod: 'random', drawId: draw.id, registerEntry: draw.entries[draw.selected[0]] })
  })

  it('takes a round of drand from the configured address and checks its signature, and contributions that parties bound themselves to', async () => {
    const nonce = nodeCrypto.sha256(utf8('nonce'))
    const at = '2023-08-23T15:59:22Z'
    const { id, record: text } = (
      await publish({
        entropy: [
          { kind: 'drand', at },
          { kind: 'contribution', name: '栖川农村商业银行', at, hash: contributionHash(nodeCrypto, nonce, '春江水暖') },
        ],
        revealBy: '2023-08-24T00:00:00Z',
      })
    ).json
    expect(JSON.parse(text).commitment.entropy[0]).toMatchObject({ round: 1000, chain: QUICKNET.chain, at: '2023-08-23T15:59:24Z' })
    const open = { nonce: toHex(nonce), text: '春江水暖' }
    expect((await server.visitor().ask('POST', `/api/public/draws/${id}/contributions`, open)).json.detail).toContain('之后才能登记')
    advanceTo('2023-08-23T16:00:00Z')
    for (const [answered, code] of [
      [{ status: 404, body: '{}' }, 'draw.source-unreachable'],
      [{ status: 200, body: JSON.stringify({ round: 1001, signature: ROUND_1000 }) }, 'draw.source-unreachable'],
      [{ status: 200, body: JSON.stringify({ round: 1000, signature: ROUND_1000.replace('b4', 'b5') }) }, 'draw.source-unreachable'],
    ] as const) {
      drand.answer = () => answered
      expect((await clerk.ask('POST', `/api/draws/${id}/entropy/fetch`, { source: 0 })).json.code).toBe(code)
    }
    drand.answer = () => ({ status: 200, body: JSON.stringify({ round: 1000, signature: ROUND_1000, randomness: '00' }) })
    await clerk.json('POST', `/api/draws/${id}/entropy/fetch`, { source: 0 })
    expect(drand.asked.at(-1)).toBe(`/${QUICKNET.chain}/public/1000`)
    expect((await server.visitor().ask('POST', `/api/public/draws/${id}/contributions`, { ...open, text: '春江水冷' })).json.code).toBe(
      'draw.refused',
    )
    await server.visitor().json('POST', `/api/public/draws/${id}/contributions`, open)
    await clerk.json('POST', `/api/draws/${id}/reveal`, {})
    const report = await verified(id)
    expect([report.status, report.lookUp.every((l) => l.proved)]).toEqual(['complete', true])
  })
})

describe('tricks', () => {
  const disturbed = async (id: string, statement: string, values: unknown[] = []) => {
    const db = await server.superConnection()
    try {
      await db.query(statement, [id, ...values])
    } finally {
      await db.end()
    }
    return verified(id)
  }
  const codes = (report: Awaited<ReturnType<typeof verified>>) => report.failures.map((f) => `${f.code} ${f.place?.at ?? ''}`.trim())

  it('the database owner who adds a candidate, drops an exclusion or names another winner is found, with the place', async () => {
    const draw = await drawn({ parties: [{ name: '栖川永泰建材有限公司' }] })
    expect(codes(await verified(draw.id))).toEqual([])
    const keep = JSON.parse(draw.record).commitment
    const set = (commitment: object) => disturbed(draw.id, 'update draw set commitment = $2 where id = $1', [JSON.stringify(commitment)])
    const added = { ...keep, candidates: [...keep.candidates, { label: 'Z 新人' }] }
    expect(codes(await set(added))[0]).toBe(`commitment-differs /commitment/candidates/${keep.candidates.length}`)
    expect(codes(await set({ ...keep, excluded: keep.excluded.slice(1) }))[0]).toMatch(/^commitment-differs \/commitment\/excluded\/0/)
    expect(codes(await set({ ...keep, revealBy: '2023-08-29T00:00:00Z' }))[0]).toBe('commitment-differs /commitment/revealBy')
    expect(codes(await set(keep))).toEqual([])
    const other = keep.candidates.find((c: { label: string }) => !draw.selected.includes(c.label)).label
    const round = JSON.parse(draw.record).rounds[0]
    const rounds = JSON.stringify([{ ...round, selected: [other] }])
    expect(codes(await disturbed(draw.id, 'update draw set rounds = $2 where id = $1', [rounds]))).toEqual([
      'wrong-selection /rounds/0/selected',
    ])
    await disturbed(draw.id, 'update draw set rounds = $2 where id = $1', [JSON.stringify([round])])
    const outcomes = JSON.stringify([{ numbers: [[4, 17, 30]] }])
    const changed = await disturbed(draw.id, 'update draw set outcomes = $2 where id = $1', [outcomes])
    // Another outcome is another order; and where the same one comes out first by chance, the report asks to look the outcome up.
    expect(codes(changed).length > 0 || changed.lookUp[0]!.value !== undefined).toBe(true)
    await disturbed(draw.id, 'update draw set receipt = null where id = $1')
    // The receipt is in the journal: the server finds it again, and it is the same commitment.
    expect((await verified(draw.id)).published).not.toBeNull()
  })

  it('a reveal that is withheld is shown by verification when its time is over', async () => {
    const { id } = (await publish({ revealBy: inMinutes(60) })).json
    expect(codes(await verified(id))).toEqual([])
    expect(codes(await verified(id, { now: inMinutes(61) }))).toEqual(['reveal-withheld /rounds'])
    const again = await publish({ supersedes: { draw: id, reason: '未按期揭示，重新摇号' } })
    expect(JSON.parse(again.json.record).commitment.supersedes).toMatchObject({ reason: '未按期揭示，重新摇号' })
    expect((await server.visitor().get(`/api/public/draws/${id}`)).json.status).toBe('replaced')
  })

  it('entropy that is known already is refused, as is a list that is too short', async () => {
    expect((await publish({ entropy: [lottery(inMinutes(-1))] })).json).toMatchObject({
      code: 'draw.refused',
      detail: expect.stringContaining('承诺之前已可知'),
    })
    expect((await publish({ count: 20 })).json.code).toBe('draw.refused')
    expect((await publish({ entropy: [lottery(inMinutes(700))] })).json.detail).toContain('晚于揭示期限')
    expect((await publish({}, firm)).json.code).toBe('permission.denied')
  })

  it('the secret is in a file of the data folder alone: not in the database, no answer and no log; without it nothing is revealed', async () => {
    const { id } = (await publish()).json
    const folder = join(server.folder, 'secrets', 'draws')
    const seed = readFileSync(join(folder, id), 'utf8').trim()
    expect([statSync(join(folder, id)).mode & 0o777, readdirSync(folder).includes(id)]).toEqual([0o600, true])
    expect(server.logged()).not.toContain(seed)
    const db = await server.superConnection()
    const { rows } = await db.query('select row_to_json(d)::text as text from draw d where id = $1', [id])
    await db.end()
    expect(rows[0].text).not.toContain(seed)
    advance(31)
    for (const who of [clerk, judge]) await who.json('POST', `/api/draws/${id}/entropy`, { source: 0, value: NUMBERS, reference: '公告' })
    const { renameSync } = await import('node:fs')
    renameSync(join(folder, id), join(folder, 'elsewhere'))
    expect((await clerk.ask('POST', `/api/draws/${id}/reveal`, {})).json.code).toBe('draw.secret-lost')
    renameSync(join(folder, 'elsewhere'), join(folder, id))
    expect((await clerk.json('POST', `/api/draws/${id}/reveal`, {})).status).toBe('drawn')
  })

  it('two who reveal at once reveal once', async () => {
    const { id } = (await publish()).json
    advance(31)
    for (const who of [clerk, judge]) await who.json('POST', `/api/draws/${id}/entropy`, { source: 0, value: NUMBERS, reference: '公告' })
    const both = await Promise.all([clerk, judge].map((who) => who.ask('POST', `/api/draws/${id}/reveal`, {})))
    expect(both.map((b) => b.status).sort()).toEqual([200, 422])
    expect((await verified(id)).orders).toHaveLength(1)
  })

  it('another body sees nothing, and an unknown draw is not there', async () => {
    const app = await server.appConnection()
    for (const table of [
      'draw',
      'draw_reading',
      'register_entry',
      'register_tie',
      'register_evaluation',
      'register_appointment',
      'register_choice',
    ])
      expect((await app.query(`select count(*)::int as n from ${table}`)).rows[0].n).toBe(0)
    await app.end()
    expect((await server.visitor().get('/api/public/draws/01a20193-1966-70bb-93c7-58b11e785021')).json.code).toBe('draw.not-found')
  })
})

choosing()
