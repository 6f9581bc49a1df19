import type { Translate } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'

/** Words and figures of meetings as people read them. */

interface Threshold {
  readonly part: number
  readonly of: number
  readonly over: boolean
}

/** More than 1/2, or 2/3 at least. */
export const thresholdSaid = (t: Translate, { part, of, over }: Threshold): string =>
  t(over ? 'meetings.over' : 'meetings.atLeast', { part, of })

/** An amount without decimals that say nothing: 3,000,000 元. */
export const yuanSaid = (t: Translate, fen: number): string => t('meetings.yuan', { n: yuan(fen).replace(/\.00$/, '') })

/** A share in percent to two places, rounded down: what is not reached must not look reached. */
export function shareSaid(reached: number, base: number): string {
  if (base === 0) return '—'
  const hundredths = Number((BigInt(reached) * 10_000n) / BigInt(base))
  return `${(hundredths / 100).toFixed(2)}%`
}

/** A source as people cite it, without the numbers by which the project keeps its facts. */
export const cited = (source: string): string => source.replace(/（A\d[^（）]*）/g, '').replace(/（未核对原文[^（）]*）/g, '')
