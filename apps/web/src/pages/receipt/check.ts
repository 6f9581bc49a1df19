import { checkConsistency, type Json, parseReceipt, readTrust, verifyReceipt } from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'

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
