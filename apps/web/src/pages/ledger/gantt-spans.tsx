import type { ReplyOf } from '@yingshang/server/contract'
import { month } from '../../components/format.ts'
import { useMessages } from '../../messages/index.tsx'

/** The drawing of the Gantt chart: months across, an entry in each row. What is late is told by its shape and its word, not by colour alone. */

export type Row = ReplyOf<'getLedgerGantt'>['items'][number]

export const ROW = 56
const HEAD = 30
const MONTH = 74
/** More than this is drawn narrower. */
const MOST_MONTHS = 30
const STEPS_SHOWN = 3

export interface Scale {
  readonly months: readonly string[]
  readonly width: number
  /** Where a day lies, from the left. */
  readonly x: (day: string) => number
}

const monthAfter = (key: string): string => {
  const [y, m] = key.split('-').map(Number) as [number, number]
  return m === 12 ? `${y + 1}-01` : `${y}-${String(m + 1).padStart(2, '0')}`
}

/** The months that all rows need, and where each day lies in them. */
export function scaleOf(rows: readonly Row[], today: string): Scale {
  const days = rows.flatMap((r) => [r.startsOn, r.endsOn, ...r.milestones.map((m) => m.on)].filter((d) => d !== null))
  const first = [today, ...days].sort()[0]!.slice(0, 7)
  const last = monthAfter([today, ...days].sort().at(-1)!.slice(0, 7))
  const months: string[] = []
  for (let key = first; key <= last && months.length < 120; key = monthAfter(key)) months.push(key)
  const wide = months.length > MOST_MONTHS ? Math.max(24, (MONTH * MOST_MONTHS) / months.length) : MONTH
  const place = new Map(months.map((key, i) => [key, i]))
  return {
    months,
    width: months.length * wide,
    x: (day) => {
      const [y, m, d] = day.split('-').map(Number) as [number, number, number]
      const at = place.get(day.slice(0, 7))
      if (at === undefined) return day < first ? 0 : months.length * wide
      return (at + (d - 1) / new Date(Date.UTC(y, m, 0)).getUTCDate()) * wide
    },
  }
}

export function Spans({ rows, scale, today }: { rows: readonly Row[]; scale: Scale; today: string }) {
  const { t, locale } = useMessages()
  const height = HEAD + rows.length * ROW
  return (
    <svg className="gantt-chart" width={scale.width} height={height} role="img" aria-label={t('ledger.ganttLabel', { n: rows.length })}>
      {scale.months.map((key, i) => {
        const x = scale.x(`${key}-01`)
        return (
          <g key={key}>
            <path d={`M${x} 0V${height}`} className={key.endsWith('-01') ? 'g-year' : 'g-month'} />
            {(scale.width / scale.months.length > 50 || i % 3 === 0) && (
              <text x={x + 5} y={19} className="g-label">
                {key.endsWith('-01') || i === 0
                  ? month(key, locale)
                  : locale === 'zh'
                    ? `${Number(key.slice(5))}月`
                    : month(key, locale).slice(0, 3)}
              </text>
            )}
          </g>
        )
      })}
      {rows.map((row, i) => (
        <Span key={row.entry} row={row} y={HEAD + i * ROW} scale={scale} today={today} />
      ))}
      <path d={`M${scale.x(today)} 4V${height}`} className="g-today" />
      <g transform={`translate(${scale.x(today)} 4)`}>
        <rect x={-18} y={0} width={36} height={18} rx={3} className="g-today-tag" />
        <text y={13} textAnchor="middle" className="g-today-text">
          {t('ledger.today')}
        </text>
      </g>
    </svg>
  )
}

function Span({ row, y, scale, today }: { row: Row; y: number; scale: Scale; today: string }) {
  const { t } = useMessages()
  const middle = y + 18
  const from = row.startsOn === null ? null : scale.x(row.startsOn)
  const to = row.endsOn === null ? null : scale.x(row.endsOn)
  // What was due while an entry is deferred, or belongs to one that is closed, is not late.
  const counts = !['deferred', 'closed-out', 'withdrawn'].includes(row.status)
  const isLate = (m: Row['milestones'][number]) => counts && !m.done && m.on < today
  const late = row.milestones.filter(isLate)
  return (
    <g>
      <path d={`M0 ${y}H${scale.width}`} className="g-row" />
      {from !== null && (
        <>
          <rect
            x={from}
            y={middle - 6}
            width={Math.max(4, (to ?? scale.width) - from)}
            height={12}
            rx={3}
            className={to === null ? 'g-span g-open' : 'g-span'}
            data-status={row.status}
          />
          {row.progress !== null && to !== null && (
            <rect
              x={from}
              y={middle - 6}
              width={Math.max(0, ((to - from) * row.progress) / 10_000)}
              height={12}
              rx={3}
              className="g-done"
              data-status={row.status}
            />
          )}
        </>
      )}
      {row.steps
        .filter((s) => s.dueOn !== null)
        .slice(0, STEPS_SHOWN)
        .map((s, n) => {
          const start = scale.x(s.startsOn ?? row.startsOn ?? s.dueOn!)
          return (
            <rect
              key={s.id}
              x={Math.min(start, scale.x(s.dueOn!) - 3)}
              y={y + 31 + n * 7}
              width={Math.max(3, scale.x(s.dueOn!) - start)}
              height={4}
              className={s.doneOn ? 'g-step g-step-done' : s.dueOn! < today ? 'g-step g-step-late' : 'g-step'}
            >
              <title>{`${s.body}：${s.title} ${s.dueOn}`}</title>
            </rect>
          )
        })}
      {row.milestones.map((m) => {
        const x = scale.x(m.on)
        return (
          <path
            key={m.id}
            d={isLate(m) ? `M${x} ${middle - 8}L${x + 8} ${middle + 6}H${x - 8}Z` : `M${x} ${middle - 7}l7 7l-7 7l-7-7Z`}
            className={m.done ? 'g-mile-done' : isLate(m) ? 'g-mile-late' : 'g-mile'}
          >
            <title>{`${m.on} ${m.text}`}</title>
          </path>
        )
      })}
      {late[0] && (
        <text x={scale.x(late[0].on) + 11} y={middle - 8} className="g-late-text">
          {t('ledger.status.overdue')}
        </text>
      )}
    </g>
  )
}
