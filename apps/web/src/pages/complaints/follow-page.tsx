import type { ComplaintProgress } from '@yingshang/server/contract'
import { Alert, Button, Input, Radio } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { PublicFrame } from './public-frame.tsx'
import { actOnComplaint, followComplaint } from './queries.ts'
import './complaints.css'

/** 查进度: where a complaint stands, by its code; rating it, supplying what is asked. The code stands behind # in the address and is not sent with it. */
export function FollowPage() {
  const { t, locale } = useMessages()
  const [code, setCode] = useState(() => decodeURIComponent(location.hash.slice(1)))
  const [progress, setProgress] = useState<ComplaintProgress | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const work = async (ask: () => Promise<ComplaintProgress>) => {
    setBusy(true)
    setTrouble(null)
    try {
      setProgress(await ask())
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    } finally {
      setBusy(false)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the code of the address
  useEffect(() => {
    if (code !== '') void work(() => followComplaint(code))
  }, [])
  const look = (event: FormEvent) => {
    event.preventDefault()
    void work(() => followComplaint(code))
  }
  return (
    <PublicFrame title={t('complaints.public.follow')} lede={t('complaints.public.followLede')}>
      <section className="panel complaint-form">
        <form className="complaint-look" onSubmit={look}>
          <label htmlFor="complaint-code">{t('complaints.public.code')}</label>
          <Input
            id="complaint-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
            autoCapitalize="characters"
            autoComplete="off"
            spellCheck={false}
            placeholder="ABCD-EFGH-JKLM"
          />
          <Button type="primary" htmlType="submit" loading={busy} disabled={code.trim() === ''}>
            {t('complaints.public.look')}
          </Button>
        </form>
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        {progress && <Progress progress={progress} busy={busy} act={(body) => void work(() => actOnComplaint({ ...body, code }))} />}
      </section>
    </PublicFrame>
  )
}

type Act = { action: 'rate'; satisfaction: '1' | '2' | '3' | '4' | '5' } | { action: 'supply'; supply: string } | { action: 'withdraw' }

function Progress({ progress, busy, act }: { progress: ComplaintProgress; busy: boolean; act: (body: Act) => void }) {
  const { t, locale } = useMessages()
  const [satisfaction, setSatisfaction] = useState<'1' | '2' | '3' | '4' | '5' | null>(null)
  const [supply, setSupply] = useState('')
  return (
    <div className="complaint-progress">
      <h2>
        <Words>{progress.subject}</Words>
      </h2>
      <p role="status" className="complaint-stage">
        {say(progress.stageTitle, locale)}
        {progress.handler && (
          <>
            {' · '}
            <Words>{progress.handler}</Words>
          </>
        )}
        {progress.due && ` · ${t('complaints.dueBy', { day: day(progress.due, locale) })}`}
      </p>
      {progress.reply && (
        <section className="complaint-reply" aria-label={t('complaints.reply')}>
          <h3>
            {t('complaints.reply')}
            {progress.solved !== null && ` · ${t(progress.solved ? 'complaints.state.solved' : 'complaints.state.unsolved')}`}
          </h3>
          <p>
            <Words>{progress.reply}</Words>
          </p>
        </section>
      )}
      {progress.can.includes('rate') && (
        <section aria-label={t('complaints.rate')}>
          <h3 id="complaint-rate">{t('complaints.rate')}</h3>
          <Radio.Group
            aria-labelledby="complaint-rate"
            value={satisfaction}
            onChange={(event) => setSatisfaction(event.target.value)}
            options={(['5', '4', '3', '2', '1'] as const).map((value) => ({ value, label: t(`complaints.satisfaction.${value}`) }))}
          />
          <p className="muted">{t('complaints.rateText')}</p>
          <Button
            type="primary"
            disabled={satisfaction === null}
            loading={busy}
            onClick={() => satisfaction && act({ action: 'rate', satisfaction })}
          >
            {t('complaints.rateSend')}
          </Button>
        </section>
      )}
      {progress.question && (
        <section aria-label={t('complaints.question')}>
          <h3>{t('complaints.question')}</h3>
          <p>
            <Words>{progress.question}</Words>
          </p>
          {progress.can.includes('supply') && (
            <>
              <label htmlFor="complaint-supply">{t('complaints.supply')}</label>
              <Input.TextArea
                id="complaint-supply"
                value={supply}
                onChange={(event) => setSupply(event.target.value)}
                autoSize={{ minRows: 3, maxRows: 10 }}
                maxLength={5000}
              />
              <Button type="primary" disabled={supply.trim() === ''} loading={busy} onClick={() => act({ action: 'supply', supply })}>
                {t('complaints.supplySend')}
              </Button>
            </>
          )}
        </section>
      )}
      <ol className="complaint-steps">
        {progress.steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps only grow, and one action may come twice in a day
          <li key={i}>
            <time dateTime={step.on}>{day(step.on, locale)}</time> {say(step.title, locale)}
          </li>
        ))}
      </ol>
      {progress.can.includes('withdraw') && (
        <Button danger disabled={busy} onClick={() => act({ action: 'withdraw' })}>
          {t('complaints.withdraw')}
        </Button>
      )}
    </div>
  )
}
