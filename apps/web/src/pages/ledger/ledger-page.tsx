import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { LedgerSummary } from '@yingshang/server/contract'
import { Alert, Button, Dropdown, Select, Spin } from 'antd'
import { useCallback } from 'react'
import { download, withQuery } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { conditionsOf, filterOf, LEDGER_VIEWS, type LedgerSearch } from '../../routes/ledger-search.ts'
import { useSession } from '../../session/session.ts'
import { BoardView } from './board-view.tsx'
import { CalendarView } from './calendar-view.tsx'
import { Figures } from './figures.tsx'
import { LedgerFilters } from './filters.tsx'
import { GanttView } from './gantt-view.tsx'
import { GroupView } from './group-view.tsx'
import './ledger.css'
import './views.css'
import { ledgerPath, useLedgers, useSummary } from './queries.ts'
import { SavedFilters } from './saved-filters.tsx'
import { TableView } from './table-view.tsx'
import { TreeView } from './tree-view.tsx'

/** 台账: the entries that somebody may read, by filters that stand in the address, seen in one of seven ways. */
export function LedgerPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const ledgers = useLedgers()
  const search = useSearch({ from: '/ledger' })
  const navigate = useNavigate({ from: '/ledger' })
  const set = useCallback((next: LedgerSearch) => void navigate({ search: next, replace: true, resetScroll: false }), [navigate])
  if (ledgers.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!ledgers.data) return <Trouble error={ledgers.error} retry={() => void ledgers.refetch()} />
  const all = ledgers.data.items
  const chosen = all.find((l) => l.id === search.ledger)
  return (
    <Page title={t('ledger.title')} lede={t('ledger.lede')} actions={<Actions chosen={chosen} search={search} />}>
      {all.length === 0 ? (
        <section className="panel ledger-empty">
          <h2>{t('ledger.empty')}</h2>
          <p>{t(may('ledger.manage') ? 'ledger.emptyAdopt' : 'ledger.emptyWait')}</p>
          {may('ledger.manage') && (
            <Link to="/ledger/adopt" className="link-button">
              {t('ledger.adopt')}
            </Link>
          )}
        </section>
      ) : (
        <>
          <div className="ledger-choice">
            <Select
              aria-label={t('ledger.which')}
              value={search.ledger ?? ''}
              onChange={(ledger) => set({ ...search, ledger: ledger || undefined })}
              options={[
                { value: '', label: t('ledger.every', { n: all.length }) },
                ...all.map((l) => ({ value: l.id, label: l.archived ? t('ledger.archivedTitle', { title: l.title }) : l.title })),
              ]}
            />
            <nav className="view-nav" aria-label={t('ledger.views')}>
              {LEDGER_VIEWS.map((view) => (
                <Link
                  key={view}
                  to="/ledger"
                  search={{ ...search, view: view === 'table' ? undefined : view }}
                  replace
                  data-here={(search.view ?? 'table') === view}
                  aria-current={(search.view ?? 'table') === view ? 'true' : undefined}
                >
                  {t(`ledger.view.${view}`)}
                </Link>
              ))}
            </nav>
          </div>
          {chosen && chosen.unitsToConfirm > 0 && may('ledger.manage') && (
            <Alert
              type="warning"
              showIcon
              className="ledger-note"
              title={
                <>
                  {t('ledger.unitsOpen', { n: chosen.unitsToConfirm })}{' '}
                  <Link to="/ledger/$ledgerId/units" params={{ ledgerId: chosen.id }}>
                    {t('ledger.unitsGo')}
                  </Link>
                </>
              }
            />
          )}
          <Summary search={search} />
          <LedgerFilters search={search} onChange={set} />
          <SavedFilters search={search} onChoose={set} />
          <View search={search} onChange={set} />
        </>
      )}
    </Page>
  )
}

function Summary({ search }: { search: LedgerSearch }) {
  const { t } = useMessages()
  const filter = filterOf(search)
  const summary = useSummary(filter, 'none')
  if (!summary.data) return null
  return <Figures figures={summary.data.all} filter={filter} title={t('ledger.figures')} />
}

export interface ViewProps {
  readonly search: LedgerSearch
  readonly onChange: (search: LedgerSearch) => void
}

function View({ search, onChange }: ViewProps) {
  switch (search.view) {
    case 'board':
      return <BoardView search={search} />
    case 'gantt':
      return <GanttView search={search} />
    case 'calendar':
      return <CalendarView search={search} />
    case 'tree':
      return <TreeView search={search} />
    case 'body':
    case 'domain':
      return <GroupView search={search} group={search.view} />
    default:
      return <TableView search={search} onChange={onChange} />
  }
}

function Actions({ chosen, search }: { chosen: LedgerSummary | undefined; search: LedgerSearch }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const save = (to: 'xlsx' | 'docx') => {
    if (chosen)
      void download(withQuery(`${ledgerPath(chosen.id)}/export`, { ...conditionsOf(search), to }), `${chosen.title}.${to}`).catch(
        toast.failed,
      )
  }
  const manages = may('ledger.manage')
  const items = [
    { key: 'xlsx', label: t('ledger.exportSheet'), onClick: () => save('xlsx') },
    { key: 'docx', label: t('ledger.exportWord'), onClick: () => save('docx') },
    ...(chosen
      ? [
          {
            key: 'risks',
            label: (
              <Link to="/ledger/$ledgerId/risks" params={{ ledgerId: chosen.id }}>
                {t('ledger.risks')}
              </Link>
            ),
          },
        ]
      : []),
    ...(manages && chosen && !chosen.archived
      ? [
          {
            key: 'import',
            label: (
              <Link to="/ledger/$ledgerId/import" params={{ ledgerId: chosen.id }}>
                {t('ledger.import')}
              </Link>
            ),
          },
          {
            key: 'amend',
            label: (
              <Link to="/ledger/$ledgerId/amendments" params={{ ledgerId: chosen.id }}>
                {t('ledger.amend')}
              </Link>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      {chosen?.plan && may('plan.read') && (
        <Link to="/plans/$planId" params={{ planId: chosen.plan.id }} className="page-link">
          <span className="visually-hidden">{t('ledger.plan')} </span>
          <Words>{`《${chosen.plan.title}》`}</Words>
        </Link>
      )}
      <Link to="/ledger/indicators" className="page-link">
        {t('indicators.title')}
      </Link>
      {chosen && (
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button aria-haspopup="menu">{t('ledger.files')}</Button>
        </Dropdown>
      )}
      {manages && (
        <Link to="/ledger/adopt" className="link-button">
          {t('ledger.adopt')}
        </Link>
      )}
    </>
  )
}
