import { Link, useParams } from '@tanstack/react-router'
import type { MeetingDetail } from '@yingshang/server/contract'
import { instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { AgendaForm } from './agenda-form.tsx'
import { CallPanel } from './call-panel.tsx'
import { AgendaList, MeetingFacts } from './meeting-facts.tsx'
import { MeetingWarnings } from './meeting-warnings.tsx'
import { PapersPanel } from './papers-panel.tsx'
import { PlanPanel } from './plan-panel.tsx'
import { ProxiesPanel } from './proxies-panel.tsx'
import { StatusTag } from './status-tag.tsx'
import { VotersPanel } from './voters-panel.tsx'
import '../matters/matters.css'
import { WithMeeting } from './with-meeting.tsx'
import './meetings.css'

/** 会议: how it is arranged; for those who prepare it, everything up to the notice. */
export function MeetingPage() {
  const { t } = useMessages()
  const { meetingId } = useParams({ from: '/meetings/$meetingId' })
  return (
    <WithMeeting id={meetingId} title={t('meetings.title')}>
      {(meeting) => <Whole meeting={meeting} />}
    </WithMeeting>
  )
}

function Whole({ meeting }: { meeting: MeetingDetail }) {
  return (
    <Page title={meeting.title} lede={<MeetingHead meeting={meeting} />} actions={<MeetingLinks meeting={meeting} />}>
      <MeetingWarnings meeting={meeting} />
      {meeting.status === 'draft' && meeting.may.prepare ? (
        <div className="meeting-two">
          <div>
            <AgendaForm meeting={meeting} />
            <VotersPanel meeting={meeting} />
          </div>
          <div>
            <PlanPanel meeting={meeting} />
            <PapersPanel meeting={meeting} />
            <CallPanel meeting={meeting} />
          </div>
        </div>
      ) : (
        <>
          <AgendaList meeting={meeting} />
          <MeetingFacts meeting={meeting} />
          {meeting.may.list && <VotersPanel meeting={meeting} />}
          {meeting.status !== 'draft' && <ProxiesPanel meeting={meeting} />}
        </>
      )}
    </Page>
  )
}

/** The case, the time and how far the meeting is. */
export function MeetingHead({ meeting }: { meeting: MeetingDetail }) {
  return (
    <span className="meeting-line">
      <Link to="/matters/$matterId" params={{ matterId: meeting.matter.id }}>
        <Words>{meeting.matter.number ?? meeting.matter.title}</Words>
      </Link>
      <span className="mono">{instant(meeting.startsAt)}</span>
      <StatusTag status={meeting.status} />
    </span>
  )
}

/** From the meeting to where it is attended, directed, shown to everybody. */
function MeetingLinks({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useMessages()
  const params = { meetingId: meeting.id }
  const running = meeting.status === 'called' || meeting.status === 'open' || meeting.status === 'closed'
  return (
    <>
      {running && (
        <Link className="page-link" to="/meetings/$meetingId/public" params={params}>
          {t('meetings.public.title')}
        </Link>
      )}
      {running && (meeting.may.direct || meeting.may.codes || meeting.may.approve) && (
        <Link className="meeting-button" to="/meetings/$meetingId/direct" params={params}>
          {t('meetings.toDirect')}
        </Link>
      )}
      {running && meeting.may.signIn && (
        <Link className="meeting-button" data-primary to="/meetings/$meetingId/attend" params={params}>
          {t('meetings.toAttend')}
        </Link>
      )}
    </>
  )
}
