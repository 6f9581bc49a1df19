/**
 * Verification of a record file by anyone: the file is read line by line, nothing in it is believed. Entries are proved to stand in the signed log, bodies to be what was sealed,
 * events to follow one another by the rules, votes to be signed by the sessions of their voters, and the result to follow from the votes.
 */
import {
  type Checkpoint,
  parseCheckpoint,
  type Refusal,
  type Trust,
  type VerifiedCheckpoint,
  type Verifying,
  verifyCheckpoint,
} from '@yingshang/journal'
import { type Calendar, CHINA_2026 } from '@yingshang/time'
import type { SignatureJob } from './fold.ts'
import type { EntryLine, RecordHeader, RecordLine, StretchLine } from './model.ts'
import { RecordedMeeting } from './recorded.ts'
import { Findings, type ListedBallot, type MeetingReport } from './report.ts'
import { lineFault } from './shapes.ts'
import { attendance, resultsOf, rightsKnown } from './state.ts'
import { StretchProof } from './stretch.ts'

export interface MeetingVerification {
  /** Whom to trust for the checkpoint; missing: its signature is not checked, and the report says so. */
  readonly trust?: Trust
  /** Checks signatures of sessions, in the order given; several calls may run at the same time. Missing: they are not checked, and the report says so. */
  readonly verifySignatures?: (jobs: readonly SignatureJob[]) => readonly boolean[] | Promise<readonly boolean[]>
  /** For periods of days. */
  readonly calendar?: Calendar
  /** Told every ballot of the meeting as the record lists it. */
  readonly onBallot?: (ballot: ListedBallot) => void
  readonly onProgress?: (lines: number) => void
}

/** Signatures that are checked in one call, and calls at the same time. */
const BATCH = 1000
const AT_ONCE = 8

/** Verify a record file, given as its lines (JSON, without newlines). Never throws for a bad file. */
export async function verifyMeeting(
  verifying: Verifying,
  lines: AsyncIterable<string> | Iterable<string>,
  options: MeetingVerification = {},
): Promise<MeetingReport> {
  const reading = new Reading(verifying, options)
  for await (const line of lines) {
    if (line.trim() === '') continue
    await reading.line(line)
  }
  return reading.finish()
}

const refusal = (code: string, zh: string, en: string): Refusal => ({ code, zh, en })

class Reading {
  readonly #verifying: Verifying
  readonly #options: MeetingVerification
  readonly #findings = new Findings()
  readonly #notes = new Findings()
  readonly #recorded: RecordedMeeting
  #lines = 0
  #entries = 0
  #signatures = 0
  #header: RecordHeader | null = null
  #checkpoint: Checkpoint | null = null
  #signed: VerifiedCheckpoint | null = null
  #stretch: StretchProof | null = null
  #stretches = 0
  /** End of the last stretch. */
  #reached = 0
  /** Index of the next entry; ahead of the proof when entries are missing. */
  #expected = 0
  /** Whether the stretch lacks entries or has others: then it cannot lead to the checkpoint, which was said. */
  #broken = false
  #ended = false
  #jobs: { readonly job: SignatureJob; readonly line: number; readonly index: number }[] = []
  #running: Promise<void>[] = []

  constructor(verifying: Verifying, options: MeetingVerification) {
    this.#verifying = verifying
    this.#options = options
    this.#recorded = new RecordedMeeting(verifying, options.calendar ?? CHINA_2026, this.#findings, this.#notes, options.onBallot)
  }

  async line(text: string): Promise<void> {
    this.#lines++
    if (this.#lines % 1000 === 0) this.#options.onProgress?.(this.#lines)
    const place = { line: this.#lines }
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      this.#findings.add(refusal('line.json', '该行不是 JSON', 'the line is not JSON'), place)
      return
    }
    const fault = lineFault(value)
    if (fault !== null) {
      this.#findings.add(refusal('line.shape', '该行格式不正确', fault.what), { ...place, at: fault.at })
      return
    }
    const one = value as RecordLine
    if ((this.#header === null) !== (one.line === 'header')) {
      this.#findings.add(refusal('line.header', '文件应以文件头开始，且只有一个', 'a record begins with its header, and has one'), place)
      if (one.line === 'header') return
    }
    if (this.#ended) this.#findings.add(refusal('line.after-end', '结束行之后还有内容', 'there are lines after the end'), place)
    switch (one.line) {
      case 'header':
        this.#begin(one)
        break
      case 'stretch':
        this.#nextStretch(one)
        break
      case 'entry':
        await this.#entry(one)
        break
      case 'right':
        this.#recorded.right(one, this.#lines)
        break
      case 'person':
        this.#recorded.person(one, this.#lines)
        break
      case 'end':
        this.#ended = true
        if (one.lines !== this.#lines - 1)
          this.#findings.add(
            refusal('line.count', `应有 ${one.lines} 行，实有 ${this.#lines - 1} 行`, `the file should have ${one.lines} lines`),
            place,
          )
    }
  }

  #begin(header: RecordHeader): void {
    this.#header = header
    this.#recorded.begin(header)
    const parsed = parseCheckpoint(header.checkpoint)
    if (!parsed.ok) {
      this.#findings.add(parsed.refusal, { line: 1, at: '/checkpoint' })
      return
    }
    this.#checkpoint = parsed.value.checkpoint
    if (this.#options.trust === undefined) {
      this.#notes.add(
        refusal(
          'checkpoint.not-trusted',
          '没有给出日志的公钥，未核对检查点的签名：只能证明文件前后一致',
          'no key of the log was given: the signature of the checkpoint was not checked, the file only agrees with itself',
        ),
      )
      return
    }
    const signed = verifyCheckpoint(this.#verifying, header.checkpoint, this.#options.trust)
    if (signed.ok) this.#signed = signed.value
    else this.#findings.add({ ...signed.refusal, code: `checkpoint.${signed.refusal.code}` }, { line: 1, at: '/checkpoint' })
  }

  #endStretch(): void {
    if (this.#stretch === null) return
    this.#reached = this.#stretch.to
    if (this.#checkpoint !== null && !this.#broken) {
      const found = this.#stretch.finish(this.#checkpoint)
      if (found !== null) this.#findings.add(found, { line: this.#lines })
    }
    this.#stretch = null
  }

  #nextStretch(line: StretchLine): void {
    this.#endStretch()
    const begun = StretchProof.begin(this.#verifying, line)
    if (!begun.ok) this.#findings.add(begun.refusal, { line: this.#lines })
    else if (line.from < this.#reached)
      this.#findings.add(refusal('stretch.order', '日志区间重叠或者次序颠倒', 'stretches overlap or go back'), {
        line: this.#lines,
        from: line.from,
        to: line.to,
      })
    else {
      this.#stretch = begun.value
      this.#stretches++
      this.#expected = line.from
      this.#broken = false
    }
  }

  async #entry(line: EntryLine): Promise<void> {
    this.#entries++
    const place = { line: this.#lines, index: line.index }
    const stretch = this.#stretch
    if (stretch === null) {
      this.#findings.add(refusal('entry.no-stretch', '该条目没有日志证明', 'the entry is in no stretch, so nothing proves it'), place)
      return
    }
    if (line.index > this.#expected)
      this.#findings.add(refusal('entry.missing', `缺少日志第 ${this.#expected} 条`, `entry ${this.#expected} is missing`), place)
    else if (line.index < this.#expected)
      this.#findings.add(
        refusal('entry.order', `条目次序不对：此处应为第 ${this.#expected} 条`, `entry ${this.#expected} is expected here`),
        place,
      )
    else if (line.index >= stretch.to)
      this.#findings.add(refusal('entry.extra', '区间内多出条目', 'the stretch has more entries than it says'), place)
    const leaf = this.#recorded.leaf(line, this.#lines)
    // Once an entry is missing nothing can be proved of the rest of the stretch; that was said.
    if (leaf === null || line.index !== stretch.next || line.index >= stretch.to) this.#broken = true
    else if (!this.#broken) stretch.add(leaf, line.tile)
    this.#expected = Math.max(this.#expected, line.index + 1)
    const job = this.#recorded.entry(line, this.#lines, this.#stretches)
    if (job !== null) {
      this.#jobs.push({ job, line: this.#lines, index: line.index })
      if (this.#jobs.length >= BATCH) await this.#check()
    }
  }

  /** Hand the gathered signatures over; waits while too many calls are under way. */
  async #check(): Promise<void> {
    const jobs = this.#jobs
    this.#jobs = []
    const { verifySignatures } = this.#options
    if (verifySignatures === undefined || jobs.length === 0) return
    this.#signatures += jobs.length
    const run = async () => {
      const answers = await verifySignatures(jobs.map((j) => j.job))
      for (const [i, { line, index }] of jobs.entries())
        if (answers[i] !== true)
          this.#findings.add(
            refusal('signature.false', '签名不正确：不是该次签到的密钥所签', 'the signature is not by the key of the session'),
            { line, index },
          )
    }
    const running = run()
    // A failure is thrown where it is waited for.
    running.catch(() => {})
    this.#running.push(running)
    if (this.#running.length >= AT_ONCE) await this.#running.shift()
  }

  async finish(): Promise<MeetingReport> {
    this.#endStretch()
    await this.#check()
    await Promise.all(this.#running)
    if (this.#header === null)
      this.#findings.add(refusal('line.header', '文件是空的或者不是会议记录', 'the file is empty or no record of a meeting'))
    else if (!this.#ended)
      this.#findings.add(refusal('file.cut-off', '文件不完整：没有结束行', 'the file was cut off: it has no last line'), {
        line: this.#lines,
      })
    if (this.#options.verifySignatures === undefined)
      this.#notes.add(refusal('signatures.not-checked', '未核对表决票的签名', 'signatures of ballots were not checked'))
    this.#recorded.finish(this.#stretches, this.#checkpoint === null || this.#reached >= this.#checkpoint.size)
    const { state, own, lists } = this.#recorded
    const shown = rightsKnown(state)
    return {
      ok: !this.#findings.any,
      disclosure: this.#header?.disclosure ?? null,
      meeting: this.#header?.meeting ?? null,
      title: state.notice?.title ?? null,
      stage: this.#recorded.stage(),
      resolutions: [...state.resolutions.values()].map(({ text, stage }) => ({ id: text.id, title: text.title, stage })),
      checkpoint: this.#checkpoint,
      signed: this.#signed,
      findings: this.#findings.all(),
      notes: this.#notes.all(),
      counts: {
        lines: this.#lines,
        entries: this.#entries,
        own,
        ballots: lists.count,
        voters: lists.voters(),
        signatures: this.#signatures,
      },
      attendance: shown ? attendance(state) : null,
      results: resultsOf(state),
      announced: state.result?.results ?? [],
    }
  }
}
