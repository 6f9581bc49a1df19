import type { Attachment, CalendarState } from '@yingshang/server/contract'
import { Alert, Button, Input, Upload } from 'antd'
import { useId, useRef, useState } from 'react'
import type { z } from 'zod'
import { ApiError, upload } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { Editing } from './calendar-page.tsx'
import { useSaveCalendar } from './queries.ts'

interface Props {
  readonly state: CalendarState
  readonly editing: Editing
  readonly dirty: boolean
  readonly onDirty: () => void
  readonly onRemove: (date: string) => void
  readonly onRemoveYear: (year: number) => void
  readonly onSaved: () => void
  readonly onClose: () => void
}

type File_ = z.output<typeof Attachment>

/** The list of changes with the notice they come from; saved as one draft. */
export function DraftPanel({ state, editing, dirty, onDirty, onRemove, onRemoveYear, onSaved, onClose }: Props) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const save = useSaveCalendar()
  const { draft } = state
  const [title, setTitle] = useState(draft?.source?.title ?? '')
  const [text, setText] = useState(draft?.source?.text ?? '')
  const [note, setNote] = useState(draft?.note ?? '')
  const [file, setFile] = useState<File_ | null>(draft?.attachment ?? null)
  const [fault, setFault] = useState<string | null>(null)
  const [conflict, setConflict] = useState<{ revision: number; text: string } | null>(null)
  const revision = useRef(draft?.revision ?? 0)
  const alert = useRef<HTMLDivElement>(null)
  const days = [...editing.days].toSorted(([a], [b]) => a.localeCompare(b))
  const typed = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value)
    onDirty()
  }
  const say = (words: string) => {
    setFault(words)
    requestAnimationFrame(() => alert.current?.focus())
  }
  const take = async (chosen: File) => {
    try {
      setFile(await upload<File_>('/api/attachments', chosen, {}, () => undefined))
      onDirty()
      toast.announce(t('calendar.attached', { name: chosen.name }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      say(error.say(locale))
    }
  }
  const submit = async (over?: number) => {
    setFault(null)
    if (title.trim() === '' || text.trim() === '') return say(t('calendar.sourceNeeded'))
    if (days.length === 0 && editing.years.length === 0) return say(t('calendar.nothing'))
    try {
      const saved = await save.mutateAsync({
        revision: over ?? revision.current,
        years: [...editing.years],
        days: days.map(([date, kind]) => ({ date, kind })),
        source: { title, text },
        attachment: file?.id ?? null,
        note,
      })
      revision.current = saved.draft?.revision ?? 0
      setConflict(null)
      onSaved()
      toast.done(t('calendar.saved'))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code === 'version.conflict') {
        setConflict({ revision: error.refusal.version ?? 0, text: error.say(locale) })
        requestAnimationFrame(() => alert.current?.focus())
      } else say(error.say(locale))
    }
  }
  return (
    <section className="panel calendar-panel" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('calendar.draft')}</h2>
      {days.length === 0 && editing.years.length === 0 ? (
        <p className="muted">{t('calendar.nothing')}</p>
      ) : (
        <ul className="calendar-changes" aria-label={t('calendar.changes')}>
          {editing.years.map((year) => (
            <li key={year}>
              {t('calendar.newYear', { year })}
              <Button size="small" type="text" aria-label={t('calendar.undoYear', { year })} onClick={() => onRemoveYear(year)}>
                ×
              </Button>
            </li>
          ))}
          {days.map(([date, kind]) => (
            <li key={date}>
              <span className="mono">{day(date, locale)}</span> <strong>{t(`calendar.kind.${kind}`)}</strong>
              <Button
                size="small"
                type="text"
                aria-label={t('calendar.undoDay', { day: day(date, locale) })}
                onClick={() => onRemove(date)}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="calendar-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <label className="form-label" htmlFor={`${id}-source`}>
          {t('calendar.source')}
        </label>
        <Input id={`${id}-source`} value={title} required maxLength={300} onChange={typed(setTitle)} />
        <label className="form-label" htmlFor={`${id}-text`}>
          {t('calendar.sourceText')}
        </label>
        <Input.TextArea
          id={`${id}-text`}
          value={text}
          required
          maxLength={20_000}
          autoSize={{ minRows: 3, maxRows: 12 }}
          onChange={typed(setText)}
        />
        <div className="calendar-file">
          <Upload
            showUploadList={false}
            beforeUpload={(chosen) => {
              void take(chosen)
              return false
            }}
          >
            <Button>{t('calendar.attach')}</Button>
          </Upload>
          {file && <Words>{file.name}</Words>}
        </div>
        <label className="form-label" htmlFor={`${id}-note`}>
          {t('calendar.note')}
        </label>
        <Input.TextArea id={`${id}-note`} value={note} maxLength={2000} autoSize={{ minRows: 1, maxRows: 6 }} onChange={typed(setNote)} />
        <div ref={alert} tabIndex={-1} data-quiet-focus>
          {fault && <Alert role="alert" type="error" showIcon title={fault} />}
          {conflict && (
            <Alert
              role="alert"
              type="warning"
              showIcon
              title={conflict.text}
              action={
                <Button size="small" onClick={() => void submit(conflict.revision)}>
                  {t('draft.overwrite')}
                </Button>
              }
            />
          )}
        </div>
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('calendar.save')}
          </Button>
          <Button onClick={onClose}>{t('calendar.stop')}</Button>
          {dirty && <span className="muted">{t('draft.unsaved')}</span>}
        </div>
      </form>
    </section>
  )
}
