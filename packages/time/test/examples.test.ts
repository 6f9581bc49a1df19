import { CHINA_2026, count, countHours } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { EXAMPLES, HOURS } from './examples.data.ts'

describe('worked examples of statutory periods', () => {
  it('are sixty or more', () => {
    expect(EXAMPLES.length + HOURS.length).toBeGreaterThanOrEqual(60)
  })

  it.each(EXAMPLES)('$rule $what: from $start due on $due', ({ start, length, plain, due, roll }) => {
    const counted = count(start, length, CHINA_2026, roll === false ? { roll } : {})
    expect(counted.due).toBe(due)
    if (plain) expect(counted.plain).toBe(plain)
    expect(counted.warnings).toEqual([])
  })

  it.each(HOURS)('$rule $what', ({ start, length, due }) => {
    expect(countHours(start, length).due).toBe(due)
  })
})
