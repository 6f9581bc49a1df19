import { Link } from '@tanstack/react-router'
import type { ListRow, TwoLists } from '@yingshang/server/contract'
import { Button, Select, Spin } from 'antd'
import { type ReactNode, useState } from 'react'
import { download } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { listsPath, useTwoLists } from './queries.ts'

/** 两清单一报告: what is wrong, what is due, and the report in words; every number opens its rows. */
export function TwoListsView({ ledger }: { ledger: string | undefined }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [days, setDays] = useState(14)
  const lists = useTwoLists(ledger, days)
  if (lists.isPending) return <Spin description={t('common.loading')} />
  if (!lists.data) return <Trouble error={lists.error} retry={() => void lists.refetch()} />
  const { data } = lists
  const save = (to: 'docx' | 'xlsx') => void download(listsPath({ ledger, days, to }), `lists.${to}`).catch(toast.failed)
  return (
    <>
      <div className="reporting-send">
        <Select
          aria-label={t('reporting.days')}
          value={days}
          onChange={setDays}
          options={[7, 14, 30, 60].map((value) => ({ value, label: t('reporting.withinDays', { n: value }) }))}
        />
        <Button type="primary" onClick={() => save('docx')}>
          {t('reporting.asWord')}
        </Button>
        <Button onClick={() => save('xlsx')}>{t('reporting.asExcel')}</Button>
      </div>
      <section className="panel reporting-entry" aria-label={t('reporting.report')}>
        <h2>{t('reporting.report')}</h2>
        {data.report.map((p) => (
          <p key={p}>
            <Words>{p}</Words>
          </p>
        ))}
      </section>
      <section className="panel reporting-entry" aria-label={t('reporting.problems')}>
        <h2>{t('reporting.problems')}</h2>
        {data.problems.map((p) => (
          <Problem key={p.kind} problem={p} />
        ))}
      </section>
      <section className="panel reporting-entry" aria-label={t('reporting.tasks')}>
        <h2>
          {t('reporting.tasks')} · {day(data.until, locale)} ·{' '}
          <Link to="/ledger" search={data.tasks.filter}>
            {t('reporting.count', { n: data.tasks.count })}
          </Link>
        </h2>
        {data.tasks.rows.length === 0 ? <p className="muted">{t('reporting.nothing')}</p> : <Rows rows={data.tasks.rows} />}
      </section>
    </>
  )
}

function Problem({ problem }: { problem: TwoLists['problems'][number] }) {
  const { t, locale } = useMessages()
  const count = t('reporting.count', { n: problem.count })
  return (
    <>
      <h3>
        {say(problem.title, locale)} ·{' '}
        {problem.filter === null || problem.count === 0 ? (
          count
        ) : (
          <Link to="/ledger" search={problem.filter}>
            {count}
          </Link>
        )}
      </h3>
      {problem.rows.length > 0 && <Rows rows={problem.rows} />}
    </>
  )
}

/** Rows of a list; `act` adds what can be done with an entry. */
export function Rows({
  rows,
  act,
}: {
  rows: readonly (ListRow & { readonly owner?: string })[]
  act?: ((row: ListRow) => ReactNode) | undefined
}) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('reporting.item')}</th>
          <th scope="col">{t('reporting.body')}</th>
          <th scope="col">{t('reporting.due')}</th>
          <th scope="col">{t('reporting.note')}</th>
          {act && <th scope="col">{t('reporting.toDecide')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.page === 'entry' ? (
                <Link to="/ledger/entries/$entryId" params={{ entryId: row.id }} className="plan-link">
                  <Words>{`${row.number} ${row.title}`}</Words>
                </Link>
              ) : (
                <Link to="/matters/$matterId" params={{ matterId: row.id }} className="plan-link">
                  <Words>{row.title}</Words>
                </Link>
              )}
            </th>
            <td data-label={t('reporting.body')}>
              <Words>{[row.body, row.owner].filter(Boolean).join(' · ') || '—'}</Words>
            </td>
            <td data-label={t('reporting.due')} className="mono">
              {row.due ? day(row.due, locale) : '—'}
            </td>
            <td data-label={t('reporting.note')}>
              <Words>{row.note || '—'}</Words>
            </td>
            {act && <td data-label={t('reporting.toDecide')}>{act(row)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
