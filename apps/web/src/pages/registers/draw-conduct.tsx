import type { DrawRecord, Source } from '@yingshang/draw'
import type { DrawDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { AnswerForm, ReasonForm } from './answer-form.tsx'
import { useDrawStep } from './queries.ts'

/** The next step of a draw for those who may take it. One panel, one step at a time. */
export function DrawConduct({ draw }: { draw: DrawDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const step = useDrawStep(draw.id)
  const [trouble, setTrouble] = useState<string | null>(null)
  const record = JSON.parse(draw.record) as DrawRecord
  const go = async (name: string, body: object, done: string) => {
    setTrouble(null)
    try {
      await step.mutateAsync({ step: name, body })
      toast.done(done)
      return true
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
      return false
    }
  }
  const parts: ReactNode[] = []
  if (draw.may.includes('enter'))
    record.commitment.entropy.forEach((source, i) => {
      const own = draw.sources[i]!
      if (own.state === 'known') return
      const form = (
        <OutcomeForm
          key="outcome"
          source={source}
          busy={step.isPending}
          onSend={(body) => go('entropy', { source: i, ...body }, t('draws.entered'))}
        />
      )
      parts.push(
        <div key={`source${source.name}`} className="draw-step">
          <strong>
            <Words>{source.name}</Words>
          </strong>
          {own.state === 'waiting' ? (
            <p className="muted">{t('draws.waitUntil', { at: instant(own.at) })}</p>
          ) : (
            <>
              {own.state === 'one-reading' && <p>{t(own.mine ? 'draws.secondPerson' : 'draws.youAreSecond')}</p>}
              {own.state === 'readings-differ' && <Alert type="warning" showIcon title={t('draws.readingsDiffer')} />}
              {source.kind === 'drand' && draw.may.includes('fetch') && (
                <Button loading={step.isPending} onClick={() => void go('entropy/fetch', { source: i }, t('draws.fetched'))}>
                  {t('draws.fetch')}
                </Button>
              )}
              {own.mine ? (
                <details>
                  <summary>{t('draws.correctMine')}</summary>
                  {form}
                </details>
              ) : (
                form
              )}
            </>
          )}
        </div>,
      )
    })
  if (draw.may.includes('reveal'))
    parts.push(
      <div key="reveal" className="draw-step">
        <p>{t('draws.revealLede')}</p>
        <Button type="primary" loading={step.isPending} onClick={() => void go('reveal', {}, t('draws.revealed'))}>
          {t('draws.reveal')}
        </Button>
      </div>,
    )
  const answered = (label: string) => draw.responses.findLast((r) => r.label === label)
  if (draw.may.includes('respond'))
    for (const label of draw.selected)
      if (!answered(label))
        parts.push(
          <AnswerForm
            key={`answer${label}`}
            label={label}
            busy={step.isPending}
            onSend={(body) => go('responses', { label, ...body }, t('draws.answered'))}
          />,
        )
  if (draw.may.includes('substitute'))
    for (const label of draw.selected) {
      const answer = answered(label)
      const declined = answer !== undefined && !answer.accepts
      parts.push(
        <details key={`sub${label}${declined}`} className="draw-step" open={declined}>
          <summary>{t('draws.substituteFor', { label })}</summary>
          <ReasonForm
            name={`substitute-${label}`}
            lede={t('draws.substituteLede', { n: draw.roundsLeft })}
            initial={declined ? answer.reason : ''}
            action={t('draws.substitute')}
            busy={step.isPending}
            onSend={(reason) => go('substitute', { label, reason }, t('draws.substituted'))}
          />
        </details>,
      )
    }
  if (draw.may.includes('appoint'))
    parts.unshift(
      <div key="appoint" className="draw-step">
        <ReasonForm
          name="appoint"
          lede={t('draws.appointLede')}
          initial={t('draws.appointReason')}
          action={t('draws.appoint')}
          primary
          busy={step.isPending}
          onSend={(reason) => go('appointment', { reason }, t('draws.appointed'))}
        />
      </div>,
    )
  const interests = draw.responses.filter((r) => r.interests !== null)
  if (parts.length === 0 && interests.length === 0) return null
  return (
    <section className="panel register-panel draw-conduct" aria-label={t('draws.next')}>
      <h2>{t('draws.next')}</h2>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="register-trouble" />}
      {interests.map((r) => (
        <Alert
          key={r.at}
          type={r.interests?.has ? 'warning' : 'info'}
          showIcon
          title={t(r.interests?.has ? 'draws.declared' : 'draws.declaredNone', { label: r.label })}
          description={r.interests?.has ? <Words>{r.interests.text}</Words> : undefined}
        />
      ))}
      {parts}
    </section>
  )
}

/** An outcome in the form that its source asks for, with where it was announced. */
function OutcomeForm({ source, busy, onSend }: { source: Source; busy: boolean; onSend: (body: object) => Promise<boolean> }) {
  const { t } = useMessages()
  const [form] = Form.useForm()
  if (source.kind === 'contribution') return <p className="muted">{t('draws.contributionWait')}</p>
  const required = [{ required: true, message: t('registers.needed') }]
  const outcomeOf = (text: string): object =>
    source.kind === 'lottery'
      ? {
          numbers: text.split('+').map((group, i) => {
            const list = group
              .trim()
              .split(/[\s,，、]+/)
              .filter(Boolean)
              .map(Number)
            return source.groups[i]?.ordered ? list : list.sort((a, b) => a - b)
          }),
        }
      : source.kind === 'figure'
        ? { figure: text.trim() }
        : { signature: text.trim().toLowerCase() }
  return (
    <Form
      form={form}
      name={`outcome-${source.at}`}
      layout="vertical"
      className="register-form"
      onFinish={async (values: { value: string; reference: string }) => {
        if (await onSend({ value: outcomeOf(values.value), reference: values.reference })) form.resetFields()
      }}
    >
      <Form.Item name="value" label={t('draws.outcomeValue')} extra={t(`draws.outcomeHelp.${source.kind}`)} rules={required}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="reference" label={t('draws.referenceLabel')} extra={t('draws.referenceHelp')} rules={required}>
        <Input maxLength={150} />
      </Form.Item>
      <div className="register-form-end">
        <Button htmlType="submit" loading={busy}>
          {t('draws.enter')}
        </Button>
      </div>
    </Form>
  )
}
