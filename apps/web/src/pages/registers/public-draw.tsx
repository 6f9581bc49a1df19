import { Spin } from 'antd'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { OpenFrame } from '../../session/open-frame.tsx'
import { DrawView } from './draw-view.tsx'
import { DrawList } from './draws-page.tsx'
import { usePublicDraw } from './queries.ts'
import '../receipt/receipt.css'
import './registers.css'

/** Draws for people without an account: the list, or the draw that the address names. */
export function PublicDraws() {
  const { t } = useMessages()
  const id = /^\/draws\/([0-9a-f-]{36})$/.exec(location.pathname)?.[1]
  return (
    <OpenFrame home="/draws" about={t('draws.public')}>
      {id === undefined ? (
        <Page title={t('draws.title')} lede={t('draws.publicLede')}>
          <DrawList open />
        </Page>
      ) : (
        <OneDraw id={id} />
      )}
    </OpenFrame>
  )
}

function OneDraw({ id }: { id: string }) {
  const { t } = useMessages()
  const query = usePublicDraw(id, true)
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />
  if (!query.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return <DrawView draw={query.data} onRefresh={() => void query.refetch()} />
}
