/** Many official documents that differ in their number alone: the package is built once and only its text is written anew, which is many times quicker. */
import { deflateSync, strFromU8, strToU8, unzipSync } from 'fflate'
import { buildOfficialDocument } from './official.ts'
import type { OfficialDocument } from './official-model.ts'

/** A number that cannot occur in a text. */
const PLACE = '\uE0F0\uE0F1\uE0F2'
const BODY = 'word/document.xml'
/** Signs that are written otherwise in a package, or that lay out the line. */
const SPECIAL = /[&<>"'\t\n\p{Cc}\p{Co}\p{Cs}\uFFFE\uFFFF]/u
/** As `stableZip` packs. */
const LEVEL = 6
/** Documents between two breaths of the event loop. */
const BREATH = 50

/** The packages of `model` with each of the numbers; every one equals, byte for byte, what the model with that number gives. */
export async function buildOfficialSeries(model: OfficialDocument, numbers: readonly string[]): Promise<Uint8Array[]> {
  const simple = model.redHead === undefined && numbers.length > 1
  const pattern = simple ? await buildOfficialDocument({ ...model, number: PLACE }) : null
  const parts = pattern ? strFromU8(unzipSync(pattern, { filter: (file) => file.name === BODY })[BODY]!).split(PLACE) : []
  const withBody = pattern && parts.length === 2 ? replacer(pattern, BODY) : null
  const made: Uint8Array[] = []
  for (const number of numbers) {
    made.push(
      withBody && number !== '' && number.trim() === number && !SPECIAL.test(number)
        ? withBody(strToU8(parts.join(number)))
        : await buildOfficialDocument({ ...model, number }),
    )
    if (made.length % BREATH === 0) await new Promise((resolve) => setTimeout(resolve))
  }
  return made
}

/** Gives a package with other content in one of its parts: the other parts are copied as they are packed. For packages that `stableZip` has written. */
function replacer(zip: Uint8Array, part: string): (content: Uint8Array) => Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = zip.length - 22
  const directory = view.getUint32(end + 16, true)
  let record = directory
  while (strFromU8(zip.subarray(record + 46, record + 46 + view.getUint16(record + 28, true))) !== part)
    record += 46 + view.getUint16(record + 28, true) + view.getUint16(record + 30, true) + view.getUint16(record + 32, true)
  const local = view.getUint32(record + 42, true)
  const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const after = data + view.getUint32(record + 20, true)

  return (content) => {
    const packed = deflateSync(content, { level: LEVEL })
    const shift = packed.length - (after - data)
    const out = new Uint8Array(zip.length + shift)
    out.set(zip.subarray(0, data))
    out.set(packed, data)
    out.set(zip.subarray(after), after + shift)
    const write = new DataView(out.buffer)
    const sum = crc32(content)
    for (const at of [local + 14, record + shift + 16]) {
      write.setUint32(at, sum, true)
      write.setUint32(at + 4, packed.length, true)
      write.setUint32(at + 8, content.length, true)
    }
    write.setUint32(end + shift + 16, directory + shift, true)
    for (let at = directory; at < end; ) {
      const start = view.getUint32(at + 42, true)
      if (start > local) write.setUint32(at + shift + 42, start + shift, true)
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    }
    return out
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff]! ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}
