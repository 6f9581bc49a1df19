import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  ed25519Signer,
  followHandover,
  formatTrust,
  formatVerifierKey,
  fromHex,
  type NoteSigner,
  parseSecretKey,
  parseTrust,
  parseVerifierKey,
  signHandover,
  type Trust,
  trustKey,
  utf8,
  type VerifierKey,
} from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { sm2Signer } from '@yingshang/journal/sm2'
import type { DataFolder } from '../data-folder.ts'
import { StartFailure } from '../failure.ts'
import type { Config } from '../settings.ts'

/** Keys of the log: the one that signs now, those it may follow, an SM2 key beside it, and witnesses. */

export interface LogKeys {
  readonly current: NoteSigner
  /** Keys that this installation had or may have had: a handover from one of them can be signed. */
  readonly former: readonly NoteSigner[]
  /** Optional second line on every checkpoint (GB/T 32918, GB/T 32905). */
  readonly sm2: NoteSigner | null
  readonly witnesses: readonly VerifierKey[]
}

const failure = (file: string, zh: string, en: string, cause?: unknown) =>
  new StartFailure('log.key', `日志密钥文件 ${file}：${zh}。`, `The key file ${file} ${en}.`, { cause })

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw failure(file, '无法读取', 'cannot be read', error)
  }
}

function signerOf(file: string, origin: string): NoteSigner {
  const parsed = parseSecretKey(nodeCrypto, readKeyFile(file))
  if (!parsed.ok || parsed.value.name !== origin)
    throw failure(file, `格式不正确，或者不属于日志 ${origin}`, `is malformed or not for the journal ${origin}`)
  return ed25519Signer(nodeCrypto, origin, parsed.value.seed)
}

/** Reads the keys that the settings name. Throws `log.key` with the file and what is wrong with it. */
export function readLogKeys(config: Config, data: DataFolder): LogKeys {
  const origin = config.logOrigin
  const own = ed25519Signer(
    nodeCrypto,
    origin,
    new Uint8Array(
      createHash('sha256')
        .update(`yingshang journal key\n${data.secret('journal')}`)
        .digest(),
    ),
  )
  const older = config.logFormerKeyFile === '' ? [] : [signerOf(config.logFormerKeyFile, origin)]
  let sm2: NoteSigner | null = null
  if (config.logSm2KeyFile !== '') {
    const key = fromHex(readKeyFile(config.logSm2KeyFile))
    if (key === null || key.length !== 32)
      throw failure(config.logSm2KeyFile, '须为 64 个十六进制字符的 SM2 私钥', 'must hold an SM2 private key as 64 hex digits')
    sm2 = sm2Signer(nodeCrypto, origin, key)
  }
  const witnesses = config.logWitnesses
    .split(/\s+/)
    .filter(Boolean)
    .map((vkey) => {
      const key = parseVerifierKey(nodeCrypto, vkey)
      if (!key.ok || key.value.type !== 'ed25519-cosignature')
        throw new StartFailure(
          'log.witness',
          `LOG_WITNESSES 中的“${vkey}”不是见证人公钥。`,
          `“${vkey}” in LOG_WITNESSES is not the key of a witness.`,
        )
      return key.value
    })
  return { current: config.logKeyFile === '' ? own : signerOf(config.logKeyFile, origin), former: [own, ...older], sm2, witnesses }
}

export interface Succession {
  readonly trust: Trust
  /** The file form of the trust. */
  readonly text: string
  /** A new handover to be kept and served, with the older signer, which signs the checkpoint of that size as well. */
  readonly handover: { readonly size: number; readonly note: string; readonly older: NoteSigner } | null
}

/** What outsiders are to trust from now on: the stored trust, extended by a handover when the signing key is a new one. */
export function succeed(stored: string | null, origin: string, size: number, keys: LogKeys): Succession {
  const { current } = keys
  if (stored === null) {
    const trust = { ...trustKey(origin, current.key), witnesses: keys.witnesses }
    return { trust, text: formatTrust(trust), handover: null }
  }
  const parsed = parseTrust(nodeCrypto, stored)
  if (!parsed.ok) throw new Error(`the stored trust cannot be read: ${parsed.refusal.en}`)
  const before: Trust = { ...parsed.value, witnesses: keys.witnesses }
  const last = before.keys.at(-1)!
  const same = (a: VerifierKey, b: VerifierKey) => formatVerifierKey(a) === formatVerifierKey(b)
  if (same(last.key, current.key)) return { trust: before, text: formatTrust(before), handover: null }
  const older = keys.former.find((k) => same(k.key, last.key))
  if (!older)
    throw new StartFailure(
      'log.key-changed',
      '日志签名密钥与先前的不同。如要更换密钥，请用 LOG_FORMER_KEY_FILE 指明原密钥；如非有意更换，请恢复原密钥。',
      'The key that signs the journal is not the one of before. To rotate it, name the former key with LOG_FORMER_KEY_FILE; otherwise restore the former key.',
    )
  const note = signHandover(origin, size, older, current)
  const followed = followHandover(nodeCrypto, before, utf8(note))
  if (!followed.ok)
    throw new StartFailure(
      'log.key-changed',
      `密钥交接不成立：${followed.refusal.zh}。`,
      `The handover does not hold: ${followed.refusal.en}.`,
    )
  return { trust: followed.value, text: formatTrust(followed.value), handover: { size, note, older } }
}
