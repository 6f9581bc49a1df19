import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskFiles, type FileStore, s3Files } from '../src/files.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'yingshang-files-'))
const TENANT = '0199aaaa-0000-7000-8000-000000000001'
const OTHER = '0199aaaa-0000-7000-8000-000000000002'
let s3: S3rver
const s3Address = { url: '', region: 'us-east-1', keyId: 'S3RVER', secret: 'S3RVER' }

beforeAll(async () => {
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'cases', configs: [] }],
  })
  const { port } = await s3.run()
  s3Address.url = `http://127.0.0.1:${port}/cases/attachments`
})
afterAll(async () => {
  await s3.close()
  rmSync(folder, { recursive: true, force: true })
})

function aFile(bytes: number) {
  const content = randomBytes(bytes)
  const path = join(folder, `upload-${content.subarray(0, 6).toString('hex')}`)
  writeFileSync(path, content)
  return { content, path, sha256: createHash('sha256').update(content).digest('hex') }
}

describe.each([
  ['a folder', (): FileStore => diskFiles(join(folder, 'disk'))],
  ['an S3-compatible store', (): FileStore => s3Files(s3Address)],
])('files in %s', (_, open) => {
  it('come back as they were given, for their tenant only', async () => {
    const store = open()
    const { content, path, sha256 } = aFile(3_000_000)
    await store.put(TENANT, sha256, path)
    await store.put(TENANT, sha256, path)
    expect((await buffer((await store.get(TENANT, sha256))!)).equals(content)).toBe(true)
    expect(await store.get(OTHER, sha256)).toBeNull()
    expect(await store.get(TENANT, '0'.repeat(64))).toBeNull()
  })
})

it('an S3 store that refuses says so instead of losing the file', async () => {
  const { path, sha256 } = aFile(10)
  await expect(s3Files({ ...s3Address, url: s3Address.url.replace('/cases/', '/missing/') }).put(TENANT, sha256, path)).rejects.toThrow(
    '404',
  )
})

describe('attachments of a matter', () => {
  let server: TestServer
  let debtor: Person
  beforeAll(async () => {
    server = await aServer({ env: { FILES_S3_URL: s3Address.url, FILES_S3_KEY_ID: s3Address.keyId, FILES_S3_SECRET: s3Address.secret } })
    debtor = await server.user('debtor', 'party')
  })
  afterAll(() => server.end())

  const upload = async (content: string | Uint8Array, name = '财务账簿.pdf') => {
    const form = new FormData()
    form.set('file', new Blob([content as never]), name)
    return debtor.ask('POST', '/api/attachments', form)
  }
  const file = (papers: unknown[]) =>
    debtor.ask('POST', '/api/matters', {
      procedure: 'bankruptcy-petition',
      action: 'file',
      as: 'debtor',
      values: {
        petitioner: 'debtor',
        remedy: 'liquidation',
        debtorName: '青禾机械有限公司',
        debtorCode: '91350100M000100Y43',
        petitionerName: '青禾机械有限公司',
        grounds: '不能清偿到期债务。',
        receivedOn: new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
        papers,
      },
    })

  it('are handed in with an action and come back, for those who may see them', async () => {
    const attachment = (await upload('%PDF-1.7 账簿')).json
    expect(attachment).toMatchObject({ type: 'application/pdf', name: '财务账簿.pdf' })
    const opened = await file([attachment])
    expect(opened.status).toBe(201)
    const path = `/api/matters/${opened.json.matter.summary.id}/attachments/${attachment.id}`
    expect((await debtor.get(path)).text).toBe('%PDF-1.7 账簿')
    const other = await server.user('other', 'party')
    expect((await other.get(path)).status).toBe(404)
  })

  it('are refused when they are no papers, empty, or somebody else’s', async () => {
    expect((await upload(new Uint8Array([0, 1, 2, 3]))).json.code).toBe('attachment.refused')
    expect((await upload('')).json.code).toBe('attachment.refused')
    const attachment = (await upload('说明', '说明.txt')).json
    expect((await file([{ ...attachment, sha256: 'a'.repeat(64) }])).json.code).toBe('attachment.refused')
    expect((await file([{ ...attachment, id: '0199aaaa-0000-7000-8000-000000000009' }])).json.code).toBe('attachment.refused')
  })
})
