import { Alert, Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'

/** A form in a dialog: what the server refuses is shown above the fields, and what was typed stays. */
export function FormDialog<T extends object>(props: {
  title: string
  initial: Partial<T>
  onSave: (fields: T) => Promise<unknown>
  onClose: () => void
  /** Nothing can be saved as things stand. */
  blocked?: boolean
  /** What saving is called here. */
  saveText?: string
  children: ReactNode | ((form: FormInstance<T>) => ReactNode)
}) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [form] = Form.useForm<T>()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const submit = async (fields: T) => {
    setBusy(true)
    setRefusal(null)
    try {
      await props.onSave(fields)
      toast.done(t('organisation.saved'))
      props.onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error.say(locale))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={props.title}
      okText={props.saveText ?? t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      okButtonProps={{ disabled: props.blocked ?? false }}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<T> form={form} layout="vertical" initialValues={props.initial} onFinish={(fields) => void submit(fields)}>
        {refusal && <Alert role="alert" type="error" showIcon title={refusal} style={{ marginBottom: 16 }} />}
        {typeof props.children === 'function' ? props.children(form) : props.children}
      </Form>
    </Modal>
  )
}
