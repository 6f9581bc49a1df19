import type { Delivery } from '@yingshang/server/contract'
import { Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useDecideDelivery, useDeliveries } from './queries.ts'

const STATES = ['waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped'] as const

/** What became of each copy; what failed or is of unknown outcome is decided here. */
export function Deliveries() {
  const { t } = useMessages()
  const [state, setState] = useState<string | undefined>(undefined)
  const deliveries = useDeliveries(state)
  const items = deliveries.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="panel" aria-label={t('channels.deliveries')}>
      <div className="list-tools">
        <Select
          aria-label={t('channels.state')}
          value={state ?? ''}
          onChange={(next) => setState(next === '' ? undefined : next)}
          options={[{ value: '', label: t('channels.all') }, ...STATES.map((value) => ({ value, label: t(`channels.state.${value}`) }))]}
          style={{ minWidth: 150 }}
        />
      </div>
      {deliveries.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {deliveries.isError && <Trouble error={deliveries.error} retry={() => void deliveries.refetch()} />}
      {deliveries.data && items.length === 0 && <p className="list-none">{t('channels.noDeliveries')}</p>}
      {items.length > 0 && (
        <>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('channels.subject')}</th>
                <th scope="col">{t('channels.channel')}</th>
                <th scope="col">{t('channels.receiver')}</th>
                <th scope="col">{t('channels.due')}</th>
                <th scope="col">{t('channels.state')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('common.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <DeliveryRow key={one.id} delivery={one} />
              ))}
            </tbody>
          </table>
          <LoadMore list={deliveries} shown={items.length} />
        </>
      )}
    </section>
  )
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { t } = useMessages()
  const toast = useToast()
  const decide = useDecideDelivery()
  const open = delivery.state === 'failed' || delivery.state === 'unknown'
  const choose = (decision: 'again' | 'arrived' | 'drop') =>
    decide.mutateAsync({ id: delivery.id, decision }).then(() => toast.done(t('channels.decided')), toast.failed)
  const subject = delivery.subject === '' ? t('channels.notices', { n: delivery.notices }) : delivery.subject
  return (
    <tr>
      <th scope="row">
        <Words>{subject}</Words>
      </th>
      <td data-label={t('channels.channel')}>
        <Words>{delivery.channel.name}</Words>
      </td>
      <td data-label={t('channels.receiver')}>
        <Words>{delivery.receiver ?? t('channels.group')}</Words>
      </td>
      <td data-label={t('channels.due')} className="mono">
        {instant(delivery.doneAt ?? delivery.dueAt)}
      </td>
      <td data-label={t('channels.state')}>
        {t(`channels.state.${delivery.state}`)}
        {delivery.attempts > 1 && ` · ${t('channels.attempts', { n: delivery.attempts })}`}
        {delivery.lastError && <div className="cell-sub mono">{delivery.lastError}</div>}
      </td>
      <td className="cell-actions">
        {open &&
          (['again', 'arrived', 'drop'] as const).map((decision) => (
            <Button
              key={decision}
              type="text"
              size="small"
              disabled={decide.isPending}
              onClick={() => void choose(decision)}
              aria-label={`${t(`channels.${decision}`)} ${subject}`}
            >
              {t(`channels.${decision}`)}
            </Button>
          ))}
      </td>
    </tr>
  )
}
