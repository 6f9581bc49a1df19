import { day as dayName, month as monthName } from '../../components/format.ts'
import { useMessages } from '../../messages/index.tsx'
import { type Day, type Kind, next, weeksOf } from './days.ts'

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

interface Props {
  readonly year: number
  readonly dayOf: (date: string) => Day
  readonly today: string
  /** Days can be changed. */
  readonly onChange?: ((date: string, kind: Kind) => void) | undefined
}

/** A year as twelve months. A holiday and a make-up day carry a sign of their own, so that colour only adds to it. */
export function Year(props: Props) {
  return (
    <div className="calendar-year">
      {MONTHS.map((month) => (
        <Month key={month} month={month} {...props} />
      ))}
    </div>
  )
}

function Month({ year, month, dayOf, today, onChange }: Props & { month: number }) {
  const { t, locale } = useMessages()
  const weeks = weeksOf(year, month)
  const working = weeks.flat().filter((date) => date !== null && dayOf(date).working).length
  return (
    <table className="calendar-month">
      <caption>
        {monthName(`${year}-${String(month).padStart(2, '0')}`, locale)} <span>{t('calendar.working', { n: working })}</span>
      </caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} scope="col" abbr={t(`calendar.weekday.${weekday}`)}>
              {t(`calendar.weekday.${weekday}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find((date) => date !== null)}>
            {week.map((date, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns are the days of the week
              <td key={i}>{date && <Cell day={dayOf(date)} today={date === today} onChange={onChange} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ day, today, onChange }: { day: Day; today: boolean; onChange: Props['onChange'] }) {
  const { t, locale } = useMessages()
  const kind = day.kind === 'plain' ? (day.weekday <= 5 ? 'work' : 'weekend') : day.kind
  const sign = day.kind === 'plain' ? '' : t(`calendar.sign.${day.kind}`)
  const attributes = {
    className: 'calendar-day',
    'data-kind': kind,
    'data-sign': sign || undefined,
    'data-date': day.date,
    'data-today': today || undefined,
    'data-changed': day.changed || undefined,
  }
  const spoken = `${dayName(day.date, locale)} ${t(`calendar.kind.${kind}`)}${day.changed ? ` ${t('calendar.changed')}` : ''}`
  // The sign is drawn by the style: the spoken name says it in words.
  const number = Number(day.date.slice(8))
  if (onChange)
    return (
      <button type="button" {...attributes} aria-label={spoken} onClick={() => onChange(day.date, next(day))}>
        {number}
      </button>
    )
  return (
    <span {...attributes}>
      <span aria-hidden="true">{number}</span>
      <span className="visually-hidden">{spoken}</span>
    </span>
  )
}

/** What the signs and colours mean. */
export function Legend() {
  const { t } = useMessages()
  return (
    <ul className="calendar-legend" aria-label={t('calendar.legend')}>
      {(['off', 'makeUp', 'weekend', 'work'] as const).map((kind) => (
        <li key={kind}>
          <span
            className="calendar-day"
            data-kind={kind}
            data-sign={kind === 'off' || kind === 'makeUp' ? t(`calendar.sign.${kind}`) : undefined}
            aria-hidden="true"
          >
            1
          </span>
          {t(`calendar.kind.${kind}`)}
        </li>
      ))}
    </ul>
  )
}
