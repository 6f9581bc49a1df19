import { Link } from '@tanstack/react-router'
import type { Outcomes } from '@yingshang/server/contract'
import { Alert, Button, Input, Select, Spin, Tag } from 'antd'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { PlanSelect } from '../../components/plan-select.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { useOrganisation } from '../organisation/queries.ts'
import { Field } from './field.tsx'
import { useFilings, useStartFilings } from './queries.ts'
import { Results } from './round-page.tsx'

/** 实施方案备案: who was asked, who has filed, and asking many bodies at once. */
export function Filings() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const filings = useFilings()
  const [asking, setAsking] = useState(false)
  if (filings.isPending) return <Spin description={t('common.loading')} />
  if (!filings.data) return <Trouble error={filings.error} retry={() => void filings.refetch()} />
  const { items } = filings.data
  const filed = items.filter((f) => f.stage === 'received').length
  return (
    <>
      <div className="reporting-send">
        <span>{t('reporting.filed', { n: filed, of: items.length })}</span>
        {may('ledger.manage') && (
          <Button type="primary" onClick={() => setAsking(!asking)} aria-expanded={asking}>
            {t('reporting.askFilings')}
          </Button>
        )}
      </div>
      {asking && <Ask />}
      {items.length === 0 && <p className="panel reporting-none">{t('reporting.noFilings')}</p>}
      {items.length > 0 && (
        <section className="panel" aria-label={t('reporting.filings')}>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('reporting.body')}</th>
                <th scope="col">{t('reporting.superior')}</th>
                <th scope="col">{t('reporting.status')}</th>
                <th scope="col">{t('reporting.due')}</th>
                <th scope="col">{t('reporting.filedOn')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((f) => (
                <tr key={f.matter}>
                  <th scope="row">
                    <Link to="/matters/$matterId" params={{ matterId: f.matter }} className="plan-link">
                      <Words>{f.body}</Words>
                    </Link>
                  </th>
                  <td data-label={t('reporting.superior')}>
                    <Words>{f.subject}</Words>
                  </td>
                  <td data-label={t('reporting.status')}>
                    {say(f.stageTitle, locale)} {f.number && <Words>{f.number}</Words>}
                    {f.late && <Tag className="reporting-late">{t('reporting.late')}</Tag>}
                  </td>
                  <td data-label={t('reporting.due')} className="mono">
                    {f.due ? day(f.due, locale) : '—'}
                  </td>
                  <td data-label={t('reporting.filedOn')} className="mono">
                    {f.filedOn ? day(f.filedOn, locale) : '—'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

function Ask() {
  const { t, locale } = useMessages()
  const organisation = useOrganisation()
  const start = useStartFilings()
  const [planId, setPlanId] = useState<string | undefined>(undefined)
  const [subject, setSubject] = useState('')
  const [issuedOn, setIssuedOn] = useState(today)
  const [bodies, setBodies] = useState<string[]>([])
  const [outcome, setOutcome] = useState<Outcomes | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTrouble(null)
    try {
      setOutcome(await start.mutateAsync({ subject, planId, issuedOn, bodies }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <form className="panel reporting-form reporting-entry" onSubmit={(event) => void send(event)} aria-label={t('reporting.askFilings')}>
      <label htmlFor="filing-plan">
        <span>{t('reporting.plan')}</span>
        <PlanSelect id="filing-plan" value={planId} onChange={setPlanId} />
      </label>
      <Field label={t('reporting.superior')}>
        <Input value={subject} maxLength={200} onChange={(event) => setSubject(event.target.value)} />
      </Field>
      <Field label={t('reporting.issuedOn')}>
        <Input type="date" value={issuedOn} onChange={(event) => setIssuedOn(event.target.value)} />
      </Field>
      <label htmlFor="filing-bodies">
        <span>{t('reporting.bodies')}</span>
        <Select
          id="filing-bodies"
          mode="multiple"
          value={bodies}
          onChange={setBodies}
          showSearch={{ optionFilterProp: 'label' }}
          options={(organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.name }))}
        />
      </label>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {outcome && <Results outcome={outcome} />}
      <div className="reporting-send">
        <Button onClick={() => setBodies((organisation.data?.bodies ?? []).map((b) => b.id))}>{t('reporting.allBodies')}</Button>
        <Button type="primary" htmlType="submit" loading={start.isPending} disabled={subject.trim() === '' || bodies.length === 0}>
          {t('reporting.askFilings')}
        </Button>
      </div>
    </form>
  )
}
