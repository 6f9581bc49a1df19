import type { ApiError } from '../../api/client.ts'

/** What is wrong with a form, by the path of the value: `items[2].amount`; empty for the whole. */
export interface FieldTrouble {
  readonly path: string
  readonly zh: string
  readonly en: string
}

/** The server's errors name `values.items[2].amount`; the form knows them without the first word. */
export function troublesOf(error: ApiError): readonly FieldTrouble[] {
  if (error.refusal.errors.length === 0) return [{ path: '', zh: error.say('zh'), en: error.say('en') }]
  return error.refusal.errors.map((e) => ({ path: e.path.replace(/^values\.?/, ''), zh: e.zh, en: e.en }))
}

/** The id of the element that shows a field. */
export const fieldId = (path: string): string => `f-${path.replace(/[^\p{L}\p{N}]+/gu, '-')}`
