import { Spin } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import { LoadMore } from '../../components/load-more.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { filterOf, type LedgerSearch } from '../../routes/ledger-search.ts'
import { type Row, Spans, scaleOf } from './gantt-spans.tsx'
import { useGantt } from './queries.ts'
import { StatusShape } from './status.tsx'
import { EntryLink } from './table-view.tsx'

/** Pixels of the past that the chart shows when it opens. */
const BEFORE_TODAY = 120

/** Entries as spans over months, with milestones, steps and today. */
export function GanttView({ search }: { search: LedgerSearch }) {
  const { t } = useMessages()
  const list = useGantt(filterOf(search))
  const rows = useMemo<Row[]>(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const today = list.data?.pages[0]?.today
  const scale = useMemo(() => (today === undefined ? null : scaleOf(rows, today)), [rows, today])
  const box = useRef<HTMLElement>(null)
  const now = scale && today !== undefined ? scale.x(today) : null
  // What is near matters most: the chart opens a little before today.
  useEffect(() => {
    if (box.current && now !== null) box.current.scrollLeft = now - BEFORE_TODAY
  }, [now])
  if (list.isError) return <Trouble error={list.error} retry={() => void list.refetch()} />
  if (!list.data || !scale || today === undefined)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return (
    <section className="panel" aria-label={t('ledger.view.gantt')}>
      <Legend />
      {rows.length === 0 ? (
        <p className="list-none">{t('ledger.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="gantt" ref={box} aria-label={t('ledger.ganttScroll')} tabIndex={0}>
          <ul className="gantt-names">
            {rows.map((row) => (
              <li key={row.entry}>
                <EntryLink entry={{ id: row.entry, number: row.number, title: row.title }} />
                <span className="cell-sub">
                  <StatusShape status={row.status} />
                  {t(`ledger.status.${row.status}`)}
                  {row.lead && <Words>{` · ${row.lead}`}</Words>}
                </span>
              </li>
            ))}
          </ul>
          <Spans rows={rows} scale={scale} today={today} />
        </section>
      )}
      <LoadMore list={list} shown={rows.length} total={list.data.pages[0]?.total} />
    </section>
  )
}

function Legend() {
  const { t } = useMessages()
  return (
    <ul className="gantt-legend">
      <li>
        <svg width="22" height="12" aria-hidden="true">
          <path d="M11 1 16 6 11 11 6 6Z" className="g-mile-done" />
        </svg>
        {t('ledger.g.done')}
      </li>
      <li>
        <svg width="22" height="12" aria-hidden="true">
          <path d="M11 1 16 6 11 11 6 6Z" className="g-mile" />
        </svg>
        {t('ledger.g.open')}
      </li>
      <li>
        <svg width="22" height="14" aria-hidden="true">
          <path d="M11 1 18 13H4Z" className="g-mile-late" />
        </svg>
        {t('ledger.g.late')}
      </li>
      <li>
        <svg width="22" height="12" aria-hidden="true">
          <rect x="1" y="4" width="20" height="4" className="g-step" />
        </svg>
        {t('ledger.g.step')}
      </li>
      <li>
        <svg width="22" height="14" aria-hidden="true">
          <path d="M11 0V14" className="g-today" />
        </svg>
        {t('ledger.today')}
      </li>
    </ul>
  )
}
