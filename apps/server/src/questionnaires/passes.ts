import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { digestOfCode } from '../complaints/code.ts'

/** What lets somebody answer once: a ticket that was given to them, or a pass that the server signed for their browser. Digests alone are kept, bound to one questionnaire. */

export { newCode as newTicket } from '../complaints/code.ts'

/** What is kept of a ticket; null when it cannot be one. */
export const digestOfTicket = (key: string, questionnaire: string, ticket: string): Buffer | null =>
  digestOfCode(key, ticket, `questionnaire ${questionnaire}`)

const SLUG = '23456789abcdefghjkmnpqrstuvwxyz'
/** The end of a public address: 40 bits, in letters that are not taken for one another. */
export const newSlug = (): string => Array.from({ length: 8 }, () => SLUG[randomInt(SLUG.length)]).join('')

const sign = (key: string, questionnaire: string, nonce: string) =>
  createHmac('sha256', key).update(`questionnaire pass ${questionnaire} ${nonce}`).digest('base64url')

/** A pass for one browser, as its cookie holds it. Nothing of it is stored until it answers. */
export function newPass(key: string, questionnaire: string): string {
  const nonce = randomBytes(16).toString('base64url')
  return `${nonce}.${sign(key, questionnaire, nonce)}`
}

/** What is kept of a pass that has answered; null when the server did not sign it for this questionnaire. */
export function digestOfPass(key: string, questionnaire: string, pass: string | undefined): Buffer | null {
  const [nonce, signature, more] = (pass ?? '').split('.')
  if (!nonce || !signature || more !== undefined) return null
  const [given, good] = [Buffer.from(signature), Buffer.from(sign(key, questionnaire, nonce))]
  if (given.length !== good.length || !timingSafeEqual(given, good)) return null
  return createHmac('sha256', key).update(`questionnaire answered ${questionnaire} ${nonce}`).digest()
}
