import { Link } from '@tanstack/react-router'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { useUnread } from './queries.ts'

/** The way to the notices, with how many are unread. */
export function Bell() {
  const { t } = useMessages()
  const { may } = useSession()
  const enabled = may('matter.read')
  const unread = useUnread(enabled)
  if (!enabled) return null
  return (
    <Link to="/notices" className="bar-button bell">
      <svg
        aria-hidden="true"
        width="18"
        height="18"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
      >
        <path d="M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7Z" />
        <path d="M10 20a2 2 0 0 0 4 0" strokeLinecap="round" />
      </svg>
      <span className="visually-hidden">{t('notice.title')}</span>
      {unread > 0 && (
        <span className="bell-count" data-unread={unread}>
          {unread > 99 ? '99+' : unread}
          <span className="visually-hidden">{t('notice.unreadSuffix')}</span>
        </span>
      )}
    </Link>
  )
}
