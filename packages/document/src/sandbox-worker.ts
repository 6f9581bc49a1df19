/** The entry of the reading worker: one document in, one result out. */
import { parentPort, workerData } from 'node:worker_threads'
import { readDocument } from './read.ts'
import type { SandboxJob } from './sandbox.ts'

const job = workerData as SandboxJob
const result = await readDocument(job.bytes, {
  ...(job.name === undefined ? {} : { name: job.name }),
  ...(job.limits === undefined ? {} : { limits: job.limits }),
})
parentPort?.postMessage(result)
