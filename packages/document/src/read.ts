/** The door of the reader: bytes in, one text with places out, or one typed refusal. What a file is, its content decides; its name is only echoed. */
import { readZip, refuseOle } from './containers.ts'
import { decode } from './decode.ts'
import { declaredEncoding, isHtml, readHtml } from './html.ts'
import { DEFAULT_LIMITS, type ReadLimits } from './limits.ts'
import type { DocumentResult, SourceText } from './model.ts'
import { Refused, refusal, refuseEmpty, refuseTooLarge, refuseUnsupported } from './refusals.ts'
import { latin1, sniff } from './sniff.ts'
import { readText } from './txt.ts'

export interface ReadOptions {
  /** Name of the file, for messages only. */
  readonly name?: string
  readonly limits?: Partial<ReadLimits>
}

const SAVE_AS = '请用 Word 或 WPS 打开，“另存为”Word 文档（*.docx）后再上传。'
const SAVE_AS_EN = 'Open it in Word or WPS, save it as a Word document (*.docx) and upload that.'

/**
 * Reads a document: txt (UTF-8, UTF-16, GB18030), html, docx, or pdf with a text layer.
 *
 * Gives the text with blocks that map every piece to its page or paragraph, or a refusal with a stable code and words in Chinese and English.
 * Deterministic; never throws, whatever the bytes. It runs on the caller's thread: for files from outside use `readInSandbox`.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions = {}): Promise<DocumentResult> {
  const limits: ReadLimits = { ...DEFAULT_LIMITS, ...options.limits }
  try {
    return { ok: true, source: await read(bytes, limits) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: named(error.refusal, options.name) }
    // A parser that fails in a way of its own says the same as any damaged file; the reason is kept for the log.
    return {
      ok: false,
      refusal: named(
        refusal(
          'document.corrupt',
          '文件已损坏，无法读取。请用原软件打开并另存一份后再上传。',
          'The file is damaged and cannot be read. Open it in the program that made it, save a new copy and upload that.',
          {
            reason: String(error instanceof Error ? error.message : error).slice(0, 200),
          },
        ),
        options.name,
      ),
    }
  }
}

const named = <T extends { readonly detail?: Readonly<Record<string, string | number>> }>(found: T, name: string | undefined): T =>
  name === undefined ? found : { ...found, detail: { ...found.detail, name } }

async function read(bytes: Uint8Array, limits: ReadLimits): Promise<SourceText> {
  if (bytes.length === 0) refuseEmpty(0)
  if (bytes.length > limits.maxBytes) refuseTooLarge(bytes.length, limits.maxBytes)
  const found = sniff(bytes)
  switch (found.kind) {
    case 'zip':
      return readZip(bytes, limits)
    case 'ole':
      return refuseOle(bytes)
    case 'pdf': {
      const { readPdf } = await import('./pdf.ts')
      return readPdf(bytes, limits)
    }
    case 'rtf':
      return refuseUnsupported('RTF', 'RTF 文档', SAVE_AS, SAVE_AS_EN)
    case 'mhtml':
      return refuseUnsupported(
        'MHTML',
        '单一文件网页（mht）',
        '请在浏览器中另存为“网页，仅 HTML”，或另存为 PDF 后再上传。',
        'Save it from the browser as "Webpage, HTML only" or as PDF and upload that.',
      )
    case 'foreign':
      return refuseUnsupported(
        found.format,
        found.zh,
        found.family === 'image'
          ? '图片中的文字需先识别（OCR），请上传 Word 文档（docx）或带文字层的 PDF。'
          : found.family === 'archive'
            ? '请解压后上传其中的 Word 文档（docx）、PDF、网页或文本文件。'
            : '请上传 Word 文档（docx）、PDF、网页或文本文件。',
        found.family === 'image'
          ? 'Words in a picture need recognition (OCR) first; upload a Word document (docx) or a PDF with a text layer.'
          : found.family === 'archive'
            ? 'Unpack it and upload the Word document (docx), PDF, web page or text file inside.'
            : 'Upload a Word document (docx), PDF, web page or text file.',
      )
    case 'text':
      return readTextual(bytes, limits)
  }
}

function readTextual(bytes: Uint8Array, limits: ReadLimits): SourceText {
  const { text, encoding } = decode(bytes, declaredEncoding(latin1(bytes, 0, 4096)))
  if (/^[\s\uFEFF]*<\?xml/i.test(text.slice(0, 200)) && !isHtml(text)) {
    if (/progid="Word\.Document"|schemas\.microsoft\.com\/office\/word|pkg:package/.test(text.slice(0, 4096)))
      refuseUnsupported('Word XML', 'Word XML 文档', SAVE_AS, SAVE_AS_EN)
    refuseUnsupported(
      'XML',
      'XML 数据文件',
      '请上传 Word 文档（docx）、PDF、网页或文本文件。',
      'Upload a Word document (docx), PDF, web page or text file.',
    )
  }
  return isHtml(text) ? readHtml(text, encoding, limits, bytes.length) : readText(text, encoding, bytes.length)
}
