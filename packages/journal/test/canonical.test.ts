import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBytes, canonicalText, parseCanonical, toHex, utf8 } from '../src/index.ts'
import { must, refused } from './memory.ts'

const canonical = (value: unknown) => must(canonicalText(value))
const number = (hex: string) => Buffer.from(hex, 'hex').readDoubleBE(0)

describe('canonical JSON (RFC 8785)', () => {
  it('writes the example of section 3.2.2, byte for byte as in 3.2.4', () => {
    const value = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`)
    expect(canonical(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
    expect(toHex(must(canonicalBytes(value)))).toBe(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    )
  })

  it('orders members by UTF-16 units (section 3.2.3), not by code points', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.keys(JSON.parse(canonical(value)))[0]).toBe('1') // JavaScript's own order of keys, not ours
    expect([...canonical(value).matchAll(/":"([^"]+)"/g)].map((m) => m[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  // Appendix B of the RFC.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (hex, text) => {
    expect(canonical(number(hex))).toBe(text)
  })

  it.each([
    ['NaN', number('7fffffffffffffff'), 'not-finite'],
    ['Infinity', number('7ff0000000000000'), 'not-finite'],
    ['-Infinity', Number.NEGATIVE_INFINITY, 'not-finite'],
    ['a lone high surrogate', '\ud800', 'lone-surrogate'],
    ['a lone low surrogate', 'a\udeadb', 'lone-surrogate'],
    ['a lone surrogate in a name', { '\udead': 1 }, 'lone-surrogate'],
    ['undefined', undefined, 'not-json'],
    ['an undefined member', { a: undefined }, 'not-json'],
    ['a bigint', 1n, 'not-json'],
    ['a date', new Date(0), 'not-json'],
    ['a map', new Map(), 'not-json'],
    ['bytes', new Uint8Array(2), 'not-json'],
    ['a function', () => 1, 'not-json'],
    ['a hole', new Array(1), 'not-json'],
    ['a boxed string', Object('a'), 'not-json'],
    [
      'an accessor',
      {
        get a() {
          return 1
        },
      },
      'not-json',
    ],
    ['a symbol', { [Symbol('a')]: 1 }, 'not-json'],
  ])('refuses %s', (_name, value, code) => {
    for (const wrapped of [value, [value], { a: { b: [value] } }]) expect(refused(canonicalText(wrapped))).toBe(code)
  })

  it('refuses a value that contains itself, and nesting without end', () => {
    const loop: unknown[] = []
    loop.push({ loop })
    expect(refused(canonicalText(loop))).toBe('not-json')
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    expect(refused(canonicalText(deep))).toBe('too-deep')
  })

  it('names the member that it refuses', () => {
    const result = canonicalText({ 'a/b': [1, { '~': Number.NaN }] })
    expect(result.ok ? null : result.refusal.place).toEqual({ at: '/a~1b/1/~0' })
  })

  it('does not call toJSON and keeps a member named __proto__', () => {
    expect(refused(canonicalText({ toJSON: () => 1 }))).toBe('not-json')
    expect(canonical(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}')
  })

  it('reads only its own spelling', () => {
    expect(parseCanonical(utf8('{"a":1,"b":[true]}'))).toEqual({ ok: true, value: { a: 1, b: [true] } })
    for (const text of ['{"b":1,"a":2}', '{"a":1,"a":1}', '{"a": 1}', '{"a":1}\n', '1.0', '1e3', '-0', '"\\u0061"', '"\\/"', '\ufeff1'])
      expect(['not-canonical', 'not-json'], text).toContain(refused(parseCanonical(utf8(text))))
    expect(refused(parseCanonical(new Uint8Array([0x22, 0xff, 0x22])))).toBe('not-utf8')
    expect(refused(parseCanonical(utf8(`"${'\\'}ud800"`)))).toBe('lone-surrogate')
  })

  it('gives one text for one value, whatever the order of its members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as object), fc.infiniteStream(fc.nat()), (value, order) => {
        const shuffle = (v: unknown): unknown => {
          if (Array.isArray(v)) return v.map(shuffle)
          if (v === null || typeof v !== 'object') return v
          const keyed = Object.entries(v).map((e) => [order.next().value, e] as const)
          return Object.fromEntries(keyed.sort((a, b) => a[0]! - b[0]!).map(([, [k, w]]) => [k, shuffle(w)]))
        }
        const first = canonicalText(value)
        if (!first.ok) return first.refusal.code === 'lone-surrogate'
        expect(canonical(shuffle(value))).toBe(first.value)
        expect(must(parseCanonical(utf8(first.value)))).toEqual(JSON.parse(first.value))
        return true
      }),
      { numRuns: 500 },
    )
  })
})
