/** A log in memory with the two cryptographies, and small things that many tests need. */
import { type Bytes, ed25519Signer, type LogStorage, type NoteSigner, openLog, seal, type Trust, trustKey, utf8 } from '../src/index.ts'
import { nodeCrypto } from '../src/node.ts'

export const ORIGIN = 'court.example/log'
export const SEED = new Uint8Array(32).fill(7)
export const signer: NoteSigner = ed25519Signer(nodeCrypto, ORIGIN, SEED)
export const trust: Trust = trustKey(ORIGIN, signer.key)

export interface MemoryLog extends LogStorage {
  readonly files: Map<string, Bytes>
}

export function memoryLog(files = new Map<string, Bytes>()): MemoryLog {
  return {
    files,
    read: async (path) => files.get(path) ?? null,
    write: async (path, bytes) => {
      files.set(path, new Uint8Array(bytes))
    },
  }
}

/** Entries told apart at a glance; of many lengths. */
export const entryNumber = (i: number): Bytes => utf8(`entry ${i} ${'x'.repeat(i % 7)}`)
export const entryNumbers = (from: number, to: number): Bytes[] => Array.from({ length: to - from }, (_, i) => entryNumber(from + i))

/** A log sealed in batches of these sizes; gives the checkpoints it had on the way. */
export async function sealedLog(batches: readonly number[], log = memoryLog()): Promise<{ log: MemoryLog; checkpoints: string[] }> {
  const opened = await openLog(log, nodeCrypto, ORIGIN)
  if (!opened.ok) throw new Error(opened.refusal.en)
  let { state } = opened.value
  const checkpoints: string[] = []
  for (const count of batches) {
    const sealed = await seal(log, nodeCrypto, state, entryNumbers(state.size, state.size + count), ORIGIN, [signer])
    if (!sealed.ok) throw new Error(sealed.refusal.en)
    state = sealed.value.state
    checkpoints.push(sealed.value.text)
  }
  return { log, checkpoints }
}

export function must<T>(result: { ok: true; value: T } | { ok: false; refusal: { code: string; en: string } }): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.en}`)
  return result.value
}

/** What was refused, in one line: `code path index from-to`. */
export function refused(result: { ok: true } | { ok: false; refusal: { code: string; place?: Record<string, unknown> | object } }): string {
  if (result.ok) return 'accepted'
  const place = (result.refusal.place ?? {}) as Record<string, unknown>
  const parts = [result.refusal.code, place.path, place.index, place.from === undefined ? undefined : `${place.from}-${place.to}`]
  return parts.filter((part) => part !== undefined).join(' ')
}
