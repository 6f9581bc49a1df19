import type { CalendarVersion } from '@yingshang/server/contract'
import { Button, Spin, Tag } from 'antd'
import { useId } from 'react'
import { download } from '../../api/client.ts'
import { day, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { DayList } from './draft-steps.tsx'
import { useCalendarVersions } from './queries.ts'

/** Every version with what it changed, by which notice, entered and published by whom, and which ends it moved. */
export function Versions({ today }: { today: string }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const versions = useCalendarVersions()
  const items = versions.data?.items ?? []
  const current = items
    .filter((v) => v.effectiveFrom !== null && v.effectiveFrom <= today)
    .toSorted((a, b) => b.effectiveFrom!.localeCompare(a.effectiveFrom!) || b.number - a.number)[0]
  const person = (who: CalendarVersion['draftedBy'], at: string | null) =>
    who && (
      <>
        <Words>{who.displayName}</Words> {at && <span className="muted mono">{instant(at)}</span>}
      </>
    )
  return (
    <section className="panel calendar-panel" aria-labelledby={id}>
      <h2 id={id}>{t('calendar.versions')}</h2>
      {versions.isPending && <Spin description={t('common.loading')} />}
      {versions.isError && <Trouble error={versions.error} retry={() => void versions.refetch()} />}
      <ol className="calendar-versions">
        {items.map((version) => (
          <li key={version.number} data-version={version.number}>
            <p className="calendar-version-head">
              <strong>{version.number === 0 ? t('versions.product') : t('versions.nth', { n: version.number })}</strong>
              {version.status === 'draft' && <Tag className="doubt-tag">{t('versions.status.draft')}</Tag>}
              {version === current && <Tag className="force-tag">{t('versions.inForce')}</Tag>}
              {version.effectiveFrom && <span>{t('calendar.since', { day: day(version.effectiveFrom, locale) })}</span>}
            </p>
            {version.source && (
              <details>
                <summary>
                  <Words>{version.source.title}</Words>
                </summary>
                <blockquote>
                  <Words>{version.source.text}</Words>
                </blockquote>
                {version.note && (
                  <p>
                    {t('calendar.note')} <Words>{version.note}</Words>
                  </p>
                )}
                <DayList version={version} />
                {version.attachment && (
                  <Button
                    size="small"
                    onClick={() =>
                      void download(`/api/calendar/versions/${version.number}/source`, version.attachment!.name).catch(toast.failed)
                    }
                  >
                    {t('calendar.file', { name: version.attachment.name })}
                  </Button>
                )}
              </details>
            )}
            <dl className="calendar-signed">
              {version.draftedBy && (
                <div>
                  <dt>{t('versions.drafted')}</dt>
                  <dd>{person(version.draftedBy, version.draftedAt)}</dd>
                </div>
              )}
              {version.publishedBy && (
                <div>
                  <dt>{t('versions.published')}</dt>
                  <dd>{person(version.publishedBy, version.publishedAt)}</dd>
                </div>
              )}
              {version.recount && (
                <div>
                  <dt>{t('calendar.recount')}</dt>
                  <dd>{t('calendar.recounted', { matters: version.recount.matters, clocks: version.recount.clocks })}</dd>
                </div>
              )}
              {version.number === 0 && (
                <div>
                  <dt>{t('calendar.source')}</dt>
                  <dd>{t('calendar.productSource', { from: Math.min(...version.years), until: Math.max(...version.years) })}</dd>
                </div>
              )}
            </dl>
          </li>
        ))}
      </ol>
    </section>
  )
}
