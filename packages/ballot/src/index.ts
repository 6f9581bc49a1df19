export { type Electorate, votingClaims } from './admit.ts'
export { MAJORITIES } from './majorities.ts'
export type * from './model.ts'
export { afterSecondVote, type CarriedPreVotes, carryPreVotes, type Treatment } from './second-vote.ts'
export {
  type ClassResult,
  type Count,
  cast,
  open,
  type RefusedBallot,
  type ResolutionResult,
  results,
  signIn,
  type Tally,
  tally,
} from './tally.ts'
export { type ThresholdTest, test as testThreshold } from './threshold.ts'
