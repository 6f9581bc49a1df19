import { accountHandlers } from '../accounts/account.ts'
import { sessionHandlers } from '../accounts/handlers.ts'
import type { IdentityProvider } from '../accounts/oidc.ts'
import { userHandlers } from '../accounts/users.ts'
import { alignmentHandlers } from '../alignments/handlers.ts'
import { bankruptcyHandlers } from '../bankruptcy/handlers.ts'
import { calendarHandlers } from '../calendars/handlers.ts'
import { campaignHandlers } from '../campaign/overview.ts'
import { channelHandlers } from '../channels/handlers.ts'
import { complaintHandlers } from '../complaints/handlers.ts'
import { publicComplaintHandlers } from '../complaints/public.ts'
import { decisionHandlers } from '../decisions/handlers.ts'
import { evaluationHandlers } from '../evaluation/handlers.ts'
import { eventHandlers } from '../events/handlers.ts'
import { formHandlers } from '../forms/handlers.ts'
import { commandHandlers } from '../ledger/command.ts'
import { ledgerHandlers } from '../ledger/handlers.ts'
import { indicatorHandlers } from '../ledger/indicators/handlers.ts'
import { riskHandlers } from '../ledger/risks.ts'
import { bulkHandlers } from '../matters/bulk.ts'
import { matterHandlers } from '../matters/handlers.ts'
import { migrationHandlers } from '../matters/migration.ts'
import { noticeHandlers } from '../matters/notices.ts'
import { matterQueryHandlers } from '../matters/queries.ts'
import { meetingHandlers } from '../meetings/handlers.ts'
import { organisationHandlers } from '../organisation/handlers.ts'
import { correctionHandlers } from '../plans/corrections.ts'
import { planHandlers } from '../plans/handlers.ts'
import { questionnaireHandlers } from '../questionnaires/handlers.ts'
import { publicQuestionnaireHandlers } from '../questionnaires/public.ts'
import { registerHandlers } from '../registers/handlers.ts'
import { reportingHandlers } from '../reporting/handlers.ts'
import { reportFormHandlers } from '../reporting/report-form-handlers.ts'
import { weeklyMeetingHandlers } from '../reporting/weekly-handlers.ts'
import type { Services } from '../services.ts'
import { supervisionHandlers } from '../supervision/handlers.ts'
import type { Handlers } from './endpoint.ts'

/** All handlers: a domain adds its own here and its endpoints to the contract. */
export function handlers(services: Services, provider: IdentityProvider | null): Handlers {
  return {
    ...sessionHandlers(services, provider),
    ...accountHandlers(services, provider),
    ...userHandlers(services),
    ...planHandlers(services),
    ...correctionHandlers(services),
    ...alignmentHandlers(services),
    ...eventHandlers(services),
    ...matterHandlers(services),
    ...meetingHandlers(services),
    ...migrationHandlers(services),
    ...matterQueryHandlers(services),
    ...bulkHandlers(services),
    ...formHandlers(services),
    ...calendarHandlers(services),
    ...noticeHandlers(services),
    ...channelHandlers(services),
    ...campaignHandlers(services),
    ...evaluationHandlers(services),
    ...complaintHandlers(services),
    ...publicComplaintHandlers(services),
    ...decisionHandlers(services),
    ...bankruptcyHandlers(services),
    ...ledgerHandlers(services),
    ...indicatorHandlers(services),
    ...riskHandlers(services),
    ...commandHandlers(services),
    ...registerHandlers(services),
    ...reportingHandlers(services),
    ...reportFormHandlers(services),
    ...weeklyMeetingHandlers(services),
    ...supervisionHandlers(services),
    ...questionnaireHandlers(services),
    ...publicQuestionnaireHandlers(services),
    ...organisationHandlers(services),
  }
}
