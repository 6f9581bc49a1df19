import type { ReadLimits } from './limits.ts'
import type { SourceText } from './model.ts'
import type { ReadResources } from './read.ts'
import { refuseCorrupt } from './refusals.ts'

export async function readPdf(_bytes: Uint8Array, _limits: ReadLimits, _resources: ReadResources): Promise<SourceText> {
  return refuseCorrupt('pdf', '', '')
}
