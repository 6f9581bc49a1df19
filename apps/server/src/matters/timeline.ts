import { type Compiled, type Done, definitionOf, type Field, MIGRATE, type Values } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { TimelineItem } from '../contract/matter-shapes.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { receiptOf } from '../journal/record.ts'
import type { Services } from '../services.ts'
import { matterFor, seesWhole } from './access.ts'
import { seesAll } from './roles.ts'
import { ACTION_KIND } from './store.ts'

const MIGRATED = { zh: '转入新版本程序', en: 'Moved to a newer version of the procedure' }
const MIGRATION_FIELDS: Readonly<Record<string, Pick<Field, 'label' | 'type' | 'sensitivity'>>> = {
  to: { label: { zh: '转入版本', en: 'Version' }, type: 'text', sensitivity: 'public' },
  reason: { label: { zh: '理由', en: 'Reason' }, type: 'longText', sensitivity: 'internal' },
}

/** What was done on a matter, with before and after, and the receipt of each action. */
export function timelineHandlers({ store, now, law, sealer }: Services): Pick<Handlers, 'getTimeline' | 'getReceipt'> {
  const day = () => dateInChina(now().toISOString())
  return {
    async getTimeline({ caller, params, query }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const { matter, held } = await matterFor(tx, caller, params.id, day())
        const whole = seesWhole(caller, held.roles, matter.state.procedure.id)
        let rows = tx
          .selectFrom('matter_action as a')
          .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'a.tenant_id').onRef('u.id', '=', 'a.user_id'))
          .leftJoin('journal_entry as j', (join) => join.onRef('j.tenant_id', '=', 'a.tenant_id').onRef('j.record_id', '=', 'a.id'))
          .select(['a.id', 'a.seq', 'a.action', 'a.user_id', 'u.display_name', 'a.at', 'a.body', 'a.effects', 'a.digest', 'j.index'])
          .where('a.tenant_id', '=', tenantId)
          .where('a.matter_id', '=', params.id)
        if (query.before !== undefined) rows = rows.where('a.seq', '<', query.before)
        const found = await rows
          .orderBy('a.seq', 'desc')
          .limit(query.limit + 1)
          .execute()
        const items = found.slice(0, query.limit).map((r): TimelineItem => {
          const body = r.body as unknown as {
            on: string
            values?: Values
            actor: { roles: string[] }
            corrects?: { id: string }
            procedure: { id: string; version: string }
          }
          // Each action is told in the words of the version that it was taken under.
          const compiled = definitionOf(law.setting, body.procedure.id, body.procedure.version)
          const after = r.action === MIGRATE ? definitionOf(law.setting, body.procedure.id, String(body.values?.to)) : compiled
          const own = r.user_id === caller.user.id
          return {
            id: r.id,
            seq: r.seq,
            action: r.action,
            label: { ...(r.action === MIGRATE ? MIGRATED : (compiled.actions.get(r.action)?.label ?? { zh: r.action, en: r.action })) },
            by: { id: r.user_id, displayName: r.display_name ?? '系统' },
            roles: body.actor.roles,
            at: r.at.toISOString(),
            on: body.on,
            values: Object.entries(body.values ?? {}).flatMap(([field, value]) => {
              const known = r.action === MIGRATE ? MIGRATION_FIELDS[field] : compiled.fields.get(field)
              if (!whole && !own && known?.sensitivity !== 'public') return []
              return [{ field, label: { ...(known?.label ?? { zh: field, en: field }) }, type: known?.type ?? 'text', value }]
            }),
            changes: whole ? changesOf(after, r.effects as unknown as Done[], compiled) : [],
            corrects: body.corrects?.id ?? null,
            sealed: r.index === null ? null : Number(r.index),
            digest: r.digest.toString('hex'),
          }
        })
        return { items, next: found.length > query.limit ? items.at(-1)!.seq : null }
      })
    },

    async getReceipt({ caller, params }) {
      const tenantId = caller.tenant.id
      const row = await store.inTenant(tenantId, async (tx) => {
        const { matter, held } = await matterFor(tx, caller, params.id, day())
        const found = await tx
          .selectFrom('matter_action as a')
          .leftJoin('journal_entry as j', (join) => join.onRef('j.tenant_id', '=', 'a.tenant_id').onRef('j.record_id', '=', 'a.id'))
          .select(['a.body', 'a.salt', 'a.user_id', 'a.seq', 'j.index'])
          .where('a.tenant_id', '=', tenantId)
          .where('a.matter_id', '=', params.id)
          .where('a.id', '=', params.action)
          .executeTakeFirst()
        // A receipt opens the content: for whoever acted, and for the court.
        if (!found || (found.user_id !== caller.user.id && !seesAll(caller, matter.state.procedure.id) && !held.roles.includes('judge')))
          throw refuse('matter.not-found')
        return found
      })
      const text = await receiptOf(sealer, { ...row, kind: ACTION_KIND })
      if (text === null) throw refuse('receipt.not-sealed')
      return { name: `回执-${row.index}.tlog-proof`, type: 'text/plain; charset=utf-8', content: Buffer.from(text) }
    },
  }
}

/** What an action changed, in words, for the timeline; `before` is the version that the matter came from. */
function changesOf(compiled: Compiled, effects: readonly Done[], before: Compiled): TimelineItem['changes'] {
  const { definition } = compiled
  const words = (id: string, list: readonly { id: string; title: { zh: string; en: string } }[] | undefined) => ({
    ...(list?.find((x) => x.id === id)?.title ?? { zh: id, en: id }),
  })
  return effects.flatMap((effect): TimelineItem['changes'] => {
    switch (effect.kind) {
      case 'stage': {
        const name = (stage: string | null, of: Compiled) =>
          stage === null ? null : (of.stages.get(`${effect.track}/${stage}`)?.title.zh ?? stage)
        return [
          {
            kind: 'stage',
            what: words(effect.track, definition.tracks),
            before: name(effect.from, before),
            after: name(effect.to, compiled),
          },
        ]
      }
      case 'flag':
        return [{ kind: 'flag', what: words(effect.flag, definition.flags), before: !effect.raised, after: effect.raised }]
      case 'fact': {
        const label = compiled.fields.get(effect.fact)?.label ??
          definition.facts?.find((f) => f.id === effect.fact)?.title ?? { zh: effect.fact, en: effect.fact }
        return [{ kind: 'fact', what: { ...label }, before: effect.before, after: effect.after }]
      }
      case 'clock':
        return [
          {
            kind: `clock.${effect.change}`,
            what: { ...(compiled.clocks.get(effect.clock)?.title ?? { zh: effect.clock, en: effect.clock }) },
            before: null,
            after: effect.due,
          },
        ]
      case 'entry':
        return [{ kind: 'entry', what: words(effect.register, definition.registers), before: effect.before, after: effect.after }]
      case 'document':
        return [{ kind: 'document', what: words(effect.document, definition.documents), before: null, after: null }]
      default:
        return []
    }
  })
}
