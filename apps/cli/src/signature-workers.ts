import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SignatureJob } from '@yingshang/meeting'

/** Signatures in worker threads: a hundred thousand of them are most of the work of a verification, and each is alone. */

export interface SignatureWorkers {
  /** Whether each signature is valid, in the order given. */
  readonly verify: (jobs: readonly SignatureJob[]) => Promise<readonly boolean[]>
  readonly stop: () => Promise<void>
}

interface Hand {
  readonly worker: Worker
  /** Waiting answers by number of the question. */
  readonly waiting: Map<number, { readonly done: (answers: readonly boolean[]) => void; readonly fail: (error: unknown) => void }>
}

/** Workers are started with the first question, at most one a processor; a small record never starts them all. */
export function signatureWorkers(most: number = Math.max(1, Math.min(8, availableParallelism()))): SignatureWorkers {
  const hands: Hand[] = []
  let number = 0
  const hire = (): Hand => {
    const hand: Hand = { worker: new Worker(new URL('./signature-worker.ts', import.meta.url)), waiting: new Map() }
    hand.worker.on('message', ({ id, answers }: { id: number; answers: readonly boolean[] }) => {
      hand.waiting.get(id)?.done(answers)
      hand.waiting.delete(id)
    })
    hand.worker.on('error', (error) => {
      for (const { fail } of hand.waiting.values()) fail(error)
      hand.waiting.clear()
    })
    hands.push(hand)
    return hand
  }
  /** The one with the shortest queue; another is hired while all are busy. */
  const pick = (): Hand => {
    const free = hands.toSorted((a, b) => a.waiting.size - b.waiting.size)[0]
    return free === undefined || (free.waiting.size > 0 && hands.length < most) ? hire() : free
  }
  return {
    verify: (jobs) =>
      new Promise((done, fail) => {
        const { worker, waiting } = pick()
        const id = number++
        waiting.set(id, { done, fail })
        worker.postMessage({ id, jobs })
      }),
    stop: async () => {
      await Promise.all(hands.map(({ worker }) => worker.terminate()))
    },
  }
}
