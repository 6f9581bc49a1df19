import type { RankedBody, SchemeShape } from '@yingshang/server/contract'
import { Button, Tag } from 'antd'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'

/** Hundredths of a point as people write them: 87.5. */
export const pointsText = (hundredths: number): string => String(hundredths / 100)
const signed = (hundredths: number) => `${hundredths > 0 ? '+' : ''}${pointsText(hundredths)}`

const COLOURS = ['#1a4b8c', '#2f7d6b', '#8a5300', '#6b4a9e', '#48566a']

interface Props {
  readonly scheme: SchemeShape
  readonly ranking: readonly RankedBody[]
  readonly changes?: readonly { readonly body: string; readonly points: number; readonly places: number }[] | null
  /** Bodies that can be opened. */
  readonly own?: readonly string[]
  readonly open: string | undefined
  readonly onOpen: (body: string) => void
  /** Set where a body may be left out, to see what would be. */
  readonly onLeave?: (body: string) => void
}

/** The ranking: place, a bar made of the points of each item, coverage, talks with their reasons. */
export function Ranking({ scheme, ranking, changes, own, open, onOpen, onLeave }: Props) {
  const { t, locale } = useMessages()
  const most = Math.max(1, scheme.ceiling, ...ranking.map((r) => r.total))
  return (
    <table className="data-table scores-ranking">
      <thead>
        <tr>
          <th scope="col">{t('scores.body')}</th>
          <th scope="col">{t('scores.rank')}</th>
          <th scope="col">{t('scores.total')}</th>
          {changes && <th scope="col">{t('scores.change')}</th>}
          <th scope="col">{t('scores.coverage')}</th>
          <th scope="col">{t('scores.talks')}</th>
        </tr>
      </thead>
      <tbody>
        {ranking.map((one) => {
          const change = changes?.find((c) => c.body === one.body.id)
          return (
            <tr key={one.body.id} data-body={one.body.id}>
              <th scope="row">
                {own === undefined || own.includes(one.body.id) ? (
                  <Button type="link" size="small" aria-expanded={open === one.body.id} onClick={() => onOpen(one.body.id)}>
                    <Words>{one.body.name}</Words>
                  </Button>
                ) : (
                  <Words>{one.body.name}</Words>
                )}
                {onLeave && (
                  <Button size="small" aria-label={t('scores.leaveOutOf', { body: one.body.name })} onClick={() => onLeave(one.body.id)}>
                    {t('scores.leaveOut')}
                  </Button>
                )}
              </th>
              <td data-label={t('scores.rank')}>
                {ranking.filter((r) => r.rank === one.rank).length > 1 ? t('scores.tied', { n: one.rank }) : one.rank}
              </td>
              <td data-label={t('scores.total')}>
                <span className="scores-bar">
                  <svg viewBox={`0 0 ${most} 8`} preserveAspectRatio="none" aria-hidden="true">
                    {one.items
                      .filter((i) => i.points > 0)
                      .map((item, n, all) => (
                        <rect
                          key={item.item}
                          x={all.slice(0, n).reduce((sum, i) => sum + i.points, 0)}
                          width={item.points}
                          height="8"
                          fill={COLOURS[n % COLOURS.length]}
                          opacity={item.assumed ? 0.4 : 1}
                        />
                      ))}
                  </svg>
                  <strong>{pointsText(one.total)}</strong>
                </span>
              </td>
              {changes && (
                <td data-label={t('scores.change')}>
                  {change
                    ? t('scores.changed', { points: signed(change.points), places: `${change.places > 0 ? '+' : ''}${change.places}` })
                    : '—'}
                </td>
              )}
              <td data-label={t('scores.coverage')}>{t('scores.covered', { n: one.measured, of: one.of })}</td>
              <td data-label={t('scores.talks')}>
                {one.talks.length === 0
                  ? '—'
                  : one.talks.map((id) => {
                      const rule = scheme.talks.find((r) => r.id === id)
                      return (
                        <Tag key={id} className="scores-talk">
                          {rule ? say(rule.title, locale) : id}
                        </Tag>
                      )
                    })}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
