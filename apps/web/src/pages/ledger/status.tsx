import type { EntryStatus } from '@yingshang/server/contract'
import type { ReactNode } from 'react'
import { useMessages } from '../../messages/index.tsx'

/** The state of an entry: a shape of its own, a colour, and its name. No two states share a shape. */
export function StatusMark({ status, plain = false }: { status: EntryStatus; plain?: boolean }) {
  const { t } = useMessages()
  return (
    <span className="status" data-status={status} data-plain={plain}>
      <StatusShape status={status} />
      {t(`ledger.status.${status}`)}
    </span>
  )
}

const SHAPES: Readonly<Record<EntryStatus, ReactNode>> = {
  overdue: (
    <>
      <path d="M8 1.5 15 14.5H1Z" fill="currentColor" />
      <path d="M8 6v4M8 11.6v1.4" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  'at-risk': (
    <>
      <path d="M8 1 15 8 8 15 1 8Z" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M8 4.6v4M8 10v1.6" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  'not-started': <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  'on-track': <path d="M3 2.5v11L14 8Z" fill="currentColor" />,
  'awaiting-review': (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <circle cx="8" cy="8" r="2.6" fill="currentColor" />
    </>
  ),
  'closed-out': <path d="m2 8.5 4 4 8-9" fill="none" stroke="currentColor" strokeWidth="2.6" />,
  deferred: <path d="M4.5 2.5v11M11.5 2.5v11" stroke="currentColor" strokeWidth="3" />,
  withdrawn: <path d="m3 3 10 10M13 3 3 13" stroke="currentColor" strokeWidth="2" />,
}

export function StatusShape({ status }: { status: EntryStatus }) {
  return (
    <svg className="status-shape" viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
      {SHAPES[status]}
    </svg>
  )
}

/** Basis points as whole percent; a dash where nothing is known. */
export const share = (points: number | null): string => (points === null ? '—' : `${Math.round(points / 100)}%`)

/** How far something is: a bar and the number, or that nobody knows. */
export function Progress({ value, label }: { value: number | null; label?: string }) {
  const { t } = useMessages()
  if (value === null) return <span className="muted">{t('ledger.noData')}</span>
  return (
    <span className="progress">
      <span className="progress-bar" aria-hidden="true">
        <span style={{ width: `${value / 100}%` }} />
      </span>
      <span className="mono">
        {label && <span className="visually-hidden">{label}</span>}
        {share(value)}
      </span>
    </span>
  )
}
