import { useMessages } from '../../messages/index.tsx'
import { OpenFrame } from '../../session/open-frame.tsx'
import { PublicMeetingView } from './public-page.tsx'

/** The public page of a meeting for people without an account; the meeting stands in the address. */
export function OpenMeeting() {
  const { t } = useMessages()
  return (
    <OpenFrame home="/check" about={t('meetings.check.title')}>
      <PublicMeetingView id={location.pathname.split('/')[2] ?? ''} />
    </OpenFrame>
  )
}
