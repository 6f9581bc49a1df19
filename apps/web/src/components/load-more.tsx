import { Button } from 'antd'
import { useMessages } from '../messages/index.tsx'

/** The end of a list that is loaded piece by piece: how many are shown, of how many, and more of them. */
export function LoadMore(props: { shown: number; total?: number | undefined; more: boolean; busy: boolean; onMore: () => void }) {
  const { t } = useMessages()
  return (
    <div className="load-more">
      <span role="status">
        {props.total === undefined ? t('list.shown', { n: props.shown }) : t('list.shownOf', { n: props.shown, total: props.total })}
      </span>
      {props.more && (
        <Button onClick={props.onMore} loading={props.busy}>
          {t('list.more')}
        </Button>
      )}
    </div>
  )
}
