/**
 * Identifiers that people type: the unified social credit code (GB 32100-2015), the citizen identity number (GB 11643-1999) and the
 * case number of the courts (法〔2015〕137号). Each check gives the written form or typed reasons. Nothing is looked up: a number that
 * passes may still belong to nobody.
 */
import { isDate, type Outcome, type Refusal } from '@yingshang/time'

const refuse = (...refusals: Refusal[]): { readonly ok: false; readonly refusals: readonly Refusal[] } => ({ ok: false, refusals })

/** 31 characters: no I, O, S, V, Z. */
const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** Credit code of 18 characters with both check characters; lower case and spaces are put right. Rule G3. */
export function creditCode(text: string): Outcome<string> {
  const code = text.replace(/\s/g, '').toUpperCase()
  if (code.length !== 18)
    return refuse({
      code: 'credit-code.length',
      zh: `统一社会信用代码应为18位，现为${code.length}位`,
      en: `A credit code has 18 characters, not ${code.length}`,
      numbers: { length: code.length },
      rule: 'G3',
    })
  const strange = [...code].find((c) => !CREDIT.includes(c))
  if (strange !== undefined)
    return refuse({
      code: 'credit-code.character',
      zh: `统一社会信用代码不使用字符“${strange}”`,
      en: `A credit code has no character "${strange}"`,
      rule: 'G3',
    })
  if (!/^\d{6}$/.test(code.slice(2, 8)))
    return refuse({
      code: 'credit-code.division',
      zh: '第3至8位应为登记管理机关行政区划数字',
      en: 'Characters 3 to 8 are the digits of an administrative division',
      rule: 'G3',
    })
  const problems: Refusal[] = []
  if (organisationCheck(code.slice(8, 16)) !== code[16])
    problems.push({
      code: 'credit-code.organisation',
      zh: '第9至17位主体标识码校验不符',
      en: 'The organisation code (characters 9 to 17) does not check',
      rule: 'G3',
    })
  const sum = CREDIT_WEIGHTS.reduce((total, weight, i) => total + weight * CREDIT.indexOf(code[i]!), 0)
  if (CREDIT[(31 - (sum % 31)) % 31] !== code[17])
    problems.push({ code: 'credit-code.check', zh: '第18位校验码不符', en: 'The check character (18) does not agree', rule: 'G3' })
  return problems.length > 0 ? refuse(...problems) : { ok: true, value: code }
}

/** Check character of an organisation code (GB 11714): here letters count A = 10 to Z = 35. */
function organisationCheck(eight: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * Number.parseInt(eight[i]!, 36), 0)
  const rest = 11 - (sum % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

const IDENTITY_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Identity number of 18 characters with its date of birth and check character (upper-case X). Rule G4. */
export function idNumber(text: string): Outcome<{ readonly number: string; readonly born: string; readonly sex: 'male' | 'female' }> {
  const number = text.replace(/\s/g, '')
  if (!/^\d{17}[\dX]$/.test(number))
    return refuse({
      code: 'id-number.form',
      zh: '公民身份号码应为17位数字加1位校验码（数字或大写X）',
      en: 'An identity number has 17 digits and a check character (a digit or a capital X)',
      rule: 'G4',
    })
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  const problems: Refusal[] = []
  if (!isDate(born) || born < '1850-01-01')
    problems.push({ code: 'id-number.birth', zh: '出生日期不存在', en: 'The date of birth does not exist', rule: 'G4' })
  const sum = IDENTITY_WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  if ('10X98765432'[sum % 11] !== number[17])
    problems.push({ code: 'id-number.check', zh: '公民身份号码校验码不符', en: 'The check character does not agree', rule: 'G4' })
  return problems.length > 0
    ? refuse(...problems)
    : { ok: true, value: { number, born, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' } }
}

/** An identity number for showing: the first six and last two characters stay. */
export function maskedIdNumber(number: string): string {
  return number.length <= 8 ? '*'.repeat(number.length) : number.slice(0, 6) + '*'.repeat(number.length - 8) + number.slice(-2)
}

/** A case number taken apart. `text` is the written form with full-width brackets. */
export interface CaseNumber {
  readonly year: number
  readonly court: string
  readonly type: string
  readonly number: number
  /** 之一 and so on: a further document of the same case, no part of the number. */
  readonly sub?: string
  readonly text: string
  /** False for a type code that is not in the standard's table (old and local codes exist). */
  readonly knownType: boolean
}

const PROVINCES = '京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新兵军'
const CASE = new RegExp(
  `^[（([〔]((?:19|20)\\d{2})[）)\\]〕]\\s*(最高法|[${PROVINCES}](?:\\d{2,4})?)\\s*([\\u4e00-\\u9fff]{1,5})\\s*([1-9]\\d*)\\s*号(?:之([一二三四五六七八九十百]+|\\d+))?$`,
)

/** Type codes of the table of 法〔2015〕137号 as far as they have been read in a published code table (rule G1). */
export const CASE_TYPES: readonly string[] = (
  '民辖 民辖终 民辖监 民初 民终 民监 民申 民抗 民再 民撤 民特 民特监 民催 民督 民督监 民他 民保令 民保更 ' +
  '行初 行终 行监 行申 行抗 行再 行审 行审复 行他 行赔初 行赔终 司救民 司救执 司惩 司惩复 财保 行保 行保复 证保 ' +
  '执 执恢 执保 执异 执复 执监 执协 执他 清申 破申 清终 破终 清监 破监 强清 破'
).split(' ')

/** Reads a case number, half-width and six-corner brackets allowed, and gives its written form. Rule G1. */
export function caseNumber(text: string): Outcome<CaseNumber> {
  const match = CASE.exec(text.trim())
  if (!match)
    return refuse({
      code: 'case-number.form',
      zh: '案号应写作“（收案年度）法院代字类型代字编号号”，如（2022）鲁04破1号，编号不补零',
      en: 'A case number reads （year）court type number 号, as in （2022）鲁04破1号, without leading zeros',
      rule: 'G1',
    })
  const [, year, court, type, number, sub] = match as unknown as [string, string, string, string, string, string | undefined]
  return {
    ok: true,
    value: {
      year: Number(year),
      court,
      type,
      number: Number(number),
      ...(sub === undefined ? {} : { sub }),
      text: writeCaseNumber(Number(year), court, type, Number(number)),
      knownType: CASE_TYPES.includes(type),
    },
  }
}

/** （2022）鲁04破1号 */
export function writeCaseNumber(year: number, court: string, type: string, number: number): string {
  return `（${year}）${court}${type}${number}号`
}
