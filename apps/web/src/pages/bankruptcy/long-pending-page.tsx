import { Link } from '@tanstack/react-router'
import type { LongPending } from '@yingshang/server/contract'
import { Select, Spin } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useLongPending } from './queries.ts'
import './bankruptcy.css'

/** 长期未结: cases open for over a year, each under one cause; the counts are the numbers of the rows. */
export function LongPendingPage() {
  const { t, locale } = useMessages()
  const list = useLongPending()
  return (
    <Page title={t('pending.title')} lede={list.data ? t('pending.lede', { since: day(list.data.since, locale) }) : undefined}>
      {list.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.data && (list.data.total === 0 ? <p className="panel list-none">{t('pending.none')}</p> : <Ledger data={list.data} />)}
    </Page>
  )
}

function Ledger({ data }: { data: LongPending }) {
  const { t, locale } = useMessages()
  const [cause, setCause] = useState('all')
  const items = data.items.filter((item) => cause === 'all' || item.cause === cause)
  const causeTitle = (id: string) => data.causes.find((c) => c.id === id)?.title[locale] ?? id
  return (
    <>
      <section className="panel claims-panel" aria-label={t('pending.causes')}>
        <h2>{t('pending.causes')}</h2>
        <table className="data-table keep-table">
          <thead>
            <tr>
              <th scope="col">{t('pending.cause')}</th>
              <th scope="col" className="num">
                {t('pending.count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.causes.map((c) => (
              <tr key={c.id}>
                <th scope="row">{c.title[locale]}</th>
                <td className="num">{c.count}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('claims.all')}</th>
              <td className="num">{data.total}</td>
            </tr>
          </tfoot>
        </table>
      </section>
      <section className="panel claims-panel" aria-label={t('pending.cases')}>
        <div className="claims-head">
          <h2>{t('pending.cases')}</h2>
          <Select
            aria-label={t('pending.cause')}
            className="pending-cause"
            value={cause}
            onChange={setCause}
            options={[
              { value: 'all', label: t('claims.all') },
              ...data.causes.map((c) => ({ value: c.id, label: `${c.title[locale]} (${c.count})` })),
            ]}
          />
        </div>
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('pending.case')}</th>
              <th scope="col">{t('pending.accepted')}</th>
              <th scope="col">{t('pending.stage')}</th>
              <th scope="col">{t('pending.cause')}</th>
              <th scope="col">{t('pending.overdue')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.matter.id}>
                <th scope="row">
                  <Link to="/matters/$matterId" params={{ matterId: item.matter.id }}>
                    <Words>{locale === 'zh' ? item.matter.title : item.matter.titleEn}</Words>
                  </Link>
                  {item.matter.number && (
                    <span className="cell-sub">
                      <Words>{item.matter.number}</Words>
                    </span>
                  )}
                </th>
                <td data-label={t('pending.accepted')}>
                  {day(item.acceptedOn, locale)} · {t('pending.days', { n: item.days })}
                </td>
                <td data-label={t('pending.stage')}>{item.stage[locale]}</td>
                <td data-label={t('pending.cause')}>{causeTitle(item.cause)}</td>
                <td data-label={t('pending.overdue')}>
                  {item.overdue.length === 0 ? (
                    '—'
                  ) : (
                    <ul>
                      {item.overdue.map((clock) => (
                        <li key={clock.clock}>{t('pending.clock', { title: clock.title[locale], n: clock.days })}</li>
                      ))}
                    </ul>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
