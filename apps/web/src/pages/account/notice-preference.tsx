import type { NoticePreference as Preference } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, Select, Spin } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { EVENTS } from '../channels/notice-events.ts'
import { usePreference, useSavePreference } from '../channels/queries.ts'

interface Fields {
  email?: string
  from?: string
  until?: string
  digest: NonNullable<Preference['digest']> | 'rule'
  muted: Preference['muted']
}

/** How somebody wants to be told: address, hours of quiet, together or one by one, kinds that stay in the product. */
export function NoticePreference() {
  const { t } = useMessages()
  const preference = usePreference()
  return (
    <section className="panel account" aria-labelledby="account-notices">
      <h2 id="account-notices">{t('preference.title')}</h2>
      {preference.isPending && <Spin description={t('common.loading')} />}
      {preference.isError && <Trouble error={preference.error} retry={() => void preference.refetch()} />}
      {preference.data && <PreferenceForm saved={preference.data} />}
    </section>
  )
}

function PreferenceForm({ saved }: { saved: Preference }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const save = useSavePreference()
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const submit = async (fields: Fields) => {
    setRefusal(null)
    try {
      await save.mutateAsync({
        email: fields.email?.trim() || null,
        quiet: fields.from && fields.until ? { from: fields.from, until: fields.until } : null,
        digest: fields.digest === 'rule' ? null : fields.digest,
        muted: fields.muted,
      })
      toast.done(t('preference.saved'))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error)
    }
  }
  return (
    <Form<Fields>
      layout="vertical"
      initialValues={{
        email: saved.email ?? '',
        from: saved.quiet?.from ?? '',
        until: saved.quiet?.until ?? '',
        digest: saved.digest ?? 'rule',
        muted: saved.muted,
      }}
      onFinish={(fields) => void submit(fields)}
    >
      {refusal && <Alert role="alert" type="error" showIcon title={refusal.say(locale)} style={{ marginBottom: 16 }} />}
      <Form.Item name="email" label={t('preference.email')} rules={[{ type: 'email', message: t('preference.emailRule') }]}>
        <Input type="email" autoComplete="email" spellCheck={false} maxLength={200} />
      </Form.Item>
      <Form.Item name="digest" label={t('preference.digest')}>
        <Select
          options={(['rule', 'now', 'daily', 'weekly', 'off'] as const).map((value) => ({ value, label: t(`preference.${value}`) }))}
        />
      </Form.Item>
      <fieldset className="quiet-hours">
        <legend>{t('preference.quiet')}</legend>
        <Form.Item name="from" label={t('preference.from')}>
          <Input type="time" />
        </Form.Item>
        <Form.Item
          name="until"
          label={t('preference.until')}
          dependencies={['from']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, until) =>
                Boolean(until) === Boolean(getFieldValue('from')) ? Promise.resolve() : Promise.reject(new Error(t('preference.both'))),
            }),
          ]}
        >
          <Input type="time" />
        </Form.Item>
      </fieldset>
      <Form.Item name="muted" label={t('preference.muted')} extra={t('preference.mutedText')}>
        <Select mode="multiple" options={EVENTS.map((one) => ({ value: one.event, label: one[locale] }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('common.save')}
      </Button>
    </Form>
  )
}
