import {
  bundleEntries,
  checkConsistency,
  type Json,
  leafHash,
  parseEntry,
  parseReceipt,
  readTile,
  readTrust,
  TILE_WIDTH,
  TileTree,
  tileAt,
  toHex,
  verifyCheckpoint,
  verifyInclusion,
  verifyReceipt,
} from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'

import type { Cited } from './link.ts'

/** Checking a receipt in the page itself: nothing of it is sent anywhere. */

export type Step = 'key' | 'format' | 'signature' | 'inclusion' | 'consistency'

export interface CheckedStep {
  readonly step: Step
  readonly ok: boolean
  readonly zh: string
  readonly en: string
}

export interface Verdict {
  /** `open`: the receipt holds, but what the log says now could not be compared. */
  readonly answer: 'yes' | 'no' | 'open'
  readonly steps: readonly CheckedStep[]
  readonly record: {
    readonly index: number
    readonly size: number
    readonly kind: string
    readonly content: Json
    readonly key: string
  } | null
}

export interface Source {
  /** The public key of the log, one line. */
  readonly key: () => Promise<string>
  /** A file of the log below `/log/`; null when there is none. */
  readonly read: (path: string) => Promise<Uint8Array | null>
}

/**
 * Verifies a `.tlog-proof` text: readable, signed by the key, the record in the signed tree, and the tree of the receipt a beginning of
 * the log as it is served now.
 */
export async function checkReceipt(text: string, source: Source): Promise<Verdict> {
  const steps: CheckedStep[] = []
  const no = (): Verdict => ({ answer: 'no', steps, record: null })
  const step = (name: Step, ok: boolean, zh: string, en: string) => steps.push({ step: name, ok, zh, en })

  const receipt = parseReceipt(text)
  if (!receipt.ok) {
    step('format', false, receipt.refusal.zh, receipt.refusal.en)
    return no()
  }
  step('format', true, '回执格式完整，可以读取', 'the receipt is complete and can be read')

  let keyText: string
  try {
    keyText = await source.key()
  } catch {
    step('key', false, '没有取到日志的公钥，无法查验', 'the public key of the log could not be fetched')
    return { answer: 'open', steps, record: null }
  }
  const trust = readTrust(browserCrypto, keyText)
  if (!trust.ok) {
    step('key', false, trust.refusal.zh, trust.refusal.en)
    return { answer: 'open', steps, record: null }
  }
  step('key', true, `使用的公钥：${keyText.trim()}`, `the key used: ${keyText.trim()}`)

  const verified = verifyReceipt(browserCrypto, text, trust.value)
  if (!verified.ok) {
    const { code, zh, en } = verified.refusal
    const signed = code === 'not-in-log' || code === 'bad-proof-length' || code === 'wrong-root'
    if (signed) step('signature', true, '检查点的签名有效', 'the signature of the checkpoint is good')
    step(signed ? 'inclusion' : 'signature', false, zh, en)
    return no()
  }
  const { checkpoint, index, kind, content } = verified.value
  step('signature', true, '检查点由该公钥签名，签名有效', 'the checkpoint is signed by that key')
  step(
    'inclusion',
    true,
    `记录在日志中的序号是 ${index}（从 0 起），内容与日志中的摘要一致`,
    `the record is entry ${index} of the log (counted from 0) and its content is the one that was recorded`,
  )
  const record = { index, size: checkpoint.size, kind, content, key: keyText.trim() }

  let served: Uint8Array | null
  try {
    served = await source.read('checkpoint')
  } catch {
    served = null
  }
  if (served === null) {
    step('consistency', false, '没有取到日志现在的检查点，未能与现状比较', 'the present checkpoint could not be fetched; not compared')
    return { answer: 'open', steps, record }
  }
  const consistent = await checkConsistency(source, browserCrypto, trust.value, receipt.value.checkpoint, served)
  if (!consistent.ok) {
    const { code, zh, en } = consistent.refusal
    step('consistency', false, zh, en)
    return code === 'missing' ? { answer: 'open', steps, record } : { answer: 'no', steps, record: null }
  }
  step(
    'consistency',
    true,
    `日志现有 ${consistent.value.newer.size} 条，出具回执时的前 ${consistent.value.older.size} 条没有被改写`,
    `the log has ${consistent.value.newer.size} entries now; the first ${consistent.value.older.size} were not rewritten since the receipt`,
  )
  return { answer: 'yes', steps, record }
}

/**
 * Checks what a printed receipt cites: that the log as it is served now, signed by the key, has an entry of this digest at this place. What was recorded is not
 * said by it; whoever holds the receipt can show that.
 */
export async function checkCited({ index, digest }: Cited, source: Source): Promise<Verdict> {
  const steps: CheckedStep[] = []
  const step = (name: Step, ok: boolean, zh: string, en: string) => steps.push({ step: name, ok, zh, en })
  const give = (answer: Verdict['answer']): Verdict => ({ answer, steps, record: null })
  let keyText: string
  let served: Uint8Array | null
  try {
    keyText = await source.key()
    served = await source.read('checkpoint')
  } catch {
    step('key', false, '没有取到日志的公钥或者检查点，无法查验', 'the key or the checkpoint of the log could not be fetched')
    return give('open')
  }
  const trust = readTrust(browserCrypto, keyText)
  if (!trust.ok || served === null) {
    step('key', false, trust.ok ? '没有取到日志的检查点' : trust.refusal.zh, trust.ok ? 'there is no checkpoint' : trust.refusal.en)
    return give('open')
  }
  step('key', true, `使用的公钥：${keyText.trim()}`, `the key used: ${keyText.trim()}`)
  const signed = verifyCheckpoint(browserCrypto, served, trust.value)
  if (!signed.ok) {
    step('signature', false, signed.refusal.zh, signed.refusal.en)
    return give('no')
  }
  const { size, root } = signed.value.checkpoint
  step('signature', true, `检查点由该公钥签名，日志现有 ${size} 条`, `the checkpoint is signed by that key; the log has ${size} entries`)
  const no = (zh: string, en: string) => {
    step('inclusion', false, zh, en)
    return give('no')
  }
  const tile = index < size ? tileAt('entries', Math.floor(index / TILE_WIDTH), size) : null
  if (tile === null) return no(`日志中没有第 ${index} 条`, `the log has no entry ${index}`)
  try {
    const bytes = await readTile(source, tile)
    const entries = bytes.ok ? bundleEntries(tile, bytes.value) : bytes
    if (!entries.ok) return no(entries.refusal.zh, entries.refusal.en)
    const entry = entries.value[index % TILE_WIDTH]!
    const parsed = parseEntry(entry)
    if (!parsed.ok || toHex(parsed.value.digest) !== digest)
      return no(`第 ${index} 条的摘要与回执所载不同`, `entry ${index} has another digest than the receipt says`)
    const proof = await new TileTree(source, browserCrypto).inclusionProof(index, size)
    if (!proof.ok) return no(proof.refusal.zh, proof.refusal.en)
    const included = verifyInclusion(browserCrypto, index, size, leafHash(browserCrypto, entry), root, proof.value)
    if (!included.ok) return no(included.refusal.zh, included.refusal.en)
  } catch {
    step('inclusion', false, '没有取到日志的文件，无法查验', 'the files of the log could not be fetched')
    return give('open')
  }
  step(
    'inclusion',
    true,
    `第 ${index} 条（从 0 起）的摘要与回执所载一致，并在签名的日志之中`,
    `entry ${index} (from 0) has the digest of the receipt and is in the signed log`,
  )
  return give('yes')
}
