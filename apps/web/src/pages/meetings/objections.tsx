import type { MeetingDetail } from '@yingshang/server/contract'
import { day, instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useObjections } from './queries.ts'

/** Objections that were handed in; a creditor sees the own ones. */
export function Objections({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const objections = useObjections(meeting.id, meeting.status === 'closed')
  const list = objections.data?.items ?? []
  if (list.length === 0) return null
  return (
    <>
      <h3>{t('meetings.after.objections')}</h3>
      <ul className="meeting-rows">
        {list.map((one) => (
          <li key={one.id}>
            <p>
              <strong>
                <Words>{meeting.agenda.find((item) => item.id === one.item)?.title ?? ''}</Words>
              </strong>{' '}
              <Words>{one.voter}</Words> <span className="muted mono">{instant(one.at)}</span>{' '}
              <span className="meeting-mark" data-passed={one.inTime}>
                {t(one.inTime ? 'meetings.after.inTime' : 'meetings.after.late')}
              </span>
            </p>
            <p className="meeting-text">
              {t(`meetings.grounds.${one.grounds}`)}：<Words>{one.body}</Words>
            </p>
            <p className="muted">
              {one.dueOn === null ? t('meetings.after.notRunning') : t('meetings.after.due', { day: day(one.dueOn, locale) })}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
