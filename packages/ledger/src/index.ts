export type * from './model.ts'
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
