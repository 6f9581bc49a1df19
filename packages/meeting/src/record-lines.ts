/**
 * Writing a record file: which entries are shown, how much of each, and the proofs between them. The log is read through a parameter.
 */
import { type Bytes, type Range, type Result, rangeNodes, TILE_WIDTH, toBase64 } from '@yingshang/journal'
import {
  BALLOT_KINDS,
  type BallotStatement,
  type Disclosure,
  type EntryLine,
  KINDS,
  type Person,
  PUBLIC_KINDS,
  type RecordLine,
  type Right,
} from './model.ts'

/** An entry of the log as the exporter reads it. `own`: salt and body, for entries of the meeting. */
export interface LogEntry {
  readonly index: number
  readonly kind: string
  /** 64 hexadecimal digits. */
  readonly digest: string
  readonly own?: { readonly salt: string; readonly body: object }
}

/** What a record is written from. */
export interface RecordSource {
  readonly meeting: string
  /** The signed checkpoint, verbatim, and its size: every index lies below it. */
  readonly checkpoint: string
  readonly size: number
  /** Hashes of the log: `TileTree` or any other. */
  readonly tree: {
    range(range: Range, size: number): Promise<Result<Bytes>>
    consistencyProof(size1: number, size2: number): Promise<Result<Bytes[]>>
  }
  /** Indexes of the meeting's entries, ascending. */
  readonly indexes: readonly number[]
  /** Index of the first `meeting.opened` and of the last `meeting.closed` (or the last entry of the log, while something is open); null before the opening. */
  readonly window: { readonly first: number; readonly last: number } | null
  /** All entries `[from, to)` of the log, ascending. */
  entries(from: number, to: number): AsyncIterable<LogEntry> | Iterable<LogEntry>
  /** Openings of a version of the list of voters; those that stand unchanged from the version before may be left out. */
  rights(version: number): Promise<readonly { readonly salt: string; readonly content: Right }[]>
  persons(version: number): Promise<readonly { readonly salt: string; readonly content: Person }[]>
}

/** Entries nearer than this are shown in one stretch: a proof costs about as much as so many entries of others. */
const NEAR = 64

/** The stretches `[from, to)` of a record: the window of the vote is one, neighbours are joined. Ascending. */
export function planStretches(
  indexes: readonly number[],
  window: RecordSource['window'],
): readonly { readonly from: number; readonly to: number }[] {
  const spans = indexes.map((index) => ({ from: index, to: index + 1 }))
  if (window !== null) spans.push({ from: window.first, to: window.last + 1 })
  spans.sort((a, b) => a.from - b.from || b.to - a.to)
  const joined: { from: number; to: number }[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last !== undefined && span.from - last.to <= NEAR) last.to = Math.max(last.to, span.to)
    else joined.push({ ...span })
  }
  return joined
}

/** What a record of this disclosure shows of an entry. */
export function shownEntry(disclosure: Disclosure, { index, kind, digest, own }: LogEntry): EntryLine {
  const line = { line: 'entry', index, kind, digest } as const
  if (own === undefined) return line
  if (disclosure !== 'public' || PUBLIC_KINDS.includes(kind)) return { ...line, own: true, salt: own.salt, body: own.body }
  if (!BALLOT_KINDS.includes(kind)) return { ...line, own: true }
  const { voter, resolution, sequence } = (own.body as { readonly statement: BallotStatement }).statement
  return { ...line, own: true, ballot: { voter, resolution, sequence } }
}

/** The lines of a record file, each without its newline. Throws when the log cannot be read: then there is no record. */
export async function* recordLines(source: RecordSource, disclosure: Disclosure): AsyncGenerator<string> {
  let lines = 0
  const line = (value: RecordLine) => {
    lines++
    return JSON.stringify(value)
  }
  const { meeting, checkpoint, size, tree } = source
  const hash = async (start: number, end: number) => toBase64(readOrThrow(await tree.range({ start, end }, size)))
  yield line({ line: 'header', v: 1, format: 'yingshang/meeting-record', disclosure, meeting, checkpoint })
  for (const { from, to } of planStretches(source.indexes, source.window)) {
    const frontier: string[] = []
    for (const { level, index } of rangeNodes({ start: 0, end: from }))
      frontier.push(await hash(index * 2 ** level, (index + 1) * 2 ** level))
    const proof = to === size ? [] : readOrThrow(await tree.consistencyProof(to, size)).map(toBase64)
    yield line({ line: 'stretch', from, to, frontier, proof })
    for await (const entry of source.entries(from, to)) {
      const shown = shownEntry(disclosure, entry)
      const start = entry.index + 1 - TILE_WIDTH
      yield line(start % TILE_WIDTH === 0 && start >= from ? { ...shown, tile: await hash(start, entry.index + 1) } : shown)
      if (entry.kind === KINDS.eligibility && entry.own !== undefined && disclosure !== 'public') {
        const { version } = entry.own.body as { readonly version: number }
        for (const right of await source.rights(version)) yield line({ line: 'right', version, ...right })
        if (disclosure === 'full') for (const person of await source.persons(version)) yield line({ line: 'person', version, ...person })
      }
    }
  }
  yield JSON.stringify({ line: 'end', lines } satisfies RecordLine)
}

function readOrThrow<T>(read: Result<T>): T {
  if (!read.ok) throw new Error(`the log cannot be read: ${read.refusal.en}`)
  return read.value
}
