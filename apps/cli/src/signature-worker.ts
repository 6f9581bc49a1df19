/** The entry of a worker thread: answers which signatures are valid. */
import { parentPort } from 'node:worker_threads'
import type { SignatureJob } from '@yingshang/meeting'
import { sessionVerifier } from '@yingshang/meeting/node'

const verify = sessionVerifier()
parentPort!.on('message', ({ id, jobs }: { id: number; jobs: readonly SignatureJob[] }) => {
  parentPort!.postMessage({ id, answers: jobs.map(({ key, message, signature }) => verify(key, message, signature)) })
})
