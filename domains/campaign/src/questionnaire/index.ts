/** Questionnaires: what is asked, what may be answered, what all answers say, and what of it may be shown. Nothing here knows who answered. */
export * from './cross.ts'
export * from './disclosure.ts'
export * from './draft.ts'
export * from './model.ts'
export * from './setting.ts'
export * from './sheet.ts'
export * from './tally.ts'
