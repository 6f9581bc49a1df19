import { describe, expect, it } from 'vitest'
import { fenOf, yuan } from '../src/pages/forms/money.ts'

describe('amounts in yuan', () => {
  it('are read without rounding, with or without separators', () => {
    expect(['0.1', '12,345.67', '１２３．４', '¥8', '90071992547409.91'].map(fenOf)).toEqual([
      10, 1_234_567, 12_340, 800, 9_007_199_254_740_991,
    ])
  })
  it('are refused when they are not amounts', () => {
    expect(['', 'abc', '1.234', '1e3', '.5', '--1', '90071992547409.92'].map(fenOf)).toEqual(Array(7).fill(null))
  })
  it('come back as they were', () => {
    for (const fen of [0, 5, 99, 100, 123_456_789, -1_050]) expect(fenOf(yuan(fen))).toBe(fen)
    expect(yuan(123_456_789)).toBe('1,234,567.89')
  })
})
