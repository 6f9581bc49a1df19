import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Overview } from '@yingshang/server/contract'
import { Spin } from 'antd'
import { useMemo } from 'react'
import { useOverview, usePlanChoices } from '../../api/queries.ts'
import { month } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { PlanSelect } from '../../components/plan-select.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { PlanSearch } from '../../routes/search.ts'
import { ChartPanel, type ChartRow } from './chart-panel.tsx'
import './overview.css'

/** 总览: what a plan holds, counted; every number opens the measures behind it. */
export function OverviewPage() {
  const { t } = useMessages()
  const search = useSearch({ from: '/overview' })
  const navigate = useNavigate()
  const plans = usePlanChoices()
  const items = plans.data?.items ?? []
  const planId = search.plan ?? items[0]?.id
  const overview = useOverview(planId)

  return (
    <Page
      title={t('overview.title')}
      lede={t('overview.lede')}
      actions={
        <PlanSelect
          className="overview-plan"
          label={t('overview.plan')}
          value={planId}
          onChange={(plan) => void navigate({ to: '/overview', search: { plan }, replace: true })}
        />
      }
    >
      {plans.isError && <Trouble error={plans.error} retry={() => void plans.refetch()} />}
      {plans.isSuccess && items.length === 0 && (
        <p className="panel list-none">
          {t('overview.none')} <Link to="/plans">{t('nav.library')}</Link>
        </p>
      )}
      {overview.isError && <Trouble error={overview.error} retry={() => void overview.refetch()} />}
      {planId && overview.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {planId && overview.data && <Figures planId={planId} overview={overview.data} />}
    </Page>
  )
}

function Figures({ planId, overview }: { planId: string; overview: Overview }) {
  const { t, locale } = useMessages()
  const { counts } = overview
  const months = useMemo<ChartRow[]>(
    () => [
      ...overview.deadlinesByMonth.map((bar) => ({
        key: bar.key,
        label: month(bar.key, locale),
        values: [bar.count, bar.milestones.length],
        bars: [bar.count],
        search: { month: bar.key } satisfies PlanSearch,
      })),
      ...(counts.undated > 0
        ? [
            {
              key: 'none',
              label: t('filter.noMonth'),
              values: [counts.undated, 0],
              bars: null,
              search: { month: 'none' } satisfies PlanSearch,
            },
          ]
        : []),
    ],
    [overview, counts, locale, t],
  )
  const agencies = useMemo<ChartRow[]>(
    () =>
      overview.loadByAgency.map((bar) => ({
        key: bar.key,
        label: bar.key,
        values: [bar.count, bar.lead.length, bar.responsible.length],
        // A measure that a unit both leads and answers for is drawn once, as led, so that the bar is as long as the number of rows.
        bars: [bar.lead.length, bar.count - bar.lead.length],
        search: { owner: bar.key } satisfies PlanSearch,
      })),
    [overview],
  )
  const domains = useMemo<ChartRow[]>(
    () =>
      overview.targetsByDomain.map((bar) => ({
        key: bar.key || 'none',
        label: bar.key || t('overview.noDomain'),
        values: [bar.count, bar.withTargets.length, bar.targets.length],
        bars: [bar.targets.length],
        search: bar.key === '' ? null : ({ domain: bar.key } satisfies PlanSearch),
      })),
    [overview, t],
  )
  return (
    <>
      <dl className="figures panel">
        <Figure label={t('plan.measures')} value={counts.measures} planId={planId} search={{}} />
        <Figure label={t('plan.milestones')} value={counts.milestones} />
        <Figure label={t('plan.targets')} value={counts.targets} />
        <Figure label={t('plan.agencies')} value={counts.agencies} />
        <Figure label={t('overview.persons')} value={counts.persons} />
        <Figure label={t('filter.noMonth')} value={counts.undated} planId={planId} search={{ month: 'none' }} />
        <Figure label={t('overview.unowned')} value={counts.unowned} alert />
        <Figure label={t('overview.unmeasurable')} value={counts.unmeasurable} alert />
      </dl>
      {(['unowned', 'unmeasurable'] as const).map(
        (name) =>
          overview.lists[name].length > 0 && (
            <details key={name} className="panel overview-list">
              <summary>{t('overview.listOf', { name: t(`overview.${name}`), n: overview.lists[name].length })}</summary>
              <ul>
                {overview.lists[name].map((id) => (
                  <li key={id}>
                    <Link to="/plans/$planId" params={{ planId }} search={{ m: id }} lang="zh-CN">
                      {id}
                    </Link>
                  </li>
                ))}
              </ul>
            </details>
          ),
      )}
      <div className="charts">
        <ChartPanel
          planId={planId}
          title={t('overview.months')}
          rows={months}
          columns={[t('overview.month'), t('plan.measures'), t('plan.milestones')]}
          series={[t('plan.measures')]}
          direction="up"
          colors={['#1a4b8c']}
          wide
        />
        <ChartPanel
          planId={planId}
          title={t('overview.agencies')}
          rows={agencies}
          columns={[t('overview.agency'), t('plan.measures'), t('field.lead'), t('field.responsible')]}
          series={[t('overview.asLead'), t('overview.asResponsible')]}
          direction="across"
          colors={['#1a4b8c', '#7fa3cf']}
        />
        <ChartPanel
          planId={planId}
          title={t('overview.domains')}
          rows={domains}
          columns={[t('overview.domain'), t('plan.measures'), t('overview.withTargets'), t('plan.targets')]}
          series={[t('plan.targets')]}
          direction="across"
          colors={['#b0502f']}
        />
      </div>
    </>
  )
}

function Figure(props: { label: string; value: number; planId?: string; search?: PlanSearch; alert?: boolean }) {
  return (
    <div className="figure" data-alert={(props.alert && props.value > 0) || undefined}>
      <dt>{props.label}</dt>
      <dd>
        {props.planId && props.search ? (
          <Link to="/plans/$planId" params={{ planId: props.planId }} search={props.search}>
            {props.value}
          </Link>
        ) : (
          props.value
        )}
      </dd>
    </div>
  )
}
