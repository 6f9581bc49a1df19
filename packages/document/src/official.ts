/** Writes official documents (docx) in the layout of GB/T 9704: orders, replies, ledgers printed as annexes, documents of procedure. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  type Table,
  TabStopType,
  TextRun,
} from 'docx'
import {
  CHARACTER,
  CHARACTER_SPACE,
  FONTS,
  FOOTER,
  IMPRINT_RULE,
  LINE,
  MARGIN,
  MARK_SPACE,
  PAGE,
  printable,
  printedDate,
  RED,
  SIZE,
  TEXT_HEIGHT,
  TEXT_WIDTH,
  widthOf,
} from './official-layout.ts'
import type { OfficialAnnex, OfficialDocument, OfficialFonts } from './official-model.ts'
import { blank, blocksOf, line, runsOf } from './official-parts.ts'
import { stableZip } from './stable-zip.ts'

const chars = (n: number) => Math.round(n * CHARACTER)

/** The package of a document; see `writeOfficialDocument`. */
export async function buildOfficialDocument(model: OfficialDocument): Promise<Uint8Array> {
  const fonts: OfficialFonts = { ...FONTS, ...model.fonts }
  const across = model.landscape === true
  const width = across ? TEXT_HEIGHT : TEXT_WIDTH
  const children: (Paragraph | Table)[] = [
    ...head(model, fonts),
    ...title(model.title, model.subtitle, fonts),
    ...(model.redHead === undefined && model.number !== undefined
      ? [line(runsOf(model.number, { font: fonts.body }, fonts), { alignment: AlignmentType.CENTER })]
      : []),
    ...(model.recipients === undefined
      ? []
      : [blank(), line(runsOf(`${model.recipients.replace(/[：:]$/, '')}：`, { font: fonts.body }, fonts))]),
    ...(model.recipients === undefined ? [blank()] : []),
    ...blocksOf(model.body, fonts, width),
    ...attachments(model.attachments ?? [], fonts),
    ...signature(model, fonts),
    ...(model.note === undefined
      ? []
      : [
          line(runsOf(`（${model.note.replace(/^（|）$/g, '')}）`, { font: fonts.body }, fonts), {
            indent: { firstLine: chars(2), firstLineChars: 200 },
          }),
        ]),
    ...(model.annexes ?? []).flatMap((annex, i, all) => annexOf(annex, i, all.length, fonts, width)),
    ...imprint(model, fonts, width),
  ]
  const document = new Document({
    title: printable(model.title.replace(/\n/g, '')),
    creator: '',
    lastModifiedBy: '',
    description: '',
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: {
            font: { ascii: fonts.latin, hAnsi: fonts.latin, cs: fonts.latin, eastAsia: fonts.body },
            size: SIZE.body,
            language: { value: 'en-US', eastAsia: 'zh-CN' },
          },
          paragraph: { spacing: { line: LINE, lineRule: LineRuleType.EXACT } },
        },
        // Headings are named for the navigation pane; their looks are set on the runs.
        ...Object.fromEntries(
          [1, 2, 3, 4].map((n) => [`heading${n}`, { run: { color: '000000', size: SIZE.body }, paragraph: { outlineLevel: n - 1 } }]),
        ),
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height, orientation: across ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
            // Turned by a quarter, the binding edge lies on top.
            margin: across
              ? { top: MARGIN.left, bottom: MARGIN.right, left: MARGIN.bottom, right: MARGIN.top, header: 851, footer: 600 }
              : { ...MARGIN, header: 851, footer: FOOTER },
          },
          grid: across
            ? { type: DocumentGridType.LINES, linePitch: LINE }
            : { type: DocumentGridType.LINES_AND_CHARS, linePitch: LINE, charSpace: CHARACTER_SPACE },
        },
        footers: { default: pageNumber('right', fonts), even: pageNumber('left', fonts) },
        children,
      },
    ],
  })
  return stableZip(new Uint8Array(await Packer.toArrayBuffer(document)), model.createdAt ?? '2000-01-01T00:00:00Z')
}

/** — 1 —, odd pages right, even pages left, one character in. */
function pageNumber(side: 'left' | 'right', fonts: OfficialFonts): Footer {
  const font = { ascii: fonts.pageNumber, hAnsi: fonts.pageNumber, eastAsia: fonts.pageNumber, cs: fonts.pageNumber }
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent: side === 'left' ? { left: 280 } : { right: 280 },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font, size: SIZE.pageNumber })],
      }),
    ],
  })
}

function head(model: OfficialDocument, fonts: OfficialFonts): Paragraph[] {
  if (model.redHead === undefined) return []
  // The mark is as large as fits on one line, at most size 初号 less a little.
  const size = Math.min(SIZE.mark, Math.floor((TEXT_WIDTH / 10 / Math.max(1, widthOf(model.redHead.mark))) * 0.98))
  const number = model.number ?? ''
  const signer = model.redHead.signer
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: MARK_SPACE, after: 0, line: Math.round(size * 12), lineRule: LineRuleType.AT_LEAST },
      children: runsOf(model.redHead.mark, { font: fonts.title, size, color: RED }, fonts),
    }),
    blank(),
    line(
      signer === undefined
        ? runsOf(number, { font: fonts.body }, fonts)
        : [...runsOf(`${number}\t签发人：`, { font: fonts.body }, fonts), ...runsOf(signer, { font: fonts.heading2 }, fonts)],
      {
        alignment: signer === undefined ? AlignmentType.CENTER : AlignmentType.LEFT,
        ...(signer === undefined
          ? {}
          : { indent: { left: chars(1), right: chars(1) }, tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH - chars(1) }] }),
        border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED, space: 11 } },
      },
    ),
    blank(),
    blank(),
  ]
}

function title(text: string, subtitle: string | undefined, fonts: OfficialFonts): Paragraph[] {
  const spacing = { line: 720, lineRule: LineRuleType.EXACT, before: 0, after: 0 }
  const lines = [
    new Paragraph({
      style: 'Title',
      alignment: AlignmentType.CENTER,
      spacing,
      keepNext: true,
      children: runsOf(text, { font: fonts.title, size: SIZE.title }, fonts),
    }),
  ]
  if (subtitle !== undefined)
    lines.push(new Paragraph({ alignment: AlignmentType.CENTER, spacing, children: runsOf(subtitle, { font: fonts.heading2 }, fonts) }))
  return lines
}

/** 附件：1.… — one blank line under the body, two characters in; several are numbered and aligned. */
function attachments(names: readonly string[], fonts: OfficialFonts): Paragraph[] {
  if (names.length === 0) return []
  return [
    blank(),
    ...names.map((name, i) => {
      const label = i === 0 ? '附件：' : ''
      const number = names.length > 1 ? `${i + 1}. ` : ''
      const hang = 3 + widthOf(number)
      return line(runsOf(`${label}${number}${name}`, { font: fonts.body }, fonts), {
        indent: i === 0 ? { left: chars(2 + hang), hanging: chars(hang) } : { left: chars(2 + hang), hanging: chars(hang - 3) },
      })
    }),
  ]
}

/** The date stands four characters from the right; the units stand centred over it. */
function signature(model: OfficialDocument, fonts: OfficialFonts): Paragraph[] {
  if (model.signature === undefined) return []
  const date = printedDate(model.signature.date)
  const right = (text: string) => Math.max(0, 4 + (widthOf(date) - widthOf(text)) / 2)
  return [
    blank(),
    blank(),
    ...model.signature.units.map((unit) =>
      line(runsOf(unit, { font: fonts.body }, fonts), {
        alignment: AlignmentType.RIGHT,
        indent: { right: chars(right(unit)) },
        keepNext: true,
      }),
    ),
    line(runsOf(date, { font: fonts.body }, fonts), { alignment: AlignmentType.RIGHT, indent: { right: chars(4) } }),
  ]
}

function annexOf(annex: OfficialAnnex, index: number, count: number, fonts: OfficialFonts, width: number): (Paragraph | Table)[] {
  return [
    line(runsOf(count > 1 ? `附件${index + 1}` : '附件', { font: fonts.heading1 }, fonts), {
      pageBreakBefore: true,
      alignment: AlignmentType.LEFT,
    }),
    blank(),
    ...title(annex.title, undefined, fonts),
    blank(),
    ...blocksOf(annex.body, fonts, width),
  ]
}

/** 版记: rules of 0.35, 0.25 and 0.35 mm; one character in on both sides. */
function imprint(model: OfficialDocument, fonts: OfficialFonts, width: number): Paragraph[] {
  if (model.imprint === undefined) return []
  const style = { font: fonts.body, size: SIZE.imprint }
  const { copies, office, date } = model.imprint
  const rule = (size: number) => ({ style: BorderStyle.SINGLE, size, color: '000000', space: 1 })
  const last = line(runsOf(`${office}\t${printedDate(date)}印发`, style, fonts), {
    alignment: AlignmentType.LEFT,
    indent: { left: chars(1), right: chars(1) },
    tabStops: [{ type: TabStopType.RIGHT, position: width - chars(1) }],
    border: { ...(copies === undefined ? { top: rule(IMPRINT_RULE.outer) } : {}), bottom: rule(IMPRINT_RULE.outer) },
  })
  if (copies === undefined) return [blank(), last]
  return [
    blank(),
    line(runsOf(`抄送：${copies.replace(/。$/, '')}。`, style, fonts), {
      alignment: AlignmentType.LEFT,
      indent: { left: chars(4), hanging: chars(3), right: chars(1) },
      border: { top: rule(IMPRINT_RULE.outer), bottom: rule(IMPRINT_RULE.inner) },
      keepNext: true,
    }),
    last,
  ]
}
