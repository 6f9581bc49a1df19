import type { DistributionView } from '@yingshang/server/contract'
import { Button, Segmented } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { downloadOf } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { AmountsTable } from './amounts-table.tsx'
import { Drawing } from './drawing.tsx'
import { type DistributionInput, distributionPath } from './queries.ts'

/** Percent with two decimals, rounded down as in the documents. */
function rate({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }): string {
  const hundredths = Number((BigInt(numerator) * 10_000n) / BigInt(denominator))
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}%`
}

/** A calculated distribution: a drawing by rank with its table, and every line. */
export function DistributionResult({ matterId, input, result }: { matterId: string; input: DistributionInput; result: DistributionView }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  const top = useRef<HTMLElement>(null)
  // The form is long: the eye is led to the answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'start' })
  }, [result])
  const save = (to: 'xlsx' | 'docx') =>
    void downloadOf(`${distributionPath(matterId)}/export?to=${to}`, input, `${t('distribution.title')}.${to}`).catch(toast.failed)
  const rows = useMemo(
    () => result.ranks.map((r) => ({ label: r.title[locale], values: [r.paid, r.deposited, r.due - r.given] as const })),
    [result, locale],
  )
  const series = useMemo(() => [t('distribution.paid'), t('distribution.deposited'), t('distribution.unpaid')], [t])
  const things = useMemo(() => securityOf(result, t('distribution.toEstate')), [result, t])
  return (
    <>
      <section ref={top} data-result className="panel claims-panel" aria-label={t('distribution.byRank')}>
        <div className="claims-head">
          <h2>{t('distribution.byRank')}</h2>
          <Segmented<'chart' | 'table'>
            size="small"
            aria-label={t('overview.show', { title: t('distribution.byRank') })}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'chart', label: t('overview.chart') },
              { value: 'table', label: t('overview.table') },
            ]}
          />
        </div>
        <dl className="distribution-sums">
          <div>
            <dt>{t('distribution.total')}</dt>
            <dd className="mono">{yuan(result.total)}</dd>
          </div>
          <div>
            <dt>{t('distribution.given')}</dt>
            <dd className="mono">{yuan(result.total - result.surplus)}</dd>
          </div>
          <div>
            <dt>{t('distribution.surplus')}</dt>
            <dd className="mono">{yuan(result.surplus)}</dd>
          </div>
        </dl>
        {shown === 'chart' ? (
          <Drawing label={t('distribution.chartLabel')} rows={rows} series={series} />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
          <section className="table-scroll" tabIndex={0} aria-label={t('distribution.byRank')}>
            <table className="data-table keep-table">
              <thead>
                <tr>
                  <th scope="col">{t('distribution.rank')}</th>
                  {[t('distribution.due'), ...series, t('distribution.rate')].map((head) => (
                    <th key={head} scope="col" className="num">
                      {head}
                    </th>
                  ))}
                  <th scope="col">{t('distribution.source')}</th>
                </tr>
              </thead>
              <tbody>
                {result.ranks.map((r) => (
                  <tr key={r.rank} data-rank={r.rank}>
                    <th scope="row">{r.title[locale]}</th>
                    <td className="num">{yuan(r.due)}</td>
                    <td className="num">{yuan(r.paid)}</td>
                    <td className="num">{yuan(r.deposited)}</td>
                    <td className="num">{yuan(r.due - r.given)}</td>
                    <td className="num">{rate(r.rate)}</td>
                    <td>
                      <Words>{r.source}</Words>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {result.leftOut.length > 0 && (
          <p className="muted">
            {t('distribution.leftOut', { n: result.leftOut.length, sum: yuan(result.leftOut.reduce((sum, l) => sum + l.filed, 0)) })}
          </p>
        )}
      </section>
      {things.rows.length > 0 && (
        <section className="panel claims-panel" aria-label={t('distribution.security')}>
          <h2>{t('distribution.security')}</h2>
          <Drawing label={t('distribution.securityChart')} {...things} />
        </section>
      )}
      <ClaimShares result={result} />
      <section className="panel claims-panel" aria-label={t('distribution.lines')}>
        <div className="claims-head">
          <h2>{t('distribution.lines')}</h2>
          <span className="page-actions">
            <Button onClick={() => save('xlsx')}>{t('claims.exportSheet')}</Button>
            <Button onClick={() => save('docx')}>{t('claims.exportWord')}</Button>
          </span>
        </div>
        <AmountsTable
          label={t('distribution.lines')}
          className="distribution-lines"
          words={[t('distribution.payee'), t('distribution.rank')]}
          amounts={[
            t('distribution.due'),
            t('distribution.paid'),
            t('distribution.deposited'),
            t('distribution.remaining'),
            t('distribution.rate'),
          ]}
        >
          {result.lines.map((l) => (
            <tr key={`${l.rank} ${l.id} ${l.collateral ?? ''}`}>
              <th scope="row">
                <Words>{l.creditor}</Words>
                {l.collateral !== null && (
                  <span className="cell-sub">
                    {t(l.shortfall ? 'distribution.shortfallOf' : 'distribution.fromCollateral', { what: l.collateral })}
                  </span>
                )}
              </th>
              <td>{l.rankTitle[locale]}</td>
              <td className="num">{yuan(l.due)}</td>
              <td className="num">{yuan(l.paid)}</td>
              <td className="num">{yuan(l.deposited)}</td>
              <td className="num">{yuan(l.remaining)}</td>
              <td className="num">{rate(l.rate)}</td>
            </tr>
          ))}
        </AmountsTable>
      </section>
    </>
  )
}

/** One bar for each thing: which creditor gets how much of it, and what joins the estate. */
function securityOf(result: DistributionView, toEstate: string) {
  const creditors = [...new Map(result.collaterals.flatMap((c) => c.parts.map((p) => [p.claim, p.creditor] as const)))]
  return {
    series: [
      ...creditors.map(([, creditor], i) => (creditors.findIndex(([, c]) => c === creditor) === i ? creditor : `${creditor} ${i + 1}`)),
      toEstate,
    ],
    rows: result.collaterals
      .filter((c) => c.proceeds > 0)
      .map((c) => ({
        label: c.title,
        values: [...creditors.map(([claim]) => c.parts.filter((p) => p.claim === claim).reduce((s, p) => s + p.amount, 0)), c.surplus],
      })),
  }
}

/** 本次、累计、未受偿: each claim over all distributions. */
function ClaimShares({ result }: { result: DistributionView }) {
  const { t, locale } = useMessages()
  if (result.claims.length === 0) return null
  const heads = [
    t('distribution.claimAmount'),
    t('distribution.before'),
    t('distribution.now'),
    t('distribution.nowDeposited'),
    t('distribution.cumulative'),
    t('distribution.remaining'),
  ]
  return (
    <section className="panel claims-panel" aria-label={t('distribution.byClaim')}>
      <h2>{t('distribution.byClaim')}</h2>
      <AmountsTable
        label={t('distribution.byClaim')}
        className="distribution-lines distribution-shares"
        words={[t('claims.creditor'), t('claims.class')]}
        amounts={heads}
      >
        {result.claims.map((c) => (
          <tr key={c.claim}>
            <th scope="row">
              <Words>{c.creditor}</Words>
            </th>
            <td>{c.classTitle[locale]}</td>
            {[c.amount, c.before, c.paid, c.deposited, c.total, c.remaining].map((fen, i) => (
              <td key={heads[i]} className="num">
                {yuan(fen)}
              </td>
            ))}
          </tr>
        ))}
      </AmountsTable>
    </section>
  )
}
