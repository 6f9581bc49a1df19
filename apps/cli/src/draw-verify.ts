import { type DrawReport, verifyDraw } from '@yingshang/draw'
import { checkDrand } from '@yingshang/draw/drand'
import { type Refusal, readTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { EXIT, type ExitCode, wrongUse } from './exit.ts'
import { placeWords } from './log-verify.ts'
import { paint, type Terminal } from './terminal.ts'
import { fileBytes } from './verify-source.ts'

export interface DrawVerifyOptions {
  readonly commitment?: string
  readonly trust?: string
  readonly json?: boolean
}

const STATUS: Record<DrawReport['status'], string> = {
  complete: '结果成立 the result holds',
  'awaiting-entropy': '已承诺，等待公开随机数 committed, awaiting entropy',
  'awaiting-reveal': '已有公开随机数，等待揭示 awaiting the reveal',
  unsound: '不成立 does not hold',
}

/** `draw verify`: does a published draw again from its file alone. Exit 0 when nothing is wrong, also for one that still awaits its entropy. */
export async function drawVerifyCommand(file: string, options: DrawVerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const source = file === '-' ? await terminal.readInput() : await fileBytes(file, terminal)
  const commitment = options.commitment === undefined ? undefined : await digestOf(options.commitment, terminal)
  const trust =
    options.trust === undefined ? undefined : readTrust(nodeCrypto, new TextDecoder().decode(await fileBytes(options.trust, terminal)))
  if (trust !== undefined && !trust.ok)
    throw wrongUse(`trust.${trust.refusal.code}`, `${options.trust}：${trust.refusal.zh}`, `${trust.refusal.en}.`)
  const report = verifyDraw(nodeCrypto, source, {
    now: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    drand: checkDrand,
    ...(commitment === undefined ? {} : { commitment }),
    ...(trust === undefined ? {} : { trust: trust.value }),
  })
  const ok = report.status !== 'unsound'
  if (options.json) terminal.out(`${JSON.stringify({ ok, file, ...report }, null, 1)}\n`)
  else terminal.out(show(file, report, terminal))
  return ok ? EXIT.done : EXIT.refused
}

/** The digest of a commitment as it was kept: 64 hexadecimal digits, or a file that holds them. */
async function digestOf(given: string, terminal: Terminal): Promise<string> {
  const text = /^[0-9a-f]{64}$/i.test(given) ? given : new TextDecoder().decode(await fileBytes(given, terminal)).trim()
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw wrongUse(
      'draw.commitment',
      `${given} 不是承诺书摘要（64 位十六进制）。`,
      'It is no digest of a commitment (64 hexadecimal digits).',
    )
  return text.toLowerCase()
}

function show(file: string, report: DrawReport, terminal: Terminal): string {
  const ok = report.status !== 'unsound'
  const line = (found: Refusal) => {
    const at = placeWords(found)
    return `${found.zh}。 ${found.en}. [${found.code}]${at === '' ? '' : `（${at}）`}`
  }
  const lines = [
    `${paint(terminal, ok ? 'green' : 'red', ok ? '✓' : '✗')} ${ok ? '通过 VERIFIED' : '未通过 NOT VERIFIED'}: ${file}，${STATUS[report.status]}`,
  ]
  for (const failure of report.failures) lines.push(`  ${paint(terminal, 'red', '✗')} ${line(failure)}`)
  if (report.digest !== null) lines.push(`  承诺书摘要 Commitment: ${report.digest}`)
  if (report.published !== null)
    lines.push(`  已公布于日志第 ${report.published.index} 条 Published as entry ${report.published.index} of the journal`)
  if (ok && report.selected.length > 0) lines.push(`  抽中 Drawn: ${report.selected.join('、')}`)
  if (ok) for (const pair of report.pairs) lines.push(`  配对 Pair: ${Object.values(pair).flat().join(' — ')}`)
  for (const one of report.lookUp)
    if (!one.proved)
      lines.push(`  ${paint(terminal, 'yellow', '!')} 请自行比对 Look up: ${one.name}，${one.at}，${JSON.stringify(one.value)}`)
  for (const note of report.notes) lines.push(`  ${paint(terminal, 'yellow', '!')} ${line(note)}`)
  return `${lines.join('\n')}\n`
}
