import { Select, Spin } from 'antd'
import { useState } from 'react'
import { useEvents } from '../../api/queries.ts'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { EVENT_KINDS } from './event-kinds.ts'

/** The record of what was done, newest first. */
export function Events() {
  const { t, locale } = useMessages()
  const [kind, setKind] = useState('')
  const events = useEvents(kind, true)
  const items = events.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="panel" aria-label={t('admin.events')}>
      <div className="list-tools">
        <Select
          allowClear
          showSearch
          optionFilterProp="label"
          className="event-kind"
          aria-label={t('admin.eventKind')}
          placeholder={t('admin.eventKind')}
          value={kind || null}
          options={EVENT_KINDS.map((one) => ({ value: one.kind, label: locale === 'zh' ? one.zh : one.en }))}
          onChange={(value: string | null) => setKind(value ?? '')}
        />
      </div>
      {events.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {events.isError && <Trouble error={events.error} retry={() => void events.refetch()} />}
      {items.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('admin.when')}</th>
              <th scope="col">{t('admin.who')}</th>
              <th scope="col">{t('admin.what')}</th>
              <th scope="col">{t('admin.detail')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((event) => (
              <tr key={event.id}>
                <td className="mono event-when" data-label={t('admin.when')}>
                  {instant(event.at)}
                </td>
                <td data-label={t('admin.who')}>
                  <Words>{event.by.displayName}</Words>
                </td>
                <td data-label={t('admin.what')}>{locale === 'zh' ? event.zh : event.en}</td>
                <td className="event-detail">
                  <details>
                    <summary>{summarise(event.detail) || event.subject?.id || event.kind}</summary>
                    <pre>{JSON.stringify({ subject: event.subject, detail: event.detail, requestId: event.requestId }, null, 2)}</pre>
                  </details>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {events.isSuccess && <LoadMore list={events} shown={items.length} />}
    </section>
  )
}

/** The plain values of the detail in one line. */
function summarise(detail: Readonly<Record<string, unknown>>): string {
  return Object.values(detail)
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .slice(0, 3)
    .join(' · ')
    .slice(0, 120)
}
