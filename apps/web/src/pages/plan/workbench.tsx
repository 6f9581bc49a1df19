import { useNavigate, useSearch } from '@tanstack/react-router'
import { filterMeasures, type Plan, summarise } from '@yingshang/plan'
import type { Correction, PlanDetail } from '@yingshang/server/contract'
import { Alert, Button } from 'antd'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useCorrect, useUndoCorrection } from '../../api/queries.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { PlanSearch } from '../../routes/search.ts'
import { useSession } from '../../session/session.ts'
import { doubts, fieldLabel, writeValue } from './fields.ts'
import { FilterBar } from './filter-bar.tsx'
import { type Pane, useFind } from './find.ts'
import { MeasureCard } from './measure-card.tsx'
import { PlanHead } from './plan-head.tsx'
import { SourcePane } from './source-pane.tsx'

const NO_CORRECTIONS: readonly Correction[] = []

/** The two sides of a plan and what connects them. */
export function Workbench({ detail }: { detail: PlanDetail }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const search = useSearch({ from: '/plans/$planId' })
  const navigate = useNavigate({ from: '/plans/$planId' })
  const root = useRef<HTMLDivElement>(null)
  const { pane, setPane, find } = useFind(root)
  const planId = detail.summary.id
  const undo = useUndoCorrection(planId)
  const correct = useCorrect(planId)

  const plan = useMemo<Plan>(() => ({ ...detail.plan, source: { text: detail.source.text } }), [detail.plan, detail.source.text])
  const overview = useMemo(() => summarise(plan), [plan])
  const { m: selected, ...filter } = search
  const filterKey = JSON.stringify(filter)
  const measures = useMemo(() => {
    const shown = new Set(filterMeasures(plan, JSON.parse(filterKey)).map((measure) => measure.id))
    return detail.plan.measures.filter((measure) => shown.has(measure.id))
  }, [plan, detail.plan.measures, filterKey])
  const shown = useMemo(() => new Set(measures.map((measure) => measure.id)), [measures])
  const units = useMemo(() => overview.loadByAgency.map((bar) => bar.key), [overview])
  const persons = useMemo(() => countPersons(detail), [detail])
  const corrections = useMemo(() => byMeasure(detail.corrections), [detail.corrections])
  const doubtful = useMemo(() => measures.filter((measure) => doubts(measure) > 0).map((measure) => measure.id), [measures])

  const go = useCallback(
    (change: (old: PlanSearch) => PlanSearch) => void navigate({ search: change, replace: true, resetScroll: false }),
    [navigate],
  )
  const choose = useCallback(
    (side: Pane, measure: string, mark: string | null) => {
      if (side === 'list' && !shown.has(measure)) {
        go(() => ({ kind: 'all', m: measure }))
        toast.done(t('filter.cleared'))
      } else go((old) => ({ ...old, m: measure }))
      find({ pane: side, measure, mark })
    },
    [shown, go, find, toast, t],
  )
  const toSource = useCallback((measure: string, mark: string | null) => choose('source', measure, mark), [choose])
  const toList = useCallback((measure: string, mark: string | null) => choose('list', measure, mark), [choose])
  const change = useCallback((part: Partial<PlanSearch>) => go((old) => drop({ ...old, ...part })), [go])
  const takeBack = useCallback(
    (correction: Correction) =>
      undo.mutate(correction.id, {
        onSuccess: () => toast.done(t('correction.undone', { field: t(fieldLabel(correction.field)) })),
        onError: toast.failed,
      }),
    [undo.mutate, toast, t],
  )

  // A link to a measure opens at it.
  const opened = useRef(selected)
  useEffect(() => {
    if (opened.current) find({ pane: 'list', measure: opened.current, mark: null })
  }, [find])

  const nextDoubt = () => {
    const from = selected ? doubtful.indexOf(selected) : -1
    const next = doubtful[(from + 1) % doubtful.length]
    if (next) toList(next, null)
  }
  const homeless = detail.corrections.filter((c) => !c.applied)
  const struck = detail.corrections.filter((c) => c.applied && c.field === 'struck' && c.value === true)
  const version = detail.summary.version
  const strike = useCallback(
    (measureId: string) =>
      correct.mutate(
        { measureId, version, field: 'struck', value: true },
        { onSuccess: (answer) => toast.done(t('measure.struck'), () => takeBack(answer.correction)), onError: toast.failed },
      ),
    [correct.mutate, version, toast, t, takeBack],
  )

  return (
    <div className="page page-fill" ref={root}>
      <PlanHead detail={detail} filter={filter} shown={measures.length} onUndo={may('plan.write') ? takeBack : null} />
      <fieldset className="pane-switch" aria-label={t('plan.panes')}>
        {(['list', 'source'] as const).map((side) => (
          <button key={side} type="button" aria-pressed={pane === side} onClick={() => setPane(side)}>
            {t(side === 'list' ? 'plan.measures' : 'source.title')}
          </button>
        ))}
      </fieldset>
      <div className="panes" data-pane={pane}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by the keyboard */}
        <section className="panel pane pane-source" aria-label={t('source.title')} tabIndex={0}>
          <h2 className="visually-hidden">{t('source.title')}</h2>
          <SourcePane detail={detail} shown={shown} selected={selected} onChoose={toList} />
        </section>
        <section className="panel pane pane-list" aria-label={t('plan.measures')}>
          <h2 className="visually-hidden">{t('plan.measures')}</h2>
          <FilterBar
            search={search}
            overview={overview}
            persons={persons}
            shown={measures.length}
            onChange={change}
            onClear={() => go((old) => (old.m ? { m: old.m } : {}))}
          />
          {homeless.map((c) => (
            <Alert
              key={c.id}
              type="warning"
              showIcon
              title={t('correction.homeless', { field: t(fieldLabel(c.field)) })}
              description={t('correction.homelessText', { value: writeValue(c.field, c.value, t, locale), who: c.by.displayName })}
              action={may('plan.write') && <Button onClick={() => takeBack(c)}>{t('correction.undo')}</Button>}
            />
          ))}
          {doubtful.length > 0 && (
            <div className="doubt-line">
              <span>{t('measure.doubtful', { n: doubtful.length })}</span>
              <Button size="small" onClick={nextDoubt}>
                {t('measure.nextDoubt')}
              </Button>
            </div>
          )}
          {measures.length === 0 && <p className="list-none">{t('filter.none')}</p>}
          <div className="cards">
            {measures.map((measure) => (
              <MeasureCard
                key={measure.id}
                planId={planId}
                version={version}
                measure={measure}
                corrections={corrections.get(measure.id) ?? NO_CORRECTIONS}
                selected={measure.id === selected}
                mayWrite={may('plan.write')}
                units={units}
                onFind={toSource}
                onUndo={takeBack}
                onStrike={strike}
              />
            ))}
          </div>
          {struck.length > 0 && (
            <details className="struck">
              <summary>{t('measure.struckList', { n: struck.length })}</summary>
              <ul>
                {struck.map((c) => (
                  <li key={c.id}>
                    <span lang="zh-CN">{c.measureId}</span>
                    {may('plan.write') && (
                      <Button size="small" onClick={() => takeBack(c)}>
                        {t('correction.undo')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </section>
      </div>
    </div>
  )
}

const drop = (search: PlanSearch): PlanSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as PlanSearch

function byMeasure(corrections: readonly Correction[]): Map<string, Correction[]> {
  const map = new Map<string, Correction[]>()
  for (const c of corrections) if (c.applied && c.measureId !== null) map.set(c.measureId, [...(map.get(c.measureId) ?? []), c])
  return map
}

function countPersons({ plan }: PlanDetail): { name: string; count: number }[] {
  const counts = new Map<string, Set<string>>()
  for (const m of plan.measures) for (const p of m.persons) counts.set(p.name, (counts.get(p.name) ?? new Set()).add(m.id))
  return [...counts].map(([name, ids]) => ({ name, count: ids.size })).sort((a, b) => b.count - a.count)
}
