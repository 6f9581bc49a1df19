/**
 * Reads a zip container that nobody vouches for. The directory is checked before anything is unpacked (count, sizes, overlaps, encryption),
 * and unpacking stops the moment a part gives more than it declared. Nested archives are never opened.
 */
import { Inflate } from 'fflate'
import type { ReadLimits } from './limits.ts'
import { refuse, refuseCorrupt, refuseTruncated, sizeOf } from './refusals.ts'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly crc: number
  /** Offset of the packed data. */
  readonly data: number
}

export interface Zip {
  readonly entries: ReadonlyMap<string, ZipEntry>
  /** Unpacks one part. @throws Refused when it is a bomb, cut or damaged. */
  read(name: string): Uint8Array
}

const END = 0x06054b50
const DIRECTORY = 0x02014b50
const LOCAL = 0x04034b50

const bomb = (zhWhy: string, enWhy: string, detail: Record<string, string | number>): never =>
  refuse(
    'document.zip-bomb',
    `压缩内容异常（${zhWhy}），疑似“压缩炸弹”，没有解开。请确认文件来源，或用原软件另存一份后再上传。`,
    `The packed content is abnormal (${enWhy}) and looks like a zip bomb; it was not unpacked. Check where the file comes from, or save a new copy from the original program.`,
    detail,
  )

/** Opens the container and checks its directory. @throws Refused */
export function openZip(bytes: Uint8Array, limits: ReadLimits): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end < 0) refuseTruncated('zip', '缺少压缩目录（文件末尾丢失）', 'the directory at its end is missing', { size: bytes.length })
  const count = view.getUint16(end + 10, true)
  const directorySize = view.getUint32(end + 12, true)
  const directoryAt = view.getUint32(end + 16, true)
  if (count === 0xffff || directorySize === 0xffffffff || directoryAt === 0xffffffff)
    bomb('条目数或大小超出普通文档', 'more or larger entries than a document has', { entries: count })
  if (count > limits.maxEntries)
    bomb(`内含 ${count} 个条目，上限 ${limits.maxEntries}`, `${count} entries, limit ${limits.maxEntries}`, {
      entries: count,
      limit: limits.maxEntries,
    })
  if (directoryAt + directorySize > end) refuseCorrupt('zip', '压缩目录的位置不对', 'its directory does not fit the file')

  const entries = new Map<string, ZipEntry>()
  const areas: [number, number][] = []
  let total = 0
  let at = directoryAt
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY)
      refuseCorrupt('zip', `压缩目录第 ${i + 1} 项不对`, `entry ${i + 1} of its directory is wrong`)
    const flags = view.getUint16(at + 8, true)
    const method = view.getUint16(at + 10, true)
    const crc = view.getUint32(at + 16, true)
    const packed = view.getUint32(at + 20, true)
    const size = view.getUint32(at + 24, true)
    const nameLength = view.getUint16(at + 28, true)
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    const local = view.getUint32(at + 42, true)
    const name = new TextDecoder()
      .decode(bytes.subarray(at + 46, at + 46 + nameLength))
      .replace(/\\/g, '/')
      .replace(/^\//, '')
    at = next
    if ((flags & 1) !== 0)
      refuse(
        'document.encrypted',
        '文件已加密（压缩包有密码）。请取消密码后再上传。',
        'The file is encrypted (the archive has a password). Remove the password and upload again.',
        {
          entry: name,
        },
      )
    if (local + 30 > bytes.length)
      refuseTruncated('zip', `内部文件 ${name} 的数据丢失`, `the data of its part ${name} is missing`, { entry: name })
    if (view.getUint32(local, true) !== LOCAL)
      refuseCorrupt('zip', `内部文件 ${name} 的位置不对`, `its part ${name} is not where the directory says`, { entry: name })
    const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    if (data + packed > bytes.length)
      refuseTruncated('zip', `内部文件 ${name} 的数据不完整`, `the data of its part ${name} is incomplete`, { entry: name })
    total += size
    if (total > limits.maxUnzipped)
      bomb(`解开后超过 ${sizeOf(limits.maxUnzipped)}`, `more than ${sizeOf(limits.maxUnzipped)} when unpacked`, {
        unpacked: total,
        limit: limits.maxUnzipped,
      })
    if (size > limits.ratioFrom && size > packed * limits.maxRatio)
      bomb(`${name} 的压缩比超过 ${limits.maxRatio} 倍`, `${name} is packed more than ${limits.maxRatio} to 1`, {
        entry: name,
        packed,
        unpacked: size,
      })
    if (packed > 0) areas.push([local, data + packed])
    entries.set(name, { name, method, packed, size, crc, data })
  }
  areas.sort((a, b) => a[0] - b[0])
  for (let i = 1; i < areas.length; i++)
    if (areas[i]![0] < areas[i - 1]![1]) bomb('内部文件互相重叠', 'parts that overlap', { entries: count })
  return { entries, read: (name) => unpack(bytes, entries.get(name), name, limits) }
}

function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) <= view.byteLength) return at
  return -1
}

const INPUT_STEP = 16 * 1024

function unpack(bytes: Uint8Array, entry: ZipEntry | undefined, name: string, limits: ReadLimits): Uint8Array {
  if (entry === undefined) return refuseCorrupt('zip', `缺少内部文件 ${name}`, `its part ${name} is missing`, { entry: name })
  const packed = bytes.subarray(entry.data, entry.data + entry.packed)
  const limit = Math.min(limits.maxPart, limits.maxUnzipped)
  if (entry.size > limit)
    bomb(
      `${name} 解开后 ${sizeOf(entry.size)}，上限 ${sizeOf(limit)}`,
      `${name} takes ${sizeOf(entry.size)} unpacked, limit ${sizeOf(limit)}`,
      {
        entry: name,
        unpacked: entry.size,
        limit,
      },
    )
  if (entry.method === 0) {
    if (entry.packed !== entry.size)
      refuseCorrupt('zip', `${name} 的大小不符`, `the size of its part ${name} does not match`, { entry: name })
    return checked(packed, entry)
  }
  if (entry.method !== 8)
    return refuseCorrupt(
      'zip',
      `${name} 使用了不支持的压缩方法 ${entry.method}`,
      `its part ${name} is packed by unknown method ${entry.method}`,
      { entry: name },
    )
  // The declared size is the only room there is: one byte more ends the work.
  const out = new Uint8Array(entry.size)
  let length = 0
  let finished = false
  const inflate = new Inflate((chunk, final) => {
    if (length + chunk.length > out.length)
      bomb(`${name} 的实际大小超过其声明的 ${sizeOf(entry.size)}`, `${name} gives more than the ${sizeOf(entry.size)} it declares`, {
        entry: name,
        declared: entry.size,
      })
    out.set(chunk, length)
    length += chunk.length
    finished = final
  })
  try {
    for (let at = 0; at < packed.length || at === 0; at += INPUT_STEP)
      inflate.push(packed.subarray(at, at + INPUT_STEP), at + INPUT_STEP >= packed.length)
  } catch (error) {
    if (error instanceof Error && error.name === 'Refused') throw error
    return refuseCorrupt('zip', `${name} 的压缩数据有误`, `the packed data of its part ${name} is wrong`, { entry: name })
  }
  if (!finished || length !== entry.size)
    refuseCorrupt('zip', `${name} 的大小不符`, `the size of its part ${name} does not match`, { entry: name })
  return checked(out, entry)
}

const CRC = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c
})

function checked(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  let c = -1
  for (let i = 0; i < bytes.length; i++) c = (c >>> 8) ^ CRC[(c ^ bytes[i]!) & 0xff]!
  if ((c ^ -1) >>> 0 !== entry.crc)
    refuseCorrupt('zip', `${entry.name} 的校验和不符`, `the checksum of its part ${entry.name} does not match`, { entry: entry.name })
  return bytes
}
