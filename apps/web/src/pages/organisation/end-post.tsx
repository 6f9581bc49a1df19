import type { Membership } from '@yingshang/server/contract'
import { App, Button } from 'antd'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { today } from './kinds.ts'
import { useEndMembership } from './queries.ts'

/** Ends a post with today, after asking. Nothing where it has an end already. */
export function EndPost({ post }: { post: Membership }) {
  const { t } = useMessages()
  const { modal } = App.useApp()
  const toast = useToast()
  const end = useEndMembership()
  if (!post.current || post.until !== null) return null
  const title = t('organisation.endPostOf', { name: post.person.displayName })
  return (
    <Button
      type="text"
      size="small"
      aria-label={title}
      onClick={() =>
        modal.confirm({
          title,
          content: t('organisation.endPostText', { day: today() }),
          onOk: () => end.mutateAsync({ id: post.id, until: today() }).then(() => toast.done(t('organisation.saved')), toast.failed),
        })
      }
    >
      {t('organisation.endPost')}
    </Button>
  )
}
