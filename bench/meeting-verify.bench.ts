/**
 * Verification of a meeting's record as a user runs it: 100,000 signed ballots in a file, `yingshang meeting verify` in a process of its own. The yardsticks, in the same run: the
 * same signatures alone on one processor, and SHA-256 of the same file. `npm run bench -- meeting-verify`
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatTrust } from '@yingshang/journal'
import { KINDS, type ResolutionText, recordLines, type VoteEvent, voteMessage } from '@yingshang/meeting'
import { sessionVerifier } from '@yingshang/meeting/node'
import { Hall, trust } from '../packages/meeting/test/hall.ts'
import { fixed, timed } from './measure.ts'

/** A hall in which `voters` have voted `each` times on each of `resolutions`. */
export async function hallOf(voters: number, resolutions: number, each: number): Promise<Hall> {
  const texts: ResolutionText[] = Array.from({ length: resolutions }, (_, i) => ({
    id: `r${i + 1}`,
    title: `表决事项${i + 1}`,
    text: `同意第 ${i + 1} 项议案。`,
    majority: 'ordinary',
  }))
  const labels = Array.from({ length: voters }, (_, i) => `V-${String(i).padStart(6, '0')}`)
  const hall = await Hall.of(labels, { resolutions: texts, agenda: [] })
  const ids = texts.map((t) => t.id)
  hall.open(...ids)
  for (let round = 0; round < each; round++)
    for (const resolution of ids)
      for (const [i, label] of labels.entries()) await hall.vote(label, (i + round) % 3 === 0 ? 'against' : 'for', { resolution })
  hall.close(...ids)
  hall.result()
  return hall
}

const folder = mkdtempSync(join(tmpdir(), 'yingshang-bench-'))
try {
  const started = performance.now()
  const hall = await hallOf(5_000, 10, 2)
  console.log(`generated: ${fixed(hall.log.length, 0)} entries in ${fixed((performance.now() - started) / 1000)} s`)
  const file = join(folder, 'meeting.jsonl')
  const out = createWriteStream(file)
  for await (const line of recordLines(hall.source(), 'full')) if (!out.write(`${line}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
  writeFileSync(join(folder, 'trust.json'), formatTrust(trust))

  const bytes = readFileSync(file)
  console.log(
    `file: ${fixed(bytes.length / 1e6)} MB; SHA-256 of it: ${fixed(
      timed(() => createHash('sha256').update(bytes).digest()),
      0,
    )} ms`,
  )
  const verify = sessionVerifier()
  const jobs = hall.log.flatMap(({ kind, own }) => {
    if (kind !== KINDS.vote) return []
    const { session, statement, signature } = own!.body as VoteEvent
    return [{ key: hall.sessions.get(session)!.key, message: voteMessage(statement), signature: Buffer.from(signature, 'base64') }]
  })
  const alone = timed(() => jobs.every((j) => verify(j.key, j.message, j.signature)))
  console.log(
    `signatures alone, one processor: ${fixed(jobs.length, 0)} in ${fixed(alone / 1000)} s, ${fixed((jobs.length / alone) * 1000, 0)}/s`,
  )

  const main = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))
  const run = () =>
    spawnSync(process.execPath, [main, 'meeting', 'verify', file, '--trust', join(folder, 'trust.json'), '--json'], { maxBuffer: 1 << 28 })
  let ended: ReturnType<typeof run> | undefined
  const took = timed(() => {
    ended = run()
    return ended
  })
  const report = JSON.parse(String(ended!.stdout)) as { ok: boolean; counts: { ballots: number; signatures: number } }
  console.log(
    `yingshang meeting verify: ${fixed(report.counts.ballots, 0)} ballots, ${fixed(report.counts.signatures, 0)} signatures, ok ${report.ok}: ${fixed(took / 1000)} s, ${fixed((report.counts.ballots / took) * 1000, 0)} ballots/s`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
