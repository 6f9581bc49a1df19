import { Link } from '@tanstack/react-router'
import type { EntrySummary } from '@yingshang/server/contract'
import { Button, Checkbox, Select, Spin } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { filterOf, LEDGER_SORTS, type LedgerSort } from '../../routes/ledger-search.ts'
import { useSession } from '../../session/session.ts'
import { BulkEdit } from './bulk-edit.tsx'
import type { ViewProps } from './ledger-page.tsx'
import { useEntries } from './queries.ts'
import { Progress, StatusMark } from './status.tsx'

/** Entries as rows; some of them can be chosen and changed at once. */
export function TableView({ search, onChange }: ViewProps) {
  const { t } = useMessages()
  const { may } = useSession()
  const sort = search.sort ?? 'plan'
  const list = useEntries(filterOf(search), sort)
  const [chosen, setChosen] = useState<ReadonlyMap<string, EntrySummary>>(new Map())
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const first = list.data?.pages[0]
  const writes = may('ledger.write')
  const [everything, setEverything] = useState(false)
  const total = first?.total ?? 0
  const choose = (next: ReadonlyMap<string, EntrySummary>) => {
    setEverything(false)
    setChosen(next)
  }
  const toggle = (entry: EntrySummary) => {
    const next = new Map(chosen)
    if (!next.delete(entry.id)) next.set(entry.id, entry)
    choose(next)
  }
  const allShown = items.length > 0 && items.every((e) => chosen.has(e.id))
  return (
    <section className="panel" aria-label={t('ledger.list')}>
      <div className="table-tools">
        <Select<LedgerSort>
          size="small"
          aria-label={t('ledger.sort')}
          value={sort}
          onChange={(next) => onChange({ ...search, sort: next === 'plan' ? undefined : next })}
          options={LEDGER_SORTS.map((value) => ({ value, label: t(`ledger.sort.${value}`) }))}
        />
        {writes && items.length > 0 && !allShown && (
          <Button size="small" onClick={() => choose(new Map(items.map((e) => [e.id, e])))}>
            {t('ledger.chooseAll')}
          </Button>
        )}
        {writes && !everything && total > items.length && (
          <Button size="small" onClick={() => setEverything(true)}>
            {t('ledger.chooseEvery', { n: total })}
          </Button>
        )}
        {(everything || chosen.size > 0) && (
          <BulkEdit
            chosen={everything ? { filter: filterOf(search), total } : { entries: [...chosen.keys()] }}
            onDone={() => choose(new Map())}
          />
        )}
      </div>
      {list.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && <p className="list-none">{t('ledger.none')}</p>}
      {items.length > 0 && <EntryTable items={items} today={first?.today ?? ''} {...(writes ? { chosen, onToggle: toggle } : {})} />}
      {list.isSuccess && items.length > 0 && <LoadMore list={list} shown={items.length} total={first?.total} />}
    </section>
  )
}

interface TableProps {
  readonly items: readonly EntrySummary[]
  readonly today: string
  readonly chosen?: ReadonlyMap<string, EntrySummary>
  readonly onToggle?: (entry: EntrySummary) => void
}

function EntryTable({ items, today, chosen, onToggle }: TableProps) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table ledger-table">
      <thead>
        <tr>
          {onToggle && (
            <th scope="col">
              <span className="visually-hidden">{t('ledger.choose')}</span>
            </th>
          )}
          <th scope="col">{t('ledger.entry')}</th>
          <th scope="col">{t('ledger.status')}</th>
          <th scope="col">{t('ledger.bodies')}</th>
          <th scope="col">{t('ledger.nextDue')}</th>
          <th scope="col">{t('ledger.progress')}</th>
          <th scope="col">{t('ledger.heard')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((entry) => (
          <tr key={entry.id}>
            {onToggle && (
              <td>
                <Checkbox
                  checked={chosen?.has(entry.id) ?? false}
                  aria-label={t('ledger.chooseOne', { title: entry.title })}
                  onChange={() => onToggle(entry)}
                />
              </td>
            )}
            <th scope="row">
              <EntryLink entry={entry} />
              <span className="cell-sub">
                <Words>{entry.domain}</Words>
              </span>
            </th>
            <td data-label={t('ledger.status')}>
              <span className="status-cell">
                <StatusMark status={entry.status} />
                {entry.blocked && <span className="blocked">{t('ledger.blocked')}</span>}
              </span>
            </td>
            <td data-label={t('ledger.bodies')}>
              <span>
                <Words>{entry.lead?.name ?? t('ledger.nobodyLeads')}</Words>
                {entry.responsible.length > 0 && (
                  <span className="cell-sub">
                    <Words>{briefly(entry.responsible.map((b) => b.name))}</Words>
                  </span>
                )}
              </span>
            </td>
            <td data-label={t('ledger.nextDue')}>
              <Due on={entry.nextDue} today={today} />
            </td>
            <td data-label={t('ledger.progress')}>
              <span>
                <Progress value={entry.progress} />
                {entry.steps.of > 0 && <span className="cell-sub">{t('ledger.stepsOf', entry.steps)}</span>}
              </span>
            </td>
            <td data-label={t('ledger.heard')}>{entry.heardOn ? day(entry.heardOn, locale) : t('ledger.never')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const briefly = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join('、')} +${names.length - 3}` : names.join('、')

/** The way to the page of an entry: its number and title. */
export function EntryLink({ entry }: { entry: { readonly id: string; readonly number: string; readonly title: string } }) {
  return (
    <Link to="/ledger/entries/$entryId" params={{ entryId: entry.id }} className="entry-link">
      <Words>{entry.number === '' ? entry.title : `${entry.number} ${entry.title}`}</Words>
    </Link>
  )
}

/** A day, and how far it is. */
export function Due({ on, today }: { on: string | null; today: string }) {
  const { t, locale } = useMessages()
  if (on === null) return <span className="muted">{t('ledger.noDue')}</span>
  const days = Math.round((Date.parse(on) - Date.parse(today)) / 86_400_000)
  return (
    <span className="due" data-late={days < 0}>
      {day(on, locale)}
      <span className="cell-sub">
        {days < 0 ? t('ledger.daysLate', { n: -days }) : days === 0 ? t('ledger.today') : t('ledger.inDays', { n: days })}
      </span>
    </span>
  )
}
