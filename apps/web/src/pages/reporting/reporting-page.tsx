import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select, Spin, Tabs, Tag } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { useLedgers } from '../ledger/queries.ts'
import { CycleSettings } from './cycle-settings.tsx'
import { Filings } from './filings.tsx'
import { Meetings } from './meetings.tsx'
import { useRounds } from './queries.ts'
import { TwoListsView } from './two-lists.tsx'
import './reporting.css'

/** 报送: rounds of reporting, the two lists and the report, filings of implementing plans. */
export function ReportingPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const { view, ledger } = useSearch({ from: '/reporting' })
  const navigate = useNavigate({ from: '/reporting' })
  const ledgers = useLedgers()
  const [setting, setSetting] = useState(false)
  const items = ledgers.data?.items ?? []
  const chosen = ledger ?? (items.length === 1 ? items[0]!.id : undefined)
  return (
    <Page
      title={t('reporting.title')}
      lede={t('reporting.lede')}
      actions={
        <>
          {items.length > 1 && (
            <Select
              aria-label={t('ledger.which')}
              className="reporting-ledger"
              value={ledger ?? ''}
              onChange={(next) => void navigate({ search: { view, ledger: next === '' ? undefined : next }, replace: true })}
              options={[
                { value: '', label: t('ledger.every', { n: items.length }) },
                ...items.map((l) => ({ value: l.id, label: l.title })),
              ]}
            />
          )}
          {may('ledger.manage') && chosen !== undefined && (
            <Button onClick={() => setSetting(!setting)} aria-expanded={setting}>
              {t('reporting.cycles')}
            </Button>
          )}
        </>
      }
    >
      {setting && chosen !== undefined && <CycleSettings ledger={chosen} onDone={() => setSetting(false)} />}
      <Tabs
        className="reporting-tabs"
        activeKey={view ?? 'rounds'}
        onChange={(key) =>
          void navigate({
            search: { ledger, view: key === 'lists' || key === 'filings' || key === 'meetings' ? key : undefined },
            replace: true,
          })
        }
        destroyOnHidden
        items={[
          { key: 'rounds', label: t('reporting.rounds'), children: <Rounds ledger={chosen} /> },
          { key: 'meetings', label: t('reporting.meetings'), children: <Meetings ledger={chosen} /> },
          { key: 'lists', label: t('reporting.lists'), children: <TwoListsView ledger={chosen} /> },
          { key: 'filings', label: t('reporting.filings'), children: <Filings /> },
        ]}
      />
    </Page>
  )
}

function Rounds({ ledger }: { ledger: string | undefined }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const rounds = useRounds(ledger)
  if (rounds.isPending) return <Spin description={t('common.loading')} />
  if (!rounds.data) return <Trouble error={rounds.error} retry={() => void rounds.refetch()} />
  const items = rounds.data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return <p className="panel reporting-none">{t(may('ledger.manage') ? 'reporting.noRounds' : 'reporting.noRoundsBody')}</p>
  return (
    <section className="panel" aria-label={t('reporting.rounds')}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('reporting.round')}</th>
            <th scope="col">{t('reporting.due')}</th>
            <th scope="col">{t('reporting.phase')}</th>
            <th scope="col">{t('reporting.handedIn')}</th>
            <th scope="col">{t('reporting.late')}</th>
            <th scope="col">{t('reporting.silent')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((r) => (
            <tr key={`${r.ledger.id} ${r.cycle}`}>
              <th scope="row">
                <Link to="/reporting/round" search={{ ledger: r.ledger.id, cycle: r.cycle }} className="plan-link">
                  {say(r.title, locale)} {r.cycle.split('/')[1]}
                </Link>
                <span className="cell-sub">
                  <Words>{r.ledger.name}</Words>
                </span>
              </th>
              <td data-label={t('reporting.due')} className="mono">
                {day(r.dueOn, locale)}
              </td>
              <td data-label={t('reporting.phase')}>
                <Tag>{t(`reporting.phase.${r.phase}`)}</Tag>
              </td>
              <td data-label={t('reporting.handedIn')}>
                <span className="reporting-bar" aria-hidden="true">
                  <i style={{ width: `${(100 * r.inTime) / Math.max(1, r.asked)}%` }} />
                  <b style={{ width: `${(100 * r.late) / Math.max(1, r.asked)}%` }} />
                </span>
                {t('reporting.of', { n: r.inTime + r.late, of: r.asked })}
              </td>
              <td data-label={t('reporting.late')}>{r.late}</td>
              <td data-label={t('reporting.silent')}>{r.silent}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <LoadMore list={rounds} shown={items.length} />
    </section>
  )
}
