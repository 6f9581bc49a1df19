/**
 * Measures of GB/T 9704-2012 (A4, FACTS G5): margins 37/35/28/26 mm, text area 156 × 225 mm, 22 lines of 28 characters, body size 3 (16 pt),
 * title size 2 (22 pt), page number size 4 (14 pt) 7 mm under the text area.
 */
import type { OfficialFonts } from './official-model.ts'

const twips = (mm: number) => Math.round((mm / 25.4) * 1440)

export const PAGE = { width: 11906, height: 16838 } as const
export const MARGIN = { top: twips(37), bottom: twips(35), left: twips(28), right: twips(26) } as const
/** Width of the text area, upright. */
export const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right
export const TEXT_HEIGHT = PAGE.height - MARGIN.top - MARGIN.bottom
/** 22 lines a page. */
export const LINE = Math.floor(TEXT_HEIGHT / 22)
/** 28 characters a line: one character and its share of space. */
export const CHARACTER = TEXT_WIDTH / 28
/** Difference between the grid's character and one of 16 pt, in 4096ths of a point. */
export const CHARACTER_SPACE = Math.round((CHARACTER / 20 - 16) * 4096)
/** The page number stands 7 mm under the text area and is about 5 mm high. */
export const FOOTER = twips(35 - 7 - 5)
/** The agency mark begins 35 mm under the top of the text area. */
export const MARK_SPACE = twips(35)

/** Sizes in half points. */
export const SIZE = { title: 44, body: 32, pageNumber: 28, imprint: 28, table: 24, mark: 72 } as const

export const RED = 'FF0000'

/** Rules of the imprint, in eighths of a point: 0.35 mm outside, 0.25 mm between. */
export const IMPRINT_RULE = { outer: 8, inner: 6 } as const

export const FONTS: OfficialFonts = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  heading1: '黑体',
  heading2: '楷体_GB2312',
  pageNumber: '宋体',
  latin: 'Times New Roman',
}

/** Width of a text in characters of Chinese: Latin letters and figures take half. */
export function widthOf(text: string): number {
  let width = 0
  for (const c of text) width += c.codePointAt(0)! < 0x2e80 && !/[—…“”‘’·]/.test(c) ? 0.5 : 1
  return width
}

/**
 * A date as documents print it: `2022-05-07` → `2022年5月7日`.
 * @throws RangeError when it is not a plain date; dates are checked where they are entered.
 */
export function printedDate(date: string): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (m === null) throw new RangeError(`not a plain date: ${date}`)
  return `${Number(m[1])}年${Number(m[2])}月${Number(m[3])}日`
}

/** Characters that XML cannot hold are dropped. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '').toWellFormed()
}
