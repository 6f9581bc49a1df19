import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Time and memory of a piece of work. Figures are for people to read; nothing is asserted. */

/** Milliseconds of one run. */
export function timed(work: () => unknown): number {
  const start = process.hrtime.bigint()
  keep = work()
  return Number(process.hrtime.bigint() - start) / 1e6
}

/** What the last work gave, held so that the work cannot be optimised away. */
export let keep: unknown

/** Times pieces of work in turn, `rounds` times after one round of warming up, and gives the median of each in milliseconds. */
export function inTurn<K extends string>(work: Readonly<Record<K, () => unknown>>, rounds = 5): Record<K, number> {
  const names = Object.keys(work) as K[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>
  for (const name of names) timed(work[name])
  for (let i = 0; i < rounds; i++) for (const name of names) times[name].push(timed(work[name]))
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The most memory that the process ever held, in MB. */
export const peakMemory = (): number => process.resourceUsage().maxRSS / 1024

export const bytesOf = (texts: readonly string[]): number => texts.reduce((n, t) => n + Buffer.byteLength(t), 0)

export const fixed = (n: number, digits = 1): string =>
  n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** Of a process, from /proc: its parent, and the milliseconds of processor time that it and its ended children used; null when it is gone. A tick is a hundredth of a second on every Linux. */
function statOf(pid: string): { parent: number; ms: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { parent: Number(fields[1]), ms: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0) }
  } catch {
    return null
  }
}

/**
 * Milliseconds of processor time that a process has used, alone or with all that came from it: what a piece of work costs says more than a rate on a machine that does
 * other work. NaN where there is no /proc.
 */
export function processorTime(pid: number, whom: 'alone' | 'with children'): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN
  if (whom === 'alone') return statOf(String(pid))?.ms ?? 0
  const all = new Map(
    readdirSync('/proc').flatMap((name) => {
      const stat = /^\d+$/.test(name) ? statOf(name) : null
      return stat ? [[Number(name), stat] as const] : []
    }),
  )
  const own = (one: number): boolean => one === pid || (all.has(one) && own(all.get(one)!.parent))
  return [...all].reduce((sum, [one, { ms }]) => (own(one) ? sum + ms : sum), 0)
}
