import { Link } from '@tanstack/react-router'
import type { WeeklyDecision } from '@yingshang/server/contract'
import { Button, Input, Modal, Tag } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { Field } from './field.tsx'
import { useSettle } from './queries.ts'

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Decisions with what became of each; where the ledger does not tell, the office says it. */
export function Followed({ decisions, days }: { decisions: readonly WeeklyDecision[]; days: boolean }) {
  const { t, locale } = useMessages()
  const [settling, setSettling] = useState<WeeklyDecision | null>(null)
  return (
    <>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('reporting.decisions')}</th>
            <th scope="col">{t('reporting.body')}</th>
            <th scope="col">{t('reporting.due')}</th>
            <th scope="col">{t('reporting.fate')}</th>
          </tr>
        </thead>
        <tbody>
          {decisions.map((d) => (
            <tr key={`${d.meeting} ${d.number}`} data-fate={d.fate?.state}>
              <th scope="row">
                {d.entry === null ? (
                  <Words>{`${d.number}. ${d.sentence}`}</Words>
                ) : (
                  <Link to="/ledger/entries/$entryId" params={{ entryId: d.entry.id }} className="plan-link">
                    <Words>{`${d.number}. ${d.sentence}`}</Words>
                  </Link>
                )}
                {days && <span className="cell-sub mono">{t('reporting.decidedOn', { day: day(d.on, locale) })}</span>}
              </th>
              <td data-label={t('reporting.body')}>
                <Words>{d.body?.name ?? '—'}</Words>
              </td>
              <td data-label={t('reporting.due')} className="mono">
                {d.due ? day(d.due, locale) : '—'}
              </td>
              <td data-label={t('reporting.fate')}>
                {d.fate && (
                  <>
                    <Tag className={d.fate.state === 'late' ? 'reporting-late' : ''}>{t(`reporting.fate.${d.fate.state}`)}</Tag>{' '}
                    {say(d.fate.words, locale)}
                  </>
                )}{' '}
                {d.settleable && (
                  <Button size="small" aria-label={t('reporting.settleOf', { n: d.number })} onClick={() => setSettling(d)}>
                    {t('reporting.settle')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {settling && <Settle decision={settling} onClose={() => setSettling(null)} />}
    </>
  )
}

function Settle({ decision, onClose }: { decision: WeeklyDecision; onClose: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const settle = useSettle()
  const [on, setOn] = useState(today())
  const [words, setWords] = useState('')
  return (
    <Modal
      open
      title={t('reporting.settle')}
      okText={t('reporting.settle')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: words.trim() === '' || on === '', loading: settle.isPending }}
      onCancel={onClose}
      onOk={() =>
        settle.mutate({ meeting: decision.meeting, number: decision.number, on, words }, { onSuccess: onClose, onError: toast.failed })
      }
    >
      <div className="reporting-form">
        <p>
          <Words>{decision.sentence}</Words>
        </p>
        <Field label={t('reporting.settledOn')}>
          <Input type="date" value={on} onChange={(event) => setOn(event.target.value)} />
        </Field>
        <Field label={t('reporting.settledWords')}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
        </Field>
      </div>
    </Modal>
  )
}
