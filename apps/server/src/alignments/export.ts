import type { FileAnswer } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { LoadedAlignment } from './compare.ts'
export async function exportAlignment(_l: LoadedAlignment, _k: string | undefined, _to: string, _now: Date): Promise<FileAnswer> {
  throw refuse('server.unavailable')
}
