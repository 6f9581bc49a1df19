import { resolve } from 'node:path'
import { EXIT, type ExitCode } from './exit.ts'
import type { Terminal } from './terminal.ts'

export interface ServeOptions {
  readonly port?: number
  readonly host?: string
  readonly data?: string
}

/** `serve`: the server with its pages until Ctrl-C; options stand for the settings of the same meaning. */
export async function serveCommand(options: ServeOptions, terminal: Terminal): Promise<ExitCode> {
  const { serve } = await import('@yingshang/server')
  const env = {
    ...process.env,
    ...(options.port === undefined ? {} : { PORT: String(options.port) }),
    ...(options.host === undefined ? {} : { HOST: options.host }),
    ...(options.data === undefined ? {} : { YINGSHANG_DATA: resolve(terminal.folder, options.data) }),
  }
  return (await serve(env, terminal.out, terminal.error)) === 0 ? EXIT.done : EXIT.refused
}
