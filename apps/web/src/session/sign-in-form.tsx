import { Alert, Button, Form, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../api/client.ts'
import { useMessages } from '../messages/index.tsx'

interface Fields {
  login: string
  password: string
}

/** Name and password. `onSubmit` signs in; its refusal (wrong password, lockout with the time left) is shown and spoken. */
export function SignInForm({ login, onSubmit }: { login?: string; onSubmit: (login: string, password: string) => Promise<void> }) {
  const { t, locale } = useMessages()
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiError | Error | null>(null)
  const first = useRef<InputRef>(null)
  const second = useRef<InputRef>(null)
  useEffect(() => {
    ;(login ? second : first).current?.focus()
  }, [login])

  const submit = async (fields: Fields) => {
    setBusy(true)
    setRefusal(null)
    try {
      await onSubmit(fields.login.trim(), fields.password)
    } catch (error) {
      setRefusal(error as Error)
      form.setFieldValue('password', '')
      second.current?.focus()
    } finally {
      setBusy(false)
    }
  }

  const wait = refusal instanceof ApiError ? refusal.refusal.retryAfterSeconds : undefined
  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ login: login ?? '' }} onFinish={submit}>
      {refusal && (
        <Alert
          role="alert"
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={refusal instanceof ApiError ? refusal.say(locale) : refusal.message}
          description={wait !== undefined && t('signIn.wait', { n: Math.max(1, Math.ceil(wait / 60)) })}
        />
      )}
      <Form.Item name="login" label={t('signIn.login')} rules={[{ required: true, message: t('signIn.loginNeeded') }]}>
        <Input ref={first} autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
        <Input.Password ref={second} autoComplete="current-password" size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t('signIn.submit')}
      </Button>
    </Form>
  )
}
