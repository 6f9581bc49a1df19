/** Builds small PDF files by hand: the cases that no browser prints. */

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff)

/** Puts numbered objects, a cross-reference table and a trailer around object bodies (object 1 is the catalogue). */
export function pdfFile(objects: readonly string[], trailer = ''): Uint8Array {
  let out = '%PDF-1.5\n%\xe2\xe3\xcf\xd3\n'
  const offsets: number[] = []
  objects.forEach((body, i) => {
    offsets.push(out.length)
    out += `${i + 1} 0 obj\n${body}\nendobj\n`
  })
  const start = out.length
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`
  out += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`
  return latin(out)
}

export const stream = (content: string, dictionary = '') => `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`

const catalogue = '<< /Type /Catalog /Pages 2 0 R >>'

/** A page with one picture and no text: a scan. */
export function scannedPdf(): Uint8Array {
  return pdfFile([
    catalogue,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im0 5 0 R >> >> /Contents 4 0 R >>',
    stream('q 595 0 0 842 0 0 cm /Im0 Do Q'),
    stream('\x80\x7f\x10\xff', '/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8'),
  ])
}

/** A page without anything on it. */
export function blankPdf(): Uint8Array {
  return pdfFile([
    catalogue,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    stream(''),
  ])
}

/** Locked with a password that is not the empty one (standard handler, revision 2; the keys cannot match). */
export function lockedPdf(): Uint8Array {
  const key = 'ab'.repeat(32)
  return pdfFile(
    [
      catalogue,
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
      stream('garbled'),
      `<< /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -44 >>`,
    ],
    '/Encrypt 5 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]',
  )
}

/** Pages of text lines `[x, y from the top, size, text]`, set in a Chinese font that is named and not embedded. */
export function chinesePdf(
  pages: readonly (readonly (readonly [number, number, number, string])[])[],
  map: { readonly name: string; readonly encode: (text: string) => string } = { name: 'UniGB-UCS2-H', encode: ucs2 },
  ordering = 'GB1',
  drawing = '',
): Uint8Array {
  const font = 3
  const first = 6
  const objects = [
    catalogue,
    `<< /Type /Pages /Kids [${pages.map((_, i) => `${first + i * 2} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /${map.name} /DescendantFonts [4 0 R] >>`,
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 2 >> /DW 1000 /FontDescriptor 5 0 R >>`,
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]
  pages.forEach((lines, i) => {
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 ${font} 0 R >> >> /Contents ${first + i * 2 + 1} 0 R >>`,
      stream(
        `${drawing}\n${lines.map(([x, y, size, text]) => `BT /F1 ${size} Tf 1 0 0 1 ${x} ${842 - y} Tm <${map.encode(text)}> Tj ET`).join('\n')}`,
      ),
    )
  })
  return pdfFile(objects)
}

/** UTF-16BE as hexadecimal. */
export function ucs2(text: string): string {
  return [...text].map((c) => c.charCodeAt(0).toString(16).padStart(4, '0')).join('')
}
