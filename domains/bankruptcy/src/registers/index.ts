/** Registers of this domain and the ways of choosing from them. */
export { ADMINISTRATORS, CASE_EVALUATION } from './administrators.ts'
export { APPRAISERS } from './appraisers.ts'
export { CHOOSING_METHODS, type ChoosingMethod } from './methods.ts'
