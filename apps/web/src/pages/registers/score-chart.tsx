import { useMessages } from '../../messages/index.tsx'
import { points } from './words.ts'

/** Results of evaluations as bars from 0 to 100, oldest first; the numbers stand at the bars. */
export function ScoreChart({ scores }: { scores: readonly { readonly id: string; readonly label: string; readonly total: number }[] }) {
  const { t } = useMessages()
  const shown = scores.slice(-12)
  const width = 420
  const row = 24
  const height = shown.length * row + 8
  return (
    <svg className="score-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('registers.chart', { n: shown.length })}>
      {shown.map(({ id, label, total }, i) => (
        <g key={id} transform={`translate(0 ${i * row + 4})`}>
          <text x="0" y="13" fontSize="12" fill="#48566a">
            {label.length > 16 ? `${label.slice(0, 15)}…` : label}
          </text>
          <rect x="200" y="3" width="160" height="12" fill="#e8eff9" rx="2" />
          <rect x="200" y="3" width={(160 * total) / 10_000} height="12" fill={total < 6000 ? '#b3261e' : '#1a4b8c'} rx="2" />
          <text x={width} y="13" fontSize="12" textAnchor="end" fill="#17212f">
            {points(total)}
          </text>
        </g>
      ))}
    </svg>
  )
}
