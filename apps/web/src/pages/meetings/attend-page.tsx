import { Link, useParams } from '@tanstack/react-router'
import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import { instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { AfterForVoter } from './after-voter.tsx'
import { type Device, keptDevice } from './device.ts'
import { useLive } from './live.ts'
import { LivePanel } from './live-panel.tsx'
import { useMine } from './queries.ts'
import { Questions } from './questions.tsx'
import { SignInPanel } from './sign-in-panel.tsx'
import { StatusTag } from './status-tag.tsx'
import { VoteArea } from './vote-area.tsx'
import { WithMeeting } from './with-meeting.tsx'
import './meetings.css'
import './voting.css'

/** 参加会议: what a voter or an agent has before the eyes, on a phone first. */
export function AttendPage() {
  const { t } = useMessages()
  const { meetingId } = useParams({ from: '/meetings/$meetingId/attend' })
  return (
    <WithMeeting id={meetingId} title={t('meetings.attend.title')}>
      {(meeting) => <Attend meeting={meeting} />}
    </WithMeeting>
  )
}

function Attend({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useMessages()
  const { session } = useSession()
  const { id, status } = meeting
  const running = status === 'called' || status === 'open'
  const live = useLive(id, running)
  const mine = useMine(id, meeting.may.signIn)
  const [device, setDevice] = useState<Device | null | 'looking'>('looking')
  useEffect(() => {
    let gone = false
    void keptDevice(id, session.user.id).then((kept) => !gone && setDevice(kept))
    return () => {
      gone = true
    }
  }, [id, session.user.id])
  // The key of this browser counts only while the server knows its session.
  const known = device !== 'looking' && device !== null && mine.data?.sessions.some((s) => s.id === device.session) === true
  return (
    <Page
      title={meeting.title}
      lede={
        <span className="meeting-line">
          <span className="mono">{instant(meeting.startsAt)}</span>
          <StatusTag status={status} />
          <Link to="/meetings/$meetingId" params={{ meetingId: id }}>
            {t('meetings.papersAndAgenda')}
          </Link>
        </span>
      }
    >
      <div className="attend">
        {running && <LivePanel meeting={meeting} live={live} />}
        {!meeting.may.signIn && <Alert type="info" showIcon title={t('meetings.attend.noVote')} />}
        {mine.isError && <Trouble error={mine.error} retry={() => void mine.refetch()} />}
        {meeting.may.signIn &&
          mine.data &&
          device !== 'looking' &&
          (known ? (
            <>
              {device.weak && <Alert type="warning" showIcon title={t('meetings.attend.weak')} />}
              <VoteArea meeting={meeting} mine={mine.data} device={device} live={live} />
            </>
          ) : running ? (
            <SignInPanel meeting={meeting} onSignedIn={setDevice} />
          ) : (
            <VoteArea meeting={meeting} mine={mine.data} device={null} live={live} />
          ))}
        {status === 'closed' && <AfterForVoter meeting={meeting} />}
        {running && <Questions meeting={meeting} />}
        {known && device.person && (
          <p className="muted">
            {t('meetings.attend.yourLabel')} <Words>{device.person}</Words>
          </p>
        )}
      </div>
    </Page>
  )
}
