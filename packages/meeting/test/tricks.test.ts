import { type results, testThreshold } from '@yingshang/ballot'
import { describe, expect, it } from 'vitest'
import { type Disclosure, KINDS, type MeetingReport, type ResultEvent, verifyMeeting } from '../src/index.ts'
import { Hall, hashing, PLAN, trust, verifySignatures } from './hall.ts'

const check = (lines: readonly string[]): Promise<MeetingReport> => verifyMeeting(hashing, lines, { trust, verifySignatures })
const codes = (report: MeetingReport) => [...new Set(report.findings.map((f) => f.code))]

type Line = Record<string, unknown> & { line: string; index?: number }

/** The file, edited by hand after it was written. */
async function edited(hall: Hall, edit: (lines: Line[]) => Line[], disclosure: Disclosure = 'pseudonymous'): Promise<MeetingReport> {
  const lines = edit((await hall.record(disclosure)).map((l) => JSON.parse(l) as Line))
  const end = lines.at(-1)!
  if (end.line === 'end') end.lines = lines.length - 1
  return check(lines.map((l) => JSON.stringify(l)))
}

/** Three ordinary creditors with different amounts vote by class on a plan, beside a secured one who refuses. */
async function planVoted(): Promise<Hall> {
  const hall = new Hall()
  hall.do(KINDS.notice, hall.notice({ resolutions: [PLAN], agenda: [] }))
  hall.list(
    hall.right('V-1', [{ amount: 100 }]),
    hall.right('V-2', [{ amount: 700 }]),
    hall.right('V-3', [{ amount: 300, class: 'secured', keepsPriority: true }]),
  )
  for (const voter of ['V-1', 'V-2', 'V-3']) await hall.signIn(voter)
  hall.open('r2')
  await hall.vote('V-1', 'for', { resolution: 'r2' })
  hall.other('ballot.vote')
  hall.other()
  await hall.vote('V-2', 'for', { resolution: 'r2' })
  await hall.vote('V-3', 'against', { resolution: 'r2' })
  hall.close('r2')
  return hall
}

/** The log as a dishonest office with the true key of the log would write it: with this result. */
async function announced(change: (result: ResultEvent) => void, disclosure: Disclosure): Promise<MeetingReport> {
  const hall = await planVoted()
  const index = hall.result()
  const body = structuredClone(hall.log[index]!.own!.body) as ResultEvent
  change(body)
  hall.log.pop()
  hall.seal(KINDS.result, body)
  return check(await hall.record(disclosure))
}

type Open<T> = { -readonly [K in keyof T]: T[K] extends object ? Open<T[K]> : T[K] }
const first = (result: ResultEvent) => result.results[0]! as unknown as Open<ResultEvent['results'][number]> & { classes: unknown[] }

describe('the list of voters', () => {
  it('with the amounts of two voters of one class exchanged is found, though the totals are the same', async () => {
    const report = await edited(await planVoted(), (lines) => {
      const [one, other] = lines.filter((l) => l.line === 'right') as unknown as { content: { claims: unknown } }[]
      const claims = one!.content.claims
      one!.content.claims = other!.content.claims
      other!.content.claims = claims
      return lines
    })
    expect(codes(report)).toContain('right.differs')
  })

  it('of another meeting is found', async () => {
    const hall = await planVoted()
    const index = hall.log.findIndex((e) => e.kind === KINDS.eligibility)
    hall.seal(KINDS.eligibility, { ...hall.log[index]!.own!.body, meeting: 'm-2' })
    hall.log[index] = hall.log.pop()!
    expect(codes(await check(await hall.record()))).toContain('event.other-meeting')
  })
})

describe('the stretches', () => {
  it('given twice are found', async () => {
    const report = await edited(await planVoted(), (lines) => {
      const from = lines.findIndex((l) => l.line === 'stretch')
      return [...lines.slice(0, -1), ...lines.slice(from, -1), lines.at(-1)!]
    })
    expect(codes(report)).toEqual(expect.arrayContaining(['stretch.order', 'entry.no-stretch']))
  })

  it('with entries of others exchanged are found', async () => {
    const report = await edited(await planVoted(), (lines) => {
      const [one, other] = lines.filter((l) => l.line === 'entry' && l.own === undefined)
      const kept = { kind: one!.kind, digest: one!.digest }
      Object.assign(one!, { kind: other!.kind, digest: other!.digest })
      Object.assign(other!, kept)
      return lines
    })
    expect(codes(report)).toContain('not-in-log')
  })

  it('that end before the closing, with a proof that holds, do not hide the last ballots', async () => {
    const hall = await planVoted()
    const source = hall.source()
    const last = hall.log.findLastIndex((e) => e.kind === KINDS.vote) - 1
    for (const disclosure of ['public', 'pseudonymous'] as const) {
      const cut = { ...source, indexes: source.indexes.filter((i) => i <= last), window: { first: source.window!.first, last } }
      expect(codes(await check(await hall.record(disclosure, cut)))).toEqual(['window.gap'])
    }
  })

  it('of a meeting that still votes reach the checkpoint, and that is said', async () => {
    const hall = await planVoted()
    hall.log.pop()
    const open = { ...hall.source(), window: { first: hall.log.findIndex((e) => e.kind === KINDS.opened), last: hall.log.length - 1 } }
    const report = await check(await hall.record('public', open))
    expect(codes(report)).toEqual([])
    expect(report.notes.map((n) => n.code)).toContain('window.open')
  })
})

describe.each<Disclosure>(['public', 'pseudonymous'])('a result in a %s record', (disclosure) => {
  it('that keeps silent about the class that refused is found', async () => {
    const report = await announced((body) => {
      const one = first(body)
      one.classes = one.classes.filter((c) => (c as { passed: boolean }).passed)
      one.passed = true
    }, disclosure)
    expect(codes(report)).toContain('result.arithmetic')
  })

  it('counted by another majority is found', async () => {
    const report = await announced((body) => {
      const one = first(body)
      one.majority = 'ordinary'
      for (const c of one.classes as unknown as ReturnType<typeof results>[number]['classes'])
        Object.assign(c, { amountTest: testThreshold({ part: 1, of: 2, over: false }, c.for.amount, c.amountTest.base) })
    }, disclosure)
    expect(codes(report)).toContain('result.arithmetic')
  })

  it('that says a vote was the second one is found', async () => {
    const report = await announced((body) => {
      Object.assign(first(body), { together: { first: 'r1', classes: [], passed: false } })
    }, disclosure)
    expect(codes(report)).toContain('result.arithmetic')
  })

  it('given twice for one resolution is found', async () => {
    const report = await announced((body) => {
      ;(body as unknown as { results: unknown[] }).results.push(body.results[0])
    }, disclosure)
    expect(codes(report)).toContain('result.twice')
  })

  it('as it was counted holds', async () => {
    expect(codes(await announced(() => undefined, disclosure))).toEqual([])
  })
})
