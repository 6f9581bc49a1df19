import type { DistributionLedger } from '@yingshang/server/contract'
import { Alert, Button, Spin, Tag } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { ReleaseForm } from './release-form.tsx'

const RankChart = lazy(() => import('./rank-chart.tsx'))
/** Claims in one drawing; the table has all. */
const DRAWN = 12

/** 各次分配: what was distributed so far, what each claim had, and what is still set aside. */
export function DistributionHistory({ ledger }: { ledger: DistributionLedger }) {
  const { t, locale } = useMessages()
  const [releasing, setReleasing] = useState<string | null>(null)
  const rows = useMemo(
    () =>
      [...ledger.claims]
        .sort((a, b) => b.amount - a.amount)
        .slice(0, DRAWN)
        .map((c) => ({ label: c.creditor, values: [c.paid, c.deposited, c.remaining] as const })),
    [ledger],
  )
  const series = useMemo(() => [t('distribution.hadPaid'), t('distribution.deposited'), t('distribution.remaining')], [t])
  if (ledger.rounds.length === 0) return null
  const heads = [t('distribution.claimAmount'), t('distribution.hadPaid'), t('distribution.deposited'), t('distribution.remaining')]
  return (
    <section className="panel claims-panel" aria-label={t('distribution.history')} data-testid="distribution-history">
      <h2>{t('distribution.history')}</h2>
      {ledger.unlisted > 0 && <Alert type="warning" showIcon title={t('distribution.unlisted', { sum: yuan(ledger.unlisted) })} />}
      {ledger.freed > 0 && <Alert type="info" showIcon title={t('distribution.freedWaits', { sum: yuan(ledger.freed) })} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={t('distribution.rounds')}>
        <table className="data-table keep-table distribution-rounds">
          <thead>
            <tr>
              <th scope="col">{t('distribution.round')}</th>
              <th scope="col">{t('distribution.on')}</th>
              {[
                t('distribution.amount'),
                t('distribution.costs'),
                t('distribution.paid'),
                t('distribution.deposited'),
                t('claims.count'),
              ].map((head) => (
                <th key={head} scope="col" className="num">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ledger.rounds.map((r) => (
              <tr key={r.id}>
                <th scope="row">
                  {r.round} · {r.kindTitle[locale]} {r.final && r.kind === 'distribution' && <Tag>{t('distribution.finalRound')}</Tag>}
                </th>
                <td>{day(r.on, locale)}</td>
                <td className="num">{yuan(r.amount)}</td>
                <td className="num">{yuan(r.expenses + r.commonBenefit)}</td>
                <td className="num">{yuan(r.paid)}</td>
                <td className="num">{yuan(r.deposited)}</td>
                <td className="num">{r.claims}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {ledger.claims.length > 0 && (
        <>
          <h3>{t('distribution.soFar')}</h3>
          <Suspense
            fallback={
              <div className="center">
                <Spin />
              </div>
            }
          >
            <RankChart label={t('distribution.soFarChart')} rows={rows} series={series} />
          </Suspense>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
          <section className="table-scroll" tabIndex={0} aria-label={t('distribution.soFar')}>
            <table className="data-table keep-table distribution-lines">
              <thead>
                <tr>
                  <th scope="col">{t('claims.creditor')}</th>
                  <th scope="col">{t('claims.class')}</th>
                  {heads.map((head) => (
                    <th key={head} scope="col" className="num">
                      {head}
                    </th>
                  ))}
                  {ledger.mayRecord && <th scope="col">{t('distribution.deposits')}</th>}
                </tr>
              </thead>
              <tbody>
                {ledger.claims.map((c) => (
                  <tr key={c.claim}>
                    <th scope="row">
                      <Words>{c.creditor}</Words> {c.waived && <Tag>{t('distribution.waived')}</Tag>}
                      {c.deposited > 0 && c.depositReason && (
                        <span className="cell-sub">{t(`distribution.reason.${c.depositReason}`)}</span>
                      )}
                    </th>
                    <td>{c.classTitle[locale]}</td>
                    <td className="num">{yuan(c.amount)}</td>
                    <td className="num">{yuan(c.paid)}</td>
                    <td className="num">{yuan(c.deposited)}</td>
                    <td className="num">{yuan(c.remaining)}</td>
                    {ledger.mayRecord && (
                      <td>
                        {c.deposited > 0 && (
                          <Button
                            size="small"
                            aria-label={t('distribution.releaseOf', { creditor: c.creditor })}
                            onClick={() => setReleasing(c.claim)}
                          >
                            {t('distribution.release')}
                          </Button>
                        )}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {ledger.claims
            .filter((c) => c.claim === releasing && c.deposited > 0)
            .map((c) => (
              <ReleaseForm key={c.claim} ledger={ledger} claim={c} onDone={() => setReleasing(null)} />
            ))}
        </>
      )}
    </section>
  )
}
