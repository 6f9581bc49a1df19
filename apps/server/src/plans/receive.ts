import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { UploadFields } from '../contract/plans.ts'
import { refuse, refuseDocument, refuseInvalid } from '../http/problem.ts'
import { newId } from '../ids.ts'

/** Takes an upload from the network to a file, without ever holding it in memory, and no further than the limit. */

export interface Received<F = z.output<typeof UploadFields>> {
  /** The file on disk. */
  readonly path: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly fields: F
}

/** What stands beside the file: its shape, and how many bytes a field may have where that is more than usual. */
export interface Beside<S extends z.ZodType> {
  readonly schema: S
  readonly longest?: number
}

/** Receives one file named `file` and the fields beside it. Whatever is thrown, no file is left; else the caller removes it. */
export async function receive<S extends z.ZodType = typeof UploadFields>(
  request: FastifyRequest,
  folder: string,
  limitMb: number,
  { schema, longest }: Beside<S> = { schema: UploadFields as unknown as S },
): Promise<Received<z.output<S>>> {
  if (!request.isMultipart())
    throw refuse('request.media-type', { zh: '请以 multipart/form-data 提交文件', en: 'Send the file as multipart/form-data' })
  const path = join(folder, newId())
  let file: Omit<Received, 'fields'> | null = null
  const fields: Record<string, unknown> = {}
  const wrong = (zh: string, en: string, name: string) => refuse('request.invalid', { zh, en }, { errors: [{ path: name, zh, en }] })
  try {
    for await (const part of request.parts(longest === undefined ? {} : { limits: { fieldSize: longest } })) {
      if (part.type === 'file') {
        if (part.fieldname !== 'file' || file !== null)
          throw wrong('只接受一个名为 file 的文件', 'Only one file, named `file`, is accepted', part.fieldname)
        const digest = createHash('sha256')
        let bytes = 0
        const count = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            digest.update(chunk)
            bytes += chunk.length
            done(null, chunk)
          },
        })
        await pipeline(part.file, count, createWriteStream(path, { mode: 0o600 }))
        if (part.file.truncated) throw tooLarge(limitMb)
        file = { path, name: cleanName(part.filename), bytes, sha256: digest.digest('hex') }
      } else {
        if (part.fieldname in fields) throw wrong('字段重复', 'The field is repeated', part.fieldname)
        fields[part.fieldname] = part.value === '' ? undefined : part.value
      }
    }
    if (file === null) throw wrong('缺少文件', 'The file is missing', 'file')
    const parsed = schema.safeParse(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)))
    if (!parsed.success) throw refuseInvalid(parsed.error)
    return { ...(file as Omit<Received, 'fields'>), fields: parsed.data }
  } catch (error) {
    await rm(path, { force: true })
    // The parser of multipart has no codes, only words.
    if (error instanceof Error && /unexpected end of multipart data|Boundary not found/i.test(error.message))
      throw refuse('request.malformed')
    throw error
  }
}

const tooLarge = (limitMb: number) =>
  refuseDocument({
    code: 'document.too-large',
    zh: `文件超过上限 ${limitMb} MB。请去掉图片或附件、或拆分后再上传。`,
    en: `The file is over the limit of ${limitMb} MB. Remove pictures or attachments, or split it, and upload again.`,
    detail: { limitMb },
  })

/** The name as people see it: no folders, no control characters, at most 200 characters. */
export function cleanName(name: string | undefined): string {
  const last = (name ?? '').normalize('NFC').split(/[\\/]/).at(-1)!
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()
  if (clean.length <= 200) return clean || '未命名'
  const dot = clean.lastIndexOf('.')
  const extension = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : ''
  return (clean.slice(0, 200 - extension.length) + extension).toWellFormed()
}

/** An empty folder for uploads: what an earlier process left half-received is gone. */
export async function prepareUploads(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}
