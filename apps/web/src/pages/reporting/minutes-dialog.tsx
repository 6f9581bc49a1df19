import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { ApiError, downloadOf } from '../../api/client.ts'
import { useMessages } from '../../messages/index.tsx'
import { Field } from './field.tsx'
import { minutesPath, type RoundKey } from './queries.ts'

interface Decision {
  readonly words: string
  readonly body: string
  readonly due: string
}
const NONE: Decision = { words: '', body: '', due: '' }
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** The minutes of the meeting on a round: only what was decided is typed, the rest comes from the ledger. */
export function MinutesDialog({ round, onClose }: { round: RoundKey; onClose: () => void }) {
  const { t, locale } = useMessages()
  const [head, setHead] = useState({ on: today(), place: '', chair: '', present: '' })
  const [decisions, setDecisions] = useState<readonly Decision[]>([NONE])
  const [trouble, setTrouble] = useState<string | null>(null)
  const make = async () => {
    setTrouble(null)
    try {
      const said = decisions.filter((d) => d.words.trim() !== '').map((d) => ({ ...d, due: d.due === '' ? null : d.due }))
      await downloadOf(minutesPath, { ...round, ...head, decisions: said }, 'minutes.docx')
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <Modal
      open
      title={t('reporting.minutes')}
      onCancel={onClose}
      okText={t('reporting.makeMinutes')}
      cancelText={t('common.cancel')}
      onOk={make}
    >
      <div className="reporting-form">
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        {(['on', 'place', 'chair', 'present'] as const).map((name) => (
          <Field key={name} label={t(`reporting.meeting.${name}`)}>
            <Input
              type={name === 'on' ? 'date' : 'text'}
              value={head[name]}
              onChange={(event) => setHead({ ...head, [name]: event.target.value })}
            />
          </Field>
        ))}
        {decisions.map((d, i) => {
          const set = (change: Partial<Decision>) => setDecisions(decisions.map((x, k) => (k === i ? { ...x, ...change } : x)))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: decisions are only added at the end
            <fieldset key={i} className="reporting-rule">
              <legend>{t('reporting.decision', { n: i + 1 })}</legend>
              <Field label={t('reporting.decisionWords')}>
                <Input.TextArea autoSize value={d.words} onChange={(event) => set({ words: event.target.value })} />
              </Field>
              <Field label={t('reporting.body')}>
                <Input value={d.body} onChange={(event) => set({ body: event.target.value })} />
              </Field>
              <Field label={t('reporting.due')}>
                <Input type="date" value={d.due} onChange={(event) => set({ due: event.target.value })} />
              </Field>
            </fieldset>
          )
        })}
        <Button onClick={() => setDecisions([...decisions, NONE])}>{t('reporting.addDecision')}</Button>
      </div>
    </Modal>
  )
}
