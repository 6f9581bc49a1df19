import { Link } from '@tanstack/react-router'
import type { LongPending } from '@yingshang/server/contract'
import { Button, Select, Spin } from 'antd'
import { useId, useState } from 'react'
import { download, withQuery } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type PendingFilter, useLongPending } from './queries.ts'
import './bankruptcy.css'

const TRACKS = ['liquidation', 'reorganisation', 'settlement', 'compulsory'] as const
const YEARS = [1, 2, 3, 5] as const

/** 长期未结: cases open for over a year, each under one cause; the counts are the numbers of the rows. */
export function LongPendingPage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [filter, setFilter] = useState<PendingFilter>({})
  const list = useLongPending(filter)
  const pages = list.data?.pages ?? []
  const first = pages[0]
  const items = pages.flatMap((page) => page.items)
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <Page
      title={t('pending.title')}
      lede={first ? t('pending.lede', { since: day(first.since, locale) }) : undefined}
      actions={
        <Button
          disabled={!first || first.total === 0}
          onClick={() =>
            void download(withQuery('/api/bankruptcy/long-pending/export', { ...filter }), `${t('pending.title')}.xlsx`).catch(toast.failed)
          }
        >
          {t('claims.exportSheet')}
        </Button>
      }
    >
      {list.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {first && first.total === 0 && !filtered && <p className="panel list-none">{t('pending.none')}</p>}
      {first && (first.total > 0 || filtered) && (
        <>
          <Filters data={first} filter={filter} onChange={setFilter} />
          <Causes data={first} filter={filter} onChange={setFilter} />
          <section className="panel claims-panel" aria-label={t('pending.cases')} aria-busy={list.isPlaceholderData}>
            <h2>{t('pending.cases')}</h2>
            {first.total === 0 ? (
              <p className="list-none">{t('pending.noneFiltered')}</p>
            ) : (
              <>
                <Cases data={first} items={items} />
                <LoadMore list={list} shown={items.length} total={first.total} />
              </>
            )}
          </section>
        </>
      )}
    </Page>
  )
}

interface Choosing {
  readonly data: LongPending
  readonly filter: PendingFilter
  readonly onChange: (filter: PendingFilter) => void
}

function Filters({ data, filter, onChange }: Choosing) {
  const { t } = useMessages()
  const id = useId()
  const all = { value: '', label: t('claims.all') }
  return (
    <section className="panel claims-panel pending-filters" aria-label={t('pending.filters')}>
      <div>
        <label htmlFor={`${id}-track`}>{t('pending.track')}</label>
        <Select
          id={`${id}-track`}
          value={filter.track ?? ''}
          onChange={(track) => onChange({ ...filter, cause: undefined, track: TRACKS.find((x) => x === track) })}
          options={[all, ...TRACKS.map((value) => ({ value, label: t(`pending.track.${value}`) }))]}
        />
      </div>
      <div>
        <label htmlFor={`${id}-judge`}>{t('pending.judge')}</label>
        <Select
          id={`${id}-judge`}
          showSearch
          optionFilterProp="label"
          value={filter.judge ?? ''}
          onChange={(judge) => onChange({ ...filter, cause: undefined, judge: judge || undefined })}
          options={[all, ...data.judges.map((j) => ({ value: j.id, label: j.displayName }))]}
        />
      </div>
      <div>
        <label htmlFor={`${id}-age`}>{t('pending.age')}</label>
        <Select
          id={`${id}-age`}
          value={filter.years ?? 1}
          onChange={(years) => onChange({ ...filter, cause: undefined, years: years === 1 ? undefined : years })}
          options={YEARS.map((value) => ({ value, label: t('pending.years', { n: value }) }))}
        />
      </div>
    </section>
  )
}

/** Bars by cause, and how old the cases are. A bar chooses its cause. */
function Causes({ data, filter, onChange }: Choosing) {
  const { t, locale } = useMessages()
  const most = Math.max(1, ...data.causes.map((c) => c.count))
  const mostAge = Math.max(1, ...data.ages.map((a) => a.count))
  const sum = data.causes.reduce((n, c) => n + c.count, 0)
  return (
    <div className="pending-breakdown">
      <section className="panel claims-panel" aria-label={t('pending.causes')}>
        <div className="claims-head">
          <h2>{t('pending.causes')}</h2>
          {filter.cause && (
            <Button type="link" onClick={() => onChange({ ...filter, cause: undefined })}>
              {t('pending.allCauses', { n: sum })}
            </Button>
          )}
        </div>
        <ul className="bars">
          {data.causes.map((c) => (
            <li key={c.id}>
              <button
                type="button"
                aria-pressed={filter.cause === c.id}
                data-kind={c.kind}
                onClick={() => onChange({ ...filter, cause: filter.cause === c.id ? undefined : c.id })}
              >
                <span className="bar-label">{c.title[locale]}</span>
                <span className="bar-count mono">{c.count}</span>
                <span className="pending-bar" aria-hidden="true">
                  <span style={{ width: `${(c.count / most) * 100}%` }} />
                </span>
              </button>
            </li>
          ))}
        </ul>
        <p className="muted bars-key">
          <span data-kind="clock" /> {t('pending.kind.clock')} <span data-kind="stage" /> {t('pending.kind.stage')}
        </p>
      </section>
      <section className="panel claims-panel" aria-label={t('pending.ages')}>
        <h2>{t('pending.ages')}</h2>
        <ul className="bars">
          {data.ages.map((a) => (
            <li key={a.from}>
              <span className="bar-row">
                <span className="bar-label">
                  {a.to === null ? t('pending.years', { n: a.from }) : t('pending.yearsTo', { from: a.from, to: a.to })}
                </span>
                <span className="bar-count mono">{a.count}</span>
                <span className="pending-bar" aria-hidden="true">
                  <span style={{ width: `${(a.count / mostAge) * 100}%` }} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function Cases({ data, items }: { data: LongPending; items: LongPending['items'] }) {
  const { t, locale } = useMessages()
  const causeTitle = (id: string) => data.causes.find((c) => c.id === id)?.title[locale] ?? id
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('pending.case')}</th>
          <th scope="col">{t('pending.accepted')}</th>
          <th scope="col">{t('pending.judge')}</th>
          <th scope="col">{t('pending.stage')}</th>
          <th scope="col">{t('pending.cause')}</th>
          <th scope="col">{t('pending.overdue')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.matter.id}>
            <th scope="row">
              <Link to="/matters/$matterId" params={{ matterId: item.matter.id }}>
                <Words>{locale === 'zh' ? item.matter.title : item.matter.titleEn}</Words>
              </Link>
              {item.matter.number && (
                <span className="cell-sub">
                  <Words>{item.matter.number}</Words>
                </span>
              )}
            </th>
            <td data-label={t('pending.accepted')}>
              {day(item.acceptedOn, locale)} · {t('pending.days', { n: item.days })}
            </td>
            <td data-label={t('pending.judge')}>
              <Words>{item.judges.map((j) => j.displayName).join('、') || '—'}</Words>
            </td>
            <td data-label={t('pending.stage')}>
              {t(`pending.track.${item.track}`)} · {item.stage[locale]}
            </td>
            <td data-label={t('pending.cause')}>{causeTitle(item.cause)}</td>
            <td data-label={t('pending.overdue')}>
              {item.overdue.length === 0 ? (
                '—'
              ) : (
                <ul>
                  {item.overdue.map((clock) => (
                    <li key={clock.clock}>{t('pending.clock', { title: clock.title[locale], n: clock.days })}</li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
