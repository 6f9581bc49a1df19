import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type pg from 'pg'
// The conversion of parameters that `pg` itself uses; its package names this path among its exports.
import { prepareValue } from 'pg/lib/utils.js'
import { type Encoded, Outgoing } from './outgoing.ts'

/**
 * A connection that sends several statements in one message. Statements asked for in the same turn of the event loop travel together and are answered together: on
 * a loaded server the round trips and system calls cost more than the statements. Texts that come again are prepared once on the connection, so that PostgreSQL
 * neither parses nor plans them again.
 *
 * The statements of a message run in their order; when one fails the rest of the message is not run, and all of it that was not answered fails with the same error.
 */

/** What of the connection of `pg` is used here. */
interface Wire {
  readonly stream: { write(bytes: Buffer): void }
  on(event: 'parseComplete' | 'readyForQuery', listener: () => void): void
}

interface Column {
  readonly name: string
  readonly read: (text: string) => unknown
}

/** A text as this connection knows it. */
interface Prepared {
  readonly name: string
  /** Null until PostgreSQL described them; empty when the statement gives no rows. */
  columns: readonly Column[] | null
}

interface Job {
  readonly text: string
  readonly values: readonly Encoded[]
  readonly done: (result: QueryResult<unknown>) => void
  readonly failed: (error: unknown) => void
}

/** Texts that came once already; what comes only once (long lists of values) is not worth keeping on every connection. */
const seen = new Set<string>()
const SEEN_MOST = 2_000
/** Prepared statements that one connection holds at most. */
const PREPARED_MOST = 400
/** Longer texts are lists of values, of another length each time. */
const TEXT_MOST = 4_000

export interface TypeParsers {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown
}

/** The texts that are prepared on a connection. */
class Known extends Map<string, Prepared> {
  #names = 0
  newName(): string {
    return `y${++this.#names}`
  }
}

/** One message: written when the connection is free, answered statement by statement. */
class Message implements pg.Submittable {
  readonly #jobs: readonly Job[]
  readonly #known: Known
  readonly #types: TypeParsers
  readonly #statements: { readonly text: string; prepared: Prepared; readonly fresh: boolean }[] = []
  #at = 0
  #rows: unknown[] = []
  #unreadable: { readonly error: unknown } | null = null
  #last: (() => void) | null = null
  /** Statements that PostgreSQL has parsed, in the order in which it was asked. */
  #parsed = 0

  constructor(jobs: readonly Job[], known: Known, types: TypeParsers) {
    this.#jobs = jobs
    this.#known = known
    this.#types = types
  }

  submit(connection: pg.Connection): null {
    const outgoing = new Outgoing()
    for (const { text, values } of this.#jobs) {
      outgoing.bind(this.#prepare(outgoing, text), values)
      outgoing.execute()
    }
    outgoing.sync()
    ;(connection as unknown as Wire).stream.write(outgoing.bytes())
    return null
  }

  /** The name under which a statement is known on this connection, after asking PostgreSQL to parse it where it is not. */
  #prepare(outgoing: Outgoing, text: string): string {
    const known = this.#known.get(text)
    this.#statements.push({ text, prepared: known ?? { name: '', columns: null }, fresh: !known })
    if (known) return known.name
    const keep = text.length <= TEXT_MOST && seen.has(text) && this.#known.size < PREPARED_MOST
    if (text.length <= TEXT_MOST && seen.size < SEEN_MOST) seen.add(text)
    const name = keep ? this.#known.newName() : ''
    if (keep) {
      const prepared: Prepared = { name, columns: null }
      this.#statements.at(-1)!.prepared = prepared
      this.#known.set(text, prepared)
    }
    outgoing.parse(name, text)
    outgoing.describe(name)
    return name
  }

  /** PostgreSQL parsed the next fresh statement. */
  handleParsed(): void {
    this.#parsed++
  }

  handleRowDescription({ fields }: { readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[] }): void {
    const prepared = this.#statements[this.#at]!.prepared
    prepared.columns = fields.map((field) => ({ name: field.name, read: this.#types.getTypeParser(field.dataTypeID, 'text') }))
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const columns = this.#statements[this.#at]!.prepared.columns!
    const row: Record<string, unknown> = {}
    try {
      for (let i = 0; i < fields.length; i++) {
        const { name, read } = columns[i]!
        const text = fields[i]!
        row[name] = text === null ? null : read(text)
      }
    } catch (error) {
      this.#unreadable ??= { error }
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const [command, ...counts] = text.split(' ')
    const count = counts.at(-1)
    const rows = command === 'COMMIT' || command === 'ROLLBACK' ? [{ command }] : this.#rows
    this.#answer({ rows, ...(count !== undefined && CHANGING.has(command!) ? { numAffectedRows: BigInt(count) } : {}) })
  }

  handleEmptyQuery(): void {
    this.#answer({ rows: [] })
  }

  #answer(result: QueryResult<unknown>): void {
    const job = this.#jobs[this.#at++]!
    const unreadable = this.#unreadable
    this.#rows = []
    this.#unreadable = null
    const tell = () => (unreadable ? job.failed(unreadable.error) : job.done(result))
    // Whoever waits for the last may give the connection back, which must be free by then.
    if (this.#at === this.#jobs.length) this.#last = tell
    else tell()
  }

  handleError(error: unknown): void {
    // Answered, and then the connection broke: the answer stands.
    this.#last?.()
    this.#last = null
    // What PostgreSQL did not come to parse is not prepared.
    for (const { text } of this.#statements.filter((s) => s.fresh).slice(this.#parsed)) this.#known.delete(text)
    const rest = this.#jobs.slice(this.#at)
    this.#at = this.#jobs.length
    for (const job of rest) job.failed(error)
  }

  handleReadyForQuery(): void {
    this.#last?.()
    this.#last = null
  }

  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
}

/** The protocol counts parameters in 16 bits. One statement with more fails by itself: found only while the message is written, it would end the process. */
const PARAMETERS_MOST = 65_535

function encoded(parameters: readonly unknown[]): readonly Encoded[] {
  if (parameters.length > PARAMETERS_MOST) throw new RangeError(`a statement takes ${PARAMETERS_MOST} parameters, not ${parameters.length}`)
  return parameters.map((value) => prepareValue(value))
}

const CHANGING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

export class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #types: TypeParsers
  readonly #known = new Known()
  #waiting: Job[] = []
  /** Somebody waits for what waits. */
  #wanted = false
  #flushing = false
  /** Under way; `pg` takes one message at a time. */
  #current: Message | null = null
  #failure: { readonly error: unknown } | null = null

  constructor(client: pg.PoolClient, types: TypeParsers) {
    this.#client = client
    this.#types = types
    const wire = (client as unknown as { connection: Wire }).connection
    wire.on('parseComplete', () => this.#current?.handleParsed())
    const free = () => {
      this.#current = null
      if (this.#wanted) this.#flush()
    }
    wire.on('readyForQuery', free)
    // A connection that broke has failed what was under way, and fails at once what comes now.
    client.on('error', free)
    client.on('end', free)
  }

  /** Runs a statement; it is sent at the end of this turn of the event loop, with whatever else waits then. */
  executeQuery<R>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<R>> {
    return new Promise<QueryResult<R>>((done, failed) => {
      this.#waiting.push({ text: sql, values: encoded(parameters), done: done as Job['done'], failed })
      this.#wanted = true
      if (this.#flushing) return
      this.#flushing = true
      process.nextTick(() => this.#flush())
    })
  }

  /** Has a statement sent before the next one that somebody waits for. Should it fail, that one fails with it. */
  later({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): void {
    this.#waiting.push({
      text: sql,
      values: encoded(parameters),
      done: () => undefined,
      failed: (error) => {
        this.#failure ??= { error }
      },
    })
  }

  /** Forgets what waits to be sent, and what failed. */
  clear(): void {
    this.#waiting = []
    this.#wanted = false
    this.#failure = null
  }

  /** The first failure among the statements that nobody waited for. */
  get failure(): { readonly error: unknown } | null {
    return this.#failure
  }

  #flush(): void {
    this.#flushing = false
    if (this.#current !== null || this.#waiting.length === 0) return
    this.#wanted = false
    this.#current = new Message(this.#waiting, this.#known, this.#types)
    this.#waiting = []
    this.#client.query(this.#current)
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not streamed')
  }
}
