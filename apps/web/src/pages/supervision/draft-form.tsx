import { useNavigate } from '@tanstack/react-router'
import type { EntryFilter, LetterSummary } from '@yingshang/server/contract'
import { Alert, Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useMessages } from '../../messages/index.tsx'
import { useLedgers, useSavedFilters } from '../ledger/queries.ts'
import { Field } from '../reporting/field.tsx'
import { useDraft } from './queries.ts'

const KINDS = ['inquiry', 'case', 'regular'] as const
const STATES = ['overdue', 'at-risk', 'overdue,at-risk', ''] as const

/** A letter begins with a question to the ledger: a filter that was saved, or a ledger and a state. */
export function DraftForm() {
  const { t, locale } = useMessages()
  const navigate = useNavigate()
  const ledgers = useLedgers()
  const saved = useSavedFilters()
  const draft = useDraft()
  const [kind, setKind] = useState<LetterSummary['kind']>('inquiry')
  const [ledger, setLedger] = useState('')
  const [status, setStatus] = useState<(typeof STATES)[number]>('overdue')
  const [filterId, setFilterId] = useState('')
  const [answerBy, setAnswerBy] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const chosen = saved.data?.items.find((f) => f.id === filterId)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTrouble(null)
    const filter: EntryFilter = chosen?.filter ?? { ...(ledger === '' ? {} : { ledger }), ...(status === '' ? {} : { status }) }
    try {
      const made = await draft.mutateAsync({ kind, filter, ...(answerBy === '' ? {} : { answerBy }) })
      await navigate({ to: '/supervision/letters/$letterId', params: { letterId: made.summary.id } })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <form className="panel reporting-form reporting-entry" onSubmit={(event) => void send(event)} aria-label={t('supervision.draft')}>
      <p className="muted">{t('supervision.draftText')}</p>
      <label htmlFor="letter-kind">
        <span>{t('supervision.kind')}</span>
        <Select
          id="letter-kind"
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`supervision.kind.${value}`) }))}
        />
      </label>
      <label htmlFor="letter-filter">
        <span>{t('supervision.savedFilter')}</span>
        <Select
          id="letter-filter"
          value={filterId}
          onChange={setFilterId}
          options={[
            { value: '', label: t('supervision.noFilter') },
            ...(saved.data?.items ?? []).map((f) => ({ value: f.id, label: f.name })),
          ]}
        />
      </label>
      {!chosen && (
        <>
          <label htmlFor="letter-ledger">
            <span>{t('ledger.which')}</span>
            <Select
              id="letter-ledger"
              value={ledger}
              onChange={setLedger}
              options={[
                { value: '', label: t('supervision.allLedgers') },
                ...(ledgers.data?.items ?? []).map((l) => ({ value: l.id, label: l.title })),
              ]}
            />
          </label>
          <label htmlFor="letter-state">
            <span>{t('supervision.entries')}</span>
            <Select
              id="letter-state"
              value={status}
              onChange={setStatus}
              options={STATES.map((value) => ({
                value,
                label: t(`supervision.state.${value === '' ? 'all' : value === 'overdue,at-risk' ? 'both' : value}`),
              }))}
            />
          </label>
        </>
      )}
      <Field label={t('supervision.answerBy')}>
        <Input type="date" value={answerBy} onChange={(event) => setAnswerBy(event.target.value)} />
      </Field>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="reporting-send">
        <Button type="primary" htmlType="submit" loading={draft.isPending}>
          {t('supervision.makeDraft')}
        </Button>
      </div>
    </form>
  )
}
