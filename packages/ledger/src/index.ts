export type * from './model.ts'
export { FACT_WORDS, STATUS_WORDS, STATUSES } from './words.ts'
