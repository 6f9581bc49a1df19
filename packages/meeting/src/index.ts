/** The record of a meeting with votes: its events, what follows from them, and their verification by anyone. */
export * from './model.ts'
