import { type Logger, pino } from 'pino'
import type { Config } from './settings.ts'

/** Structured logs on standard error: JSON, or one readable line each on a terminal. Secrets and personal data are never handed to them. */

export function createLog(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  out: NodeJS.WritableStream & { isTTY?: boolean } = process.stderr,
): Logger {
  const text = config.logFormat === 'text' || (config.logFormat === 'auto' && out.isTTY === true)
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Should one of these ever be logged by mistake, the value stays out.
    redact: {
      paths: [
        'password',
        '*.password',
        'req.headers',
        'headers.cookie',
        'headers.authorization',
        'token',
        '*.token',
        'err.config',
        'err.parameters',
      ],
      censor: '…',
    },
    serializers: { err: errorOf, req: (req: { method?: string }) => ({ method: req.method }), res: () => undefined },
  }
  return pino(options, text ? { write: (line: string) => void out.write(readable(line)) } : out)
}

/** What a log says of an error: no query parameters, no rows. */
function errorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code } = error as { code?: unknown }
  return { type: error.name, ...(typeof code === 'string' ? { code } : {}), message: error.message, stack: error.stack }
}

function readable(line: string): string {
  const { time, level, msg, reqId, ...rest } = JSON.parse(line) as Record<string, unknown>
  const stack = (rest.err as { stack?: string } | undefined)?.stack
  delete rest.err
  const more = Object.entries(rest)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${msg} ${more}${reqId ? ` ${String(reqId).slice(0, 8)}` : ''}\n${stack ? `${stack}\n` : ''}`
}
