import type { Calendar } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { EventKind } from '../contract/events.ts'
import type { Deed as RecordedDeed } from '../events/record.ts'
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

export function atWork({ now, law }: Pick<Services, 'now' | 'law'>): AtWork {
  const day = () => dayOf(now())
  return {
    day,
    calendar: () => law.setting.calendars.at(-1)!,
    deed: (caller) => ({ tenantId: caller.tenant.id, userId: caller.user.id, at: now() }),
    asking: (caller, scope) => ({ tenantId: caller.tenant.id, userId: caller.user.id, day: day(), ...(scope === undefined ? {} : { scope }) }),
    recorded: (caller, requestId, kind, id, detail) => ({
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind,
      subject: { type: kind.startsWith('evidence') ? 'ledger-entry' : 'ledger', id },
      detail,
      requestId,
    }),
  }
}
