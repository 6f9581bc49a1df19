import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { MatterSummary } from '@yingshang/server/contract'
import { Checkbox, Spin, Tag } from 'antd'
import { useCallback, useState } from 'react'
import { useMatters, useProcedure } from '../../api/matters.ts'
import { day, instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { columnsOf, type MatterColumn, type MatterSearch } from '../../routes/matter-search.ts'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { Bulk } from './bulk.tsx'
import { MatterFilters } from './filters.tsx'
import { ListTools } from './list-tools.tsx'
import { SavedQueries } from './saved-queries.tsx'
import { TableTools } from './table-tools.tsx'
import './matters.css'
import './care.css'

/** 案件列表: the matters that this person may see, by filters that stand in the address. */
export function MattersPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const search = useSearch({ from: '/matters' })
  const navigate = useNavigate({ from: '/matters' })
  const list = useMatters(search)
  const [chosen, setChosen] = useState<ReadonlyMap<string, MatterSummary>>(new Map())
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const total = list.data?.pages[0]?.total
  const set = useCallback((next: MatterSearch) => void navigate({ search: next, replace: true, resetScroll: false }), [navigate])
  const toggle = (matter: MatterSummary) =>
    setChosen((was) => {
      const next = new Map(was)
      if (!next.delete(matter.id)) next.set(matter.id, matter)
      return next
    })
  return (
    <Page
      title={t('matters.title')}
      lede={t('matters.lede')}
      actions={
        <>
          {may('matter.all') && (
            <Link to="/bankruptcy/long-pending" className="page-link">
              {t('nav.pending')}
            </Link>
          )}
          {may('matter.act') && (
            <Link to="/matters/new" className="link-button">
              {t('matters.new')}
            </Link>
          )}
        </>
      }
    >
      <MatterFilters search={search} onChange={set} />
      <SavedQueries search={search} onChoose={set} />
      <TableTools search={search} />
      <section className="panel list-panel" aria-label={t('matters.list')}>
        <ListTools search={search} onChange={set} />
        {list.isPending && (
          <div className="center">
            <Spin description={t('common.loading')} />
          </div>
        )}
        {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <p className="section-none">{t('matters.none')}</p>}
        {chosen.size > 0 && <Bulk chosen={[...chosen.values()]} onDone={() => setChosen(new Map())} />}
        {items.length > 0 && <MatterTable items={items} chosen={chosen} columns={columnsOf(search)} onToggle={toggle} />}
        {list.isSuccess && <LoadMore list={list} shown={items.length} total={total} />}
      </section>
    </Page>
  )
}

interface TableProps {
  readonly items: readonly MatterSummary[]
  readonly chosen: ReadonlyMap<string, MatterSummary>
  readonly columns: readonly MatterColumn[]
  readonly onToggle: (matter: MatterSummary) => void
}

function MatterTable({ items, chosen, columns, onToggle }: TableProps) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table matter-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('matters.choose')}</span>
          </th>
          <th scope="col">{t('matter.title')}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`matters.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((matter) => (
          <tr key={matter.id} data-matter={matter.id}>
            <td className="cell-choose">
              <Checkbox
                checked={chosen.has(matter.id)}
                onChange={() => onToggle(matter)}
                aria-label={t('matters.chooseOne', { title: matter.title })}
              />
            </td>
            <th scope="row">
              <Link to="/matters/$matterId" params={{ matterId: matter.id }} className="plan-link">
                <Words>{locale === 'zh' ? matter.title : matter.titleEn}</Words>
              </Link>
              <span className="cell-sub">
                {matter.number && <Words>{matter.number}</Words>}
                <span>{say(matter.procedure.title, locale)}</span>
                {matter.following && <Tag>{t('matter.following')}</Tag>}
              </span>
            </th>
            {columns.map((column) => (
              <td
                key={column}
                data-label={t(`matters.column.${column}`)}
                className={column === 'stage' || column === 'roles' ? undefined : 'mono'}
              >
                <Cell matter={matter} column={column} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ matter, column }: { matter: MatterSummary; column: MatterColumn }) {
  const { locale } = useMessages()
  switch (column) {
    case 'stage':
      return (
        <span className="stage-tags">
          {matter.stages.map((stage) => (
            <Tag key={stage.track} color={stage.terminal ? 'default' : 'blue'} title={say(stage.trackTitle, locale)}>
              {say(stage.title, locale)}
            </Tag>
          ))}
          {matter.flags.map((flag) => (
            <Tag key={flag.flag} className="doubt-tag">
              {say(flag.title, locale)}
            </Tag>
          ))}
        </span>
      )
    case 'due':
      return matter.nextDue ? day(matter.nextDue, locale) : '—'
    case 'tasks':
      return matter.openTasks
    case 'updated':
      return instant(matter.updatedAt)
    case 'opened':
      return instant(matter.openedAt)
    case 'roles':
      return <RoleNames matter={matter} />
  }
}

/** The roles of this person on a matter, in words. */
function RoleNames({ matter }: { matter: MatterSummary }) {
  const { locale } = useMessages()
  const definition = useProcedure(matter.procedure.id, matter.procedure.version)
  if (matter.myRoles.length === 0) return '—'
  return matter.myRoles
    .map((id) => say(definition.data?.roles.find((r) => r.id === id)?.title ?? { zh: id, en: id }, locale))
    .join(locale === 'zh' ? '、' : ', ')
}

/** For a page that lists some matters by title alone. */
export function MatterLine({ matter }: { matter: MatterSummary }) {
  const { t, locale } = useMessages()
  return (
    <li>
      <Link to="/matters/$matterId" params={{ matterId: matter.id }}>
        <Words>{locale === 'zh' ? matter.title : matter.titleEn}</Words>
      </Link>
      <span className="side-sub">
        {matter.number && <Words>{matter.number}</Words>}
        <span>{matter.stages.map((s) => say(s.title, locale)).join(' · ')}</span>
        {matter.nextDue && <span className="mono">{t('matters.nextDueOn', { day: day(matter.nextDue, locale) })}</span>}
      </span>
    </li>
  )
}
