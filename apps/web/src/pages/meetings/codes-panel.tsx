import { useQueryClient } from '@tanstack/react-query'
import type { MeetingDetail, ReplyOf } from '@yingshang/server/contract'
import { Alert, Button, Input, Radio, Select } from 'antd'
import { useId, useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { CodeMails } from './code-mails.tsx'
import { meetingPath, useCodeWishes } from './queries.ts'

type Codes = ReplyOf<'makeCodes'>['items']
const HOURS = [1, 12, 72, 720] as const

/** 一次性验证码: who asks for one, and making them. They are shown once, to be handed over by another way. */
export function CodesPanel({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const client = useQueryClient()
  const wishes = useCodeWishes(meeting.id, true)
  const canMail = wishes.data?.mail ?? false
  const [codes, setCodes] = useState<Codes>([])
  const [passed, setPassed] = useState<ReplyOf<'makeCodes'>['passedOver']>([])
  const [chosen, setChosen] = useState<'hand' | 'mail'>('mail')
  const [login, setLogin] = useState('')
  const [hours, setHours] = useState<number>(1)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const way = canMail ? chosen : 'hand'
  const make = async (logins: string[] | null, by: 'hand' | 'mail' = way) => {
    setBusy(true)
    setTrouble(null)
    try {
      const { items, mailed, passedOver } = await api.post<ReplyOf<'makeCodes'>>(`${meetingPath(meeting.id)}/codes`, { logins, hours, by })
      setCodes((before) => [...items, ...before.filter((one) => !items.some((item) => item.login === one.login))])
      setPassed(passedOver)
      setLogin('')
      toast.announce(t(by === 'mail' ? 'meetings.codes.queued' : 'meetings.codes.made', { n: items.length + mailed.length }))
      await client.invalidateQueries({ queryKey: ['meeting-codes', meeting.id] })
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    } finally {
      setBusy(false)
    }
  }
  const asking = wishes.data?.items ?? []
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.codes')}>
      <h2>{t('meetings.codes')}</h2>
      <p className="muted">{t(canMail ? 'meetings.codes.ways' : 'meetings.codes.lede')}</p>
      {canMail && (
        <Radio.Group
          aria-label={t('meetings.codes.way')}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
          options={(['mail', 'hand'] as const).map((one) => ({ value: one, label: t(`meetings.codes.way.${one}`) }))}
        />
      )}
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {asking.length > 0 && (
        <>
          <h3>{t('meetings.codes.wishes', { n: asking.length })}</h3>
          <ul className="meeting-rows">
            {asking.map((one) => (
              <li key={one.login} className="meeting-line">
                <Words>{one.name}</Words>
                <span className="muted mono">{instant(one.askedAt)}</span>
                <Button size="small" disabled={busy} onClick={() => void make([one.login])}>
                  {t('meetings.codes.makeFor', { name: one.name })}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="meeting-field">
        <label htmlFor={`${id}-login`}>{t('meetings.voters.login')}</label>
        <Input id={`${id}-login`} value={login} maxLength={64} onChange={(event) => setLogin(event.target.value)} />
        <Select
          aria-label={t('meetings.codes.hours')}
          value={hours}
          onChange={setHours}
          options={HOURS.map((n) => ({ value: n, label: t('meetings.codes.good', { n }) }))}
        />
        <Button disabled={busy || login.trim() === ''} onClick={() => void make([login.trim()])}>
          {t('meetings.codes.make')}
        </Button>
        <Button disabled={busy} onClick={() => void make(null)}>
          {t('meetings.codes.makeAll')}
        </Button>
      </div>
      {passed.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('meetings.codes.passedOver')}
          description={
            <ul className="meeting-rows">
              {passed.map((one) => (
                <li key={one.login}>
                  <Words>{one.name}</Words> <span className="muted">{one.login}</span>：{t(`meetings.codes.why.${one.why}`)}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {codes.length > 0 && (
        <table className="data-table keep-table" data-testid="codes">
          <caption>{t('meetings.codes.once')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('meetings.codes.who')}</th>
              <th scope="col">{t('meetings.codes.code')}</th>
              <th scope="col">{t('meetings.codes.until')}</th>
            </tr>
          </thead>
          <tbody>
            {codes.map((one) => (
              <tr key={one.login} data-login={one.login}>
                <th scope="row">
                  <Words>{one.name}</Words> <span className="muted">{one.login}</span>
                </th>
                <td>
                  <code className="code-shown">{one.code}</code>
                </td>
                <td className="mono">{instant(one.expiresAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <CodeMails mails={wishes.data?.mails ?? []} busy={busy} again={(one) => void make([one], 'mail')} />
    </section>
  )
}
