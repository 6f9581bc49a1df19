import { schemeRefusals, score } from '@yingshang/ledger'
import { expect, it } from 'vitest'
import { ADOPTION_LEVELS, BRIEF, DEFAULT_SCHEME, SCORE_FACTS, SCORING_EXAMPLES } from '../src/index.ts'

it('the scheme can be used, and counts only facts that there are', () => {
  expect(schemeRefusals(DEFAULT_SCHEME)).toEqual([])
  for (const item of DEFAULT_SCHEME.items)
    for (const kind of [item.of, item.kind === 'share' ? item.part : []].flat()) expect(Object.keys(SCORE_FACTS)).toContain(kind)
  for (const talk of DEFAULT_SCHEME.talks) if (talk.kind === 'count') expect(Object.keys(SCORE_FACTS)).toContain(talk.of)
  expect(BRIEF.fields.find((f) => f.id === 'level')?.options?.map((o) => o.value)).toEqual(ADOPTION_LEVELS)
})

for (const { title, facts, gives } of SCORING_EXAMPLES)
  it(title, () => {
    const result = score(DEFAULT_SCHEME, Object.keys(gives), facts)
    if (!result.ok) throw new Error(result.refusals[0]!.en)
    expect(
      Object.fromEntries(result.value.map((s) => [s.body, { total: s.total, measured: s.coverage.measured, talks: s.talks }])),
    ).toEqual(gives)
  })
