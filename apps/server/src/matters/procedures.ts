import { definitionInForce } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import { hasTable, openingRole } from '../forms/matter-form.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'

/** The procedures that this server knows. */
export function procedureHandlers({ law, now }: Services): Pick<Handlers, 'listProcedures' | 'getProcedure'> {
  const day = () => dateInChina(now().toISOString())
  return {
    async listProcedures({ caller }) {
      return {
        items: [...new Set(law.definitions.map((d) => definitionInForce(law.setting, d.id, day())))]
          .flatMap((d) => d ?? [])
          .map((d) => ({
            id: d.id,
            version: d.version,
            effectiveFrom: d.effectiveFrom,
            title: { ...d.title },
            table: hasTable(d.id) ? { mayImport: openingRole(d, caller) !== null } : null,
            opensBy: d.actions
              .filter((a) => a.opens)
              .map((a) => ({
                action: a.id,
                label: { ...a.label },
                roles: a.by.flatMap((role) =>
                  d.roles.filter((r) => r.id === role && !r.system).map((r) => ({ id: r.id, title: { ...r.title } })),
                ),
              })),
          })),
      }
    },

    async getProcedure({ params, query }) {
      const found =
        query.version === undefined
          ? definitionInForce(law.setting, params.id, day())
          : law.definitions.find((d) => d.id === params.id && d.version === query.version)
      if (!found) throw refuse('procedure.not-found')
      return found as unknown as Record<string, unknown>
    },
  }
}
