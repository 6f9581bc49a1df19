import type { DistributionLedger } from '@yingshang/server/contract'
import { Alert, Button, Tag } from 'antd'
import { useMemo, useState } from 'react'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { AmountsTable } from './amounts-table.tsx'
import { Drawing } from './drawing.tsx'
import { ReleaseForm } from './release-form.tsx'

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
      <AmountsTable
        label={t('distribution.rounds')}
        className="distribution-rounds"
        words={[t('distribution.round'), t('distribution.on')]}
        amounts={[
          t('distribution.amount'),
          t('distribution.costs'),
          t('distribution.paid'),
          t('distribution.deposited'),
          t('claims.count'),
        ]}
      >
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
      </AmountsTable>
      {ledger.claims.length > 0 && (
        <>
          <h3>{t('distribution.soFar')}</h3>
          <Drawing label={t('distribution.soFarChart')} rows={rows} series={series} />
          <AmountsTable
            label={t('distribution.soFar')}
            className="distribution-lines"
            words={[t('claims.creditor'), t('claims.class')]}
            amounts={heads}
            last={ledger.mayRecord ? t('distribution.deposits') : undefined}
          >
            {ledger.claims.map((c) => (
              <tr key={c.claim}>
                <th scope="row">
                  <Words>{c.creditor}</Words> {c.waived && <Tag>{t('distribution.waived')}</Tag>}
                  {c.deposited > 0 && c.depositReason && <span className="cell-sub">{t(`distribution.reason.${c.depositReason}`)}</span>}
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
          </AmountsTable>
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
