/** Registers of persons and institutions from whom a court or an agency chooses: standing, exclusions, evaluation, grades, choice. Pure. */
export * from './check-kind.ts'
export * from './choice.ts'
export * from './grading.ts'
export * from './model.ts'
export * from './pool.ts'
export * from './scheme.ts'
export * from './standing.ts'
