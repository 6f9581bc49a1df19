/**
 * Witnesses: other people who look at every new checkpoint, make sure that it continues the last one they saw, and sign it with the time.
 * A log that shows different histories to different people cannot get both signed. `cosign` is the witness's side, `addCosignatures` the
 * log's, which puts the lines below its own.
 */
import type { Bytes } from './bytes.ts'
import { type CheckpointCode, parseCheckpoint, type Trust, verifyCheckpoint } from './checkpoint.ts'
import type { Verifying } from './crypto.ts'
import { formatNote, type NoteSigner, parseNote, verifySignatures } from './note.ts'
import { accept, type Result, refuse } from './result.ts'
import type { TileSource } from './tiles.ts'
import { checkConsistency, type LogCode } from './verify-log.ts'

/** The log's own signature is what a witness asks for; other witnesses are not its business. */
const alone = (trust: Trust): Trust => ({ ...trust, witnesses: [], quorum: 0 })

/**
 * Sign a checkpoint as a witness. `last` is the checkpoint that this witness signed before, null for the first; the new one must be at least
 * as large and consistent with it, by tiles read from the log. Gives the checkpoint with the witness's line; the caller stores it as the new
 * `last` before handing it out.
 */
export async function cosign(
  source: TileSource,
  verifying: Verifying,
  trust: Trust,
  last: Bytes | string | null,
  next: Bytes | string,
  signer: NoteSigner,
): Promise<Result<string, LogCode>> {
  const signed = verifyCheckpoint(verifying, next, alone(trust))
  if (!signed.ok) return signed
  if (last !== null) {
    const before = verifyCheckpoint(verifying, last, alone(trust))
    if (!before.ok) return before
    if (before.value.checkpoint.size > signed.value.checkpoint.size)
      return refuse(
        'log-shorter',
        '检查点比上次见证的短',
        `the checkpoint has ${signed.value.checkpoint.size} entries, ${before.value.checkpoint.size} were signed before`,
        {
          from: signed.value.checkpoint.size,
          to: before.value.checkpoint.size,
        },
      )
    const consistent = await checkConsistency(source, verifying, alone(trust), last, next)
    if (!consistent.ok) return consistent
  }
  const note = parseNote(next)
  if (!note.ok) return note
  const own = signer.sign(note.value.text)
  const others = note.value.signatures.filter((line) => line.name !== own.name || line.id !== own.id)
  return accept(formatNote({ text: note.value.text, signatures: [...others, own] }))
}

/**
 * Put lines of witnesses below the log's checkpoint. `cosigned` are the same checkpoint as witnesses gave it back. Lines of witnesses that
 * the trust does not know are left out; a false line, or one for another text, is refused. A witness's newer line replaces its older one.
 */
export function addCosignatures(
  verifying: Verifying,
  trust: Trust,
  served: Bytes | string,
  cosigned: readonly (Bytes | string)[],
): Result<string, CheckpointCode> {
  const own = parseCheckpoint(served)
  if (!own.ok) return own
  const { text } = own.value.note
  let { signatures } = own.value.note
  for (const one of cosigned) {
    const other = parseCheckpoint(one)
    if (!other.ok) return other
    if (other.value.note.text !== text)
      return refuse('bad-checkpoint', '见证签名属于另一个检查点', 'a witness has signed another checkpoint')
    const verified = verifySignatures(verifying, other.value.note, trust.witnesses)
    if (!verified.ok) return verified
    for (const { key } of verified.value) {
      const line = other.value.note.signatures.find((s) => s.name === key.name && s.id === key.id)!
      signatures = [...signatures.filter((s) => s.name !== key.name || s.id !== key.id), line]
    }
  }
  return accept(formatNote({ text, signatures }))
}
