import type { BodyOf, ComplaintFile } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Select, Tag } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { ApiError, upload } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useOrganisation } from '../organisation/queries.ts'
import { Field } from '../reporting/field.tsx'

interface Props {
  readonly title: string
  readonly className: string
  /** What the form says at first. */
  readonly start?: { readonly subject: string; readonly content: string }
  readonly send: (finding: BodyOf<'addFinding'>) => Promise<unknown>
  readonly onDone?: () => void
}

const EMPTY = { subject: '', content: '' }

/** Hands a finding over: what was found, who puts it right by when, with photos. */
export function FindingForm({ title, className, start = EMPTY, send, onDone }: Props) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const organisation = useOrganisation()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(start)
  const [bodyId, setBodyId] = useState<string | undefined>(undefined)
  const [workingDays, setWorkingDays] = useState(10)
  const [photos, setPhotos] = useState<readonly ComplaintFile[]>([])
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const attempt = async (work: () => Promise<unknown>) => {
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  const handOver = (event: FormEvent) => {
    event.preventDefault()
    if (bodyId === undefined) return
    void attempt(async () => {
      setBusy(true)
      try {
        await send({ ...text, bodyId, workingDays, photos: [...photos] })
      } finally {
        setBusy(false)
      }
      setText(EMPTY)
      setPhotos([])
      toast.done(t('supervision.handedOver'))
      onDone?.()
    })
  }
  const take = async (files: readonly File[]) => {
    for (const file of files) {
      const { id, name, type, size, sha256 } = await upload<ComplaintFile>('/api/attachments', file, {}, () => undefined)
      setPhotos((had) => [...had, { id, name, type, size, sha256 }])
    }
  }
  return (
    <form className={className} onSubmit={handOver} aria-label={title}>
      <h2>{title}</h2>
      <Field label={t('supervision.finding')}>
        <Input value={text.subject} maxLength={100} onChange={(event) => setText({ ...text, subject: event.target.value })} />
      </Field>
      <Field label={t('supervision.content')}>
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          maxLength={5000}
          value={text.content}
          onChange={(event) => setText({ ...text, content: event.target.value })}
        />
      </Field>
      <label htmlFor="finding-body">
        <span>{t('supervision.handTo')}</span>
        <Select
          id="finding-body"
          value={bodyId}
          onChange={setBodyId}
          showSearch={{ optionFilterProp: 'label' }}
          options={(organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.name }))}
        />
      </label>
      <label htmlFor="finding-days">
        <span>{t('supervision.workingDays')}</span>
        <InputNumber
          id="finding-days"
          min={1}
          max={90}
          precision={0}
          value={workingDays}
          onChange={(n) => n !== null && setWorkingDays(n)}
        />
      </label>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/*,.pdf"
        aria-label={t('supervision.photos')}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          void attempt(() => take(files))
        }}
      />
      <div>
        <Button onClick={() => input.current?.click()}>{t('supervision.photos')}</Button>{' '}
        {photos.map((p) => (
          <Tag key={p.id}>
            <Words>{p.name}</Words>
          </Tag>
        ))}
      </div>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="reporting-send">
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={text.subject.trim().length < 2 || text.content.trim() === '' || bodyId === undefined}
        >
          {t('supervision.handOver')}
        </Button>
      </div>
    </form>
  )
}
