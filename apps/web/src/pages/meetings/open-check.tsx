import { useMessages } from '../../messages/index.tsx'
import { OpenFrame } from '../../session/open-frame.tsx'
import { CheckPage } from './check-page.tsx'

/** 查我的票 for people without an account. */
export function OpenCheck() {
  const { t } = useMessages()
  return (
    <OpenFrame home="/check" about={t('meetings.check.title')}>
      <CheckPage />
    </OpenFrame>
  )
}
