import { Link } from '@tanstack/react-router'
import type { MeetingDetail } from '@yingshang/server/contract'
import { dateInChina } from '@yingshang/time'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { download } from '../../api/client.ts'
import { useMatter } from '../../api/matters.ts'
import { day, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Objections } from './objections.tsx'
import { meetingPath } from './queries.ts'
import { secondVotes } from './second-vote.ts'
import { useSteps } from './steps.ts'

/** After the meeting: minutes signed by chair and recorder, the notice of the result, objections, the second vote, the record. */
export function AfterPanel({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const matter = useMatter(meeting.matter.id)
  const { run, busy, trouble } = useSteps(meeting)
  const [remarks, setRemarks] = useState('')
  const [sentOn, setSentOn] = useState(dateInChina(meeting.serverTime))
  const { minutes, resultNotice } = meeting
  const path = meetingPath(meeting.id)
  const again = secondVotes(t, meeting).length > 0
  const signed = Boolean(minutes?.chairApprovedAt && minutes.recorderApprovedAt)
  const tells = matter.data?.summary.myRoles.includes('administrator') ?? false
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.after.title')}>
      <h2>{t('meetings.after.title')}</h2>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <h3>{t('meetings.minutes')}</h3>
      {minutes && (
        <ul className="meeting-rows">
          <li>{t('meetings.minutes.version', { n: minutes.version, at: instant(minutes.madeAt) })}</li>
          <li>
            {minutes.chairApprovedAt ? '✓' : '○'}{' '}
            {minutes.chairApprovedAt
              ? t('meetings.minutes.chair', { at: instant(minutes.chairApprovedAt) })
              : t('meetings.minutes.chairNot')}
          </li>
          <li>
            {minutes.recorderApprovedAt ? '✓' : '○'}{' '}
            {minutes.recorderApprovedAt
              ? t('meetings.minutes.recorder', { at: instant(minutes.recorderApprovedAt) })
              : t('meetings.minutes.recorderNot')}
          </li>
          <li>
            <code className="meeting-digest">SHA-256 {minutes.sha256}</code>
          </li>
        </ul>
      )}
      {!signed && (
        <>
          <label htmlFor={`${id}-remarks`}>{t('meetings.minutes.remarks')}</label>
          <Input.TextArea
            id={`${id}-remarks`}
            value={remarks}
            maxLength={10_000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => setRemarks(event.target.value)}
          />
        </>
      )}
      <p className="meeting-line meeting-end">
        {!signed && (
          <Button loading={busy} onClick={() => void run('post', '/minutes', { remarks: remarks.trim() }, t('meetings.minutes.made'))}>
            {t(minutes ? 'meetings.minutes.again' : 'meetings.minutes.make')}
          </Button>
        )}
        {minutes && (
          <Button onClick={() => download(`${path}/minutes`, 'minutes.docx').catch(toast.failed)}>{t('meetings.minutes.download')}</Button>
        )}
        {minutes && !signed && meeting.may.approve && (
          <Button type="primary" loading={busy} onClick={() => void approve()}>
            {t('meetings.minutes.approve')}
          </Button>
        )}
      </p>

      <h3>{t('meetings.told')}</h3>
      {resultNotice && (
        <p>
          {resultNotice.sentOn === null
            ? t('meetings.after.notTold', { due: day(resultNotice.dueOn, locale) })
            : t('meetings.after.told', { day: day(resultNotice.sentOn, locale) })}
        </p>
      )}
      {resultNotice?.sentOn === null &&
        (tells ? (
          <div className="meeting-field">
            <Input
              type="date"
              className="meeting-short"
              aria-label={t('meetings.told.on')}
              value={sentOn}
              onChange={(event) => setSentOn(event.target.value)}
            />
            <Button
              type="primary"
              loading={busy}
              onClick={() => void run('post', '/result-notice', { sentOn, expectedSeq: meeting.caseSeq }, t('meetings.told.done'))}
            >
              {t('meetings.told.go')}
            </Button>
          </div>
        ) : (
          <p className="muted">{t('meetings.told.by')}</p>
        ))}

      <Objections meeting={meeting} />
      {again && meeting.may.prepare && (
        <p className="meeting-end">
          <Link to="/meetings/new" search={{ matter: meeting.matter.id, second: meeting.id }}>
            {t('meetings.second.go')}
          </Link>
        </p>
      )}
      {meeting.may.prepare && (
        <p className="meeting-line meeting-end">
          {(['full', 'pseudonymous'] as const).map((names) => (
            <Button key={names} onClick={() => download(`${path}/record?names=${names}`, `meeting-${names}.jsonl`).catch(toast.failed)}>
              {t(`meetings.record.${names}`)}
            </Button>
          ))}
        </p>
      )}
    </section>
  )

  function approve() {
    return run('post', '/minutes/approve', { sha256: minutes!.sha256, version: undefined }, t('meetings.minutes.approved'))
  }
}
