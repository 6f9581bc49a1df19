import { Link } from '@tanstack/react-router'
import { Select, Spin } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useDue, useMatters, useTasks } from '../../api/matters.ts'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { Left } from '../matters/clocks.tsx'
import { MatterLine } from '../matters/matters-page.tsx'
import { Section } from '../matters/section.tsx'
import '../matters/matters.css'

const HORIZONS = [7, 14, 30, 90, 365] as const

/** 工作台: what waits for me, which clocks end next, and the matters that I follow. */
export function DeskPage() {
  const { t } = useMessages()
  const { may } = useSession()
  return (
    <Page
      title={t('desk.title')}
      lede={t('desk.lede')}
      actions={
        <>
          <Link to="/calendar" className="page-link">
            {t('calendar.title')}
          </Link>
          {may('matter.act') && (
            <Link to="/matters/new" className="link-button">
              {t('matters.new')}
            </Link>
          )}
        </>
      }
    >
      <div className="desk">
        <div className="desk-main">
          <DueClocks />
        </div>
        <div className="desk-side">
          <MyTasks />
          <Followed />
        </div>
      </div>
    </Page>
  )
}

interface Asked {
  readonly isPending: boolean
  readonly isError: boolean
  readonly error: unknown
  refetch(): unknown
}

function Answer({ asked, none, children }: { asked: Asked; none: string | null; children: ReactNode }) {
  const { t } = useMessages()
  if (asked.isPending) return <Spin description={t('common.loading')} className="section-wait" />
  if (asked.isError) return <Trouble error={asked.error} retry={() => void asked.refetch()} />
  return none === null ? children : <p className="section-none">{none}</p>
}

function DueClocks() {
  const { t, locale } = useMessages()
  const id = useId()
  const [days, setDays] = useState<number>(30)
  const due = useDue(days)
  const items = due.data?.items ?? []
  const over = items.filter((i) => i.over).length
  return (
    <Section
      title={t('desk.due')}
      extra={
        <span className="desk-horizon">
          <label htmlFor={id}>{t('desk.within')}</label>
          <Select
            id={id}
            size="small"
            value={days}
            options={HORIZONS.map((n) => ({ value: n, label: t('desk.days', { n }) }))}
            onChange={setDays}
          />
        </span>
      }
    >
      <Answer asked={due} none={items.length === 0 ? t('desk.noDue', { n: days }) : null}>
        <p className="section-count" role="status">
          {t('desk.dueCount', { n: items.length, over })}
        </p>
        <ul className="due-list">
          {items.map((item) => (
            <li key={`${item.matter.id} ${item.clock} ${item.key}`} data-over={item.over || undefined}>
              <span className="due-what">
                <strong>{say(item.title, locale)}</strong>
                <Link to="/matters/$matterId" params={{ matterId: item.matter.id }}>
                  <Words>{item.matter.number ?? item.matter.title}</Words>
                </Link>
                {item.matter.number && (
                  <span className="muted">
                    <Words>{item.matter.title}</Words>
                  </span>
                )}
              </span>
              <span className="due-when">
                <span className="mono">{day(item.due, locale)}</span>
                <Left left={item.left} over={item.over} />
              </span>
            </li>
          ))}
        </ul>
      </Answer>
    </Section>
  )
}

function MyTasks() {
  const { t, locale } = useMessages()
  const tasks = useTasks()
  const items = tasks.data?.items ?? []
  return (
    <Section title={t('desk.tasks')}>
      <Answer asked={tasks} none={items.length === 0 ? t('desk.noTasks') : null}>
        <ul className="side-list">
          {items.map((task) => (
            <li key={task.id}>
              <Link to="/matters/$matterId" params={{ matterId: task.matter.id }}>
                <strong>{say(task.title, locale)}</strong>
              </Link>
              <span className="side-sub">
                <Words>{task.matter.number ?? task.matter.title}</Words>
                <span className="mono">
                  {task.due ? t('task.due', { day: day(task.due, locale) }) : t('task.since', { day: day(task.since, locale) })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Answer>
    </Section>
  )
}

function Followed() {
  const { t } = useMessages()
  const list = useMatters({ following: 'true' })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section
      title={t('desk.following')}
      extra={
        <Link to="/matters" search={{ following: 'true' }}>
          {t('desk.all')}
        </Link>
      }
    >
      <Answer asked={list} none={items.length === 0 ? t('desk.noFollowing') : null}>
        <ul className="side-list">
          {items.map((matter) => (
            <MatterLine key={matter.id} matter={matter} />
          ))}
        </ul>
      </Answer>
    </Section>
  )
}
