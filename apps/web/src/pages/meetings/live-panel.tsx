import type { MeetingDetail } from '@yingshang/server/contract'
import { instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type Live, timeLeft, useServerNow } from './live.ts'
import { shareSaid, yuanSaid } from './words.ts'

/** What happens in the meeting right now: the item, who is there, what was announced. */
export function LivePanel({ meeting, live }: { meeting: MeetingDetail; live: Live }) {
  const { t } = useMessages()
  const now = useServerNow(live.ahead)
  const state = live.state
  const presence = state?.presence ?? meeting.presence
  const current = (state?.items ?? meeting.agenda).find((item) => item.id === (state?.currentItem ?? meeting.currentItem))
  const announcements = [...(state?.announcements ?? meeting.announcements)].reverse()
  const begins = meeting.status === 'called' ? timeLeft(meeting.startsAt, now) : null
  const [newest, ...older] = announcements
  return (
    <section className="panel meeting-panel live-panel" aria-label={t('meetings.live.title')}>
      <p className="live-state" data-connected={live.connected} role="status">
        <span aria-hidden="true">{live.connected ? '●' : '○'}</span> {t(live.connected ? 'meetings.live.connected' : 'meetings.live.lost')}
      </p>
      {meeting.status === 'called' && (
        <p className="live-now">{begins === null ? t('meetings.live.soon') : t('meetings.live.begins', { left: begins })}</p>
      )}
      {meeting.status === 'open' && (
        <p className="live-now" aria-live="polite">
          {current ? (
            <>
              <span className="muted">{t('meetings.live.now')}</span> {current.place}. <Words>{current.title}</Words>
            </>
          ) : (
            t('meetings.live.noItem')
          )}
        </p>
      )}
      <p className="muted">
        {t('meetings.live.presence', {
          signedIn: presence.signedIn,
          voters: presence.voters,
          share: shareSaid(presence.amount, presence.total),
          amount: yuanSaid(t, presence.amount),
          online: presence.online,
        })}
      </p>
      <div aria-live="polite">
        {newest && (
          <p className="live-announcement">
            <strong>{t('meetings.live.announcement')}</strong> <Words>{newest.body}</Words>{' '}
            <span className="muted mono">{instant(newest.at)}</span>
          </p>
        )}
      </div>
      {older.length > 0 && (
        <details>
          <summary>{t('meetings.live.earlier', { n: older.length })}</summary>
          <ul className="meeting-findings">
            {older.map((one) => (
              <li key={one.version}>
                <span className="muted mono">{instant(one.at)}</span> <Words>{one.body}</Words>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
