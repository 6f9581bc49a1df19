import type { DistributionLedger, DistributionView } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { Field } from './distribution-field.tsx'
import { todayInChina } from './distribution-form.ts'
import { type DistributionInput, useRecordDistribution } from './queries.ts'

const KINDS = ['distribution', 'redistribution', 'supplementary'] as const
type Kind = (typeof KINDS)[number]

/** 登记本次分配: writes what was calculated into the case, the whole and each claim. */
export function RecordPanel({
  ledger,
  input,
  result,
  onDone,
}: {
  ledger: DistributionLedger
  input: DistributionInput
  result: DistributionView
  onDone: () => void
}) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const record = useRecordDistribution(ledger.matter.id)
  const [kind, setKind] = useState<Kind>(ledger.freed > 0 ? 'redistribution' : 'distribution')
  const [final, setFinal] = useState(false)
  const [on, setOn] = useState(todayInChina)
  const [reasons, setReasons] = useState('')
  const [sure, setSure] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const amount = result.total - result.surplus
  const n = result.claims.filter((c) => c.paid + c.deposited > 0).length

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTrouble(null)
    try {
      const done = await record.mutateAsync({
        kind,
        final: kind === 'distribution' && final,
        doneOn: on,
        ...(kind === 'supplementary' ? { reasons } : {}),
        expectedSeq: ledger.seq,
        request: input,
      })
      toast.done(t('distribution.recorded', { sum: yuan(done.amount), n: done.claims }))
      onDone()
    } catch (error) {
      const text = error instanceof ApiError ? error.say(locale) : String(error)
      setTrouble(text)
      toast.announce(text)
    }
  }
  return (
    <form
      className="panel claims-panel record-panel"
      noValidate
      onSubmit={(event) => void submit(event)}
      aria-label={t('distribution.record')}
    >
      <h2>{t('distribution.record')}</h2>
      <p className="muted">{t('distribution.recordHelp')}</p>
      <div className="distribution-row">
        <Field label={t('distribution.kind')}>
          {({ id, ...aria }) => (
            <Select<Kind>
              id={id}
              {...aria}
              value={kind}
              onChange={setKind}
              options={KINDS.map((value) => ({ value, label: t(`distribution.kind.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('distribution.on')}>
          {(props) => <Input {...props} type="date" max={todayInChina()} value={on} onChange={(e) => setOn(e.target.value)} />}
        </Field>
        {kind === 'supplementary' && (
          <Field label={t('distribution.why')} wide>
            {(props) => <Input {...props} maxLength={2000} value={reasons} onChange={(e) => setReasons(e.target.value)} />}
          </Field>
        )}
      </div>
      {kind === 'distribution' && (
        <Checkbox checked={final} onChange={(e) => setFinal(e.target.checked)}>
          {t('distribution.isFinal')}
        </Checkbox>
      )}
      <Checkbox checked={sure} onChange={(e) => setSure(e.target.checked)}>
        {t('distribution.sure')}
      </Checkbox>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="record-line">
        <Button type="primary" htmlType="submit" disabled={!sure || amount === 0} loading={record.isPending}>
          {t('distribution.recordGo', { sum: yuan(amount), n })}
        </Button>
      </div>
    </form>
  )
}
