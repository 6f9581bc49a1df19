import type { OpenDatabase } from '../database/open.ts'
import { record } from '../events/record.ts'
import { newId } from '../ids.ts'
import type { Config } from '../settings.ts'
import { hashPassword, oneTimePassword } from './passwords.ts'
import { createUser } from './users.ts'

/** The one body that an installation serves today; the tables hold any number. */
const SLUG = 'default'

export interface FirstStart {
  readonly tenantId: string
  /** Set when the administrator was made now: shown once, stored nowhere. */
  readonly administrator: { readonly id: string; readonly login: string; readonly password: string } | null
}

/** Makes the body and its first administrator when they are missing. An interrupted first start is finished by the next one. */
export async function ensureBody(database: OpenDatabase, config: Config, now: Date): Promise<FirstStart> {
  const { store } = database
  let tenant = await store.tenantBySlug(SLUG)
  if (!tenant) {
    const owner = await database.owner()
    try {
      await owner.query('insert into tenant (id, slug, name, created_at) values ($1, $2, $3, $4) on conflict (slug) do nothing', [
        newId(),
        SLUG,
        config.bodyName,
        now,
      ])
    } finally {
      await owner.end()
    }
    tenant = (await store.tenantBySlug(SLUG))!
  }
  const tenantId = tenant.id
  const password = oneTimePassword()
  const hash = await hashPassword(password)
  const id = await store.inTenant(tenantId, async (tx) => {
    const users = await tx.selectFrom('app_user').select('id').where('tenant_id', '=', tenantId).limit(1).execute()
    if (users.length > 0) return null
    const made = await createUser(
      tx,
      tenantId,
      { login: config.adminLogin, displayName: '管理员', roles: ['administrator'] },
      { hash },
      now,
    )
    await record(tx, {
      tenantId,
      userId: null,
      at: now,
      kind: 'user.created',
      subject: { type: 'user', id: made },
      detail: { login: config.adminLogin },
    })
    return made
  })
  return { tenantId, administrator: id === null ? null : { id, login: config.adminLogin, password } }
}
