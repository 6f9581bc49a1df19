export { DEFAULT_LIMITS, type ReadLimits } from './limits.ts'
export type * from './model.ts'
export { type ReadOptions, readDocument } from './read.ts'
export { readInSandbox, type SandboxOptions } from './sandbox.ts'
