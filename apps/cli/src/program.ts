import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { Ending, EXIT, say } from './exit.ts'
import { paint, type Terminal, width } from './terminal.ts'

/*
 * The command line as a table of commands. Each command's work is imported when it is called, so that --help and --version are quick and
 * reading a text does not load the writers of Word and Excel or the server.
 */

/** Runs one command line (without node and script) and gives the exit code: 0 done, 1 refused input or failed check, 2 wrong use. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const box = { exit: EXIT.done as number }
  const program = build(terminal, box)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return box.exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse
    if (error instanceof Ending) {
      say(terminal, error)
      return error.exit
    }
    throw error
  }
}

function build(terminal: Terminal, box: { exit: number }): Command {
  const program = new Command('yingshang')
  const inherit = (command: Command) =>
    command
      .exitOverride()
      .configureOutput({
        writeOut: terminal.out,
        writeErr: terminal.error,
        outputError: (text, write) => write(`${paint(terminal, 'red', '✗')} 用法有误 ${text}`),
        getOutHelpWidth: () => terminal.columns ?? 100,
        getErrHelpWidth: () => terminal.columns ?? 100,
        getOutHasColors: () => terminal.colour,
      })
      .configureHelp({
        displayWidth: width,
        styleTitle: (title) => paint(terminal, 'bold', TITLES[title] ?? title),
        subcommandTerm: (c) => `${c.name()} ${c.usage().replace('[options]', '').trim()}`.trim(),
        visibleCommands: (c) => c.commands.filter((each) => each.name() !== 'help'),
      })
      .helpOption('-h, --help', '显示用法 show help')
      .showHelpAfterError('（用 --help 查看用法 run with --help for usage）')

  inherit(program)
    .description(
      '营商：读方案、对齐上级、导出台账、核对日志、摇号与会议表决、启动服务\nYingshang: read plans, align them, export ledgers, check journals, draws and votes, serve',
    )
    .version(manifest.version, '-V, --version', '显示版本 show the version')
    .usage('<命令 command> [选项 options]')
    .addHelpText(
      'after',
      `
例 Examples:
  yingshang plan read 方案.docx
  yingshang plan read 方案.txt --json > 方案.json
  yingshang plan align 市方案.docx 省方案.pdf
  yingshang plan export 方案.docx --to 台账.xlsx
  yingshang log verify https://example.cn --trust 日志公钥.txt
  yingshang draw verify 摇号.json
  yingshang meeting verify 会议.jsonl --trust 日志公钥.txt

退出码 Exit codes: 0 完成 done, 1 文件被拒或检查未过 input refused or a check failed, 2 用法有误 wrong use`,
    )

  const plan = inherit(program.command('plan')).description('读取、对齐、导出方案 read, align and export plans').usage('<命令 command>')

  inherit(plan.command('read'))
    .description('读出方案的任务、单位、时间节点和目标值\nread measures, agencies, dates and targets of plan documents')
    .argument('<文件...>', 'txt、html、docx、pdf；- 为标准输入 files; - is standard input')
    .usage('<文件 file...> [选项 options]')
    .option('--json', '输出 JSON；多个文件时每行一个 print JSON; one line each for several files')
    .option('--upper <文件>', '同时与上级方案对齐 align with the superior plan as well')
    .option('--out <目录>', '每个文件的 JSON 存入该目录 write the JSON of each file into this folder')
    .addOption(hintOption('--issued-on <日期>', '成文日期，以此为准 date of issue, instead of what the text says', date))
    .addOption(hintOption('--year <年>', '方案年度，以此为准 plan year, instead of what the text says', year))
    .option('--quiet', '不显示进度 no progress')
    .addHelpText(
      'after',
      `
退出码 Exit codes: 0 全部读出 all read, 1 有文件被拒 some refused, 2 用法有误或文件不存在 wrong use or missing file`,
    )
    .action(async (files: string[], options: import('./read.ts').ReadOptions) => {
      box.exit = await (await import('./read.ts')).readCommand(files, options, terminal)
    })

  inherit(plan.command('align'))
    .description(
      '把下级方案（或今年的）对到上级方案（或去年的），列出漂移\nalign a plan with its superior (or last year’s) and list the drift',
    )
    .argument('<下级>', '下级或今年的方案 the lower or later plan')
    .argument('<上级>', '上级或去年的方案 the upper or earlier plan')
    .usage('<下级 lower> <上级 upper> [选项 options]')
    .option('--json', '输出 JSON print JSON')
    .addOption(
      new Option(
        '--kind <漂移>',
        '只列这些漂移，逗号分隔 only these kinds, separated by commas: stricter,weaker,dropped,added,same',
      ).argParser(kinds),
    )
    .addOption(new Option('--to <文件>', '另存为 .xlsx 或 .docx also save as .xlsx or .docx'))
    .action(async (lower: string, upper: string, options: import('./align.ts').AlignOptions) => {
      box.exit = await (await import('./align.ts')).alignCommand(lower, upper, options, terminal)
    })

  inherit(plan.command('export'))
    .description('导出任务台账，可先筛选\nexport the ledger of a plan, filtered when asked')
    .argument('<文件>', 'txt、html、docx、pdf；- 为标准输入 file; - is standard input')
    .usage('<文件 file> --to <台账.xlsx|台账.docx> [选项 options]')
    .requiredOption('--to <文件>', '写到 .xlsx（表格）或 .docx（公文版式） write to .xlsx or .docx')
    .option('--upper <文件>', '导出与上级方案的对齐表 export the alignment with this superior plan')
    .option('--owner <单位或人>', '只要该单位或责任人的任务 only measures of this agency or person')
    .option('--month <YYYY-MM>', '只要当月到期的任务；none 为无日期 only measures due in this month; none for undated')
    .option('--domain <领域>', '只要该领域的任务 only measures of this domain')
    .option('--q <词>', '只要含这些词的任务 only measures holding these words')
    .addOption(hintOption('--issued-on <日期>', '成文日期，以此为准 date of issue, instead of what the text says', date))
    .addOption(hintOption('--year <年>', '方案年度，以此为准 plan year, instead of what the text says', year))
    .action(async (file: string, options: import('./export.ts').ExportOptions) => {
      box.exit = await (await import('./export.ts')).exportCommand(file, options, terminal)
    })

  const log = inherit(program.command('log')).description('核对日志 check the journal').usage('<命令 command>')

  inherit(log.command('verify'))
    .description(
      '把日志的每一条、每个哈希重新计算，核对签名、回执和曾见的检查点\nhash every entry of a journal anew; check signatures, receipts and checkpoints kept from before',
    )
    .argument(
      '[地址或目录]',
      '服务地址或者存有日志文件的目录；默认为本机的服务 address of a server, or a folder with its files; this machine’s server unless said',
    )
    .usage('[地址或目录 URL or folder] [选项 options]')
    .addOption(new Option('--receipt <文件...>', '一并核对这些回执（.tlog-proof） check these receipts as well'))
    .addOption(
      new Option('--checkpoint <文件...>', '核对日志延续了这些以前保存的检查点 the log must continue these checkpoints kept from before'),
    )
    .option('--trust <文件>', '日志的公钥（一行）或者信任设置（JSON），应当另行取得 key of the log or trust file, obtained elsewhere')
    .option('--json', '输出 JSON print JSON')
    .addHelpText(
      'after',
      `
退出码 Exit codes: 0 通过 verified, 1 未通过（指出第一处） not verified, the first wrong place is named, 2 用法有误或连接不上 wrong use or not reachable`,
    )
    .action(async (where: string | undefined, options: import('./log-verify.ts').LogVerifyOptions) => {
      box.exit = await (await import('./log-verify.ts')).logVerifyCommand(where, options, terminal)
    })

  const draw = inherit(program.command('draw')).description('核对摇号 check draws').usage('<命令 command>')

  inherit(draw.command('verify'))
    .description('仅凭公布的记录文件把摇号重做一遍\ndo a published draw again from its file alone')
    .argument('<文件>', '摇号记录；- 为标准输入 the record of a draw; - is standard input')
    .usage('<文件 file> [选项 options]')
    .option('--commitment <摘要>', '事先保存的承诺书摘要，或者存有它的文件 digest of the commitment kept from before, or a file with it')
    .option('--trust <文件>', '核对记录所带日志回执的公钥或信任设置 key or trust file for the receipt in the record')
    .option('--json', '输出 JSON print JSON')
    .addHelpText(
      'after',
      `
退出码 Exit codes: 0 通过 verified, 1 未通过（逐条列出） not verified, every failure is listed, 2 用法有误 wrong use`,
    )
    .action(async (file: string, options: import('./draw-verify.ts').DrawVerifyOptions) => {
      box.exit = await (await import('./draw-verify.ts')).drawVerifyCommand(file, options, terminal)
    })

  const meeting = inherit(program.command('meeting')).description('核对会议表决 check votes of meetings').usage('<命令 command>')

  inherit(meeting.command('verify'))
    .description(
      '仅凭会议记录文件重新核对出席、金额、表决票、签名和结果\nattendance, amounts, ballots, signatures and result of a meeting anew from its record file',
    )
    .argument('<文件>', '会议记录（每行一个 JSON）；- 为标准输入 the record of a meeting, JSON lines; - is standard input')
    .usage('<文件 file> [选项 options]')
    .option('--trust <文件>', '日志的公钥（一行）或者信任设置（JSON），应当另行取得 key of the log or trust file, obtained elsewhere')
    .addOption(new Option('--receipt <文件...>', '查这些回执的票是否在内 whether the ballots of these receipts are in'))
    .option('--json', '输出 JSON print JSON')
    .addHelpText(
      'after',
      `
退出码 Exit codes: 0 通过 verified, 1 未通过（逐条指出位置） not verified, every place is named, 2 用法有误 wrong use`,
    )
    .action(async (file: string, options: import('./meeting-verify.ts').MeetingVerifyOptions) => {
      box.exit = await (await import('./meeting-verify.ts')).meetingVerifyCommand(file, options, terminal)
    })

  inherit(program.command('serve'))
    .description('启动服务和网页 start the server and its pages')
    .usage('[选项 options]')
    .addOption(new Option('--port <端口>', '端口，默认 8030 或 PORT port, 8030 or PORT unless said').argParser(port))
    .option('--host <地址>', '监听地址，默认 127.0.0.1 address to listen on')
    .option('--data <目录>', '数据目录，默认 YINGSHANG_DATA data folder')
    .action(async (options: import('./serve.ts').ServeOptions) => {
      box.exit = await (await import('./serve.ts')).serveCommand(options, terminal)
    })

  inherit(program.command('doctor'))
    .description('检查本机能否运行，并说明怎样修复\ncheck whether this machine can run it and say what to mend')
    .usage('[选项 options]')
    .option('--json', '输出 JSON print JSON')
    .action(async (options: { json?: boolean }) => {
      box.exit = await (await import('./doctor.ts')).doctorCommand(options, terminal)
    })

  return program
}

const TITLES: Record<string, string> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
}

const hintOption = <T>(flags: string, description: string, parse: (value: string) => T) => new Option(flags, description).argParser(parse)

function date(value: string): string {
  const [y, m, d] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []).slice(1).map(Number)
  const day = new Date(Date.UTC(y ?? 0, (m ?? 0) - 1, d ?? 0))
  if (y === undefined || day.getUTCMonth() + 1 !== m || day.getUTCDate() !== d)
    throw new InvalidArgumentError('日期应为 YYYY-MM-DD。 A date is YYYY-MM-DD.')
  return value
}

function year(value: string): number {
  if (!/^(19|20)\d{2}$/.test(value)) throw new InvalidArgumentError('年度应为四位数字。 A year has four digits.')
  return Number(value)
}

function port(value: string): number {
  const n = Number(value)
  if (!/^\d+$/.test(value) || n > 65535) throw new InvalidArgumentError('端口应为 0 至 65535。 A port is from 0 to 65535.')
  return n
}

const KINDS = ['same', 'stricter', 'weaker', 'dropped', 'added']
function kinds(value: string): string[] {
  const list = value.split(/[,，]/).map((k) => k.trim())
  const wrong = list.find((k) => !KINDS.includes(k))
  if (wrong !== undefined) throw new InvalidArgumentError(`没有这种漂移：${wrong}。 Kinds are ${KINDS.join(', ')}.`)
  return list
}
