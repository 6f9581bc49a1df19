import { useBlocker } from '@tanstack/react-router'
import type { CalendarState } from '@yingshang/server/contract'
import { Alert, Button, Spin } from 'antd'
import { useMemo, useState } from 'react'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { type Kind, lookup, withDay } from './days.ts'
import { DraftPanel } from './draft-panel.tsx'
import { DraftSteps } from './draft-steps.tsx'
import { useCalendar } from './queries.ts'
import { Versions } from './versions.tsx'
import { Legend, Year } from './year.tsx'
import '../matters/matters.css'
import '../forms/forms.css'
import './calendar.css'

/** 工作日历: which days count as working days, by year; who says so; and the draft of a change. */
export function CalendarPage() {
  const { t } = useMessages()
  const calendar = useCalendar()
  if (calendar.isError && !calendar.data)
    return (
      <Page title={t('calendar.title')}>
        <Trouble error={calendar.error} retry={() => void calendar.refetch()} />
      </Page>
    )
  if (!calendar.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return <Whole state={calendar.data} />
}

/** What is being changed: days and years on top of the version that was published last. */
export interface Editing {
  readonly days: ReadonlyMap<string, Kind>
  readonly years: readonly number[]
}

const editingOf = ({ draft }: CalendarState): Editing => ({
  days: new Map((draft?.days ?? []).map((d) => [d.date, d.kind])),
  years: draft?.years ?? [],
})

function Whole({ state }: { state: CalendarState }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const [year, setYear] = useState(Number(state.today.slice(0, 4)))
  const [editing, setEditing] = useState<Editing | null>(null)
  const [dirty, setDirty] = useState(false)
  useBlocker({ shouldBlockFn: () => dirty && !window.confirm(t('calendar.leave')), enableBeforeUnload: () => dirty })
  const shown = editing ? state.latest : state.current
  const dayOf = useMemo(() => lookup(shown, editing?.days ?? new Map()), [shown, editing])
  const covered = shown.years.includes(year) || editing?.years.includes(year) === true
  const change = (date: string, kind: Kind) => {
    if (!editing) return
    setEditing({ ...editing, days: withDay(state.latest, editing.days, date, kind) })
    setDirty(true)
  }
  const close = () => {
    setEditing(null)
    setDirty(false)
  }
  return (
    <Page
      title={t('calendar.title')}
      lede={t(state.current.number === 0 ? 'calendar.ledeProduct' : 'calendar.lede', {
        n: state.current.number,
        day: day(state.current.effectiveFrom, locale),
        from: Math.min(...state.current.years),
        until: Math.max(...state.current.years),
      })}
      actions={
        may('calendar.draft') &&
        !editing && (
          <Button type="primary" onClick={() => setEditing(editingOf(state))}>
            {t(state.draft ? 'calendar.goOn' : 'calendar.edit')}
          </Button>
        )
      }
    >
      {state.latest.version !== state.current.version && !editing && (
        <Alert
          type="info"
          showIcon
          className="calendar-notice"
          title={t('calendar.coming', { n: state.latest.number, day: day(state.latest.effectiveFrom, locale) })}
        />
      )}
      {state.draft && !editing && <DraftSteps state={state} draft={state.draft} />}
      <section className="panel calendar-panel" aria-label={t('calendar.year', { year })}>
        <div className="calendar-head">
          <Button aria-label={t('calendar.previous')} onClick={() => setYear(year - 1)}>
            ‹
          </Button>
          <h2 aria-live="polite">{t('calendar.year', { year })}</h2>
          <Button aria-label={t('calendar.next')} onClick={() => setYear(year + 1)}>
            ›
          </Button>
          <Legend />
        </div>
        {!covered && (
          <Alert
            type="warning"
            showIcon
            className="calendar-notice"
            title={t('calendar.uncovered', { year })}
            action={
              editing && (
                <Button
                  size="small"
                  onClick={() => {
                    setEditing({ ...editing, years: [...editing.years, year].toSorted() })
                    setDirty(true)
                  }}
                >
                  {t('calendar.cover', { year })}
                </Button>
              )
            }
          />
        )}
        {editing && covered && <p className="muted">{t('calendar.howTo')}</p>}
        <Year year={year} dayOf={dayOf} today={state.today} onChange={editing && covered ? change : undefined} />
      </section>
      {editing && (
        <DraftPanel
          state={state}
          editing={editing}
          dirty={dirty}
          onDirty={() => setDirty(true)}
          onRemove={(date) => {
            const days = new Map(editing.days)
            days.delete(date)
            setEditing({ ...editing, days })
            setDirty(true)
          }}
          onRemoveYear={(gone) => {
            setEditing({
              days: new Map([...editing.days].filter(([date]) => !date.startsWith(`${gone}-`))),
              years: editing.years.filter((y) => y !== gone),
            })
            setDirty(true)
          }}
          onSaved={() => setDirty(false)}
          onClose={close}
        />
      )}
      <Versions today={state.today} />
    </Page>
  )
}
