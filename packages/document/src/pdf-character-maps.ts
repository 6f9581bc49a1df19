/**
 * Character maps for fonts that a pdf names without embedding them (宋体 through `GBK-EUC-H` or `UniGB-UCS2-H`, common in older official files).
 *
 * Adobe's maps go from codes to glyph numbers of a collection and from there to Unicode. Only the way to Unicode matters here, so these maps
 * use numbers of their own in the middle, all above those that Adobe has given out: a font that uses Adobe's own numbers directly finds
 * nothing and shows up as unreadable, instead of being read as other characters.
 */

/** Blocks of Unicode that Chinese documents use, `[first, last]`. */
const BLOCKS: readonly (readonly [number, number])[] = [
  [0x20, 0xff],
  [0x370, 0x4ff],
  [0x2000, 0x27ff],
  [0x3000, 0x33ff],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe4f],
  [0xff00, 0xffef],
]

/** Above the last number of Adobe-GB1 (30 571) and the other collections' usual reach. */
const FIRST_OWN = 31_000

const STARTS = BLOCKS.map((_, i) => FIRST_OWN + BLOCKS.slice(0, i).reduce((sum, [first, last]) => sum + last - first + 1, 0))

function ownNumber(unicode: number): number | undefined {
  const block = BLOCKS.findIndex(([first, last]) => unicode >= first && unicode <= last)
  return block < 0 ? undefined : STARTS[block]! + unicode - BLOCKS[block]![0]
}

const hex = (n: number, digits: number) => `<${n.toString(16).padStart(digits, '0')}>`

const wrap = (vertical: boolean, codespace: string, body: string) =>
  `begincmap\n/WMode ${vertical ? 1 : 0} def\n${codespace}\n${body}\nendcmap\n`

const WIDE = '1 begincodespacerange\n<0000> <ffff>\nendcodespacerange'
const MIXED = '2 begincodespacerange\n<00> <80>\n<8140> <fefe>\nendcodespacerange'

/** Double-byte encodings by the beginning of the map's name. */
const ENCODINGS: readonly (readonly [RegExp, string])[] = [
  [/^GB/, 'gb18030'],
  [/^(ETen|B5|HKscs|ETHK)/, 'big5'],
]

/** The map of that name as PostScript text, or undefined when it is not among those built here. */
export function characterMap(name: string): string | undefined {
  const vertical = name.endsWith('-V')
  if (/^Adobe-(GB1|CNS1)-UCS2$/.test(name)) {
    // The first 95 glyphs of every Adobe collection are ASCII.
    const ranges = [
      `<0001> <005f> <0020>`,
      ...BLOCKS.map(([first, last], i) => `${hex(STARTS[i]!, 4)} ${hex(STARTS[i]! + last - first, 4)} ${hex(first, 4)}`),
    ]
    return wrap(false, WIDE, `${ranges.length} beginbfrange\n${ranges.join('\n')}\nendbfrange`)
  }
  if (/^Uni(GB|CNS)-(UCS2|UTF16)-[HV]$/.test(name)) {
    const ranges = BLOCKS.map(([first, last], i) => `${hex(first, 4)} ${hex(last, 4)} ${STARTS[i]}`)
    return wrap(vertical, WIDE, `${ranges.length} begincidrange\n${ranges.join('\n')}\nendcidrange`)
  }
  const encoding = ENCODINGS.find(([pattern]) => pattern.test(name))?.[1]
  return encoding === undefined ? undefined : wrap(vertical, MIXED, doubleBytes(encoding))
}

function doubleBytes(encoding: string): string {
  const decoder = new TextDecoder(encoding)
  const lines: string[] = []
  for (let code = 0x20; code < 0x7f; code++) lines.push(`${hex(code, 2)} ${ownNumber(code)}`)
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const text = decoder.decode(Uint8Array.of(lead, trail))
      const own = text.length === 1 ? ownNumber(text.charCodeAt(0)) : undefined
      if (own !== undefined) lines.push(`${hex((lead << 8) | trail, 4)} ${own}`)
    }
  return `${lines.length} begincidchar\n${lines.join('\n')}\nendcidchar`
}
