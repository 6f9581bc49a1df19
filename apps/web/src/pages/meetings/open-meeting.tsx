import { OpenFrame } from './open-frame.tsx'
import { PublicMeetingView } from './public-page.tsx'

/** The public page of a meeting for people without an account; the meeting stands in the address. */
export function OpenMeeting() {
  return (
    <OpenFrame>
      <PublicMeetingView id={location.pathname.split('/')[2] ?? ''} />
    </OpenFrame>
  )
}
