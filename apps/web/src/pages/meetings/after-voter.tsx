import { useQueryClient } from '@tanstack/react-query'
import type { BodyOf, MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, Select } from 'antd'
import { useId, useRef, useState } from 'react'
import { ApiError, api, download, idempotencyKey } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Objections } from './objections.tsx'
import { meetingPath } from './queries.ts'

const GROUNDS = ['calling', 'voting', 'content', 'powers'] as const

/** After the meeting, for a voter: the result is told, receipt is confirmed, a resolution can be challenged. */
export function AfterForVoter({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const client = useQueryClient()
  const id = useId()
  const [received, setReceived] = useState(false)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [item, setItem] = useState<string | null>(null)
  const [grounds, setGrounds] = useState<(typeof GROUNDS)[number]>('calling')
  const [body, setBody] = useState('')
  const key = useRef(idempotencyKey())
  const path = meetingPath(meeting.id)
  const decided = meeting.agenda.filter((one) => one.status === 'decided')
  const sentOn = meeting.resultNotice?.sentOn ?? null
  const signed = Boolean(meeting.minutes?.chairApprovedAt && meeting.minutes.recorderApprovedAt)
  const attempt = async (work: () => Promise<unknown>, said: string) => {
    setBusy(true)
    setTrouble(null)
    try {
      await work()
      toast.done(said)
      await client.invalidateQueries({ queryKey: ['meeting-objections', meeting.id] })
      return true
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  const confirm = async () => {
    if (await attempt(() => api.post(`${path}/result-received`), t('meetings.after.receivedDone'))) setReceived(true)
  }
  const object = async () => {
    const filed: BodyOf<'addObjection'> = { item: item!, grounds, body: body.trim() }
    if (await attempt(() => api.create(`${path}/objections`, filed, key.current), t('meetings.after.objected'))) {
      setBody('')
      key.current = idempotencyKey()
    }
  }
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.after.title')}>
      <h2>{t('meetings.after.title')}</h2>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <p>
        {sentOn === null
          ? t('meetings.after.notTold', { due: meeting.resultNotice ? day(meeting.resultNotice.dueOn, locale) : '—' })
          : t('meetings.after.told', { day: day(sentOn, locale) })}
      </p>
      <p className="meeting-line">
        {sentOn !== null && meeting.may.signIn && (
          <Button type="primary" disabled={received} loading={busy} onClick={() => void confirm()}>
            {t(received ? 'meetings.after.receivedDone' : 'meetings.after.received')}
          </Button>
        )}
        {signed && (
          <Button onClick={() => download(`${path}/minutes`, 'minutes.docx').catch(toast.failed)}>{t('meetings.minutes.download')}</Button>
        )}
        <a href={`/meetings/${meeting.id}/public`}>{t('meetings.public.title')}</a>
      </p>
      <Objections meeting={meeting} />
      {meeting.may.signIn && decided.length > 0 && (
        <details>
          <summary>{t('meetings.after.object')}</summary>
          <p className="muted">{t('meetings.after.objectWhy')}</p>
          <label htmlFor={`${id}-item`}>{t('meetings.after.which')}</label>
          <Select
            id={`${id}-item`}
            className="meeting-wide"
            value={item}
            onChange={setItem}
            options={decided.map((one) => ({ value: one.id, label: `${one.place}. ${one.title}` }))}
          />
          <label htmlFor={`${id}-grounds`}>{t('meetings.after.grounds')}</label>
          <Select
            id={`${id}-grounds`}
            className="meeting-wide"
            value={grounds}
            onChange={setGrounds}
            options={GROUNDS.map((one) => ({ value: one, label: t(`meetings.grounds.${one}`) }))}
          />
          <label htmlFor={`${id}-body`}>{t('meetings.after.reasons')}</label>
          <Input.TextArea
            id={`${id}-body`}
            value={body}
            maxLength={10_000}
            autoSize={{ minRows: 3, maxRows: 10 }}
            onChange={(event) => setBody(event.target.value)}
          />
          <Button loading={busy} disabled={item === null || body.trim().length < 4} onClick={() => void object()}>
            {t('meetings.after.objectGo')}
          </Button>
        </details>
      )}
    </section>
  )
}
