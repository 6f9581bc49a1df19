import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../api/client.ts'
import { fetchWays, requestMailCode, type Secrets } from '../api/session.ts'
import { type MessageKey, useMessages } from '../messages/index.tsx'

interface Fields {
  login: string
  password?: string
  mailCode?: string
  code?: string
}

/** What the address says about a sign-in elsewhere that did not work. */
const TROUBLES: Readonly<Record<string, MessageKey>> = {
  failed: 'account.trouble.failed',
  unknown: 'account.trouble.unknown',
  taken: 'account.trouble.taken',
  disabled: 'account.trouble.disabled',
  unreachable: 'account.trouble.unreachable',
}

/**
 * Name and password, or a code of a mail, or the way over the identity provider; a code of the authenticator when the account asks for one.
 * `onSubmit` signs in; its refusal (wrong password, lockout with the time left) is shown and spoken.
 */
export function SignInForm({ login, onSubmit }: { login?: string; onSubmit: (login: string, secrets: Secrets) => Promise<void> }) {
  const { t, locale } = useMessages()
  const [form] = Form.useForm<Fields>()
  const ways = useQuery({ queryKey: ['session', 'ways'], queryFn: fetchWays, staleTime: Number.POSITIVE_INFINITY, retry: false })
  const [byMail, setByMail] = useState(false)
  const [sent, setSent] = useState(false)
  const [asksCode, setAsksCode] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiError | Error | null>(null)
  const first = useRef<InputRef>(null)
  const second = useRef<InputRef>(null)
  const third = useRef<InputRef>(null)
  useEffect(() => {
    ;(login ? second : first).current?.focus()
  }, [login])
  useEffect(() => {
    if (asksCode) third.current?.focus()
  }, [asksCode])
  const trouble = TROUBLES[new URLSearchParams(location.search).get('signIn') ?? '']

  const submit = async (fields: Fields) => {
    setBusy(true)
    setRefusal(null)
    try {
      const code = fields.code?.trim()
      const more = code ? { code } : {}
      await onSubmit(
        fields.login.trim(),
        byMail ? { mailCode: fields.mailCode?.trim() ?? '', ...more } : { password: fields.password ?? '', ...more },
      )
    } catch (error) {
      if (error instanceof ApiError && error.code === 'session.code-required') {
        setAsksCode(true)
        return
      }
      setRefusal(error as Error)
      // The code is what was wrong where one was asked for; the password stays.
      if (asksCode && error instanceof ApiError && error.code === 'session.code-wrong') {
        form.setFieldValue('code', '')
        third.current?.focus()
        return
      }
      form.setFieldValue(byMail ? 'mailCode' : 'password', '')
      second.current?.focus()
    } finally {
      setBusy(false)
    }
  }
  const send = async () => {
    setRefusal(null)
    try {
      const { login: name } = await form.validateFields(['login'])
      await requestMailCode(String(name).trim())
      setSent(true)
      second.current?.focus()
    } catch (error) {
      if (error instanceof ApiError) setRefusal(error)
    }
  }
  const change = () => {
    setByMail(!byMail)
    setSent(false)
    setAsksCode(false)
    setRefusal(null)
    form.resetFields(['password', 'mailCode', 'code'])
  }

  const wait = refusal instanceof ApiError ? refusal.refusal.retryAfterSeconds : undefined
  const { oidc, mailCode } = ways.data ?? { oidc: null, mailCode: false }
  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ login: login ?? '' }} onFinish={submit}>
      {refusal ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={refusal instanceof ApiError ? refusal.say(locale) : refusal.message}
          description={wait !== undefined && t('signIn.wait', { n: Math.max(1, Math.ceil(wait / 60)) })}
        />
      ) : (
        trouble && <Alert role="alert" type="warning" showIcon style={{ marginBottom: 16 }} title={t(trouble)} />
      )}
      <Form.Item
        name="login"
        label={t(byMail ? 'account.loginOrMail' : 'signIn.login')}
        rules={[{ required: true, message: t('signIn.loginNeeded') }]}
      >
        <Input ref={first} autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
      </Form.Item>
      {byMail ? (
        <>
          <Form.Item>
            <Button block onClick={() => void send()}>
              {t('account.sendCode')}
            </Button>
          </Form.Item>
          {sent && <Alert role="status" type="info" showIcon style={{ marginBottom: 16 }} title={t('account.codeSent')} />}
          <Form.Item name="mailCode" label={t('account.mailCode')} rules={[{ required: true, message: t('account.codeNeeded') }]}>
            <Input ref={second} autoComplete="one-time-code" inputMode="numeric" size="large" />
          </Form.Item>
        </>
      ) : (
        <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
          <Input.Password ref={second} autoComplete="current-password" size="large" />
        </Form.Item>
      )}
      {asksCode && (
        <Form.Item
          name="code"
          label={t('account.code')}
          extra={t('account.codeHint')}
          rules={[{ required: true, message: t('account.codeNeeded') }]}
        >
          <Input ref={third} autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} size="large" />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t('signIn.submit')}
      </Button>
      {(oidc || mailCode) && (
        <>
          <p className="sign-in-or">{t('account.or')}</p>
          {oidc && (
            <Button size="large" block href={`${oidc.url}?returnTo=${encodeURIComponent(location.pathname)}`}>
              {t('account.viaProvider', { name: oidc.name })}
            </Button>
          )}
          {mailCode && (
            <Button type="link" block onClick={change}>
              {t(byMail ? 'account.byPassword' : 'account.byMail')}
            </Button>
          )}
        </>
      )}
    </Form>
  )
}
