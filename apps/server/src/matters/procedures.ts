import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'

/** The procedures that this server knows. */
export function procedureHandlers({ law }: Services): Pick<Handlers, 'listProcedures' | 'getProcedure'> {
  return {
    async listProcedures() {
      return {
        items: law.definitions.map((d) => ({
          id: d.id,
          version: d.version,
          effectiveFrom: d.effectiveFrom,
          title: { ...d.title },
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

    async getProcedure({ params }) {
      const found = law.definitions.filter((d) => d.id === params.id).at(-1)
      if (!found) throw refuse('procedure.not-found')
      return found as unknown as Record<string, unknown>
    },
  }
}
