/** Numbers as Word prints them in automatic numbering (ECMA-376 part 1, 17.18.59 ST_NumberFormat). */

const DIGITS = '〇一二三四五六七八九'
const LEGAL_DIGITS = '零壹贰叁肆伍陆柒捌玖'

/** 21 → 二十一, 101 → 一百零一; 十 without 一 in front up to 19. */
function chinese(n: number, digits: string, units: readonly string[], bareTen: boolean): string {
  if (n < 10) return digits[n]!
  let out = ''
  let zero = false
  for (const [i, d] of [...String(n)].entries()) {
    const unit = units[String(n).length - 1 - i]!
    if (d === '0') {
      zero = true
      continue
    }
    if (zero && out !== '') out += digits[0] === '〇' ? '零' : digits[0]
    zero = false
    out += digits[Number(d)]! + unit
  }
  return bareTen && n < 20 ? out.slice(1) : out
}

function roman(n: number): string {
  const table: readonly (readonly [number, string])[] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let out = ''
  for (const [value, sign] of table)
    while (n >= value) {
      out += sign
      n -= value
    }
  return out
}

const letters = (n: number) => String.fromCharCode(97 + ((n - 1) % 26)).repeat(Math.floor((n - 1) / 26) + 1)
const fullWidth = (n: number) => String(n).replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))
const cycle = (n: number, signs: string) => signs[(n - 1) % signs.length]!
const enclosed = (n: number, first: number, last: number) => (n <= last ? String.fromCodePoint(first + n - 1) : String(n))

function circled(n: number): string {
  if (n <= 20) return String.fromCodePoint(0x2460 + n - 1)
  if (n <= 35) return String.fromCodePoint(0x3251 + n - 21)
  return n <= 50 ? String.fromCodePoint(0x32b1 + n - 36) : String(n)
}

/** The number in a Word number format; formats that print nothing (bullet, none) give ''. Numbers beyond the format's reach are decimal. */
export function numberWord(n: number, format: string): string {
  if (format === 'bullet' || format === 'none') return ''
  if (n < 1 || n > 9999) return String(n)
  switch (format) {
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
    case 'koreanCounting':
      return chinese(n, DIGITS, ['', '十', '百', '千'], true)
    case 'chineseLegalSimplified':
    case 'ideographLegalTraditional':
    case 'japaneseLegal':
      return chinese(n, LEGAL_DIGITS, ['', '拾', '佰', '仟'], false)
    case 'ideographDigital':
    case 'japaneseDigitalTenThousand':
    case 'taiwaneseDigital':
      return [...String(n)].map((d) => DIGITS[Number(d)]).join('')
    case 'ideographTraditional':
      return cycle(n, '甲乙丙丁戊己庚辛壬癸')
    case 'ideographZodiac':
      return cycle(n, '子丑寅卯辰巳午未申酉戌亥')
    case 'ideographEnclosedCircle':
      return n <= 10 ? String.fromCodePoint(0x3280 + n - 1) : chinese(n, DIGITS, ['', '十', '百', '千'], true)
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return circled(n)
    case 'decimalEnclosedParen':
      return enclosed(n, 0x2474, 20)
    case 'decimalEnclosedFullstop':
      return enclosed(n, 0x2488, 20)
    case 'decimalFullWidth':
    case 'decimalFullWidth2':
      return fullWidth(n)
    case 'decimalZero':
      return String(n).padStart(2, '0')
    case 'numberInDash':
      return `- ${n} -`
    case 'upperRoman':
      return roman(n)
    case 'lowerRoman':
      return roman(n).toLowerCase()
    case 'upperLetter':
      return letters(n).toUpperCase()
    case 'lowerLetter':
      return letters(n)
    default:
      return String(n)
  }
}
