import { useQueryClient } from '@tanstack/react-query'
import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, Select, Tag } from 'antd'
import { useId, useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { meetingPath, type Question, useQuestions } from './queries.ts'

/** 提问与答复. Those who direct or prepare the meeting show, withhold and answer; everybody asks. */
export function Questions({ meeting, moderate = false }: { meeting: MeetingDetail; moderate?: boolean }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const client = useQueryClient()
  const questions = useQuestions(meeting.id)
  const [body, setBody] = useState('')
  const [item, setItem] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const path = `${meetingPath(meeting.id)}/questions`
  const send = async (work: () => Promise<unknown>, said: string): Promise<boolean> => {
    setBusy(true)
    setTrouble(null)
    try {
      await work()
      toast.done(said)
      await client.invalidateQueries({ queryKey: ['meeting-questions', meeting.id] })
      return true
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  const ask = async () => {
    if (await send(() => api.post(path, { body: body.trim(), item: item === '' ? null : item }), t('meetings.questions.asked'))) setBody('')
  }
  const change = (question: Question, what: object) => send(() => api.patch(`${path}/${question.id}`, what), t('meetings.questions.saved'))
  const open = meeting.status === 'called' || meeting.status === 'open'
  const list = questions.data?.items ?? []
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.questions.title')}>
      <h2>{t('meetings.questions.title')}</h2>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {list.length === 0 && <p className="section-none">{t('meetings.questions.none')}</p>}
      <ul className="meeting-rows">
        {list.map((question) => (
          <QuestionRow
            key={question.id}
            question={question}
            title={meeting.agenda.find((one) => one.id === question.item)?.title ?? null}
            moderate={moderate}
            busy={busy}
            onChange={(what) => change(question, what)}
          />
        ))}
      </ul>
      {open && !moderate && (
        <details>
          <summary>{t('meetings.questions.ask')}</summary>
          <label htmlFor={`${id}-item`}>{t('meetings.questions.about')}</label>
          <Select
            id={`${id}-item`}
            className="meeting-wide"
            value={item}
            onChange={setItem}
            options={[
              { value: '', label: t('meetings.questions.whole') },
              ...meeting.agenda.map((one) => ({ value: one.id, label: `${one.place}. ${one.title}` })),
            ]}
          />
          <label htmlFor={`${id}-body`}>{t('meetings.questions.body')}</label>
          <Input.TextArea
            id={`${id}-body`}
            value={body}
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => setBody(event.target.value)}
          />
          <Button loading={busy} disabled={body.trim().length < 2} onClick={() => void ask()}>
            {t('meetings.questions.send')}
          </Button>
        </details>
      )}
    </section>
  )
}

function QuestionRow(props: {
  question: Question
  title: string | null
  moderate: boolean
  busy: boolean
  onChange: (what: object) => Promise<boolean>
}) {
  const { t } = useMessages()
  const { question, moderate } = props
  const [answer, setAnswer] = useState(question.answer ?? '')
  return (
    <li>
      <p>
        <strong>
          <Words>{question.asker}</Words>
        </strong>{' '}
        <span className="muted mono">{instant(question.askedAt)}</span> {props.title && <Words>{props.title}</Words>}{' '}
        {question.status !== 'shown' && <Tag>{t(`meetings.questions.status.${question.status}`)}</Tag>}
      </p>
      <p className="meeting-text">
        <Words>{question.body}</Words>
      </p>
      {question.answer && !moderate && (
        <p className="meeting-answer">
          <strong>{t('meetings.questions.answer')}</strong> <Words>{question.answer}</Words>
        </p>
      )}
      {moderate && (
        <div className="meeting-field">
          <Input.TextArea
            aria-label={t('meetings.questions.answerTo', { who: question.asker })}
            value={answer}
            maxLength={5000}
            autoSize={{ minRows: 1, maxRows: 6 }}
            onChange={(event) => setAnswer(event.target.value)}
          />
          <Button
            disabled={props.busy || answer.trim() === '' || answer === question.answer}
            onClick={() => void props.onChange({ answer: answer.trim() })}
          >
            {t('meetings.questions.reply')}
          </Button>
          {question.status !== 'shown' && (
            <Button disabled={props.busy} onClick={() => void props.onChange({ status: 'shown' })}>
              {t('meetings.questions.show')}
            </Button>
          )}
          {question.status !== 'withheld' && (
            <Button disabled={props.busy} onClick={() => void props.onChange({ status: 'withheld' })}>
              {t('meetings.questions.withhold')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
