/**
 * Reads a document in a worker of its own, with a limit on time and on memory, so that no upload can stall or kill the process that took it.
 */
import { Worker } from 'node:worker_threads'
import type { ReadLimits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { DocumentRefusal, DocumentResult } from './model.ts'
import { refusal, sizeOf } from './refusals.ts'

export interface SandboxOptions {
  /** Name of the file, for messages only. */
  readonly name?: string
  readonly limits?: Partial<ReadLimits>
  /** Time for one document in milliseconds, the start of the worker included. Default 30 000. */
  readonly timeMs?: number
  /** Heap for one document in megabytes. Default 512. */
  readonly memoryMb?: number
}

/** What is handed to the worker. */
export interface SandboxJob {
  readonly bytes: Uint8Array
  readonly name: string | undefined
  readonly limits: Partial<ReadLimits> | undefined
}

const DEFAULT_TIME_MS = 30_000
const DEFAULT_MEMORY_MB = 512

/**
 * `readDocument` in a worker thread. Gives the same results, and besides the refusals `document.timeout` and `document.memory`.
 * Never rejects. The bytes are copied; the caller keeps its own.
 */
export function readInSandbox(bytes: Uint8Array, options: SandboxOptions = {}): Promise<DocumentResult> {
  const maxBytes = options.limits?.maxBytes ?? DEFAULT_LIMITS.maxBytes
  const timeMs = options.timeMs ?? DEFAULT_TIME_MS
  const memoryMb = options.memoryMb ?? DEFAULT_MEMORY_MB
  // Too large needs no copy and no worker: the reader says so at once.
  if (bytes.length > maxBytes) return Promise.resolve({ ok: false, refusal: tooLarge(bytes.length, maxBytes, options.name) })
  const job: SandboxJob = { bytes, name: options.name, limits: options.limits }

  return new Promise((resolve) => {
    let settled = false
    const worker = new Worker(new URL('./sandbox-worker.ts', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: Math.min(64, memoryMb), stackSizeMb: 4 },
      // The worker needs nothing of its surroundings; settings and secrets stay outside.
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    })
    const settle = (result: DocumentResult) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      void worker.terminate()
      resolve(result)
    }
    const timer = setTimeout(() => settle({ ok: false, refusal: timeout(timeMs, options.name) }), timeMs)
    worker.once('message', (result: DocumentResult) => settle(result))
    worker.once('error', (error: Error & { code?: string }) =>
      settle({
        ok: false,
        refusal: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? memory(memoryMb, options.name) : broken(error, options.name),
      }),
    )
    worker.once('exit', () => settle({ ok: false, refusal: broken(new Error('the reader ended without a result'), options.name) }))
  })
}

const named = (name: string | undefined): Record<string, string> => (name === undefined ? {} : { name })

const tooLarge = (size: number, limit: number, name: string | undefined): DocumentRefusal =>
  refusal(
    'document.too-large',
    `文件大小 ${sizeOf(size)}，超过上限 ${sizeOf(limit)}。请去掉图片或附件、或拆分后再上传。`,
    `The file is ${sizeOf(size)}, over the limit of ${sizeOf(limit)}. Remove pictures or attachments, or split it, and upload again.`,
    { size, limit, ...named(name) },
  )

const timeout = (timeMs: number, name: string | undefined): DocumentRefusal =>
  refusal(
    'document.timeout',
    `读取超过 ${timeMs / 1000} 秒仍未完成，已停止。文件可能过于复杂或已损坏，请拆分，或用原软件另存一份后再上传。`,
    `Reading took longer than ${timeMs / 1000} seconds and was stopped. The file may be too complex or damaged; split it, or save a new copy from the original program, and upload again.`,
    { timeMs, ...named(name) },
  )

const memory = (memoryMb: number, name: string | undefined): DocumentRefusal =>
  refusal(
    'document.memory',
    `读取所需内存超过 ${memoryMb} MB，已停止。请拆分文件，或去掉其中的大图、大表后再上传。`,
    `Reading needed more than ${memoryMb} MB of memory and was stopped. Split the file, or remove large pictures and tables, and upload again.`,
    { memoryMb, ...named(name) },
  )

const broken = (error: Error, name: string | undefined): DocumentRefusal =>
  refusal(
    'document.corrupt',
    '文件无法读取（读取程序异常结束）。请用原软件打开并另存一份后再上传。',
    'The file cannot be read (the reader ended abnormally). Open it in the program that made it, save a new copy and upload that.',
    { reason: error.message.slice(0, 200), ...named(name) },
  )
