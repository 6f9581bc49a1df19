import { Link } from '@tanstack/react-router'
import type { EntrySummary } from '@yingshang/server/contract'
import { Button, Modal, Spin } from 'antd'
import { useState } from 'react'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { filterOf, type LedgerSearch } from '../../routes/ledger-search.ts'
import { FactDialog } from './fact-dialog.tsx'
import { MOVES } from './fact-fields.ts'
import { useAct, useBoard, useEntry } from './queries.ts'
import { Progress, StatusMark } from './status.tsx'
import { Due, EntryLink } from './table-view.tsx'

/** A column for each state. An entry is moved by the deed that changes its state, and only where there is one. */
export function BoardView({ search }: { search: LedgerSearch }) {
  const { t } = useMessages()
  const board = useBoard(filterOf(search))
  const [moving, setMoving] = useState<EntrySummary | null>(null)
  if (board.isError) return <Trouble error={board.error} retry={() => void board.refetch()} />
  if (!board.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const { columns, today } = board.data
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="board" aria-label={t('ledger.view.board')} tabIndex={0}>
      {columns
        .filter((column) => column.status !== 'withdrawn' || column.count > 0)
        .map((column) => (
          <section
            key={column.status}
            className="board-column"
            data-empty={column.count === 0}
            aria-label={t(`ledger.status.${column.status}`)}
          >
            <h2>
              <StatusMark status={column.status} plain />
              <Link
                to="/ledger"
                search={column.filter}
                className="mono"
                aria-label={t('ledger.rowsOf', { title: t(`ledger.status.${column.status}`), n: column.count })}
              >
                {column.count}
              </Link>
            </h2>
            <ul>
              {column.items.map((entry) => (
                <li key={entry.id} className="board-card">
                  <EntryLink entry={entry} />
                  <span className="muted">
                    <Words>{entry.lead?.name ?? t('ledger.nobodyLeads')}</Words>
                  </span>
                  {entry.nextDue && <Due on={entry.nextDue} today={today} />}
                  <Progress value={entry.progress} />
                  <Button size="small" aria-label={t('ledger.moveOf', { title: entry.title })} onClick={() => setMoving(entry)}>
                    {t('ledger.move')}
                  </Button>
                </li>
              ))}
              {column.count > column.items.length && (
                <li>
                  <Link to="/ledger" search={column.filter}>
                    {t('ledger.restOf', { n: column.count - column.items.length })}
                  </Link>
                </li>
              )}
            </ul>
          </section>
        ))}
      {moving && <Move key={moving.id} entry={moving} onClose={() => setMoving(null)} />}
    </section>
  )
}

/** Which moves there are for an entry now, and the form of the one that is chosen. */
function Move({ entry, onClose }: { entry: EntrySummary; onClose: () => void }) {
  const { t } = useMessages()
  const detail = useEntry(entry.id)
  const act = useAct(entry.id)
  const [kind, setKind] = useState<(typeof MOVES)[number] | null>(null)
  const possible = MOVES.filter((move) => detail.data?.may.includes(move))
  if (kind !== null)
    return <FactDialog kind={kind} onSave={(fact) => act.mutateAsync({ fact, seq: detail.data?.summary.seq })} onClose={onClose} />
  return (
    <Modal open title={t('ledger.moveOf', { title: entry.title })} footer={null} onCancel={onClose}>
      {detail.isPending && <Spin description={t('common.loading')} />}
      {detail.isError && <Trouble error={detail.error} retry={() => void detail.refetch()} />}
      {detail.data && possible.length === 0 && <p>{t('ledger.noMove')}</p>}
      <ul className="moves">
        {possible.map((move) => (
          <li key={move}>
            <Button block onClick={() => setKind(move)}>
              {t(`ledger.fact.${move}`)}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
