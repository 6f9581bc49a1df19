export { choiceFor, type Electorate, votingClaims } from './admit.ts'
export { securedClaims, withSmallClass } from './claims.ts'
export { MAJORITIES } from './majorities.ts'
export type * from './model.ts'
export { INVESTOR } from './model.ts'
export {
  afterSecondVote,
  type CarriedPreVotes,
  carryPreVotes,
  preVoteRefusal,
  type SecondVoteCode,
  type SecondVoteRefusal,
  secondVoteRefusals,
  type Treatment,
} from './second-vote.ts'
export {
  type ClassResult,
  type Count,
  cast,
  castRefusals,
  grant,
  open,
  type RefusedBallot,
  type ResolutionResult,
  results,
  revoke,
  signIn,
  type Tally,
  tally,
} from './tally.ts'
export { type ThresholdTest, test as testThreshold } from './threshold.ts'
