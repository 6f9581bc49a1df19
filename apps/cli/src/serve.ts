import { EXIT, type ExitCode, wrongUse } from './exit.ts'
import type { Terminal } from './terminal.ts'

export interface ServeOptions {
  readonly port?: number
  readonly host?: string
  readonly data?: string
}
