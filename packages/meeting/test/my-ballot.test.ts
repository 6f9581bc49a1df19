import { formatReceipt, fromHex } from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'
import { describe, expect, it } from 'vitest'
import { browserVerifySession } from '../src/browser.ts'
import { checkMyBallot, KINDS, makeSession, sessionSigner, verifyMeeting, type WebSigning } from '../src/index.ts'
import { sessionVerifier } from '../src/node.ts'
import { Hall, hashing, trust, verifySignatures } from './hall.ts'

/** As a page does it: plain JavaScript, the public record. */
const check = async (hall: Hall, receipt: string, lines?: readonly string[]) =>
  checkMyBallot(browserCrypto, receipt, lines ?? (await hall.record('public')), trust)

async function held() {
  const hall = await Hall.of(['V-1', 'V-2'])
  hall.open('r1')
  const first = await hall.vote('V-1', 'against')
  const second = await hall.vote('V-1', 'for')
  const other = await hall.vote('V-2', 'for')
  hall.close('r1')
  hall.result()
  return { hall, first, second, other }
}

describe('查我的票', () => {
  it('says yes to the ballot that counts, and what it was', async () => {
    const { hall, second } = await held()
    const answer = await check(hall, hall.receipt(second))
    expect(answer).toMatchObject({ verdict: 'counted', yes: true, ballot: { index: second, choice: 'for', title: '债务人财产管理方案' } })
    expect(answer.steps.every((s) => s.ok)).toBe(true)
  })

  it('says that a later ballot took its place', async () => {
    const { hall, first } = await held()
    expect(await check(hall, hall.receipt(first))).toMatchObject({ verdict: 'replaced', yes: true })
  })

  it('says no when the ballot is not on the list, and that the receipt is evidence', async () => {
    const { hall, other } = await held()
    const lines = (await hall.record('public')).map((l) => {
      const line = JSON.parse(l) as { index?: number; kind?: string; digest?: string }
      return line.index === other ? JSON.stringify({ line: 'entry', index: line.index, kind: line.kind, digest: line.digest }) : l
    })
    const answer = await check(hall, hall.receipt(other), lines)
    expect(answer).toMatchObject({ verdict: 'not-listed', yes: false })
    expect(answer.zh).toContain('证据')
  })

  it('says no when another ballot stands in its place', async () => {
    const { hall, second, other } = await held()
    const receipt = hall.receipt(second)
    const lines = (await hall.record('public')).map((l) =>
      l.includes(`"index":${second},`) ? l.replace(/"digest":"[0-9a-f]{64}"/, `"digest":"${hall.log[other]!.digest}"`) : l,
    )
    expect(await check(hall, receipt, lines)).toMatchObject({ verdict: 'not-in-log', yes: false })
  })

  it('says that two logs of one size differ', async () => {
    const one = await held()
    const two = await held()
    two.hall.log[0]!.digest = 'c'.repeat(64)
    expect((await check(one.hall, one.hall.receipt(one.second), await two.hall.record('public'))).yes).toBe(false)
  })

  it('says that the record is older, belongs to another meeting, or is no ballot’s', async () => {
    const hall = await Hall.of(['V-1'])
    const before = await hall.record('public')
    hall.open('r1')
    const index = await hall.vote('V-1', 'for')
    expect((await check(hall, hall.receipt(index), before)).verdict).toBe('record-older')
    expect((await check(hall, hall.receipt(0))).verdict).toBe('not-a-ballot')
    const other = new Hall()
    Object.assign(other, { meeting: 'm-2' })
    other.do(KINDS.notice, other.notice())
    expect((await check(hall, hall.receipt(index), await other.record('public'))).verdict).toBe('other-meeting')
  })

  it('does not take a receipt that was changed or that another log issued', async () => {
    const { hall, second } = await held()
    const { kind, own } = hall.log[second]!
    const tree = hall.tree()
    const proof = tree.inclusionProof(second)
    const body = structuredClone(own!.body) as { statement: { choice: string } }
    body.statement.choice = 'abstain'
    const changed = formatReceipt({
      kind,
      salt: fromHex(own!.salt)!,
      content: body as never,
      index: second,
      hashes: proof.ok ? proof.value : [],
      checkpoint: hall.checkpoint(tree),
    })
    for (const receipt of [changed, '', '你好', hall.receipt(second).replace('example.cn/journal', 'example.com/journal')])
      expect(await check(hall, receipt)).toMatchObject({ verdict: 'unreadable', yes: false })
  })

  it('does not answer from a record that does not hold', async () => {
    const { hall, second } = await held()
    const lines = (await hall.record('public')).filter((l) => !l.includes(KINDS.notice))
    expect(await check(hall, hall.receipt(second), lines)).toMatchObject({ yes: false })
  })
})

describe('sessions of a page', () => {
  const message = new TextEncoder().encode('表决')
  const subtle = crypto.subtle as unknown as WebSigning

  it.each(['Ed25519', 'P-256'] as const)(
    'sign with %s by a key that cannot be exported; node and plain JavaScript agree',
    async (algorithm) => {
      const old: WebSigning = {
        ...{ exportKey: subtle.exportKey.bind(subtle), sign: subtle.sign.bind(subtle) },
        generateKey: async (wanted, extractable, usages) => {
          if (algorithm === 'P-256' && (wanted as { name: string }).name === 'Ed25519') throw new Error('not supported')
          return subtle.generateKey(wanted, extractable, usages)
        },
      }
      const kept = await makeSession(old)
      expect(kept.key.algorithm).toBe(algorithm)
      expect((kept.secret as { extractable: boolean }).extractable).toBe(false)
      const verify = sessionVerifier()
      for (let i = 0; i < 5; i++) {
        const signature = await sessionSigner(subtle, kept).sign(message)
        const wrong = signature.slice()
        wrong[40]! ^= 1
        for (const one of [verify, browserVerifySession]) {
          expect(one(kept.key, message, signature)).toBe(true)
          expect(one(kept.key, message, wrong)).toBe(false)
          expect(one(kept.key, message.subarray(1), signature)).toBe(false)
          expect(one({ ...kept.key, key: 'AAAA' }, message, signature)).toBe(false)
        }
      }
    },
  )

  it('of either kind pass in one record', async () => {
    const hall = await Hall.of(['V-1'])
    hall.open('r1')
    await hall.vote('V-1', 'for')
    hall.close('r1')
    const report = await verifyMeeting(hashing, await hall.record(), { trust, verifySignatures })
    expect(report.ok).toBe(true)
  })
})
