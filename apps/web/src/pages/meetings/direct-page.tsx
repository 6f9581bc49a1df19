import { Link, useParams } from '@tanstack/react-router'
import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { Page } from '../../components/page.tsx'
import { useMessages } from '../../messages/index.tsx'
import { AfterPanel } from './after-panel.tsx'
import { AgendaControl } from './agenda-control.tsx'
import { AttendancePanel } from './attendance-panel.tsx'
import { CodesPanel } from './codes-panel.tsx'
import { useLive } from './live.ts'
import { LivePanel } from './live-panel.tsx'
import { MeetingHead } from './meeting-page.tsx'
import { PaperVotes } from './paper-votes.tsx'
import { PreVotes } from './pre-votes.tsx'
import { Questions } from './questions.tsx'
import { useSteps } from './steps.ts'
import { WithMeeting } from './with-meeting.tsx'
import './meetings.css'
import './voting.css'

/** 主持: what the chair, the recorder and the clerk do while the meeting goes on, and after it. */
export function DirectPage() {
  const { t } = useMessages()
  const { meetingId } = useParams({ from: '/meetings/$meetingId/direct' })
  return (
    <WithMeeting id={meetingId} title={t('meetings.toDirect')}>
      {(meeting) => <Direct meeting={meeting} />}
    </WithMeeting>
  )
}

function Direct({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useMessages()
  const { may, status } = meeting
  const running = status === 'called' || status === 'open'
  const live = useLive(meeting.id, running)
  const signedIn = live.state?.presence.signedIn ?? meeting.presence.signedIn
  return (
    <Page
      title={t('meetings.direct.title', { title: meeting.title })}
      lede={<MeetingHead meeting={meeting} />}
      actions={
        <Link className="page-link" to="/meetings/$meetingId" params={{ meetingId: meeting.id }}>
          {t('meetings.papersAndAgenda')}
        </Link>
      }
    >
      <div className="meeting-two">
        <div>
          {status === 'closed' && <AfterPanel meeting={meeting} />}
          {(may.direct || status === 'closed') && <AgendaControl meeting={meeting} live={live} />}
          {may.list && <AttendancePanel meeting={meeting} signedIn={signedIn} />}
        </div>
        <div>
          {running && <LivePanel meeting={meeting} live={live} />}
          {running && may.direct && <Announce meeting={meeting} />}
          {running && may.codes && <CodesPanel meeting={meeting} />}
          {status === 'open' && may.prepare && <PaperVotes meeting={meeting} />}
          {running && may.prepare && <PreVotes meeting={meeting} />}
          <Questions meeting={meeting} moderate={may.direct || may.prepare} />
        </div>
      </div>
    </Page>
  )
}

function Announce({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useMessages()
  const id = useId()
  const [body, setBody] = useState('')
  const { take, busy, trouble } = useSteps(meeting)
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.announce')}>
      <h2>{t('meetings.announce')}</h2>
      <label htmlFor={id}>{t('meetings.announce.body')}</label>
      <Input.TextArea
        id={id}
        value={body}
        maxLength={2000}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => setBody(event.target.value)}
      />
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <p className="meeting-line meeting-end">
        <Button
          loading={busy}
          disabled={body.trim() === ''}
          onClick={() =>
            void take({ step: 'announce', body: body.trim() }, t('meetings.announce.done')).then((done) => done && setBody(''))
          }
        >
          {t('meetings.announce.go')}
        </Button>
      </p>
    </section>
  )
}
