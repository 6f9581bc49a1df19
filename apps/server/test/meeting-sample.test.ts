import { parseTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { verifyMeeting } from '@yingshang/meeting'
import { expect, it } from 'vitest'
import { aServer } from './running-server.ts'

it('a first start brings a finished meeting whose public record verifies', { timeout: 300_000 }, async () => {
  const server = await aServer({ pages: false, env: { SAMPLES: 'yes' } })
  try {
    await server.samples
    const { items } = await server.administrator$.json('GET', '/api/meetings')
    expect(items.map((m: { status: string }) => m.status)).toEqual(['closed'])
    const meeting = await server.administrator$.json('GET', `/api/meetings/${items[0].id}`)
    expect(meeting.agenda.map((i: { result: { passed: boolean } | null }) => i.result?.passed ?? null)).toEqual([null, true, true])
    const { stages } = (await server.administrator$.json('GET', `/api/matters/${items[0].matter.id}`)).summary
    expect(stages).toContainEqual(expect.objectContaining({ track: 'claims', stage: 'reviewing' }))
    expect(meeting.presence).toMatchObject({ signedIn: 11, voters: 12 })
    expect([meeting.minutes.recorderApprovedAt === null, meeting.resultNotice.sentOn === null]).toEqual([false, false])
    const visitor = server.visitor()
    const record = await visitor.ask('GET', `/api/public/meetings/${items[0].id}/record`)
    const trust = parseTrust(nodeCrypto, (await visitor.get('/log/trust')).text)
    if (!trust.ok) throw new Error(trust.refusal.en)
    expect((await verifyMeeting(nodeCrypto, record.text.split('\n'), { trust: trust.value })).findings).toEqual([])
    expect(server.logged()).not.toContain('could not be loaded')
    await server.clocks.tick()
    const { items: actions } = await server.administrator$.json('GET', `/api/matters/${items[0].matter.id}/actions?limit=200`)
    // No statutory clock was missed.
    expect(actions.map((a: { action: string }) => a.action)).not.toContain('note-lapse')
  } finally {
    await server.end()
  }
})
