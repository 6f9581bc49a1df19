import { Button, Result } from 'antd'
import { ApiError } from '../api/client.ts'
import { useMessages } from '../messages/index.tsx'

/** A page or part of it that could not be loaded: why, and a way to try again. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, locale } = useMessages()
  const reason = error instanceof ApiError ? error.say(locale) : error instanceof Error ? error.message : String(error)
  return (
    <div role="alert" className="trouble">
      <Result
        status="warning"
        title={t('trouble.title')}
        subTitle={reason}
        extra={
          retry && (
            <Button type="primary" onClick={retry}>
              {t('common.retry')}
            </Button>
          )
        }
      />
    </div>
  )
}
