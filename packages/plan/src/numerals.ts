/** Numbers in Chinese and Arabic writing. */

const DIGITS: Record<string, number> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 半: 0.5 }
const SCALES: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }

/** Characters of a Chinese numeral, for use inside a character class. */
export const NUMERAL = '零〇一二两三四五六七八九十百千万亿'

/** Value of a Chinese numeral (十二, 二十, 一百零五, 二〇二二, 三万五千) or of digits; null when it is none. */
export function numeral(text: string): number | null {
  if (text === '') return null
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text)
  if (text.length > 20) return null
  if (/^[零〇一二三四五六七八九]{2,}$/.test(text)) {
    let digits = ''
    for (const c of text) digits += String(DIGITS[c])
    return Number(digits)
  }
  let total = 0
  let section = 0
  let digit = 0
  for (const c of text) {
    const d = DIGITS[c]
    if (d !== undefined) {
      digit = d
      continue
    }
    const scale = SCALES[c]
    if (scale === undefined) return null
    if (scale >= 10_000) {
      total = (total + section + digit || 1) * scale
      section = 0
    } else section += (digit || 1) * scale
    digit = 0
  }
  return total + section + digit
}

/** Value of a scale word after digits: 万, 亿, 千, 百, 万亿; 1 for ''. */
export function scale(word: string): number {
  if (word === '万亿') return 1e12
  return SCALES[word] ?? 1
}

/** Product without binary dust: 2.3 × 10 000 is 23 000. */
export function times(value: number, factor: number): number {
  return Math.round(value * factor * 1e6) / 1e6
}
