import { Link, useParams } from '@tanstack/react-router'
import type { ChoiceDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, InputNumber, Select, Spin } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { AnswerForm, ReasonForm } from './answer-form.tsx'
import { Mark } from './mark.tsx'
import { useChoice, useChoiceStep } from './queries.ts'
import { said } from './words.ts'
import './registers.css'

type Go = (step: string, body: object, done: string) => Promise<boolean>

/** A competition or a recommendation: who stands for it, what the committee said, the result, what comes next. */
export function ChoicePage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { choiceId } = useParams({ from: '/choices/$choiceId' })
  const query = useChoice(choiceId)
  const step = useChoiceStep(choiceId)
  const [trouble, setTrouble] = useState<string | null>(null)
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />
  if (!query.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const choice = query.data
  const go: Go = async (name, body, done) => {
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
  return (
    <Page
      title={choice.title}
      lede={
        <span className="register-line">
          <span>{t(`registers.method.${choice.method}`)}</span>
          <Mark>{t(`choices.status.${choice.status}`)}</Mark>
          <span>{said(choice.rule, locale)}</span>
        </span>
      }
      actions={
        <Link className="page-link" to="/draws">
          {t('registers.toDraws')}
        </Link>
      }
    >
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="register-trouble" />}
      <div className="register-two">
        <div>
          <Competitors choice={choice} />
          {choice.result && <Result choice={choice} result={choice.result} />}
        </div>
        <div>
          <Next choice={choice} go={go} busy={step.isPending} />
          {choice.members.length > 0 && <Members choice={choice} />}
        </div>
      </div>
    </Page>
  )
}

const yuan = (amount: number) => (amount / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

function Competitors({ choice }: { choice: ChoiceDetail }) {
  const { t, locale } = useMessages()
  const title = t(choice.method === 'competitive' ? 'choices.competitors' : 'choices.recommended')
  return (
    <section className="panel register-panel" aria-label={title}>
      <h2>{title}</h2>
      <ul className="register-rows">
        {choice.competitors.map((c) => (
          <li key={c.entry}>
            <strong>
              <Link to="/register-entries/$entryId" params={{ entryId: c.entry }}>
                <Words>{c.name}</Words>
              </Link>
            </strong>
            {choice.standing?.entry === c.entry && <Mark tone="good">{t('choices.chosen')}</Mark>}
            {c.conflicts.map((w) => (
              <span key={w.zh} className="draw-why">
                {said(w, locale)}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {choice.recommenders.length > 0 && (
        <>
          <h3>{t('choices.recommenders')}</h3>
          <ul className="register-rows">
            {choice.recommenders.map((r) => (
              <li key={r.name}>
                <Words>{r.name}</Words>
                <span className="mono">{t('choices.yuan', { sum: yuan(r.amount) })}</span>
              </li>
            ))}
          </ul>
          <p className="muted">{t('choices.wholeIs', { sum: yuan(choice.whole ?? 0) })}</p>
        </>
      )}
    </section>
  )
}

function Members({ choice }: { choice: ChoiceDetail }) {
  const { t } = useMessages()
  return (
    <section className="panel register-panel" aria-label={t('choices.committee')}>
      <h2>{t('choices.committee')}</h2>
      <ul className="register-rows">
        {choice.members.map((m) => (
          <li key={m.name}>
            <Words>{m.name}</Words>
            <Mark>{t(m.recused !== null ? 'choices.recused' : m.voted ? 'choices.voted' : 'choices.notVoted')}</Mark>
            {m.recused !== null && (
              <span className="muted">
                <Words>{m.recused}</Words>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Result({ choice, result }: { choice: ChoiceDetail; result: NonNullable<ChoiceDetail['result']> }) {
  const { t, locale } = useMessages()
  return (
    <section className="panel register-panel" aria-label={t('choices.result')}>
      <h2>{t('choices.result')}</h2>
      <p className="draw-winner">{result.chosen === null ? t('choices.nobody') : <Words>{result.chosen}</Words>}</p>
      <p className="muted">{t('choices.needed', { needed: result.needed, members: result.members })}</p>
      {result.notes.map((n) => (
        <Alert key={n.code} type="warning" showIcon title={said(n, locale)} />
      ))}
      <table className="data-table keep-table">
        <thead>
          <tr>
            <th scope="col">{t('registers.name')}</th>
            <th scope="col" className="num">
              {t('choices.votes')}
            </th>
            <th scope="col" className="num">
              {t('choices.meanScore')}
            </th>
          </tr>
        </thead>
        <tbody>
          {result.tally.map((one) => (
            <tr key={one.entry}>
              <th scope="row">
                <Words>{one.name}</Words>
              </th>
              <td className="num">{one.votes}</td>
              <td className="num">{one.scored === 0 ? '—' : (one.sum / one.scored).toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.substitutes.length > 0 && (
        <p>
          {t('choices.substitutes')} <Words>{result.substitutes.join('、')}</Words>
        </p>
      )}
      {choice.ballots && choice.ballots.length > 0 && (
        <details>
          <summary>{t('choices.ballots', { n: choice.ballots.length })}</summary>
          <ul className="register-rows">
            {choice.ballots.map((b) => (
              <li key={b.member}>
                <Words>{b.member}</Words>
                <span>{b.choice === null ? t('choices.forNobody') : <Words>{b.choice}</Words>}</span>
                <span className="mono">{choice.competitors.map((c) => `${c.name} ${b.scores[c.entry] ?? '—'}`).join('；')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Next({ choice, go, busy }: { choice: ChoiceDetail; go: Go; busy: boolean }) {
  const { t } = useMessages()
  if (choice.may.length === 0) return null
  const { version } = choice
  return (
    <section className="panel register-panel draw-conduct" aria-label={t('draws.next')}>
      <h2>{t('draws.next')}</h2>
      {choice.may.includes('vote') && <BallotForm choice={choice} go={go} busy={busy} />}
      {choice.may.includes('recuse') && (
        <details className="draw-step">
          <summary>{t('choices.recuse')}</summary>
          <ReasonForm
            name="recuse"
            lede={t('choices.recuseLede')}
            initial=""
            action={t('choices.recuse')}
            busy={busy}
            onSend={(reason) => go('recusals', { reason }, t('choices.recusedDone'))}
          />
        </details>
      )}
      {choice.may.includes('close') && (
        <div className="draw-step">
          <p className="muted">{t('choices.closeLede', { n: choice.members.filter((m) => m.voted).length, all: choice.members.length })}</p>
          <Button loading={busy} onClick={() => void go('close', { version }, t('choices.closed'))}>
            {t('choices.close')}
          </Button>
        </div>
      )}
      {choice.may.includes('examine') && (
        <>
          <ReasonForm
            name="take"
            lede={t('choices.examineLede')}
            initial=""
            action={t('choices.take')}
            primary
            busy={busy}
            onSend={(reason) => go('examination', { version, accepts: true, reason }, t('choices.examined'))}
          />
          <details className="draw-step">
            <summary>{t('choices.refuse')}</summary>
            <ReasonForm
              name="refuse"
              lede={t('choices.refuseLede')}
              initial=""
              action={t('choices.refuse')}
              busy={busy}
              onSend={(reason) => go('examination', { version, accepts: false, reason }, t('choices.examined'))}
            />
          </details>
        </>
      )}
      {choice.may.includes('respond') && choice.standing && (
        <AnswerForm label={choice.standing.name} busy={busy} onSend={(body) => go('responses', body, t('draws.answered'))} />
      )}
      {choice.may.includes('appoint') && (
        <ReasonForm
          name="appoint"
          lede={t('draws.appointLede')}
          initial={t(choice.method === 'competitive' ? 'choices.appointCompetitive' : 'choices.appointRecommended')}
          action={t('draws.appoint')}
          primary
          busy={busy}
          onSend={(reason) => go('appointment', { reason }, t('draws.appointed'))}
        />
      )}
    </section>
  )
}

/** A member's scores of every competitor and the one they are for. */
function BallotForm({ choice, go, busy }: { choice: ChoiceDetail; go: Go; busy: boolean }) {
  const { t } = useMessages()
  const required = [{ required: true, message: t('registers.needed') }]
  return (
    <Form
      name="ballot"
      layout="vertical"
      className="draw-step"
      onFinish={(values: { scores: Record<string, number>; choice: string }) =>
        void go('ballots', { scores: values.scores, choice: values.choice === '' ? null : values.choice }, t('choices.votedDone'))
      }
    >
      <p className="muted">{t('choices.ballotLede')}</p>
      {choice.competitors.map((c) => (
        <Form.Item key={c.entry} name={['scores', c.entry]} label={t('choices.scoreOf', { name: c.name })} rules={required}>
          <InputNumber min={0} max={100} precision={0} />
        </Form.Item>
      ))}
      <Form.Item name="choice" label={t('choices.myChoice')} rules={required}>
        <Select
          options={[...choice.competitors.map((c) => ({ value: c.entry, label: c.name })), { value: '', label: t('choices.forNobody') }]}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('choices.cast')}
      </Button>
    </Form>
  )
}
