import type { BodyPoints, EvaluationFact, SchemeShape } from '@yingshang/server/contract'
import { Button, Select, Tag } from 'antd'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { pointsText } from './ranking.tsx'

interface Props {
  readonly scheme: SchemeShape
  readonly points: BodyPoints
  /** Set where the reader may object to a fact. */
  readonly onObject?: ((fact: EvaluationFact | null) => void) | undefined
  /** Set where a fact may be supposed to be otherwise. */
  readonly onSuppose?: ((fact: EvaluationFact, kind: string | null) => void) | undefined
}

/** What each fact could be instead; all others can only be struck. */
const INSTEAD: readonly (readonly string[])[] = [
  ['entry.in-time', 'entry.late', 'entry.overdue'],
  ['report.in-time', 'report.late', 'report.missed'],
  ['complaint.solved', 'complaint.unsolved'],
  ['finding.in-time', 'finding.late'],
  ['talk.promise-kept', 'talk.promise-broken'],
]

/** The points of one body, item by item; each opens the page of its fact. */
export function Points({ scheme, points, onObject, onSuppose }: Props) {
  const { t, locale } = useMessages()
  return (
    <section className="panel scores-points" aria-label={t('scores.points', { body: points.body.name })}>
      <h2>
        {t('scores.points', { body: points.body.name })} · {t('scores.pointsOf', { n: pointsText(points.total) })}
      </h2>
      {onObject && (
        <p>
          <Button onClick={() => onObject(null)}>{t('scores.objectAll')}</Button>
        </p>
      )}
      {points.items.map((item) => {
        const rule = scheme.items.find((i) => i.id === item.item)
        return (
          <details key={item.item} open={item.lines.some((l) => l.points !== 0)}>
            <summary>
              <span>{rule ? say(rule.title, locale) : item.item}</span>
              <strong>{pointsText(item.points)}</strong>
              <span className="muted">
                {item.assumed
                  ? t('scores.assumed')
                  : item.lines.length === 0
                    ? t('scores.noFacts')
                    : t('scores.facts', { n: item.lines.length })}
                {item.raw !== item.points && !item.assumed && ` · ${t('scores.capped', { n: pointsText(item.raw) })}`}
              </span>
            </summary>
            <ul>
              {item.lines.map(({ fact, points: given }) => (
                <li key={fact.id}>
                  <a href={fact.link}>
                    <Words>{fact.title}</Words>
                  </a>
                  <span className="mono">{day(fact.on, locale)}</span>
                  {fact.level && <Tag>{t(`scores.level.${fact.level}` as MessageKey)}</Tag>}
                  <strong>{pointsText(given)}</strong>
                  {onSuppose && (
                    <Select
                      size="small"
                      className="scores-suppose"
                      aria-label={t('scores.supposeOf', { title: fact.title })}
                      value={fact.kind}
                      onChange={(kind) => onSuppose(fact, kind === '' ? null : kind)}
                      options={[
                        ...(INSTEAD.find((kinds) => kinds.includes(fact.kind)) ?? [fact.kind]).map((kind) => ({
                          value: kind,
                          label: t(`scores.kind.${kind}` as MessageKey),
                        })),
                        { value: '', label: t('scores.strike') },
                      ]}
                    />
                  )}
                  {onObject && (
                    <Button type="link" size="small" aria-label={`${t('scores.object')} ${fact.title}`} onClick={() => onObject(fact)}>
                      {t('scores.object')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </section>
  )
}
