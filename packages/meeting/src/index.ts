/**
 * The record of a meeting with votes: its events, what follows from them, and their verification by anyone. Pure, and runs in a page; signatures of sessions are bound by
 * `@yingshang/meeting/node` and `@yingshang/meeting/browser`, hashing by the bindings of `@yingshang/journal`.
 */
export {
  ballotList,
  classTotals,
  personDigest,
  rightDigest,
  signInMessage,
  statementDigest,
  subjectDigest,
  voteMessage,
} from './digests.ts'
export { applyEvent, openRight, type SignatureJob, signatureOf } from './fold.ts'
export * from './model.ts'
export { type CheckStep, checkMyBallot, type MyBallotAnswer } from './my-ballot.ts'
export { NOTICE_RULES, noticeRefusals, OBJECTION, objectionDue, objectionStanding, RESULT_NOTICE, resultNoticeDue } from './periods.ts'
export { type LogEntry, planStretches, type RecordSource, recordLines, shownEntry } from './record-lines.ts'
export { refuseEvent } from './refuse.ts'
export type { Finding, ListedBallot, MeetingReport } from './report.ts'
export {
  type KeptSession,
  makeSession,
  type SessionSigner,
  seedSigner,
  sessionSigner,
  type VerifySession,
  type WebSigning,
} from './session.ts'
export {
  actsFor,
  attendance,
  type ChainHead,
  type MeetingState,
  noMeeting,
  type ResolutionState,
  resultOf,
  resultsOf,
  rightsKnown,
} from './state.ts'
export { type MeetingVerification, verifyMeeting } from './verify.ts'
