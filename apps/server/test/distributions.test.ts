import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDistributableCase, type DistributableCase } from './distributable-case.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

/** Distributions of a case one after the other: deducted, recorded claim by claim, deposits handed over and freed. */
let server: TestServer
let judge: Person
let clerk: Person
let firm: Person
let creditor: Person
const day = (back = 0) => new Date(server.clock.now().getTime() + 8 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10)
let id = ''
let claims: DistributableCase['claims'] = {}
let take: DistributableCase['take']

const seqOf = async (): Promise<number> => (await judge.json('GET', `/api/matters/${id}/claims`)).seq
const record = async (request: object, more: object = {}, who: Person = firm) =>
  who.ask('POST', `/api/matters/${id}/distribution`, {
    kind: 'distribution',
    doneOn: day(),
    expectedSeq: await seqOf(),
    request,
    ...more,
  })
const ledger = async () => judge.json('GET', `/api/matters/${id}/distribution`)
const had = async () =>
  Object.fromEntries(
    (await ledger()).claims.map((c: { creditor: string; paid: number; deposited: number }) => [c.creditor, [c.paid, c.deposited]]),
  )

beforeAll(async () => {
  server = await aServer({ pages: false })
  judge = await server.user('judge', 'judge')
  clerk = await server.user('clerk', 'clerk')
  firm = await server.user('firm', 'party')
  creditor = await server.user('creditor', 'party')
  ;({ id, claims, take } = await aDistributableCase({ judge, clerk, firm }, day, () => server.clocks.tick()))
  await clerk.json('POST', `/api/matters/${id}/parties`, { login: 'creditor', role: 'creditor' })
})
afterAll(() => server.end())

describe('distributions of a case', () => {
  it('pay a claim from two things in turn, record what each claim got, and say so in the journal', async () => {
    const request = {
      estate: 300_00,
      expenses: [{ title: '公告费', amount: 20_00 }],
      collaterals: [
        { title: '厂房', proceeds: 500_00, claims: [{ claim: claims.银行, order: 1 }] },
        { title: '设备', proceeds: 300_00, claims: [{ claim: claims.银行, order: 1 }] },
      ],
      deposits: [{ claim: claims.争议, reason: 'dispute' }],
    }
    const preview = await firm.json('POST', `/api/matters/${id}/distribution/preview`, request)
    expect(preview.lines.map((l: { creditor: string; collateral: string | null }) => [l.creditor, l.collateral])).toEqual([
      ['银行', '厂房'],
      ['银行', '设备'],
      ['公告费', null],
      ['货款', null],
      ['争议', null],
      ['银行', '厂房、设备'],
    ])
    // 280 for 800 + 600 + 200 that the collateral did not cover.
    expect(preview.claims.map((c: { creditor: string; paid: number; deposited: number }) => [c.creditor, c.paid, c.deposited])).toEqual([
      ['银行', 835_00, 0],
      ['货款', 140_00, 0],
      ['争议', 0, 105_00],
    ])
    for (const who of [judge, creditor]) expect((await record(request, {}, who)).json.code).toBe('permission.denied')
    expect((await record(request, { expectedSeq: 1 })).json.code).toBe('matter.changed')
    const before = await seqOf()
    const answer = await record(request)
    expect(answer).toMatchObject({ status: 201, json: { amount: 1100_00, claims: 3, seq: before + 4 } })
    expect(await had()).toEqual({ 银行: [835_00, 0], 货款: [140_00, 0], 争议: [0, 105_00] })
    expect(await ledger()).toMatchObject({
      paidOut: 1100_00,
      unlisted: 0,
      rounds: [{ round: 1, kind: 'distribution', amount: 1100_00, expenses: 20_00, paid: 975_00, deposited: 105_00, claims: 3 }],
    })
    const timeline = await judge.json('GET', `/api/matters/${id}/actions?limit=4`)
    expect(timeline.items.map((i: { action: string }) => i.action)).toEqual(['pay-claim', 'pay-claim', 'pay-claim', 'distribute'])
    const events = await server.administrator$.json('GET', `/api/events?subject=${id}`)
    expect(events.items.map((e: { kind: string }) => e.kind)).toContain('distribution.recorded')
    expect((await creditor.get(`/api/matters/${id}/distribution`)).json.code).toBe('permission.denied')
  })

  it('deduct what was distributed before; who filed late does not catch up', async () => {
    const late = await take(firm, 'file-claim', {
      creditorName: '迟报',
      claimClass: 'ordinary',
      principal: 400_00,
      interest: 0,
      otherAmount: 0,
      basis: '款项未付',
    })
    await take(firm, 'review-claim', { claim: late.id, outcome: 'confirmed', confirmed: 400_00 })
    const request = { estate: 200_00, deposits: [{ claim: claims.争议, reason: 'dispute' }] }
    const preview = await firm.json('POST', `/api/matters/${id}/distribution/preview`, request)
    // A tenth of what each took part with: 200 of the bank, 800, 600 and 400.
    expect(
      preview.claims.map((c: { creditor: string; before: number; paid: number; deposited: number; total: number; remaining: number }) => [
        c.creditor,
        c.before,
        c.paid + c.deposited,
        c.total,
        c.remaining,
      ]),
    ).toEqual([
      ['银行', 835_00, 20_00, 855_00, 145_00],
      ['货款', 140_00, 80_00, 220_00, 580_00],
      ['争议', 105_00, 60_00, 165_00, 435_00],
      ['迟报', 0, 40_00, 40_00, 360_00],
    ])
    const tooMuch = await record({ ...request, estate: 901_00 }, { final: true })
    expect(tooMuch.json).toMatchObject({ code: 'action.refused' })
    expect((await record({ estate: 0 }, {})).json).toMatchObject({ code: 'distribution.refused', errors: [{ path: 'estate' }] })
    await record(request, { final: true })
    expect((await ledger()).rounds.map((r: { round: number; final: boolean }) => [r.round, r.final])).toEqual([
      [1, false],
      [2, true],
    ])
    for (const to of ['xlsx', 'docx'])
      expect((await firm.ask('POST', `/api/matters/${id}/distribution/export?to=${to}`, { estate: 1 })).text.slice(0, 2)).toBe('PK')
  })

  it('hand over part of a deposit, free the rest and distribute it to the others', async () => {
    const release = async (values: object) =>
      firm.ask('POST', `/api/matters/${id}/actions`, {
        action: 'release-deposit',
        values: { claim: claims.争议, doneOn: day(), ...values },
        expectedSeq: await seqOf(),
      })
    expect((await release({ releaseGround: 'settled', delivered: 165_01, freed: 0 })).json.code).toBe('action.refused')
    expect((await release({ releaseGround: 'waived', delivered: 0, freed: 165_00 })).json.code).toBe('action.refused')
    await take(firm, 'review-claim', { claim: claims.争议, outcome: 'partly', confirmed: 300_00, reviewReason: '生效判决确认三百元' })
    expect((await release({ releaseGround: 'settled', delivered: 82_50, freed: 82_50 })).status).toBe(201)
    expect(await ledger()).toMatchObject({ freed: 82_50 })
    const over = await record({ estate: 82_51 }, { kind: 'redistribution' })
    expect(over.json.code).toBe('action.refused')
    const done = await record({ estate: 82_50 }, { kind: 'redistribution' })
    expect(done).toMatchObject({ status: 201, json: { amount: 82_50 } })
    const now = await ledger()
    expect([now.freed, now.unlisted, now.paidOut]).toEqual([0, 0, 1300_00])
    const sum = now.claims.reduce((s: number, c: { paid: number; deposited: number }) => s + c.paid + c.deposited, 0)
    expect(sum + 20_00).toBe(1300_00)
    // 82.50 for 200, 800, 300 and 400.
    expect((await had()).争议).toEqual([82_50 + 14_56, 0])
  })
})
