import type { RegisterKind } from '@yingshang/register'
import type { BodyOf, RegisterEntryDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { entryPath, useEntryStep } from './queries.ts'
import { said, today } from './words.ts'

type Body = BodyOf<'decideOnEntry'>
const TYPES = ['grade', 'suspend', 'resume', 'sanction', 'remove', 'reinstate', 'amend', 'annul'] as const

/** Takes a decision on an entry. Which of them are possible is said by the rules; the form asks for what each needs. */
export function DecisionForm({ kind, entry }: { kind: RegisterKind; entry: RegisterEntryDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [form] = Form.useForm()
  const [trouble, setTrouble] = useState<string | null>(null)
  const type: (typeof TYPES)[number] = Form.useWatch('type', form) ?? 'grade'
  const step = useEntryStep(entry.id, (body: Body) => api.create<RegisterEntryDetail>(`${entryPath(entry.id)}/decisions`, body))
  const required = [{ required: true, message: t('registers.needed') }]
  const send = async (values: Record<string, unknown>) => {
    setTrouble(null)
    try {
      const { until, ...rest } = values
      await step.mutateAsync({ ...rest, version: entry.version, ...(type === 'suspend' ? { until: until || null } : {}) } as Body)
      toast.done(t('registers.decided'))
      form.resetFields()
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  const options = (list: readonly { id: string; label: { zh: string; en: string } }[]) =>
    list.map((o) => ({ value: o.id, label: said(o.label, locale) }))
  return (
    <section className="panel register-panel" aria-label={t('registers.decide')}>
      <h2>{t('registers.decide')}</h2>
      <Form
        form={form}
        name="decision"
        layout="vertical"
        initialValues={{
          type: 'grade',
          on: today(),
          reason: entry.proposal?.why.zh ?? '',
          grade: entry.proposal?.to.id,
          name: entry.name,
          areas: entry.areas.map((a) => a.id),
        }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item name="type" label={t('registers.decisionType')}>
          <Select options={TYPES.map((value) => ({ value, label: t(`registers.type.${value}`) }))} />
        </Form.Item>
        {(type === 'grade' || type === 'reinstate') && (
          <Form.Item name="grade" label={t('registers.grade')} rules={required}>
            <Select options={options(kind.grades)} />
          </Form.Item>
        )}
        {type === 'sanction' && (
          <Form.Item name="sanction" label={t('registers.sanction')} rules={required}>
            <Select options={options(kind.sanctions)} />
          </Form.Item>
        )}
        {type === 'suspend' && (
          <Form.Item name="until" label={t('registers.until')} extra={t('registers.untilHelp')}>
            <Input type="date" />
          </Form.Item>
        )}
        {type === 'amend' && (
          <>
            <Form.Item name="name" label={t('registers.name')} rules={required}>
              <Input maxLength={120} />
            </Form.Item>
            <Form.Item name="areas" label={t('registers.areas')}>
              <Select mode="multiple" options={options(kind.areas)} />
            </Form.Item>
          </>
        )}
        {type === 'annul' && (
          <Form.Item name="decision" label={t('registers.annulWhich')} rules={required}>
            <Select
              options={entry.decisions
                .filter((d) => !d.annulled && d.type !== 'enter' && d.type !== 'annul')
                .map((d) => ({
                  value: d.id,
                  label: `${t(`registers.type.${d.type as (typeof TYPES)[number]}`)} ${day(d.on, locale)}`,
                }))}
            />
          </Form.Item>
        )}
        <Form.Item name="on" label={t('registers.effective')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="reason" label={t('registers.reason')} rules={required}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
        </Form.Item>
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="register-trouble" />}
        <Button type="primary" htmlType="submit" loading={step.isPending}>
          {t('registers.decideGo')}
        </Button>
      </Form>
    </section>
  )
}
