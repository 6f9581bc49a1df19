import { StartFailure } from './failure.ts'
import { SettingError } from './settings.ts'
import { startServer } from './start.ts'

const SAME_SIGNAL_MS = 500

/**
 * Runs the server until it is told to stop. Gives the exit code: 0 stopped on request, 1 could not start or lost its database.
 * The first signal stops cleanly, the second at once.
 */
export async function serve(
  env: Readonly<Record<string, string | undefined>> = process.env,
  out: (text: string) => void = (text) => process.stdout.write(text),
  err: (text: string) => void = (text) => process.stderr.write(text),
): Promise<number> {
  let stopNow: (() => void) | null = null
  let asked = 0
  const signalled = new Promise<void>((done) => {
    stopNow = done
  })
  const onSignal = (signal: NodeJS.Signals) => {
    // One Ctrl-C arrives several times: from the terminal, and again from the parents that pass it on.
    if (asked > 0 && Date.now() - asked < SAME_SIGNAL_MS) return
    if (asked > 0) process.exit(signal === 'SIGINT' ? 130 : 143)
    asked = Date.now()
    stopNow!()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  try {
    const server = await startServer({ env, say: (message) => out(`${message}\n`) })
    if (asked === 0) out(welcome(server.url, server.administrator))
    const lost = await Promise.race([signalled.then(() => false), server.databaseEnded.then(() => asked === 0)])
    if (lost) err('数据库意外停止，服务随之停止。The database ended unexpectedly, and the server with it.\n')
    else out('正在停止… Stopping…\n')
    await server.stop()
    if (!lost) out('已停止。Stopped.\n')
    return lost ? 1 : 0
  } catch (error) {
    if (!(error instanceof StartFailure || error instanceof SettingError)) throw error
    err(`${error.message}\n`)
    return 1
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

function welcome(url: string, administrator: { readonly login: string; readonly password: string } | null): string {
  const first = administrator
    ? `\n  首次启动，已建立管理员 First start, administrator made:\n    账号 Account:              ${administrator.login}\n    一次性密码 One-time password: ${administrator.password}\n  只显示这一次，首次登录时须修改。Shown only now; it must be changed at first sign-in.\n`
    : ''
  return `\n营商已就绪 Yingshang is ready: ${url}\n${first}\n按 Ctrl-C 停止。Press Ctrl-C to stop.\n`
}
