import { useParams } from '@tanstack/react-router'
import { Spin } from 'antd'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { DrawConduct } from './draw-conduct.tsx'
import { DrawView } from './draw-view.tsx'
import { useDraw, usePublicDraw } from './queries.ts'

/** One draw for somebody who is signed in: what everybody sees, and what they may do next. */
export function DrawPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const { drawId } = useParams({ from: '/draws/$drawId' })
  const reads = may('register.read')
  const inside = useDraw(drawId, reads)
  const outside = usePublicDraw(drawId, !reads)
  const query = reads ? inside : outside
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />
  if (!query.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return (
    <DrawView draw={query.data} onRefresh={() => void query.refetch()}>
      {inside.data && <DrawConduct draw={inside.data} />}
    </DrawView>
  )
}
