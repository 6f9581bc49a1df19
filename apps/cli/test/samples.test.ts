import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command, NODE, ROOT, sample, yingshang } from './command.ts'

interface Samples {
  readonly plans: readonly { id: string; file: string; title: string; issuer: string; planYear: number; issuedOn: string }[]
  readonly alignments: readonly { lower: string; upper: string; between: string }[]
}

describe('the samples that ship', () => {
  const manifest = JSON.parse(readFileSync(sample('samples.json'), 'utf8')) as Samples

  it('are what their sources make', async () => {
    const { code, out } = await command(NODE, [join(ROOT, 'scripts', 'make-samples.ts'), '--check'])
    expect(code, out).toBe(0)
  })

  it.each(manifest.plans)('$id says of itself what the manifest says', async ({ file, title, issuer, planYear, issuedOn }) => {
    const plan = JSON.parse((await yingshang(['plan', 'read', sample(file), '--json'])).out)
    const said = [plan.title, plan.issuer, plan.planYear, plan.issuedOn].map((field) => field.value)
    expect(said).toEqual([title, issuer, planYear, issuedOn])
  })

  it('are aligned only with each other', () => {
    const ids = manifest.plans.map((p) => p.id)
    for (const { lower, upper } of manifest.alignments) expect(ids).toEqual(expect.arrayContaining([lower, upper]))
  })
})
