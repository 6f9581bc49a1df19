import { NOTICE_RULES } from '@yingshang/meeting'
import type { MeetingDetail } from '@yingshang/server/contract'
import { CHINA_2026, dateInChina, dayBefore, days, daysBetween } from '@yingshang/time'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { day } from '../../components/format.ts'
import { useMessages } from '../../messages/index.tsx'
import { useSteps } from './steps.ts'
import { cited } from './words.ts'

/** 发出会议通知: how many days lie before the meeting, whether that is enough, and what stands once it is called. */
export function CallPanel({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const id = useId()
  const heldOn = dateInChina(meeting.startsAt)
  const [noticeOn, setNoticeOn] = useState(dateInChina(meeting.serverTime))
  const [note, setNote] = useState('')
  const { run, busy, trouble } = useSteps(meeting)
  const { statute, fastTrack } = NOTICE_RULES
  const between = noticeOn === '' ? 0 : daysBetween(noticeOn, heldOn)
  const latest = dayBefore(heldOn, days(statute.days), CHINA_2026)
  const enough = noticeOn !== '' && noticeOn <= latest
  const fast = !enough && noticeOn !== '' && noticeOn <= dayBefore(heldOn, days(fastTrack.days), CHINA_2026)
  const call = () =>
    run(
      'post',
      '/call',
      { noticeOn, expectedSeq: meeting.caseSeq, consent: enough || note.trim() === '' ? null : { note: note.trim() } },
      t('meetings.call.done'),
    )
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.call.title')}>
      <h2>{t('meetings.call.title')}</h2>
      <p className="muted">{t('meetings.call.lede')}</p>
      <label htmlFor={`${id}-on`}>{t('meetings.noticeOn')}</label>
      <div className="meeting-field">
        <Input
          id={`${id}-on`}
          type="date"
          className="meeting-short"
          value={noticeOn}
          max={heldOn}
          onChange={(event) => setNoticeOn(event.target.value)}
        />
      </div>
      <p className="meeting-check" data-ok={enough} role="status">
        {enough ? '✓' : '✗'} {t('meetings.call.days', { held: day(heldOn, locale), n: between, need: statute.days })}{' '}
        {!enough && t('meetings.call.latest', { day: day(latest, locale) })} <span className="muted">{cited(statute.source)}</span>
      </p>
      {fast && (
        <>
          <p className="muted">{t('meetings.call.fast', { n: fastTrack.days, source: cited(fastTrack.source) })}</p>
          <label htmlFor={`${id}-note`}>{t('meetings.call.consent')}</label>
          <Input id={`${id}-note`} value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
        </>
      )}
      {meeting.agenda.length === 0 && <p className="section-none">{t('meetings.noAgenda')}</p>}
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <p className="meeting-line meeting-end">
        <Button
          type="primary"
          loading={busy}
          disabled={meeting.agenda.length === 0 || !(enough || (fast && note.trim() !== ''))}
          onClick={() => void call()}
        >
          {t('meetings.call.go')}
        </Button>
      </p>
    </section>
  )
}
