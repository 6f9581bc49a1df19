import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { RegisterKind } from '@yingshang/register'
import type { RegisterEntry } from '@yingshang/server/contract'
import { Button, Input, Select, Spin } from 'antd'
import { useState } from 'react'
import { download } from '../../api/client.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { AddEntry } from './add-entry.tsx'
import { KindLinks } from './kind-choice.tsx'
import { Mark } from './mark.tsx'
import { type RosterFilter, useKind, useRoster } from './queries.ts'
import { RosterImport } from './roster-import.tsx'
import { points, said } from './words.ts'
import './registers.css'

/** 名册: who stands in a register today, with filters that stay in the address. */
export function RosterPage() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const { kind: kindId } = useParams({ from: '/registers/$kind' })
  const filter = useSearch({ from: '/registers/$kind' })
  const kind = useKind(kindId)
  const list = useRoster(kindId, filter)
  const [panel, setPanel] = useState<'add' | 'import' | null>(null)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const manages = may('register.manage')
  return (
    <Page
      title={kind ? said(kind.title, locale) : t('registers.title')}
      lede={t('registers.lede')}
      actions={
        <>
          <Link className="page-link" to="/draws">
            {t('registers.toDraws')}
          </Link>
          {may('draw.conduct') && (
            <Link className="page-link" to="/draws/new" search={{ kind: kindId }}>
              {t('draws.new')}
            </Link>
          )}
          {manages && (
            <>
              <Button onClick={() => void download(`/api/registers/${kindId}/export`, `${kindId}.xlsx`).catch(toast.failed)}>
                {t('registers.export')}
              </Button>
              <Button aria-expanded={panel === 'import'} onClick={() => setPanel(panel === 'import' ? null : 'import')}>
                {t('registers.import')}
              </Button>
              <Button type="primary" aria-expanded={panel === 'add'} onClick={() => setPanel(panel === 'add' ? null : 'add')}>
                {t('registers.add')}
              </Button>
            </>
          )}
        </>
      }
    >
      <KindLinks present={kindId} />
      {kind && panel === 'add' && <AddEntry kind={kind} onDone={() => setPanel(null)} />}
      {kind && panel === 'import' && <RosterImport kind={kindId} />}
      {kind && <Filters kind={kind} filter={filter} />}
      {list.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <section className="panel register-panel" aria-label={t('registers.list')}>
          {items.length === 0 ? (
            <p className="section-none">{t('registers.none')}</p>
          ) : (
            <>
              <Table items={items} />
              <LoadMore list={list} shown={items.length} total={list.data.pages[0]?.total} />
            </>
          )}
        </section>
      )}
    </Page>
  )
}

function Table({ items }: { items: readonly RegisterEntry[] }) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('registers.name')}</th>
          <th scope="col">{t('registers.grade')}</th>
          <th scope="col">{t('registers.areas')}</th>
          <th scope="col">{t('registers.state')}</th>
          <th scope="col" className="num">
            {t('registers.openCases')}
          </th>
          <th scope="col" className="num">
            {t('registers.mean')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((entry) => (
          <tr key={entry.id}>
            <th scope="row">
              <Link to="/register-entries/$entryId" params={{ entryId: entry.id }}>
                <Words>{entry.name}</Words>
              </Link>
              <span className="cell-sub">
                <span className="mono">{entry.code}</span>
                <span>{t(`registers.subject.${entry.subject}`)}</span>
              </span>
            </th>
            <td data-label={t('registers.grade')} className="register-short">
              {said(entry.grade.title, locale)}
            </td>
            <td data-label={t('registers.areas')}>
              {entry.areas.length === 0 ? t('registers.anyArea') : entry.areas.map((a) => said(a.title, locale)).join('、')}
            </td>
            <td data-label={t('registers.state')}>
              <State entry={entry} />
            </td>
            <td className="num" data-label={t('registers.openCases')}>
              {entry.workload === null ? entry.openCases : `${entry.openCases} / ${entry.workload}`}
            </td>
            <td className="num" data-label={t('registers.mean')}>
              {entry.mean === null ? '—' : points(entry.mean.total)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How an entry stands today, in a word and with the first reason. */
export function State({ entry }: { entry: Pick<RegisterEntry, 'state' | 'reasons'> }) {
  const { t, locale } = useMessages()
  const tone = { available: 'good', barred: 'warn', removed: 'bad' } as const
  return (
    <span className="register-state">
      <Mark tone={tone[entry.state]}>{t(`registers.state.${entry.state}`)}</Mark>
      {entry.reasons[0] && <span className="muted">{said(entry.reasons[0], locale)}</span>}
    </span>
  )
}

function Filters({ kind, filter }: { kind: RegisterKind; filter: RosterFilter }) {
  const { t, locale } = useMessages()
  const navigate = useNavigate()
  const set = (change: RosterFilter) =>
    void navigate({
      to: '/registers/$kind',
      params: { kind: kind.id },
      search: Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, v]) => v !== undefined && v !== '')),
      replace: true,
    })
  const pick = (name: keyof RosterFilter, label: string, options: readonly { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      value={filter[name] ?? null}
      options={[...options]}
      onChange={(value?: string | null) => set({ [name]: value ?? undefined })}
    />
  )
  const choices = (list: readonly { id: string; label: { zh: string; en: string } }[]) =>
    list.map((o) => ({ value: o.id, label: said(o.label, locale) }))
  return (
    <search className="panel register-filters" aria-label={t('registers.filters')}>
      <Input.Search
        aria-label={t('registers.search')}
        placeholder={t('registers.search')}
        allowClear
        defaultValue={filter.q ?? ''}
        onSearch={(q) => set({ q: q.trim() })}
      />
      {pick(
        'subject',
        t('registers.subject'),
        kind.subjects.map((s) => ({ value: s, label: t(`registers.subject.${s}`) })),
      )}
      {pick('grade', t('registers.grade'), choices(kind.grades))}
      {pick('area', t('registers.areas'), choices(kind.areas))}
      {pick(
        'state',
        t('registers.state'),
        (['available', 'barred', 'removed'] as const).map((s) => ({ value: s, label: t(`registers.state.${s}`) })),
      )}
    </search>
  )
}
