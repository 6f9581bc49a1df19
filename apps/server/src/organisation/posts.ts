import { sql } from 'kysely'
import { forgetCaller } from '../accounts/sessions.ts'
import type { Post } from '../contract/organisation-shapes.ts'
import type { Role } from '../contract/session.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { changed, sealed, type Who } from './changes.ts'

/** Putting somebody on a post: the one way for pages, imports and samples. */

/** The role without which the post could not be held. Roles are given with the first such post and taken by administrators alone. */
export const ROLE_OF_POST: Readonly<Record<Post, Role>> = {
  commander: 'commander',
  'deputy-commander': 'commander',
  head: 'liaison',
  'deputy-head': 'liaison',
  'department-head': 'liaison',
  liaison: 'liaison',
  member: 'member',
}

export interface NewPost {
  readonly userId: string
  readonly post: Post
  readonly title: string | null
  readonly bodyId: string | null
  readonly departmentId: string | null
  readonly taskForceId: string | null
  readonly domain: string | null
  readonly from: string
  readonly until: string | null
}

/** What does not fit about a post, in words; null when it fits. */
export function misfit(post: Omit<NewPost, 'userId'>): { readonly zh: string; readonly en: string } | null {
  const commands = post.post === 'commander' || post.post === 'deputy-commander'
  if (commands && (post.bodyId !== null || (post.domain === null) === (post.taskForceId === null)))
    return { zh: '总指挥、副总指挥须且只须指明一个领域或者一个专班', en: 'A commander needs a domain or a task force, one of them' }
  if (!commands && post.domain !== null) return { zh: '只有总指挥、副总指挥按领域任职', en: 'Only commanders have a domain' }
  if (!commands && post.bodyId === null && post.taskForceId === null)
    return { zh: '须指明单位或者专班', en: 'A body or a task force is needed' }
  if (post.departmentId !== null && post.bodyId === null) return { zh: '科室须和单位一起指明', en: 'A department comes with its body' }
  if (post.post === 'department-head' && post.departmentId === null)
    return { zh: '科室负责人须指明科室', en: 'The head of a department needs the department' }
  if (post.until !== null && post.until < post.from) return { zh: '结束日期早于开始日期', en: 'It ends before it begins' }
  return null
}

/** Puts somebody on a post; the post must fit. Gives its id. */
export async function appoint(tx: InTenant, who: Who, post: NewPost): Promise<string> {
  const { tenantId } = who
  const wrong = misfit(post)
  if (wrong) throw refuse('organisation.refused', wrong)
  const user = await tx
    .selectFrom('app_user')
    .select(['id', 'display_name', 'roles', 'disabled'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', post.userId)
    .executeTakeFirst()
  if (!user) throw refuse('user.not-found')
  if (user.disabled) throw refuse('organisation.refused', { zh: '该账号已停用', en: 'The account is disabled' })
  if (post.departmentId !== null) {
    const department = await tx
      .selectFrom('department')
      .select('body_id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', post.departmentId)
      .executeTakeFirst()
    if (department?.body_id !== post.bodyId)
      throw refuse('organisation.refused', { zh: '该科室不属于该单位', en: 'The department is not one of the body' })
  }
  const same = (column: 'body_id' | 'department_id' | 'force_id' | 'domain', value: string | null) =>
    sql<boolean>`${sql.ref(column)} is not distinct from ${value}`
  const held = await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', post.userId)
    .where('post', '=', post.post)
    .where(same('body_id', post.bodyId))
    .where(same('department_id', post.departmentId))
    .where(same('force_id', post.taskForceId))
    .where(same('domain', post.domain))
    .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', post.from)]))
    .$if(post.until !== null, (q) => q.where('from_day', '<=', post.until!))
    .limit(1)
    .execute()
  if (held.length > 0)
    throw refuse('organisation.refused', { zh: '此人在这段时间已有同一任职', en: 'The person holds that post in that time already' })
  const id = newId()
  await tx
    .insertInto('membership')
    .values({
      tenant_id: tenantId,
      id,
      user_id: post.userId,
      post: post.post,
      title: post.title,
      body_id: post.bodyId,
      department_id: post.departmentId,
      force_id: post.taskForceId,
      domain: post.domain,
      from_day: post.from,
      until_day: post.until,
    })
    .execute()
  const role = ROLE_OF_POST[post.post]
  if (!user.roles.includes(role)) {
    await tx
      .updateTable('app_user')
      .set({ roles: [...user.roles, role] })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', user.id)
      .execute()
    forgetCaller(user.id)
    await record(tx, {
      tenantId,
      userId: who.userId,
      at: who.at,
      kind: 'user.changed',
      subject: { type: 'user', id: user.id },
      detail: { before: { roles: user.roles }, after: { roles: [...user.roles, role] }, because: { membership: id } },
    })
  }
  await changed(tx, who, { kind: 'organisation.created', type: 'membership', id, name: user.display_name, after: post })
  await sealed(tx, who, 'organisation.post', id, { appointed: post })
  return id
}
