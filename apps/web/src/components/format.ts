import type { Locale } from '../messages/index.tsx'

/** How values are written on a page. Days are days in China; instants are shown in China time wherever the reader sits. */

const stamp = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

/** An instant as `YYYY-MM-DD HH:mm` in China time. */
export const instant = (iso: string): string => stamp.format(new Date(iso))

/** A day: 2022年5月31日, or 2022-05-31 in English. */
export function day(date: string, locale: Locale): string {
  const [y, m, d] = date.split('-')
  return locale === 'zh' ? `${y}年${Number(m)}月${Number(d)}日` : date
}

/** A month `YYYY-MM`: 2022年5月, or May 2022. */
export function month(key: string, locale: Locale): string {
  const [y, m] = key.split('-')
  if (locale === 'zh') return `${y}年${Number(m)}月`
  return new Date(Date.UTC(Number(y), Number(m) - 1, 1)).toLocaleDateString('en', { month: 'short', year: 'numeric', timeZone: 'UTC' })
}

/** A size in the unit that reads best. */
export function bytes(n: number): string {
  if (n < 1024) return `${n} B`
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(n < 10_240 ? 1 : 0)} KB`
  return `${(n / 1024 / 1024).toFixed(1)} MB`
}

const SIGNS = { '>=': '≥', '<=': '≤', '>': '＞', '<': '＜', '=': '', range: '' } as const

export interface Figure {
  readonly comparator: keyof typeof SIGNS
  readonly value: number
  readonly valueMax?: number | undefined
  readonly unit: string
}

/** The number of a target with its comparison: ≥95%, 3–5 工作日. */
export function figure({ comparator, value, valueMax, unit }: Figure): string {
  const gap = /^[%‰]?$/.test(unit) ? '' : ' '
  return comparator === 'range' && valueMax !== undefined
    ? `${value}–${valueMax}${gap}${unit}`
    : `${SIGNS[comparator]}${value}${gap}${unit}`
}

/** A share from 0 to 1 as whole percent. */
export const percent = (share: number): string => `${Math.round(share * 100)}%`
