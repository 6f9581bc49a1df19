import { createHmac, randomInt } from 'node:crypto'

/** The code by which somebody without an account follows what they brought: 60 bits, in letters that are not taken for one another. */

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const LENGTH = 12

/** `ABCD-EFGH-JKLM` */
export function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

/** What is kept of it, for one purpose; null when it cannot be one. */
export function digestOfCode(key: string, code: string, purpose = 'complaint'): Buffer | null {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '')
  if (plain.length !== LENGTH) return null
  return createHmac('sha256', key).update(`${purpose} ${plain}`).digest()
}
