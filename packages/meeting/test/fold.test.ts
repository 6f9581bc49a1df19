import type { Choice } from '@yingshang/ballot'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KINDS, resultOf, resultsOf, verifyMeeting } from '../src/index.ts'
import { Hall, hashing, ORDINARY, PLAN, trust, verifySignatures } from './hall.ts'

const check = async (hall: Hall) => verifyMeeting(hashing, await hall.record(), { trust, verifySignatures })

describe('one voter, one chain', () => {
  it('counts the last ballot', async () => {
    const hall = await Hall.of(['V-1'])
    hall.open('r1')
    await hall.vote('V-1', 'against')
    await hall.vote('V-1', 'for')
    expect(resultOf(hall.state, 'r1')).toMatchObject({ classes: [{ voted: 1, for: { heads: 1 }, against: { heads: 0 } }] })
  })

  it('takes a double click once', async () => {
    const hall = await Hall.of(['V-1'])
    hall.open('r1')
    const body = await hall.voteBody('V-1', 'for')
    expect(hall.try(KINDS.vote, body)).toEqual([])
    expect(hall.try(KINDS.vote, body)).toEqual(['ballot.replayed'])
  })

  it('lets a second device vote only when it has seen the first one’s ballot', async () => {
    const hall = await Hall.of(['V-1'])
    await hall.signIn('V-1', 's-phone')
    hall.open('r1')
    const onPhone = await hall.voteBody('V-1', 'against', {}, 's-phone')
    await hall.vote('V-1', 'for')
    expect(hall.try(KINDS.vote, onPhone)).toEqual(['ballot.chain'])
    expect(await hall.tryVote('V-1', 'against', {}, 's-phone')).toEqual([])
  })

  it('takes no vote for another text, meeting, or by another session', async () => {
    const hall = await Hall.of(['V-1', 'V-2'])
    hall.open('r1')
    expect(await hall.tryVote('V-1', 'for', { subject: 'a'.repeat(64) })).toEqual(['ballot.other-text'])
    expect(await hall.tryVote('V-1', 'for', { meeting: 'm-2' })).toEqual(['event.other-meeting'])
    expect(await hall.tryVote('V-1', 'for', {}, 's-V-2')).toEqual(['vote.not-own-session'])
    expect(await hall.tryVote('V-1', 'for', { castBy: 'V-2' })).toEqual(['ballot.not-authorised'])
    expect(await hall.tryVote('V-9', 'for', { castBy: 'V-1' })).toContain('voter.unlisted')
  })

  it('takes no vote before the opening and none after the closing, whatever the clock says', async () => {
    const hall = await Hall.of(['V-1'])
    hall.minute = 30
    expect(await hall.tryVote('V-1', 'for')).toEqual(['ballot.not-open'])
    hall.open('r1')
    hall.close('r1')
    hall.minute = 30
    expect(await hall.tryVote('V-1', 'for')).toEqual(['ballot.closed'])
  })
})

describe('proxies, joint claims, paper', () => {
  it('a proxy votes within the letter, from when it was handed in until it is revoked', async () => {
    const hall = await Hall.of(['V-1', 'V-2'], {}, { present: 'signIn' })
    expect(hall.try(KINDS.signIn, await hall.signInBody('P-1'))).toEqual(['sign-in.unknown'])
    hall.do(KINDS.proxy, hall.authority('V-1', 'P-1', { instructions: { r1: 'for' } }))
    await hall.signIn('P-1')
    hall.open('r1')
    expect(await hall.tryVote('V-1', 'against', { castBy: 'P-1' })).toEqual(['ballot.instruction'])
    expect(await hall.tryVote('V-2', 'for', { castBy: 'P-1' })).toEqual(['ballot.not-authorised'])
    expect(await hall.tryVote('V-1', 'for', { castBy: 'P-1' })).toEqual([])
    hall.do(KINDS.proxy, hall.authority('V-1', 'P-1', {}, true))
    expect(await hall.tryVote('V-1', 'for', { castBy: 'P-1' })).toEqual(['ballot.not-authorised'])
    hall.close('r1')
    hall.result()
    expect((await check(hall)).findings).toEqual([])
  })

  it('joint holders have one chain and one head', async () => {
    const hall = new Hall()
    hall.do(KINDS.notice, hall.notice())
    hall.list(hall.right('V-1', [{}], ['H-1', 'H-2']))
    await hall.signIn('H-1')
    await hall.signIn('H-2')
    hall.open('r1')
    await hall.vote('V-1', 'for', { castBy: 'H-1' })
    await hall.vote('V-1', 'against', { castBy: 'H-2' })
    expect(resultOf(hall.state, 'r1')).toMatchObject({ classes: [{ voted: 1, against: { heads: 1, amount: 100 } }] })
  })

  it('a paper ballot is read by two persons who agree', async () => {
    const hall = await Hall.of(['V-1'])
    hall.open('r1')
    expect(hall.try(KINDS.paper, hall.paperBody('V-1', 'for', ['书记员', '书记员']))).toEqual(['ballot.paper-two-persons'])
    expect(hall.try(KINDS.paper, hall.paperBody('V-1', 'for', ['书记员', '管理人'], 'against'))).toEqual(['paper.readings-differ'])
    expect(hall.try(KINDS.paper, hall.paperBody('V-1', 'for'))).toEqual([])
  })
})

describe('pre-votes and second votes', () => {
  const carried = (hall: Hall, voter: string, paid: number) => ({
    ...hall.head(),
    statement: hall.statement(voter, 'for'),
    givenAt: '2022-08-01T00:00:00Z',
    before: { voter, paid: 50, lastPaymentOn: '2023-12-31' },
    after: { voter, paid, lastPaymentOn: '2023-12-31' },
    document: 'd'.repeat(64),
  })

  it('carry over unless the plan became worse, count from the opening, and give way to a vote', async () => {
    const hall = await Hall.of(['V-1', 'V-2'])
    expect(hall.try(KINDS.carried, carried(hall, 'V-1', 49))).toEqual(['carried.worse'])
    expect(hall.try(KINDS.carried, carried(hall, 'V-1', 50))).toEqual([])
    expect(hall.try(KINDS.carried, carried(hall, 'V-2', 51))).toEqual([])
    hall.open('r1')
    expect(resultOf(hall.state, 'r1')).toMatchObject({ passed: true, classes: [{ for: { heads: 2 } }] })
    await hall.vote('V-2', 'against')
    expect(hall.try(KINDS.carried, carried(hall, 'V-1', 50))).toEqual(['ballot.carried-late'])
    hall.close('r1')
    hall.result()
    expect((await check(hall)).findings).toEqual([])
    expect(hall.state.result!.results[0]!.passed).toBe(false)
  })

  it('a class that refused votes once more; the others keep their result', async () => {
    const hall = new Hall()
    const again = { ...PLAN, id: 'r3', revoteOf: 'r2', classes: ['ordinary'] }
    const notice = (resolutions: object[]) => hall.notice({ resolutions: resolutions as never, agenda: [] })
    hall.do(KINDS.notice, notice([PLAN]))
    hall.list(hall.right('V-1', [{ class: 'secured', keepsPriority: true }]), hall.right('V-2', [{}]))
    await hall.signIn('V-1')
    await hall.signIn('V-2')
    hall.open('r2')
    await hall.vote('V-1', 'for', { resolution: 'r2' })
    await hall.vote('V-2', 'against', { resolution: 'r2' })
    hall.close('r2')
    expect(hall.try(KINDS.notice, notice([{ ...PLAN, text: '另一份草案' }]))).toEqual(['notice.changes-opened'])
    hall.do(KINDS.notice, notice([PLAN, again]))
    hall.open('r3')
    await hall.vote('V-2', 'for', { resolution: 'r3' })
    hall.close('r3')
    hall.result()
    expect(resultsOf(hall.state).map((r) => [r.passed, r.together?.passed])).toEqual([
      [false, undefined],
      [true, true],
    ])
    expect((await check(hall)).findings).toEqual([])
  })

  it('no second vote on what passed', async () => {
    const hall = new Hall()
    hall.do(KINDS.notice, hall.notice({ resolutions: [PLAN, { ...PLAN, id: 'r3', revoteOf: 'r2' }], agenda: [] }))
    hall.list(hall.right('V-1', [{ class: 'secured' }]), hall.right('V-2', [{}]))
    expect(hall.try(KINDS.opened, { ...hall.head(), resolutions: ['r3'], eligibility: 1, by: '书记员' })).toEqual(['second.unknown'])
  })
})

describe('the list of voters', () => {
  it('does not change while a resolution is open', async () => {
    const hall = await Hall.of(['V-1'])
    hall.open('r1')
    expect(hall.try(KINDS.eligibility, hall.eligibility([hall.right('V-1', [{ amount: 5 }])]))).toEqual(['eligibility.while-open'])
  })

  it('in a later version keeps the rights that stand, and the opening names the version in force', async () => {
    const hall = await Hall.of(['V-1', 'V-2'])
    hall.list(hall.right('V-1', [{}]), hall.right('V-2', [{ amount: 300, provisional: true }]))
    expect(hall.try(KINDS.opened, { ...hall.head(), resolutions: ['r1'], eligibility: 1, by: '书记员' })).toEqual(['opened.eligibility'])
    hall.open('r1')
    await hall.vote('V-2', 'for')
    hall.close('r1')
    hall.result()
    expect((await check(hall)).results).toMatchObject([{ classes: [{ amountTest: { reached: 300, base: 400 } }] }])
  })
})

describe('algebra', () => {
  /** What may happen at a meeting, in any order: votes by own session or second device, by proxy, on paper, replays, sign-ins, closings. */
  const anyDeed = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('vote' as const),
        voter: fc.nat(4),
        choice: fc.constantFrom<Choice>('for', 'against', 'abstain'),
        resolution: fc.constantFrom('r1', 'r2'),
        device: fc.constantFrom('', '-2'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('paper' as const), voter: fc.nat(4), choice: fc.constantFrom<Choice>('for', 'against') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('proxy' as const), voter: fc.nat(4), choice: fc.constantFrom<Choice>('for', 'against') }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), of: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('stale' as const), voter: fc.nat(4) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const), voter: fc.nat(4) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clock' as const), minutes: fc.integer({ min: -20, max: 20 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('other' as const), times: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), resolution: fc.constantFrom('r1', 'r2') }) },
  )

  it('tally from the record = live tally, in any interleaving with duplicates, changes, reconnects and wrong clocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDeed, { maxLength: 40 }),
        fc.constantFrom('vote' as const, 'signIn' as const),
        async (deeds, present) => {
          const amounts = [100, 250, 100, 70, 1]
          const hall = new Hall()
          hall.minute = -60
          hall.do(KINDS.notice, hall.notice({ resolutions: [ORDINARY, PLAN] }, { present }))
          hall.list(...amounts.map((amount, i) => hall.right(`V-${i}`, [{ amount }, { class: 'secured', amount, keepsPriority: true }])))
          hall.do(KINDS.proxy, hall.authority('V-0', 'P-1'))
          await hall.signIn('P-1')
          for (const i of [0, 1, 2]) {
            await hall.signIn(`V-${i}`)
            await hall.signIn(`V-${i}`, `s-V-${i}-2`)
          }
          hall.minute = 0
          hall.open('r1', 'r2')
          const sent: object[] = []
          let reconnects = 0
          const known = (session: string) => hall.sessions.has(session)
          for (const deed of deeds) {
            if (deed.do === 'vote' && known(`s-V-${deed.voter}${deed.device}`)) {
              const session = `s-V-${deed.voter}${deed.device}`
              const body = await hall.voteBody(`V-${deed.voter}`, deed.choice, { resolution: deed.resolution }, session)
              sent.push(body)
              hall.try(KINDS.vote, body)
            } else if (deed.do === 'paper') hall.try(KINDS.paper, hall.paperBody(`V-${deed.voter}`, deed.choice))
            else if (deed.do === 'proxy') await hall.tryVote(`V-${deed.voter}`, deed.choice, { castBy: 'P-1' })
            else if (deed.do === 'again' && sent[deed.of] !== undefined) expect(hall.try(KINDS.vote, sent[deed.of]!)).not.toEqual([])
            else if (deed.do === 'stale' && known(`s-V-${deed.voter}`))
              expect(await hall.tryVote(`V-${deed.voter}`, 'against', { sequence: 99 })).toContain('ballot.chain')
            else if (deed.do === 'reconnect') await hall.signIn(`V-${deed.voter}`, `s-again-${reconnects++}`)
            else if (deed.do === 'clock') hall.minute += deed.minutes
            else if (deed.do === 'other') for (let i = 0; i < deed.times; i++) hall.other('ballot.vote')
            else if (deed.do === 'close' && hall.state.resolutions.get(deed.resolution)!.stage === 'open') hall.close(deed.resolution)
          }
          for (const id of ['r1', 'r2']) if (hall.state.resolutions.get(id)!.stage === 'open') hall.close(id)
          const live = resultsOf(hall.state)
          hall.result()
          const report = await check(hall)
          expect(report.findings).toEqual([])
          expect(report.results).toEqual(live)
          expect(report.attendance).toEqual(hall.state.result!.attendance)
        },
      ),
      { numRuns: 60 },
    )
  })
})
