import { getRouteApi } from '@tanstack/react-router'
import { Spin } from 'antd'
import { ApiError } from '../../api/client.ts'
import { usePlan } from '../../api/queries.ts'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Missing } from '../missing.tsx'
import { Workbench } from './workbench.tsx'
import './plan.css'
import './editor.css'
import './source.css'

const route = getRouteApi('/plans/$planId')

/** 方案: the source on the left, the measures on the right. */
export function PlanPage() {
  const { t } = useMessages()
  const { planId } = route.useParams()
  const plan = usePlan(planId)
  if (plan.data) return <Workbench key={planId} detail={plan.data} />
  if (plan.error instanceof ApiError && (plan.error.status === 404 || plan.error.status === 400)) return <Missing />
  if (plan.isError) return <Trouble error={plan.error} retry={() => void plan.refetch()} />
  return (
    <div className="center">
      <Spin description={t('common.loading')} />
    </div>
  )
}
