import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Input, Radio } from 'antd'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useMessages } from '../../messages/index.tsx'
import { Field } from '../reporting/field.tsx'
import { useOpenInspection } from './queries.ts'

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** A new batch of inspections: announced or not, on which days, by whom. */
export function InspectionForm() {
  const { t, locale } = useMessages()
  const navigate = useNavigate()
  const open = useOpenInspection()
  const [title, setTitle] = useState('')
  const [origin, setOrigin] = useState<'open' | 'secret'>('secret')
  const [days, setDays] = useState({ from: today(), until: today() })
  const [inspectors, setInspectors] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const names = inspectors.split(/[、，,\s]+/).filter(Boolean)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTrouble(null)
    try {
      const made = await open.mutateAsync({ title, origin, ...days, inspectors: names, note: '' })
      await navigate({ to: '/supervision/inspections/$inspectionId', params: { inspectionId: made.inspection.id } })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <form className="panel reporting-form reporting-entry" onSubmit={(event) => void send(event)} aria-label={t('supervision.open')}>
      <Field label={t('supervision.batchTitle')}>
        <Input value={title} maxLength={100} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Radio.Group
        aria-label={t('supervision.kind')}
        value={origin}
        onChange={(event) => setOrigin(event.target.value)}
        options={(['open', 'secret'] as const).map((value) => ({ value, label: t(`supervision.origin.${value}`) }))}
      />
      {(['from', 'until'] as const).map((name) => (
        <Field key={name} label={t(`supervision.${name}`)}>
          <Input type="date" value={days[name]} onChange={(event) => setDays({ ...days, [name]: event.target.value })} />
        </Field>
      ))}
      <Field label={t('supervision.inspectorsHint')}>
        <Input value={inspectors} onChange={(event) => setInspectors(event.target.value)} />
      </Field>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="reporting-send">
        <Button type="primary" htmlType="submit" loading={open.isPending} disabled={title.trim().length < 2 || names.length === 0}>
          {t('supervision.open')}
        </Button>
      </div>
    </form>
  )
}
