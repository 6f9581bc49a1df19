import { Link } from '@tanstack/react-router'
import type { CalendarState, CalendarVersion } from '@yingshang/server/contract'
import { App, Button, Tag } from 'antd'
import { useId, useState } from 'react'
import { EffectiveDayDialog } from '../../components/effective-day-dialog.tsx'
import { day, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { useCalendarImpact, useDropCalendar, usePublishCalendar } from './queries.ts'

/** What can be done with the draft as it is saved: see what it would move, publish it, drop it; and why not. */
export function DraftSteps({ state, draft }: { state: CalendarState; draft: CalendarVersion }) {
  const { t, locale } = useMessages()
  const { may, session } = useSession()
  const { modal } = App.useApp()
  const toast = useToast()
  const id = useId()
  const drop = useDropCalendar()
  const impact = useCalendarImpact()
  const [publishing, setPublishing] = useState(false)
  const own = draft.savers.some((one) => one.id === session.user.id)
  const ask = () =>
    modal.confirm({
      title: t('calendar.drop'),
      content: t('calendar.dropText'),
      okText: t('calendar.drop'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => drop.mutateAsync(undefined).then(() => toast.done(t('calendar.dropped')), toast.failed),
    })
  return (
    <section className="panel calendar-panel" aria-label={t('calendar.draft')}>
      <p>
        <Tag className="doubt-tag">{t('calendar.draft')}</Tag>
        {t('draft.keptBy', { name: draft.savedBy?.displayName ?? '', at: instant(draft.savedAt!) })}
      </p>
      <p>
        {t('calendar.basedOn')}
        <Words>{draft.source?.title ?? ''}</Words>
      </p>
      <DayList version={draft} />
      <div className="form-end">
        {may('matter.all') && (
          <Button loading={impact.isPending} onClick={() => void impact.mutateAsync().catch(toast.failed)}>
            {t('calendar.impact')}
          </Button>
        )}
        {may('calendar.publish') && (
          <Button type="primary" disabled={own} aria-describedby={own ? `${id}-own` : undefined} onClick={() => setPublishing(true)}>
            {t('calendar.publish')}
          </Button>
        )}
        {may('calendar.draft') && (
          <Button danger loading={drop.isPending} onClick={ask}>
            {t('calendar.drop')}
          </Button>
        )}
        {own && may('calendar.publish') && (
          <span id={`${id}-own`} className="muted">
            {t('versions.notOwn')}
          </span>
        )}
      </div>
      {impact.data && (
        <div role="status" className="calendar-impact">
          <p>
            {t(impact.data.items.length === 0 ? 'calendar.noImpact' : 'calendar.impactOn', {
              n: impact.data.items.length + impact.data.more,
              all: impact.data.matters,
            })}
          </p>
          <ul>
            {impact.data.items.map(({ matter, clocks }) => (
              <li key={matter.id}>
                <Link to="/matters/$matterId" params={{ matterId: matter.id }}>
                  <Words>{locale === 'zh' ? matter.title : matter.titleEn}</Words>
                </Link>
                <ul>
                  {clocks.map((clock) => (
                    <li key={`${clock.clock} ${clock.key}`}>
                      {say(clock.title, locale)} <del>{clock.before && day(clock.before, locale)}</del> →{' '}
                      <ins>{clock.after && day(clock.after, locale)}</ins>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
          {impact.data.more > 0 && <p className="muted">{t('calendar.impactMore', { n: impact.data.more })}</p>}
        </div>
      )}
      {publishing && <PublishDialog state={state} draft={draft} onClose={() => setPublishing(false)} />}
    </section>
  )
}

/** Days that a version changes, and years that it adds. */
export function DayList({ version }: { version: CalendarVersion }) {
  const { t, locale } = useMessages()
  return (
    <ul className="calendar-changes">
      {version.years.map((year) => (
        <li key={year}>{t('calendar.newYear', { year })}</li>
      ))}
      {version.days.map(({ date, kind }) => (
        <li key={date}>
          <span className="mono">{day(date, locale)}</span> <strong>{t(`calendar.kind.${kind}`)}</strong>
        </li>
      ))}
    </ul>
  )
}

function PublishDialog({ state, draft, onClose }: { state: CalendarState; draft: CalendarVersion; onClose: () => void }) {
  const { t, locale } = useMessages()
  const publish = usePublishCalendar()
  const earliest = state.latest.effectiveFrom > state.today ? state.latest.effectiveFrom : state.today
  return (
    <EffectiveDayDialog
      title={t('calendar.publish')}
      text={t('calendar.publishText')}
      label={t('calendar.from')}
      rule={t('calendar.fromRule', { day: day(earliest, locale) })}
      earliest={earliest}
      send={(effectiveFrom) => publish.mutateAsync({ effectiveFrom, revision: draft.revision })}
      done={(from) => t('calendar.published', { day: from })}
      onClose={onClose}
    />
  )
}
