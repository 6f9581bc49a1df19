/** Looks inside zip and OLE containers: which document they hold, and the refusal for those that are not read. */
import { partText, readDocx } from './docx.ts'
import type { ReadLimits } from './limits.ts'
import type { SourceText } from './model.ts'
import { refuse, refuseCorrupt, refuseTruncated, refuseUnsupported } from './refusals.ts'
import { latin1 } from './sniff.ts'
import { children, parseXml } from './xml.ts'
import { openZip, type Zip } from './zip.ts'

const SAVE_AS_DOCX = '请用 Word 或 WPS 打开，“另存为”Word 文档（*.docx）后再上传。'
const SAVE_AS_DOCX_EN = 'Open it in Word or WPS, save it as a Word document (*.docx) and upload that.'

/** Name of the part that holds the document, by the package's relations. */
function mainPart(zip: Zip, limits: ReadLimits): string | undefined {
  if (!zip.entries.has('_rels/.rels')) return zip.entries.has('word/document.xml') ? 'word/document.xml' : undefined
  const rels = parseXml(partText(zip, '_rels/.rels'), '_rels/.rels', limits.maxDepth)
  const target = children(rels).find((r) => /\/officeDocument$/.test(r.attrs.Type ?? ''))?.attrs.Target
  const name = target?.replace(/^\//, '')
  return name !== undefined && zip.entries.has(name) ? name : zip.entries.has('word/document.xml') ? 'word/document.xml' : name
}

/** Reads a zip container that holds a Word document; refuses every other kind by its name. @throws Refused */
export function readZip(bytes: Uint8Array, limits: ReadLimits): SourceText {
  const zip = openZip(bytes, limits)
  const names = [...zip.entries.keys()]
  const holds = (pattern: RegExp) => names.some((n) => pattern.test(n))
  if (holds(/^xl\//))
    refuseUnsupported(
      'xlsx',
      'Excel 工作簿（xlsx）',
      '请上传方案的 Word 文档（docx）或 PDF；台账数据请从导入页面上传。',
      'Upload the Word document (docx) or PDF of the plan; ledger data goes through the import page.',
    )
  if (holds(/^ppt\//))
    refuseUnsupported('pptx', '演示文稿（pptx）', '请上传 Word 文档（docx）或 PDF。', 'Upload a Word document (docx) or a PDF.')
  if (holds(/^OFD\.xml$/i))
    refuseUnsupported(
      'OFD',
      '版式文件（OFD）',
      '请用阅读器另存或打印为带文字层的 PDF 后再上传。',
      'Save or print it as a PDF with a text layer and upload that.',
    )
  if (zip.entries.has('mimetype') && holds(/^content\.xml$/))
    refuseUnsupported('OpenDocument', 'OpenDocument 文档（odt）', SAVE_AS_DOCX, SAVE_AS_DOCX_EN)
  if (holds(/^META-INF\/container\.xml$/))
    refuseUnsupported('EPUB', '电子书（EPUB）', '请上传 Word 文档（docx）或 PDF。', 'Upload a Word document (docx) or a PDF.')
  const main = holds(/^\[Content_Types\]\.xml$/i) || holds(/^word\//) ? mainPart(zip, limits) : undefined
  if (main === undefined)
    return refuseUnsupported(
      'zip',
      '压缩包（zip）',
      '请解压后上传其中的 Word 文档（docx）、PDF、网页或文本文件。',
      'Unpack it and upload the Word document (docx), PDF, web page or text file inside.',
    )
  if (!zip.entries.has(main)) refuseCorrupt('docx', `缺少正文 ${main}`, `its body ${main} is missing`, { part: main })
  return readDocx(zip, main, limits, bytes.length)
}

/** Names of the streams in an OLE compound file, read from its directory sectors; enough to tell what the file is. */
function oleNames(bytes: Uint8Array): Set<string> {
  const names = new Set<string>()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 512) return names
  const sectorSize = 1 << Math.min(16, Math.max(7, view.getUint16(30, true)))
  const sectors = Math.floor(bytes.length / sectorSize)
  // The directory is a chain of sectors; following the chain needs the allocation table, whose first 109 sectors are named in the header.
  const next = (sector: number): number => {
    const table = Math.floor(sector / (sectorSize / 4))
    if (table >= 109) return -1
    const at = (view.getUint32(76 + table * 4, true) + 1) * sectorSize + (sector % (sectorSize / 4)) * 4
    return at + 4 <= bytes.length ? view.getUint32(at, true) : -1
  }
  let sector = view.getUint32(48, true)
  for (let steps = 0; steps < 64 && sector >= 0 && sector < sectors; steps++, sector = next(sector)) {
    const start = (sector + 1) * sectorSize
    for (let at = start; at + 128 <= Math.min(start + sectorSize, bytes.length); at += 128) {
      const length = view.getUint16(at + 64, true)
      if (length >= 4 && length <= 64) names.add(new TextDecoder('utf-16le').decode(bytes.subarray(at, at + length - 2)))
    }
  }
  return names
}

/** An OLE file is never read: either an encrypted docx, or a format older than docx. @throws Refused always. */
export function refuseOle(bytes: Uint8Array): never {
  const names = oleNames(bytes)
  if (names.size === 0)
    refuseTruncated('ole', '复合文档的目录丢失', 'the directory of the compound file is missing', { size: bytes.length })
  if (names.has('EncryptedPackage') || names.has('EncryptionInfo'))
    refuse(
      'document.encrypted',
      '文件已加密，需要密码才能打开。请在 Word 或 WPS 中输入密码打开，到“文件—信息—保护文档”取消密码，保存后再上传。',
      'The file is encrypted and opens only with a password. Open it in Word or WPS, remove the password under File – Info – Protect, save it and upload again.',
      { format: 'docx' },
    )
  if (names.has('WordDocument')) return refuseUnsupported('doc', '旧版 Word 或 WPS 文档（doc、wps）', SAVE_AS_DOCX, SAVE_AS_DOCX_EN)
  if (names.has('Workbook') || names.has('Book'))
    return refuseUnsupported(
      'xls',
      '旧版 Excel 工作簿（xls、et）',
      '请另存为 xlsx，或上传方案的 Word 文档（docx）或 PDF。',
      'Save it as xlsx, or upload the Word document (docx) or PDF of the plan.',
    )
  if (names.has('PowerPoint Document'))
    return refuseUnsupported(
      'ppt',
      '旧版演示文稿（ppt、dps）',
      '请上传 Word 文档（docx）或 PDF。',
      'Upload a Word document (docx) or a PDF.',
    )
  if ([...names].some((n) => n.startsWith('__substg1.0')))
    return refuseUnsupported('msg', 'Outlook 邮件（msg）', '请上传邮件中的附件。', 'Upload the attachment of the message.')
  return refuseUnsupported('OLE', '旧版办公文档', SAVE_AS_DOCX, SAVE_AS_DOCX_EN)
}

/** Whether the bytes look like the start of a zip that was cut before its directory. */
export const looksLikeDocx = (bytes: Uint8Array) => /\[Content_Types\]\.xml|word\//.test(latin1(bytes, 0, 4096))
