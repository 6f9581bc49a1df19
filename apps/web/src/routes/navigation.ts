import type { Permission } from '@yingshang/server/contract'
import type { MessageKey } from '../messages/index.tsx'

/** Where the bar leads, by kind of work. A capability adds its pages here; who may not open a page does not see its link. */

type May = (permission: Permission) => boolean

export interface Place {
  readonly to: string
  readonly label: MessageKey
  /** Whether somebody with these permissions has use for the page. */
  readonly shown: (may: May) => boolean
}

export interface Group {
  readonly id: string
  readonly label: MessageKey
  readonly places: readonly Place[]
}

const to =
  (...permissions: readonly Permission[]) =>
  (may: May) =>
    permissions.some(may)

export const GROUPS: readonly Group[] = [
  {
    id: 'campaign',
    label: 'nav.group.campaign',
    places: [
      { to: '/ledger', label: 'nav.ledger', shown: to('ledger.read') },
      { to: '/command', label: 'nav.command', shown: to('ledger.read') },
      { to: '/reporting', label: 'nav.reporting', shown: to('report.read') },
      { to: '/supervision', label: 'nav.supervision', shown: to('report.read') },
      { to: '/complaints', label: 'nav.complaints', shown: to('complaint.read') },
      { to: '/campaign', label: 'nav.campaignOverview', shown: to('evaluation.read') },
      { to: '/evaluation', label: 'nav.evaluation', shown: to('evaluation.read') },
    ],
  },
  {
    id: 'cases',
    label: 'nav.group.cases',
    places: [
      { to: '/desk', label: 'nav.desk', shown: to('matter.read') },
      { to: '/matters', label: 'nav.matters', shown: to('matter.read') },
      { to: '/draws', label: 'nav.draws', shown: to('draw.conduct') },
      { to: '/meetings', label: 'nav.meetings', shown: to('meeting.read') },
      { to: '/decisions', label: 'nav.decisions', shown: to('matter.all') },
      // Who works on plans as well has enough in the bar; the foot has the link for everybody.
      { to: '/receipt', label: 'nav.receipt', shown: (may) => may('matter.read') && !may('plan.read') },
    ],
  },
  {
    id: 'plans',
    label: 'nav.group.plans',
    places: [
      { to: '/plans', label: 'nav.library', shown: to('plan.read') },
      { to: '/alignments', label: 'nav.alignment', shown: to('alignment.read') },
      { to: '/overview', label: 'nav.overview', shown: to('plan.read') },
    ],
  },
  {
    id: 'house',
    label: 'nav.group.house',
    places: [
      { to: '/organisation', label: 'nav.organisation', shown: to('organisation.read') },
      { to: '/admin', label: 'nav.admin', shown: to('user.manage', 'event.read') },
      { to: '/channels', label: 'nav.channels', shown: to('channel.manage') },
    ],
  },
]

/** More links than this stand in groups that open; fewer stand side by side. */
const FLAT = 9

/** What somebody sees: groups with their places, or one row when there are few. */
export function placesFor(may: May): { readonly groups: readonly Group[]; readonly flat: readonly Place[] } {
  const groups = GROUPS.map((group) => ({ ...group, places: group.places.filter((place) => place.shown(may)) })).filter(
    (group) => group.places.length > 0,
  )
  const all = groups.flatMap((group) => group.places)
  return all.length <= FLAT ? { groups: [], flat: all } : { groups, flat: [] }
}
