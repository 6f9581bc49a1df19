import { Link } from '@tanstack/react-router'
import { Select, Spin } from 'antd'
import { useState } from 'react'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useMeetings } from './queries.ts'
import { StatusTag } from './status-tag.tsx'
import './meetings.css'

const STATUSES = ['draft', 'called', 'open', 'closed', 'cancelled'] as const

/** 债权人会议: the meetings that somebody may see, newest first. */
export function MeetingsPage() {
  const { t } = useMessages()
  const [status, setStatus] = useState<string>('')
  const list = useMeetings({ status: status === '' ? undefined : status })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title={t('meetings.title')}
      lede={t('meetings.lede')}
      actions={
        <Link className="page-link" to="/check">
          {t('meetings.check.title')}
        </Link>
      }
    >
      <section className="panel meeting-panel" aria-label={t('meetings.list')}>
        <Select
          aria-label={t('meetings.statusFilter')}
          className="meeting-filter"
          value={status}
          onChange={setStatus}
          options={[
            { value: '', label: t('meetings.anyStatus') },
            ...STATUSES.map((one) => ({ value: one, label: t(`meetings.status.${one}`) })),
          ]}
        />
        {list.isPending && <Spin description={t('common.loading')} />}
        {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
        {list.data && items.length === 0 && <p className="section-none">{t('meetings.none')}</p>}
        {items.length > 0 && (
          <>
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">{t('meetings.name')}</th>
                  <th scope="col">{t('meetings.case')}</th>
                  <th scope="col">{t('meetings.time')}</th>
                  <th scope="col">{t('meetings.status')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((meeting) => (
                  <tr key={meeting.id}>
                    <th scope="row">
                      <Link to="/meetings/$meetingId" params={{ meetingId: meeting.id }}>
                        <Words>{meeting.title}</Words>
                      </Link>
                      <span className="cell-sub">
                        <span>{t(`meetings.kind.${meeting.kind}`)}</span>
                        <span>{t(`meetings.mode.${meeting.mode}`)}</span>
                      </span>
                    </th>
                    <td data-label={t('meetings.case')}>
                      <Words>{meeting.matter.number ?? meeting.matter.title}</Words>
                    </td>
                    <td data-label={t('meetings.time')} className="mono">
                      {instant(meeting.startsAt)}
                    </td>
                    <td data-label={t('meetings.status')}>
                      <StatusTag status={meeting.status} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <LoadMore list={list} shown={items.length} />
          </>
        )}
      </section>
    </Page>
  )
}
