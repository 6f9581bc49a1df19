import { Alert, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { ApiError } from '../api/client.ts'
import { useMessages } from '../messages/index.tsx'
import { day } from './format.ts'
import { useToast } from './toast.tsx'

/**
 * Publishes something from a day that the person names, not before the earliest (China day). `rule` says under the field which days may be named; `send` publishes, and
 * `done` gives the words when it has. A refusal of the server stands in the dialog, which stays open.
 */
export function EffectiveDayDialog(props: {
  title: string
  text: string
  label: string
  rule: string
  earliest: string
  send: (effectiveFrom: string) => Promise<unknown>
  done: (effectiveFrom: string) => string
  onClose: () => void
}) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const [from, setFrom] = useState(props.earliest)
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)
  const early = from < props.earliest
  const submit = async () => {
    setRefusal(null)
    setBusy(true)
    try {
      await props.send(from)
      toast.done(props.done(day(from, locale)))
      props.onClose()
    } catch (error) {
      setBusy(false)
      if (error instanceof ApiError) setRefusal(error)
      else toast.failed(error)
    }
  }
  return (
    <Modal
      open
      title={props.title}
      okText={props.title}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: early }}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={props.onClose}
    >
      {refusal && <Alert role="alert" type="error" showIcon title={refusal.say(locale)} style={{ marginBottom: 16 }} />}
      <p>{props.text}</p>
      <label className="form-label" htmlFor={`${id}-from`} style={{ marginTop: 12 }}>
        {props.label}
      </label>
      <Input
        id={`${id}-from`}
        type="date"
        min={props.earliest}
        value={from}
        status={early ? 'error' : ''}
        aria-invalid={early}
        aria-describedby={`${id}-rule`}
        onChange={(event) => setFrom(event.target.value)}
        style={{ maxWidth: 220 }}
      />
      <p id={`${id}-rule`} className="muted">
        {props.rule}
      </p>
    </Modal>
  )
}
