export {
  ALIGN_DEFAULTS,
  type AlignedPair,
  type Alignment,
  type AlignOptions,
  align,
  type PairOrigin,
  type Reasons,
} from './align.ts'
export { type AnchorIndex, type AnchorMatch, anchorIndex, anchorOf, type MeasureAnchor } from './anchor.ts'
export {
  type AppliedCorrection,
  applyCorrections,
  type CorrectedPlan,
  type CorrectedValues,
  type Correction,
  type Entered,
  type EnteredMilestone,
  type EnteredTarget,
  type EnteredUnit,
  HUMAN,
  type MeasureCorrection,
  type MeasureField,
  type PlanCorrection,
  type PlanField,
  type Recorded,
  type Undo,
} from './correct.ts'
export {
  type Below,
  type CarryOver,
  type Continuity,
  type Coverage,
  type CoverageGroup,
  carryOver,
  coverage,
  type MeasureCoverage,
  type TakeUp,
} from './coverage.ts'
export { type Decided, type Decision, decide, type PairDecision } from './decide.ts'
export {
  type Drift,
  type DriftAspect,
  type DriftKind,
  type DriftPair,
  type DriftValue,
  drift,
  driftAll,
  type PairDrift,
  type Quote,
} from './drift.ts'
export { alignmentDocument, type ExportContext, ledgerDocument } from './ledger-document.ts'
export { alignmentWorkbook, ledgerWorkbook } from './ledger-sheet.ts'
export {
  type AlignedPlans,
  type AlignmentFilter,
  driftTable,
  type LedgerCell,
  type LedgerColumn,
  type LedgerTable,
  measureTable,
  milestoneTable,
  pairTable,
  targetTable,
  unmatchedTable,
} from './ledger-table.ts'
export {
  ASPECT_WORDS,
  amountWords,
  changeWords,
  DRIFT_WORDS,
  driftValueWords,
  milestonesWords,
  milestoneWords,
  personWords,
  recurringWords,
  targetWords,
  titleWords,
  unitWords,
} from './ledger-words.ts'
export type * from './model.ts'
export {
  type AgencyBar,
  type Bar,
  type DomainBar,
  domainsOf,
  filterMeasures,
  type MeasureFilter,
  type MonthBar,
  type Overview,
  summarise,
} from './overview.ts'
export { read } from './read.ts'
export { dice, foldText } from './similarity.ts'
