import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert } from 'antd'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'

/** What is likely to go wrong at the meeting, while there is time to mend it; for those who prepare. */
export function MeetingWarnings({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  if (meeting.warnings.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('meetings.warnings', { n: meeting.warnings.length })}
      description={
        <ul className="meeting-rows" data-testid="warnings">
          {meeting.warnings.map((one) => (
            <li key={`${one.code} ${one.zh}`} data-code={one.code}>
              <Words>{one[locale]}</Words>
              {one.voters.length > 0 && (
                <p>
                  <Words>{one.voters.map((v) => v.name).join('、')}</Words>
                  {one.count > one.voters.length && t('meetings.warnings.more', { n: one.count })}
                </p>
              )}
            </li>
          ))}
        </ul>
      }
    />
  )
}
