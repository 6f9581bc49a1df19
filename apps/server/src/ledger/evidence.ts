import { rm } from 'node:fs/promises'
import type { InTenant } from '../database/store.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { kindOf } from '../matters/attachments.ts'
import type { Received } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import type { Deed } from './act.ts'

/** Files that prove something about an entry: kept in the file store by hash, found again by the entry that names them. */

export interface StoredFile {
  readonly id: string
  readonly name: string
}

/** Puts a received file into the store. Refuses what is no document, picture or text. */
export async function storeFile(services: Services, tenantId: string, received: Received): Promise<{ readonly type: string }> {
  try {
    const type = await kindOf(received.path, received.bytes)
    if (type === null)
      throw refuse('attachment.refused', {
        zh: '只接受 PDF、Word、Excel、图片和纯文本材料，且不得为空。',
        en: 'Only PDF, Word, Excel, pictures and plain text are accepted, and not empty files.',
      })
    await services.files.put(tenantId, received.sha256, received.path)
    return { type }
  } finally {
    await rm(received.path, { force: true })
  }
}

/** The row of a stored file. */
export async function addAttachment(tx: InTenant, deed: Deed, received: Received, type: string): Promise<StoredFile> {
  const id = newId()
  await tx
    .insertInto('attachment')
    .values({
      tenant_id: deed.tenantId,
      id,
      name: received.name,
      type,
      size: received.bytes,
      sha256: received.sha256,
      uploaded_by: deed.userId!,
      uploaded_at: deed.at,
      matter_id: null,
    })
    .execute()
  return { id, name: received.name }
}

/** A file of an entry that the caller may read, withdrawn ones included: the history names them. */
export async function evidenceFile(tx: InTenant, tenantId: string, entryId: string, attachment: string) {
  const row = await tx
    .selectFrom('entry_evidence as v')
    .innerJoin('attachment as a', (join) => join.onRef('a.tenant_id', '=', 'v.tenant_id').onRef('a.id', '=', 'v.attachment_id'))
    .select(['a.name', 'a.size', 'a.sha256'])
    .where('v.tenant_id', '=', tenantId)
    .where('v.entry_id', '=', entryId)
    .where('v.attachment_id', '=', attachment)
    .executeTakeFirst()
  if (!row) throw refuse('attachment.not-found')
  return row
}

export async function fileAnswer(
  services: Services,
  tenantId: string,
  file: { name: string; size: string | number; sha256: string },
): Promise<FileAnswer> {
  const content = await services.files.get(tenantId, file.sha256)
  if (content === null)
    throw refuse('attachment.not-found', {
      zh: '材料文件已不在存储中，请联系管理员。',
      en: 'The file is no longer in the store; tell the administrator.',
    })
  return { name: file.name, type: 'application/octet-stream', bytes: Number(file.size), content }
}
