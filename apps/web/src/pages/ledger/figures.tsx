import { Link } from '@tanstack/react-router'
import { STATUSES } from '@yingshang/ledger/words'
import type { EntryFilter, RollUpFigures } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'
import { Progress, StatusMark, StatusShape, share } from './status.tsx'

/** The figures of many entries: how far, by how many with data, and how many in each state; each number opens its rows. */
export function Figures({ figures, filter, title }: { figures: RollUpFigures; filter: EntryFilter; title: string }) {
  const { t } = useMessages()
  const shown = STATUSES.filter((s) => figures.byStatus[s] > 0)
  return (
    <section className="panel ledger-figures" aria-label={title}>
      <div className="figure-lead">
        <span className="figure-big mono">{share(figures.progress)}</span>
        <span>
          {t('ledger.progress')}
          <span className="muted"> · {t('ledger.coverage', { of: figures.coverage.of, known: figures.coverage.known })}</span>
        </span>
      </div>
      <div className="figure-states">
        {figures.count > 0 && <StatusBar figures={figures} />}
        <ul>
          <li>
            <Link to="/ledger" search={filter}>
              {t('ledger.allOf', { n: figures.count })}
            </Link>
          </li>
          {shown.map((status) => (
            <li key={status}>
              <Link to="/ledger" search={{ ...filter, status }} data-testid={`count-${status}`}>
                <StatusMark status={status} plain />
                <span className="mono">{figures.byStatus[status]}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** The states side by side, as wide as they are many. The words stand beside it. */
export function StatusBar({ figures }: { figures: RollUpFigures }) {
  const all = Math.max(1, figures.count)
  return (
    <span className="status-bar" aria-hidden="true">
      {STATUSES.filter((s) => s !== 'withdrawn' && figures.byStatus[s] > 0).map((status) => (
        <span key={status} data-status={status} style={{ flexGrow: figures.byStatus[status] / all }}>
          <StatusShape status={status} />
        </span>
      ))}
    </span>
  )
}

/** Progress with the words of its coverage. */
export function Covered({ figures }: { figures: RollUpFigures }) {
  const { t } = useMessages()
  return (
    <span className="covered">
      <Progress value={figures.progress} />
      <span className="muted">{t('ledger.coverage', { of: figures.coverage.of, known: figures.coverage.known })}</span>
    </span>
  )
}
