import { describe, expect, it } from 'vitest'
import { ApiError, refusalOf, withQuery } from '../src/api/client.ts'
import { day, figure, instant, month } from '../src/components/format.ts'
import { alignmentSearch, planSearch } from '../src/routes/search.ts'

describe('what an address may hold', () => {
  it('keeps filters and drops what no filter knows', () => {
    expect(planSearch({ owner: '市数据局', month: '2026-06', role: 'boss', kind: 'all', colour: 'red', m: 12 })).toEqual({
      owner: '市数据局',
      month: '2026-06',
      kind: 'all',
      m: '12',
    })
    expect(planSearch({ month: '2026-6', q: '' })).toEqual({})
    expect(planSearch({ month: 'none' })).toEqual({ month: 'none' })
    expect(alignmentSearch({ view: 'uncovered', drift: 'vanished' })).toEqual({ view: 'uncovered' })
  })

  it('sends the same filter to the server', () => {
    expect(withQuery('/api/plans/1/export', { to: 'xlsx', owner: '市局', month: undefined, q: '' })).toBe(
      `/api/plans/1/export?to=xlsx&owner=${encodeURIComponent('市局')}`,
    )
  })
})

describe('refusals', () => {
  it('are read from problem+json in both languages', () => {
    const error = new ApiError(
      refusalOf(
        422,
        JSON.stringify({ title: '标题', detail: '这是扫描件', detailEn: 'This is a scan', code: 'document.scanned', errors: [] }),
      ),
    )
    expect(error.say('zh')).toBe('这是扫描件（document.scanned）')
    expect(error.say('en')).toBe('This is a scan (document.scanned)')
  })

  it('are made up when a proxy answers with something else', () => {
    expect(refusalOf(502, '<html>').code).toBe('http.502')
  })
})

describe('how values are written', () => {
  it('writes instants in China time, days and months in the language of the page', () => {
    expect(instant('2026-01-01T17:30:00Z')).toBe('2026-01-02 01:30')
    expect(day('2026-05-01', 'zh')).toBe('2026年5月1日')
    expect(month('2026-05', 'en')).toBe('May 2026')
  })

  it('writes targets with their comparison', () => {
    expect(figure({ comparator: '>=', value: 95, unit: '%' })).toBe('≥95%')
    expect(figure({ comparator: '=', value: 3, unit: '条' })).toBe('3 条')
    expect(figure({ comparator: 'range', value: 3, valueMax: 5, unit: '工作日' })).toBe('3–5 工作日')
  })
})
