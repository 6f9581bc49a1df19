import { Tabs } from 'antd'
import { Page } from '../../components/page.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Events } from './events.tsx'
import { Users } from './users.tsx'
import './admin.css'

/** 用户与记录: who may work here, and what was done. */
export function AdminPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const items = [
    ...(may('user.manage') ? [{ key: 'users', label: t('admin.users'), children: <Users /> }] : []),
    ...(may('event.read') ? [{ key: 'events', label: t('admin.events'), children: <Events /> }] : []),
  ]
  return (
    <Page title={t('admin.title')} lede={t('admin.lede')}>
      {items.length === 0 ? <p className="panel list-none">{t('admin.denied')}</p> : <Tabs items={items} destroyOnHidden />}
    </Page>
  )
}
