import type { Attachment } from '@yingshang/procedure'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import { openMatter } from '../matters/act.ts'
import type { Services } from '../services.ts'

/** What was found, where, and who shall put it right by when. */
export interface NewFinding {
  readonly origin: 'open' | 'secret' | 'survey'
  /** Id of the batch of inspections, or of the questionnaire. */
  readonly from: string
  readonly subject: string
  readonly content: string
  readonly bodyId: string
  readonly workingDays: number
  readonly photos: readonly Attachment[]
}

/** Hands a finding over to a body: a matter with its clock. Gives the id of the matter. */
export async function openFinding(
  tx: InTenant,
  services: Pick<Services, 'law' | 'now' | 'config'>,
  caller: Caller,
  { origin, from, subject, content, bodyId, workingDays, photos }: NewFinding,
): Promise<string> {
  const body = await tx
    .selectFrom('body')
    .select('name')
    .where('tenant_id', '=', caller.tenant.id)
    .where('id', '=', bodyId)
    .executeTakeFirst()
  const { matter } = await openMatter(tx, services.law, services, 'finding', {
    tenantId: caller.tenant.id,
    court: services.config.bodyName,
    userId: caller.user.id,
    actor: { id: caller.user.id, roles: ['inspector'] },
    action: 'find',
    values: {
      origin,
      inspection: from,
      subject,
      content,
      bodyId,
      bodyName: body?.name ?? '—',
      workingDays,
      ...(photos.length === 0 ? {} : { photos }),
    },
  })
  return matter.id
}
