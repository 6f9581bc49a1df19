import { addDays, dateInChina } from '@yingshang/time'
import { Alert, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { ApiError } from '../../../api/client.ts'
import { day } from '../../../components/format.ts'
import { useToast } from '../../../components/toast.tsx'
import { useMessages } from '../../../messages/index.tsx'
import { usePublishDraft } from './queries.ts'

/** Asks for the day from which a draft shall be in force, and publishes it. */
export function PublishDialog({ tableId, revision, onClose }: { tableId: string; revision: number; onClose: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const publish = usePublishDraft(tableId)
  const tomorrow = addDays(dateInChina(new Date().toISOString()), 1)
  const [from, setFrom] = useState(tomorrow)
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const early = from < tomorrow
  const submit = async () => {
    setRefusal(null)
    try {
      await publish.mutateAsync({ effectiveFrom: from, revision })
      toast.done(t('versions.publishDone', { day: day(from, locale) }))
      onClose()
    } catch (error) {
      if (error instanceof ApiError) setRefusal(error)
      else toast.failed(error)
    }
  }
  return (
    <Modal
      open
      title={t('versions.publish')}
      okText={t('versions.publish')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: early }}
      confirmLoading={publish.isPending}
      onOk={() => void submit()}
      onCancel={onClose}
    >
      {refusal && <Alert role="alert" type="error" showIcon title={refusal.say(locale)} style={{ marginBottom: 16 }} />}
      <p>{t('versions.publishText')}</p>
      <label className="form-label" htmlFor={`${id}-from`} style={{ marginTop: 12 }}>
        {t('versions.from')}
      </label>
      <Input
        id={`${id}-from`}
        type="date"
        min={tomorrow}
        value={from}
        aria-describedby={`${id}-rule`}
        aria-invalid={early}
        status={early ? 'error' : ''}
        onChange={(event) => setFrom(event.target.value)}
        style={{ maxWidth: 220 }}
      />
      <p id={`${id}-rule`} className="muted">
        {t('versions.fromRule', { day: day(tomorrow, locale) })}
      </p>
    </Modal>
  )
}
