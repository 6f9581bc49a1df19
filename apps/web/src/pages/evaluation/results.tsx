import type { EvaluationFact, Objection, ResultDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, Modal, Select, Spin, Tag } from 'antd'
import { useState } from 'react'
import { day, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Points } from './points.tsx'
import { answerObjection, correctResult, objectTo, useEvaluationAct, usePoints, useResult, useResults } from './queries.ts'
import { Ranking } from './ranking.tsx'

interface Props {
  readonly result: string | undefined
  readonly body: string | undefined
  readonly onChange: (change: { result?: string; body?: string | undefined }) => void
}

/** Working days for objections to a corrected result. */
const DAYS_AGAIN = 5

/** Published results: the newest, unless another one is chosen. */
export function Results({ result, body, onChange }: Props) {
  const { t } = useMessages()
  const results = useResults()
  if (results.isError) return <Trouble error={results.error} retry={() => void results.refetch()} />
  if (!results.data) return <Spin description={t('common.loading')} />
  const { items } = results.data
  const chosen = items.find((r) => r.id === result) ?? items[0]
  if (!chosen) return <p className="panel list-none">{t('scores.none')}</p>
  return (
    <>
      <div className="scores-choose">
        <Select
          aria-label={t('scores.choose')}
          value={chosen.id}
          onChange={(id) => onChange({ result: id, body: undefined })}
          options={items.map((r) => ({ value: r.id, label: r.title }))}
        />
      </div>
      <One id={chosen.id} body={body} onChange={onChange} />
    </>
  )
}

function One({ id, body, onChange }: { id: string; body: string | undefined; onChange: Props['onChange'] }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const found = useResult(id)
  const correct = useEvaluationAct(correctResult)
  const [about, setAbout] = useState<EvaluationFact | null | undefined>(undefined)
  if (found.isError) return <Trouble error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <Spin description={t('common.loading')} />
  const { result, scheme, ranking, own, mayObject, objections, unranked } = found.data
  // Whoever acts for one body alone sees its points at once.
  const shown = body !== undefined && own.includes(body) ? body : own.length === 1 ? own[0] : undefined
  const correctable =
    may('evaluation.manage') &&
    result.replacedBy === null &&
    result.openObjections === 0 &&
    objections.some((o) => o.upheld === true && o.fact !== null)
  return (
    <>
      <section className="panel" aria-label={result.title}>
        <h2 className="scores-h2">
          <Words>{result.title}</Words>
        </h2>
        <p className="scores-meta">
          {t('scores.meta', {
            from: day(result.from, locale),
            until: day(result.until, locale),
            by: result.publishedBy.displayName,
            at: instant(result.publishedAt),
          })}
          {' · '}
          {t('scores.objectUntil', { day: day(result.objectionsUntil, locale) })}
          {unranked > 0 && ` · ${t('scores.unranked', { n: unranked })}`}
        </p>
        {result.replacedBy && (
          <Alert
            type="warning"
            showIcon
            title={t('scores.replaced')}
            action={<Button onClick={() => onChange({ result: result.replacedBy! })}>{t('scores.openReplaced')}</Button>}
          />
        )}
        <Ranking scheme={scheme} ranking={ranking} own={own} open={shown} onOpen={(one) => onChange({ result: id, body: one })} />
      </section>
      {shown && <BodyOfResult detail={found.data} body={shown} onObject={mayObject.includes(shown) ? setAbout : undefined} />}
      <section className="panel" aria-label={t('scores.objections')}>
        <h2 className="scores-h2">{t('scores.objections')}</h2>
        {objections.length === 0 && <p className="scores-meta">{t('scores.noObjections')}</p>}
        {objections.map((o) => (
          <OneObjection key={o.id} objection={o} />
        ))}
        {correctable && (
          <p className="scores-meta">
            <Button
              type="primary"
              loading={correct.isPending}
              onClick={() =>
                correct.mutate(
                  { id, objectionDays: DAYS_AGAIN },
                  {
                    onSuccess: (made) => {
                      toast.done(t('scores.corrected'))
                      onChange({ result: made.id, body: undefined })
                    },
                    onError: toast.failed,
                  },
                )
              }
            >
              {t('scores.correct')}
            </Button>
          </p>
        )}
      </section>
      {about !== undefined && shown && <ObjectDialog result={id} body={shown} fact={about} onClose={() => setAbout(undefined)} />}
    </>
  )
}

function BodyOfResult({
  detail,
  body,
  onObject,
}: {
  detail: ResultDetail
  body: string
  onObject: ((fact: EvaluationFact | null) => void) | undefined
}) {
  const { t } = useMessages()
  const points = usePoints(detail.result.id, body)
  if (points.isError) return <Trouble error={points.error} retry={() => void points.refetch()} />
  if (!points.data) return <Spin description={t('common.loading')} />
  return <Points scheme={detail.scheme} points={points.data} onObject={onObject} />
}

function ObjectDialog({ result, body, fact, onClose }: { result: string; body: string; fact: EvaluationFact | null; onClose: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const [words, setWords] = useState('')
  const send = useEvaluationAct(objectTo)
  return (
    <Modal
      open
      title={fact ? t('scores.objectTo', { title: fact.title }) : t('scores.objectAll')}
      okText={t('scores.send')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: words.trim().length < 2, loading: send.isPending }}
      onCancel={onClose}
      onOk={() =>
        send.mutate(
          { result, body, fact: fact?.id ?? null, words },
          {
            onSuccess: () => {
              toast.done(t('scores.sent'))
              onClose()
            },
            onError: toast.failed,
          },
        )
      }
    >
      <label htmlFor="objection-words">{t('scores.words')}</label>
      <Input.TextArea id="objection-words" rows={4} maxLength={2000} value={words} onChange={(event) => setWords(event.target.value)} />
    </Modal>
  )
}

function OneObjection({ objection }: { objection: Objection }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const [words, setWords] = useState('')
  const answer = useEvaluationAct(answerObjection)
  const give = (upheld: boolean) =>
    answer.mutate({ id: objection.id, upheld, answer: words }, { onSuccess: () => toast.done(t('scores.sent')), onError: toast.failed })
  return (
    <article className="scores-objection">
      <h3>
        <Words>{objection.body.name}</Words>{' '}
        <Tag>{t(objection.upheld === null ? 'scores.waiting' : objection.upheld ? 'scores.upheld' : 'scores.notUpheld')}</Tag>
      </h3>
      {objection.fact && (
        <p>
          <a href={objection.fact.link}>
            <Words>{objection.fact.title}</Words>
          </a>
        </p>
      )}
      <p>
        <Words>{objection.words}</Words>
      </p>
      {objection.answer && (
        <p>
          <strong>{t('scores.answer')}</strong> <Words>{objection.answer}</Words>
        </p>
      )}
      {objection.upheld === null && may('evaluation.manage') && (
        <>
          <Input.TextArea
            aria-label={`${t('scores.answer')} ${objection.body.name}`}
            rows={2}
            maxLength={2000}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <p className="scores-buttons">
            <Button type="primary" disabled={words.trim().length < 2} loading={answer.isPending} onClick={() => give(true)}>
              {t('scores.upheld')}
            </Button>
            <Button disabled={words.trim().length < 2} loading={answer.isPending} onClick={() => give(false)}>
              {t('scores.notUpheld')}
            </Button>
          </p>
        </>
      )}
    </article>
  )
}
