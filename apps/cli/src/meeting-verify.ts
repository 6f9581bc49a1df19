import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { readTrust, type Trust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { checkMyBallot, type Finding, type MeetingReport, type ResultOf, verifyMeeting } from '@yingshang/meeting'
import { EXIT, type ExitCode, wrongUse } from './exit.ts'
import { placeWords } from './log-verify.ts'
import { signatureWorkers } from './signature-workers.ts'
import { paint, type Terminal } from './terminal.ts'
import { fileBytes } from './verify-source.ts'

export interface MeetingVerifyOptions {
  readonly trust?: string
  readonly receipt?: readonly string[]
  readonly json?: boolean
}

const STAGE: Record<MeetingReport['stage'], string> = {
  none: '没有会议 no meeting',
  called: '已通知 called',
  open: '表决进行中 voting',
  closed: '表决已截止 closed',
  announced: '结果已公布 announced',
}
const DISCLOSURE = {
  public: '公开记录 public record',
  pseudonymous: '隐名记录 record without names',
  full: '完整记录 full record',
} as const

/** `meeting verify`: the result of a meeting anew from its record file. Exit 0 only when everything holds and every receipt's ballot is in. */
export async function meetingVerifyCommand(file: string, options: MeetingVerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const trust = options.trust === undefined ? undefined : await trustOf(options.trust, terminal)
  if (options.receipt !== undefined && (trust === undefined || file === '-'))
    throw wrongUse(
      'meeting.no-key',
      '核对回执需要文件和日志的公钥：请用 --trust 给出公钥。',
      'Receipts need a file and the key of the log: name it with --trust.',
    )
  const workers = signatureWorkers()
  let told = 0
  try {
    const report = await verifyMeeting(nodeCrypto, await linesOf(file, terminal), {
      ...(trust === undefined ? {} : { trust }),
      verifySignatures: workers.verify,
      onProgress: (lines) => {
        const now = Date.now()
        if (!terminal.liveProgress || options.json || now - told < 200) return
        told = now
        terminal.error(`\r\u001b[K${lines}`)
      },
    })
    if (told > 0) terminal.error('\r\u001b[K')
    const receipts = []
    for (const name of options.receipt ?? []) {
      const answer = await checkMyBallot(nodeCrypto, await fileBytes(name, terminal), await linesOf(file, terminal), trust!)
      receipts.push({
        file: name,
        verdict: answer.verdict,
        yes: answer.yes,
        zh: answer.zh,
        en: answer.en,
        ballot: answer.ballot,
        steps: answer.steps,
      })
    }
    const ok = report.ok && receipts.every((r) => r.yes)
    if (options.json) {
      const { checkpoint, signed, ...rest } = report
      const head = checkpoint === null ? null : { ...checkpoint, root: Buffer.from(checkpoint.root).toString('hex') }
      terminal.out(`${JSON.stringify({ file, ...rest, ok, trusted: signed !== null, checkpoint: head, receipts }, null, 1)}\n`)
    } else {
      terminal.out(show(file, report, terminal))
      for (const one of receipts)
        terminal.out(`  ${paint(terminal, one.yes ? 'green' : 'red', one.yes ? '✓' : '✗')} ${one.file}：${one.zh} ${one.en}\n`)
    }
    return ok ? EXIT.done : EXIT.refused
  } finally {
    await workers.stop()
  }
}

async function trustOf(file: string, terminal: Terminal): Promise<Trust> {
  const trust = readTrust(nodeCrypto, new TextDecoder().decode(await fileBytes(file, terminal)))
  if (!trust.ok) throw wrongUse(`trust.${trust.refusal.code}`, `${file}：${trust.refusal.zh}`, `${trust.refusal.en}.`)
  return trust.value
}

/** The lines of a file as they are read, or of the standard input. */
async function linesOf(file: string, terminal: Terminal): Promise<AsyncIterable<string>> {
  if (file === '-')
    return createInterface({ input: Readable.from([Buffer.from(await terminal.readInput())]), crlfDelay: Number.POSITIVE_INFINITY })
  const input = createReadStream(resolve(terminal.folder, file))
  await new Promise<void>((done, fail) => {
    input.once('ready', () => done())
    input.once('error', () => fail(wrongUse('file.missing', `无法读取文件：${file}`, 'The file cannot be read.')))
  })
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

function show(file: string, report: MeetingReport, terminal: Terminal): string {
  const line = (found: Finding) => {
    const at = placeWords(found)
    return `${found.zh}。 ${found.en}. [${found.code}]${at === '' ? '' : `（${at}）`}`
  }
  const { ok, counts, disclosure } = report
  const lines = [
    `${paint(terminal, ok ? 'green' : 'red', ok ? '✓' : '✗')} ${ok ? '通过 VERIFIED' : '未通过 NOT VERIFIED'}: ${file}，${STAGE[report.stage]}`,
  ]
  for (const finding of report.findings) lines.push(`  ${paint(terminal, 'red', '✗')} ${line(finding)}`)
  if (report.title !== null) lines.push(`  会议 Meeting: ${report.title}（${disclosure === null ? '' : DISCLOSURE[disclosure]}）`)
  if (report.checkpoint !== null) lines.push(`  日志 Log: ${report.checkpoint.origin}，${report.checkpoint.size} 条 entries`)
  lines.push(
    `  核对 Checked: ${counts.entries} 条 entries，${counts.ballots} 张票 ballots，${counts.voters} 户 voters，${counts.signatures} 个签名 signatures`,
  )
  if (report.attendance !== null) lines.push(`  出席 Present: ${report.attendance.present}/${report.attendance.listed}`)
  const counted = report.results.length > 0
  for (const result of counted ? report.results : report.announced) lines.push(...resultLines(result, report, counted))
  for (const note of report.notes) lines.push(`  ${paint(terminal, 'yellow', '!')} ${line(note)}`)
  return `${lines.join('\n')}\n`
}

/** A result in words: heads of those present, amounts of the base, class by class. */
function resultLines(result: ResultOf, report: MeetingReport, counted: boolean): readonly string[] {
  const title = report.resolutions.find((r) => r.id === result.resolution)?.title ?? result.resolution
  const passed = result.together?.passed ?? result.passed
  const how = counted ? '按票重算 counted' : '所公布 announced'
  return [
    `  ${title}（${how}）: ${passed ? '通过 passed' : '未通过 not passed'}`,
    ...result.classes.map((one) => {
      const heads = one.headsTest === null ? '' : `，人数 heads ${one.headsTest.reached}/${one.headsTest.base}`
      const amount = `${yuan(one.amountTest.reached)}/${yuan(one.amountTest.base)} 元`
      return `    ${one.class ?? '全体 all'}${heads}，债权额 amount ${amount}，${one.passed ? '通过 passed' : '未通过 not passed'}`
    }),
  ]
}

/** Fen as yuan with two decimals. */
function yuan(fen: number): string {
  const text = String(fen).padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}
