import { describe, expect, it } from 'vitest'
import { type Disclosure, KINDS, type MeetingReport, verifyMeeting } from '../src/index.ts'
import { Hall, hashing, trust, verifySignatures } from './hall.ts'

const check = (lines: readonly string[], more: object = {}): Promise<MeetingReport> =>
  verifyMeeting(hashing, lines, { trust, verifySignatures, ...more })
const codes = (report: MeetingReport) => report.findings.map((f) => f.code)

/** Three voters, one change of mind, a paper ballot, somebody else's entries in between. */
async function held(): Promise<Hall> {
  const hall = await Hall.of(['V-1', 'V-2', 'V-3'])
  hall.other()
  hall.open('r1')
  await hall.vote('V-1', 'against')
  hall.other('ballot.vote')
  await hall.vote('V-2', 'for')
  await hall.vote('V-1', 'for')
  hall.do(KINDS.paper, hall.paperBody('V-3', 'against'))
  hall.close('r1')
  for (let i = 0; i < 100; i++) hall.other()
  hall.result()
  hall.other()
  return hall
}

describe('a sound record', () => {
  it.each<Disclosure>(['full', 'pseudonymous', 'public'])('holds as %s record', async (disclosure) => {
    const report = await check(await (await held()).record(disclosure))
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ ok: true, stage: 'announced', counts: { ballots: 4, voters: 3 } })
    expect(report.announced).toMatchObject([{ passed: true, classes: [{ for: { heads: 2, amount: 200 }, present: 3 }] }])
    expect(report.results).toEqual(disclosure === 'public' ? [] : report.announced)
    expect(report.counts.signatures).toBe(disclosure === 'public' ? 0 : 6)
  })

  it('names nobody unless it is full, and shows no choice to the public', async () => {
    const hall = await held()
    expect((await hall.record('pseudonymous')).join()).not.toContain('债权人V')
    expect((await hall.record('full')).join()).toContain('债权人V')
    const open = (await hall.record('public')).join()
    expect(open).not.toContain('"choice"')
    expect(open).not.toContain('"claims"')
  })
})

type Line = Record<string, unknown> & { line: string; index?: number; body?: Record<string, unknown> }

/** The file, edited by hand after it was written. */
async function edited(hall: Hall, edit: (lines: Line[]) => unknown, disclosure: Disclosure = 'full'): Promise<MeetingReport> {
  const lines = (await hall.record(disclosure)).map((l) => JSON.parse(l) as Line)
  const made = edit(lines)
  const after = Array.isArray(made) ? (made as Line[]) : lines
  const end = after.at(-1)!
  if (end.line === 'end') end.lines = after.length - 1
  return check(after.map((l) => JSON.stringify(l)))
}

/** The database changed by its owner: rows and their digests are new, the signed tree is as it was. */
async function rewritten(hall: Hall, change: (hall: Hall) => void, disclosure: Disclosure = 'full'): Promise<MeetingReport> {
  const source = hall.source()
  change(hall)
  return check(await hall.record(disclosure, { ...hall.source(), tree: source.tree, checkpoint: source.checkpoint, size: source.size }))
}

/** The whole log written anew and signed with its true key. */
async function resigned(hall: Hall, change: (hall: Hall) => void, disclosure: Disclosure = 'full'): Promise<MeetingReport> {
  change(hall)
  return check(await hall.record(disclosure))
}

const votes = (hall: Hall) => hall.log.flatMap((e, i) => (e.kind === KINDS.vote && e.own !== undefined ? [i] : []))
const indexOf = (hall: Hall, kind: string) => hall.log.findIndex((e) => e.kind === kind)
/** Put another body under an entry, sealed properly. */
function replace(hall: Hall, index: number, body: object): void {
  hall.seal(hall.log[index]!.kind, body)
  hall.log[index] = hall.log.pop()!
}
const bodyOf = <T>(hall: Hall, index: number) => structuredClone(hall.log[index]!.own!.body) as T
type Vote = { at: string; statement: { choice: string; sequence: number; previous: string | null; voter: string } }
const at = (report: MeetingReport, code: string) => report.findings.find((f) => f.code === code)?.place

describe('a vote that was changed', () => {
  const turn = (hall: Hall) => {
    const index = votes(hall)[1]!
    const vote = bodyOf<Vote>(hall, index)
    vote.statement.choice = 'against'
    replace(hall, index, vote)
    return index
  }

  it('in the file is found by its sealed digest', async () => {
    const hall = await held()
    const index = votes(hall)[1]!
    const report = await edited(hall, (lines) => {
      ;(lines.find((l) => l.index === index)!.body as unknown as Vote).statement.choice = 'against'
    })
    expect(codes(report)).toEqual(['content.differs', 'signature.false', 'result.differs'])
    for (const code of ['content.differs', 'signature.false']) expect(at(report, code)).toMatchObject({ index })
  })

  it('in the database, digest and all, is found by the tree, the list sealed at the closing, and the signature of the voter', async () => {
    const hall = await held()
    const index = votes(hall)[1]!
    const report = await rewritten(hall, turn)
    expect(new Set(codes(report))).toEqual(new Set(['not-in-log', 'signature.false', 'closed.ballots', 'result.differs']))
    expect(at(report, 'signature.false')).toMatchObject({ index })
  })

  it('by somebody who holds the key of the log is found by the signature of the voter', async () => {
    const hall = await held()
    const index = votes(hall)[1]!
    const report = await resigned(hall, turn)
    expect(codes(report)).not.toContain('not-in-log')
    expect(at(report, 'signature.false')).toMatchObject({ index })
  })

  it('in a public record is found by the tree, within 256 entries', async () => {
    const hall = await held()
    for (let i = 0; i < 600; i++) hall.other()
    const late = hall.do(KINDS.minutes, { ...hall.head(), sha256: 'a'.repeat(64), signedBy: ['主席'] })
    const source = hall.source()
    const index = votes(hall)[0]!
    hall.log[index]!.digest = 'b'.repeat(64)
    const one = {
      ...hall.source(),
      tree: source.tree,
      checkpoint: source.checkpoint,
      size: source.size,
      window: { first: source.window!.first, last: late },
    }
    const report = await check(await hall.record('public', one))
    expect(codes(report)).toEqual(['closed.ballots', 'not-in-log'])
    expect(at(report, 'not-in-log')).toMatchObject({ from: 0, to: 256 })
  })
})

describe('a vote that was dropped', () => {
  it('from the file leaves a gap', async () => {
    const hall = await held()
    const index = votes(hall)[1]!
    const report = await edited(hall, (lines) => lines.filter((l) => l.index !== index))
    expect(codes(report)).toEqual(['entry.missing', 'closed.ballots', 'result.turnout', 'result.differs', 'attendance.differs'])
    expect(at(report, 'entry.missing')).toMatchObject({ index: index + 1 })
  })

  it('by calling it somebody else’s is found by the list sealed at the closing', async () => {
    const hall = await held()
    const index = votes(hall)[1]!
    const report = await edited(
      hall,
      (lines) => lines.map((l) => (l.index === index ? { line: 'entry', index, kind: l.kind, digest: l.digest } : l)),
      'public',
    )
    expect(codes(report)).toEqual(['closed.ballots', 'result.turnout'])
  })

  it('in the middle of a chain is found by the next ballot', async () => {
    const hall = await held()
    const index = votes(hall)[0]!
    const report = await edited(hall, (lines) =>
      lines.map((l) => (l.index === index ? { line: 'entry', index, kind: l.kind, digest: l.digest } : l)),
    )
    expect(at(report, 'ballot.chain')).toMatchObject({ index: votes(hall)[2]! })
  })

  it('with the end of the file is found', async () => {
    const report = await edited(await held(), (lines) => lines.slice(0, -3))
    expect(codes(report)).toEqual(['file.cut-off'])
  })
})

describe('entries inserted, exchanged, played again', () => {
  it('an inserted vote is found by index and tree', async () => {
    const hall = await held()
    const extra = await hall.voteBody('V-2', 'against')
    const report = await rewritten(hall, (h) => {
      h.seal(KINDS.vote, extra)
      h.log.splice(votes(h)[2]!, 0, h.log.pop()!)
    })
    expect(codes(report)).toEqual(expect.arrayContaining(['not-in-log', 'closed.ballots', 'result.differs']))
  })

  it('lines exchanged are found where they stand', async () => {
    const hall = await held()
    const [a] = votes(hall)
    const report = await edited(hall, (lines) => {
      const i = lines.findIndex((l) => l.index === a)
      ;[lines[i], lines[i + 1]] = [lines[i + 1]!, lines[i]!]
    })
    expect(codes(report).slice(0, 2)).toEqual(['entry.missing', 'entry.order'])
    expect(at(report, 'entry.order')).toMatchObject({ index: a })
  })

  it('two votes exchanged under their numbers are found by the tree', async () => {
    const hall = await held()
    const [a, b] = votes(hall) as [number, number]
    const report = await rewritten(hall, (h) => {
      ;[h.log[a], h.log[b]] = [h.log[b]!, h.log[a]!]
    })
    expect(codes(report)).toContain('not-in-log')
    expect(codes(report)).toContain('closed.ballots')
  })

  it('a vote played again is found at the second entry', async () => {
    const hall = await held()
    const again = hall.log[votes(hall)[1]!]!
    const report = await resigned(hall, (h) => h.log.splice(indexOf(h, KINDS.closed), 0, again))
    expect(at(report, 'entry.twice')).toMatchObject({ index: indexOf(hall, KINDS.closed) - 1 })
    expect(codes(report)).toContain('ballot.replayed')
  })

  it('a vote played again under a new salt is found as well', async () => {
    const hall = await held()
    const report = await resigned(hall, (h) => {
      h.seal(KINDS.vote, bodyOf(h, votes(h)[1]!))
      h.log.splice(indexOf(h, KINDS.closed), 0, h.log.pop()!)
    })
    expect(codes(report)).toEqual(['ballot.replayed', 'closed.ballots'])
  })

  it('a vote after the closing is found, and does not count', async () => {
    const hall = await held()
    const late = await hall.voteBody('V-3', 'for')
    const report = await resigned(hall, (h) => {
      h.seal(KINDS.vote, late)
      h.log.splice(indexOf(h, KINDS.result), 0, h.log.pop()!)
    })
    expect(codes(report)).toEqual(['ballot.closed'])
    expect(report.results).toEqual(report.announced)
  })

  it('a vote before the opening is found', async () => {
    const hall = await Hall.of(['V-1'])
    hall.seal(KINDS.vote, await hall.voteBody('V-1', 'for'))
    hall.open('r1')
    hall.close('r1')
    expect(codes(await check(await hall.record('public')))).toEqual(['ballot.not-open'])
  })
})

describe('signatures', () => {
  it('by another session are found', async () => {
    const hall = await Hall.of(['V-1', 'V-2'])
    hall.open('r1')
    const forged = await hall.voteBody('V-1', 'for', {}, 's-2x').catch(() => null)
    expect(forged).toBeNull()
    const index = hall.do(KINDS.vote, { ...(await hall.voteBody('V-1', 'for', {}, 's-V-2')), session: 's-V-1' })
    hall.close('r1')
    const report = await check(await hall.record())
    expect(codes(report)).toEqual(['signature.false'])
    expect(at(report, 'signature.false')).toMatchObject({ index })
  })

  it('at sign-in show that the session holds its key', async () => {
    const hall = await Hall.of(['V-1'])
    const other = (await hall.signInBody('V-1', 's-two')) as { signature: string }
    const index = hall.do(KINDS.signIn, { ...(await hall.signInBody('V-1', 's-three')), signature: other.signature })
    expect(at(await check(await hall.record()), 'signature.false')).toMatchObject({ index })
  })

  it('that are not checked are told of', async () => {
    const report = await verifyMeeting(hashing, await (await held()).record(), { trust })
    expect(report.notes.map((n) => n.code)).toContain('signatures.not-checked')
  })
})

describe('amounts', () => {
  it('of a voter changed in the file are found by the list of voters', async () => {
    const hall = await held()
    let line = 0
    const report = await edited(hall, (lines) => {
      line = lines.findIndex((l) => l.line === 'right')
      const { content } = lines[line] as unknown as { content: { claims: { amount: number }[] } }
      content.claims[0]!.amount = 1_000_000
    })
    expect(codes(report)).toEqual(['right.differs', 'right.missing'])
    expect(at(report, 'right.differs')).toMatchObject({ line: line + 1 })
  })

  it('that do not add up to the published totals are found at the opening', async () => {
    const hall = await Hall.of(['V-1'])
    const lying = { ...hall.eligibility([hall.right('V-1', [{}])]), totals: [{ class: 'ordinary', heads: 1, amount: 99 }] }
    hall.do(KINDS.eligibility, lying)
    hall.open('r1')
    hall.close('r1')
    expect(codes(await check(await hall.record()))).toContain('eligibility.totals')
  })

  it('a list of voters changed after sealing is found by the tree', async () => {
    const hall = await held()
    const report = await rewritten(hall, (h) => {
      const index = indexOf(h, KINDS.eligibility)
      replace(h, index, { ...bodyOf<object>(h, index), totals: [{ class: 'ordinary', heads: 3, amount: 301 }] })
    })
    expect(codes(report)).toEqual(expect.arrayContaining(['not-in-log', 'eligibility.totals']))
  })
})

describe('the result', () => {
  type Result = {
    results: { passed: boolean; classes: { passed: boolean; for: { heads: number; amount: number } }[] }[]
    attendance: { present: number }
  }
  const announced = async (change: (result: Result) => void, disclosure: Disclosure) =>
    resigned(
      await held(),
      (h) => {
        const index = indexOf(h, KINDS.result)
        const body = bodyOf<Result>(h, index)
        change(body)
        replace(h, index, body)
      },
      disclosure,
    )

  it('announced otherwise than counted is found, with the member', async () => {
    const report = await announced((r) => {
      r.results[0]!.classes[0]!.for.amount = 300
    }, 'full')
    expect(at(report, 'result.differs')).toMatchObject({ at: expect.stringContaining('/results/0/classes/0/') })
  })

  it('that contradicts itself is found by the public', async () => {
    const report = await announced((r) => {
      r.results[0]!.passed = false
    }, 'public')
    expect(codes(report)).toEqual(['result.arithmetic'])
  })

  it('with more present than there were is found', async () => {
    const report = await announced((r) => {
      r.attendance.present = 2
    }, 'pseudonymous')
    expect(codes(report)).toEqual(['attendance.differs'])
  })
})

describe('the checkpoint', () => {
  it('without the signature of the trusted key is found', async () => {
    const hall = await held()
    const report = await edited(hall, (lines) => {
      lines[0]!.checkpoint = (lines[0]!.checkpoint as string).replace(/^(.*\n\d+)\n.{4}/, '$1\nAAAA')
    })
    expect(codes(report)).toContain('checkpoint.bad-signature')
    expect(at(report, 'checkpoint.bad-signature')).toMatchObject({ line: 1 })
  })

  it('of another log is found', async () => {
    const report = await check(await (await held()).record(), { trust: { ...trust, origin: 'another.cn/log' } })
    expect(codes(report)).toEqual(['checkpoint.wrong-origin'])
  })

  it('is not called trusted when nobody said whom to trust', async () => {
    const report = await verifyMeeting(hashing, await (await held()).record(), { verifySignatures })
    expect(report.ok).toBe(true)
    expect(report.signed).toBeNull()
    expect(report.notes.map((n) => n.code)).toContain('checkpoint.not-trusted')
  })
})

describe('clocks', () => {
  it('that went back do not throw a vote out: the order of the log counts', async () => {
    const hall = await Hall.of(['V-1', 'V-2'])
    hall.open('r1')
    await hall.vote('V-1', 'for')
    hall.minute = -7
    await hall.vote('V-2', 'for')
    hall.close('r1')
    hall.result()
    const report = await check(await hall.record())
    expect(report.ok).toBe(true)
    expect(report.results).toMatchObject([{ classes: [{ for: { heads: 2 } }] }])
    expect(report.notes.map((n) => n.code)).toContain('clock.skewed')
  })

  it('a closing before the announced hour is found', async () => {
    const hall = await Hall.of(['V-1'])
    hall.open('r1')
    hall.minute = 30
    hall.do(KINDS.closed, { ...hall.head(), resolutions: ['r1'], ballots: hall.ballots('r1'), reason: 'time', by: '书记员' })
    expect(codes(await check(await hall.record()))).toEqual(['closed.early'])
  })

  it('a closing because all have voted is found when somebody had not', async () => {
    const hall = await Hall.of(['V-1', 'V-2'])
    hall.open('r1')
    await hall.vote('V-1', 'for')
    hall.do(KINDS.closed, { ...hall.head(), resolutions: ['r1'], ballots: hall.ballots('r1'), reason: 'complete', by: '书记员' })
    expect(codes(await check(await hall.record()))).toEqual(['closed.not-complete'])
  })
})

describe('days', () => {
  const findings = async (more: object) => {
    const hall = new Hall()
    hall.do(KINDS.notice, hall.notice(more))
    return codes(await check(await hall.record()))
  }

  it('the notice comes fifteen days before', async () => {
    expect(await findings({ givenOn: '2022-09-01' })).toEqual([])
    expect(await findings({ givenOn: '2022-09-02' })).toEqual(['notice.short'])
  })

  it('a result told late is found, with the voter', async () => {
    const hall = await Hall.of(['V-1', 'V-2'], { mode: 'non-site' })
    hall.open('r1')
    hall.close('r1')
    hall.result()
    // 2022-09-16 and three days is 2022-09-19, a working day.
    hall.do(KINDS.told, {
      ...hall.head(),
      sent: [
        { label: 'V-1', sentOn: '2022-09-19' },
        { label: 'V-2', sentOn: '2022-09-20' },
      ],
    })
    const report = await check(await hall.record())
    expect(codes(report)).toEqual(['told.late'])
    expect(at(report, 'told.late')).toMatchObject({ at: '/sent/1' })
  })
})

describe('files that are no records', () => {
  it.each([
    ['nothing', []],
    ['text', ['你好']],
    ['another JSON', ['{"line":"entry"}', '[]', 'null', '7']],
  ])('%s is refused and not thrown at', async (_name, lines) => {
    expect((await check(lines as string[])).ok).toBe(false)
  })

  it('a majority that is not the statute’s is found', async () => {
    const hall = new Hall()
    const notice = hall.notice() as { majorities: { heads: object }[] }
    const majorities = structuredClone(notice.majorities)
    majorities[0]!.heads = { part: 1, of: 3, over: false }
    hall.do(KINDS.notice, { ...notice, majorities })
    expect(codes(await check(await hall.record()))).toEqual(['majority.differs'])
  })
})
