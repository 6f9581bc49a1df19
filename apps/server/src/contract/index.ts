/** The interface of the server as data: schemas and types without any server code, so that pages and tools can import them. */
export * from './alignments.ts'
export * from './endpoints.ts'
export * from './events.ts'
export * from './plans.ts'
export * from './problem.ts'
export * from './reading.ts'
export * from './session.ts'
export * from './values.ts'
