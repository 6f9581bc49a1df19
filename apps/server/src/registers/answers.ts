import type { Interests } from '../contract/draws.ts'
import { refusedFor } from './kinds.ts'

/** Refuses an acceptance without a declaration of interests, and a refusal without a reason. */
export function demandAnswer(
  code: 'draw.refused' | 'choice.refused',
  answer: { readonly accepts: boolean; readonly interests: Interests | null; readonly reason: string },
): void {
  const no = (id: string, zh: string, en: string) => refusedFor(code, [{ code: `${code.split('.')[0]}.${id}`, zh, en }])
  if (answer.accepts && answer.interests === null)
    throw no('no-interests', '接受选任的，须声明与本案有无利害关系', 'accepting needs a declaration of interests: there are some, or none')
  if (!answer.accepts && answer.interests !== null)
    throw no('declined-interests', '不接受的，无须声明利害关系', 'declining needs no declaration of interests')
  if (!answer.accepts && answer.reason === '') throw no('no-reason', '不接受的，请写明理由', 'declining needs a reason')
}
