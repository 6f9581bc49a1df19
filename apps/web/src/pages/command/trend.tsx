import type { TrendPoint } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'

const [W, H, PAD] = [220, 64, 6]

/** Twelve weeks in one small drawing: milestones that were due (line), those done (area); the gap between them is what is owed. */
export function Trend({ points, title }: { points: readonly TrendPoint[]; title: string }) {
  const { t } = useMessages()
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return null
  const owedThen = first.due - first.done
  const owed = last.due - last.done
  const floor = Math.min(first.done, first.due)
  const most = Math.max(1, last.due - floor, last.done - floor)
  const x = (i: number) => PAD + (i * (W - 2 * PAD)) / Math.max(1, points.length - 1)
  const y = (n: number) => H - PAD - ((n - floor) * (H - 2 * PAD)) / most
  const line = (of: (p: TrendPoint) => number) =>
    points.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(of(p)).toFixed(1)}`).join('')
  const words = t('command.trendWords', { due: last.due, done: last.done, owed, before: owedThen })
  return (
    <figure className="trend">
      <svg viewBox={`0 0 ${W} ${H}`} role="img" aria-label={`${title}：${words}`}>
        <path d={`${line((p) => p.done)}L${x(points.length - 1)} ${H - PAD}L${x(0)} ${H - PAD}Z`} className="trend-area" />
        <path d={line((p) => p.done)} className="trend-done" />
        <path d={line((p) => p.due)} className="trend-due" />
        <circle cx={x(points.length - 1)} cy={y(last.due)} r="3" className="trend-end" />
      </svg>
      <figcaption>
        <span className="trend-key">
          <svg width="22" height="8" aria-hidden="true">
            <path d="M0 4H22" className="trend-due" />
          </svg>
          {t('command.trendDue')}
          <svg width="22" height="8" aria-hidden="true">
            <path d="M0 4H22" className="trend-done" />
          </svg>
          {t('command.trendDone')}
        </span>
        <span className="trend-owed" data-worse={owed > owedThen}>
          {owed === owedThen ? '＝' : owed > owedThen ? '▲' : '▼'} {words}
        </span>
      </figcaption>
    </figure>
  )
}
