/**
 * How claims become voting claims: the secured part up to what the collateral is worth, and the class of small claims that a court may form.
 */
import type { Voter, VotingClaim } from './model.ts'

/**
 * The voting claims of a secured creditor, in fen. Up to the collateral's value the claim is secured; the rest is an ordinary claim (企业破产法 第一百一十条).
 * `waived`: the creditor gave the priority up, and the whole is ordinary. Amounts are whole and not negative.
 */
export function securedClaims(id: string, amount: number, collateral: number, waived = false): readonly VotingClaim[] {
  if (waived) return [{ id, class: 'ordinary', amount }]
  const limit = Math.min(amount, collateral)
  const claims: VotingClaim[] = []
  if (limit > 0) claims.push({ id: `${id}-secured`, class: 'secured', amount: limit, keepsPriority: true })
  if (amount > limit) claims.push({ id: `${id}-rest`, class: 'ordinary', amount: amount - limit })
  return claims
}

/**
 * Puts voters whose ordinary claims are together at most `limit` fen into the class of small claims (`small`, 第八十二条第二款); the limit is the court's decision.
 * Other claims are left as they are.
 */
export function withSmallClass(voters: readonly Voter[], limit: number): readonly Voter[] {
  return voters.map((voter) => {
    const sum = voter.claims.reduce((total, c) => (c.class === 'ordinary' ? total + c.amount : total), 0)
    return sum > limit ? voter : { ...voter, claims: voter.claims.map((c) => (c.class === 'ordinary' ? { ...c, class: 'small' } : c)) }
  })
}
