import { Link } from '@tanstack/react-router'
import type { ReplyOf } from '@yingshang/server/contract'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { day, month } from '../../components/format.ts'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { chinaDay, filterOf, type LedgerSearch } from '../../routes/ledger-search.ts'
import { useCalendar } from './queries.ts'
import { StatusShape } from './status.tsx'

const SHOWN = 3
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Item = ReplyOf<'getLedgerCalendar'>['days'][number]['items'][number]

const shifted = (key: string, by: number): string => {
  const [y, m] = key.split('-').map(Number) as [number, number]
  const at = new Date(Date.UTC(y, m - 1 + by, 1))
  return at.toISOString().slice(0, 7)
}

/** The days of a month in weeks from Monday; null outside the month. */
export function weeksOf(key: string): (string | null)[][] {
  const [y, m] = key.split('-').map(Number) as [number, number]
  const length = new Date(Date.UTC(y, m, 0)).getUTCDate()
  const before = (new Date(Date.UTC(y, m - 1, 1)).getUTCDay() + 6) % 7
  const cells = [...Array<null>(before).fill(null), ...Array.from({ length }, (_, i) => `${key}-${String(i + 1).padStart(2, '0')}`)]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, w) => cells.slice(w * 7, w * 7 + 7))
}

/** What falls due, day by day of a month. On a phone a list of the days that hold something. */
export function CalendarView({ search }: { search: LedgerSearch }) {
  const { t, locale } = useMessages()
  const key = search.month ?? chinaDay().slice(0, 7)
  const weeks = weeksOf(key)
  const days = weeks.flat().filter((d) => d !== null)
  const calendar = useCalendar(filterOf(search), days[0]!, days.at(-1)!)
  if (calendar.isError) return <Trouble error={calendar.error} retry={() => void calendar.refetch()} />
  if (!calendar.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const { today, more } = calendar.data
  const due = new Map(calendar.data.days.map((d) => [d.on, d.items]))
  const go = (by: number, label: string, sign: string) => (
    <Link
      to="/ledger"
      search={{ ...search, month: shifted(key, by) }}
      replace
      resetScroll={false}
      aria-label={label}
      className="month-step"
    >
      {sign}
    </Link>
  )
  return (
    <section className="panel month" aria-label={t('ledger.view.calendar')}>
      <div className="month-head">
        {go(-1, t('ledger.monthBefore'), '‹')}
        <h2 aria-live="polite">{month(key, locale)}</h2>
        {go(1, t('ledger.monthAfter'), '›')}
        <span className="muted">{t('ledger.monthCount', { n: [...due.values()].flat().length })}</span>
      </div>
      {due.size === 0 && <p className="month-none">{t('ledger.monthNone')}</p>}
      {more > 0 && <p className="muted month-none">{t('ledger.monthMore', { n: more })}</p>}
      <table className="month-table">
        <thead>
          <tr>
            {WEEKDAYS.map((w) => (
              <th key={w} scope="col">
                {t(`ledger.day.${w}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((d) => d !== null)}>
              {week.map((on, i) =>
                on === null ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells outside the month have nothing but their place
                  <td key={i} className="month-outside" />
                ) : (
                  <td key={on} data-today={on === today} data-empty={!due.has(on)}>
                    <span className="month-day">
                      <span className="month-number mono" aria-hidden="true">
                        {Number(on.slice(8))}
                      </span>
                      <span className="month-full">{day(on, locale)}</span>
                      {on === today && <span className="month-today">{t('ledger.today')}</span>}
                    </span>
                    <Items items={due.get(on) ?? []} late={on < today} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Items({ items, late }: { items: readonly Item[]; late: boolean }) {
  const { t } = useMessages()
  const [all, setAll] = useState(false)
  const shown = all ? items : items.slice(0, SHOWN)
  if (items.length === 0) return null
  return (
    <ul>
      {shown.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry may be due twice on a day in the same words
        <li key={`${item.entry} ${i}`} data-done={item.done} data-late={late && !item.done}>
          <Link to="/ledger/entries/$entryId" params={{ entryId: item.entry }}>
            <StatusShape status={item.done ? 'closed-out' : late ? 'overdue' : item.status} />
            <span className="month-what">
              {t(`ledger.what.${item.what}`)}
              {item.done ? ` · ${t('ledger.isDone')}` : late ? ` · ${t('ledger.status.overdue')}` : ''}
            </span>
            <Words>{item.text}</Words>
          </Link>
        </li>
      ))}
      {items.length > SHOWN && (
        <li>
          <Button size="small" type="link" onClick={() => setAll((was) => !was)} aria-expanded={all}>
            {all ? t('ledger.fewer') : t('ledger.moreN', { n: items.length - SHOWN })}
          </Button>
        </li>
      )}
    </ul>
  )
}
