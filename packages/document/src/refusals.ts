/**
 * The one place that words a refusal: what is wrong, where, and what to do, in Chinese and in English.
 * Readers throw `Refused` inside the package to leave deep loops; `readDocument` turns it back into a value, so callers never see it thrown.
 */
import type { DocumentRefusal, RefusalCode } from './model.ts'

type Detail = Readonly<Record<string, string | number>>

/** Carries a refusal out of nested readers. It never leaves the package. */
export class Refused extends Error {
  readonly refusal: DocumentRefusal
  constructor(refusal: DocumentRefusal) {
    super(refusal.en)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** A refusal as a value. */
export function refusal(code: RefusalCode, zh: string, en: string, detail?: Detail): DocumentRefusal {
  return detail === undefined ? { code, zh, en } : { code, zh, en, detail }
}

/** Leaves the reader with a refusal. */
export function refuse(code: RefusalCode, zh: string, en: string, detail?: Detail): never {
  throw new Refused(refusal(code, zh, en, detail))
}

/** A size for people: `51.2 MB`, `830 KB`. */
export function sizeOf(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MB`
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} KB`
  return `${bytes} B`
}

export const refuseEmpty = (bytes: number): never =>
  refuse(
    'document.empty',
    bytes === 0 ? '文件是空的（0 字节），请确认上传的是否为正确的文件。' : '文件中没有任何文字，只有空白，请确认上传的是否为正确的文件。',
    bytes === 0
      ? 'The file is empty (0 bytes); check that it is the right one.'
      : 'The file holds only white space and no words; check that it is the right one.',
    { size: bytes },
  )

export const refuseTooLarge = (size: number, limit: number): never =>
  refuse(
    'document.too-large',
    `文件大小 ${sizeOf(size)}，超过上限 ${sizeOf(limit)}。请去掉图片或附件、或拆分后再上传。`,
    `The file is ${sizeOf(size)}, over the limit of ${sizeOf(limit)}. Remove pictures or attachments, or split it, and upload again.`,
    { size, limit },
  )

export const refuseUnsupported = (format: string, zhFormat: string, zhAdvice: string, enAdvice: string): never =>
  refuse(
    'document.unsupported',
    `这是${zhFormat}，不能直接读取。${zhAdvice}`,
    `This is ${/^[aeioAEIO]|^[FLMNRSX][A-Z]|^xls/.test(format) ? 'an' : 'a'} ${format} file, which cannot be read. ${enAdvice}`,
    { format },
  )

export const refuseTruncated = (format: string, zhWhere: string, enWhere: string, detail: Detail = {}): never =>
  refuse(
    'document.truncated',
    `文件不完整：${zhWhere}。可能是下载或传输中断，请重新下载或从原处再复制一份后上传。`,
    `The file is cut short: ${enWhere}. The download or copy was probably interrupted; fetch it again and upload it once more.`,
    { format, ...detail },
  )

export const refuseCorrupt = (format: string, zhWhere: string, enWhere: string, detail: Detail = {}): never =>
  refuse(
    'document.corrupt',
    `文件已损坏：${zhWhere}。请用原软件打开并另存一份后再上传。`,
    `The file is damaged: ${enWhere}. Open it in the program that made it, save a new copy and upload that.`,
    { format, ...detail },
  )
