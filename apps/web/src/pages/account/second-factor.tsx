import type { SecondFactorStart } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { day, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import './account.css'
import { useAccount, useConfirmFactor, useRemoveFactor, useRenewCodes, useStartFactor } from './queries.ts'

/** 动态验证码: to enrol an authenticator, to get new recovery codes, to give it up. */
export function SecondFactor() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const account = useAccount()
  const start = useStartFactor()
  const confirm = useConfirmFactor()
  const renew = useRenewCodes()
  const remove = useRemoveFactor()
  const [begun, setBegun] = useState<SecondFactorStart | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [asked, setAsked] = useState<'start' | 'renew' | 'remove' | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const since = account.data?.secondFactor ?? null

  const attempt = async (work: () => Promise<void>) => {
    setRefusal(null)
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error.say(locale))
    }
  }
  const take = (value: string) =>
    attempt(async () => {
      if (begun) {
        setCodes((await confirm.mutateAsync(value)).codes)
        setBegun(null)
      } else if (asked === 'start') setBegun(await start.mutateAsync(value))
      else if (asked === 'renew') setCodes((await renew.mutateAsync(value)).codes)
      else {
        await remove.mutateAsync(value)
        toast.done(t('account.factor.removed'))
      }
      setAsked(null)
    })

  return (
    <section className="panel account" aria-labelledby="account-factor">
      <h2 id="account-factor">{t('account.factor.title')}</h2>
      <p className="muted">
        {since
          ? t('account.factor.on', { day: day(instant(since.since).slice(0, 10), locale), n: since.recoveryCodesLeft })
          : t('account.factor.lede')}
      </p>
      {refusal && <Alert role="alert" type="error" showIcon title={refusal} />}
      {codes && (
        <div className="factor-codes">
          <p>{t('account.factor.codes')}</p>
          <Typography.Paragraph copyable={{ text: codes.join('\n') }}>
            <span className="factor-grid mono">
              {codes.map((code) => (
                <code key={code}>{code}</code>
              ))}
            </span>
          </Typography.Paragraph>
          <Button type="primary" onClick={() => setCodes(null)}>
            {t('account.factor.kept')}
          </Button>
        </div>
      )}
      {begun && (
        <div className="factor-scan">
          <p>{t('account.factor.scan')}</p>
          <img src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.qr)}`} alt={t('account.factor.qr')} width={200} height={200} />
          <p>
            {t('account.factor.byHand')} <Typography.Text code>{begun.secret}</Typography.Text>
          </p>
          <Ask label="account.code" action="account.factor.confirm" onTake={take} />
        </div>
      )}
      {asked === 'start' && !begun && <Ask label="account.factor.password" action="account.factor.start" secret onTake={take} />}
      {asked === 'renew' && <Ask label="account.factor.code" action="account.factor.renew" onTake={take} />}
      {asked === 'remove' && <Ask label="account.factor.code" action="account.factor.remove" onTake={take} />}
      {!codes && !begun && asked === null && account.data && (
        <div className="factor-actions">
          {since === null ? (
            <Button onClick={() => setAsked('start')}>{t('account.factor.start')}</Button>
          ) : (
            <>
              <Button onClick={() => setAsked('renew')}>{t('account.factor.renew')}</Button>
              <Button danger onClick={() => setAsked('remove')}>
                {t('account.factor.remove')}
              </Button>
            </>
          )}
        </div>
      )}
    </section>
  )
}

/** One field and what it is for. */
function Ask(props: { label: MessageKey; action: MessageKey; secret?: boolean; onTake: (value: string) => Promise<void> }) {
  const { t } = useMessages()
  const [busy, setBusy] = useState(false)
  return (
    <Form<{ value: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ value }) => {
        setBusy(true)
        void props.onTake(value.trim()).finally(() => setBusy(false))
      }}
    >
      <Form.Item name="value" label={t(props.label)} rules={[{ required: true, message: t('account.codeNeeded') }]}>
        {props.secret ? (
          <Input.Password autoFocus autoComplete="current-password" />
        ) : (
          <Input autoFocus autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} />
        )}
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t(props.action)}
      </Button>
    </Form>
  )
}
