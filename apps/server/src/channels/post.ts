import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { CLOSED, isClosedLiteral, type Lookup, publicLookup } from './reach.ts'

/** One POST to an address that a user named: it connects where it may, follows no redirect, and reads no more of the answer than it needs. */

const SECONDS = 15
const MOST_READ = 16_000

export interface Posted {
  readonly status: number
  readonly text: string
}

export interface PostOptions {
  /** The operator named the host: it may be anywhere. */
  readonly anywhere: boolean
  readonly lookup?: Lookup
}

/** What went wrong, and whether anything of the request may have arrived. */
export class NotPosted extends Error {
  readonly code: string
  readonly connected: boolean
  constructor(code: string, connected: boolean) {
    super(code)
    this.code = code
    this.connected = connected
  }
}

/** Posts and gives the answer, or throws a {@link NotPosted}. */
export function post(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { anywhere, lookup }: PostOptions,
): Promise<Posted> {
  const url = new URL(address)
  return new Promise((done, failed) => {
    if (!anywhere && isClosedLiteral(url)) return failed(new NotPosted(CLOSED, false))
    let connected = false
    const request = (url.protocol === 'https:' ? secure : plain)(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        // A connection of its own: one that is kept was looked up at another time.
        agent: false,
        signal: AbortSignal.timeout(SECONDS * 1000),
        ...(anywhere ? {} : { lookup: publicLookup(lookup) }),
      },
      (answer) => {
        const parts: Buffer[] = []
        let read = 0
        const end = () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString().slice(0, MOST_READ) })
        answer.on('data', (part: Buffer) => {
          parts.push(part)
          read += part.length
          if (read < MOST_READ) return
          end()
          answer.destroy()
        })
        answer.on('end', end)
        // The answer has begun: what it was worth is known by its status.
        answer.on('error', end)
      },
    )
    // Before the line stands, with TLS where it is used, nothing of the request has left.
    request.on('socket', (socket) =>
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true
      }),
    )
    request.on('error', (error: NodeJS.ErrnoException) => failed(new NotPosted(error.code ?? error.name, connected)))
    request.end(body)
  })
}
