import { Worker } from 'node:worker_threads'
import type { Alignment, Decision, PairDrift, Plan, ReadHints } from '@yingshang/plan'
import type { LedgerFile, WrittenFile } from '../exports/ledger-file.ts'

/**
 * Reading, comparing and writing, in threads of their own: a long text must not keep others waiting, and work that takes too long is ended.
 * One thread reads, the other compares and writes, so that a long reading holds up nobody who works with what was read. Each is started
 * with its first job and kept; jobs wait their turn.
 */

/** A plan without its source, as it is stored. */
export type PlanBody = Omit<Plan, 'source'>

/** Two plans compared: what the comparison found, what holds after decisions, and how each pair drifted. */
export interface Comparison {
  readonly machine: Alignment
  readonly decided: Alignment
  /** Ids of decisions of which a measure was not found again. */
  readonly lost: readonly string[]
  /** Of every pair that holds. */
  readonly drift: readonly PairDrift[]
}

export type Job =
  | { readonly kind: 'read'; readonly text: string; readonly hints: ReadHints }
  | {
      readonly kind: 'compare'
      readonly lower: Plan
      readonly upper: Plan
      /** What an earlier comparison of the same plans found; found anew when left out. */
      readonly machine?: Alignment
      readonly decisions: readonly Decision[]
    }
  | { readonly kind: 'write'; readonly file: LedgerFile; readonly to: 'xlsx' | 'docx'; readonly now: Date }

export interface Engine {
  /** Reads the plan in a text. Spans index the text that was given. */
  read(text: string, hints: ReadHints): Promise<PlanBody>
  compare(job: Omit<Extract<Job, { kind: 'compare' }>, 'kind'>): Promise<Comparison>
  /** Makes a workbook or an official document of tables. */
  write(file: LedgerFile, to: 'xlsx' | 'docx', now: Date): Promise<WrittenFile>
  stop(): Promise<void>
}

/** The job took longer than it may. */
export class EngineTimeout extends Error {}

/** Which method made a result; stored results of another one are made anew. */
export const METHOD = '1'

interface Limits {
  readonly seconds: number
  readonly memoryMb: number
}

export function startEngine(limits: Limits): Engine {
  const [reading, working] = [startLane(limits), startLane(limits)]
  return {
    read: (text, hints) => reading.enqueue<PlanBody>({ kind: 'read', text, hints }),
    compare: (job) => working.enqueue<Comparison>({ kind: 'compare', ...job }),
    write: (file, to, now) => working.enqueue<WrittenFile>({ kind: 'write', file, to, now }),
    async stop() {
      await Promise.all([reading.stop(), working.stop()])
    },
  }
}

/** One thread and its queue. */
function startLane(limits: Limits) {
  let worker: Worker | null = null
  let queue: Promise<unknown> = Promise.resolve()

  const open = () => {
    const made = new Worker(new URL('./engine-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, stackSizeMb: 8 },
      env: {},
      execArgv: [],
    })
    made.unref()
    made.on('exit', () => {
      if (worker === made) worker = null
    })
    return made
  }

  async function run<T>(job: Job): Promise<T> {
    worker ??= open()
    const own = worker
    return new Promise<T>((done, fail) => {
      const end = () => {
        clearTimeout(timer)
        own.off('message', answer)
        own.off('error', broken)
        own.unref()
      }
      const answer = (message: { ok: true; value: T } | { ok: false; reason: string }) => {
        end()
        if (message.ok) done(message.value)
        else fail(new Error(message.reason))
      }
      const broken = (error: Error & { code?: string }) => {
        end()
        worker = null
        fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new EngineTimeout('memory') : error)
      }
      const timer = setTimeout(() => {
        end()
        worker = null
        void own.terminate()
        fail(new EngineTimeout('time'))
      }, limits.seconds * 1000)
      own.ref()
      own.once('message', answer)
      own.once('error', broken)
      own.postMessage(job)
    })
  }

  const enqueue = <T>(job: Job): Promise<T> => {
    const result = queue.then(() => run<T>(job))
    queue = result.catch(() => undefined)
    return result
  }

  return {
    enqueue,
    async stop() {
      await worker?.terminate()
      worker = null
    },
  }
}
