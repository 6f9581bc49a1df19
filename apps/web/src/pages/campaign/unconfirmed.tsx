import { Link } from '@tanstack/react-router'
import type { ClaimedAdoption } from '@yingshang/server/contract'
import { Alert, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { decideAdoption, useEvaluationAct } from '../evaluation/queries.ts'
import { Field } from '../reporting/field.tsx'
import '../reporting/reporting.css'
import { LEVELS } from './adoptions.tsx'

/** Adoptions that bodies or colleagues recorded: confirmed at the level that the paper shows, or not recognised. Only then do they count. */
export function Unconfirmed({ rows }: { rows: readonly ClaimedAdoption[] }) {
  const { t, locale } = useMessages()
  const [open, setOpen] = useState<{ row: ClaimedAdoption; act: 'confirm' | 'refuse' } | null>(null)
  return (
    <section className="panel campaign-part" aria-label={t('campaign.unconfirmed')}>
      <h2 className="scores-h2">{t('campaign.unconfirmed')}</h2>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('campaign.subject')}</th>
            <th scope="col">{t('scores.body')}</th>
            <th scope="col">{t('campaign.adoptions')}</th>
            <th scope="col">{t('campaign.next')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.matter} ${row.adoption}`}>
              <th scope="row">
                <Link to="/matters/$matterId" params={{ matterId: row.matter }} className="plan-link">
                  <Words>{row.subject}</Words>
                </Link>
              </th>
              <td data-label={t('scores.body')}>
                <Words>{row.body}</Words>
              </td>
              <td data-label={t('campaign.adoptions')}>
                {t(`scores.level.${row.level}` as MessageKey)} <Words>{row.medium}</Words>{' '}
                <span className="mono">{day(row.on, locale)}</span>
              </td>
              <td data-label={t('campaign.next')} className="campaign-steps">
                {row.own ? (
                  t('campaign.ownClaim')
                ) : (
                  <Button
                    type="primary"
                    size="small"
                    aria-label={`${t('campaign.confirm')} ${row.subject}`}
                    onClick={() => setOpen({ row, act: 'confirm' })}
                  >
                    {t('campaign.confirm')}
                  </Button>
                )}{' '}
                <Button size="small" aria-label={`${t('campaign.refuse')} ${row.subject}`} onClick={() => setOpen({ row, act: 'refuse' })}>
                  {t('campaign.refuse')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open && <Decide {...open} onClose={() => setOpen(null)} />}
    </section>
  )
}

function Decide({ row, act, onClose }: { row: ClaimedAdoption; act: 'confirm' | 'refuse'; onClose: () => void }) {
  const { t, locale } = useMessages()
  const send = useEvaluationAct(decideAdoption)
  const [level, setLevel] = useState(row.level)
  const [words, setWords] = useState('')
  const confirming = act === 'confirm'
  return (
    <Modal
      open
      title={t(confirming ? 'campaign.confirm' : 'campaign.refuse')}
      okText={t(confirming ? 'campaign.confirm' : 'campaign.refuse')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: send.isPending, disabled: !confirming && words.trim() === '' }}
      onCancel={onClose}
      onOk={() =>
        send.mutate(
          {
            matter: row.matter,
            expectedSeq: row.seq,
            action: confirming ? 'confirm-adoption' : 'refuse-adoption',
            values: {
              adoption: row.adoption,
              ...(confirming ? { level, ...(words.trim() === '' ? {} : { note: words }) } : { reason: words }),
            },
          },
          { onSuccess: onClose },
        )
      }
    >
      <div className="reporting-form">
        {send.error && (
          <Alert role="alert" type="error" showIcon title={send.error instanceof ApiError ? send.error.say(locale) : send.error.message} />
        )}
        <p>
          <Words>{row.subject}</Words> · <Words>{row.medium}</Words>
        </p>
        {confirming && (
          <Field label={t('campaign.confirmLevel')}>
            <Select
              aria-label={t('campaign.confirmLevel')}
              value={level}
              onChange={setLevel}
              options={LEVELS.map((one) => ({ value: one, label: t(`scores.level.${one}`) }))}
            />
          </Field>
        )}
        <Field label={t(confirming ? 'campaign.note' : 'scores.words')}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1000} value={words} onChange={(event) => setWords(event.target.value)} />
        </Field>
      </div>
    </Modal>
  )
}
