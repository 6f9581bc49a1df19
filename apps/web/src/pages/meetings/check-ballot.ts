import type { ListedBallot, MeetingReport, MyBallotAnswer } from '@yingshang/meeting'
import { publicMeetingPath } from './queries.ts'

/** 查我的票, computed in the page: the receipt, the public record of the meeting, the key of the log. The verifying code is fetched when somebody checks. */

const KEY = 'yingshang.log-key'

export interface Trusted {
  readonly text: string
  /** Another key than the one that this browser has seen before. */
  readonly changed: boolean
}

const remembered = (): string | null => {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** The key of this site's log; without a connection the one that was seen before. Null when neither is there. */
export async function trustOfLog(): Promise<Trusted | null> {
  const before = remembered()
  try {
    const answer = await fetch('/log/trust', { credentials: 'omit', cache: 'no-store' })
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    const text = await answer.text()
    if (before === null) localStorage.setItem(KEY, text)
    return { text, changed: before !== null && before !== text }
  } catch {
    return before === null ? null : { text: before, changed: false }
  }
}

/** Lines of a file as it comes in; lets the page draw now and then. */
async function* linesOf(stream: ReadableStream<Uint8Array>, told: (lines: number) => void): AsyncGenerator<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let count = 0
  for (;;) {
    const { done, value } = await reader.read()
    const parts = (rest + decoder.decode(value, { stream: !done })).split('\n')
    rest = done ? '' : parts.pop()!
    for (const line of parts) {
      if (++count % 500 === 0) {
        told(count)
        await new Promise((next) => setTimeout(next))
      }
      yield line
    }
    if (done) return
  }
}

const asked = (path: string, init: RequestInit = {}) => fetch(path, { credentials: 'omit', cache: 'no-store', ...init })

export class CheckTrouble extends Error {
  readonly code: 'key' | 'record' | 'receipt'
  constructor(code: CheckTrouble['code']) {
    super(code)
    this.code = code
  }
}

/** The public record of a meeting, from the server. */
async function servedRecord(meeting: string): Promise<ReadableStream<Uint8Array>> {
  const answer = await asked(`${publicMeetingPath(meeting)}/record`).catch(() => null)
  if (!answer?.ok || !answer.body) throw new CheckTrouble('record')
  return answer.body
}

/** Fetches the verifying code, so that it is there when the connection is not. */
export const fetchVerifier = () =>
  Promise.all([import('@yingshang/journal/browser'), import('@yingshang/journal'), import('@yingshang/meeting')]).catch(() => undefined)

async function trustOf(text: string) {
  const [{ browserCrypto }, { readTrust }] = await Promise.all([import('@yingshang/journal/browser'), import('@yingshang/journal')])
  const trust = readTrust(browserCrypto, text)
  if (!trust.ok) throw new CheckTrouble('key')
  return { browserCrypto, trust: trust.value }
}

/** Whether the ballot of a receipt is in. `record`: a file that somebody brought; else the meeting's record is fetched. */
export async function checkReceiptFile(
  receipt: string,
  record: File | null,
  trustText: string,
  told: (lines: number) => void,
): Promise<MyBallotAnswer> {
  const { browserCrypto, trust } = await trustOf(trustText)
  const [{ checkMyBallot }, { parseReceipt }] = await Promise.all([import('@yingshang/meeting'), import('@yingshang/journal')])
  const parsed = parseReceipt(receipt)
  const content = parsed.ok ? (parsed.value.content as { readonly meeting?: unknown } | undefined) : undefined
  const meeting = typeof content?.meeting === 'string' ? content.meeting : null
  // What is no receipt of a meeting is answered without a record.
  const stream = record ? record.stream() : meeting === null ? new Blob([]).stream() : await servedRecord(meeting)
  return checkMyBallot(browserCrypto, receipt, linesOf(stream, told), trust)
}

/** The receipt of a short link: `<record, 32 digits><salt, 64 digits>`. */
export async function receiptOfLink(fragment: string): Promise<string | null> {
  const parts = /^#?([0-9a-f]{32})([0-9a-f]{64})$/.exec(fragment)
  if (!parts) return null
  const record = parts[1]!.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const answer = await asked('/api/public/vote-receipts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ record, salt: parts[2] }),
  }).catch(() => null)
  if (!answer?.ok) throw new CheckTrouble('receipt')
  return ((await answer.json()) as { proof: string }).proof
}

/** The whole record, and the ballots under one label. */
export async function lookUpLabel(
  meeting: string,
  label: string,
  trustText: string,
  told: (lines: number) => void,
): Promise<{ readonly report: MeetingReport; readonly ballots: readonly ListedBallot[] }> {
  const { browserCrypto, trust } = await trustOf(trustText)
  const { verifyMeeting } = await import('@yingshang/meeting')
  const ballots: ListedBallot[] = []
  const report = await verifyMeeting(browserCrypto, linesOf(await servedRecord(meeting), told), {
    trust,
    onBallot: (one) => {
      if (one.voter === label) ballots.push(one)
    },
  })
  return { report, ballots }
}
