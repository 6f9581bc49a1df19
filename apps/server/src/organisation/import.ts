import { readFile, rm } from 'node:fs/promises'
import type { FormReading } from '@yingshang/document'
import { dateInChina } from '@yingshang/time'
import { hashPassword, oneTimePassword } from '../accounts/passwords.ts'
import { loginKey } from '../accounts/users.ts'
import type { OrganisationImport } from '../contract/organisation-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { emptyForm, filledForm, readFormFile } from '../forms/files.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { type AreaFields, addArea, addBody, addDepartment, type BodyFields, change } from './bodies.ts'
import { changed, inWords, sealed, type Who } from './changes.ts'
import { addTaskForce, setBodiesOfForce, type TaskForceFields } from './forces.ts'
import { type ImportPlan, planImport, type Step } from './import-plan.ts'
import { invite } from './members.ts'
import { confirmUnit } from './plan-units.ts'
import { appoint, type NewPost, ROLE_OF_POST } from './posts.ts'
import { demand } from './rules.ts'
import { inScope, type Scope } from './scope.ts'
import { ORGANISATION_FORM, organisationRows } from './sheets.ts'

/** Import and export of the whole organisation in one form. An import is tried first, and is all or nothing. */

type Names = 'exportOrganisation' | 'getOrganisationForm' | 'importOrganisation'

const MOST_FINDINGS = 500
/** Each password takes 20 ms of a core. */
const MOST_PASSWORDS = 300

export function organisationFileHandlers(services: Services): Pick<Handlers, Names> {
  const { now, config, sealer } = services
  const today = () => dateInChina(now().toISOString())

  async function plan(tx: InTenant, tenantId: string, workbook: Extract<FormReading, { ok: true }>): Promise<ImportPlan> {
    const users = await tx
      .selectFrom('app_user')
      .select(['id', 'login_key', 'display_name', 'email', 'disabled'])
      .where('tenant_id', '=', tenantId)
      .execute()
    return planImport(workbook, {
      rows: await organisationRows(tx, tenantId, today()),
      accounts: new Map(users.map((u) => [u.login_key, { id: u.id, displayName: u.display_name, email: u.email, disabled: u.disabled }])),
      loginKey,
      today: today(),
      newId,
    })
  }

  return {
    exportOrganisation: async ({ caller, requestId }) => {
      const rows = await inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const found = await organisationRows(tx, caller.tenant.id, today())
        await record(tx, {
          tenantId: caller.tenant.id,
          userId: caller.user.id,
          at: now(),
          kind: 'organisation.exported',
          detail: { bodies: found.bodies.length, people: found.people.length },
          requestId,
        })
        return found
      })
      return filledForm(ORGANISATION_FORM, ORGANISATION_FORM.title.zh, { rows }, now())
    },

    getOrganisationForm: () => emptyForm(ORGANISATION_FORM, now()),

    async importOrganisation({ caller, query, request, requestId }) {
      const checked = (scope: Scope) => demand(scope, 'organisation.manage')
      await inScope(services, caller, async (_, scope) => checked(scope))
      const dryRun = query.dryRun === 'true'
      const received = await receive(request, services.uploads, config.uploadLimitMb)
      try {
        const workbook = await readFormFile(await readFile(received.path), ORGANISATION_FORM, { maxRows: 30_000, maxCells: 600_000 })
        if (dryRun)
          return await inScope(services, caller, async (tx) => answered(await plan(tx, caller.tenant.id, workbook), true, new Map()))
        const status = await once(
          services,
          caller,
          'importOrganisation',
          idempotencyKey(request),
          hashOf(query, received.sha256),
          async (keep) => {
            const wanted = query.passwords === 'true'
            // Passwords are made outside of the transaction: they take their time.
            const first = await inScope(services, caller, async (tx) => plan(tx, caller.tenant.id, workbook))
            if (wanted && first.accounts.length > MOST_PASSWORDS)
              throw refuse('organisation.import-refused', {
                zh: `一次最多为 ${MOST_PASSWORDS} 个新账号生成密码，本表有 ${first.accounts.length} 个`,
                en: `Passwords for at most ${MOST_PASSWORDS} new accounts at once; there are ${first.accounts.length}`,
              })
            const passwords = new Map<string, { readonly password: string; readonly hash: string }>()
            if (wanted && first.errors.length === 0)
              await Promise.all(
                first.accounts.map(async ({ login }) => {
                  const password = oneTimePassword()
                  passwords.set(loginKey(login), { password, hash: await hashPassword(password) })
                }),
              )
            return inWords(() =>
              inScope(services, caller, async (tx, scope) => {
                checked(scope)
                const planned = await plan(tx, caller.tenant.id, workbook)
                if (planned.errors.length > 0) throw refusedImport(planned)
                const who: Who = { tenantId: caller.tenant.id, userId: caller.user.id, at: now(), requestId }
                await write(tx, who, planned, passwords)
                await record(tx, {
                  ...who,
                  kind: 'organisation.imported',
                  detail: { file: received.name, sha256: received.sha256, sheets: planned.sheets, accounts: planned.accounts.length },
                })
                const answer = answered(planned, false, passwords)
                // The passwords are shown once: the kept answer of a repeated request is without them.
                await keep(tx, 200, { ...answer, invited: answer.invited.map((one) => ({ ...one, oneTimePassword: null })) })
                return new Status(200, answer)
              }),
            )
          },
        )
        sealer.nudge()
        return status
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}

type Passwords = ReadonlyMap<string, { readonly password: string; readonly hash: string }>

function answered(plan: ImportPlan, dryRun: boolean, passwords: Passwords): OrganisationImport {
  return {
    dryRun,
    sheets: plan.sheets,
    invited: plan.accounts.map(({ login, displayName }) => ({
      login,
      displayName,
      oneTimePassword: passwords.get(loginKey(login))?.password ?? null,
    })),
    errors: plan.errors.slice(0, MOST_FINDINGS),
    errorCount: plan.errors.length,
  }
}

const refusedImport = ({ errors }: ImportPlan) =>
  refuse(
    'organisation.import-refused',
    { zh: `表格有 ${errors.length} 处错误，没有写入任何内容。`, en: `The workbook has ${errors.length} errors; nothing was written.` },
    {
      errors: errors.slice(0, MOST_FINDINGS).map((e) => ({ path: `${e.sheet}!${e.cell ?? ''}`, zh: e.zh, en: e.en })),
      figures: { findings: errors.length },
    },
  )

/** Writes what was planned. The ids of new rows stay those of the plan, so that rows can refer to one another. */
async function write(tx: InTenant, who: Who, plan: ImportPlan, passwords: Passwords): Promise<void> {
  const { tenantId } = who
  const users = new Map<string, string>()
  for (const account of plan.accounts) {
    const role = ROLE_OF_POST[account.post] as 'commander' | 'liaison' | 'member'
    const id = await invite(tx, tenantId, { ...account, role }, who.at, passwords.get(loginKey(account.login))?.hash)
    users.set(account.id, id)
    await record(tx, {
      ...who,
      kind: 'user.created',
      subject: { type: 'user', id },
      detail: { login: account.login, roles: [role], invited: true },
    })
  }
  for (const { userId, email } of plan.emails)
    await tx
      .updateTable('app_user')
      .set({ email, email_key: email.toLowerCase() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', userId)
      .execute()
  const made = new Map<string, string>()
  const actual = (id: unknown) => (typeof id === 'string' ? (made.get(id) ?? id) : null)
  // A row may refer to one further down its sheet: what it belongs to is set once all of the sheet are there.
  const deferred: (() => Promise<void>)[] = []
  let sheet = ''
  const settle = async () => {
    for (const late of deferred.splice(0)) await late()
  }
  for (const step of plan.steps) {
    if (step.sheet !== sheet) await settle()
    sheet = step.sheet
    await writeStep(step)
  }
  await settle()

  async function writeStep(step: Step): Promise<void> {
    const { fields } = step
    const deed = { id: step.id, name: step.name, before: step.before, after: fields }
    if (step.sheet === 'areas') {
      if (step.kind === 'create') made.set(step.id, await addArea(tx, who, { ...(fields as unknown as AreaFields), parentId: null }))
      else
        await change(tx, who, 'area', { name: fields.name, kind: fields.kind, position: fields.position } as never, {
          type: 'area',
          ...deed,
        })
      deferred.push(async () => {
        await tx
          .updateTable('area')
          .set({ parent_id: actual(fields.parentId) })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', actual(step.id)!)
          .execute()
      })
    } else if (step.sheet === 'bodies') {
      const body = { ...(fields as unknown as BodyFields), areaId: actual(fields.areaId)!, parentId: null }
      if (step.kind === 'create') made.set(step.id, await addBody(tx, who, body))
      else {
        const columns = { name: body.name, short_name: body.shortName, kind: body.kind, area_id: body.areaId, position: body.position }
        await change(tx, who, 'body', { ...columns, valid_from: body.validFrom }, { type: 'body', ...deed })
      }
      deferred.push(async () => {
        await tx
          .updateTable('body')
          .set({
            parent_id: actual(fields.parentId),
            successor_id: actual(fields.successorId),
            valid_until: fields.validUntil as string | null,
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', actual(step.id)!)
          .execute()
      })
    } else if (step.sheet === 'departments') {
      const bodyId = actual(fields.bodyId)!
      if (step.kind === 'create') {
        const id = await addDepartment(tx, who, { bodyId, name: step.name, position: Number(fields.position) })
        made.set(step.id, id)
        if (fields.closedOn)
          await change(tx, who, 'department', { closed_on: fields.closedOn as string }, { type: 'department', ...deed, id })
      } else
        await change(
          tx,
          who,
          'department',
          { name: step.name, position: Number(fields.position), closed_on: fields.closedOn as string | null },
          { type: 'department', ...deed },
        )
    } else if (step.sheet === 'forces') {
      const force = { ...(fields as unknown as TaskForceFields), bodyIds: (fields.bodyIds as string[]).map((id) => actual(id)!) }
      const id = step.kind === 'create' ? await addTaskForce(tx, who, force) : step.id
      made.set(step.id, id)
      await tx
        .updateTable('task_force')
        .set({
          name: force.name,
          domains: [...force.domains],
          note: force.note,
          from_day: force.from,
          until_day: fields.until as string | null,
        })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute()
      if (step.kind === 'change') {
        await setBodiesOfForce(tx, tenantId, id, force.bodyIds)
        await changed(tx, who, { kind: 'organisation.changed', type: 'task-force', ...deed })
      }
    } else if (step.sheet === 'aliases') {
      const bodyIds = (fields.bodyIds as string[] | undefined)?.map((id) => actual(id)!)
      await confirmUnit(tx, who, { text: step.name, bodyId: actual(fields.bodyId) ?? undefined, bodyIds })
    } else await writePost(step)
  }

  async function writePost(step: Step): Promise<void> {
    const { fields } = step
    const post = fields as unknown as NewPost
    const userId = users.get(post.userId) ?? post.userId
    if (step.kind === 'create') {
      const { bodyId, departmentId, taskForceId } = post
      await appoint(tx, who, {
        ...post,
        userId,
        bodyId: actual(bodyId),
        departmentId: actual(departmentId),
        taskForceId: actual(taskForceId),
      })
      return
    }
    const is = {
      user_id: userId,
      post: post.post,
      title: post.title,
      body_id: actual(post.bodyId),
      department_id: actual(post.departmentId),
      force_id: actual(post.taskForceId),
      domain: post.domain,
      from_day: post.from,
      until_day: post.until,
    }
    await tx.updateTable('membership').set(is).where('tenant_id', '=', tenantId).where('id', '=', step.id).execute()
    await changed(tx, who, {
      kind: 'organisation.changed',
      type: 'membership',
      id: step.id,
      name: step.name,
      before: step.before,
      after: is,
    })
    await sealed(tx, who, 'organisation.post', step.id, { before: step.before, after: is })
  }
}
