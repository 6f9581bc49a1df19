import { Link } from '@tanstack/react-router'
import { changeWords } from '@yingshang/plan'
import type { AlignmentSummary, Drift, DriftKind, MeasureContent, Pair } from '@yingshang/server/contract'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { percent } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { sideNames } from './sides.ts'

interface Props {
  readonly summary: AlignmentSummary
  readonly pair: Pair
  readonly lower: MeasureContent | undefined
  readonly upper: MeasureContent | undefined
  /** When the list is filtered, drifts of this kind stand first. */
  readonly kind: DriftKind | undefined
  /** Measures of the upper plan, to name the right partner. */
  readonly uppers: readonly MeasureContent[]
  readonly onDecide: Rule | null
}

/** Decides about a pair; `insteadOf` is the wrong partner that `corrected` replaces. */
export type Rule = (
  pair: { readonly lower: string; readonly upper: string },
  decision: 'confirmed' | 'rejected' | 'added' | 'corrected' | 'cleared',
  insteadOf?: string,
) => void

const REASONS = ['title', 'text', 'cover', 'numbers', 'units', 'headings'] as const

/** What was asked, what was answered, and how the commitment changed in between. */
export function PairCard({ summary, pair, lower, upper, kind, uppers, onDecide }: Props) {
  const { t } = useMessages()
  const names = sideNames(summary, t)
  const [picking, setPicking] = useState(false)
  const changed = pair.drift.filter((one) => one.kind !== 'same')
  if (kind) changed.sort((a, b) => Number(b.kind === kind) - Number(a.kind === kind))
  const kept = pair.drift.filter((one) => one.kind === 'same')
  return (
    <article className="panel pair" data-status={pair.status}>
      <div className="pair-sides">
        <Side planId={summary.upper.id} measure={upper} label={names.upper} />
        <span className="pair-arrow" aria-hidden>
          →
        </span>
        <Side planId={summary.lower.id} measure={lower} label={names.lower} />
      </div>
      {changed.length > 0 && (
        <ul className="drifts" aria-label={t('drift.list')}>
          {changed.map((one) => (
            <DriftRow key={driftKey(one)} summary={summary} pair={pair} drift={one} />
          ))}
        </ul>
      )}
      {kept.length > 0 && (
        <details className="kept" open={kind === 'same'}>
          <summary>{t('drift.kept', { n: kept.length })}</summary>
          <ul className="drifts">
            {kept.map((one) => (
              <DriftRow key={driftKey(one)} summary={summary} pair={pair} drift={one} />
            ))}
          </ul>
        </details>
      )}
      <div className="pair-foot">
        <details className="reasons">
          <summary>
            {t('alignment.score')} <strong>{percent(pair.score)}</strong>
          </summary>
          <ul>
            {REASONS.map((name) => {
              const share = pair.reasons[name]
              return (
                <li key={name}>
                  <span>{t(`reason.${name}`)}</span>
                  {share === null ? (
                    <span className="muted">{t('reason.none')}</span>
                  ) : (
                    <>
                      <span className="meter" aria-hidden>
                        <span style={{ width: percent(share) }} />
                      </span>
                      <span className="mono">{percent(share)}</span>
                    </>
                  )}
                </li>
              )
            })}
          </ul>
        </details>
        <span className="pair-status">
          {pair.status !== 'proposed' && (
            <span className={`badge badge-${pair.status}`}>
              {t(`decision.${pair.status}`)}
              {pair.decidedBy && (
                <>
                  {' · '}
                  <Words>{pair.decidedBy.displayName}</Words>
                </>
              )}
            </span>
          )}
        </span>
        {onDecide && (
          <span className="pair-actions">
            {pair.status === 'proposed' ? (
              <>
                <Button size="small" type="primary" ghost onClick={() => onDecide(pair, 'confirmed')}>
                  {t('decision.confirm')}
                </Button>
                <Button size="small" onClick={() => setPicking(true)} aria-expanded={picking}>
                  {t('decision.correct')}
                </Button>
                <Button size="small" danger onClick={() => onDecide(pair, 'rejected')}>
                  {t('decision.reject')}
                </Button>
              </>
            ) : (
              <Button size="small" onClick={() => onDecide(pair, 'cleared')}>
                {t('decision.clear')}
              </Button>
            )}
          </span>
        )}
      </div>
      {picking && onDecide && (
        <div className="pair-pick pair-repick">
          <Select
            autoFocus
            showSearch
            optionFilterProp="label"
            aria-label={t('decision.correctTo')}
            placeholder={t('decision.correctTo')}
            options={uppers
              .filter((m) => m.id !== pair.upper && m.kind === upper?.kind)
              .map((m) => ({ value: m.id, label: `${m.number} ${m.title ?? m.text.slice(0, 40)}`.trim() }))}
            onChange={(right: string) => {
              setPicking(false)
              onDecide({ lower: pair.lower, upper: right }, 'corrected', pair.upper)
            }}
          />
          <Button size="small" onClick={() => setPicking(false)}>
            {t('common.cancel')}
          </Button>
        </div>
      )}
    </article>
  )
}

const driftKey = (one: Drift) =>
  [one.rule, one.kind, one.lower?.span.start, one.upper?.span.start, one.lower?.text, one.upper?.text].join('|')

function DriftRow({ summary, pair, drift }: { summary: AlignmentSummary; pair: Pair; drift: Drift }) {
  const { t, locale } = useMessages()
  const names = sideNames(summary, t)
  return (
    <li>
      <p className="drift-what">
        <span className={`drift-chip d-${drift.kind}`}>
          {t(`drift.${drift.kind}`)} · {t(`aspect.${drift.aspect}`)}
        </span>
        {(drift.from || drift.to) && (
          <span className="drift-change">
            <Words>{changeWords(drift)}</Words>
          </span>
        )}
        <Words>{locale === 'zh' ? drift.reason.zh : drift.reason.en}</Words>
      </p>
      <Quote planId={summary.upper.id} measure={pair.upper} label={names.upper} text={drift.upper?.text} />
      <Quote planId={summary.lower.id} measure={pair.lower} label={names.lower} text={drift.lower?.text} />
    </li>
  )
}

function Side({ planId, measure, label }: { planId: string; measure: MeasureContent | undefined; label: string }) {
  if (!measure) return null
  const owners = (measure.lead.length > 0 ? measure.lead : measure.responsible).map((u) => u.name).join('、')
  return (
    <div className="side" lang="zh-CN">
      <p className="side-label">
        <em>{label}</em>
        {measure.path.at(-1)}
      </p>
      <h2 className="side-title">
        <Link
          to="/plans/$planId"
          params={{ planId }}
          search={{ m: measure.id, ...(measure.kind === 'governance' ? { kind: 'all' as const } : {}) }}
        >
          {measure.number && <span className="card-number">{measure.number}</span>}
          {measure.title ?? measure.text.slice(0, 60)}
        </Link>
      </h2>
      <p className="side-text">{measure.text}</p>
      {owners && <p className="side-owners">{owners}</p>}
    </div>
  )
}

function Quote({ planId, measure, label, text }: { planId: string; measure: string; label: string; text: string | undefined }) {
  const { t } = useMessages()
  return (
    <blockquote className="quote" data-none={!text || undefined}>
      <em>{label}</em>
      {text ? (
        <Link to="/plans/$planId" params={{ planId }} search={{ m: measure, kind: 'all' }} lang="zh-CN">
          “{text}”
        </Link>
      ) : (
        <span>{t('drift.nothing')}</span>
      )}
    </blockquote>
  )
}
