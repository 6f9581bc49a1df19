import type { Channel } from '@yingshang/server/contract'
import { Alert, Form, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type ChannelInput, useSaveChannel } from './queries.ts'

const KINDS = ['mail', 'wecom', 'dingtalk', 'webhook'] as const

type Fields = Omit<ChannelInput, 'kind'> & { kind: Channel['kind'] }

/** A channel: its secrets are written and never read back; left empty they stay as they are. */
export function ChannelForm({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const save = useSaveChannel()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? channel?.kind ?? 'mail'
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const submit = async (fields: Fields) => {
    setRefusal(null)
    const { password, url, signingKey, mail, ...rest } = fields
    try {
      await save.mutateAsync({
        id: channel?.id ?? null,
        ...rest,
        ...(fields.kind === 'mail' && mail ? { mail: { ...mail, user: mail.user ?? '', fromName: mail.fromName ?? '' } } : {}),
        ...(password ? { password } : {}),
        ...(url ? { url } : {}),
        ...(signingKey ? { signingKey } : {}),
      })
      toast.done(t('channels.saved'))
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error)
    }
  }
  const needed = [{ required: true, message: t('channels.needed') }]
  const kept = channel?.hasSecret ? t('channels.kept') : undefined
  return (
    <Modal
      open
      title={t(channel ? 'channels.edit' : 'channels.add')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={
          channel
            ? { kind: channel.kind, name: channel.name, enabled: channel.enabled, ...(channel.mail ? { mail: channel.mail } : {}) }
            : { kind: 'mail', enabled: true, mail: { port: 465, security: 'tls' } }
        }
        onFinish={(fields) => void submit(fields)}
      >
        {refusal && <Alert role="alert" type="error" showIcon title={refusal.say(locale)} style={{ marginBottom: 16 }} />}
        <Form.Item name="kind" label={t('channels.kind')}>
          <Select disabled={channel !== null} options={KINDS.map((value) => ({ value, label: t(`channels.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="name" label={t('channels.name')} rules={needed}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="enabled" label={t('channels.enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
        {kind === 'mail' ? (
          <>
            <Form.Item name={['mail', 'host']} label={t('channels.mail.host')} rules={needed}>
              <Input autoComplete="off" spellCheck={false} />
            </Form.Item>
            <Form.Item name={['mail', 'port']} label={t('channels.mail.port')} rules={needed}>
              <InputNumber min={1} max={65535} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name={['mail', 'security']} label={t('channels.mail.security')}>
              <Select options={(['tls', 'starttls', 'none'] as const).map((value) => ({ value, label: t(`channels.mail.${value}`) }))} />
            </Form.Item>
            <Form.Item name={['mail', 'user']} label={t('channels.mail.user')}>
              <Input autoComplete="off" spellCheck={false} />
            </Form.Item>
            <Form.Item name="password" label={t('channels.mail.password')} extra={kept}>
              <Input.Password autoComplete="new-password" />
            </Form.Item>
            <Form.Item
              name={['mail', 'from']}
              label={t('channels.mail.from')}
              rules={[{ required: true, type: 'email', message: t('channels.mail.address') }]}
            >
              <Input autoComplete="off" spellCheck={false} />
            </Form.Item>
            <Form.Item name={['mail', 'fromName']} label={t('channels.mail.fromName')}>
              <Input autoComplete="off" maxLength={100} />
            </Form.Item>
          </>
        ) : (
          <>
            <Form.Item name="url" label={t('channels.url')} extra={kept} rules={channel ? [] : needed}>
              <Input.Password autoComplete="off" spellCheck={false} placeholder="https://" />
            </Form.Item>
            {kind !== 'wecom' && (
              <Form.Item name="signingKey" label={t(kind === 'dingtalk' ? 'channels.signDingtalk' : 'channels.signWebhook')} extra={kept}>
                <Input.Password autoComplete="off" spellCheck={false} />
              </Form.Item>
            )}
          </>
        )}
      </Form>
    </Modal>
  )
}
