import { Link, useNavigate } from '@tanstack/react-router'
import { Segmented, Spin } from 'antd'
import { lazy, Suspense, useCallback, useState } from 'react'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { PlanSearch } from '../../routes/search.ts'

const BarChart = lazy(() => import('./bar-chart.tsx'))

/** One bar, and one row of the table behind the chart. */
export interface ChartRow {
  readonly key: string
  readonly label: string
  /** The numbers of the table, in the order of its columns; the first is the number of measures that the link opens. */
  readonly values: readonly number[]
  /** What is drawn, one number for each series; null leaves the row to the table. */
  readonly bars: readonly number[] | null
  /** The filter that gives exactly the measures of the first number. */
  readonly search: PlanSearch | null
}

interface Props {
  readonly planId: string
  readonly title: string
  readonly rows: readonly ChartRow[]
  /** Heads of the table: label first. */
  readonly columns: readonly string[]
  readonly series: readonly string[]
  readonly direction: 'up' | 'across'
  readonly colors: readonly string[]
  readonly wide?: boolean
}

/** More bars than this cannot be told apart; the table holds all of them. */
const MOST_BARS = 16

/** A chart with its table behind it. The drawing is for the eye and the mouse; the table says and links the same for everybody. */
export function ChartPanel({ planId, title, rows, columns, series, direction, colors, wide }: Props) {
  const { t } = useMessages()
  const navigate = useNavigate()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const drawn = rows.filter((row) => row.bars !== null)
  const bars = direction === 'across' ? drawn.slice(0, MOST_BARS) : drawn
  const open = useCallback(
    (key: string) => {
      const row = rows.find((r) => r.key === key)
      if (row?.search) void navigate({ to: '/plans/$planId', params: { planId }, search: row.search })
    },
    [rows, navigate, planId],
  )
  return (
    <section className="panel chart-panel" aria-label={title} data-wide={wide}>
      <div className="chart-head">
        <h2>{title}</h2>
        <Segmented<'chart' | 'table'>
          size="small"
          aria-label={t('overview.show', { title })}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: t('overview.chart') },
            { value: 'table', label: t('overview.table') },
          ]}
        />
      </div>
      {rows.length === 0 && <p className="list-none">{t('overview.nothing')}</p>}
      {rows.length > 0 && view === 'chart' && (
        <>
          <Suspense
            fallback={
              <div className="center">
                <Spin />
              </div>
            }
          >
            <BarChart
              label={t('overview.chartLabel', { title, n: drawn.length })}
              rows={bars.map((row) => ({ key: row.key, label: row.label, values: row.bars ?? [] }))}
              series={series}
              direction={direction}
              colors={colors}
              onOpen={open}
            />
          </Suspense>
          {bars.length < drawn.length && <p className="chart-note">{t('overview.rest', { shown: bars.length, all: drawn.length })}</p>}
        </>
      )}
      {rows.length > 0 && view === 'table' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard
        <section className="chart-table" tabIndex={0} aria-label={t('overview.tableOf', { title })}>
          <table className="data-table keep-table">
            <thead>
              <tr>
                {columns.map((name, i) => (
                  <th key={name} scope="col" className={i === 0 ? undefined : 'num'}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">
                    {row.search ? (
                      <Link to="/plans/$planId" params={{ planId }} search={row.search}>
                        <Words>{row.label}</Words>
                      </Link>
                    ) : (
                      <Words>{row.label}</Words>
                    )}
                  </th>
                  {row.values.map((value, i) => (
                    <td key={columns[i + 1]} className="num">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
