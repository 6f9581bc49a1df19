import { createHmac } from 'node:crypto'
import type { Letter, Outcome } from './outcome.ts'
import { NotPosted, type Posted, post } from './post.ts'
import { type AllowedHost, CLOSED, isAllowed, type Lookup } from './reach.ts'

/**
 * Robots of work groups and addresses of other systems.
 * 企业微信: POST {"msgtype":"markdown","markdown":{"content"}} with at most 4096 bytes, answers {"errcode":0}.
 * 钉钉: POST {"msgtype":"markdown","markdown":{"title","text"}}; with 加签, `timestamp` and `sign` = base64(HMAC-SHA256(key, timestamp + "\n" + key)) in the address.
 * Others: POST {"id","subject","lines","link"} with `x-yingshang-signature: sha256=<hex HMAC of the body>` where a key is set.
 */

const WECOM_BYTES = 4096

export type Robot = 'wecom' | 'dingtalk' | 'webhook'

/** Cuts a text to so many bytes of UTF-8 without halving a character. */
function within(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  let used = Buffer.byteLength('…')
  for (const c of text) {
    used += Buffer.byteLength(c)
    if (used > bytes) break
    kept += c
  }
  return `${kept}…`
}

/** Characters that Markdown would take for its own. */
const plain = (text: string) => text.replace(/[\\`*_{}[\]()#+!|<>]/g, (c) => `\\${c}`)

/** The request for a robot; `at` is the moment of sending, for the signature. */
export function requestFor(
  kind: Robot,
  address: string,
  signingKey: string | null,
  letter: Letter,
  at: Date,
): { readonly url: string; readonly headers: Record<string, string>; readonly body: string } {
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }
  const markdown = [`**${plain(letter.subject)}**`, ...letter.lines.map((line) => `> ${plain(line)}`)]
  if (letter.link !== null) markdown.push(`[打开](${letter.link})`)
  if (kind === 'wecom')
    return {
      url: address,
      headers,
      body: JSON.stringify({ msgtype: 'markdown', markdown: { content: within(markdown.join('\n'), WECOM_BYTES) } }),
    }
  if (kind === 'dingtalk') {
    const url = new URL(address)
    if (signingKey !== null) {
      const timestamp = String(at.getTime())
      url.searchParams.set('timestamp', timestamp)
      url.searchParams.set('sign', createHmac('sha256', signingKey).update(`${timestamp}\n${signingKey}`).digest('base64'))
    }
    return {
      url: url.href,
      headers,
      body: JSON.stringify({ msgtype: 'markdown', markdown: { title: letter.subject, text: markdown.join('\n\n') } }),
    }
  }
  const body = JSON.stringify({ id: letter.id, subject: letter.subject, lines: letter.lines, link: letter.link })
  if (signingKey !== null) headers['x-yingshang-signature'] = `sha256=${createHmac('sha256', signingKey).update(body).digest('hex')}`
  return { url: address, headers, body }
}

/** Where a message may go: hosts that the operator named, and the day. */
export interface Reach {
  readonly hosts: readonly AllowedHost[]
  readonly day: string
  readonly lookup?: Lookup
}

/** Sends to a robot and reads its answer. An address that redirects elsewhere is not followed, one that is not public is not connected to. */
export async function sendToRobot(
  kind: Robot,
  address: string,
  signingKey: string | null,
  letter: Letter,
  at: Date,
  { hosts, day, lookup }: Reach,
): Promise<Outcome> {
  const { url, headers, body } = requestFor(kind, address, signingKey, letter, at)
  let answer: Posted
  try {
    answer = await post(url, headers, body, { anywhere: isAllowed(new URL(url), hosts, day), ...(lookup ? { lookup } : {}) })
  } catch (error) {
    if (!(error instanceof NotPosted)) throw error
    const { code, connected } = error
    if (code === CLOSED)
      return { ok: false, kind: 'never', error: `${code}: the address is not public; the operator may name its host in WEBHOOK_HOSTS` }
    // The address is a secret: only the kind of failure is told. Before there was a connection nothing can have arrived.
    return { ok: false, kind: connected ? 'unknown' : 'again', error: code }
  }
  const { text } = answer
  if (answer.status === 429 || answer.status >= 500) return { ok: false, kind: 'again', error: `HTTP ${answer.status}` }
  if (answer.status < 200 || answer.status > 299) return { ok: false, kind: 'never', error: `HTTP ${answer.status}` }
  if (kind === 'webhook') return { ok: true }
  return robotAnswer(text)
}

/** 45009 and 130101: too many messages in a minute; the rest is a refusal of the robot. */
function robotAnswer(text: string): Outcome {
  try {
    const { errcode, errmsg } = JSON.parse(text) as { errcode?: number; errmsg?: string }
    if (errcode === 0) return { ok: true }
    const error = `errcode ${errcode}: ${String(errmsg).slice(0, 200)}`
    return { ok: false, kind: errcode === 45009 || errcode === 130101 ? 'again' : 'never', error }
  } catch {
    return { ok: false, kind: 'never', error: 'the answer is not that of a robot' }
  }
}
