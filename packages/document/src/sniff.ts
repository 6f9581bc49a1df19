/**
 * What a file is, told by its first bytes and never by its name. Containers that need a look inside (zip, OLE) are told apart by their own readers.
 */

/** A kind that has a reader or a refusal of its own. */
export type Sniffed =
  | { readonly kind: 'pdf' | 'zip' | 'ole' | 'rtf' | 'mhtml' | 'text' }
  | {
      readonly kind: 'foreign'
      readonly format: string
      readonly zh: string
      readonly family: 'image' | 'media' | 'archive' | 'program' | 'data'
    }

const SIGNATURES: readonly (readonly [string, string, string, 'image' | 'media' | 'archive' | 'program' | 'data', number?])[] = [
  ['\x89PNG\r\n\x1a\n', 'PNG', 'PNG 图片', 'image'],
  ['\xff\xd8\xff', 'JPEG', 'JPEG 图片', 'image'],
  ['GIF87a', 'GIF', 'GIF 图片', 'image'],
  ['GIF89a', 'GIF', 'GIF 图片', 'image'],
  ['II*\0', 'TIFF', 'TIFF 图片', 'image'],
  ['MM\0*', 'TIFF', 'TIFF 图片', 'image'],
  ['8BPS', 'Photoshop', 'Photoshop 图片', 'image'],
  ['WEBP', 'WebP', 'WebP 图片', 'image', 8],
  ['AVI ', 'AVI', 'AVI 视频', 'media', 8],
  ['WAVE', 'WAV', 'WAV 音频', 'media', 8],
  ['ftypheic', 'HEIC', 'HEIC 图片', 'image', 4],
  ['ftypmif1', 'HEIC', 'HEIC 图片', 'image', 4],
  ['ftyp', 'MP4', 'MP4 视频', 'media', 4],
  ['\x1aE\xdf\xa3', 'Matroska', 'MKV/WebM 视频', 'media'],
  ['FLV\x01', 'FLV', 'FLV 视频', 'media'],
  ['ID3', 'MP3', 'MP3 音频', 'media'],
  ['OggS', 'Ogg', 'Ogg 音视频', 'media'],
  ['fLaC', 'FLAC', 'FLAC 音频', 'media'],
  ['#!AMR', 'AMR', 'AMR 录音', 'media'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'WMV', 'WMV 视频', 'media'],
  ['Rar!\x1a\x07', 'RAR', 'RAR 压缩包', 'archive'],
  ['7z\xbc\xaf\x27\x1c', '7-Zip', '7z 压缩包', 'archive'],
  ['\x1f\x8b\x08', 'gzip', 'gzip 压缩包', 'archive'],
  ['BZh', 'bzip2', 'bzip2 压缩包', 'archive'],
  ['\xfd7zXZ\0', 'xz', 'xz 压缩包', 'archive'],
  ['\x28\xb5\x2f\xfd', 'zstd', 'zstd 压缩包', 'archive'],
  ['ustar', 'tar', 'tar 压缩包', 'archive', 257],
  ['MZ', 'Windows program', 'Windows 程序', 'program'],
  ['\x7fELF', 'program', '程序', 'program'],
  ['\xca\xfe\xba\xbe', 'program', '程序', 'program'],
  ['SQLite format 3\0', 'SQLite', 'SQLite 数据库', 'data'],
  ['wOFF', 'font', '字体', 'data'],
  ['wOF2', 'font', '字体', 'data'],
  ['AC10', 'DWG', 'CAD 图纸', 'data'],
  ['%!PS', 'PostScript', 'PostScript 文件', 'data'],
]

const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'

/** Latin-1 view of the first bytes, for comparing signatures. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  let out = ''
  for (let i = Math.max(0, start); i < Math.min(end, bytes.length); i++) out += String.fromCharCode(bytes[i]!)
  return out
}

/** Tells the kind by content. `text` means "nothing else was recognised": the text reader decides whether it is text at all. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = latin1(bytes, 0, 1024)
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06') || head.startsWith('PK\x07\x08')) return { kind: 'zip' }
  if (head.startsWith(OLE)) return { kind: 'ole' }
  // Some producers put a few bytes before the header; readers of pdf accept it within the first kilobyte.
  const pdf = head.indexOf('%PDF-')
  if (pdf === 0 || (pdf > 0 && /^[\s\0\xef\xbb\xbf]*$/.test(head.slice(0, pdf)))) return { kind: 'pdf' }
  if (/^(\xef\xbb\xbf)?\s*\{\\rtf/.test(head)) return { kind: 'rtf' }
  if (/^(\xef\xbb\xbf)?\s*(MIME-Version:|From: <Saved by)/i.test(head) && /multipart\/related|Content-Type:/i.test(head))
    return { kind: 'mhtml' }
  for (const [signature, format, zh, family, offset = 0] of SIGNATURES)
    if (head.startsWith(signature, offset) && !plainWords(head, signature)) return { kind: 'foreign', format, zh, family }
  if (/^BM[\s\S]{4}\0\0\0\0/.test(head)) return { kind: 'foreign', format: 'BMP', zh: 'BMP 图片', family: 'image' }
  return { kind: 'text' }
}

/** Signatures made of letters alone may also begin a sentence ("MZ区…", "ID3 标签说明"): a binary file shows zero bytes soon after. */
function plainWords(head: string, signature: string): boolean {
  return /^[\x20-\x7e]+$/.test(signature) && !/[\0-\x08\x0e-\x1a]/.test(head)
}
