import type { RegisterEntryDetail } from '@yingshang/server/contract'
import { Button, Form, Input } from 'antd'
import { api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { entryPath, useEntryStep } from './queries.ts'

/** Contact, and the account under which the entry answers, declares and appeals. */
export function AccountForm({ entry }: { entry: RegisterEntryDetail }) {
  const { t } = useMessages()
  const toast = useToast()
  const step = useEntryStep(entry.id, (body: { contact: string; account: string | null }) =>
    api.patch<RegisterEntryDetail>(entryPath(entry.id), body),
  )
  return (
    <details className="panel register-panel">
      <summary>{t('registers.account')}</summary>
      <Form
        name="account"
        layout="vertical"
        initialValues={{ contact: entry.contact ?? '', account: entry.account?.login ?? '' }}
        onFinish={(values: { contact: string; account: string }) =>
          void step
            .mutateAsync({ contact: values.contact, account: values.account.trim() || null })
            .then(() => toast.done(t('registers.saved')))
            .catch(toast.failed)
        }
      >
        <Form.Item name="contact" label={t('registers.contact')}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="account" label={t('registers.accountLogin')} extra={t('registers.accountHelp')}>
          <Input maxLength={64} />
        </Form.Item>
        <Button htmlType="submit" loading={step.isPending}>
          {t('common.save')}
        </Button>
      </Form>
    </details>
  )
}
