import type { BulkDeed, MatterSummary } from '@yingshang/server/contract'
import { Button, Input, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useProcedure } from '../../api/matters.ts'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'

interface Given {
  readonly busy: boolean
  readonly onPreview: (deed: BulkDeed) => Promise<void>
}

/** A role for somebody on all chosen matters, from when and until when. */
export function AssignForm({ chosen, busy, onPreview }: Given & { chosen: readonly MatterSummary[] }) {
  const { t, locale } = useMessages()
  const id = useId()
  const first = chosen[0]?.procedure
  const definition = useProcedure(first?.id, first?.version)
  const [login, setLogin] = useState('')
  const [role, setRole] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const ready = login.trim() !== '' && role !== null
  return (
    <Frame
      ready={ready}
      busy={busy}
      onSubmit={() =>
        onPreview({ do: 'assign', login: login.trim(), role: role!, ...(from === '' ? {} : { from }), until: until === '' ? null : until })
      }
    >
      <div>
        <label htmlFor={`${id}-login`}>{t('party.login')}</label>
        <Input id={`${id}-login`} value={login} autoComplete="off" autoCapitalize="none" onChange={(e) => setLogin(e.target.value)} />
      </div>
      <div>
        <label htmlFor={`${id}-role`}>{t('party.role')}</label>
        <Select
          id={`${id}-role`}
          value={role}
          placeholder={t('form.choose')}
          options={(definition.data?.roles ?? []).filter((r) => !r.system).map((r) => ({ value: r.id, label: say(r.title, locale) }))}
          onChange={setRole}
          style={{ width: '100%' }}
        />
      </div>
      <Days from={from} until={until} onFrom={setFrom} onUntil={setUntil} />
    </Frame>
  )
}

/** Somebody stands in for an absent colleague on all chosen matters. */
export function DelegateForm({ busy, onPreview }: Given) {
  const { t } = useMessages()
  const { session } = useSession()
  const id = useId()
  const [absent, setAbsent] = useState(session.user.login)
  const [login, setLogin] = useState('')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const ready = absent.trim() !== '' && login.trim() !== '' && until !== ''
  return (
    <Frame
      ready={ready}
      busy={busy}
      onSubmit={() => onPreview({ do: 'delegate', absent: absent.trim(), login: login.trim(), ...(from === '' ? {} : { from }), until })}
    >
      <p className="muted party-wide">{t('bulk.delegateText')}</p>
      <div>
        <label htmlFor={`${id}-absent`}>{t('bulk.absent')}</label>
        <Input id={`${id}-absent`} value={absent} autoComplete="off" autoCapitalize="none" onChange={(e) => setAbsent(e.target.value)} />
      </div>
      <div>
        <label htmlFor={`${id}-login`}>{t('bulk.standIn')}</label>
        <Input id={`${id}-login`} value={login} autoComplete="off" autoCapitalize="none" onChange={(e) => setLogin(e.target.value)} />
      </div>
      <Days from={from} until={until} onFrom={setFrom} onUntil={setUntil} />
    </Frame>
  )
}

function Days(props: { from: string; until: string; onFrom: (day: string) => void; onUntil: (day: string) => void }) {
  const { t } = useMessages()
  const id = useId()
  return (
    <>
      <div>
        <label htmlFor={`${id}-from`}>{t('party.fromDay')}</label>
        <Input id={`${id}-from`} type="date" value={props.from} onChange={(e) => props.onFrom(e.target.value)} />
      </div>
      <div>
        <label htmlFor={`${id}-until`}>{t('party.untilDay')}</label>
        <Input
          id={`${id}-until`}
          type="date"
          value={props.until}
          min={props.from || undefined}
          onChange={(e) => props.onUntil(e.target.value)}
        />
      </div>
    </>
  )
}

function Frame({ ready, busy, onSubmit, children }: { ready: boolean; busy: boolean; onSubmit: () => Promise<void>; children: ReactNode }) {
  const { t } = useMessages()
  const [missing, setMissing] = useState(false)
  return (
    <form
      className="party-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setMissing(!ready)
        if (ready) void onSubmit()
      }}
    >
      {children}
      {missing && !ready && (
        <p role="alert" className="form-error party-wide">
          {t('bulk.needed')}
        </p>
      )}
      <div className="party-wide form-end">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('bulk.preview')}
        </Button>
      </div>
    </form>
  )
}
