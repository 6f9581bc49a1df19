import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Outcomes, RoundRow } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Spin, Tag } from 'antd'
import { useState } from 'react'
import { download } from '../../api/client.ts'
import { day, instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { agendaPath, useOpenMeeting, useRound, useUrge } from './queries.ts'
import { ReportTable } from './report-table.tsx'
import './reporting.css'

/** One round: who handed in, who is late, who is silent; urging one, some, or all of them. */
export function RoundPage() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const key = useSearch({ from: '/reporting/round' })
  const found = useRound(key)
  const urge = useUrge()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [outcome, setOutcome] = useState<Outcomes | null>(null)
  const navigate = useNavigate()
  const meeting = useOpenMeeting()
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const { round, rows } = found.data
  const silent = rows.filter((r) => r.status !== 'handed-in')
  const send = (bodies: readonly string[]) =>
    urge
      .mutateAsync({ ...key, bodies: [...bodies] })
      .then((answer) => {
        setOutcome(answer)
        setChosen([])
        toast.announce(t('reporting.urged', { n: answer.done }))
      })
      .catch(toast.failed)
  return (
    <Page
      title={`${say(round.title, locale)} ${round.cycle.split('/')[1]}`}
      lede={
        <>
          <Link to="/reporting">{t('reporting.title')}</Link> · <Words>{round.ledger.name}</Words> ·{' '}
          {t('reporting.dueOn', { day: day(round.dueOn, locale) })} · {t(`reporting.phase.${round.phase}`)}
        </>
      }
      actions={
        <>
          <Button onClick={() => void download(agendaPath(key), 'agenda.docx').catch(toast.failed)}>{t('reporting.agenda')}</Button>
          {may('ledger.manage') && (
            <Button
              loading={meeting.isPending}
              onClick={() =>
                meeting.mutate(key, {
                  onSuccess: (opened) => void navigate({ to: '/reporting/meetings/$meetingId', params: { meetingId: opened.meeting.id } }),
                  onError: toast.failed,
                })
              }
            >
              {t('reporting.prepare')}
            </Button>
          )}
          {may('ledger.manage') && silent.length > 0 && (
            <Button
              type="primary"
              loading={urge.isPending}
              onClick={() => void send(chosen.length > 0 ? chosen : silent.map((r) => r.body.id))}
            >
              {chosen.length > 0 ? t('reporting.urgeChosen', { n: chosen.length }) : t('reporting.urgeAll', { n: silent.length })}
            </Button>
          )}
        </>
      }
    >
      <dl className="reporting-figures">
        {(
          [
            ['asked', round.asked],
            ['inTime', round.inTime],
            ['late', round.late],
            ['silent', round.silent],
            ['returned', round.returned],
          ] as const
        ).map(([name, n]) => (
          <div key={name} data-figure={name}>
            <dt>{t(`reporting.${name}`)}</dt>
            <dd>{n}</dd>
          </div>
        ))}
      </dl>
      {outcome && <Results outcome={outcome} />}
      <ReportTable of={key} />
      <section className="panel" aria-label={t('reporting.bodies')}>
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('reporting.body')}</th>
              <th scope="col">{t('reporting.status')}</th>
              <th scope="col">{t('reporting.handedInAt')}</th>
              <th scope="col">{t('reporting.people')}</th>
              <th scope="col">{t('reporting.urgedTimes')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.body.id} data-body={row.body.name}>
                <th scope="row">
                  {may('ledger.manage') && row.status !== 'handed-in' && (
                    <Checkbox
                      aria-label={t('reporting.choose', { body: row.body.name })}
                      checked={chosen.includes(row.body.id)}
                      onChange={({ target }) =>
                        setChosen(target.checked ? [...chosen, row.body.id] : chosen.filter((id) => id !== row.body.id))
                      }
                    />
                  )}{' '}
                  <Link to="/reporting/report" search={{ ...key, body: row.body.id }} className="plan-link">
                    <Words>{row.body.name}</Words>
                  </Link>
                </th>
                <td data-label={t('reporting.status')}>
                  <State row={row} />
                </td>
                <td data-label={t('reporting.handedInAt')} className="mono">
                  {row.handedInAt ? instant(row.handedInAt) : '—'}
                </td>
                <td data-label={t('reporting.people')}>{row.people}</td>
                <td data-label={t('reporting.urgedTimes')}>{row.urged}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Page>
  )
}

export function State({ row }: { row: Pick<RoundRow, 'status' | 'late'> }) {
  const { t } = useMessages()
  return (
    <>
      <Tag>{t(`reporting.status.${row.status}`)}</Tag>
      {row.late && <Tag className="reporting-late">{t('reporting.late')}</Tag>}
    </>
  )
}

/** What became of each body. */
export function Results({ outcome }: { outcome: Outcomes }) {
  const { t, locale } = useMessages()
  return (
    <Alert
      className="reporting-note"
      type="info"
      showIcon
      title={t('reporting.outcome', { n: outcome.done, of: outcome.items.length })}
      description={
        <ul>
          {outcome.items.map((item) => (
            <li key={item.body.id}>
              <Words>{item.body.name}</Words> {say(item, locale)}
            </li>
          ))}
        </ul>
      }
    />
  )
}
