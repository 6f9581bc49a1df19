/**
 * Dividing money among claims so that nothing is lost or created: integer fen, largest remainders, ties by the order of the list.
 */

export interface Share {
  readonly id: string
  /** What the share is in proportion to, in fen. */
  readonly weight: number
  /** What the share may not exceed, in fen. */
  readonly cap: number
}

/**
 * Gives each id its part of `total` fen in proportion to the weights, never above its cap. What a cap leaves over goes to the others in proportion.
 * The parts add up to `min(total, sum of caps)` exactly.
 */
export function proRata(total: number, shares: readonly Share[]): ReadonlyMap<string, number> {
  const paid = new Map(shares.map((s) => [s.id, 0]))
  let left = BigInt(total)
  let active = shares.filter((s) => s.weight > 0 && s.cap > 0)
  for (;;) {
    const weight = active.reduce((sum, s) => sum + BigInt(s.weight), 0n)
    const full = active.filter((s) => left * BigInt(s.weight) >= BigInt(s.cap) * weight)
    if (full.length === 0) break
    for (const s of full) {
      paid.set(s.id, s.cap)
      left -= BigInt(s.cap)
    }
    active = active.filter((s) => !full.includes(s))
    if (active.length === 0 || left <= 0n) return paid
  }
  const weight = active.reduce((sum, s) => sum + BigInt(s.weight), 0n)
  if (weight === 0n) return paid
  const parts = active.map((s, order) => ({
    id: s.id,
    order,
    floor: (left * BigInt(s.weight)) / weight,
    rest: (left * BigInt(s.weight)) % weight,
  }))
  let spare = left - parts.reduce((sum, p) => sum + p.floor, 0n)
  for (const p of parts) paid.set(p.id, Number(p.floor))
  for (const p of [...parts].sort((a, b) => (a.rest === b.rest ? a.order - b.order : a.rest > b.rest ? -1 : 1))) {
    if (spare === 0n) break
    paid.set(p.id, Number(p.floor) + 1)
    spare -= 1n
  }
  return paid
}
