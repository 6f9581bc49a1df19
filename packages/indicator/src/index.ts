/** Indicators: numbers that follow from facts, by body and period, with coverage and lateness, and the targets that they read. */
export * from './entered.ts'
export * from './fold.ts'
export type * from './model.ts'
export * from './periods.ts'
export * from './propose.ts'
export * from './target.ts'
