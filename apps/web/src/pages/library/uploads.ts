import type { UploadedPlan } from '@yingshang/server/contract'
import { useSyncExternalStore } from 'react'
import { ApiError, upload } from '../../api/client.ts'

/** The files on their way to the server. Kept outside the pages, so that going to another page does not stop an upload. */
export interface Upload {
  readonly id: number
  readonly file: File
  readonly state: 'waiting' | 'sending' | 'reading' | 'done' | 'duplicate' | 'refused'
  /** Share sent, 0 to 1. */
  readonly share: number
  readonly plan?: UploadedPlan
  readonly error?: ApiError
}

/** Two at a time: the server reads each in a worker of its own, and more would only make all of them slower. */
const AT_ONCE = 2

let uploads: readonly Upload[] = []
let nextId = 1
const listeners = new Set<() => void>()
const finished = new Set<(one: Upload) => void>()

function change(id: number, part: Partial<Upload>): Upload {
  uploads = uploads.map((u) => (u.id === id ? { ...u, ...part } : u))
  for (const listener of listeners) listener()
  return uploads.find((u) => u.id === id)!
}

function pump(): void {
  const running = uploads.filter((u) => u.state === 'sending' || u.state === 'reading').length
  for (const next of uploads.filter((u) => u.state === 'waiting').slice(0, AT_ONCE - running)) void send(next)
}

async function send({ id, file }: Upload): Promise<void> {
  change(id, { state: 'sending', share: 0 })
  let last: Upload
  try {
    const plan = await upload<UploadedPlan>('/api/plans', file, {}, (share) =>
      change(id, { share, state: share < 1 ? 'sending' : 'reading' }),
    )
    last = change(id, { state: plan.duplicateOf ? 'duplicate' : 'done', plan, share: 1 })
  } catch (error) {
    last = change(id, { state: 'refused', error: error instanceof ApiError ? error : new ApiError(unknown(error)) })
  }
  for (const listener of finished) listener(last)
  pump()
}

const unknown = (error: unknown) => ({
  status: 0,
  code: 'page.error',
  zh: String(error),
  en: String(error),
  errors: [],
  changes: [],
})

/** Puts files in the queue. */
export function addUploads(files: Iterable<File>): void {
  uploads = [...uploads, ...[...files].map((file) => ({ id: nextId++, file, state: 'waiting' as const, share: 0 }))]
  for (const listener of listeners) listener()
  pump()
}

/** Sends a refused file once more (after a lost connection). */
export function retryUpload(id: number): void {
  change(id, { state: 'waiting', share: 0 })
  pump()
}

/** Takes the finished ones off the list. */
export function clearFinished(): void {
  uploads = uploads.filter((u) => u.state === 'waiting' || u.state === 'sending' || u.state === 'reading')
  for (const listener of listeners) listener()
}

/** Calls back for every upload that comes to an end; gives the way to stop that. */
export function onUploadFinished(listener: (one: Upload) => void): () => void {
  finished.add(listener)
  return () => finished.delete(listener)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The uploads as they stand. */
export const useUploads = (): readonly Upload[] => useSyncExternalStore(subscribe, () => uploads)
