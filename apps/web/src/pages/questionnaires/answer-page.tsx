import { useQuery } from '@tanstack/react-query'
import { type Answers, judgeSheet } from '@yingshang/campaign/questionnaire'
import type { PublicQuestionnaire } from '@yingshang/server/contract'
import { Alert, Button, Input, Spin } from 'antd'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { PublicFrame } from '../complaints/public-frame.tsx'
import { checkTicket, handIn, openQuestionnaire } from './queries.ts'
import { SheetForm, sentAnswers } from './sheet-form.tsx'
import './questionnaires.css'

const slugHere = () => location.pathname.split('/')[2] ?? ''
const storedAt = (slug: string) => `yingshang.questionnaire.${slug}`

/** What was typed on this device and not sent yet. */
function kept(slug: string): Answers {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storedAt(slug)) ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Answers) : {}
  } catch {
    return {}
  }
}

/** 填写问卷: without an account, on a phone first. */
export function AnswerPage() {
  const { t, locale } = useMessages()
  const slug = slugHere()
  const found = useQuery({
    queryKey: ['questionnaires', 'public', slug],
    queryFn: () => openQuestionnaire(slug),
    refetchOnWindowFocus: false,
    retry: false,
  })
  const [done, setDone] = useState(false)
  if (found.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!found.data)
    return (
      <PublicFrame title={t('questionnaires.public.title')} lede="">
        <Trouble error={found.error} retry={() => void found.refetch()} />
      </PublicFrame>
    )
  const q = found.data
  if (done || q.answered)
    return (
      <PublicFrame title={t('questionnaires.public.thanks')} lede={<Words>{q.title}</Words>}>
        <section className="panel questionnaire-part" role="status">
          <p>{t(done ? 'questionnaires.public.received' : 'questionnaires.public.already')}</p>
          <p className="muted">{t('questionnaires.public.afterwards', { day: day(q.closesOn, locale), n: q.hideBelow })}</p>
        </section>
      </PublicFrame>
    )
  return (
    <PublicFrame
      title={q.title}
      lede={
        <>
          <Words>{q.body}</Words> · {t('questionnaires.public.until', { day: day(q.closesOn, locale) })}
        </>
      }
    >
      <section className="panel questionnaire-part">
        <p className="questionnaire-purpose">
          <Words>{q.purpose}</Words>
        </p>
        <details className="questionnaire-promise">
          <summary>{t('questionnaires.public.anonymous')}</summary>
          <ul>
            <li>{t('questionnaires.public.promise.kept')}</li>
            <li>{t(q.way === 'open' ? 'questionnaires.public.promise.open' : 'questionnaires.public.promise.tickets')}</li>
            <li>{t('questionnaires.public.promise.results', { n: q.hideBelow })}</li>
            <li>{t('questionnaires.public.promise.words')}</li>
          </ul>
        </details>
      </section>
      {q.state === 'open' ? (
        <Sheet slug={slug} questionnaire={q} onDone={() => setDone(true)} />
      ) : (
        <Alert
          type="info"
          showIcon
          title={
            q.state === 'waiting' ? t('questionnaires.public.waiting', { day: day(q.opensOn, locale) }) : t('questionnaires.public.closed')
          }
        />
      )}
    </PublicFrame>
  )
}

function Sheet({ slug, questionnaire, onDone }: { slug: string; questionnaire: PublicQuestionnaire; onDone: () => void }) {
  const { t, locale } = useMessages()
  const { questions, way } = questionnaire
  const [answers, setAnswers] = useState<Answers>(() => kept(slug))
  const [ticket, setTicket] = useState(() => decodeURIComponent(location.hash.slice(1)).slice(0, 40))
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // A ticket that came with the address is looked at before anything is typed.
  const checked = useQuery({
    queryKey: ['questionnaires', 'ticket', slug, location.hash],
    queryFn: () => checkTicket(slug, decodeURIComponent(location.hash.slice(1))),
    enabled: way === 'tickets' && location.hash.length > 12,
    retry: false,
    refetchOnWindowFocus: false,
  })

  const change = (next: Answers) => {
    setAnswers(next)
    setFaults({})
    try {
      localStorage.setItem(storedAt(slug), JSON.stringify(next))
    } catch {
      // A browser that keeps nothing: what is typed stays on the page.
    }
  }
  const forget = () => {
    localStorage.removeItem(storedAt(slug))
    setAnswers({})
    setFaults({})
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTrouble(null)
    const given = sentAnswers(questions, answers)
    const judged = judgeSheet(questions, given)
    if (!judged.ok) {
      const found = judged.faults.map((f) => [f.path.slice('answers.'.length), locale === 'zh' ? f.zh : f.en] as const)
      setFaults(Object.fromEntries(found))
      const first = questions.find((q) => found.some(([id]) => id === q.id))
      if (first) document.getElementById(`sheet-${first.id}`)?.focus()
      else setTrouble(found.map(([, words]) => words).join('；'))
      return
    }
    setBusy(true)
    try {
      await handIn(slug, { answers: given, ...(way === 'tickets' ? { ticket } : {}) })
      forget()
      onDone()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    } finally {
      setBusy(false)
    }
  }
  if (checked.data?.used) return <Alert role="alert" type="warning" showIcon title={t('questionnaires.public.used')} />
  return (
    <form
      className="panel questionnaire-part"
      onSubmit={(event) => void send(event)}
      aria-label={t('questionnaires.public.title')}
      noValidate
    >
      {way === 'tickets' && (
        <label className="questionnaire-ticket" htmlFor="ticket">
          <span>{t('questionnaires.public.ticket')}</span>
          <Input
            id="ticket"
            value={ticket}
            maxLength={40}
            autoCapitalize="characters"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTicket(event.target.value)}
          />
          {checked.error instanceof ApiError && <span className="sheet-fault">{checked.error.say(locale)}</span>}
        </label>
      )}
      <SheetForm questions={questions} answers={answers} onChange={change} faults={faults} />
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} style={{ marginBottom: 12 }} />}
      <div className="questionnaire-send">
        <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={way === 'tickets' && ticket.trim().length < 12}>
          {t('questionnaires.public.send')}
        </Button>
        <Button type="text" onClick={forget}>
          {t('questionnaires.public.forget')}
        </Button>
        <span className="muted">{t('questionnaires.public.keptHere')}</span>
      </div>
    </form>
  )
}
