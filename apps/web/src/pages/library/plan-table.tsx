import { Link } from '@tanstack/react-router'
import type { PlanSummary } from '@yingshang/server/contract'
import { Button, Popconfirm, Tag } from 'antd'
import { useDeletePlan } from '../../api/queries.ts'
import { bytes, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'

/** The plans as a table; on a phone each row becomes a card with its labels. */
export function PlanTable({ plans }: { plans: readonly PlanSummary[] }) {
  const { t } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('plan.title')}</th>
          <th scope="col">{t('plan.issuer')}</th>
          <th scope="col">{t('plan.year')}</th>
          <th scope="col" className="num">
            {t('plan.measures')}
          </th>
          <th scope="col" className="num">
            {t('plan.agencies')}
          </th>
          <th scope="col" className="num">
            {t('plan.milestones')}
          </th>
          <th scope="col" className="num">
            {t('plan.targets')}
          </th>
          <th scope="col">{t('plan.uploaded')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('common.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {plans.map((plan) => (
          <PlanRow key={plan.id} plan={plan} />
        ))}
      </tbody>
    </table>
  )
}

function PlanRow({ plan }: { plan: PlanSummary }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const remove = useDeletePlan()
  const { counts } = plan
  return (
    <tr>
      <th scope="row" className="cell-main">
        <Link to="/plans/$planId" params={{ planId: plan.id }} className="plan-link">
          <Words>{plan.title}</Words>
        </Link>
        <span className="cell-sub">
          {plan.documentNumber && <Words>{plan.documentNumber}</Words>}
          <span>
            <Words>{plan.file.name}</Words> · {bytes(plan.file.bytes)}
          </span>
          {plan.sample && <Tag>{t('plan.sample')}</Tag>}
          {counts.corrections > 0 && <Tag color="blue">{t('plan.corrections', { n: counts.corrections })}</Tag>}
        </span>
      </th>
      <td data-label={t('plan.issuer')}>
        <Words>{plan.issuer ?? '—'}</Words>
      </td>
      <td data-label={t('plan.year')} className="mono">
        {plan.planYear ?? '—'}
      </td>
      <td data-label={t('plan.measures')} className="num">
        <strong>{counts.measures}</strong>
      </td>
      <td data-label={t('plan.agencies')} className="num">
        {counts.agencies}
      </td>
      <td data-label={t('plan.milestones')} className="num">
        {counts.milestones}
      </td>
      <td data-label={t('plan.targets')} className="num">
        {counts.targets}
      </td>
      <td data-label={t('plan.uploaded')} className="cell-stamp">
        <Words>{plan.uploadedBy.displayName}</Words>
        <span className="muted mono">{instant(plan.uploadedAt)}</span>
      </td>
      <td className="cell-actions">
        {may('plan.delete') && (
          <Popconfirm
            title={t('library.delete.title')}
            description={t('library.delete.text')}
            okText={t('common.delete')}
            cancelText={t('common.cancel')}
            okButtonProps={{ danger: true }}
            onConfirm={() =>
              remove.mutateAsync(plan.id).then(
                () => toast.done(t('library.deleted', { title: plan.title })),
                (error) => toast.failed(error),
              )
            }
          >
            <Button type="text" danger size="small" aria-label={t('library.delete.label', { title: plan.title })}>
              {t('common.delete')}
            </Button>
          </Popconfirm>
        )}
      </td>
    </tr>
  )
}
