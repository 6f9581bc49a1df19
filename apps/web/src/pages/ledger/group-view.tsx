import { Link } from '@tanstack/react-router'
import type { EntryStatus } from '@yingshang/server/contract'
import { Spin } from 'antd'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { filterOf, type LedgerSearch } from '../../routes/ledger-search.ts'
import { Covered, StatusBar } from './figures.tsx'
import { useSummary } from './queries.ts'
import { StatusMark, share } from './status.tsx'

const COUNTED: readonly EntryStatus[] = ['overdue', 'at-risk', 'awaiting-review', 'closed-out']

/** Figures by body or by domain; every number opens exactly the rows that it counts. */
export function GroupView({ search, group }: { search: LedgerSearch; group: 'body' | 'domain' }) {
  const { t } = useMessages()
  const summary = useSummary(filterOf(search), group)
  if (summary.isError) return <Trouble error={summary.error} retry={() => void summary.refetch()} />
  if (!summary.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return (
    <section className="panel" aria-label={t(`ledger.view.${group}`)}>
      {group === 'body' && <p className="table-tools muted">{t('ledger.bodyNote')}</p>}
      {summary.data.groups.length === 0 && <p className="list-none">{t('ledger.none')}</p>}
      {summary.data.groups.length > 0 && (
        <table className="data-table group-table">
          <thead>
            <tr>
              <th scope="col">{t(`ledger.${group}`)}</th>
              <th scope="col" className="num">
                {t('ledger.all')}
              </th>
              {COUNTED.map((status) => (
                <th key={status} scope="col" className="num">
                  <StatusMark status={status} plain />
                </th>
              ))}
              <th scope="col">{t('ledger.progress')}</th>
              <th scope="col" className="num">
                {t('ledger.closedShare')}
              </th>
            </tr>
          </thead>
          <tbody>
            {summary.data.groups.map((g) => (
              <tr key={g.key}>
                <th scope="row">
                  <Link to="/ledger" search={g.filter}>
                    <Words>{g.title}</Words>
                  </Link>
                  <StatusBar figures={g} />
                </th>
                <td className="num" data-label={t('ledger.all')}>
                  <Link to="/ledger" search={g.filter} aria-label={t('ledger.rowsOf', { title: g.title, n: g.count })}>
                    {g.count}
                  </Link>
                </td>
                {COUNTED.map((status) => (
                  <td key={status} className="num" data-label={t(`ledger.status.${status}`)}>
                    {g.byStatus[status] === 0 ? (
                      <span className="muted">0</span>
                    ) : (
                      <Link
                        to="/ledger"
                        search={{ ...g.filter, status }}
                        aria-label={t('ledger.rowsOf', { title: `${g.title} ${t(`ledger.status.${status}`)}`, n: g.byStatus[status] })}
                      >
                        {g.byStatus[status]}
                      </Link>
                    )}
                  </td>
                ))}
                <td data-label={t('ledger.progress')}>
                  <Covered figures={g} />
                </td>
                <td className="num" data-label={t('ledger.closedShare')}>
                  {share(g.closedShare)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
