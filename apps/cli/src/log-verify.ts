import { checkLog, formatVerifierKey, type Place, type Refusal, readTrust, type Trust, type VerifiedReceipt } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { EXIT, type ExitCode, wrongUse } from './exit.ts'
import { paint, type Terminal } from './terminal.ts'
import { fileBytes, type LogPlace, logPlace } from './verify-source.ts'

export interface LogVerifyOptions {
  readonly receipt?: readonly string[]
  readonly checkpoint?: readonly string[]
  readonly trust?: string
  readonly json?: boolean
}

/** Where the trust came from: a file that the user kept, the log itself, or nowhere (then only hashes are checked). */
type TrustOrigin = 'given' | 'log' | 'none'

/** `log verify`: every entry and every hash of a log anew, with receipts and checkpoints that were kept. Exit 0 only when all of it holds. */
export async function logVerifyCommand(where: string | undefined, options: LogVerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const place = await logPlace(where ?? (await localAddress()), terminal)
  const { trust, origin } = await trustFor(place, options.trust, terminal)
  const receipts = await Promise.all((options.receipt ?? []).map(async (file) => ({ file, text: await fileBytes(file, terminal) })))
  const checkpoints = await Promise.all((options.checkpoint ?? []).map((file) => fileBytes(file, terminal)))
  if (receipts.length > 0 && trust === null)
    throw wrongUse('log.no-key', '核对回执需要日志的公钥：请用 --trust 给出。', 'Receipts need the key of the log: name it with --trust.')
  if (!options.json && origin === 'log')
    warn(
      terminal,
      `公钥取自${place.remote ? '服务器本身' : '该目录本身'}，只能证明日志前后一致，不能证明它就是原来的日志。请把以前另行取得的公钥存成文件，用 --trust 给出。`,
      `The key came from ${place.remote ? 'the server itself' : 'the folder itself'}: this shows that the log agrees with itself, not that it is the log you knew. Keep the key in a file and name it with --trust.`,
    )
  if (!options.json && origin === 'none')
    warn(terminal, '没有公钥，未核对签名，只核对了哈希。', 'Without a key no signature is checked, only hashes.')

  let told = 0
  const checked = await checkLog(nodeCrypto, {
    read: place.read,
    trust,
    receipts,
    checkpoints,
    onProgress: (entries, size) => {
      const now = Date.now()
      if (!terminal.liveProgress || options.json || (now - told < 200 && entries < size)) return
      told = now
      terminal.error(`\r\u001b[K${entries}/${size}${entries === size ? '\r\u001b[K' : ''}`)
    },
  })
  if (!checked.ok) {
    // Which of several receipts it was: each is checked by itself before the log is read.
    const wrong = await wrongReceipt(place, trust, receipts)
    if (options.json)
      out(terminal, { ok: false, log: place.name, trust: origin, ...(wrong ? { receipt: wrong } : {}), refusal: checked.refusal })
    else {
      terminal.out(`${paint(terminal, 'red', '✗')} 未通过 NOT VERIFIED: ${place.name}\n`)
      if (wrong !== null) terminal.out(`  回执 Receipt: ${wrong}\n`)
      terminal.out(`  ${checked.refusal.zh}。 ${sentence(checked.refusal.en)} [${checked.refusal.code}]\n`)
      const at = placeWords(checked.refusal)
      if (at !== '') terminal.out(`  位置 Place: ${at}\n`)
    }
    return EXIT.refused
  }
  const { log } = checked.value
  if (options.json)
    out(terminal, {
      ok: true,
      log: place.name,
      trust: origin,
      origin: log.head.origin,
      size: log.head.size,
      root: hex(log.head.root),
      signedBy: (log.signed?.signedBy ?? []).map(formatVerifierKey),
      witnesses: (log.signed?.witnesses ?? []).map((w) => ({ key: formatVerifierKey(w.key), time: w.time })),
      confirmed: log.confirmed,
      receipts: checked.value.receipts.map((r, i) => ({
        file: receipts[i]!.file,
        index: r.index,
        kind: r.kind,
        content: r.content ?? null,
      })),
    })
  else {
    terminal.out(`${paint(terminal, 'green', '✓')} 通过 VERIFIED: ${place.name}\n`)
    terminal.out(`  日志 Log: ${log.head.origin}，${log.head.size} 条 entries，${log.tiles} 个文件 files\n`)
    terminal.out(`  根 Root: ${hex(log.head.root)}\n`)
    for (const key of log.signed?.signedBy ?? []) terminal.out(`  签名 Signed by: ${formatVerifierKey(key)}\n`)
    for (const w of log.signed?.witnesses ?? [])
      terminal.out(`  见证 Witnessed by: ${w.key.name}，${new Date(w.time * 1000).toISOString()}\n`)
    for (const size of log.confirmed) terminal.out(`  曾见检查点相符 Kept checkpoint found again: ${size}\n`)
    for (const [i, receipt] of checked.value.receipts.entries()) terminal.out(`  ${receiptWords(receipts[i]!.file, receipt)}\n`)
  }
  return EXIT.done
}

/** The server that this machine's settings name. */
async function localAddress(): Promise<string> {
  const { readConfig } = await import('@yingshang/server')
  const { host, port } = readConfig()
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

async function trustFor(
  place: LogPlace,
  file: string | undefined,
  terminal: Terminal,
): Promise<{ trust: Trust | null; origin: TrustOrigin }> {
  const read = (bytes: Uint8Array, name: string): Trust => {
    const trust = readTrust(nodeCrypto, new TextDecoder().decode(bytes))
    if (!trust.ok) throw wrongUse(`trust.${trust.refusal.code}`, `${name}：${trust.refusal.zh}`, `${sentence(trust.refusal.en)}`)
    return trust.value
  }
  if (file !== undefined) return { trust: read(await fileBytes(file, terminal), file), origin: 'given' }
  // The trust has the keys of earlier ranges as well, which old receipts need.
  const own = (await place.read('trust')) ?? (await place.read('key'))
  return own === null ? { trust: null, origin: 'none' } : { trust: read(own, place.name), origin: 'log' }
}

async function wrongReceipt(
  place: LogPlace,
  trust: Trust | null,
  receipts: readonly { file: string; text: Uint8Array }[],
): Promise<string | null> {
  if (receipts.length === 0) return null
  const { verifyReceipt } = await import('@yingshang/journal')
  if (trust === null) return null
  for (const { file, text } of receipts) if (!verifyReceipt(nodeCrypto, text, trust).ok) return file
  // A log that is wrong by itself is no fault of a receipt.
  if (!(await checkLog(nodeCrypto, { read: place.read, trust })).ok) return null
  for (const one of receipts) if (!(await checkLog(nodeCrypto, { read: place.read, trust, receipts: [one] })).ok) return one.file
  return null
}

function receiptWords(file: string, receipt: VerifiedReceipt): string {
  const content = receipt.content as { action?: unknown; matter?: unknown; at?: unknown } | undefined
  const what = [content?.action, content?.at].filter((v) => typeof v === 'string').join('，')
  return `回执 Receipt: ${file} → 第 ${receipt.index} 条 entry ${receipt.index}，${receipt.kind}${what === '' ? '' : `（${what}）`}`
}

/** Where it is wrong, in words. */
export function placeWords({ place }: Refusal): string {
  if (place === undefined) return ''
  return [words('path', place), words('index', place), words('from', place), words('line', place), words('at', place)]
    .filter((w) => w !== '')
    .join('，')
}

function words(name: keyof Place, place: Place): string {
  const value = place[name]
  if (value === undefined) return ''
  if (name === 'index') return `第 ${value} 条 entry ${value}`
  if (name === 'from') return `第 ${value} 条至第 ${place.to} 条之前 entries [${value}, ${place.to})`
  return name === 'line' ? `第 ${value} 行 line ${value}` : String(value)
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const sentence = (en: string) => `${en.charAt(0).toUpperCase()}${en.slice(1)}.`
const out = (terminal: Terminal, value: unknown) => terminal.out(`${JSON.stringify(value, null, 1)}\n`)
const warn = (terminal: Terminal, zh: string, en: string) => terminal.error(`${paint(terminal, 'yellow', '!')} ${zh} ${en}\n`)
