import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** Passwords: argon2id with the parameters of RFC 9106's second recommendation as OWASP restates it (19 MiB, two passes, one lane). */

// `Algorithm` is a const enum, which erasable syntax cannot import; 2 is argon2id.
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), OPTIONS)

/** A hash of nothing anybody knows: verifying against it takes the time that an existing account takes. */
let nobody: Promise<string> | undefined

/** Whether the password fits; null stands for an account that does not exist and takes as long. */
export async function fits(password: string, passwordHash: string | null): Promise<boolean> {
  nobody ??= hashPassword(oneTimePassword())
  // An account that was invited has no password yet.
  const held = passwordHash?.startsWith('$') ? passwordHash : null
  const found = await verify(held ?? (await nobody), password.normalize('NFKC'))
  return found && held !== null
}

/** Letters and digits that are not taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen letters in groups of four (79 bits), to be read out and typed once. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

const COMMON =
  /^(?:password|passw0rd|qwerty|letmein|welcome|admin|administrator|iloveyou|abc123|a?123456789?0?|yingshang|woaini|5201314|1qaz2wsx)/

/** Why a password is refused, or null. The length is the schema's. */
export function weakness(password: string, login: string): { zh: string; en: string } | null {
  const plain = password.normalize('NFKC').toLowerCase()
  const name = login.normalize('NFKC').toLowerCase()
  const bare = plain.replace(/[\d\W_]+$/u, '')
  if (name.length >= 3 && plain.includes(name)) return { zh: '密码不能包含账号名', en: 'The password must not hold the account name' }
  if (new Set(plain).size < 5) return { zh: '密码中不同的字符太少', en: 'The password has too few different characters' }
  if (isRun(plain)) return { zh: '密码不能是连续的字符', en: 'The password must not be a run of characters' }
  if (COMMON.test(plain) && (bare.length < 10 || COMMON.test(bare))) return { zh: '密码过于常见', en: 'The password is too common' }
  return null
}

function isRun(text: string): boolean {
  let steps = 0
  for (let i = 1; i < text.length; i++) if (Math.abs(text.charCodeAt(i) - text.charCodeAt(i - 1)) === 1) steps++
  return steps >= text.length - 2
}
