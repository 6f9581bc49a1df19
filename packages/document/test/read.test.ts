import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readDocument, type SourceText } from '../src/index.ts'
import { chinesePdf } from './pdf-files.ts'
import { cell, p, row, table, wordPackage } from './word-package.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const bytesOf = (text: string, encoding: string) => new Uint8Array(iconv.encode(text, encoding))
async function read(bytes: Uint8Array): Promise<SourceText> {
  const result = await readDocument(bytes)
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.en}`)
  return result.source
}
const refusalOf = async (bytes: Uint8Array) => {
  const result = await readDocument(bytes)
  return result.ok ? undefined : result.refusal
}
const code = async (bytes: Uint8Array) => (await refusalOf(bytes))?.code ?? 'ok'

/** What every reading promises: blocks in order, without overlap, with only line breaks and tabs between them. */
function expectWhole(source: SourceText): void {
  let at = 0
  for (const block of source.blocks) {
    expect(block.start).toBeGreaterThanOrEqual(at)
    expect(block.end).toBeGreaterThan(block.start)
    expect(source.text.slice(at, block.start)).toMatch(/^[\n\t]*$/)
    expect(source.text.slice(block.start, block.end)).not.toMatch(/\n/)
    at = block.end
  }
  expect(source.text.slice(at)).toMatch(/^[\n\t]*$/)
  expect(source.text.isWellFormed()).toBe(true)
  expect(source.text).not.toMatch(/\u0000/)
}

const TEXT = '一、总体要求\n深化“放管服”改革，到2024年底前，压缩至1个工作日。\n（一）具体措施：①甲；②乙——丙。\n'

describe('text files', () => {
  it.each([
    ['utf-8', utf8(TEXT)],
    ['utf-8', utf8(`\uFEFF${TEXT}`)],
    ['gb18030', bytesOf(TEXT, 'gb18030')],
    ['gb18030', bytesOf(TEXT, 'gbk')],
    ['utf-16le', bytesOf(`\uFEFF${TEXT}`, 'utf-16le')],
    ['utf-16be', bytesOf(`\uFEFF${TEXT}`, 'utf-16be')],
    ['utf-16le', bytesOf(TEXT, 'utf-16le')],
    ['utf-16be', bytesOf(TEXT, 'utf-16be')],
    ['utf-16le', bytesOf('plain text in ascii\nsecond line\n', 'utf-16le')],
  ])('in %s are read exactly', async (encoding, bytes) => {
    const source = await read(bytes)
    expect(source.encoding).toBe(encoding)
    expect(source.text === TEXT || source.text === 'plain text in ascii\nsecond line\n').toBe(true)
    expectWhole(source)
  })

  it('tell short GB18030 from UTF-8, and know four-byte characters', async () => {
    expect((await read(bytesOf('方案', 'gb18030'))).text).toBe('方案')
    expect((await read(bytesOf('措施：㐀𠀀。推进改革，落实责任。', 'gb18030'))).text).toBe('措施：㐀𠀀。推进改革，落实责任。')
  })

  it('keep their lines and blank lines, whatever the line break', async () => {
    const source = await read(utf8('甲\r\n\r\n  乙\r丙\n'))
    expect(source.text).toBe('甲\n\n  乙\n丙\n')
    expect(source.blocks.map((b) => [source.text.slice(b.start, b.end), b.paragraph])).toEqual([
      ['甲', 0],
      ['  乙', 2],
      ['丙', 3],
    ])
  })

  it('lose control characters and look-alike radicals, and nothing of their punctuation', async () => {
    const source = await read(utf8(`⽴⾜⺠⽣，⻓期；（ＡＢ１２）①㈠〇﹙℃\u0007${'正文'.repeat(100)}`))
    expect(source.text.slice(0, 21)).toBe('立足民生，长期；（ＡＢ１２）①㈠〇﹙℃正文')
    expect(source.notes.map((n) => n.code)).toEqual(['text.controls', 'text.radicals'])
  })

  it('are refused when empty or blank', async () => {
    for (const bytes of [new Uint8Array(0), utf8(' \n\t\u3000\u00A0\r\n'), utf8('\uFEFF'), bytesOf('\uFEFF \n', 'utf-16le')])
      expect(await code(bytes)).toBe('document.empty')
    expect(await code(utf8('<html><body><p>&nbsp;</p><script>x()</script></body></html>'))).toBe('document.empty')
  })

  it('are refused when cut inside a character, with the place', async () => {
    const whole = utf8(`${'措施'.repeat(50)}\n${'落实'.repeat(50)}`)
    expect(await refusalOf(whole.subarray(0, whole.length - 1))).toMatchObject({
      code: 'document.truncated',
      detail: { offset: whole.length - 3 },
    })
    const gb = bytesOf('推进改革落实责任'.repeat(20), 'gb18030')
    expect(await code(gb.subarray(0, gb.length - 1))).toBe('document.truncated')
    expect(await code(bytesOf(`\uFEFF${TEXT}`, 'utf-16le').subarray(0, 31))).toBe('document.truncated')
  })

  it('are refused when a byte is damaged, with the line, and never patched over', async () => {
    const damaged = utf8(`${'第一行措施'.repeat(20)}\n${'第二行落实'.repeat(20)}`)
    damaged[damaged.length - 40] = 0xff
    const refusal = await refusalOf(damaged)
    expect(refusal).toMatchObject({ code: 'document.corrupt', detail: { line: 2 } })
    expect(refusal?.zh).toContain('第 2 行')
  })
})

describe('other kinds of file', () => {
  const padded = (head: number[] | string) => {
    const bytes = Uint8Array.from({ length: 4000 }, (_, i) => (i * 31) % 256)
    bytes.set(typeof head === 'string' ? Uint8Array.from(head, (c) => c.charCodeAt(0)) : head)
    return bytes
  }
  it.each([
    ['PNG', padded('\x89PNG\r\n\x1a\n')],
    ['JPEG', padded([0xff, 0xd8, 0xff, 0xe0])],
    ['MP4', padded('\0\0\0\x18ftypisom')],
    ['RAR', padded('Rar!\x1a\x07\0')],
    ['7-Zip', padded([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
    ['gzip', padded([0x1f, 0x8b, 8])],
    ['Windows program', padded('MZ\x90\0')],
    ['RTF', utf8('{\\rtf1\\ansi 文}')],
    ['MHTML', utf8('MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x')],
    ['XML', utf8('<?xml version="1.0"?><data><row>1</row></data>')],
    ['Word XML', utf8('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>')],
  ])('%s is refused by name', async (format, bytes) => {
    const refusal = await refusalOf(bytes)
    expect(refusal).toMatchObject({ code: 'document.unsupported', detail: { format } })
    expect(refusal?.zh).toMatch(/请/)
  })

  it('noise is binary', async () => {
    expect(await code(padded([1, 2, 3, 4]))).toBe('document.binary')
    expect(await code(Uint8Array.of(0xff))).toMatch(/^document\.(binary|corrupt)$/)
  })

  it('words that begin like a signature are still text', async () => {
    expect((await read(utf8('MZ 区优化营商环境实施方案'))).format).toBe('txt')
    expect((await read(utf8('ID3 标签说明'))).format).toBe('txt')
    expect((await read(utf8('<附件>见后'))).format).toBe('txt')
  })
})

describe('any bytes', () => {
  const samples: Record<string, Uint8Array> = {
    docx: wordPackage({
      body: p('一、目标') + table(row(cell('甲', '<w:vMerge w:val="restart"/>'), cell('乙')), row(cell('', '<w:vMerge/>'), cell('丁'))),
      styles: '',
      numbering: '',
    }),
    pdf: chinesePdf([
      [
        [90, 120, 16, '一、工作目标'],
        [90, 150, 16, '深化改革，压缩时限。'],
      ],
    ]),
    html: utf8(
      '<!doctype html><html><head><meta charset="utf-8"><title>方案</title></head><body><div class="nav"><a href="/">首页</a></div><table><tr><td rowspan="2">甲<td>乙<tr><td>丙</table><p>正文，在此。</p></body></html>',
    ),
    gb18030: bytesOf(TEXT, 'gb18030'),
    utf16: bytesOf(`\uFEFF${TEXT}`, 'utf-16le'),
  }

  async function expectSound(bytes: Uint8Array): Promise<void> {
    const result = await readDocument(bytes)
    if (result.ok) expectWhole(result.source)
    else {
      expect(result.refusal.zh.length).toBeGreaterThan(5)
      expect(result.refusal.en.length).toBeGreaterThan(5)
    }
  }

  it('samples themselves are read', async () => {
    for (const [name, bytes] of Object.entries(samples)) expect(await code(bytes), name).toBe('ok')
  })

  it('give a result', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), expectSound), { numRuns: 400 })
  })

  it.each(Object.keys(samples))('of a changed %s give a result', { timeout: 180_000 }, async (name) => {
    const whole = samples[name]!
    const change = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255), kind: fc.constantFrom('set', 'cut', 'insert', 'double') })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        let bytes = whole.slice()
        for (const { at, value, kind } of changes) {
          const k = Math.min(at, bytes.length)
          if (kind === 'set' && k < bytes.length) bytes[k] = value
          else if (kind === 'cut')
            bytes =
              value < 128
                ? bytes.slice(0, k)
                : Uint8Array.from([...bytes.subarray(0, k), ...bytes.subarray(Math.min(bytes.length, k + (value % 32)))])
          else if (kind === 'insert') bytes = Uint8Array.from([...bytes.subarray(0, k), value, value, ...bytes.subarray(k)])
          else if (kind === 'double')
            bytes = Uint8Array.from([...bytes.subarray(0, k), ...bytes.subarray(Math.max(0, k - value), k), ...bytes.subarray(k)])
        }
        await expectSound(bytes)
      }),
      { numRuns: name === 'pdf' ? 120 : 200 },
    )
  })

  it('of any text are read back as that text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        fc.pre(
          text.trim() !== '' &&
            text.isWellFormed() &&
            !/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFEFF\u200B\u2060\uFFFE\uFFFF\u2329\u232A\u2E80-\u2FDF\uF900-\uFAFF]/.test(
              text,
            ) &&
            !/^\s*</.test(text),
        )
        const source = await read(utf8(`方案：${text}`))
        expect(source.text).toBe(`方案：${text}`)
        expectWhole(source)
      }),
      { numRuns: 200 },
    )
  })
})
