import type { RegisterKind } from '@yingshang/register'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useAddEntry } from './queries.ts'
import { said, today } from './words.ts'

/** Enters one into the register. What was typed stays when the server refuses. */
export function AddEntry({ kind, onDone }: { kind: RegisterKind; onDone: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const add = useAddEntry(kind.id)
  const [trouble, setTrouble] = useState<string | null>(null)
  const required = [{ required: true, message: t('registers.needed') }]
  const send = async (values: Parameters<typeof add.mutateAsync>[0]) => {
    setTrouble(null)
    try {
      await add.mutateAsync(values)
      toast.done(t('registers.added', { name: values.name }))
      onDone()
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  return (
    <section className="panel register-panel" aria-label={t('registers.add')}>
      <h2>{t('registers.add')}</h2>
      <Form
        name="add-entry"
        layout="vertical"
        className="register-form"
        initialValues={{ subject: kind.subjects[0], grade: kind.grades.at(-1)!.id, areas: [], on: today(), contact: '' }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item name="name" label={t('registers.name')} rules={required}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="code" label={t('registers.code')} extra={t('registers.codeHelp')} rules={required}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="subject" label={t('registers.subject')}>
          <Select options={kind.subjects.map((s) => ({ value: s, label: t(`registers.subject.${s}`) }))} />
        </Form.Item>
        <Form.Item name="grade" label={t('registers.grade')}>
          <Select options={kind.grades.map((g) => ({ value: g.id, label: said(g.label, locale) }))} />
        </Form.Item>
        <Form.Item name="areas" label={t('registers.areas')} extra={t('registers.areasHelp')}>
          <Select mode="multiple" options={kind.areas.map((a) => ({ value: a.id, label: said(a.label, locale) }))} />
        </Form.Item>
        <Form.Item name="on" label={t('registers.on')} rules={required}>
          <Input type="date" max={today()} />
        </Form.Item>
        <Form.Item name="reason" label={t('registers.basis')} rules={required}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="contact" label={t('registers.contact')}>
          <Input maxLength={500} />
        </Form.Item>
        <div className="register-form-end">
          {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
          <Button type="primary" htmlType="submit" loading={add.isPending}>
            {t('registers.add')}
          </Button>
        </div>
      </Form>
    </section>
  )
}
