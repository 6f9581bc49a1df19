import type { Measure } from '@yingshang/plan'
import type { FileAnswer } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { LoadedPlan } from './library.ts'
export async function exportPlan(_l: LoadedPlan, _m: readonly Measure[], _f: object, _to: string, _now: Date): Promise<FileAnswer> {
  throw refuse('server.unavailable')
}
