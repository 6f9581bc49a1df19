/** A small repeatable source of chance (mulberry32): the same seed gives the same plans on every machine. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to but not including 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  /** One of the list. */
  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }

  /** Some of the list, each at most once, in the list's order of drawing. */
  some<T>(list: readonly T[], least: number, most: number): T[] {
    const left = [...list]
    const out: T[] = []
    for (let n = Math.min(this.between(least, most), left.length); n > 0; n--)
      out.push(...left.splice(Math.floor(this.next() * left.length), 1))
    return out
  }

  /** True in `share` of the cases. */
  sometimes(share: number): boolean {
    return this.next() < share
  }
}
