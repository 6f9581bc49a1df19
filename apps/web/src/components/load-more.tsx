import { Button } from 'antd'
import { useMessages } from '../messages/index.tsx'

/** The end of a list that is loaded piece by piece: how many are shown, of how many, and more of them. */
export function LoadMore({
  list,
  shown,
  total,
}: {
  list: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => Promise<unknown> }
  shown: number
  total?: number | undefined
}) {
  const { t } = useMessages()
  return (
    <div className="load-more">
      <span role="status">{total === undefined ? t('list.shown', { n: shown }) : t('list.shownOf', { n: shown, total })}</span>
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('list.more')}
        </Button>
      )}
    </div>
  )
}
