import { useQueryClient } from '@tanstack/react-query'
import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { ApiError, api, upload } from '../../api/client.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { FilePick } from './file-pick.tsx'
import { meetingPath } from './queries.ts'

/** 会议材料 while the meeting is prepared: their digests become part of what is voted on. */
export function PapersPanel({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const id = useId()
  const client = useQueryClient()
  const [title, setTitle] = useState('')
  const [item, setItem] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const path = `${meetingPath(meeting.id)}/papers`
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    } finally {
      setBusy(false)
      await client.invalidateQueries({ queryKey: ['meeting', meeting.id] })
    }
  }
  const add = (file: File) =>
    attempt(async () => {
      const kept = await upload<{ id: string; name: string }>('/api/attachments', file, {}, () => undefined)
      const named = title.trim() === '' ? file.name.replace(/\.[^.]+$/, '') : title.trim()
      await api.post(path, { attachment: kept.id, title: named, item: item === '' ? null : item })
      setTitle('')
    })
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.papers')}>
      <h2>{t('meetings.papers')}</h2>
      <ul className="meeting-rows">
        {meeting.papers.map((paper) => (
          <li key={paper.id} className="meeting-line">
            <Words>{paper.title}</Words>
            <span className="muted">
              <Words>{meeting.agenda.find((one) => one.id === paper.item)?.title ?? t('meetings.questions.whole')}</Words>
            </span>
            <Button size="small" disabled={busy} onClick={() => void attempt(() => api.delete(`${path}/${paper.id}`))}>
              {t('meetings.papers.remove', { title: paper.title })}
            </Button>
          </li>
        ))}
      </ul>
      <div className="meeting-form">
        <div>
          <label htmlFor={`${id}-title`}>{t('meetings.papers.title')}</label>
          <Input id={`${id}-title`} value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </div>
        <div>
          <label htmlFor={`${id}-item`}>{t('meetings.questions.about')}</label>
          <Select
            id={`${id}-item`}
            className="meeting-wide"
            value={item}
            onChange={setItem}
            options={[
              { value: '', label: t('meetings.questions.whole') },
              ...meeting.agenda.map((one) => ({ value: one.id, label: `${one.place}. ${one.title}` })),
            ]}
          />
        </div>
      </div>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <p className="meeting-line meeting-end">
        <FilePick label={t('meetings.papers.add')} accept="" busy={busy} onFile={(file) => void add(file)} />
      </p>
    </section>
  )
}
