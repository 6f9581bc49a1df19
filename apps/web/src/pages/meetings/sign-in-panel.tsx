import { useQueryClient } from '@tanstack/react-query'
import type { MeetingDetail, ReplyOf } from '@yingshang/server/contract'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { type Device, newDevice } from './device.ts'
import { meetingPath, useVoters } from './queries.ts'

type Checked = ReplyOf<'checkIdentity'>

/** 签到: name and number, then the one-time code; the browser makes the key that signs the votes. */
export function SignInPanel({ meeting, onSignedIn }: { meeting: MeetingDetail; onSignedIn: (device: Device) => void }) {
  const { t, locale } = useMessages()
  const { session } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const id = useId()
  // A creditor sees only the own lines of the list; somebody who prepares the meeting sees all, and types the name.
  const own = useVoters(meeting.id, {}, !meeting.may.list).data?.pages[0]?.items
  const [name, setName] = useState<string | null>(null)
  const [identity, setIdentity] = useState('')
  const [code, setCode] = useState('')
  const [checked, setChecked] = useState<Checked | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const codeField = useRef<HTMLInputElement>(null)
  const filled = name ?? own?.find((voter) => voter.login === session.user.login)?.name ?? (own ? session.user.displayName : '')
  const path = meetingPath(meeting.id)
  const waiting = checked !== null && !checked.codeReady

  const attempt = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    } finally {
      setBusy(false)
    }
  }
  const check = () =>
    attempt(async () => {
      const answer = await api.post<Checked>(`${path}/identity`, { name: filled.trim(), identity: identity.trim(), wantCode: true })
      setChecked(answer)
      toast.announce(t(answer.codeReady ? 'meetings.signIn.codeReady' : 'meetings.signIn.codeAsked'))
      requestAnimationFrame(() => codeField.current?.focus())
    })
  const enter = () =>
    attempt(async () => {
      const [{ signInMessage }, { toBase64 }, device] = await Promise.all([
        import('@yingshang/meeting'),
        import('@yingshang/journal'),
        newDevice(meeting.id, session.user.id),
      ])
      const statement = {
        v: 1 as const,
        meeting: meeting.id,
        person: checked!.person,
        key: { ...device.signer.key },
        challenge: checked!.challenge,
      }
      const answer = await api.post<ReplyOf<'signInToMeeting'>>(`${path}/sign-in`, {
        name: filled.trim(),
        identity: identity.trim(),
        code,
        statement,
        signature: toBase64(await device.signer.sign(signInMessage(statement))),
      })
      client.setQueryData(['my-meeting', meeting.id], answer.mine)
      onSignedIn(await device.keep(answer.session, statement.person))
      toast.done(t('meetings.signIn.done'))
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void (checked === null ? check() : enter())
  }
  // The code comes another way: whether it is there is the clerk's doing, the person just types it.
  useEffect(() => {
    if (checked) setTrouble(null)
  }, [checked])

  return (
    <section className="panel meeting-panel" aria-label={t('meetings.signIn.title')}>
      <h2>{t('meetings.signIn.title')}</h2>
      <form className="sign-in" onSubmit={submit}>
        <label htmlFor={`${id}-name`}>{t('meetings.signIn.name')}</label>
        <Input
          id={`${id}-name`}
          size="large"
          value={filled}
          maxLength={200}
          autoComplete="name"
          disabled={checked !== null}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor={`${id}-identity`}>{t('meetings.signIn.identity')}</label>
        <Input
          id={`${id}-identity`}
          size="large"
          value={identity}
          maxLength={6}
          autoComplete="off"
          autoCapitalize="characters"
          disabled={checked !== null}
          aria-describedby={`${id}-identity-help`}
          onChange={(event) => setIdentity(event.target.value)}
        />
        <p className="muted" id={`${id}-identity-help`}>
          {t('meetings.signIn.identityHelp')}
        </p>
        {checked && (
          <>
            <Alert
              type={waiting ? 'warning' : 'info'}
              showIcon
              title={t(waiting ? 'meetings.signIn.codeAsked' : 'meetings.signIn.codeReady')}
            />
            <label htmlFor={`${id}-code`}>{t('meetings.signIn.code')}</label>
            <input
              ref={codeField}
              id={`${id}-code`}
              className="ant-input ant-input-lg ant-input-outlined sign-in-code"
              value={code}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={8}
              onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
            />
          </>
        )}
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
        <Button
          type="primary"
          size="large"
          block
          htmlType="submit"
          loading={busy}
          disabled={checked === null ? filled.trim() === '' || identity.length !== 6 : code.length !== 8}
        >
          {t(checked === null ? 'meetings.signIn.check' : 'meetings.signIn.go')}
        </Button>
        {checked && (
          <Button
            type="link"
            onClick={() => {
              setChecked(null)
              setCode('')
            }}
          >
            {t('meetings.signIn.back')}
          </Button>
        )}
      </form>
      <p className="muted">{t('meetings.signIn.key')}</p>
    </section>
  )
}
