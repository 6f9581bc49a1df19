import { createHash, hkdfSync } from 'node:crypto'
import {
  EMPTY_LOG,
  ed25519Signer,
  entryOf,
  formatReceipt,
  type Json,
  seal,
  TileTree,
  type Trust,
  toHex,
  utf8,
  witnessSigner,
} from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDrand, drandSource, QUICKNET } from '../src/drand.ts'
import {
  beginDraw,
  type Commitment,
  commitmentDigest,
  contributionHash,
  type DrawRecord,
  formatDrawRecord,
  makeChain,
  type PairMethod,
  type PickMethod,
  readCommitment,
  verifyDraw,
  verifyDrawRecord,
  withEntropy,
  withRound,
  writeLink,
} from '../src/index.ts'
import { commitment, crypto, drawn, LENGTH, LOTTERY, linkOf, must, OUTCOME, PICK, plots, refused } from './town.ts'

const codes = (record: unknown, options = {}) =>
  verifyDrawRecord(crypto, record, options).failures.map((f) => [f.code, f.place?.at].filter(Boolean).join(' '))
const sample = (change: Partial<PickMethod>): PickMethod => ({ kind: 'pick', count: 1, weighted: false, minimum: [], ...change })

describe('a draw from commitment to substitute', () => {
  it('goes step by step, each step verifiable, also as in a page', () => {
    const begun = must(beginDraw(commitment()))
    expect(verifyDrawRecord(crypto, begun).status).toBe('awaiting-entropy')
    expect(refused(withRound(crypto, begun, linkOf(1)))).toBe('entropy-missing /entropy')
    const known = must(withEntropy(crypto, begun, [OUTCOME]))
    expect(verifyDrawRecord(crypto, known).status).toBe('awaiting-reveal')
    const first = must(withRound(crypto, known, linkOf(1)))
    const [chosen] = first.rounds[0]!.selected
    const second = must(withRound(crypto, first, linkOf(2), { label: chosen!, reason: '因故不能接受 cannot take it' }))
    const [next] = second.rounds[1]!.selected
    const third = must(withRound(crypto, second, linkOf(3), { label: next!, reason: 'ill' }))
    const last = third.rounds[2]!.selected[0]!
    expect(new Set([chosen, next, last]).size).toBe(3)
    for (const one of [nodeReport(third), verifyDraw(browserCrypto, formatDrawRecord(third))]) {
      expect([one.status, one.selected, one.failures]).toEqual(['complete', [last], []])
      expect(one.orders.map((order) => order.length)).toEqual([12, 11, 10])
      expect(one.lookUp).toEqual([{ name: LOTTERY.name, at: LOTTERY.at, value: OUTCOME, proved: false }])
      expect(one.notes.map((n) => n.code)).toEqual(['commitment-not-compared'])
    }
  })

  const nodeReport = (record: DrawRecord) => verifyDraw(crypto, formatDrawRecord(record), {})

  it('gives a fixed result for a fixed record: the format may not drift', () => {
    const record = drawn()
    expect(commitmentDigest(crypto, record.commitment)).toBe('77755ae51d7ee0f3a1b68e8bef45644f3397764598728aca3d4b935bd7fba518')
    expect(record.rounds[0]!.selected).toEqual(['plot-011'])
  })

  it('the lots are those of the documentation, computed here with node:crypto alone', () => {
    const record = drawn()
    const ikm = `{"commitment":"${commitmentDigest(crypto, record.commitment)}","entropy":[{"numbers":[[3,7,12,18,25,31],[9]]}]}`
    const lots = plots(12).map((label) => ({ label, lot: Buffer.from(hkdfSync('sha256', ikm, linkOf(1), label, 32)).toString('hex') }))
    lots.sort((a, b) => (a.lot < b.lot ? -1 : 1))
    expect(verifyDrawRecord(crypto, record).orders[0]).toEqual(lots.map((one) => one.label))
    const end = createHash('sha256').update('yingshang/draw-link/v1\n').update(linkOf(1)).digest('hex')
    expect(record.commitment.chain?.end).toBe(end)
  })

  it('the substitute is not the next of the list in most draws, nor can it be known from the first round', () => {
    let next = 0
    for (let i = 0; i < 60; i++) {
      const links = makeChain(crypto, crypto.sha256(utf8(`seed ${i}`)), 2)
      const start = must(withEntropy(crypto, must(beginDraw(commitment({ chain: { end: writeLink(links[2]!), length: 2 } }))), [OUTCOME]))
      const first = must(withRound(crypto, start, links[1]!))
      const chosen = first.rounds[0]!.selected[0]!
      const second = must(withRound(crypto, first, links[0]!, { label: chosen, reason: 'declined' }))
      if (verifyDrawRecord(crypto, first).orders[0]![1] === second.rounds[1]!.selected[0]) next++
    }
    expect(next).toBeLessThan(20) // one in eleven by chance
  })

  it('weighted, with minimum shares and substitutes that keep them', () => {
    const candidates = plots(60).map((label, i) => ({ label, weight: 1 + (i % 5), stratum: i % 20 === 0 ? 'enterprise' : 'person' }))
    const method = sample({ count: 20, weighted: true, minimum: [{ stratum: 'enterprise', numerator: 5, denominator: 100 }] })
    let record = drawn({ method, candidates })
    const enterprises = () =>
      verifyDrawRecord(crypto, record).selected.filter((label) => candidates.find((c) => c.label === label)!.stratum === 'enterprise')
    expect(enterprises().length).toBeGreaterThanOrEqual(1)
    for (let round = 2; ; round++) {
      const next = withRound(crypto, record, linkOf(round), { label: enterprises()[0]!, reason: 'closed' })
      if (!next.ok) {
        // All three enterprises were drawn and have left: nobody else may take the place.
        expect(refused(next)).toBe(`list-exhausted /rounds/${round - 1}`)
        expect(round).toBeGreaterThan(2)
        break
      }
      record = next.value
      const report = verifyDrawRecord(crypto, record)
      expect([report.status, report.selected.length, new Set(report.selected).size]).toEqual(['complete', 20, 20])
      expect(enterprises().length).toBeGreaterThanOrEqual(1)
    }
  })

  const pairs: PairMethod = {
    kind: 'pairs',
    count: 6,
    weighted: false,
    minimum: [],
    inspectors: ['an', 'bo', 'chen', 'ding', 'e'].map((label) => ({ label })),
    each: 2,
    most: 4,
    exclusions: [{ inspector: 'an', inspected: 'plot-003', reason: 'lives there' }],
  }

  it('pairs subjects with inspectors and replaces one who must withdraw', () => {
    const record = drawn({ method: pairs })
    const [one] = record.rounds[0]!.pairs!
    const [inspector] = one!.inspectors
    const second = must(withRound(crypto, record, linkOf(2), { inspected: one!.inspected, inspector: inspector!, reason: 'kin' }))
    const report = verifyDrawRecord(crypto, second)
    expect(report.status).toBe('complete')
    const now = report.pairs.find((p) => p.inspected === one!.inspected)!
    expect(now.inspectors).not.toContain(inspector)
    expect(new Set(now.inspectors).size).toBe(2)
    expect(refused(withRound(crypto, second, linkOf(3), { inspected: one!.inspected, inspector: inspector!, reason: 'again' }))).toBe(
      'wrong-replacement /rounds/2/replaces',
    )
    expect(refused(withRound(crypto, second, linkOf(3), { label: one!.inspected, reason: 'no' }))).toBe(
      'wrong-replacement /rounds/2/replaces',
    )
    const forged = structuredClone(second) as unknown as { rounds: { pairs: { inspectors: string[] }[] }[] }
    forged.rounds[0]!.pairs[0]!.inspectors.reverse()
    expect(codes(forged)).toContain('wrong-pairs /rounds/0/pairs')
  })

  it('says when pairs are impossible: at once where it holds for any draw, in the draw where it depends on who is drawn', () => {
    expect(refused(readCommitment(commitment({ method: { ...pairs, most: 2 } })))).toBe('pairs-impossible /method')
    const alone = plots(12).flatMap((inspected) =>
      ['an', 'bo', 'chen', 'ding'].map((inspector) => ({ inspector, inspected, reason: 'kin' })),
    )
    const one = readCommitment(commitment({ method: { ...pairs, exclusions: alone } }))
    expect(refused(one)).toBe('pairs-impossible /method/exclusions')
    const tight = plots(12).flatMap((inspected) => ['an', 'bo', 'chen'].map((inspector) => ({ inspector, inspected, reason: 'kin' })))
    const begun = must(withEntropy(crypto, must(beginDraw(commitment({ method: { ...pairs, exclusions: tight } }))), [OUTCOME]))
    const result = withRound(crypto, begun, linkOf(1))
    expect(refused(result)).toBe('pairs-impossible /rounds/0')
    expect(result.ok ? '' : result.refusal.en).toMatch(/need \d+ places.*\(ding, e\) can give 8/)
  })

  it('ends when the chain or the list is used up', () => {
    let record = drawn({ candidates: plots(3).map((label) => ({ label })) })
    for (const round of [2, 3])
      record = must(withRound(crypto, record, linkOf(round), { label: record.rounds.at(-1)!.selected[0]!, reason: 'no' }))
    expect(refused(withRound(crypto, record, linkOf(4), { label: record.rounds.at(-1)!.selected[0]!, reason: 'no' }))).toBe(
      'list-exhausted /rounds/3',
    )
    let long = drawn()
    for (let round = 2; round <= LENGTH; round++)
      long = must(withRound(crypto, long, linkOf(round), { label: long.rounds.at(-1)!.selected[0]!, reason: 'no' }))
    expect(refused(withRound(crypto, long, new Uint8Array(32), { label: long.rounds.at(-1)!.selected[0]!, reason: 'no' }))).toBe(
      `chain-exhausted /rounds/${LENGTH}/link`,
    )
  })
})

describe('a commitment is refused', () => {
  const list = (...labels: string[]) => labels.map((label) => ({ label }))
  it.each<[string, Partial<Commitment> | object, string]>([
    ['with a member that is not known', { more: 1 }, 'bad-commitment /more'],
    ['with an empty list', { candidates: [] }, 'bad-commitment /candidates'],
    ['with a list out of order', { candidates: list('b', 'a') }, 'not-sorted /candidates/1'],
    ['with somebody listed twice', { candidates: list('a', 'a') }, 'listed-twice /candidates/1'],
    ['with somebody both listed and excluded', { excluded: [{ label: 'plot-002', reason: 'x' }] }, 'listed-twice /excluded/0'],
    ['with an exclusion without reason', { excluded: [{ label: 'z', reason: '' }] }, 'bad-commitment /excluded/0/reason'],
    ['with a label of another spelling (not NFC)', { candidates: list('e\u0301') }, 'bad-commitment /candidates/0/label'],
    ['with outer space in a label', { candidates: list(' a') }, 'bad-commitment /candidates/0/label'],
    ['with a newline in a label', { candidates: list('a\nb') }, 'bad-commitment /candidates/0/label'],
    ['when the entropy is known at the time of commitment', { committedAt: LOTTERY.at }, 'entropy-too-early /entropy/0/at'],
    ['when the entropy comes after the reveal', { revealBy: '2026-03-08T13:14:59Z' }, 'entropy-too-late /entropy/0/at'],
    ['without entropy', { entropy: [] }, 'bad-commitment /entropy'],
    ['without a chain', { chain: null }, 'chain-missing /chain'],
    ['with a date that does not exist', { committedAt: '2026-02-30T08:00:00Z' }, 'bad-commitment /committedAt'],
    ['when more are to be drawn than are listed', { method: sample({ count: 13 }) }, 'too-few-candidates /method'],
    ['with weights in a draw of equal chances', { candidates: [{ label: 'a', weight: 2 }] }, 'bad-commitment /candidates/0/weight'],
    ['without weights in a weighted draw', { method: sample({ weighted: true }) }, 'bad-commitment /candidates/0/weight'],
    [
      'with a stratum that cannot give its minimum',
      { method: sample({ minimum: [{ stratum: 'enterprise', numerator: 5, denominator: 100 }] }) },
      'stratum-too-small /method',
    ],
  ])('%s', (_what, change, place) => {
    expect(refused(readCommitment({ ...commitment(), ...change }))).toBe(place)
  })
})

describe('verification names what is wrong', () => {
  const base = drawn()
  const second = must(withRound(crypto, base, linkOf(2), { label: base.rounds[0]!.selected[0]!, reason: 'declined' }))
  const edit = (change: (record: { -readonly [K in keyof DrawRecord]: DrawRecord[K] } & Record<string, unknown>) => void): unknown => {
    const copy = structuredClone(second) as never
    change(copy)
    return copy
  }
  const other = plots(12).find((label) => label !== second.rounds[0]!.selected[0] && label !== second.rounds[1]!.selected[0])!
  it.each<[string, unknown, string]>([
    ['another winner', edit((r) => (r.rounds = [{ ...r.rounds[0]!, selected: [other] }])), 'wrong-selection /rounds/0/selected'],
    [
      'another substitute',
      edit((r) => (r.rounds = r.rounds.with(1, { ...r.rounds[1]!, selected: [other] }))),
      'wrong-selection /rounds/1/selected',
    ],
    ['a link of another chain', edit((r) => (r.rounds = [{ ...r.rounds[0]!, link: '00'.repeat(32) }])), 'wrong-link /rounds/0/link'],
    ['a link out of turn', edit((r) => (r.rounds = [{ ...r.rounds[0]!, link: writeLink(linkOf(2)) }])), 'wrong-link /rounds/0/link'],
    [
      'another outcome of the lottery',
      edit((r) => (r.entropy = [{ numbers: [[3, 7, 12, 18, 25, 32], [9]] }])),
      'wrong-selection /rounds/0/selected',
    ],
    ['numbers in another order', edit((r) => (r.entropy = [{ numbers: [[7, 3, 12, 18, 25, 31], [9]] }])), 'bad-entropy /entropy/0'],
    ['a number outside its range', edit((r) => (r.entropy = [{ numbers: [[3, 7, 12, 18, 25, 34], [9]] }])), 'bad-entropy /entropy/0'],
    ['a missing outcome', edit((r) => (r.entropy = [])), 'entropy-missing /rounds'],
    [
      'the replacement of somebody who was not drawn',
      edit((r) => (r.rounds = r.rounds.with(1, { ...r.rounds[1]!, replaces: { label: other, reason: 'x' } }))),
      'wrong-replacement /rounds/1/replaces',
    ],
    [
      'a second first round',
      edit((r) => (r.rounds = r.rounds.with(1, { ...r.rounds[1]!, replaces: null }))),
      'wrong-replacement /rounds/1/replaces',
    ],
    ['a member that is not known', edit((r) => (r.more = 1)), 'bad-record /more'],
    ['no record at all', 7, 'bad-record'],
  ])('%s', (_what, record, failure) => {
    const found = codes(record)
    expect(found).toContain(failure)
    const report = verifyDrawRecord(crypto, record)
    expect(report.status).toBe('unsound')
    for (const f of report.failures) expect([/[\u4e00-\u9fff]/.test(f.zh), f.en.length > 0]).toEqual([true, true])
  })

  it('reads only canonical files: no duplicate members, no other spelling', () => {
    const text = formatDrawRecord(second)
    expect(verifyDraw(crypto, text).status).toBe('complete')
    expect(verifyDraw(crypto, utf8(text)).status).toBe('complete')
    for (const bad of [JSON.stringify(second, null, 1), text.replace('{', '{"v":1,'), `${text}\n`, text.slice(1), ''])
      expect(verifyDraw(crypto, bad).status).toBe('unsound')
  })

  it('no letter of a record can be changed without being found, except the words that carry no rule', () => {
    const text = formatDrawRecord(second)
    const digest = commitmentDigest(crypto, second.commitment)
    const reason = text.indexOf('"declined"') // free text of a later round: not part of any computation
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom('a', '0', '7', 'é', '"', ','), (at, letter) => {
        fc.pre(text[at] !== letter && (at < reason || at > reason + 9))
        expect(verifyDraw(crypto, text.slice(0, at) + letter + text.slice(at + 1), { commitment: digest }).status).toBe('unsound')
      }),
      { numRuns: 500 },
    )
  })
})

describe('tricks', () => {
  const digest = commitmentDigest(crypto, commitment())

  /** The commitment sealed in a journal, and a receipt of it with a witness's time. */
  async function journalled(one: Commitment, witnessed: string | null): Promise<{ receipt: string; trust: Trust }> {
    const files = new Map<string, Uint8Array>()
    const log = {
      read: async (path: string) => files.get(path) ?? null,
      write: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
    }
    const signer = ed25519Signer(crypto, 'town.example/log', new Uint8Array(32).fill(1))
    const witness = witnessSigner(crypto, 'witness.example', new Uint8Array(32).fill(2), () => Date.parse(witnessed ?? '') / 1000)
    const salt = crypto.sha256(utf8('salt'))
    const entry = must(entryOf(crypto, 'draw', salt, one))
    const sealed = must(
      await seal(
        log,
        crypto,
        EMPTY_LOG,
        [utf8('something else'), entry],
        'town.example/log',
        witnessed === null ? [signer] : [signer, witness],
      ),
    )
    const hashes = must(await new TileTree(log, crypto).inclusionProof(1, 2))
    const receipt = formatReceipt({ kind: 'draw', salt, content: one as unknown as Json, index: 1, hashes, checkpoint: sealed.text })
    const trust: Trust = { origin: 'town.example/log', keys: [{ key: signer.key, from: 0, to: null }], witnesses: [witness.key], quorum: 0 }
    return { receipt, trust }
  }

  it('a candidate added after the commitment is found by its digest, and by the receipt', async () => {
    const more = [...commitment().candidates, { label: 'plot-999' }]
    const forged = drawn({ candidates: more })
    expect(codes(forged)).toEqual([]) // by itself the forged record is in order: it must be compared
    expect(verifyDrawRecord(crypto, forged).notes.map((n) => n.code)).toEqual(['commitment-not-compared'])
    expect(codes(forged, { commitment: digest })).toEqual(['commitment-differs /commitment'])
    const { receipt, trust } = await journalled(commitment(), '2026-03-05T09:00:00Z')
    expect(codes({ ...forged, receipt }, { trust })).toEqual(['commitment-differs /commitment/candidates/12'])
    const renamed = drawn({ candidates: commitment().candidates.map((c, i) => (i === 3 ? { label: `${c.label}b` } : c)) })
    expect(codes({ ...renamed, receipt }, { trust })).toEqual(['commitment-differs /commitment/candidates/3/label'])
    const untold = drawn({ excluded: [{ label: 'plot-900', reason: 'another' }] })
    expect(codes({ ...untold, receipt }, { trust })).toEqual(['commitment-differs /commitment/excluded/0/reason'])
    expect(codes({ ...forged, receipt: null }, { trust })).toEqual(['receipt-missing /receipt'])
    const honest = verifyDrawRecord(crypto, { ...drawn(), receipt }, { trust })
    expect([honest.status, honest.notes, honest.published]).toEqual([
      'complete',
      [],
      { index: 1, size: 2, witnessedAt: Date.parse('2026-03-05T09:00:00Z') / 1000 },
    ])
  })

  it('leaving somebody off the list, changing a weight or an exclusion is found in the same way', () => {
    for (const change of [
      { candidates: commitment().candidates.slice(1) },
      { excluded: [] },
      { method: sample({ count: 2 }) },
      { title: 'another' },
      { entropy: [{ ...LOTTERY, name: '示例彩票第2026035期' }] },
    ])
      expect(codes(drawn(change), { commitment: digest })).toEqual(['commitment-differs /commitment'])
  })

  it('entropy chosen late: a source that was known, or a commitment that nobody saw before it', async () => {
    expect(refused(readCommitment(commitment({ entropy: [{ ...LOTTERY, at: '2026-03-05T07:00:00Z' }] })))).toBe(
      'entropy-too-early /entropy/0/at',
    )
    const late = await journalled(commitment(), '2026-03-08T13:15:00Z')
    expect(codes({ ...drawn(), receipt: late.receipt }, { trust: late.trust })).toEqual(['published-late /receipt'])
    const unwitnessed = await journalled(commitment(), null)
    const report = verifyDrawRecord(crypto, { ...drawn(), receipt: unwitnessed.receipt }, { trust: unwitnessed.trust })
    expect([report.status, report.notes.map((n) => n.code)]).toEqual(['complete', ['time-not-witnessed']])
  })

  it('a reveal that is withheld is found when its time has passed', () => {
    const silent = must(withEntropy(crypto, must(beginDraw(commitment())), [OUTCOME]))
    expect(codes(silent, { now: '2026-03-09T08:00:00Z' })).toEqual([])
    expect(codes(silent, { now: '2026-03-09T08:00:01Z' })).toEqual(['reveal-withheld /rounds'])
    expect(codes(must(beginDraw(commitment())), { now: '2026-04-01T00:00:00Z' })).toEqual(['reveal-withheld /rounds'])
    expect(codes(drawn(), { now: '2026-04-01T00:00:00Z' })).toEqual([])
  })

  it('another seed cannot be revealed: the end of the chain is committed', () => {
    const other = makeChain(crypto, new Uint8Array(32).fill(6), LENGTH)
    const known = must(withEntropy(crypto, must(beginDraw(commitment())), [OUTCOME]))
    for (const link of other) expect(refused(withRound(crypto, known, link))).toBe('wrong-link /rounds/0/link')
  })

  it('a party cannot change its contribution after giving its hash', () => {
    const nonce = crypto.sha256(utf8('nonce'))
    const from = { kind: 'contribution' as const, name: '甲公司', at: LOTTERY.at, hash: contributionHash(crypto, nonce, '春江水暖') }
    const begun = must(beginDraw(commitment({ entropy: [from] })))
    expect(withEntropy(crypto, begun, [{ nonce: toHex(nonce), text: '春江水暖' }]).ok).toBe(true)
    expect(refused(withEntropy(crypto, begun, [{ nonce: toHex(nonce), text: '春江水冷' }]))).toBe('contribution-differs /entropy/0')
  })

  // Round 1000 of drand's quicknet, as published by the network.
  const ROUND = { kind: 'drand' as const, name: 'drand quicknet', at: '2023-08-23T15:59:24Z', chain: QUICKNET.chain, round: 1000 }
  const SIGNATURE = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'

  it('a round of drand proves itself; another signature, and a past round under a later time, are found', () => {
    const times = { committedAt: '2023-08-23T12:00:00Z', revealBy: '2026-03-09T08:00:00Z' }
    const of = (from: typeof ROUND, signature: string) => {
      const known = must(withEntropy(crypto, must(beginDraw(commitment({ ...times, entropy: [from] }))), [{ signature }]))
      return must(withRound(crypto, known, linkOf(1)))
    }
    const report = verifyDrawRecord(crypto, of(ROUND, SIGNATURE), { drand: checkDrand })
    expect([report.status, report.lookUp[0]?.proved]).toEqual(['complete', true])
    expect(verifyDrawRecord(crypto, of(ROUND, SIGNATURE)).notes.map((n) => n.code)).toContain('drand-not-checked')
    for (const other of [SIGNATURE.replace('b4', 'b5'), 'ab'.repeat(48)])
      expect(codes(of(ROUND, other), { drand: checkDrand })).toEqual(['drand-signature-false /entropy/0'])
    expect(codes(of({ ...ROUND, round: 1001, at: '2023-08-23T15:59:27Z' }, SIGNATURE), { drand: checkDrand })).toEqual([
      'drand-signature-false /entropy/0',
    ])
    expect(codes(of({ ...ROUND, at: '2026-03-08T13:15:00Z' }, SIGNATURE), { drand: checkDrand })).toEqual([
      'drand-wrong-time /commitment/entropy/0/at',
    ])
    expect(drandSource('2023-08-23T15:59:24Z')).toEqual(ROUND)
    expect(drandSource('2023-08-23T15:59:22Z')).toEqual(ROUND)
    expect(drandSource('2023-08-23T15:59:25Z').round).toBe(1001)
  })

  it('figures have one spelling, drand values are hexadecimal, and entropy is recorded once', () => {
    const begun = must(beginDraw(commitment({ entropy: [{ kind: 'figure', name: '指数收盘', at: LOTTERY.at, decimals: 2 }] })))
    expect(withEntropy(crypto, begun, [{ figure: '3921.50' }]).ok).toBe(true)
    for (const figure of ['3921.5', '3,921.50', '03921.50', ' 3921.50', '-1.00', ''])
      expect(refused(withEntropy(crypto, begun, [{ figure }]))).toMatch(/^bad-entropy/)
    const drand = must(
      beginDraw(commitment({ entropy: [{ kind: 'drand', name: 'drand', at: LOTTERY.at, chain: 'ab'.repeat(32), round: 7 }] })),
    )
    expect(withEntropy(crypto, drand, [{ signature: 'ab'.repeat(48) }]).ok).toBe(true)
    expect(refused(withEntropy(crypto, drand, [{ signature: 'AB'.repeat(48) }]))).toMatch(/^bad-entropy/)
    expect(refused(withEntropy(crypto, drawn(), [OUTCOME]))).toBe('already-known /entropy')
    expect(PICK.kind).toBe('pick')
  })
})
