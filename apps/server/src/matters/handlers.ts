import type { MATTER_ENDPOINTS } from '../contract/matters.ts'
import type { Handlers } from '../http/endpoint.ts'
import type { Services } from '../services.ts'
import { attachmentHandlers } from './attachments.ts'
import { listingHandlers } from './listing.ts'
import { oneMatterHandlers } from './one-matter.ts'
import { partyHandlers } from './parties.ts'
import { procedureHandlers } from './procedures.ts'
import { takingHandlers } from './taking.ts'
import { timelineHandlers } from './timeline.ts'
import { waitingHandlers } from './waiting.ts'

/** Matters of every procedure. */
export function matterHandlers(services: Services): Pick<Handlers, keyof typeof MATTER_ENDPOINTS> {
  return {
    ...procedureHandlers(services),
    ...takingHandlers(services),
    ...listingHandlers(services),
    ...oneMatterHandlers(services),
    ...timelineHandlers(services),
    ...partyHandlers(services),
    ...attachmentHandlers(services),
    ...waitingHandlers(services),
  }
}
