import { Link, useParams } from '@tanstack/react-router'
import type { IndicatorDetail, IndicatorReading } from '@yingshang/server/contract'
import { Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { day, instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { BoundTargets } from './bound-targets.tsx'
import { DefinitionDialog } from './definition-dialog.tsx'
import './indicators.css'
import '../ledger/entry.css'
import '../ledger/ledger.css'
import { periodText } from './period.ts'
import { useChangeIndicator, useIndicator, useReadings } from './queries.ts'
import { ReadingDialog } from './reading-dialog.tsx'
import { ReadingLine } from './reading-line.tsx'

/** One indicator: its readings as a line against what the targets want, everything that was ever entered, and the targets that take their value from it. */
export function IndicatorPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const { indicatorId } = useParams({ from: '/ledger/indicators/$indicatorId' })
  const found = useIndicator(indicatorId)
  const change = useChangeIndicator(indicatorId)
  const [changing, setChanging] = useState(false)
  const [reading, setReading] = useState<{ readonly of: IndicatorReading | null } | null>(null)
  if (found.isError) return <Trouble error={found.error} retry={() => void found.refetch()} />
  if (!found.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const detail = found.data
  const { indicator, mayEnter } = detail
  const enters = mayEnter.all || mayEnter.bodies.length > 0
  return (
    <Page
      title={indicator.name}
      lede={<Link to="/ledger/indicators">{t('indicators.title')}</Link>}
      actions={
        <>
          {may('ledger.manage') && <Button onClick={() => setChanging(true)}>{t('indicators.change')}</Button>}
          {enters && (
            <Button type="primary" onClick={() => setReading({ of: null })}>
              {t('indicators.enter')}
            </Button>
          )}
        </>
      }
    >
      <Series detail={detail} />
      <BoundTargets detail={detail} />
      <Entered detail={detail} {...(enters ? { onCorrect: (of: IndicatorReading) => setReading({ of }) } : {})} />
      <Definition detail={detail} />
      {changing && (
        <DefinitionDialog
          title={t('indicators.change')}
          of={indicator}
          onSave={(definition, retired) => change.mutateAsync({ ...definition, retired, version: indicator.version })}
          onClose={() => setChanging(false)}
        />
      )}
      {reading && <ReadingDialog detail={detail} of={reading.of} onClose={() => setReading(null)} />}
    </Page>
  )
}

const WHOLE = 'whole'

/** The line of the whole, or of one body. */
function Series({ detail }: { detail: IndicatorDetail }) {
  const { t } = useMessages()
  const { indicator, series, targets } = detail
  const [chosen, setChosen] = useState<string | null>(null)
  const place = chosen ?? series[0]?.body?.id ?? WHOLE
  const shown = series.find((s) => (s.body?.id ?? WHOLE) === place)
  return (
    <section className="panel ledger-part" aria-label={t('indicators.readings')}>
      <div className="indicator-head">
        <h2>{t('indicators.readings')}</h2>
        {series.length > 1 && (
          <Select
            aria-label={t('indicators.bodyOf')}
            value={place}
            onChange={setChosen}
            showSearch={{ optionFilterProp: 'label' }}
            options={series.map((s) => ({ value: s.body?.id ?? WHOLE, label: s.body?.name ?? t('indicators.whole') }))}
          />
        )}
      </div>
      {shown ? (
        <ReadingLine
          points={shown.points}
          targets={targets.filter((target) => (target.body?.id ?? WHOLE) === place)}
          unit={indicator.unit}
          title={indicator.name}
        />
      ) : (
        <p className="muted">{t('indicators.noReading')}</p>
      )}
    </section>
  )
}

/** Everything that was entered, corrected readings too: who, when, from where, and why it was changed. */
function Entered({ detail, onCorrect }: { detail: IndicatorDetail; onCorrect?: (of: IndicatorReading) => void }) {
  const { t, locale } = useMessages()
  const { indicator, mayEnter } = detail
  const list = useReadings(indicator.id, {})
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const mine = (r: IndicatorReading) => mayEnter.all || (r.body !== null && mayEnter.bodies.some((b) => b.id === r.body?.id))
  if (items.length === 0) return null
  return (
    <section className="panel ledger-part" aria-label={t('indicators.history')}>
      <h2>{t('indicators.history')}</h2>
      <ul className="reading-list">
        {items.map((r) => (
          <li key={r.id} data-replaced={r.replaced}>
            <span className="reading-what">
              {r.replaced ? <del className="mono">{`${r.value ?? '—'}${indicator.unit}`}</del> : null}
              {!r.replaced && (
                <strong className="mono">{r.value === null ? t('indicators.takenBack') : `${r.value}${indicator.unit}`}</strong>
              )}
              <span>{periodText(r.period, locale)}</span>
              <span>{r.body ? <Words>{r.body.name}</Words> : t('indicators.whole')}</span>
              {r.replaced && <span className="muted">{t('indicators.replaced')}</span>}
            </span>
            <span className="cell-sub">
              <Words>{r.origin}</Words>
              <span>{t('indicators.by', { name: r.by.displayName, at: instant(r.at) })}</span>
              {r.file && <Words>{r.file}</Words>}
              {r.reason && <span>{t('indicators.because', { reason: r.reason })}</span>}
              <span>{t('indicators.until', { day: day(r.asOf, locale) })}</span>
            </span>
            {!r.replaced && onCorrect && mine(r) && (
              <Button
                size="small"
                aria-label={t('indicators.correctOf', { what: `${periodText(r.period, locale)} ${r.body?.name ?? t('indicators.whole')}` })}
                onClick={() => onCorrect(r)}
              >
                {t('indicators.correct')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <LoadMore list={list} shown={items.length} />
    </section>
  )
}

/** What it is, and since when. */
function Definition({ detail: { indicator, versions } }: { detail: IndicatorDetail }) {
  const { t, locale } = useMessages()
  return (
    <section className="panel ledger-part" aria-label={t('indicators.definition')}>
      <h2>{t('indicators.definition')}</h2>
      <dl className="indicator-facts">
        <dt>{t('indicators.formula')}</dt>
        <dd>
          <Words>{indicator.formula}</Words>
        </dd>
        <dt>{t('indicators.source')}</dt>
        <dd>
          <Words>{indicator.source}</Words>
        </dd>
        <dt>{t('indicators.frequency')}</dt>
        <dd>
          {t(`indicators.period.${indicator.period}`)} · {t(`indicators.${indicator.direction}`)} ·{' '}
          {t('indicators.lateRule', { n: indicator.lateAfter })}
        </dd>
        <dt>{t('indicators.keeper')}</dt>
        <dd>{indicator.keeper ? <Words>{indicator.keeper.name}</Words> : t('indicators.office')}</dd>
        <dt>{t('indicators.versions')}</dt>
        <dd>
          <ol className="version-list">
            {[...versions].reverse().map((v) => (
              <li key={v.version}>
                {t('indicators.version', { n: v.version, day: day(v.effectiveFrom, locale) })}
                <span className="cell-sub">{t('indicators.by', { name: v.by.displayName, at: instant(v.at) })}</span>
              </li>
            ))}
          </ol>
        </dd>
      </dl>
    </section>
  )
}
