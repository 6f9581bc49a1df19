import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Missing } from '../pages/missing.tsx'
import { complaintSearch } from './complaint-search.ts'
import { campaignSearch, evaluationSearch } from './evaluation-search.ts'
import { Home } from './home.tsx'
import { ledgerSearch } from './ledger-search.ts'
import { matterSearch, newMatterSearch, noticeSearch, oneMatterSearch } from './matter-search.ts'
import { newMeetingSearch } from './meeting-search.ts'
import { PageCrash, PageWait } from './pending.tsx'
import { forChoice, rosterSearch } from './register-search.ts'
import { reportingSearch, reportSearch, roundSearch, supervisionSearch } from './reporting-search.ts'
import { alignmentSearch, alignmentsSearch, overviewSearch, planSearch } from './search.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: Missing })

const route = {
  index: createRoute({ getParentRoute: () => root, path: '/', component: Home }),
  login: createRoute({ getParentRoute: () => root, path: '/login', component: Home }),
  desk: createRoute({
    getParentRoute: () => root,
    path: '/desk',
    component: lazyRouteComponent(() => import('../pages/desk/desk-page.tsx'), 'DeskPage'),
  }),
  matters: createRoute({
    getParentRoute: () => root,
    path: '/matters',
    validateSearch: matterSearch,
    component: lazyRouteComponent(() => import('../pages/matters/matters-page.tsx'), 'MattersPage'),
  }),
  newMatter: createRoute({
    getParentRoute: () => root,
    path: '/matters/new',
    validateSearch: newMatterSearch,
    component: lazyRouteComponent(() => import('../pages/matters/new-page.tsx'), 'NewMatterPage'),
  }),
  claims: createRoute({
    getParentRoute: () => root,
    path: '/matters/$matterId/claims',
    component: lazyRouteComponent(() => import('../pages/bankruptcy/claims-page.tsx'), 'ClaimsPage'),
  }),
  distribution: createRoute({
    getParentRoute: () => root,
    path: '/matters/$matterId/distribution',
    component: lazyRouteComponent(() => import('../pages/bankruptcy/distribution-page.tsx'), 'DistributionPage'),
  }),
  longPending: createRoute({
    getParentRoute: () => root,
    path: '/bankruptcy/long-pending',
    component: lazyRouteComponent(() => import('../pages/bankruptcy/long-pending-page.tsx'), 'LongPendingPage'),
  }),
  matter: createRoute({
    getParentRoute: () => root,
    path: '/matters/$matterId',
    validateSearch: oneMatterSearch,
    component: lazyRouteComponent(() => import('../pages/matters/matter-page.tsx'), 'MatterPage'),
  }),
  notices: createRoute({
    getParentRoute: () => root,
    path: '/notices',
    validateSearch: noticeSearch,
    component: lazyRouteComponent(() => import('../pages/notices/notices-page.tsx'), 'NoticesPage'),
  }),
  calendar: createRoute({
    getParentRoute: () => root,
    path: '/calendar',
    component: lazyRouteComponent(() => import('../pages/calendar/calendar-page.tsx'), 'CalendarPage'),
  }),
  decisions: createRoute({
    getParentRoute: () => root,
    path: '/decisions',
    component: lazyRouteComponent(() => import('../pages/decisions/decisions-page.tsx'), 'DecisionsPage'),
  }),
  decision: createRoute({
    getParentRoute: () => root,
    path: '/decisions/$tableId',
    component: lazyRouteComponent(() => import('../pages/decisions/decision-page.tsx'), 'DecisionPage'),
  }),
  decisionVersions: createRoute({
    getParentRoute: () => root,
    path: '/decisions/$tableId/versions',
    component: lazyRouteComponent(() => import('../pages/decisions/editor/versions-page.tsx'), 'VersionsPage'),
  }),
  decisionDraft: createRoute({
    getParentRoute: () => root,
    path: '/decisions/$tableId/draft',
    component: lazyRouteComponent(() => import('../pages/decisions/editor/draft-page.tsx'), 'DraftPage'),
  }),
  roster: createRoute({
    getParentRoute: () => root,
    path: '/registers/$kind',
    validateSearch: rosterSearch,
    component: lazyRouteComponent(() => import('../pages/registers/roster-page.tsx'), 'RosterPage'),
  }),
  registerEntry: createRoute({
    getParentRoute: () => root,
    path: '/register-entries/$entryId',
    component: lazyRouteComponent(() => import('../pages/registers/entry-page.tsx'), 'EntryPage'),
  }),
  evaluation: createRoute({
    getParentRoute: () => root,
    path: '/evaluations/$evaluationId',
    component: lazyRouteComponent(() => import('../pages/registers/evaluation-page.tsx'), 'EvaluationPage'),
  }),
  draws: createRoute({
    getParentRoute: () => root,
    path: '/draws',
    component: lazyRouteComponent(() => import('../pages/registers/draws-page.tsx'), 'DrawsPage'),
  }),
  newDraw: createRoute({
    getParentRoute: () => root,
    path: '/draws/new',
    validateSearch: forChoice,
    component: lazyRouteComponent(() => import('../pages/registers/draw-new-page.tsx'), 'DrawNewPage'),
  }),
  draw: createRoute({
    getParentRoute: () => root,
    path: '/draws/$drawId',
    component: lazyRouteComponent(() => import('../pages/registers/draw-page.tsx'), 'DrawPage'),
  }),
  newChoice: createRoute({
    getParentRoute: () => root,
    path: '/choices/new',
    validateSearch: forChoice,
    component: lazyRouteComponent(() => import('../pages/registers/choice-new-page.tsx'), 'ChoiceNewPage'),
  }),
  choice: createRoute({
    getParentRoute: () => root,
    path: '/choices/$choiceId',
    component: lazyRouteComponent(() => import('../pages/registers/choice-page.tsx'), 'ChoicePage'),
  }),
  meetings: createRoute({
    getParentRoute: () => root,
    path: '/meetings',
    component: lazyRouteComponent(() => import('../pages/meetings/meetings-page.tsx'), 'MeetingsPage'),
  }),
  newMeeting: createRoute({
    getParentRoute: () => root,
    path: '/meetings/new',
    validateSearch: newMeetingSearch,
    component: lazyRouteComponent(() => import('../pages/meetings/meeting-new-page.tsx'), 'MeetingNewPage'),
  }),
  meeting: createRoute({
    getParentRoute: () => root,
    path: '/meetings/$meetingId',
    component: lazyRouteComponent(() => import('../pages/meetings/meeting-page.tsx'), 'MeetingPage'),
  }),
  meetingAttend: createRoute({
    getParentRoute: () => root,
    path: '/meetings/$meetingId/attend',
    component: lazyRouteComponent(() => import('../pages/meetings/attend-page.tsx'), 'AttendPage'),
  }),
  meetingDirect: createRoute({
    getParentRoute: () => root,
    path: '/meetings/$meetingId/direct',
    component: lazyRouteComponent(() => import('../pages/meetings/direct-page.tsx'), 'DirectPage'),
  }),
  meetingPublic: createRoute({
    getParentRoute: () => root,
    path: '/meetings/$meetingId/public',
    component: lazyRouteComponent(() => import('../pages/meetings/public-page.tsx'), 'PublicMeetingPage'),
  }),
  checkBallot: createRoute({
    getParentRoute: () => root,
    path: '/check',
    component: lazyRouteComponent(() => import('../pages/meetings/check-page.tsx'), 'CheckPage'),
  }),
  ledger: createRoute({
    getParentRoute: () => root,
    path: '/ledger',
    validateSearch: ledgerSearch,
    component: lazyRouteComponent(() => import('../pages/ledger/ledger-page.tsx'), 'LedgerPage'),
  }),
  adopt: createRoute({
    getParentRoute: () => root,
    path: '/ledger/adopt',
    component: lazyRouteComponent(() => import('../pages/ledger/adopt-page.tsx'), 'AdoptPage'),
  }),
  ledgerEntry: createRoute({
    getParentRoute: () => root,
    path: '/ledger/entries/$entryId',
    component: lazyRouteComponent(() => import('../pages/ledger/entry-page.tsx'), 'EntryPage'),
  }),
  ledgerUnits: createRoute({
    getParentRoute: () => root,
    path: '/ledger/$ledgerId/units',
    component: lazyRouteComponent(() => import('../pages/ledger/units-page.tsx'), 'LedgerUnitsPage'),
  }),
  ledgerAmend: createRoute({
    getParentRoute: () => root,
    path: '/ledger/$ledgerId/amendments',
    component: lazyRouteComponent(() => import('../pages/ledger/amend-page.tsx'), 'AmendPage'),
  }),
  ledgerImport: createRoute({
    getParentRoute: () => root,
    path: '/ledger/$ledgerId/import',
    component: lazyRouteComponent(() => import('../pages/ledger/import-page.tsx'), 'ImportPage'),
  }),
  ledgerRisks: createRoute({
    getParentRoute: () => root,
    path: '/ledger/$ledgerId/risks',
    component: lazyRouteComponent(() => import('../pages/ledger/risks-page.tsx'), 'RisksPage'),
  }),
  indicators: createRoute({
    getParentRoute: () => root,
    path: '/ledger/indicators',
    component: lazyRouteComponent(() => import('../pages/indicators/indicators-page.tsx'), 'IndicatorsPage'),
  }),
  readingImport: createRoute({
    getParentRoute: () => root,
    path: '/ledger/indicators/import',
    component: lazyRouteComponent(() => import('../pages/indicators/import-page.tsx'), 'ReadingImportPage'),
  }),
  indicator: createRoute({
    getParentRoute: () => root,
    path: '/ledger/indicators/$indicatorId',
    component: lazyRouteComponent(() => import('../pages/indicators/indicator-page.tsx'), 'IndicatorPage'),
  }),
  commander: createRoute({
    getParentRoute: () => root,
    path: '/command',
    validateSearch: ({ ledger }: Record<string, unknown>): { readonly ledger?: string } => {
      const { ledger: chosen } = ledgerSearch({ ledger })
      return chosen === undefined ? {} : { ledger: chosen }
    },
    component: lazyRouteComponent(() => import('../pages/command/command-page.tsx'), 'CommanderPage'),
  }),
  receipt: createRoute({
    getParentRoute: () => root,
    path: '/receipt',
    component: lazyRouteComponent(() => import('../pages/receipt/receipt-page.tsx'), 'ReceiptPage'),
  }),
  plans: createRoute({
    getParentRoute: () => root,
    path: '/plans',
    component: lazyRouteComponent(() => import('../pages/library/library-page.tsx'), 'LibraryPage'),
  }),
  plan: createRoute({
    getParentRoute: () => root,
    path: '/plans/$planId',
    validateSearch: planSearch,
    component: lazyRouteComponent(() => import('../pages/plan/plan-page.tsx'), 'PlanPage'),
  }),
  alignments: createRoute({
    getParentRoute: () => root,
    path: '/alignments',
    validateSearch: alignmentsSearch,
    component: lazyRouteComponent(() => import('../pages/alignment/alignments-page.tsx'), 'AlignmentsPage'),
  }),
  alignment: createRoute({
    getParentRoute: () => root,
    path: '/alignments/$alignmentId',
    validateSearch: alignmentSearch,
    component: lazyRouteComponent(() => import('../pages/alignment/alignment-page.tsx'), 'AlignmentPage'),
  }),
  overview: createRoute({
    getParentRoute: () => root,
    path: '/overview',
    validateSearch: overviewSearch,
    component: lazyRouteComponent(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
  }),
  admin: createRoute({
    getParentRoute: () => root,
    path: '/admin',
    component: lazyRouteComponent(() => import('../pages/admin/admin-page.tsx'), 'AdminPage'),
  }),
  reporting: createRoute({
    getParentRoute: () => root,
    path: '/reporting',
    validateSearch: reportingSearch,
    component: lazyRouteComponent(() => import('../pages/reporting/reporting-page.tsx'), 'ReportingPage'),
  }),
  round: createRoute({
    getParentRoute: () => root,
    path: '/reporting/round',
    validateSearch: roundSearch,
    component: lazyRouteComponent(() => import('../pages/reporting/round-page.tsx'), 'RoundPage'),
  }),
  report: createRoute({
    getParentRoute: () => root,
    path: '/reporting/report',
    validateSearch: reportSearch,
    component: lazyRouteComponent(() => import('../pages/reporting/report-page.tsx'), 'ReportPage'),
  }),
  weeklyMeeting: createRoute({
    getParentRoute: () => root,
    path: '/reporting/meetings/$meetingId',
    component: lazyRouteComponent(() => import('../pages/reporting/meeting-page.tsx'), 'WeeklyMeetingPage'),
  }),
  supervision: createRoute({
    getParentRoute: () => root,
    path: '/supervision',
    validateSearch: supervisionSearch,
    component: lazyRouteComponent(() => import('../pages/supervision/supervision-page.tsx'), 'SupervisionPage'),
  }),
  letter: createRoute({
    getParentRoute: () => root,
    path: '/supervision/letters/$letterId',
    component: lazyRouteComponent(() => import('../pages/supervision/letter-page.tsx'), 'LetterPage'),
  }),
  inspection: createRoute({
    getParentRoute: () => root,
    path: '/supervision/inspections/$inspectionId',
    component: lazyRouteComponent(() => import('../pages/supervision/inspection-page.tsx'), 'InspectionPage'),
  }),
  questionnaire: createRoute({
    getParentRoute: () => root,
    path: '/supervision/questionnaires/$questionnaireId',
    component: lazyRouteComponent(() => import('../pages/questionnaires/questionnaire-page.tsx'), 'QuestionnairePage'),
  }),
  complaints: createRoute({
    getParentRoute: () => root,
    path: '/complaints',
    validateSearch: complaintSearch,
    component: lazyRouteComponent(() => import('../pages/complaints/complaints-page.tsx'), 'ComplaintsPage'),
  }),
  campaignEvaluation: createRoute({
    getParentRoute: () => root,
    path: '/evaluation',
    validateSearch: evaluationSearch,
    component: lazyRouteComponent(() => import('../pages/evaluation/evaluation-page.tsx'), 'CampaignEvaluationPage'),
  }),
  campaign: createRoute({
    getParentRoute: () => root,
    path: '/campaign',
    validateSearch: campaignSearch,
    component: lazyRouteComponent(() => import('../pages/campaign/campaign-page.tsx'), 'CampaignPage'),
  }),
  channels: createRoute({
    getParentRoute: () => root,
    path: '/channels',
    component: lazyRouteComponent(() => import('../pages/channels/channels-page.tsx'), 'ChannelsPage'),
  }),
  organisation: createRoute({
    getParentRoute: () => root,
    path: '/organisation',
    component: lazyRouteComponent(() => import('../pages/organisation/organisation-page.tsx'), 'OrganisationPage'),
  }),
  organisationCommand: createRoute({
    getParentRoute: () => root,
    path: '/organisation/command',
    component: lazyRouteComponent(() => import('../pages/organisation/command-page.tsx'), 'CommandPage'),
  }),
  organisationUnits: createRoute({
    getParentRoute: () => root,
    path: '/organisation/units',
    component: lazyRouteComponent(() => import('../pages/organisation/units-page.tsx'), 'UnitsPage'),
  }),
  organisationBody: createRoute({
    getParentRoute: () => root,
    path: '/organisation/bodies/$bodyId',
    component: lazyRouteComponent(() => import('../pages/organisation/body-page.tsx'), 'BodyPage'),
  }),
  account: createRoute({
    getParentRoute: () => root,
    path: '/account',
    component: lazyRouteComponent(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
  }),
  help: createRoute({
    getParentRoute: () => root,
    path: '/help',
    component: lazyRouteComponent(() => import('../pages/help/help-page.tsx'), 'HelpPage'),
  }),
}

/** The map of the pages. Filters live in the query of the address, so that a list can be sent to a colleague as a link. */
export const router = createRouter({
  routeTree: root.addChildren([
    route.index,
    route.login,
    route.desk,
    route.matters,
    route.newMatter,
    route.matter,
    route.claims,
    route.distribution,
    route.longPending,
    route.notices,
    route.calendar,
    route.decisions,
    route.decision,
    route.decisionVersions,
    route.decisionDraft,
    route.roster,
    route.registerEntry,
    route.evaluation,
    route.draws,
    route.newDraw,
    route.draw,
    route.newChoice,
    route.choice,
    route.meetings,
    route.newMeeting,
    route.meeting,
    route.meetingAttend,
    route.meetingDirect,
    route.meetingPublic,
    route.checkBallot,
    route.ledger,
    route.adopt,
    route.ledgerEntry,
    route.ledgerUnits,
    route.ledgerAmend,
    route.ledgerImport,
    route.ledgerRisks,
    route.indicators,
    route.readingImport,
    route.indicator,
    route.commander,
    route.receipt,
    route.plans,
    route.plan,
    route.alignments,
    route.alignment,
    route.overview,
    route.admin,
    route.reporting,
    route.round,
    route.report,
    route.weeklyMeeting,
    route.supervision,
    route.letter,
    route.inspection,
    route.questionnaire,
    route.complaints,
    route.campaignEvaluation,
    route.campaign,
    route.channels,
    route.organisation,
    route.organisationCommand,
    route.organisationUnits,
    route.organisationBody,
    route.account,
    route.help,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageWait,
  defaultErrorComponent: PageCrash,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
