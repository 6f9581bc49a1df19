/** The ledger (台账): facts → entry → state of a day; roll-up, amendments, reporting cycles, evaluation. */
export * from './amend.ts'
export * from './content.ts'
export * from './cycles.ts'
export * from './decisions.ts'
export { fold, next } from './fold.ts'
export * from './history.ts'
export type * from './model.ts'
export * from './prefill.ts'
export * from './progress.ts'
export * from './risk.ts'
export * from './roll-up.ts'
export { bodiesOf, refusalsOf } from './rules-of-facts.ts'
export * from './scoring.ts'
export * from './standing.ts'
export {
  type ConfirmedName,
  isEverybody,
  type Roster,
  type RosterArea,
  type RosterBody,
  type RosterGroup,
  UNIT_RULES,
  type UnitMatch,
  type UnitRule,
  type UnitSuggestion,
  unitKey,
  unitMatcher,
} from './units.ts'
export { FACT_WORDS, STATUS_WORDS, STATUSES } from './words.ts'
