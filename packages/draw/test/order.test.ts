import { hkdfSync } from 'node:crypto'
import { toHex, utf8 } from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, equalOrder, hkdf, lotsOf, shareOf, substitute, takeSample, uniform, weightedOrder } from '../src/index.ts'
import { crypto, plots } from './town.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const range = (from: number, to: number) => Uint8Array.from({ length: to - from }, (_, i) => from + i)
const lots = (n: number) => lotsOf(crypto, crypto.sha256(utf8(`link ${n}`)), utf8('entropy'))

describe('HKDF-SHA-256', () => {
  it('gives the outputs of RFC 5869, appendix A', () => {
    const first = hkdf(crypto, range(0, 13), new Uint8Array(22).fill(0x0b))(range(0xf0, 0xfa), 42)
    expect(toHex(first)).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865')
    const second = hkdf(crypto, range(0x60, 0xb0), range(0, 0x50))(range(0xb0, 0x100), 82)
    expect(toHex(second)).toBe(
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    )
    const third = hkdf(crypto, bytes(''), new Uint8Array(22).fill(0x0b))(bytes(''), 42)
    expect(toHex(third)).toBe('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8')
  })

  it('agrees with node:crypto and with the cryptography of pages', () => {
    const some = (max: number) => fc.uint8Array({ maxLength: max })
    fc.assert(
      fc.property(some(100), some(200), some(80), fc.integer({ min: 1, max: 300 }), (salt, ikm, info, length) => {
        const expected = Buffer.from(hkdfSync('sha256', ikm, salt, info, length)).toString('hex')
        expect(toHex(hkdf(crypto, salt, ikm)(info, length))).toBe(expected)
        expect(toHex(hkdf(browserCrypto, salt, ikm)(info, length))).toBe(expected)
      }),
      { numRuns: 100 },
    )
  })
})

describe('orders', () => {
  const labels = (list: readonly Candidate[]) => list.map((c) => c.label)

  it('do not depend on the order of the list', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(plots(30), { minLength: 30 }), fc.nat(100), (shuffled, n) => {
        const list = plots(30).map((label, i) => ({ label, weight: 1 + (i % 4) }))
        const mixed = shuffled.map((label) => list.find((c) => c.label === label)!)
        expect(labels(equalOrder(lots(n), mixed))).toEqual(labels(equalOrder(lots(n), list)))
        expect(labels(weightedOrder(lots(n), mixed))).toEqual(labels(weightedOrder(lots(n), list)))
        expect(labels(weightedOrder(lots(n), list)).sort()).toEqual(plots(30))
      }),
    )
  })

  it('of equal chances keep the lots of the others when somebody leaves', () => {
    const list = plots(20).map((label) => ({ label }))
    const whole = labels(equalOrder(lots(1), list))
    for (const gone of whole)
      expect(
        labels(
          equalOrder(
            lots(1),
            list.filter((c) => c.label !== gone),
          ),
        ),
      ).toEqual(whole.filter((l) => l !== gone))
  })

  it('weighted: the same as walking along the weights by hand', () => {
    const list = plots(9).map((label, i) => ({ label, weight: [1, 1000, 3, 7, 50, 2, 2, 999_999_999, 1][i]! }))
    for (let n = 0; n < 200; n++) {
      const left = [...list]
      const expected: string[] = []
      for (let pick = 1; left.length > 0; pick++) {
        let rest = uniform(
          lots(n),
          pick,
          left.reduce((sum, c) => sum + c.weight, 0),
        )
        const at = left.findIndex((c) => {
          rest -= c.weight
          return rest < 0
        })
        expected.push(left.splice(at, 1)[0]!.label)
      }
      expect(labels(weightedOrder(lots(n), list))).toEqual(expected)
    }
  })

  it('a uniform number is drawn again when it falls in the incomplete last multiple', () => {
    const answers = [new Uint8Array(32).fill(0xff), new Uint8Array(32).fill(0x01)]
    const asked: string[] = []
    const fixed = (info: Uint8Array) => {
      asked.push(new TextDecoder().decode(info))
      return answers[asked.length - 1]!
    }
    const value = uniform(fixed, 4, 10)
    expect(asked).toEqual(['weighted\n4\n0', 'weighted\n4\n1'])
    expect(value).toBe(Number(BigInt(`0x${'01'.repeat(32)}`) % 10n))
  })
})

describe('samples with minimum shares', () => {
  it('round up', () => {
    for (const [total, least] of [
      [1, 1],
      [20, 1],
      [21, 2],
      [100, 5],
      [101, 6],
      [0, 0],
    ] as const)
      expect(shareOf(total, 5, 100)).toBe(least)
    expect(shareOf(9_007_199_254_740_991, 1, 3)).toBe(3_002_399_751_580_331)
    expect(shareOf(300, 1, 3)).toBe(100)
  })

  const world = fc.record({
    strata: fc.array(fc.constantFrom('enterprise', 'person', 'agency'), { minLength: 5, maxLength: 60 }),
    count: fc.integer({ min: 1, max: 40 }),
    percent: fc.integer({ min: 1, max: 60 }),
    n: fc.nat(1000),
  })

  it('satisfy the minimum, keep the front of the order, and change nothing where the order does', () => {
    fc.assert(
      fc.property(world, ({ strata, count, percent, n }) => {
        const list = strata.map((stratum, i) => ({ label: `c${String(i).padStart(2, '0')}`, stratum }))
        const minimum = [{ stratum: 'enterprise', numerator: percent, denominator: 100 }]
        const present = list.filter((c) => c.stratum === 'enterprise').length
        fc.pre(count <= list.length && shareOf(count, percent, 100) <= present)
        const order = equalOrder(lots(n), list)
        const sample = takeSample(order, count, minimum)
        const enterprises = (of: readonly Candidate[]) => of.filter((c) => c.stratum === 'enterprise').length
        expect(sample.length).toBe(count)
        expect(enterprises(sample)).toBeGreaterThanOrEqual(shareOf(count, percent, 100))
        const front = order.slice(0, count)
        if (enterprises(front) >= shareOf(count, percent, 100)) expect(sample).toEqual(front)
        else expect(enterprises(sample)).toBe(shareOf(count, percent, 100))
        // Within a stratum nobody is passed over.
        for (const stratum of ['enterprise', 'person', 'agency']) {
          const own = order.filter((c) => c.stratum === stratum)
          const taken = sample.filter((c) => c.stratum === stratum)
          if (stratum === 'enterprise') expect(taken).toEqual(own.slice(0, taken.length))
        }
        // A substitute keeps the minimum whenever anybody can.
        const left = sample[0]!
        const kept = sample.slice(1)
        const rest = order.filter((c) => !sample.includes(c))
        const next = substitute(rest, kept, count, minimum)
        if (next !== null) expect(enterprises([...kept, next])).toBeGreaterThanOrEqual(shareOf(count, percent, 100))
        else expect(rest.length === 0 || (left.stratum === 'enterprise' && enterprises(rest) === 0)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
