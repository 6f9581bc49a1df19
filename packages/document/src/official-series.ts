/** Many official documents that differ in their number alone: the package is built once and the number put into it, which is several times quicker. */
import { strFromU8, strToU8, unzipSync } from 'fflate'
import { buildOfficialDocument } from './official.ts'
import type { OfficialDocument } from './official-model.ts'
import { stableZip } from './stable-zip.ts'

/** A number that cannot occur in a text. */
const PLACE = '\uE0F0\uE0F1\uE0F2'
const BODY = 'word/document.xml'
/** Signs that are written otherwise in a package, or that lay out the line. */
const SPECIAL = /[&<>"'\t\n\p{Cc}\p{Co}\p{Cs}\uFFFE\uFFFF]/u

/** The packages of `model` with each of the numbers; every one equals, byte for byte, what the model with that number gives. */
export async function buildOfficialSeries(model: OfficialDocument, numbers: readonly string[]): Promise<Uint8Array[]> {
  const createdAt = model.createdAt ?? '2000-01-01T00:00:00Z'
  const pattern =
    model.redHead === undefined && numbers.length > 1 ? unzipSync(await buildOfficialDocument({ ...model, number: PLACE })) : null
  const parts = pattern ? strFromU8(pattern[BODY]!).split(PLACE) : []
  const made: Uint8Array[] = []
  for (const number of numbers)
    made.push(
      pattern && parts.length === 2 && number !== '' && number.trim() === number && !SPECIAL.test(number)
        ? stableZip({ ...pattern, [BODY]: strToU8(parts.join(number)) }, createdAt)
        : await buildOfficialDocument({ ...model, number }),
    )
  return made
}
