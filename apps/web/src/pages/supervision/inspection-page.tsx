import { Link, useParams } from '@tanstack/react-router'
import type { ComplaintFile, InspectionDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Select, Spin, Tag } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { ApiError, upload } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useOrganisation } from '../organisation/queries.ts'
import { Field } from '../reporting/field.tsx'
import { FindingsTable } from './findings-table.tsx'
import { useAddFinding, useCloseInspection, useInspection } from './queries.ts'
import '../reporting/reporting.css'

/** A batch of inspections: its findings, and handing over a new one. */
export function InspectionPage() {
  const { t } = useMessages()
  const { inspectionId } = useParams({ from: '/supervision/inspections/$inspectionId' })
  const found = useInspection(inspectionId)
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  return <Inspection detail={found.data} />
}

function Inspection({ detail: { inspection, findings } }: { detail: InspectionDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const close = useCloseInspection(inspection.id)
  return (
    <Page
      title={inspection.title}
      lede={
        <>
          <Link to="/supervision" search={{ view: 'inspections' }}>
            {t('supervision.inspections')}
          </Link>{' '}
          · {t(`supervision.origin.${inspection.origin}`)} · {day(inspection.from, locale)} – {day(inspection.until, locale)} ·{' '}
          <Words>{inspection.inspectors.join('、')}</Words>
        </>
      }
      actions={
        inspection.closedOn === null && (
          <Button loading={close.isPending} onClick={() => void close.mutateAsync(undefined).catch(toast.failed)}>
            {t('supervision.close')}
          </Button>
        )
      }
    >
      <dl className="reporting-figures">
        {(['findings', 'open', 'late', 'checked'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`supervision.figure.${name}`)}</dt>
            <dd>{inspection[name]}</dd>
          </div>
        ))}
      </dl>
      {inspection.closedOn === null && <NewFinding inspection={inspection.id} />}
      <FindingsTable findings={findings} />
    </Page>
  )
}

const EMPTY = { subject: '', content: '' }

function NewFinding({ inspection }: { inspection: string }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const organisation = useOrganisation()
  const add = useAddFinding(inspection)
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(EMPTY)
  const [bodyId, setBodyId] = useState<string | undefined>(undefined)
  const [workingDays, setWorkingDays] = useState(10)
  const [photos, setPhotos] = useState<readonly ComplaintFile[]>([])
  const [trouble, setTrouble] = useState<string | null>(null)
  const attempt = async (work: () => Promise<unknown>) => {
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (bodyId === undefined) return
    void attempt(async () => {
      await add.mutateAsync({ ...text, bodyId, workingDays, photos: [...photos] })
      setText(EMPTY)
      setPhotos([])
      toast.done(t('supervision.handedOver'))
    })
  }
  const take = async (files: readonly File[]) => {
    for (const file of files) {
      const { id, name, type, size, sha256 } = await upload<ComplaintFile>('/api/attachments', file, {}, () => undefined)
      setPhotos((had) => [...had, { id, name, type, size, sha256 }])
    }
  }
  return (
    <form className="panel reporting-form reporting-entry" onSubmit={send} aria-label={t('supervision.newFinding')}>
      <h2>{t('supervision.newFinding')}</h2>
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
          loading={add.isPending}
          disabled={text.subject.trim().length < 2 || text.content.trim() === '' || bodyId === undefined}
        >
          {t('supervision.handOver')}
        </Button>
      </div>
    </form>
  )
}
