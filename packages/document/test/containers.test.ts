import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS, readDocument, readWorkbook } from '../src/index.ts'
import { p, wordPackage } from './word-package.ts'

const refusalOf = async (bytes: Uint8Array, limits = {}) => {
  const result = await readDocument(bytes, { limits })
  return result.ok ? undefined : result.refusal
}
const code = async (bytes: Uint8Array, limits = {}) => (await refusalOf(bytes, limits))?.code ?? 'ok'

/** An OLE compound file whose directory holds these names. */
function ole(...names: string[]): Uint8Array {
  const bytes = new Uint8Array(512 * 4)
  const view = new DataView(bytes.buffer)
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  view.setUint16(30, 9, true)
  view.setUint32(44, 1, true)
  view.setUint32(48, 1, true)
  for (let i = 0; i < 109; i++) view.setUint32(76 + i * 4, 0xffffffff, true)
  view.setUint32(76, 0, true)
  // The allocation table: sector 0 is itself, sectors 1 and 2 are the directory.
  view.setUint32(512, 0xfffffffd, true)
  view.setUint32(516, 2, true)
  view.setUint32(520, 0xfffffffe, true)
  ;['Root Entry', ...names].forEach((name, i) => {
    const at = 1024 + i * 128
    ;[...name].forEach((c, k) => {
      view.setUint16(at + k * 2, c.charCodeAt(0), true)
    })
    view.setUint16(at + 64, (name.length + 1) * 2, true)
  })
  return bytes
}

/** Overwrites a field of the only central directory entry with that name. */
function patchDirectory(zip: Uint8Array, name: string, change: (view: DataView, at: number) => void): Uint8Array {
  const out = zip.slice()
  const view = new DataView(out.buffer)
  for (let at = 0; at + 46 < out.length; at++)
    if (
      view.getUint32(at, true) === 0x02014b50 &&
      new TextDecoder().decode(out.subarray(at + 46, at + 46 + view.getUint16(at + 28, true))) === name
    ) {
      change(view, at)
      return out
    }
  throw new Error(`no entry ${name}`)
}

const DOCX = wordPackage({ body: p('一、目标') + p('正文。'.repeat(2000)) })

describe('containers', () => {
  it('are told by what they hold, whatever the file is called', async () => {
    const cases: [Uint8Array, string, string][] = [
      [zipSync({ 'xl/workbook.xml': strToU8('<x/>'), '[Content_Types].xml': strToU8('<x/>') }), 'document.unsupported', 'xlsx'],
      [zipSync({ 'ppt/presentation.xml': strToU8('<x/>') }), 'document.unsupported', 'pptx'],
      [zipSync({ 'OFD.xml': strToU8('<x/>') }), 'document.unsupported', 'OFD'],
      [
        zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.text'), 'content.xml': strToU8('<x/>') }),
        'document.unsupported',
        'OpenDocument',
      ],
      [zipSync({ '方案.docx': DOCX }), 'document.unsupported', 'zip'],
      [ole('WordDocument', '1Table'), 'document.unsupported', 'doc'],
      [ole('Workbook'), 'document.unsupported', 'xls'],
      [ole('PowerPoint Document'), 'document.unsupported', 'ppt'],
    ]
    for (const [bytes, wanted, format] of cases) {
      const result = await readDocument(bytes, { name: '方案.docx' })
      expect(!result.ok && result.refusal, format).toMatchObject({ code: wanted, detail: { format, name: '方案.docx' } })
    }
    expect((await readDocument(DOCX, { name: '照片.jpg' })).ok).toBe(true)
  })

  it('tell an encrypted Word document from an old one, and say what to do', async () => {
    const locked = await refusalOf(ole('EncryptionInfo', 'EncryptedPackage'))
    expect(locked?.code).toBe('document.encrypted')
    expect(locked?.zh).toContain('取消密码')
    expect((await refusalOf(ole('WordDocument')))?.zh).toContain('另存为')
    expect((await readWorkbook(ole('EncryptionInfo', 'EncryptedPackage'))).ok).toBe(false)
  })

  it('cut anywhere are refused as cut, and with bytes changed as damaged', async () => {
    for (const share of [0.1, 0.5, 0.9, 0.999])
      expect(await code(DOCX.subarray(0, Math.floor(DOCX.length * share))), String(share)).toBe('document.truncated')
    const damaged = DOCX.slice()
    const at = 30 + '[Content_Types].xml'.length + 200
    for (let i = at; i < at + 400 && i < damaged.length - 600; i++) damaged[i] = damaged[i]! ^ 0x5a
    expect(await code(damaged)).toMatch(/^document\.(corrupt|truncated)$/)
  })

  it('with a broken body are damaged, not half read', async () => {
    const types = strToU8('<Types/>')
    const body = (xml: string) => zipSync({ '[Content_Types].xml': types, 'word/document.xml': strToU8(xml) })
    const ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    expect(await code(body(`<w:document ${ns}><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p>`))).toBe('document.corrupt')
    expect(await code(body('不是 XML'))).toBe('document.corrupt')
    expect(await code(body(`<w:document ${ns}/>`))).toBe('document.corrupt')
    expect(await code(body(`<w:document ${ns}><w:body>${'<w:sdt><w:sdtContent>'.repeat(5000)}`))).toBe('document.corrupt')
    expect(await code(body(`<w:document ${ns}><w:body><w:p/></w:body></w:document>`))).toBe('document.empty')
    const entities = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "${'文'.repeat(1000)}"><!ENTITY b "&a;&a;&a;">]><w:document ${ns}><w:body><w:p><w:r><w:t>前&b;后</w:t></w:r></w:p></w:body></w:document>`
    const result = await readDocument(body(entities))
    expect(result.ok ? result.source.text.length : 0).toBeLessThan(20)
  })
})

describe('zip bombs', () => {
  const big = new Uint8Array(40 * 1024 * 1024).fill(0x20)

  it('are refused by ratio before they are unpacked', async () => {
    const bomb = wordPackage({ body: p('甲'), extra: { 'word/media/x.bin': big } })
    expect(bomb.length).toBeLessThan(100_000)
    expect(await refusalOf(bomb)).toMatchObject({ code: 'document.zip-bomb', detail: { entry: 'word/media/x.bin' } })
  })

  it('are refused by total size and by number of entries', async () => {
    const noise = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 251)
    const many = wordPackage({
      body: p('甲'),
      extra: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`word/media/${i}.bin`, noise])),
    })
    expect(await code(many)).toBe('ok')
    expect(await code(many, { maxUnzipped: 1_000_000 })).toBe('document.zip-bomb')
    expect(await code(many, { maxEntries: 20 })).toBe('document.zip-bomb')
  })

  it('whose headers lie are stopped at the size they declare', async () => {
    const body = wordPackage({ body: p('甲'.repeat(50)) + p('乙'.repeat(3_000_000)) })
    const lying = patchDirectory(body, 'word/document.xml', (view, at) => view.setUint32(at + 24, 4000, true))
    expect(await refusalOf(lying)).toMatchObject({ code: 'document.zip-bomb', detail: { declared: 4000 } })
    const tooFew = patchDirectory(DOCX, 'word/document.xml', (view, at) =>
      view.setUint32(at + 24, view.getUint32(at + 24, true) + 10, true),
    )
    expect(await code(tooFew)).toBe('document.corrupt')
  })

  it('with overlapping parts or a single huge part are refused', async () => {
    const two = wordPackage({ body: p('甲'), extra: { 'word/a.xml': 'x'.repeat(500), 'word/b.xml': 'y'.repeat(500) } })
    let first = 0
    patchDirectory(two, 'word/a.xml', (view, at) => {
      first = view.getUint32(at + 42, true)
    })
    expect(await code(patchDirectory(two, 'word/b.xml', (view, at) => view.setUint32(at + 42, first, true)))).toBe('document.zip-bomb')
    expect(await code(DOCX, { maxPart: 1000 })).toBe('document.zip-bomb')
    expect(DEFAULT_LIMITS.maxBytes).toBe(50 * 1024 * 1024)
  })

  it('with a password are encrypted', async () => {
    const flagged = patchDirectory(DOCX, 'word/document.xml', (view, at) => view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true))
    expect(await code(flagged)).toBe('document.encrypted')
  })
})
