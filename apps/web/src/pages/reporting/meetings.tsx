import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Spin, Tag } from 'antd'
import { day } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { useOpenMeeting, useWeeklyMeetings } from './queries.ts'

/** 工作例会: meetings on a ledger, the newest first; preparing the next one. */
export function Meetings({ ledger }: { ledger: string | undefined }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const navigate = useNavigate()
  const meetings = useWeeklyMeetings(ledger)
  const open = useOpenMeeting()
  if (meetings.isPending) return <Spin description={t('common.loading')} />
  if (!meetings.data) return <Trouble error={meetings.error} retry={() => void meetings.refetch()} />
  const items = meetings.data.pages.flatMap((page) => page.items)
  return (
    <>
      {may('ledger.manage') && (
        <div className="reporting-send">
          <Button
            type="primary"
            disabled={ledger === undefined}
            loading={open.isPending}
            onClick={() =>
              open.mutate(
                { ledger: ledger! },
                {
                  onSuccess: ({ meeting }) => void navigate({ to: '/reporting/meetings/$meetingId', params: { meetingId: meeting.id } }),
                  onError: toast.failed,
                },
              )
            }
          >
            {t('reporting.prepare')}
          </Button>
          {ledger === undefined && <span>{t('reporting.chooseLedger')}</span>}
        </div>
      )}
      {items.length === 0 ? (
        <p className="panel reporting-none">{t('reporting.noMeetings')}</p>
      ) : (
        <section className="panel" aria-label={t('reporting.meetings')}>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('reporting.meeting.on')}</th>
                <th scope="col">{t('reporting.status')}</th>
                <th scope="col">{t('reporting.decisions')}</th>
                <th scope="col">{t('reporting.meeting.chair')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((m) => (
                <tr key={m.id}>
                  <th scope="row">
                    <Link to="/reporting/meetings/$meetingId" params={{ meetingId: m.id }} className="plan-link">
                      {t('reporting.meetingOf', { day: day(m.on, locale) })}
                    </Link>
                    <span className="cell-sub">
                      <Words>{m.ledger.name}</Words>
                    </span>
                  </th>
                  <td data-label={t('reporting.status')}>
                    <Tag>{t(`reporting.meeting.status.${m.status}`)}</Tag>
                  </td>
                  <td data-label={t('reporting.decisions')}>{m.decisions}</td>
                  <td data-label={t('reporting.meeting.chair')}>
                    <Words>{m.chair || '—'}</Words>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <LoadMore list={meetings} shown={items.length} />
        </section>
      )}
    </>
  )
}
