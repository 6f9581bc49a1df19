import type { Channel } from '@yingshang/server/contract'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { ChannelForm } from './channel-form.tsx'
import { useChannels, useTestChannel } from './queries.ts'

/** The channels, what waits on them, a test at a click. */
export function Channels() {
  const { t } = useMessages()
  const channels = useChannels()
  const [form, setForm] = useState<Channel | 'new' | null>(null)
  return (
    <section className="panel" aria-label={t('channels.channels')}>
      <div className="list-tools">
        <Button type="primary" onClick={() => setForm('new')}>
          {t('channels.add')}
        </Button>
      </div>
      {channels.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {channels.isError && <Trouble error={channels.error} retry={() => void channels.refetch()} />}
      {channels.data?.items.length === 0 && <p className="list-none">{t('channels.none')}</p>}
      {channels.data && channels.data.items.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('channels.name')}</th>
              <th scope="col">{t('channels.kind')}</th>
              <th scope="col">{t('channels.where')}</th>
              <th scope="col">{t('channels.state')}</th>
              <th scope="col" className="num">
                {t('channels.waiting')}
              </th>
              <th scope="col" className="num">
                {t('channels.failed')}
              </th>
              <th scope="col">
                <span className="visually-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {channels.data.items.map((channel) => (
              <ChannelRow key={channel.id} channel={channel} onEdit={() => setForm(channel)} />
            ))}
          </tbody>
        </table>
      )}
      {form && <ChannelForm channel={form === 'new' ? null : form} onClose={() => setForm(null)} />}
    </section>
  )
}

function ChannelRow({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const test = useTestChannel()
  const [answer, setAnswer] = useState<{ ok: boolean; error: string | null } | null>(null)
  const run = () => test.mutateAsync(channel.id).then(setAnswer, toast.failed)
  return (
    <tr>
      <th scope="row">
        <Words>{channel.name}</Words>
      </th>
      <td data-label={t('channels.kind')}>{t(`channels.kind.${channel.kind}`)}</td>
      <td data-label={t('channels.where')} className="mono">
        {channel.mail ? `${channel.mail.host}:${channel.mail.port}` : channel.host}
      </td>
      <td data-label={t('channels.state')}>
        {t(channel.enabled ? 'channels.on' : 'channels.off')}
        {answer && (
          <div role="status">
            {answer.ok ? <Words>{t('channels.testOk')}</Words> : <Words>{t('channels.testFailed', { error: answer.error ?? '' })}</Words>}
          </div>
        )}
      </td>
      <td data-label={t('channels.waiting')} className="num">
        {channel.waiting}
      </td>
      <td data-label={t('channels.failed')} className="num">
        {channel.failed}
      </td>
      <td className="cell-actions">
        <Button type="text" size="small" onClick={onEdit} aria-label={`${t('common.edit')} ${channel.name}`}>
          {t('common.edit')}
        </Button>
        <Button
          type="text"
          size="small"
          loading={test.isPending}
          onClick={() => void run()}
          aria-label={`${t('channels.test')} ${channel.name}`}
        >
          {t('channels.test')}
        </Button>
      </td>
    </tr>
  )
}
