import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  cosign,
  followHandover,
  formatSecretKey,
  formatVerifierKey,
  parseTrust,
  utf8,
  verifyCheckpoint,
  verifyLog,
  witnessSigner,
} from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { withSm2 } from '@yingshang/journal/sm2'
import { describe, expect, it } from 'vitest'
import { aServer, type TestServer, temporaryFolder } from './running-server.ts'

const ORIGIN = 'yingshang.local/log'
const crypto = withSm2(nodeCrypto)
const text = async (server: TestServer, path: string) => (await fetch(`${server.localUrl}/log/${path}`)).text()
async function trustOf(server: TestServer) {
  const trust = parseTrust(nodeCrypto, await text(server, 'trust'))
  if (!trust.ok) throw new Error(trust.refusal.en)
  return trust.value
}
const sourceOf = (server: TestServer) => ({
  read: async (path: string) => {
    const response = await fetch(`${server.localUrl}/log/${path}`)
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
  },
})

describe('keys of the journal', () => {
  it('rotate by a handover that whoever trusted the old key can follow, and add an SM2 line', async () => {
    const folder = temporaryFolder()
    const first = await aServer({ folder })
    const before = await trustOf(first)
    await first.stop()

    const file = join(folder, 'new.key')
    const seed = new Uint8Array(randomBytes(32))
    writeFileSync(file, formatSecretKey(nodeCrypto, ORIGIN, seed))
    const sm2 = join(folder, 'sm2.key')
    writeFileSync(sm2, '1'.repeat(64))
    const second = await aServer({ folder, env: { LOG_KEY_FILE: file, LOG_SM2_KEY_FILE: sm2 } })
    try {
      const after = await trustOf(second)
      expect(after.keys).toHaveLength(2)
      const followed = followHandover(nodeCrypto, before, utf8(await text(second, 'handover/0')))
      expect(followed.ok && followed.value.keys.map((k) => [formatVerifierKey(k.key), k.from, k.to])).toEqual(
        after.keys.map((k) => [formatVerifierKey(k.key), k.from, k.to]),
      )
      expect(verifyCheckpoint(crypto, await text(second, 'checkpoint'), after).ok).toBe(true)
      expect((await text(second, 'checkpoint')).match(/^— /gm)!.length).toBeGreaterThanOrEqual(2)
      const report = await verifyLog(sourceOf(second), crypto, { trust: after })
      expect(report.ok).toBe(true)
    } finally {
      await second.stop()
    }
    // A third key that nobody introduced stops the start.
    writeFileSync(file, formatSecretKey(nodeCrypto, ORIGIN, new Uint8Array(randomBytes(32))))
    await expect(aServer({ folder, env: { LOG_KEY_FILE: file } })).rejects.toThrow(/key|密钥/)
    rmSync(folder, { recursive: true, force: true })
  })

  it('are cosigned by witnesses that the operator named, and by nobody else', async () => {
    const witness = witnessSigner(nodeCrypto, 'witness.example', new Uint8Array(randomBytes(32)), () => 1_800_000_000)
    const server = await aServer({ env: { LOG_WITNESSES: formatVerifierKey(witness.key) } })
    try {
      const hand = (body: string) =>
        fetch(`${server.localUrl}/log/cosignatures`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body })
      const trust = await trustOf(server)
      const served = await text(server, 'checkpoint')
      const signed = await cosign(sourceOf(server), nodeCrypto, { ...trust, witnesses: [] }, null, served, witness)
      if (!signed.ok) throw new Error(signed.refusal.en)
      expect((await hand(signed.value)).status).toBe(200)
      const verified = verifyCheckpoint(crypto, await text(server, 'checkpoint'), { ...trust, quorum: 1 })
      expect(verified.ok && verified.value.witnesses.map((w) => w.key.name)).toEqual(['witness.example'])

      expect((await hand(served.replace(/\n\n/, '\nforged\n\n'))).status).toBe(422)
      expect((await hand('')).status).toBeGreaterThanOrEqual(400)
    } finally {
      await server.end()
    }
  })
})
