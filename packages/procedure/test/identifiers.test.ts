import { existsSync, readFileSync } from 'node:fs'
import { CASE_TYPES, caseNumber, creditCode, idNumber, maskedIdNumber } from '@yingshang/procedure'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const codes = (outcome: { readonly ok: boolean; readonly refusals?: readonly { readonly code: string }[] }) =>
  outcome.refusals?.map((r) => r.code) ?? []
const GOOD =
  '91350100M000100Y43 914403001922038216 91440300708461136T 9144030071526726XG 91330100799655058B 91110000802100433B 91110108551385082Q 91330100716105852F 52420000MJH233410E'.split(
    ' ',
  )

describe('credit codes (G3)', () => {
  it.each(GOOD)('%s passes', (code) => {
    expect(creditCode(code)).toEqual({ ok: true, value: code })
    expect(creditCode(` ${code.toLowerCase()} `)).toEqual({ ok: true, value: code })
  })

  it('says what is wrong', () => {
    expect(codes(creditCode('91310115MA1H8R7C6D'))).toContain('credit-code.check')
    expect(codes(creditCode('91350100M000100Y4Z'))).toEqual(['credit-code.character'])
    expect(codes(creditCode('91350100M000100Y4'))).toEqual(['credit-code.length'])
    expect(codes(creditCode('91A50100M000100Y43'))).toEqual(['credit-code.division'])
    expect(codes(creditCode('91350100M000100Y53'))).toContain('credit-code.check')
    expect(codes(creditCode(''))).toEqual(['credit-code.length'])
  })

  it('catch every single wrong character in the checked part', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    fc.assert(
      fc.property(fc.constantFrom(...GOOD), fc.nat(17), fc.constantFrom(...alphabet), (code, i, c) => {
        fc.pre(code[i] !== c)
        expect(creditCode(code.slice(0, i) + c + code.slice(i + 1)).ok).toBe(false)
      }),
    )
  })
})

describe('identity numbers (G4)', () => {
  it('pass with date of birth and sex', () => {
    expect(idNumber('11010519491231002X')).toEqual({ ok: true, value: { number: '11010519491231002X', born: '1949-12-31', sex: 'female' } })
    expect(idNumber('440524188001010014').ok).toBe(true)
  })

  it('say what is wrong', () => {
    expect(codes(idNumber('11010519491231002x'))).toEqual(['id-number.form'])
    expect(codes(idNumber('110105194912310021'))).toEqual(['id-number.check'])
    expect(codes(idNumber('110105194902310020'))).toContain('id-number.birth')
    expect(codes(idNumber('11010519491231002'))).toEqual(['id-number.form'])
  })

  it('catch single wrong digits and swapped neighbours', () => {
    const number = '11010519491231002X'
    fc.assert(
      fc.property(fc.nat(16), fc.nat(9), (i, d) => {
        fc.pre(number[i] !== String(d))
        expect(idNumber(number.slice(0, i) + d + number.slice(i + 1)).ok).toBe(false)
      }),
    )
    for (let i = 0; i < 16; i++)
      if (number[i] !== number[i + 1])
        expect(idNumber(number.slice(0, i) + number[i + 1] + number[i] + number.slice(i + 2)).ok, String(i)).toBe(false)
  })

  it('are masked for showing', () => {
    expect(maskedIdNumber('11010519491231002X')).toBe('110105**********2X')
    expect(maskedIdNumber('123')).toBe('***')
  })
})

describe('case numbers (G1)', () => {
  it('are read in every bracket and written in one way', () => {
    for (const text of ['（2022）鲁04破1号', '(2022)鲁04破1号', '〔2022〕鲁04破1号', ' （2022） 鲁04 破 1 号 '])
      expect(caseNumber(text)).toMatchObject({
        ok: true,
        value: { year: 2022, court: '鲁04', type: '破', number: 1, text: '（2022）鲁04破1号', knownType: true },
      })
    expect(caseNumber('（2022）鲁04破1号之一')).toMatchObject({ value: { sub: '一', text: '（2022）鲁04破1号' } })
    expect(caseNumber('（2022）鲁0402诉前调18号')).toMatchObject({ ok: true, value: { knownType: false } })
  })

  it('agree with the shared table: every example, every refusal, every type', () => {
    const file = `${process.env.YINGSHANG_SHARED ?? '../shared'}/facts/case-types.json`
    if (!existsSync(file)) return console.warn(`SKIPPED: ${file} is not there`)
    const table = JSON.parse(readFileSync(file, 'utf8')) as {
      parse_examples: { text: string; year: string; court: string; type: string; number: string; sub?: string }[]
      reject_examples: string[]
      types: { type_code: string }[]
    }
    for (const { text, year, number, ...rest } of table.parse_examples)
      expect(caseNumber(text), text).toMatchObject({ ok: true, value: { ...rest, year: Number(year), number: Number(number) } })
    for (const text of table.reject_examples) expect(codes(caseNumber(text)), text).toEqual(['case-number.form'])
    expect([...new Set(table.types.map((t) => t.type_code))].sort()).toEqual([...CASE_TYPES].sort())
  })
})
