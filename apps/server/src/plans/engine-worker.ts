import { parentPort } from 'node:worker_threads'
import { align, decide, driftAll, type Plan, type ReadHints, read } from '@yingshang/plan'
import { ledgerFile, type WrittenFile } from '../exports/ledger-file.ts'
import type { Comparison, Job, PlanBody } from './engine.ts'

/** The thread behind `engine.ts`. */

const port = parentPort!
port.on('message', async (job: Job) => {
  try {
    port.postMessage({ ok: true, value: await work(job) })
  } catch (error) {
    port.postMessage({ ok: false, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

async function work(job: Job): Promise<PlanBody | Comparison | WrittenFile> {
  if (job.kind === 'write') return ledgerFile(job.file, job.to, job.now)
  if (job.kind === 'read') {
    const { source: _, ...plan } = readWith(job.text, job.hints)
    return plan
  }
  const { lower, upper, decisions } = job
  const machine = job.machine ?? align(lower, upper)
  const decided = decide(machine, decisions, { lower, upper })
  return {
    machine,
    decided: decided.alignment,
    lost: decided.unmatched.map((d) => d.id),
    drift: driftAll(decided.alignment, lower, upper),
  }
}

/** Reads with what the uploader knew only where the text does not say it: the text is the better witness. */
function readWith(text: string, hints: ReadHints): Plan {
  const { issuedOn, planYear, ...others } = hints
  const plan = read(text, others)
  const missing = {
    ...(issuedOn !== undefined && plan.issuedOn.value === null ? { issuedOn } : {}),
    ...(planYear !== undefined && plan.planYear.value === null ? { planYear } : {}),
  }
  return Object.keys(missing).length === 0 ? plan : read(text, { ...others, ...missing })
}
