import { Link } from '@tanstack/react-router'
import type { MatterDetail } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { useMeetings } from './queries.ts'

/** From a bankruptcy case to its meetings; nothing for another procedure. */
export function CaseMeetings({ matter }: { matter: MatterDetail }) {
  const { may } = useSession()
  return matter.summary.procedure.id === 'bankruptcy-case' && may('meeting.read') ? <Links matter={matter} /> : null
}

function Links({ matter }: { matter: MatterDetail }) {
  const { t } = useMessages()
  const { may } = useSession()
  const { id, myRoles } = matter.summary
  const meetings = useMeetings({ matter: id }).data?.pages.flatMap((page) => page.items) ?? []
  const prepares = may('matter.all') || myRoles.includes('administrator')
  if (meetings.length === 0 && !prepares) return null
  return (
    <nav className="page-links" aria-label={t('meetings.ofCase')}>
      {meetings.map((meeting) => (
        <Link key={meeting.id} to="/meetings/$meetingId" params={{ meetingId: meeting.id }}>
          {t('meetings.link', { title: meeting.title, status: t(`meetings.status.${meeting.status}`) })}
        </Link>
      ))}
      {prepares && (
        <Link to="/meetings/new" search={{ matter: id }}>
          {t('meetings.new')}
        </Link>
      )}
    </nav>
  )
}
