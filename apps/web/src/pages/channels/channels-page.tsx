import { Tabs } from 'antd'
import { Page } from '../../components/page.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Channels } from './channels.tsx'
import { Deliveries } from './deliveries.tsx'
import { Rules } from './rules.tsx'
import '../admin/admin.css'

/** 通知渠道: by which ways notices leave the product, which of them, and what became of each copy. */
export function ChannelsPage() {
  const { t } = useMessages()
  const items = [
    { key: 'channels', label: t('channels.channels'), children: <Channels /> },
    { key: 'rules', label: t('channels.rules'), children: <Rules /> },
    { key: 'deliveries', label: t('channels.deliveries'), children: <Deliveries /> },
  ]
  return (
    <Page title={t('channels.title')} lede={t('channels.lede')}>
      <Tabs items={items} destroyOnHidden />
    </Page>
  )
}
