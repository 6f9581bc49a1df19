/**
 * The meeting within a record file: its events are folded as the server folded them, and whatever the fold does not know — the salted digests, the list of ballots named at the
 * closing, the windows, clocks, periods and the announced result — is compared here.
 */
import { contentDigest, type Entry, fromHex, isKind, toHex, type Verifying } from '@yingshang/journal'
import type { Calendar } from '@yingshang/time'
import { BallotLists } from './ballot-lists.ts'
import { personDigest } from './digests.ts'
import { applyEvent, openRight, type SignatureJob, signatureOf } from './fold.ts'
import {
  BALLOT_KINDS,
  type Closed,
  type EntryLine,
  type EventKind,
  KINDS,
  type MeetingEvent,
  type PersonLine,
  PUBLIC_KINDS,
  type RecordHeader,
  type RightLine,
} from './model.ts'
import { objectionStanding } from './periods.ts'
import { type Judged, judgeClosing, judgeNotice, judgeOpening, judgeResult, judgeTold, refusal, type Spot } from './recorded-rules.ts'
import type { Findings, ListedBallot, MeetingReport } from './report.ts'
import { eventFault, isEventKind } from './shapes.ts'
import { noMeeting } from './state.ts'

/** What is kept of a resolution beside its state. */
interface Window {
  /** The stretch in which it was opened. */
  readonly stretch: number
  readonly openedAt: number
}

export class RecordedMeeting {
  readonly state = noMeeting()
  own = 0
  readonly lists: BallotLists
  readonly #verifying: Verifying
  readonly #calendar: Calendar
  readonly #findings: Findings
  readonly #notes: Findings
  #header: RecordHeader | null = null
  readonly #digests = new Set<string>()
  readonly #windows = new Map<string, Window>()
  #foreign = 0
  #withheld = 0
  #clock = 0

  constructor(verifying: Verifying, calendar: Calendar, findings: Findings, notes: Findings, onBallot?: (ballot: ListedBallot) => void) {
    this.#verifying = verifying
    this.#calendar = calendar
    this.#findings = findings
    this.#notes = notes
    this.lists = new BallotLists(onBallot)
  }

  begin(header: RecordHeader): void {
    this.#header = header
  }

  stage(): MeetingReport['stage'] {
    const stages = [...this.state.resolutions.values()].map((r) => r.stage)
    if (this.state.notice === null) return 'none'
    if (stages.includes('open')) return 'open'
    if (this.state.result !== null) return 'announced'
    return stages.includes('closed') ? 'closed' : 'called'
  }

  /** The entry of a line as the log holds it; null when it cannot be one. */
  leaf({ kind, digest, index }: EntryLine, line: number): Entry | null {
    if (isKind(kind)) return { kind, digest: fromHex(digest)! }
    this.#findings.add(refusal('entry.kind', '记录种类名称不合法', 'the kind of the entry cannot be'), { line, index })
    return null
  }

  /** Take an entry in; gives the signature that is to be checked. */
  entry(line: EntryLine, number: number, stretch: number): SignatureJob | null {
    const spot = { line: number, index: line.index }
    const { kind, digest, salt, body } = line
    if (line.own !== true) {
      if (BALLOT_KINDS.includes(kind) && this.#anyOpen()) this.#foreign++
      return null
    }
    this.own++
    if (this.#digests.has(digest))
      this.#findings.add(refusal('entry.twice', '同一条记录出现两次', 'the same record stands in the log twice'), spot)
    this.#digests.add(digest)
    if (salt === undefined || body === undefined) {
      this.#hidden(line, spot)
      return null
    }
    const sealed = contentDigest(this.#verifying, kind, fromHex(salt)!, body)
    if (!sealed.ok || toHex(sealed.value) !== digest)
      this.#findings.add(
        refusal(
          'content.differs',
          '内容与日志中封存的摘要不符：内容或者盐值被改动',
          'the content does not give the sealed digest: content or salt was changed',
        ),
        spot,
      )
    if (!isEventKind(kind)) {
      this.#notes.add(
        refusal('event.unknown-kind', `本程序不认识的记录种类“${kind}”`, `this program does not know records of the kind ${kind}`),
        spot,
      )
      return null
    }
    const fault = eventFault(kind, body)
    if (fault !== null) {
      this.#findings.add(refusal('event.shape', '记录内容格式不正确', fault.what), { ...spot, at: fault.at })
      return null
    }
    return this.#event({ kind: kind as EventKind, body } as MeetingEvent, line, spot, stretch)
  }

  #event(event: MeetingEvent, line: EntryLine, spot: Spot, stretch: number): SignatureJob | null {
    if (this.#header !== null && event.body.meeting !== this.#header.meeting) {
      this.#findings.add(refusal('event.other-meeting', '该记录属于另一次会议', 'the event belongs to another meeting'), spot)
      return null
    }
    this.#before(event, spot)
    for (const found of applyEvent(this.#verifying, this.state, event)) this.#findings.add(found, spot)
    this.#after(event, line, spot, stretch)
    return signatureOf(this.state, event)
  }

  /** What is compared with the state before the event. */
  #before(event: MeetingEvent, spot: Spot): void {
    if (event.kind === KINDS.opened) judgeOpening(this.#judged(), event.body, spot)
    if (event.kind === KINDS.closed) judgeClosing(this.#judged(), event.body, spot)
    if (event.kind === KINDS.result) judgeResult(this.#judged(), event.body, spot)
  }

  #after(event: MeetingEvent, line: EntryLine, spot: Spot, stretch: number): void {
    switch (event.kind) {
      case KINDS.notice:
        judgeNotice(this.#judged(), event.body, spot)
        break
      case KINDS.opened:
        for (const id of event.body.resolutions)
          if (!this.#windows.has(id)) this.#windows.set(id, { stretch, openedAt: Date.parse(event.body.at) })
        break
      case KINDS.vote:
      case KINDS.paper:
      case KINDS.carried: {
        const { voter, resolution, sequence } = event.body.statement
        const { ballot } = line
        if (ballot !== undefined && (ballot.voter !== voter || ballot.resolution !== resolution || ballot.sequence !== sequence))
          this.#findings.add(refusal('ballot.summary', '表决票清单与内容不符', 'the listed ballot is not the one in the content'), spot)
        this.lists.add({ voter, resolution, sequence }, line)
        if (event.kind !== KINDS.carried && Date.parse(event.body.at) < (this.#windows.get(resolution)?.openedAt ?? 0)) this.#clock++
        break
      }
      case KINDS.closed:
        this.#closed(event.body, spot, stretch)
        break
      case KINDS.told:
        judgeTold(this.#judged(), event.body, spot)
        break
      case KINDS.objection:
        for (const { resolution, due, standing } of objectionStanding(this.state, event.body, this.#calendar))
          if (standing === 'late')
            this.#notes.add(
              refusal(
                'objection.late',
                `对“${resolution}”的异议于 ${event.body.filedOn} 提出，期限至 ${due}`,
                `the objection to ${resolution} came on ${event.body.filedOn}, the period ended on ${due}`,
              ),
              spot,
            )
    }
  }

  /** An entry whose content the record does not show. */
  #hidden(line: EntryLine, spot: Spot): void {
    const { kind, ballot } = line
    if (this.#header?.disclosure !== 'public' || PUBLIC_KINDS.includes(kind)) {
      this.#findings.add(refusal('entry.withheld', '应当公开的内容没有公开', 'the content must be shown in such a record'), spot)
      if (!BALLOT_KINDS.includes(kind)) return
    }
    if (!BALLOT_KINDS.includes(kind)) return
    this.#withheld++
    if (ballot === undefined) {
      this.#findings.add(refusal('ballot.unlisted', '表决票没有列明编号和事项', 'the ballot is listed without voter and resolution'), spot)
      return
    }
    const resolution = this.state.resolutions.get(ballot.resolution)
    const wanted = kind === KINDS.carried ? 'planned' : 'open'
    if (resolution === undefined)
      this.#findings.add(refusal('ballot.unknown-resolution', '没有该决议事项', 'there is no such resolution'), spot)
    else if (resolution.stage !== wanted)
      this.#findings.add(
        resolution.stage === 'closed'
          ? refusal('ballot.closed', '该事项的表决已经截止', 'the resolution is closed')
          : refusal('ballot.not-open', '该事项尚未开始表决，或者预表决登记过晚', 'the resolution is not open, or the pre-vote came late'),
        spot,
      )
    if (!this.state.listed.has(ballot.voter))
      this.#findings.add(
        refusal('voter.unlisted', `表决权名册中没有“${ballot.voter}”`, `${ballot.voter} is not on the list of voters`),
        spot,
      )
    const last = this.lists.last(ballot)
    if (ballot.sequence !== last + 1)
      this.#findings.add(
        refusal(
          'ballot.chain',
          `该表决人的票应为第 ${last + 1} 张，列为第 ${ballot.sequence} 张`,
          `ballot ${last + 1} of this voter is expected, ${ballot.sequence} is listed`,
        ),
        spot,
      )
    this.lists.add(ballot, line)
  }

  #judged(): Judged {
    return {
      state: this.state,
      lists: this.lists,
      calendar: this.#calendar,
      disclosure: this.#header?.disclosure,
      findings: this.#findings,
      notes: this.#notes,
    }
  }

  #anyOpen(): boolean {
    for (const { stage } of this.state.resolutions.values()) if (stage === 'open') return true
    return false
  }

  #closed(body: Closed, spot: Spot, stretch: number): void {
    for (const id of body.resolutions) {
      const window = this.#windows.get(id)
      if (window !== undefined && window.stretch !== stretch)
        this.#findings.add(
          refusal(
            'window.gap',
            `决议事项“${id}”从开始到截止的日志不连续，可能有表决票没有列出`,
            `the log from the opening of ${id} to its closing is not shown whole`,
          ),
          spot,
        )
    }
    const list = this.lists.list(this.#verifying, body.resolutions)
    if (list.count !== body.ballots.count || list.root !== body.ballots.root)
      this.#findings.add(
        refusal(
          'closed.ballots',
          `截止时封存的表决票为 ${body.ballots.count} 张，文件列出 ${list.count} 张${list.count === body.ballots.count ? '，但不是同样的票' : ''}`,
          `${body.ballots.count} ballots were sealed at the closing, the file lists ${list.count}${list.count === body.ballots.count ? ', and not the same' : ''}`,
        ),
        { ...spot, at: '/ballots' },
      )
  }

  right({ version, salt, content }: RightLine, line: number): void {
    if (version !== this.state.eligibility?.version) {
      this.#findings.add(refusal('right.version', '债权和金额不属于现行的表决权名册', 'the right is of another version of the list'), {
        line,
      })
      return
    }
    const found = openRight(this.#verifying, this.state, salt, content)
    if (found !== null) this.#findings.add(found, { line })
  }

  person({ version, salt, content }: PersonLine, line: number): void {
    const listed = this.state.listed.get(content.label)
    if (
      version !== this.state.eligibility?.version ||
      listed === undefined ||
      personDigest(this.#verifying, salt, content) !== listed.person
    )
      this.#findings.add(
        refusal(
          'person.differs',
          `“${content.label}”的身份与表决权名册的摘要不符`,
          `the person of ${content.label} does not give the digest of the list of voters`,
        ),
        { line },
      )
  }

  /** What can be said only at the end. `stretch`: the last one; `whole`: it reaches the checkpoint, so nothing of the log comes after it. */
  finish(stretch: number, whole: boolean): void {
    const { state } = this
    for (const { text, stage } of state.resolutions.values()) {
      if (stage !== 'open') continue
      if (whole && this.#windows.get(text.id)?.stretch === stretch)
        this.#notes.add(refusal('window.open', `“${text.id}”还在表决`, `the vote on ${text.id} goes on`))
      else
        this.#findings.add(
          refusal(
            'window.gap',
            `决议事项“${text.id}”从开始表决到检查点的日志没有全部列出，可能有表决票或者截止记录没有列出`,
            `the log from the opening of ${text.id} to the checkpoint is not shown whole: ballots or the closing may be missing`,
          ),
        )
    }
    if (this.#header !== null && state.notice === null)
      this.#findings.add(refusal('event.no-notice', '记录没有会议通知', 'the record has no notice of the meeting'))
    if (this.#withheld > 0)
      this.#notes.add(
        refusal(
          'votes.withheld',
          `${this.#withheld} 张表决票只公开摘要，未按票重新计算结果`,
          `${this.#withheld} ballots are shown by digest only: the result was not counted from them`,
        ),
      )
    if (this.#foreign > 0)
      this.#notes.add(
        refusal(
          'ballots.foreign',
          `表决期间日志另有 ${this.#foreign} 张票，本文件不列为本次会议的票；持有回执的人可以核对自己的票是否在内`,
          `${this.#foreign} ballots of the log during the vote are not listed as of this meeting; whoever holds a receipt can check`,
        ),
      )
    if (this.#clock > 0)
      this.#notes.add(
        refusal(
          'clock.skewed',
          `${this.#clock} 张票的服务器时间早于开始表决：时钟不准；以日志次序为准`,
          `${this.#clock} ballots bear a time before the opening: a clock was wrong; the order of the log counts`,
        ),
      )
    if (this.stage() === 'closed')
      this.#notes.add(refusal('result.none', '表决已经截止，尚未公布结果', 'the vote is closed, the result not announced yet'))
    if (this.#header?.disclosure !== 'public' && state.result !== null && state.notice?.mode === 'non-site') {
      const untold = [...state.listed.keys()].filter((label) => !state.told.has(label)).length
      if (untold > 0)
        this.#notes.add(
          refusal('told.missing', `没有向 ${untold} 户告知表决结果的记录`, `there is no record that ${untold} voters were told the result`),
        )
    }
  }
}
