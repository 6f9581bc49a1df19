import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { AlignmentSummary } from '@yingshang/server/contract'
import { Alert, Button, Form, Popconfirm, Spin } from 'antd'
import { useState } from 'react'
import { useAlignments, useCreateAlignment, useDeleteAlignment } from '../../api/queries.ts'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { PlanSelect } from '../../components/plan-select.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { DRIFT_KINDS } from '../../routes/search.ts'
import { useSession } from '../../session/session.ts'
import { sideNames } from './sides.ts'
import './alignment.css'

/** 对齐: choose two plans, or open an alignment that exists. */
export function AlignmentsPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const list = useAlignments()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={t('alignment.title')} lede={t('alignment.lede')}>
      {may('alignment.write') && <Choose />}
      <section className="panel" aria-label={t('alignment.list')}>
        {list.isPending && (
          <div className="center">
            <Spin description={t('common.loading')} />
          </div>
        )}
        {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <p className="list-none">{t('alignment.none')}</p>}
        {items.length > 0 && <AlignmentTable items={items} />}
        {list.isSuccess && items.length > 0 && <LoadMore list={list} shown={items.length} />}
      </section>
    </Page>
  )
}

function Choose() {
  const { t } = useMessages()
  const toast = useToast()
  const navigate = useNavigate()
  const search = useSearch({ from: '/alignments' })
  const create = useCreateAlignment()
  const [missing, setMissing] = useState(false)
  const { lower, upper } = search
  const set = (part: { lower?: string; upper?: string }) =>
    void navigate({ to: '/alignments', search: { ...search, ...part }, replace: true, resetScroll: false })
  const go = async () => {
    if (!lower || !upper || lower === upper) return setMissing(true)
    setMissing(false)
    try {
      const made = await create.mutateAsync({ lowerId: lower, upperId: upper })
      void navigate({ to: '/alignments/$alignmentId', params: { alignmentId: made.id } })
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <section className="panel choose" aria-label={t('alignment.choose')}>
      <Form layout="vertical" onFinish={() => void go()}>
        <div className="choose-line">
          <Form.Item label={t('alignment.upper')} htmlFor="choose-upper" extra={t('alignment.upperHint')}>
            <PlanSelect id="choose-upper" value={upper} onChange={(value) => set({ upper: value })} />
          </Form.Item>
          <Form.Item label={t('alignment.lower')} htmlFor="choose-lower" extra={t('alignment.lowerHint')}>
            <PlanSelect id="choose-lower" value={lower} onChange={(value) => set({ lower: value })} />
          </Form.Item>
          <div className="choose-go">
            <Button onClick={() => set({ lower: upper, upper: lower })} disabled={!lower && !upper}>
              {t('alignment.swap')}
            </Button>
            <Button type="primary" htmlType="submit" loading={create.isPending}>
              {t('alignment.go')}
            </Button>
          </div>
        </div>
        {missing && <Alert role="alert" type="warning" showIcon title={t('alignment.chooseTwo')} />}
      </Form>
    </section>
  )
}

function AlignmentTable({ items }: { items: readonly AlignmentSummary[] }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const remove = useDeleteAlignment()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('alignment.pairOfPlans')}</th>
          <th scope="col" className="num">
            {t('alignment.pairs')}
          </th>
          {DRIFT_KINDS.map((kind) => (
            <th key={kind} scope="col" className="num">
              {t(`drift.${kind}`)}
            </th>
          ))}
          <th scope="col" className="num">
            {t('alignment.uncovered')}
          </th>
          <th scope="col">{t('alignment.made')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('common.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Link to="/alignments/$alignmentId" params={{ alignmentId: one.id }} className="plan-link">
                <span className="side-line">
                  <em>{sideNames(one, t).upper}</em>
                  <span lang="zh-CN">{one.upper.title}</span>
                </span>
                <span className="side-line">
                  <em>{sideNames(one, t).lower}</em>
                  <span lang="zh-CN">{one.lower.title}</span>
                </span>
              </Link>
            </th>
            <td className="num" data-label={t('alignment.pairs')}>
              {one.counts.pairs}
            </td>
            {DRIFT_KINDS.map((kind) => (
              <td key={kind} className="num" data-label={t(`drift.${kind}`)}>
                {one.counts[kind]}
              </td>
            ))}
            <td className="num" data-label={t('alignment.uncovered')}>
              <strong>{one.counts.unmatchedUpper}</strong>
            </td>
            <td className="cell-stamp" data-label={t('alignment.made')}>
              <Words>{one.createdBy.displayName}</Words>
              <span className="muted mono">{instant(one.createdAt)}</span>
            </td>
            <td className="cell-actions">
              {may('alignment.write') && (
                <Popconfirm
                  title={t('alignment.delete')}
                  description={t('alignment.deleteText')}
                  okText={t('common.delete')}
                  cancelText={t('common.cancel')}
                  okButtonProps={{ danger: true }}
                  onConfirm={() => remove.mutateAsync(one.id).then(() => toast.done(t('alignment.deleted')), toast.failed)}
                >
                  <Button type="text" danger size="small">
                    {t('common.delete')}
                  </Button>
                </Popconfirm>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
