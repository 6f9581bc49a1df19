import type { MatterParty } from '@yingshang/server/contract'
import { Alert, Button, Input, Popconfirm, Select } from 'antd'
import { useId, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useAddParty, useEndParty } from '../../api/matters.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'

/** Who has which role on the matter, from when and until when; giving and taking back roles, also in somebody's place. */
export function Parties() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const { matter } = useOpened()
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={t('party.title')}
      extra={
        may('matter.assign') && (
          <Button size="small" aria-expanded={adding} onClick={() => setAdding((was) => !was)}>
            {t('party.add')}
          </Button>
        )
      }
    >
      {adding && <PartyForm onClose={() => setAdding(false)} />}
      {matter.parties.length === 0 && <p className="section-none">{t('party.none')}</p>}
      <ul className="side-list">
        {matter.parties.map((party) => (
          <li key={party.id} data-party={party.role}>
            <span className="party-line">
              <strong>
                <Words>{party.user.displayName}</Words>
              </strong>
              <span>{say(party.roleTitle, locale)}</span>
              {may('matter.assign') && <EndParty party={party} />}
            </span>
            <span className="side-sub">
              <span className="mono">{t(party.until ? 'party.period' : 'party.from', { from: party.from, until: party.until ?? '' })}</span>
              {party.onBehalfOf && (
                <span>
                  {t('party.onBehalf')}
                  <Words>{party.onBehalfOf.displayName}</Words>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function EndParty({ party }: { party: MatterParty }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { matter } = useOpened()
  const end = useEndParty(matter.summary.id)
  const what = t('party.endLabel', { name: party.user.displayName, role: say(party.roleTitle, locale) })
  return (
    <Popconfirm
      title={what}
      okText={t('party.end')}
      cancelText={t('common.cancel')}
      onConfirm={() => end.mutateAsync(party.id).then(() => toast.done(t('party.ended')), toast.failed)}
    >
      <Button size="small" type="text" danger aria-label={what}>
        {t('party.end')}
      </Button>
    </Popconfirm>
  )
}

function PartyForm({ onClose }: { onClose: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { matter, definition } = useOpened()
  const add = useAddParty(matter.summary.id)
  const id = useId()
  const [login, setLogin] = useState('')
  const [role, setRole] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [behalf, setBehalf] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const roles = definition.roles.filter((r) => !r.system).map((r) => ({ value: r.id, label: say(r.title, locale) }))
  const people = [...new Map(matter.parties.map((p) => [p.user.id, p.user.displayName]))]
  const submit = async () => {
    if (login.trim() === '' || role === null) return setRefusal(t('party.needed'))
    setRefusal(null)
    try {
      await add.mutateAsync({
        login: login.trim(),
        role,
        ...(from === '' ? {} : { from }),
        ...(until === '' ? {} : { until }),
        ...(behalf === null ? {} : { onBehalfOf: behalf }),
      })
      toast.done(t('party.added'))
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error.say(locale))
    }
  }
  return (
    <form
      className="party-form"
      aria-label={t('party.add')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {refusal && <Alert role="alert" type="error" showIcon title={refusal} />}
      <div>
        <label htmlFor={`${id}-login`}>{t('party.login')}</label>
        <Input id={`${id}-login`} value={login} autoComplete="off" autoCapitalize="none" onChange={(e) => setLogin(e.target.value)} />
      </div>
      <div>
        <label htmlFor={`${id}-role`}>{t('party.role')}</label>
        <Select
          id={`${id}-role`}
          value={role}
          options={roles}
          placeholder={t('form.choose')}
          onChange={setRole}
          style={{ width: '100%' }}
        />
      </div>
      <div>
        <label htmlFor={`${id}-from`}>{t('party.fromDay')}</label>
        <Input id={`${id}-from`} type="date" value={from} onChange={(e) => setFrom(e.target.value)} />
      </div>
      <div>
        <label htmlFor={`${id}-until`}>{t('party.untilDay')}</label>
        <Input id={`${id}-until`} type="date" value={until} min={from || undefined} onChange={(e) => setUntil(e.target.value)} />
      </div>
      <div className="party-wide">
        <label htmlFor={`${id}-behalf`}>{t('party.behalf')}</label>
        <Select
          id={`${id}-behalf`}
          value={behalf}
          allowClear
          options={people.map(([value, label]) => ({ value, label }))}
          placeholder={t('party.self')}
          onChange={(next) => setBehalf(next ?? null)}
          style={{ width: '100%' }}
        />
      </div>
      <div className="party-wide form-end">
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          {t('party.give')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  )
}
