import { Id, PlainDate } from '../contract/values.ts'
import { refuse } from './problem.ts'

/** The key of a keyset list is the id of the last item that was seen. */
export function keyset(after: string | undefined): string | null {
  if (after === undefined || after === '') return null
  if (!Id.safeParse(after).success)
    throw refuse('request.invalid', { zh: 'after 不是本接口给出的值', en: '`after` is not a value that this interface gave' })
  return after
}

/** The key `day|id` of a keyset list that is in the order of days. */
export function datedKey(after: string): { readonly from: string; readonly id: string } {
  const [from = '', id = '', ...more] = after.split('|')
  if (more.length > 0 || !PlainDate.safeParse(from).success || !Id.safeParse(id).success)
    throw refuse('request.invalid', { zh: 'after 不是本接口给出的值', en: '`after` is not a value that this interface gave' })
  return { from, id }
}
