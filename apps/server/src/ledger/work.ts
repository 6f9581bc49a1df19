import type { Calendar } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { EventKind } from '../contract/events.ts'
import type { Deed as RecordedDeed } from '../events/record.ts'
import { refuse } from '../http/problem.ts'
import type { Scope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { type Deed, dayOf } from './act.ts'
import type { Asking } from './list.ts'

/** What every handler of the ledger asks of the services: today, the calendar, who acts, who asks. */

export interface AtWork {
  readonly day: () => string
  /** The working-day calendar that was published last. */
  readonly calendar: () => Calendar
  readonly deed: (caller: Caller) => Deed
  readonly asking: (caller: Caller, scope?: Scope) => Asking
  readonly recorded: (caller: Caller, requestId: string, kind: EventKind, id: string, detail: Record<string, unknown>) => RecordedDeed
}

/** Runs what names bodies, departments and people by id, with words for an id that nothing has. */
export async function known<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: string }).code !== '23503') throw error
    throw refuse('entry.refused', { zh: '所指的单位、科室或者人员不存在', en: 'No such body, department or person' })
  }
}

export function atWork({ now, law }: Pick<Services, 'now' | 'law'>): AtWork {
  const day = () => dayOf(now())
  return {
    day,
    calendar: () => law.setting.calendars.at(-1)!,
    deed: (caller) => ({ tenantId: caller.tenant.id, userId: caller.user.id, at: now() }),
    asking: (caller, scope) => ({
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      day: day(),
      ...(scope === undefined ? {} : { scope }),
    }),
    recorded: (caller, requestId, kind, id, detail) => ({
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind,
      ...(id === ''
        ? {}
        : { subject: { type: kind.startsWith('evidence') ? 'ledger-entry' : kind.startsWith('indicator') ? 'indicator' : 'ledger', id } }),
      detail,
      requestId,
    }),
  }
}
