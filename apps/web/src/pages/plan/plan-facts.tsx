import { EditOutlined } from '@ant-design/icons'
import type { Correction, CorrectionInput, PlanDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useCorrect } from '../../api/queries.ts'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { CorrectedMark } from './field-row.tsx'
import { fieldLabel } from './fields.ts'

const FIELDS = ['plan.title', 'plan.issuer', 'plan.documentNumber', 'plan.issuedOn', 'plan.planYear'] as const
type PlanField = (typeof FIELDS)[number]

interface Values {
  title: string
  issuer: string
  documentNumber: string
  issuedOn: string
  planYear: number | null
}

/** Where the plan comes from: read from the text, and corrected where the text misled the reader. */
export function PlanFacts({ detail, onUndo }: { detail: PlanDetail; onUndo: ((correction: Correction) => void) | null }) {
  const { summary } = detail
  const { t, locale } = useMessages()
  const [open, setOpen] = useState(false)
  const corrected = detail.corrections.filter((c) => c.field.startsWith('plan.'))
  return (
    <>
      {summary.issuer && <span lang="zh-CN">{summary.issuer}</span>}
      {summary.documentNumber && <span lang="zh-CN">{summary.documentNumber}</span>}
      {summary.issuedOn && <span>{t('plan.issuedOn', { day: day(summary.issuedOn, locale) })}</span>}
      {summary.planYear && <span>{t('plan.yearOf', { year: summary.planYear })}</span>}
      {corrected.map((c) => (
        <CorrectedMark key={c.id} correction={c} onUndo={onUndo} />
      ))}
      {onUndo && <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('edit.planFacts')} onClick={() => setOpen(true)} />}
      {open && <FactsForm detail={detail} onClose={() => setOpen(false)} />}
    </>
  )
}

function FactsForm({ detail, onClose }: { detail: PlanDetail; onClose: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const correct = useCorrect(detail.summary.id)
  const [form] = Form.useForm<Values>()
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const { plan } = detail
  const initial: Values = {
    title: plan.title.value ?? '',
    issuer: plan.issuer.value ?? '',
    documentNumber: plan.documentNumber.value ?? '',
    issuedOn: plan.issuedOn.value ?? '',
    planYear: plan.planYear.value,
  }
  const save = async (values: Values) => {
    setRefusal(null)
    let version = detail.summary.version
    try {
      for (const field of FIELDS) {
        const key = field.slice('plan.'.length) as keyof Values
        if (values[key] === initial[key]) continue
        const value = values[key] === '' ? null : values[key]
        const answer = await correct.mutateAsync({ version, field, value } as CorrectionInput & { field: PlanField })
        version = answer.version
        toast.announce(t('correction.saved', { field: t(fieldLabel(field)) }))
      }
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error)
    }
  }
  return (
    <Modal
      open
      title={t('edit.planFacts')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={correct.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values> form={form} layout="vertical" initialValues={initial} onFinish={(values) => void save(values)}>
        {refusal && <Alert role="alert" type="error" showIcon title={refusal.say(locale)} style={{ marginBottom: 16 }} />}
        <Form.Item name="title" label={t('field.plan.title')}>
          <Input.TextArea lang="zh-CN" autoSize maxLength={500} />
        </Form.Item>
        <Form.Item name="issuer" label={t('field.plan.issuer')}>
          <Input lang="zh-CN" maxLength={500} />
        </Form.Item>
        <Form.Item name="documentNumber" label={t('field.plan.documentNumber')}>
          <Input lang="zh-CN" maxLength={500} />
        </Form.Item>
        <Form.Item name="issuedOn" label={t('field.plan.issuedOn')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="planYear" label={t('field.plan.planYear')}>
          <InputNumber min={1949} max={2200} precision={0} controls={false} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
