import type { Talk, TalkPromise } from '@yingshang/server/contract'
import { Alert, Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useMessages } from '../../messages/index.tsx'
import { Field } from '../reporting/field.tsx'
import { recordTalk, reportPromise, settlePromise, useEvaluationAct } from './queries.ts'
import '../reporting/reporting.css'

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** What was said and promised, or why the talk was not held. */
export function RecordDialog({ talk, onClose }: { talk: Talk; onClose: () => void }) {
  const { t, locale } = useMessages()
  const send = useEvaluationAct(recordTalk)
  const [held, setHeld] = useState(true)
  const [said, setSaid] = useState({ on: today(), by: '', attended: '', points: '' })
  const [reason, setReason] = useState('')
  const [promises, setPromises] = useState<readonly { words: string; dueOn: string }[]>([{ words: '', dueOn: '' }])
  const kept = promises.filter((p) => p.words.trim() !== '')
  const ready = held ? Object.values(said).every((v) => v.trim() !== '') && kept.every((p) => p.dueOn !== '') : reason.trim() !== ''
  return (
    <Modal
      open
      title={t('scores.recordTalkOf', { body: talk.body.name })}
      okText={t('scores.recordTalk')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: send.isPending }}
      onCancel={onClose}
      onOk={() =>
        send.mutate(
          { id: talk.id, ...(held ? { held: true as const, ...said, promises: [...kept] } : { held: false as const, reason }) },
          { onSuccess: onClose },
        )
      }
    >
      <div className="reporting-form">
        {send.error && (
          <Alert role="alert" type="error" showIcon title={send.error instanceof ApiError ? send.error.say(locale) : send.error.message} />
        )}
        <Radio.Group
          aria-label={t('scores.wasHeld')}
          value={held}
          onChange={(event) => setHeld(event.target.value === true)}
          options={[
            { value: true, label: t('scores.talk.held') },
            { value: false, label: t('scores.talk.not-held') },
          ]}
        />
        {held ? (
          <>
            {(['on', 'by', 'attended'] as const).map((name) => (
              <Field key={name} label={t(`scores.talkField.${name}`)}>
                <Input
                  type={name === 'on' ? 'date' : 'text'}
                  maxLength={100}
                  value={said[name]}
                  onChange={(event) => setSaid({ ...said, [name]: event.target.value })}
                />
              </Field>
            ))}
            <Field label={t('scores.talkField.points')}>
              <Input.TextArea
                autoSize={{ minRows: 2 }}
                maxLength={5000}
                value={said.points}
                onChange={(event) => setSaid({ ...said, points: event.target.value })}
              />
            </Field>
            {promises.map((promise, i) => {
              const set = (more: Partial<typeof promise>) => setPromises(promises.map((p, k) => (k === i ? { ...p, ...more } : p)))
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: promises are only added at the end
                <fieldset key={i} className="reporting-rule">
                  <legend>{t('scores.promiseNumber', { n: i + 1 })}</legend>
                  <Field label={t('scores.promise')}>
                    <Input maxLength={500} value={promise.words} onChange={(event) => set({ words: event.target.value })} />
                  </Field>
                  <Field label={t('scores.promiseDue')}>
                    <Input type="date" value={promise.dueOn} onChange={(event) => set({ dueOn: event.target.value })} />
                  </Field>
                </fieldset>
              )
            })}
            <Button onClick={() => setPromises([...promises, { words: '', dueOn: '' }])}>{t('scores.addPromise')}</Button>
          </>
        ) : (
          <Field label={t('scores.whyNotHeld')}>
            <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        )}
      </div>
    </Modal>
  )
}

/** The body says what it did; the office says whether the promise was kept. */
export function PromiseDialog(props: { talk: string; promise: TalkPromise; act: 'report' | 'settle'; onClose: () => void }) {
  const { t, locale } = useMessages()
  const report = useEvaluationAct(reportPromise)
  const settle = useEvaluationAct(settlePromise)
  const [words, setWords] = useState(props.promise.said && props.act === 'report' ? props.promise.said.words : '')
  const [kept, setKept] = useState(true)
  const [on, setOn] = useState(today())
  const key = { id: props.talk, number: props.promise.number }
  const error = report.error ?? settle.error
  const reporting = props.act === 'report'
  return (
    <Modal
      open
      title={t(reporting ? 'scores.reportPromise' : 'scores.settlePromise')}
      okText={t('scores.send')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: reporting ? words.trim() === '' : on === '', loading: report.isPending || settle.isPending }}
      onCancel={props.onClose}
      onOk={() =>
        reporting
          ? report.mutate({ ...key, words }, { onSuccess: props.onClose })
          : settle.mutate({ ...key, kept, on, words }, { onSuccess: props.onClose })
      }
    >
      <div className="reporting-form">
        {error && <Alert role="alert" type="error" showIcon title={error instanceof ApiError ? error.say(locale) : error.message} />}
        <p>{props.promise.words}</p>
        {!reporting && (
          <>
            {props.promise.said && <p>{t('scores.bodySaid', { words: props.promise.said.words })}</p>}
            <Radio.Group
              aria-label={t('scores.promiseFate')}
              value={kept}
              onChange={(event) => setKept(event.target.value === true)}
              options={[
                { value: true, label: t('scores.kept') },
                { value: false, label: t('scores.notKept') },
              ]}
            />
            <Field label={t('scores.settledOn')}>
              <Input type="date" value={on} onChange={(event) => setOn(event.target.value)} />
            </Field>
          </>
        )}
        <Field label={t(reporting ? 'scores.promiseSaid' : 'scores.settledWords')}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1000} value={words} onChange={(event) => setWords(event.target.value)} />
        </Field>
      </div>
    </Modal>
  )
}
