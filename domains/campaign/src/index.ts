/** The campaign as data: what reform offices handle as matters. */
import type { Definition } from '@yingshang/procedure'
import { BRIEF } from './procedures/brief.ts'
import { CHALLENGE } from './procedures/challenge.ts'
import { COMPLAINT } from './procedures/complaint.ts'
import { FILING } from './procedures/filing.ts'
import { FINDING } from './procedures/finding.ts'

export { BRIEF, CHALLENGE, COMPLAINT, FILING, FINDING }
export const PROCEDURES: readonly Definition[] = [COMPLAINT, CHALLENGE, BRIEF, FILING, FINDING]
export * from './complaint-options.ts'
export * from './complaint-statistics.ts'
export { DOCUMENT_TEXTS } from './document-texts.ts'
export * from './scoring-scheme.ts'
export * from './standing.ts'
export * from './tables.ts'
