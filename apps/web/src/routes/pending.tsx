import { Spin } from 'antd'
import { Trouble } from '../components/trouble.tsx'
import { useMessages } from '../messages/index.tsx'

/** While the code of a page is on its way. */
export function PageWait() {
  const { t } = useMessages()
  return (
    <div className="center">
      <Spin description={t('common.loading')} />
    </div>
  )
}

/** When a page fails while it is drawn. */
export function PageCrash({ error, reset }: { error: unknown; reset: () => void }) {
  return <Trouble error={error} retry={reset} />
}
