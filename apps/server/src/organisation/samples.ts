import { dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import type { Services } from '../services.ts'
import { addArea, addBody, addDepartment } from './bodies.ts'
import type { Who } from './changes.ts'
import { addTaskForce } from './forces.ts'
import { invite } from './members.ts'
import { appoint, type NewPost } from './posts.ts'
import { SAMPLE_AREAS, SAMPLE_BODIES, SAMPLE_DOMAINS, SAMPLE_TASK_FORCE } from './sample-organisation.ts'
import { inSystem } from './scope.ts'

/**
 * Loads the sample organisation into a tenant that never had one: all of it in one transaction, so that an interrupted start leaves none
 * of it. The people have no password; an administrator who wants to see the pages as one of them sets one. Gives how many bodies.
 */
export async function loadSampleOrganisation(services: Services): Promise<number> {
  const { tenantId, now } = services
  const made = await inSystem(services, async (tx) => {
    const used = await tx.selectFrom('area').select('id').where('tenant_id', '=', tenantId).limit(1).execute()
    if (used.length > 0) return 0
    await load(tx, { tenantId, userId: null, at: now() })
    return SAMPLE_BODIES.length
  })
  if (made > 0) services.sealer.nudge()
  return made
}

async function load(tx: InTenant, who: Who): Promise<void> {
  // The samples tell of the half year before the first start.
  const from = `${Number(dateInChina(who.at.toISOString()).slice(0, 4)) - 1}-01-01`
  const areas = new Map<string, string>()
  for (const [position, { name, kind, parent }] of SAMPLE_AREAS.entries())
    areas.set(name, await addArea(tx, who, { name, kind, parentId: parent === null ? null : areas.get(parent)!, position }))

  const people = new Map<string, string>()
  const person = async (name: string): Promise<string> => {
    const known = people.get(name)
    if (known !== undefined) return known
    const login = `sample-${people.size + 1}`
    const id = await invite(tx, who.tenantId, { login, displayName: name, email: null, role: 'member' }, who.at)
    people.set(name, id)
    return id
  }
  const post = async (name: string, more: Pick<NewPost, 'post' | 'title'> & Partial<NewPost>) => {
    const nowhere = { bodyId: null, departmentId: null, taskForceId: null, domain: null, until: null }
    await appoint(tx, who, { ...nowhere, from, userId: await person(name), ...more })
  }

  const bodies = new Map<string, string>()
  for (const [position, body] of SAMPLE_BODIES.entries()) {
    const bodyId = await addBody(tx, who, {
      name: body.name,
      shortName: body.short,
      kind: body.kind,
      areaId: areas.get(body.area)!,
      parentId: null,
      validFrom: from,
      position,
    })
    bodies.set(body.name, bodyId)
    const departments = new Map<string, string>()
    for (const [place, name] of body.departments.entries())
      departments.set(name, await addDepartment(tx, who, { bodyId, name, position: place }))
    for (const { name, post: kind, title, department } of body.people)
      await post(name, { post: kind, title, bodyId, departmentId: department === undefined ? null : departments.get(department)! })
  }

  for (const { domain, commander, deputy } of SAMPLE_DOMAINS) {
    await post(commander, { post: 'commander', title: '副市长', domain })
    if (deputy !== null) await post(deputy, { post: 'deputy-commander', title: null, domain })
  }
  const { name, domains, note, bodies: members, people: staff } = SAMPLE_TASK_FORCE
  const taskForceId = await addTaskForce(tx, who, { name, domains, note, from, bodyIds: members.map((body) => bodies.get(body)!) })
  for (const one of staff) await post(one.name, { post: one.post, title: one.title, taskForceId })
}
