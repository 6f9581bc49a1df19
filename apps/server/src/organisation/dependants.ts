import { sql } from 'kysely'
import type { Dependants } from '../contract/organisation-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { changed, sealed, type Who } from './changes.ts'
import { listMemberships, postWords } from './directory.ts'

/** What hangs on an area, a department, a task force or a group: shown before it is closed, and what follows when it is. */

export type Closed = 'area' | 'department' | 'task-force' | 'group'
type Item = Dependants['items'][number]

const NAMED = 20

/** What must go first, what ends with it, and what stays and needs somebody else. */
export async function dependantsOf(tx: InTenant, tenantId: string, day: string, of: Closed, id: string): Promise<Dependants> {
  const some = (what: Item['what'], effect: Item['effect'], names: readonly string[]): Item[] =>
    names.length === 0 ? [] : [{ what, effect, count: names.length, names: names.slice(0, NAMED) }]
  if (of === 'area') {
    const areas = await tx
      .selectFrom('area')
      .select('name')
      .where('tenant_id', '=', tenantId)
      .where('parent_id', '=', id)
      .where('closed_on', 'is', null)
      .orderBy('position')
      .execute()
    const bodies = await tx
      .selectFrom('body')
      .select('name')
      .where('tenant_id', '=', tenantId)
      .where('area_id', '=', id)
      .where((where) => where.or([where('valid_until', 'is', null), where('valid_until', '>', day)]))
      .orderBy('position')
      .execute()
    const names = (rows: readonly { name: string }[]) => rows.map((r) => r.name)
    return { items: [...some('area', 'blocks', names(areas)), ...some('body', 'blocks', names(bodies))] }
  }
  if (of === 'group') {
    const aliases = await tx
      .selectFrom('body_alias')
      .select('text')
      .where('tenant_id', '=', tenantId)
      .where('group_id', '=', id)
      .orderBy('text')
      .execute()
    return {
      items: some(
        'alias',
        'ends',
        aliases.map((a) => a.text),
      ),
    }
  }
  const posts = (await livingPosts(tx, tenantId, day, of, id)).map((m) => `${m.person.displayName} ${postWords(m)}`)
  if (of === 'department') {
    const { rows } = await sql<{ title: string }>`
      select e.number || ' ' || s.title as title from entry_step s join ledger_entry e on e.tenant_id = s.tenant_id and e.id = s.entry_id
      where s.tenant_id = ${tenantId} and s.department_id = ${id}::uuid and s.done_on is null and e.phase in ('open', 'submitted')
      order by e.position, s.id`.execute(tx)
    return {
      items: [
        ...some('post', 'ends', posts),
        ...some(
          'step',
          'stays',
          rows.map((r) => r.title),
        ),
      ],
    }
  }
  // Domains for which neither another task force nor a commander is left.
  const { rows } = await sql<{ domain: string }>`
    select x.domain from task_force f, unnest(f.domains) as x (domain) where f.tenant_id = ${tenantId} and f.id = ${id}::uuid
      and not exists (select 1 from task_force o where o.tenant_id = ${tenantId} and o.id <> f.id and x.domain = any(o.domains)
        and (o.until_day is null or o.until_day > ${day}::date))
      and not exists (select 1 from membership m where m.tenant_id = ${tenantId} and m.domain = x.domain and m.from_day <= ${day}::date
        and (m.until_day is null or m.until_day > ${day}::date)) order by 1`.execute(tx)
  return {
    items: [
      ...some('post', 'ends', posts),
      ...some(
        'domain',
        'stays',
        rows.map((r) => r.domain),
      ),
    ],
  }
}

const livingPosts = async (tx: InTenant, tenantId: string, day: string, of: 'department' | 'task-force', id: string) =>
  (await listMemberships(tx, tenantId, day, (where) => where(of === 'department' ? 'm.department_id' : 'm.force_id', '=', id))).filter(
    (m) => m.until === null || m.until > day,
  )

const WORDS = { area: '下级区域', body: '单位' } as const

/** Refuses to close what others still hang on. */
export async function demandNoneBlocks(tx: InTenant, tenantId: string, day: string, of: Closed, id: string): Promise<void> {
  const blocking = (await dependantsOf(tx, tenantId, day, of, id)).items.filter((item) => item.effect === 'blocks')
  if (blocking.length === 0) return
  throw refuse('organisation.refused', {
    zh: `尚有${blocking.map((b) => `${b.count} 个${WORDS[b.what as keyof typeof WORDS]}（${b.names.slice(0, 3).join('、')}${b.count > 3 ? '等' : ''}）`).join('、')}，请先调整或者撤销`,
    en: `Still there: ${blocking.map((b) => `${b.count} × ${b.what}`).join(', ')}; move or close them first`,
  })
}

/** Posts of what was closed end with its last day. */
export async function endPosts(tx: InTenant, who: Who, of: 'department' | 'task-force', id: string, day: string): Promise<void> {
  for (const post of await livingPosts(tx, who.tenantId, day, of, id)) {
    const until = post.from > day ? post.from : day
    await tx.updateTable('membership').set({ until_day: until }).where('tenant_id', '=', who.tenantId).where('id', '=', post.id).execute()
    const [before, after] = [
      { title: post.title, from: post.from, until: post.until },
      { title: post.title, from: post.from, until },
    ]
    const name = `${post.person.displayName} ${postWords(post)}`
    await changed(tx, who, { kind: 'organisation.changed', type: 'membership', id: post.id, name, before, after })
    await sealed(tx, who, 'organisation.post', post.id, { before, after })
  }
}
