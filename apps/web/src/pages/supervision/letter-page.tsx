import { Link, useParams } from '@tanstack/react-router'
import type { LetterDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, Modal, Select, Spin, Tag } from 'antd'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { day, instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { StatusMark } from '../ledger/status.tsx'
import { useOrganisation } from '../organisation/queries.ts'
import { Field } from '../reporting/field.tsx'
import { paperPath, useActOnLetter, useAnswer, useChangeLetter, useLetter, useReceive } from './queries.ts'
import '../reporting/reporting.css'

/** A letter: drafted, approved by another person, sent, signed for, answered. */
export function LetterPage() {
  const { t } = useMessages()
  const { letterId } = useParams({ from: '/supervision/letters/$letterId' })
  const letter = useLetter(letterId)
  if (letter.isPending) return <Spin description={t('common.loading')} />
  if (!letter.data) return <Trouble error={letter.error} retry={() => void letter.refetch()} />
  return <Letter letter={letter.data} />
}

/** Saves what was typed, and gives the letter after it. */
type Save = () => Promise<LetterDetail>

function Letter({ letter }: { letter: LetterDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { summary } = letter
  const act = useActOnLetter(summary.id)
  const receive = useReceive(summary.id)
  const [returning, setReturning] = useState(false)
  const unsaved = useRef<Save | null>(null)
  const go = async (what: 'submit' | 'approve' | 'send' | 'drop') => {
    try {
      // What was typed goes with it.
      const version = what === 'submit' && unsaved.current ? (await unsaved.current()).version : letter.version
      await act.mutateAsync({ version, act: what })
      toast.done(t(`supervision.done.${what}`))
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <Page
      title={summary.title}
      lede={
        <>
          <Link to="/supervision">{t('supervision.title')}</Link> · {t(`supervision.kind.${summary.kind}`)} ·{' '}
          {summary.documentNumber && <Words>{`${summary.documentNumber} · `}</Words>}
          <Tag>{t(`supervision.status.${summary.status}`)}</Tag>
          {summary.answerBy && t('supervision.answerUntil', { day: day(summary.answerBy, locale) })}
        </>
      }
      actions={
        <>
          <Button onClick={() => void download(paperPath(summary.id), 'letter.docx').catch(toast.failed)}>{t('supervision.paper')}</Button>
          {letter.may.includes('return') && <Button onClick={() => setReturning(true)}>{t('supervision.act.return')}</Button>}
          {letter.may.includes('drop') && (
            <Button danger onClick={() => void go('drop')}>
              {t('supervision.act.drop')}
            </Button>
          )}
          {(['submit', 'approve', 'send'] as const)
            .filter((a) => letter.may.includes(a))
            .map((a) => (
              <Button key={a} type="primary" loading={act.isPending} onClick={() => void go(a)}>
                {t(`supervision.act.${a}`)}
              </Button>
            ))}
          {letter.receives.map((body) => (
            <Button
              key={body}
              type="primary"
              loading={receive.isPending}
              onClick={() =>
                void receive
                  .mutateAsync(body)
                  .then(() => toast.done(t('supervision.receivedDone')))
                  .catch(toast.failed)
              }
            >
              {t('supervision.receive')}
            </Button>
          ))}
        </>
      }
    >
      {returning && <ReturnDialog letter={letter} onClose={() => setReturning(false)} />}
      {letter.returnedReason && summary.status === 'draft' && (
        <Alert className="reporting-note" type="warning" showIcon title={t('supervision.returnedFor', { reason: letter.returnedReason })} />
      )}
      {letter.may.includes('change') ? (
        <Draft key={summary.id} letter={letter} unsaved={unsaved} />
      ) : (
        <section className="panel reporting-entry" aria-label={t('supervision.text')}>
          <p>
            <Words>{letter.opening}</Words>
          </p>
          <Entries letter={letter} />
          <p>
            <Words>{letter.closing}</Words>
          </p>
        </section>
      )}
      <section className="panel reporting-entry" aria-label={t('supervision.bodies')}>
        <h2>{t('supervision.bodies')}</h2>
        <ul className="reporting-changes">
          {letter.bodies.map((b) => (
            <li key={b.body.id}>
              <Words>{b.body.name}</Words>{' '}
              {summary.status === 'sent' &&
                (b.received
                  ? t('supervision.receivedBy', { who: b.received.by.displayName, at: instant(b.received.at) })
                  : t('supervision.notReceived'))}
              {b.answered && (
                <p>
                  <strong>{t('supervision.answer')}</strong> <Words>{b.answered.words}</Words>{' '}
                  <span className="muted">
                    {b.answered.by.displayName} {instant(b.answered.at)}
                  </span>
                </p>
              )}
              {letter.answers.includes(b.body.id) && <Answer letter={summary.id} body={b.body.id} />}
            </li>
          ))}
        </ul>
      </section>
    </Page>
  )
}

function Entries({ letter, left, onLeave }: { letter: LetterDetail; left?: readonly string[]; onLeave?: (id: string) => void }) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('reporting.item')}</th>
          <th scope="col">{t('reporting.body')}</th>
          <th scope="col">{t('reporting.due')}</th>
          <th scope="col">{t('supervision.status')}</th>
          <th scope="col">{t('reporting.note')}</th>
        </tr>
      </thead>
      <tbody>
        {letter.entries
          .filter((e) => !left?.includes(e.id))
          .map((e) => (
            <tr key={e.id}>
              <th scope="row">
                <Link to="/ledger/entries/$entryId" params={{ entryId: e.id }} className="plan-link">
                  <Words>{`${e.number} ${e.title}`}</Words>
                </Link>
                {onLeave && (
                  <Button type="link" size="small" onClick={() => onLeave(e.id)} aria-label={`${t('supervision.leaveOut')} ${e.title}`}>
                    {t('supervision.leaveOut')}
                  </Button>
                )}
              </th>
              <td data-label={t('reporting.body')}>
                <Words>{e.lead?.name ?? '—'}</Words>
              </td>
              <td data-label={t('reporting.due')} className="mono">
                {e.due ? day(e.due, locale) : '—'}
              </td>
              <td data-label={t('supervision.status')}>
                <StatusMark status={e.status} />
              </td>
              <td data-label={t('reporting.note')}>
                <Words>{e.note || '—'}</Words>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function Draft({ letter, unsaved }: { letter: LetterDetail; unsaved: RefObject<Save | null> }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const organisation = useOrganisation()
  const change = useChangeLetter(letter.summary.id)
  const [text, setText] = useState({ title: letter.summary.title, series: letter.series, opening: letter.opening, closing: letter.closing })
  const [answerBy, setAnswerBy] = useState(letter.summary.answerBy ?? '')
  const [bodies, setBodies] = useState(letter.bodies.map((b) => b.body.id))
  const [left, setLeft] = useState<readonly string[]>([])
  const [trouble, setTrouble] = useState<string | null>(null)
  const save: Save = () =>
    change.mutateAsync({ version: letter.version, ...text, answerBy: answerBy === '' ? null : answerBy, bodies, without: [...left] })
  useEffect(() => {
    unsaved.current = save
    return () => {
      unsaved.current = null
    }
  })
  const keep = async () => {
    setTrouble(null)
    try {
      await save()
      toast.done(t('supervision.saved'))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <section className="panel reporting-entry reporting-form" aria-label={t('supervision.text')}>
      {(['title', 'series'] as const).map((name) => (
        <Field key={name} label={t(`supervision.${name}Label`)}>
          <Input value={text[name]} onChange={(event) => setText({ ...text, [name]: event.target.value })} />
        </Field>
      ))}
      <label htmlFor="letter-bodies">
        <span>{t('supervision.bodies')}</span>
        <Select
          id="letter-bodies"
          mode="multiple"
          value={bodies}
          onChange={setBodies}
          showSearch={{ optionFilterProp: 'label' }}
          options={(organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.name }))}
        />
      </label>
      <Field label={t('supervision.opening')}>
        <Input.TextArea autoSize value={text.opening} onChange={(event) => setText({ ...text, opening: event.target.value })} />
      </Field>
      <Entries letter={letter} left={left} onLeave={(id) => setLeft([...left, id])} />
      <Field label={t('supervision.closing')}>
        <Input.TextArea autoSize value={text.closing} onChange={(event) => setText({ ...text, closing: event.target.value })} />
      </Field>
      <Field label={t('supervision.answerBy')}>
        <Input type="date" value={answerBy} onChange={(event) => setAnswerBy(event.target.value)} />
      </Field>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="reporting-send">
        <Button loading={change.isPending} onClick={() => void keep()}>
          {t('supervision.save')}
        </Button>
      </div>
    </section>
  )
}

function Answer({ letter, body }: { letter: string; body: string }) {
  const { t } = useMessages()
  const toast = useToast()
  const answer = useAnswer(letter)
  const [words, setWords] = useState('')
  return (
    <div className="reporting-form">
      <label htmlFor={`answer-${body}`}>
        <span>{t('supervision.answer')}</span>
        <Input.TextArea
          id={`answer-${body}`}
          autoSize={{ minRows: 2 }}
          maxLength={5000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <div>
        <Button
          type="primary"
          disabled={words.trim() === ''}
          loading={answer.isPending}
          onClick={() =>
            void answer
              .mutateAsync({ body, words })
              .then(() => toast.done(t('supervision.answeredDone')))
              .catch(toast.failed)
          }
        >
          {t('supervision.sendAnswer')}
        </Button>
      </div>
    </div>
  )
}

function ReturnDialog({ letter, onClose }: { letter: LetterDetail; onClose: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const act = useActOnLetter(letter.summary.id)
  const [reason, setReason] = useState('')
  return (
    <Modal
      open
      title={t('supervision.act.return')}
      onCancel={onClose}
      okText={t('supervision.act.return')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: act.isPending }}
      onOk={() => act.mutateAsync({ version: letter.version, act: 'return', reason }).then(onClose).catch(toast.failed)}
    >
      <label htmlFor="letter-reason">{t('reporting.reason')}</label>
      <Input.TextArea id="letter-reason" autoSize={{ minRows: 2 }} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  )
}
