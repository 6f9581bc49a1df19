import type { IndicatorReading, IndicatorTarget } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'
import { periodText } from './period.ts'

const [W, H, LEFT, RIGHT, TOP, BOTTOM] = [720, 260, 72, 104, 34, 40]
/** Periods that one drawing shows. */
const MOST = 16

/** Readings over time as a line, and what the targets want as dashed lines across it. The table below it says the same in numbers. */
export function ReadingLine({
  points,
  targets,
  unit,
  title,
}: {
  points: readonly IndicatorReading[]
  targets: readonly IndicatorTarget[]
  unit: string
  title: string
}) {
  const { t, locale } = useMessages()
  const shown = points.slice(-MOST).flatMap((p) => (p.value === null ? [] : [{ ...p, value: p.value }]))
  const wanted = [...new Map(targets.map((target) => [target.words, target.value])).entries()]
  if (shown.length === 0) return null
  const all = [...shown.map((p) => p.value), ...wanted.map(([, value]) => value)]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const room = (high - low || Math.abs(high) || 1) * 0.12
  // One reading stands in the middle.
  const x = (i: number) => (shown.length === 1 ? (LEFT + W - RIGHT) / 2 : LEFT + (i * (W - LEFT - RIGHT)) / (shown.length - 1))
  const y = (value: number) => H - BOTTOM - ((value - low + room) * (H - TOP - BOTTOM)) / (high - low + 2 * room)
  const every = Math.ceil(shown.length / 4)
  const last = shown.length - 1
  const words = shown.map((p) => `${periodText(p.period, locale)} ${p.value}${unit}`).join('，')
  return (
    <figure className="reading-line">
      <svg viewBox={`0 0 ${W} ${H}`} role="img" aria-label={`${title}：${words}`}>
        {[low, high].map((value) => (
          <text key={value} x={LEFT - 8} y={y(value) + 4} textAnchor="end" className="line-axis">
            {value}
          </text>
        ))}
        {wanted.map(([label, value]) => (
          <g key={label}>
            <path d={`M${LEFT} ${y(value)}H${W - RIGHT}`} className="line-target" />
            <text x={W - RIGHT + 8} y={y(value) + 4} className="line-label">
              {label}
            </text>
          </g>
        ))}
        <path d={shown.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(p.value).toFixed(1)}`).join('')} className="line-path" />
        {shown.map((p, i) => (
          <g key={p.id}>
            <circle cx={x(i)} cy={y(p.value)} r="4" className="line-dot" />
            {i === last && (
              <text x={x(i)} y={y(p.value) - 12} textAnchor="middle" className="line-value">
                {`${p.value}${unit}`}
              </text>
            )}
            {(i === last || (i % every === 0 && last - i >= every)) && (
              <text x={x(i)} y={H - 12} textAnchor="middle" className="line-axis">
                {p.period}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        <svg width="24" height="8" aria-hidden="true">
          <path d="M0 4H24" className="line-path" />
        </svg>
        {t('indicators.lineRead')}
        {wanted.length > 0 && (
          <>
            <svg width="24" height="8" aria-hidden="true">
              <path d="M0 4H24" className="line-target" />
            </svg>
            {t('indicators.lineTarget')}
          </>
        )}
      </figcaption>
    </figure>
  )
}
