import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ApiError } from '../api/client.ts'
import { changePassword, type SessionState } from '../api/session.ts'
import { useMessages } from '../messages/index.tsx'

interface Fields {
  current: string
  next: string
  again: string
}

export const SHORTEST_PASSWORD = 10

/** Changes one's own password; the present one is asked for again. */
export function PasswordForm({ login, onDone }: { login: string; onDone: (next: SessionState) => void }) {
  const { t, locale } = useMessages()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiError | null>(null)

  const submit = async ({ current, next }: Fields) => {
    setBusy(true)
    setRefusal(null)
    try {
      onDone(await changePassword(current, next))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Form<Fields> layout="vertical" requiredMark={false} onFinish={submit} scrollToFirstError={{ focus: true }}>
      {refusal && <Alert role="alert" type="error" showIcon style={{ marginBottom: 16 }} title={refusal.say(locale)} />}
      <input className="visually-hidden" tabIndex={-1} aria-hidden="true" autoComplete="username" value={login} readOnly />
      <Form.Item name="current" label={t('password.current')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('password.next')}
        extra={t('password.rule', { n: SHORTEST_PASSWORD })}
        rules={[{ required: true, min: SHORTEST_PASSWORD, message: t('password.tooShort', { n: SHORTEST_PASSWORD }) }]}
      >
        <Input.Password autoComplete="new-password" size="large" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('password.again')}
        dependencies={['next']}
        rules={[
          { required: true, message: t('password.againNeeded') },
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              !value || value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('password.differ'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t('password.submit')}
      </Button>
    </Form>
  )
}
