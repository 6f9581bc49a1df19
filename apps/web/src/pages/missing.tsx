import { Link } from '@tanstack/react-router'
import { Page } from '../components/page.tsx'
import { useMessages } from '../messages/index.tsx'

/** When nothing stands at an address. */
export function Missing() {
  const { t } = useMessages()
  return (
    <Page title={t('missing.title')} lede={t('missing.text')}>
      <Link to="/plans">{t('missing.home')}</Link>
    </Page>
  )
}
