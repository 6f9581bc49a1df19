import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ClockMoves, ClockView } from '@yingshang/server/contract'
import { Tag } from 'antd'
import { api } from '../../api/client.ts'
import { matterPath } from '../../api/matters.ts'
import { day, instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'
import { Sources } from './sources.tsx'

const DONE: readonly ClockView['status'][] = ['ended', 'cancelled']
const LIVE: readonly ClockView['status'][] = ['running', 'paused', 'unset']

const order = (clock: ClockView): string => `${clock.over ? 0 : clock.status === 'running' ? 1 : 2}${clock.due ?? '9999'}`

/** The clocks that run, next end first, each with the account of its date; those that are over and done with, folded away. */
export function Clocks() {
  const { t } = useMessages()
  const { matter } = useOpened()
  const live = matter.clocks.filter((c) => LIVE.includes(c.status)).toSorted((a, b) => order(a).localeCompare(order(b)))
  const done = matter.clocks.filter((c) => DONE.includes(c.status))
  const waiting = matter.clocks.filter((c) => c.status === 'waiting')
  return (
    <Section title={t('clock.title')}>
      {live.length === 0 && <p className="section-none">{t('clock.none')}</p>}
      {live.length > 0 && (
        <ul className="clock-list">
          {live.map((clock) => (
            <Clock key={`${clock.clock} ${clock.key}`} clock={clock} />
          ))}
        </ul>
      )}
      <ClockMovesList />
      <Folded title={t('clock.done', { n: done.length })} clocks={done} />
      <Folded title={t('clock.notStarted', { n: waiting.length })} clocks={waiting} />
    </Section>
  )
}

/** Ends that moved because the calendar changed: when, by which version, from which day to which. */
function ClockMovesList() {
  const { t, locale } = useMessages()
  const { matter } = useOpened()
  const { id } = matter.summary
  const moves = useQuery({
    queryKey: ['matter', id, 'clock-moves'],
    queryFn: ({ signal }) => api.get<ClockMoves>(`${matterPath(id)}/clock-moves`, signal),
  })
  const items = moves.data?.items ?? []
  if (items.length === 0) return null
  return (
    <details className="clock-done" data-moves>
      <summary>{t('calendar.moves')}</summary>
      <ul className="side-list">
        {items.map((item) => (
          <li key={item.id}>
            <Link to="/calendar">{t('calendar.moved', { at: instant(item.at), version: item.calendar.version })}</Link>
            <ul>
              {item.clocks.map((clock) => (
                <li key={`${clock.clock} ${clock.key}`}>
                  {say(clock.title, locale)} <del>{clock.before && day(clock.before, locale)}</del> →{' '}
                  <ins>{clock.after && day(clock.after, locale)}</ins>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Folded({ title, clocks }: { title: string; clocks: readonly ClockView[] }) {
  if (clocks.length === 0) return null
  return (
    <details className="clock-done">
      <summary>{title}</summary>
      <ul className="clock-list">
        {clocks.map((clock) => (
          <Clock key={`${clock.clock} ${clock.key}`} clock={clock} />
        ))}
      </ul>
    </details>
  )
}

function Clock({ clock }: { clock: ClockView }) {
  const { t, locale } = useMessages()
  const { matter } = useOpened()
  const onDue = clock.onDue === null ? null : matter.possible.find((p) => p.action === clock.onDue)?.label
  return (
    <li className="clock" data-over={clock.over || undefined} data-clock={clock.clock}>
      <div className="clock-line">
        <span className="clock-title">
          {say(clock.title, locale)}
          {clock.key && <span className="muted"> · {clock.key}</span>}
        </span>
        {clock.status === 'running' ? (
          <>
            <span className="mono clock-due">{clock.due && day(clock.due, locale)}</span>
            <Left left={clock.left} over={clock.over} />
          </>
        ) : (
          <span className="clock-due">
            <Tag>{t(`clock.status.${clock.status}`)}</Tag>
            {clock.due && <span className="mono muted">{day(clock.due, locale)}</span>}
            {clock.late && <span className="over-words">{t('clock.late')}</span>}
          </span>
        )}
      </div>
      <details>
        <summary>{t('clock.why')}</summary>
        <ol className="clock-steps">
          {clock.explanation[locale].map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of an account never move
            <li key={i}>
              <Words>{line}</Words>
            </li>
          ))}
        </ol>
        {onDue && <p className="muted">{t('clock.onDue', { action: say(onDue, locale) })}</p>}
        <Sources sources={clock.sources} />
      </details>
    </li>
  )
}

/** How much time is left, in words; colour only adds to them. */
export function Left({ left, over }: { left: number | null; over: boolean }) {
  const { t } = useMessages()
  if (left === null) return null
  if (over) return <strong className="over-words">{t('clock.over', { n: Math.abs(left) })}</strong>
  if (left === 0) return <strong className="soon-words">{t('clock.today')}</strong>
  return <span className={left <= 3 ? 'soon-words' : 'left-words'}>{t('clock.left', { n: left })}</span>
}
