import {
  type Check,
  checkBrowser,
  checkDatabase,
  checkDataFolder,
  checkDependencies,
  checkNode,
  checkPages,
  checkPort,
  checkSettings,
} from './doctor-checks.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { pad, paint, type Terminal, width } from './terminal.ts'

/** `doctor`: a line for every check as it ends; exit code 1 when something that running needs is not well. */
export async function doctorCommand(options: { readonly json?: boolean }, terminal: Terminal): Promise<ExitCode> {
  const checks: Check[] = []
  const tell = (check: Check) => {
    checks.push(check)
    if (options.json) return
    const mark = check.ok ? paint(terminal, 'green', '✓') : paint(terminal, check.optional ? 'yellow' : 'red', '✗')
    const name = check.zh === check.en ? check.zh : `${check.zh} ${check.en}`
    terminal.out(`${mark} ${pad(name, Math.max(28, width(name)))}  ${check.seen}\n`)
    if (check.fix !== '') terminal.out(`  → ${check.fix}\n`)
  }
  tell(checkNode())
  const dependencies = await checkDependencies()
  tell(dependencies)
  if (dependencies.ok) {
    // The server's own settings and its own way to start PostgreSQL are what is checked.
    const server = await import('@yingshang/server')
    const settings = await checkSettings(() => server.readConfig())
    tell(settings.check)
    if (settings.config !== null) {
      const { dataFolder, port, host, databaseUrl } = settings.config
      const holder = server.holderOf(dataFolder)
      tell(await checkDataFolder(dataFolder, holder))
      tell(
        await checkDatabase(databaseUrl === null ? '内置 embedded' : 'DATABASE_URL', (folder) => server.probeDatabase(databaseUrl, folder)),
      )
      tell(await checkPort(port, host))
    }
  }
  tell(checkPages())
  tell(await checkBrowser())
  const failed = checks.filter((check) => !check.ok && !check.optional)
  if (options.json) terminal.out(`${JSON.stringify({ ok: failed.length === 0, checks }, null, 1)}\n`)
  else terminal.out(failed.length === 0 ? '可以运行 Ready to run.\n' : `${failed.length} 项需要处理 to mend.\n`)
  return failed.length === 0 ? EXIT.done : EXIT.refused
}
