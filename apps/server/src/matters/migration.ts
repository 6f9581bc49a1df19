import { type Definition, definitionOf, migrate, migration, type State } from '@yingshang/procedure'
import { dateInChina, type PlainDate } from '@yingshang/time'
import type { MATTER_MIGRATION_ENDPOINTS, MigrationChoice } from '../contract/matter-migration.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { visibleMatter } from './access.ts'
import { demandSeq, momentAfter, refused } from './act.ts'
import { projectClocks } from './clock-projection.ts'
import { actorOf, rolesOn } from './roles.ts'
import type { Law } from './setting.ts'
import { writeActions } from './store.ts'
import { detailOf } from './view.ts'

/** Versions of the procedure that came after the one of a matter and are in force, oldest first. */
function newer(law: Law, state: State, today: PlainDate): readonly Definition[] {
  const { definition: own } = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  return law.definitions
    .filter((d) => d.id === own.id && d.version !== own.version && d.effectiveFrom > own.effectiveFrom && d.effectiveFrom <= today)
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
}

interface Titled {
  readonly id: string
  readonly title?: { readonly zh: string; readonly en: string }
  readonly label?: { readonly zh: string; readonly en: string }
}

const named = (id: string, ...lists: readonly (readonly Titled[] | undefined)[]) => {
  for (const list of lists) {
    const found = list?.find((one) => one.id === id)
    const words = found?.title ?? found?.label
    if (words) return { zh: words.zh, en: words.en }
  }
  return { zh: id, en: id }
}

/** What the move would change, in words. */
function choiceOf(law: Law, state: State, to: Definition, at: string): MigrationChoice {
  const { definition: own } = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const preview = migrate(law.setting, state, to, at)
  const plan = to.migrations?.find((m) => m.from === own.version)
  const stageOf = (definition: Definition, track: string, stage: string) =>
    named(stage, definition.tracks.find((t) => t.id === track)?.stages)
  const lost = <T extends MigrationChoice['notCarried'][number]['kind']>(
    kind: T,
    ids: readonly string[],
    names: { readonly [old: string]: string } | undefined,
    known: (id: string) => boolean,
    ...lists: readonly (readonly Titled[] | undefined)[]
  ) => ids.filter((id) => !known(names?.[id] ?? id)).map((id) => ({ kind, title: named(id, ...lists) }))
  const obligations = new Set(to.actions.flatMap((a) => a.effects.flatMap((e) => (e.do === 'discharge' ? [e.obligation] : []))))
  return {
    to: to.version,
    effectiveFrom: to.effectiveFrom,
    sources: to.sources.map((s) => ({ rule: s.rule, provision: s.provision, verified: s.verified !== false })),
    stages: preview.stages.map(({ track, from, to: after }) => ({
      track: named(track, own.tracks),
      from: stageOf(own, track, from),
      to: stageOf(to, track, after),
    })),
    flags: preview.flags.map((f) => ({ from: named(f.from, own.flags), to: named(f.to, to.flags) })),
    facts: preview.facts.map((f) => ({ from: named(f.from, own.fields, own.facts), to: named(f.to, to.fields, to.facts) })),
    clocks: preview.clocks.map(({ clock, before, after }) => ({ clock: named(clock, to.clocks, own.clocks), before, after })),
    actionsGained: preview.actionsGained.map((id) => named(id, to.actions)),
    actionsLost: preview.actionsLost.map((id) => named(id, own.actions)),
    notCarried: [
      ...lost(
        'fact',
        Object.keys(state.facts),
        plan?.facts,
        (id) => to.fields.some((f) => f.id === id) || to.facts?.some((f) => f.id === id) === true,
        own.fields,
        own.facts,
      ),
      ...lost('register', Object.keys(state.registers), undefined, (id) => to.registers?.some((r) => r.id === id) === true, own.registers),
      ...lost(
        'clock',
        [...Object.keys(state.clocks), ...Object.keys(state.keyedClocks)],
        plan?.clocks,
        (id) => to.clocks.some((c) => c.id === id),
        own.clocks,
      ),
      ...lost('obligation', Object.keys(state.obligations), undefined, (id) => obligations.has(id)),
    ],
    refusals: preview.refusals.map((r) => ({ code: r.code, zh: r.zh, en: r.en })),
  }
}

/** Moving a matter to a newer version of its procedure. */
export function migrationHandlers(services: Services): Pick<Handlers, keyof typeof MATTER_MIGRATION_ENDPOINTS> {
  const { store, now, law, sealer } = services
  const day = () => dateInChina(now().toISOString())
  return {
    async previewMigration({ caller, params }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const { state } = await visibleMatter(tx, caller, params.id, day())
        return {
          seq: state.seq,
          version: state.procedure.version,
          items: newer(law, state, day()).map((to) => choiceOf(law, state, to, now().toISOString())),
        }
      })
    },

    async migrateMatter({ caller, params, body, request }) {
      const tenantId = caller.tenant.id
      return once(services, caller, 'migrateMatter', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await store.inTenant(tenantId, async (tx) => {
          const stored = await visibleMatter(tx, caller, params.id, day(), true)
          demandSeq(stored, body.expectedSeq)
          const to = newer(law, stored.state, day()).find((d) => d.version === body.to)
          if (!to)
            throw refuse('procedure.not-found', { zh: `没有可以转入的版本 ${body.to}`, en: `There is no version ${body.to} to move to` })
          const at = momentAfter(stored.state, now())
          const moved = migration(law.setting, stored.state, to, {
            id: newId(),
            actor: actorOf(caller.user.id, await rolesOn(tx, tenantId, params.id, caller.user.id, day())),
            at: at.toISOString(),
            reason: body.reason,
          })
          if (!moved.ok) throw refused(moved.refusals)
          const matter = writeActions(tx, law, tenantId, caller.user.id, [moved], stored, moved.state, at)
          // The clocks are those of another definition now, also where no action touched them.
          await projectClocks(tx, law, tenantId, moved.state, at.toISOString())
          const reply = { id: moved.action.id, seq: moved.action.seq, matter: await detailOf(tx, law, caller, matter, now()) }
          await keep(tx, 201, reply)
          return reply
        })
        sealer.nudge()
        return new Status(201, answer)
      })
    },
  }
}
