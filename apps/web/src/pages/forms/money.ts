/** Yuan as people type and read them, and fen as they are kept. No floating point: the digits are taken as they stand. */

/** Fen of an amount in yuan; null when the text is not an amount with at most two decimals. Thousands may be separated by commas. */
export function fenOf(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s¥元]/g, '')
  const match = /^(-?)(\d{1,14})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!match) return null
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  if (!Number.isSafeInteger(fen)) return null
  return match[1] === '-' && fen !== 0 ? -fen : fen
}

/** An amount in yuan with two decimals and thousands separated: 1,234,567.80. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`
}
