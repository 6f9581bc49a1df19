import { Link, useNavigate } from '@tanstack/react-router'
import type { ReplyOf } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Spin, Steps } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { PlanSelect } from '../../components/plan-select.tsx'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { ConfirmUnits } from './confirm-units.tsx'
import './ledger.css'
import './making.css'
import { useAdopt, usePreviewAdoption } from './queries.ts'

type Preview = ReplyOf<'previewAdoption'>

/** 列入台账: choose a plan, say once whom its names stand for, look at what will be made, make it. */
export function AdoptPage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const navigate = useNavigate()
  const look = usePreviewAdoption()
  const adopt = useAdopt()
  const [planId, setPlanId] = useState<string | undefined>(undefined)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [step, setStep] = useState(0)
  const [title, setTitle] = useState('')
  const [year, setYear] = useState<number | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)

  const fail = (error: unknown) => setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
  const show = async (plan: string): Promise<Preview | null> => {
    setTrouble(null)
    try {
      const found = await look.mutateAsync({ planId: plan })
      setPreview(found)
      return found
    } catch (error) {
      fail(error)
      return null
    }
  }
  const choose = async (plan: string) => {
    setPlanId(plan)
    setPreview(null)
    const found = await show(plan)
    if (!found) return
    setTitle(found.title)
    setYear(found.year)
  }
  const go = async () => {
    if (planId === undefined) return
    setTrouble(null)
    try {
      const made = await adopt.mutateAsync({ planId, title: title.trim() || undefined, year: year ?? undefined })
      toast.done(t('ledger.adopted', { n: made.entries }))
      await navigate({ to: '/ledger', search: { ledger: made.id } })
    } catch (error) {
      fail(error)
    }
  }
  return (
    <Page title={t('ledger.adopt')} lede={<Link to="/ledger">{t('ledger.title')}</Link>}>
      <Steps
        className="adopt-steps"
        size="small"
        current={step}
        items={[{ title: t('ledger.step.choose') }, { title: t('ledger.step.units') }, { title: t('ledger.step.make') }]}
      />
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="ledger-note" />}
      {step === 0 && (
        <section className="panel ledger-part" aria-label={t('ledger.step.choose')}>
          <label htmlFor="adopt-plan">{t('ledger.plan')}</label>
          <PlanSelect id="adopt-plan" className="adopt-plan" value={planId} onChange={(plan) => void choose(plan)} />
          {look.isPending && <Spin description={t('common.loading')} />}
          {preview && <What preview={preview} />}
          {preview?.adopted && (
            <Alert
              type="info"
              showIcon
              title={
                <>
                  {t('ledger.already')}{' '}
                  <Link to="/ledger" search={{ ledger: preview.adopted }}>
                    {t('ledger.openLedger')}
                  </Link>
                </>
              }
            />
          )}
          <div className="confirm-line">
            <Button
              type="primary"
              disabled={!preview || preview.adopted !== null || preview.entries === 0}
              onClick={() => setStep(preview && preview.toConfirm.length > 0 ? 1 : 2)}
            >
              {t('ledger.next')}
            </Button>
          </div>
        </section>
      )}
      {step === 1 && preview && (
        <section className="panel ledger-part" aria-label={t('ledger.step.units')}>
          <p>{t(preview.toConfirm.length > 0 ? 'ledger.unitsLede' : 'ledger.unitsNone')}</p>
          {preview.toConfirm.length > 0 && planId !== undefined && (
            <ConfirmUnits
              key={preview.toConfirm.map((u) => u.text).join()}
              units={preview.toConfirm}
              onConfirmed={async () => {
                const found = await show(planId)
                if (found?.toConfirm.length === 0) setStep(2)
              }}
            />
          )}
          <Turns
            back={() => setStep(0)}
            next={() => setStep(2)}
            nextLabel={t(preview.toConfirm.length > 0 ? 'ledger.skip' : 'ledger.next')}
          />
        </section>
      )}
      {step === 2 && preview && (
        <section className="panel ledger-part" aria-label={t('ledger.step.make')}>
          <What preview={preview} />
          <div className="adopt-fields">
            <div>
              <label htmlFor="adopt-title">{t('ledger.name')}</label>
              <Input id="adopt-title" value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
            </div>
            <div>
              <label htmlFor="adopt-year">{t('ledger.year')}</label>
              <InputNumber id="adopt-year" value={year} min={1990} max={2100} precision={0} onChange={setYear} />
            </div>
          </div>
          <div className="confirm-line">
            <Button onClick={() => setStep(preview.toConfirm.length > 0 ? 1 : 0)}>{t('ledger.back')}</Button>
            <Button type="primary" loading={adopt.isPending} onClick={() => void go()}>
              {t('ledger.adoptGo', { n: preview.entries })}
            </Button>
            <span role="status">{adopt.isPending ? t('ledger.adopting', { n: preview.entries }) : ''}</span>
          </div>
        </section>
      )}
    </Page>
  )
}

function Turns({ back, next, nextLabel }: { back: () => void; next: () => void; nextLabel: string }) {
  const { t } = useMessages()
  return (
    <div className="confirm-line">
      <Button onClick={back}>{t('ledger.back')}</Button>
      <Button onClick={next}>{nextLabel}</Button>
    </div>
  )
}

/** What adopting the plan makes. */
function What({ preview }: { preview: Preview }) {
  const { t } = useMessages()
  const most = Math.max(1, ...preview.domains.map((d) => d.entries))
  return (
    <div className="adopt-what" data-testid="adopt-what">
      <ul className="adopt-counts">
        <li>
          <strong className="mono">{preview.entries}</strong> {t('ledger.count.entries')}
        </li>
        <li>
          <strong className="mono">{preview.milestones}</strong> {t('ledger.count.milestones')}
        </li>
        <li>
          <strong className="mono">{preview.targets}</strong> {t('ledger.count.targets')}
        </li>
        <li>
          <strong className="mono">{preview.matched.length}</strong> {t('ledger.count.matched')}
        </li>
        <li data-warn={preview.toConfirm.length > 0}>
          <strong className="mono">{preview.toConfirm.length}</strong> {t('ledger.count.toConfirm')}
        </li>
        <li data-warn={preview.unled > 0}>
          <strong className="mono">{preview.unled}</strong> {t('ledger.count.unled')}
        </li>
      </ul>
      <ul className="adopt-domains">
        {preview.domains.map((d) => (
          <li key={d.domain}>
            <span>
              <Words>{d.domain || t('ledger.noDomain')}</Words>
            </span>
            <span className="adopt-bar" aria-hidden="true">
              <span style={{ width: `${(100 * d.entries) / most}%` }} />
            </span>
            <span className="mono">{d.entries}</span>
          </li>
        ))}
      </ul>
      {preview.matched.length > 0 && (
        <details>
          <summary>{t('ledger.matchedList')}</summary>
          <ul className="adopt-matched">
            {preview.matched.map((m) => (
              <li key={m.text}>
                <Words>{m.text}</Words> → <Words>{m.bodies.map((b) => b.name).join('、') || t('ledger.standsForNobody')}</Words>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
