import { useMutation, useQuery } from '@tanstack/react-query'
import type { ActionTaken, BodyOf, MigrationChoice, MigrationChoices } from '@yingshang/server/contract'
import { Alert, Button, Input, Popconfirm } from 'antd'
import { useId, useRef, useState } from 'react'
import { ApiError, api, idempotencyKey } from '../../api/client.ts'
import { matterPath, useAfterAction } from '../../api/matters.ts'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { type Said, say } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'
import { Sources } from './sources.tsx'
import './care.css'

/** Newer versions of the procedure, for those who may move the matter; nothing when there are none. */
export function Migrations() {
  const { may } = useSession()
  const { matter } = useOpened()
  const { id, seq } = matter.summary
  const choices = useQuery({
    queryKey: ['matter', id, 'migration', seq],
    queryFn: ({ signal }) => api.get<MigrationChoices>(`${matterPath(id)}/migration`, signal),
    enabled: may('matter.all'),
  })
  const items = choices.data?.items ?? []
  return items.map((choice) => <Choice key={choice.to} choice={choice} from={choices.data!.version} seq={choices.data!.seq} />)
}

function useMigrate(id: string) {
  const after = useAfterAction()
  return useMutation({
    mutationFn: ({ key, ...body }: BodyOf<'migrateMatter'> & { key: string }) =>
      api.create<ActionTaken>(`${matterPath(id)}/migration`, body, key),
    onSuccess: (answer) => after(answer.matter),
  })
}

function Choice({ choice, from, seq }: { choice: MigrationChoice; from: string; seq: number }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { matter } = useOpened()
  const id = useId()
  const migrate = useMigrate(matter.summary.id)
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const key = useRef(idempotencyKey())
  const go = async () => {
    if (reason.trim() === '') return setFault(t('migration.reasonNeeded'))
    setFault(null)
    try {
      await migrate.mutateAsync({ key: key.current, to: choice.to, reason, expectedSeq: seq })
      toast.done(t('migration.done', { to: choice.to }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      key.current = idempotencyKey()
      setFault(error.say(locale))
    }
  }
  const barred = choice.refusals.length > 0
  return (
    <Section title={t('migration.title')}>
      <p>{t('migration.lede', { from, to: choice.to, day: day(choice.effectiveFrom, locale) })}</p>
      <Sources sources={choice.sources} />
      <details className="migration">
        <summary>{t('migration.show')}</summary>
        <Changes choice={choice} />
        {barred ? (
          <Alert
            type="warning"
            showIcon
            title={t('migration.refused')}
            description={
              <ul>
                {choice.refusals.map((r) => (
                  <li key={r.zh}>
                    <Words>{say(r, locale)}</Words>
                  </li>
                ))}
              </ul>
            }
          />
        ) : (
          <form className="migration-form" noValidate onSubmit={(event) => event.preventDefault()}>
            <label className="form-label" htmlFor={`${id}-reason`}>
              {t('migration.reason')}
            </label>
            <Input.TextArea
              id={`${id}-reason`}
              value={reason}
              required
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              status={fault ? 'error' : ''}
              aria-invalid={fault !== null}
              aria-describedby={fault ? `${id}-fault` : undefined}
              onChange={(event) => setReason(event.target.value)}
            />
            {fault && (
              <p id={`${id}-fault`} role="alert" className="form-error">
                {fault}
              </p>
            )}
            <Popconfirm
              title={t('migration.sure', { to: choice.to })}
              okText={t('migration.go', { to: choice.to })}
              cancelText={t('common.cancel')}
              onConfirm={() => void go()}
            >
              <Button type="primary" loading={migrate.isPending}>
                {t('migration.go', { to: choice.to })}…
              </Button>
            </Popconfirm>
          </form>
        )}
      </details>
    </Section>
  )
}

const STATUSES = ['waiting', 'unset', 'running', 'paused', 'ended', 'cancelled'] as const

function Changes({ choice }: { choice: MigrationChoice }) {
  const { t, locale } = useMessages()
  const end = (value: string) => {
    const status = STATUSES.find((s) => s === value)
    return status ? t(`clock.status.${status}`) : value === '—' ? t('migration.absent') : day(value, locale)
  }
  const moves = (list: readonly { readonly from: Said; readonly to: Said; readonly track?: Said }[]) =>
    list.map(({ track, from, to }) => (
      <li key={`${track?.zh} ${from.zh}`}>
        {track && `${say(track, locale)}${locale === 'zh' ? '：' : ': '}`}
        <del>{say(from, locale)}</del> → <ins>{say(to, locale)}</ins>
      </li>
    ))
  const names = (list: readonly Said[]) => list.map((one) => <li key={one.zh}>{say(one, locale)}</li>)
  const parts = [
    { title: t('migration.stages'), rows: moves(choice.stages) },
    { title: t('migration.flags'), rows: moves(choice.flags) },
    { title: t('migration.facts'), rows: moves(choice.facts) },
    { title: t('migration.gained'), rows: names(choice.actionsGained) },
    { title: t('migration.lost'), rows: names(choice.actionsLost) },
    {
      title: t('migration.notCarried'),
      rows: choice.notCarried.map((one) => (
        <li key={`${one.kind} ${one.title.zh}`}>
          {t(`migration.kind.${one.kind}`)} · {say(one.title, locale)}
        </li>
      )),
    },
  ].filter((part) => part.rows.length > 0)
  if (parts.length === 0 && choice.clocks.length === 0) return <p className="muted">{t('migration.nothing')}</p>
  return (
    <div className="migration-parts">
      {choice.clocks.length > 0 && (
        <table className="data-table migration-clocks">
          <caption>{t('migration.clocks')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('migration.clock')}</th>
              <th scope="col">{t('migration.before')}</th>
              <th scope="col">{t('migration.after')}</th>
            </tr>
          </thead>
          <tbody>
            {choice.clocks.map((row) => (
              <tr key={row.clock.zh}>
                <th scope="row">{say(row.clock, locale)}</th>
                <td data-label={t('migration.before')}>{end(row.before)}</td>
                <td data-label={t('migration.after')}>
                  <strong>{end(row.after)}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {parts.map((part) => (
        <div key={part.title}>
          <h3>{part.title}</h3>
          <ul>{part.rows}</ul>
        </div>
      ))}
    </div>
  )
}
