import type { MeetingDetail, ReplyOf } from '@yingshang/server/contract'
import { day, instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useObjections } from './queries.ts'

/** Objections that were handed in (a creditor sees the own ones), and for everybody what the court made of the resolutions. */
export function Objections({ meeting }: { meeting: MeetingDetail }) {
  const objections = useObjections(meeting.id, meeting.status === 'closed')
  return (
    <>
      <Challenges meeting={meeting} />
      <HandedIn meeting={meeting} list={objections.data?.items ?? []} />
    </>
  )
}

const titleOf = (meeting: MeetingDetail, item: string) => meeting.agenda.find((one) => one.id === item)?.title ?? ''

function Challenges({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  if (meeting.challenges.length === 0) return null
  return (
    <>
      <h3>{t('meetings.challenge')}</h3>
      <ul className="meeting-rows" data-testid="challenges">
        {meeting.challenges.map((one) => (
          <li key={one.item}>
            <p>
              <strong>
                <Words>{titleOf(meeting, one.item)}</Words>
              </strong>{' '}
              {t(`meetings.challenge.${one.status}`)} {one.ruledOn !== null && <span className="muted">{day(one.ruledOn, locale)}</span>}
            </p>
            {one.reasons !== null && (
              <p className="meeting-text">
                <Words>{one.reasons}</Words>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function HandedIn({ meeting, list }: { meeting: MeetingDetail; list: ReplyOf<'listObjections'>['items'] }) {
  const { t, locale } = useMessages()
  if (list.length === 0) return null
  return (
    <>
      <h3>{t('meetings.after.objections')}</h3>
      <ul className="meeting-rows">
        {list.map((one) => (
          <li key={one.id}>
            <p>
              <strong>
                <Words>{titleOf(meeting, one.item)}</Words>
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
              {locale === 'zh' ? '；' : '; '}
              {one.refused !== null
                ? t('meetings.after.notRaised', { why: one.refused })
                : t(one.raisedAt === null ? 'meetings.after.waits' : 'meetings.after.raised')}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
