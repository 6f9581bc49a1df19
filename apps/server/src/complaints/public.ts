import { isOfCampaign } from '@yingshang/campaign'
import { definitionOf, possible, type Values } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { ComplaintProgress, PublicComplaint } from '../contract/complaints.ts'
import type { InTenant } from '../database/store.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { act, openMatter } from '../matters/act.ts'
import { keepAttachment } from '../matters/attachments.ts'
import { clocksOf } from '../matters/clock-rows.ts'
import { actionsOf, loadMatter, type StoredMatter } from '../matters/store.ts'
import type { Services } from '../services.ts'
import { digestOfCode, newCode } from './code.ts'

/** What somebody without an account can do: bring a complaint, follow it by its code, rate the answer, supply what is asked, withdraw. */

type Names = 'submitComplaint' | 'uploadComplaintFile' | 'followComplaint' | 'actOnComplaint'

const CAN = ['rate', 'supply', 'withdraw'] as const
/** Steps that concern the enterprise; the rest is the office's own. */
const SHOWN = new Set([
  'submit',
  'dispatch',
  'transfer',
  'refuse',
  'merge',
  'pass-on',
  'sign',
  'ask',
  'supply',
  'extend',
  'reply',
  'revisit',
  'rate',
  'close-unrated',
  'close-unsolvable',
  'withdraw',
])

export function publicComplaintHandlers(services: Services): Pick<Handlers, Names> {
  const { store, tenantId, now, law, config, digestKey, sealer } = services

  async function byCode(tx: InTenant, code: string): Promise<StoredMatter> {
    const digest = digestOfCode(digestKey, code)
    const row =
      digest === null
        ? undefined
        : await tx
            .selectFrom('complaint_code')
            .select('matter_id')
            .where('tenant_id', '=', tenantId)
            .where('digest', '=', digest)
            .executeTakeFirst()
    const matter = row ? await loadMatter(tx, tenantId, row.matter_id) : null
    if (!matter || !isOfCampaign(matter.state.procedure.id)) throw refuse('complaint.unknown-code')
    return matter
  }

  const enterprise = (matterId: string) => ({ id: `code:${matterId}`, roles: ['enterprise'] })

  async function progressOf(tx: InTenant, { id, state }: StoredMatter): Promise<ComplaintProgress> {
    const { definition, actions: known } = definitionOf(law.setting, state.procedure.id, state.procedure.version)
    const fact = <T>(name: string) => (state.facts[name]?.value ?? null) as T | null
    const stage = state.stages.main!.stage
    const taken = await actionsOf(tx, tenantId, id)
    const asked = state.flags.waiting === undefined ? undefined : taken.findLast((a) => a.action === 'ask')
    const open = possible(law.setting, state, enterprise(id), now().toISOString())
    const answered = ['replied', 'closed'].includes(stage)
    const due = await tx
      .selectFrom('matter_clock')
      .select('due')
      .where('tenant_id', '=', tenantId)
      .where('matter_id', '=', id)
      .where('clock', '=', 'reply')
      .where('status', '=', 'running')
      .executeTakeFirst()
    return {
      subject: String(fact('subject') ?? ''),
      kind: fact<ComplaintProgress['kind']>('kind') ?? 'complaint',
      submittedOn: taken[0]!.on,
      stage,
      stageTitle: { ...definition.tracks[0]!.stages.find((s) => s.id === stage)!.title },
      handler: ['dispatched', 'handling', 'replied', 'closed'].includes(stage) ? fact<string>('handlerName') : null,
      due: due?.due ?? null,
      question: typeof asked?.values?.question === 'string' ? asked.values.question : null,
      reply: answered ? fact<string>('reply') : null,
      solved: answered ? fact<boolean>('solved') : null,
      satisfaction: fact<string>('satisfaction'),
      steps: taken
        .filter((a) => SHOWN.has(a.action))
        .map((a) => ({ action: a.action, on: a.on, title: { ...known.get(a.action)!.label } })),
      can: CAN.filter((action) => open.some((p) => p.action === action && p.allowed)),
    }
  }

  return {
    async submitComplaint({ body }) {
      const code = newCode()
      const acceptBy = await store.inTenant(tenantId, async (tx) => {
        const { matter } = await openMatter(tx, law, services, 'complaint', {
          tenantId,
          court: config.bodyName,
          userId: null,
          actor: { id: 'public', roles: ['enterprise'] },
          action: 'submit',
          values: valuesOf(body),
        })
        await tx
          .insertInto('complaint_code')
          .values({ tenant_id: tenantId, digest: digestOfCode(digestKey, code)!, matter_id: matter.id, made_at: now() })
          .execute()
        return clocksOf(law, matter.state, now().toISOString()).find((c) => c.clock === 'accept')?.due ?? dateInChina(now().toISOString())
      })
      sealer.nudge()
      return new Status(201, { code, acceptBy })
    },

    uploadComplaintFile: async ({ request }) => new Status(201, await keepAttachment(services, request, null)),

    async followComplaint({ body }) {
      return store.inTenant(tenantId, async (tx) => progressOf(tx, await byCode(tx, body.code)))
    },

    async actOnComplaint({ body }) {
      const { code, action, ...values } = body
      const answer = await store.inTenant(tenantId, async (tx) => {
        const { id } = await byCode(tx, code)
        const { matter } = await act(tx, law, services, id, null, {
          tenantId,
          court: config.bodyName,
          userId: null,
          actor: enterprise(id),
          action,
          values: without(values),
        })
        return progressOf(tx, matter)
      })
      sealer.nudge()
      return answer
    },
  }
}

/** Fields left empty are no values. */
const without = (values: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as Values

const valuesOf = (body: PublicComplaint): Values =>
  without({ channel: 'online', ...body, files: body.files?.length ? body.files : undefined })
