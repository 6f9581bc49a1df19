import { Link, useParams } from '@tanstack/react-router'
import type { ClaimRow, ClaimsView } from '@yingshang/server/contract'
import { Button, Select, Spin, Tag } from 'antd'
import { useState } from 'react'
import { download, withQuery } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { ClaimsImport } from './import-panel.tsx'
import { claimsPath, useClaims } from './queries.ts'
import './bankruptcy.css'

/** 债权表: the claims of a case by class, with totals that are the sums of what is shown; import and export. */
export function ClaimsPage() {
  const { t } = useMessages()
  const { matterId } = useParams({ from: '/matters/$matterId/claims' })
  const claims = useClaims(matterId)
  if (claims.isError && !claims.data)
    return (
      <Page title={t('claims.title')}>
        <Trouble error={claims.error} retry={() => void claims.refetch()} />
      </Page>
    )
  if (!claims.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return <Claims key={matterId} view={claims.data} />
}

/** Where the reader is: the case, and the way back to it. */
export function CaseLine({ matter }: { matter: ClaimsView['matter'] }) {
  const { locale } = useMessages()
  return (
    <span className="case-line">
      {matter.number && <Words>{matter.number}</Words>}
      <Link to="/matters/$matterId" params={{ matterId: matter.id }}>
        <Words>{locale === 'zh' ? matter.title : matter.titleEn}</Words>
      </Link>
    </span>
  )
}

const STEP = 200

function Claims({ view }: { view: ClaimsView }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [of, setOf] = useState<ClaimRow['class'] | 'all'>('all')
  const [most, setMost] = useState(STEP)
  const rows = view.rows.filter((r) => of === 'all' || r.class === of)
  const shown = rows.slice(0, most)
  /** Nothing was distributed yet: no column for it. */
  const distributed = view.rows.some((r) => r.paid + r.deposited > 0)
  const sums = of === 'all' ? view.all : view.totals.find((total) => total.class === of)
  const save = (to: 'xlsx' | 'docx') =>
    void download(withQuery(`${claimsPath(view.matter.id)}/export`, { to }), `${t('claims.title')}.${to}`).catch(toast.failed)
  return (
    <Page
      title={t('claims.title')}
      lede={<CaseLine matter={view.matter} />}
      actions={
        <>
          <Button onClick={() => save('xlsx')}>{t('claims.exportSheet')}</Button>
          <Button onClick={() => save('docx')}>{t('claims.exportWord')}</Button>
          {view.whole && (
            <Link to="/matters/$matterId/distribution" params={{ matterId: view.matter.id }} className="page-link">
              {t('distribution.title')}
            </Link>
          )}
        </>
      }
    >
      {!view.whole && <p className="claims-own">{t('claims.own')}</p>}
      {view.mayImport && <ClaimsImport view={view} />}
      <section className="panel claims-panel" aria-label={t('claims.totals')}>
        <h2>{t('claims.totals')}</h2>
        {view.rows.length === 0 ? <p className="list-none">{t('claims.none')}</p> : <Totals view={view} />}
      </section>
      {view.rows.length > 0 && (
        <section className="panel claims-panel" aria-label={t('claims.rows')}>
          <div className="claims-head">
            <h2>{t('claims.rows')}</h2>
            <Select<ClaimRow['class'] | 'all'>
              aria-label={t('claims.class')}
              value={of}
              onChange={(next) => {
                setOf(next)
                setMost(STEP)
              }}
              options={[
                { value: 'all', label: t('claims.all') },
                ...view.totals.map((total) => ({ value: total.class, label: total.classTitle[locale] })),
              ]}
            />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
          <section className="table-scroll" tabIndex={0} aria-label={t('claims.rows')}>
            <table className="data-table keep-table claims-table">
              <thead>
                <tr>
                  <th scope="col">{t('claims.creditor')}</th>
                  <th scope="col">{t('claims.class')}</th>
                  <th scope="col" className="num">
                    {t('claims.filed')}
                  </th>
                  <th scope="col" className="num">
                    {t('claims.confirmed')}
                  </th>
                  <th scope="col" className="num">
                    {t('claims.voting')}
                  </th>
                  {distributed && (
                    <th scope="col" className="num">
                      {t('claims.had')}
                    </th>
                  )}
                  <th scope="col">{t('claims.status')}</th>
                  <th scope="col">{t('claims.filedOn')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((r) => (
                  <tr key={r.id}>
                    <th scope="row">
                      <Words>{r.creditor}</Words>
                    </th>
                    <td>{r.classTitle[locale]}</td>
                    <td className="num">{yuan(r.filed)}</td>
                    <td className="num">{yuan(r.confirmed)}</td>
                    <td className="num">{yuan(r.votingAmount)}</td>
                    {distributed && <td className="num">{yuan(r.paid + r.deposited)}</td>}
                    <td>
                      {r.statusTitle[locale]} {r.late && <Tag color="gold">{t('claims.late')}</Tag>}
                      {r.disputed && <Tag color="gold">{t('claims.disputed')}</Tag>}
                      {r.reason && (
                        <span className="cell-sub">
                          <Words>{r.reason}</Words>
                        </span>
                      )}
                    </td>
                    <td className="claims-day">{r.filedOn === null ? '—' : day(r.filedOn, locale)}</td>
                  </tr>
                ))}
              </tbody>
              {sums && (
                <tfoot>
                  <tr>
                    <th scope="row">{t('claims.sum', { n: sums.count })}</th>
                    <td />
                    <td className="num">{yuan(sums.filed)}</td>
                    <td className="num">{yuan(sums.confirmed)}</td>
                    <td className="num">{yuan(rows.reduce((sum, r) => sum + r.votingAmount, 0))}</td>
                    {distributed && <td className="num">{yuan(rows.reduce((sum, r) => sum + r.paid + r.deposited, 0))}</td>}
                    <td />
                    <td />
                  </tr>
                </tfoot>
              )}
            </table>
          </section>
          <LoadMore
            list={{
              hasNextPage: rows.length > shown.length,
              isFetchingNextPage: false,
              fetchNextPage: async () => setMost((n) => n + STEP),
            }}
            shown={shown.length}
            total={rows.length}
          />
        </section>
      )}
    </Page>
  )
}

function Totals({ view }: { view: ClaimsView }) {
  const { t, locale } = useMessages()
  const lines = [
    ...view.totals.map((total) => ({ ...total, title: total.classTitle[locale] })),
    { ...view.all, class: 'all', title: t('claims.all') },
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t('claims.totals')}>
      <table className="data-table keep-table claims-totals">
        <thead>
          <tr>
            <th scope="col">{t('claims.class')}</th>
            <th scope="col" className="num">
              {t('claims.count')}
            </th>
            <th scope="col" className="num">
              {t('claims.filed')}
            </th>
            <th scope="col" className="num">
              {t('claims.confirmed')}
            </th>
            <th scope="col" className="num">
              {t('claims.rejected')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.class} data-class={line.class}>
              <th scope="row">{line.title}</th>
              <td className="num">{line.count}</td>
              <td className="num">{yuan(line.filed)}</td>
              <td className="num">{yuan(line.confirmed)}</td>
              <td className="num">{yuan(line.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
