import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { dateInChina } from '@yingshang/time'
import type { FastifyRequest } from 'fastify'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { matterFor, seesWhole } from './access.ts'

/** What may be handed in: content decides, the name does not. */
const SIGNATURES: readonly (readonly [string, RegExp])[] = [
  ['application/pdf', /^%PDF-/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['application/zip', /^PK\x03\x04/],
]

/** The kind of a file by its first bytes; plain text is what holds no zero byte. Null: not accepted. */
export async function kindOf(path: string, bytes: number): Promise<string | null> {
  if (bytes === 0) return null
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    const head = buffer.subarray(0, bytesRead).toString('latin1')
    const known = SIGNATURES.find(([, pattern]) => pattern.test(head))?.[0]
    if (known !== undefined) return known
  } finally {
    await handle.close()
  }
  for await (const chunk of createReadStream(path)) if ((chunk as Buffer).includes(0)) return null
  return 'text/plain'
}

/** Takes one file of a request into the store, not yet part of any matter; `userId` null: somebody without an account. */
export async function keepAttachment(
  { store, files, now, config, uploads, tenantId }: Services,
  request: FastifyRequest,
  userId: string | null,
): Promise<{ id: string; name: string; type: string; size: number; sha256: string }> {
  const received = await receive(request, uploads, config.uploadLimitMb)
  try {
    const type = await kindOf(received.path, received.bytes)
    if (type === null)
      throw refuse('attachment.refused', {
        zh: '只接受 PDF、Word、Excel、图片和纯文本材料，且不得为空。',
        en: 'Only PDF, Word, Excel, pictures and plain text are accepted, and not empty files.',
      })
    await files.put(tenantId, received.sha256, received.path)
    const attachment = { id: newId(), name: received.name, type, size: received.bytes, sha256: received.sha256 }
    await store.inTenant(tenantId, (tx) =>
      tx
        .insertInto('attachment')
        .values({ tenant_id: tenantId, ...attachment, uploaded_by: userId, uploaded_at: now(), matter_id: null })
        .execute(),
    )
    return attachment
  } finally {
    await rm(received.path, { force: true })
  }
}

/** Attachments: streamed to disk while they arrive, hashed, kept in the file store, and part of a matter once an action names them. */
export function attachmentHandlers(services: Services): Pick<Handlers, 'uploadAttachment' | 'downloadAttachment'> {
  const { store, files, now } = services
  return {
    uploadAttachment: async ({ caller, request }) => new Status(201, await keepAttachment(services, request, caller.user.id)),

    async downloadAttachment({ caller, params }) {
      const tenantId = caller.tenant.id
      const today = dateInChina(now().toISOString())
      const row = await store.inTenant(tenantId, async (tx) => {
        const { matter, held } = await matterFor(tx, caller, params.id, today)
        const found = await tx
          .selectFrom('attachment')
          .select(['name', 'size', 'sha256', 'uploaded_by'])
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.attachment)
          .where('matter_id', '=', params.id)
          .executeTakeFirst()
        if (!found || (!seesWhole(caller, held.roles, matter.state.procedure.id) && found.uploaded_by !== caller.user.id))
          throw refuse('attachment.not-found')
        return found
      })
      const content = await files.get(tenantId, row.sha256)
      if (content === null)
        throw refuse('attachment.not-found', {
          zh: '材料文件已不在存储中，请联系管理员。',
          en: 'The file is no longer in the store; tell the administrator.',
        })
      return { name: row.name, type: 'application/octet-stream', bytes: Number(row.size), content }
    },
  }
}
