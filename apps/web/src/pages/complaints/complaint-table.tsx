import { Link } from '@tanstack/react-router'
import type { ComplaintFilter, ComplaintRow } from '@yingshang/server/contract'
import { Button, Modal, Spin, Tag } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useComplaints, useSimilar } from './queries.ts'

/** The rows behind a filter. */
export function ComplaintTable({ filter }: { filter: ComplaintFilter }) {
  const { t } = useMessages()
  const found = useComplaints(filter)
  const [similar, setSimilar] = useState<ComplaintRow | null>(null)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="panel" aria-label={t('complaints.list')}>
      {found.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {found.isError && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && <p className="list-none">{t('complaints.none')}</p>}
      {items.length > 0 && (
        <>
          <Rows items={items} onSimilar={setSimilar} />
          <LoadMore list={found} shown={items.length} total={found.data?.pages[0]?.total} />
        </>
      )}
      {similar && <Similar of={similar} onClose={() => setSimilar(null)} />}
    </section>
  )
}

function Rows({ items, onSimilar }: { items: readonly ComplaintRow[]; onSimilar?: (row: ComplaintRow) => void }) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('complaints.subject')}</th>
          <th scope="col">{t('complaints.kind')}</th>
          <th scope="col">{t('complaints.stage')}</th>
          <th scope="col">{t('complaints.handler')}</th>
          <th scope="col">{t('complaints.received')}</th>
          <th scope="col">{t('complaints.due')}</th>
          <th scope="col">{t('complaints.rating')}</th>
          {onSimilar && (
            <th scope="col">
              <span className="visually-hidden">{t('common.actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <tr key={row.id} data-complaint={row.id}>
            <th scope="row">
              <Link to="/matters/$matterId" params={{ matterId: row.id }} className="plan-link">
                <Words>{row.subject}</Words>
              </Link>
            </th>
            <td data-label={t('complaints.kind')}>{t(`complaints.kind.${row.kind}` as MessageKey)}</td>
            <td data-label={t('complaints.stage')}>
              {say(row.stageTitle, locale)}
              {row.late && <Tag className="complaint-late">{t('complaints.state.late')}</Tag>}
              {row.reopenings > 0 && <div className="cell-sub">{t('complaints.reopened', { n: row.reopenings })}</div>}
            </td>
            <td data-label={t('complaints.handler')}>{row.handler ? <Words>{row.handler.name}</Words> : '—'}</td>
            <td data-label={t('complaints.received')} className="mono">
              {day(row.receivedOn, locale)}
            </td>
            <td data-label={t('complaints.due')} className="mono">
              {row.due ? day(row.due, locale) : '—'}
            </td>
            <td data-label={t('complaints.rating')}>
              {row.satisfaction ? t(`complaints.satisfaction.${row.satisfaction}` as MessageKey) : '—'}
            </td>
            {onSimilar && (
              <td className="cell-actions">
                <Button type="text" size="small" aria-label={`${t('complaints.similar')} ${row.subject}`} onClick={() => onSimilar(row)}>
                  {t('complaints.similar')}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What looks like one complaint: before it is dispatched a person looks whether it is the same. */
function Similar({ of, onClose }: { of: ComplaintRow; onClose: () => void }) {
  const { t, locale } = useMessages()
  const similar = useSimilar(of.id)
  return (
    <Modal
      open
      width={860}
      title={t('complaints.similarTo', { subject: of.subject })}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      {similar.isPending && <Spin description={t('common.loading')} />}
      {similar.isError && <Trouble error={similar.error} retry={() => void similar.refetch()} />}
      {similar.data?.items.length === 0 && <p>{t('complaints.noneSimilar')}</p>}
      {similar.data && similar.data.items.length > 0 && (
        <ul className="complaint-similar">
          {similar.data.items.map(({ complaint, likeness, why }) => (
            <li key={complaint.id}>
              <Link to="/matters/$matterId" params={{ matterId: complaint.id }} className="plan-link">
                <Words>{complaint.subject}</Words>
              </Link>
              <div className="cell-sub">
                <span>{t('complaints.likeness', { n: Math.round(likeness / 10), why: say(why, locale) })}</span>
                <span>{say(complaint.stageTitle, locale)}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
