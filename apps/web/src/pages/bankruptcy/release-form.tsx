import type { DistributionLedger } from '@yingshang/server/contract'
import { Alert, Button, Input, Select } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { fenOf, yuan } from '../forms/money.ts'
import { Field } from './distribution-field.tsx'
import { todayInChina } from './distribution-form.ts'
import { useReleaseDeposit } from './queries.ts'

const GROUNDS = ['fetched', 'condition', 'settled', 'conditionFailed', 'waived', 'expired'] as const
type Ground = (typeof GROUNDS)[number]
/** On these grounds the creditor is handed what is set aside, and nothing goes to the others. */
const DUE: readonly Ground[] = ['fetched', 'condition']
/** On these grounds the creditor gets nothing: the share goes to the others. */
const FORFEITED: readonly Ground[] = ['conditionFailed', 'waived', 'expired']

/** 处理提存款: how much is handed to the creditor, how much goes to the others, and why. */
export function ReleaseForm({
  ledger,
  claim,
  onDone,
}: {
  ledger: DistributionLedger
  claim: DistributionLedger['claims'][number]
  onDone: () => void
}) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const release = useReleaseDeposit(ledger.matter.id)
  const [ground, setGround] = useState<Ground>('fetched')
  const [delivered, setDelivered] = useState(yuan(claim.deposited))
  const [freed, setFreed] = useState('0')
  const [on, setOn] = useState(todayInChina)
  const [trouble, setTrouble] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'center' })
  }, [])

  const choose = (next: Ground) => {
    setGround(next)
    setDelivered(FORFEITED.includes(next) ? '0' : yuan(claim.deposited))
    setFreed(FORFEITED.includes(next) ? yuan(claim.deposited) : '0')
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const [given, free] = [fenOf(delivered), fenOf(freed)]
    if (given === null || given < 0 || free === null || free < 0) return setTrouble(t('distribution.needAmount'))
    setTrouble(null)
    try {
      await release.mutateAsync({
        expectedSeq: ledger.seq,
        values: { claim: claim.claim, releaseGround: ground, delivered: given, freed: free, doneOn: on },
      })
      toast.done(t('distribution.released'))
      onDone()
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  return (
    <form ref={form} className="release-form" noValidate onSubmit={(event) => void submit(event)} aria-label={t('distribution.release')}>
      <h3>{t('distribution.releaseOf', { creditor: claim.creditor })}</h3>
      <p className="muted">{t('distribution.releaseHelp', { sum: yuan(claim.deposited) })}</p>
      <div className="distribution-row">
        <Field label={t('distribution.ground')} wide>
          {({ id, ...aria }) => (
            <Select<Ground>
              id={id}
              {...aria}
              value={ground}
              onChange={choose}
              options={GROUNDS.map((value) => ({ value, label: t(`distribution.ground.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('distribution.delivered')}>
          {(props) => (
            <Input
              {...props}
              inputMode="decimal"
              className="amount"
              disabled={FORFEITED.includes(ground)}
              value={delivered}
              onChange={(e) => setDelivered(e.target.value)}
            />
          )}
        </Field>
        <Field label={t('distribution.freed')}>
          {(props) => (
            <Input
              {...props}
              inputMode="decimal"
              className="amount"
              disabled={DUE.includes(ground)}
              value={freed}
              onChange={(e) => setFreed(e.target.value)}
            />
          )}
        </Field>
        <Field label={t('distribution.on')}>
          {(props) => <Input {...props} type="date" max={todayInChina()} value={on} onChange={(e) => setOn(e.target.value)} />}
        </Field>
      </div>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="record-line">
        <Button type="primary" htmlType="submit" loading={release.isPending}>
          {t('distribution.releaseGo')}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </div>
    </form>
  )
}
