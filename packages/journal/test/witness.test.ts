import { describe, expect, it } from 'vitest'
import { addCosignatures, cosign, EMPTY_LOG, parseNote, seal, type Trust, utf8, verifyCheckpoint, witnessSigner } from '../src/index.ts'
import { nodeCrypto } from '../src/node.ts'
import { entryNumbers, memoryLog, must, ORIGIN, refused, sealedLog, signer, trust } from './memory.ts'

const witness = (n: number, time = 1_700_000_000) =>
  witnessSigner(nodeCrypto, `witness${n}.example`, new Uint8Array(32).fill(40 + n), () => time)
const policy: Trust = { ...trust, witnesses: [witness(1).key, witness(2).key], quorum: 2 }

describe('witnesses', () => {
  it('sign a log as it grows, and the checkpoint with their lines satisfies a quorum', async () => {
    const { log, checkpoints } = await sealedLog([0, 5, 300, 12])
    let last: string | null = null
    for (const next of checkpoints) last = must(await cosign(log, nodeCrypto, policy, last, next, witness(1)))
    const second = must(await cosign(log, nodeCrypto, policy, null, checkpoints[3]!, witness(2)))
    expect(refused(verifyCheckpoint(nodeCrypto, last!, policy))).toBe('too-few-witnesses')
    const served = must(addCosignatures(nodeCrypto, policy, checkpoints[3]!, [last!, second]))
    expect(must(verifyCheckpoint(nodeCrypto, served, policy)).witnesses.length).toBe(2)
    // Again and later: one line each, the newer.
    const later = must(await cosign(log, nodeCrypto, policy, last, checkpoints[3]!, witness(1, 1_800_000_000)))
    const again = must(addCosignatures(nodeCrypto, policy, served, [later]))
    expect(must(parseNote(again)).signatures.length).toBe(3)
    expect(
      must(verifyCheckpoint(nodeCrypto, again, policy))
        .witnesses.map((w) => w.time)
        .sort(),
    ).toEqual([1_700_000_000, 1_800_000_000])
  })

  it('do not sign a log that was written anew, became shorter, or is not signed by its key', async () => {
    const { log, checkpoints } = await sealedLog([100, 100])
    const signed = must(await cosign(log, nodeCrypto, policy, null, checkpoints[0]!, witness(1)))
    const other = memoryLog()
    const forged = must(await seal(other, nodeCrypto, EMPTY_LOG, entryNumbers(0, 200).with(3, utf8('forged')), ORIGIN, [signer]))
    expect(refused(await cosign(other, nodeCrypto, policy, signed, forged.text, witness(1)))).toBe('history-rewritten 0-200')
    const both = must(await cosign(log, nodeCrypto, policy, signed, checkpoints[1]!, witness(1)))
    expect(refused(await cosign(log, nodeCrypto, policy, both, checkpoints[0]!, witness(1)))).toBe('log-shorter 100-200')
    const stranger = must(await seal(memoryLog(), nodeCrypto, EMPTY_LOG, entryNumbers(0, 9), ORIGIN, [witness(5)]))
    expect(refused(await cosign(log, nodeCrypto, policy, null, stranger.text, witness(1)))).toBe('not-signed')
  })

  it('only true lines of known witnesses for this very checkpoint are added', async () => {
    const { log, checkpoints } = await sealedLog([4, 4])
    const unknown = must(await cosign(log, nodeCrypto, policy, null, checkpoints[1]!, witness(7)))
    expect(must(addCosignatures(nodeCrypto, policy, checkpoints[1]!, [unknown]))).toBe(checkpoints[1])
    const older = must(await cosign(log, nodeCrypto, policy, null, checkpoints[0]!, witness(1)))
    expect(refused(addCosignatures(nodeCrypto, policy, checkpoints[1]!, [older]))).toBe('bad-checkpoint')
    const line = older.trimEnd().split('\n').at(-1)!
    expect(refused(addCosignatures(nodeCrypto, policy, checkpoints[1]!, [`${checkpoints[1]}${line}\n`]))).toBe('bad-signature')
  })
})
