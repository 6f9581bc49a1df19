export * from './claims.ts'
export * from './distribution.ts'
export { proRata, type Share } from './pro-rata.ts'
export { type DomainTable, TABLES } from './tables.ts'
