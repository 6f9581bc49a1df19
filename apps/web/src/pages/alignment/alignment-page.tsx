import { getRouteApi } from '@tanstack/react-router'
import type { AlignmentDetail, Pair } from '@yingshang/server/contract'
import { Alert, Button, Spin } from 'antd'
import { useMemo, useState } from 'react'
import { ApiError, download, withQuery } from '../../api/client.ts'
import { alignmentPath, useAlignment, useDecide } from '../../api/queries.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type AlignmentSearch, DRIFT_KINDS } from '../../routes/search.ts'
import { useSession } from '../../session/session.ts'
import { Missing } from '../missing.tsx'
import { CoverageTable } from './coverage-table.tsx'
import { PairCard, type Rule } from './pair-card.tsx'
import { sideNames } from './sides.ts'
import { UnmatchedList } from './unmatched-list.tsx'
import './alignment.css'

const route = getRouteApi('/alignments/$alignmentId')

/** One alignment: pairs with their drift, and what stands alone on either side. */
export function AlignmentPage() {
  const { t } = useMessages()
  const { alignmentId } = route.useParams()
  const alignment = useAlignment(alignmentId)
  if (alignment.data) return <Comparison detail={alignment.data} />
  if (alignment.error instanceof ApiError && (alignment.error.status === 404 || alignment.error.status === 400)) return <Missing />
  if (alignment.isError) return <Trouble error={alignment.error} retry={() => void alignment.refetch()} />
  return (
    <div className="center">
      <Spin description={t('common.loading')} />
    </div>
  )
}

const counts = (pair: Pair) => pair.status !== 'rejected'

function Comparison({ detail }: { detail: AlignmentDetail }) {
  const { summary } = detail
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const decide = useDecide(summary.id)
  const [busy, setBusy] = useState<string | null>(null)
  const view = search.view ?? 'pairs'
  const names = sideNames(summary, t)
  const lower = useMemo(() => new Map(detail.lower.measures.map((m) => [m.id, m])), [detail.lower])
  const upper = useMemo(() => new Map(detail.upper.measures.map((m) => [m.id, m])), [detail.upper])
  const { drift } = search
  const pairs = detail.pairs.filter((pair) => counts(pair) && (!drift || pair.kinds.includes(drift)))
  const rejected = detail.pairs.filter((pair) => !counts(pair))
  const open = (part: AlignmentSearch) => void navigate({ search: part, replace: true, resetScroll: false })

  const rule: Rule = (pair, decision, insteadOf) =>
    decide.mutate(
      { lower: pair.lower, upper: pair.upper, decision, version: summary.version, ...(insteadOf === undefined ? {} : { insteadOf }) },
      {
        onSuccess: (next) =>
          toast.done(t(`decision.done.${decision}`), decision === 'cleared' ? undefined : () => undo(pair, next.summary.version)),
        onError: toast.failed,
      },
    )
  const undo = (pair: { lower: string; upper: string }, version: number) =>
    decide.mutate(
      { lower: pair.lower, upper: pair.upper, decision: 'cleared', version },
      { onSuccess: () => toast.done(t('decision.done.cleared')), onError: toast.failed },
    )
  const exported = view === 'uncovered' ? 'unmatchedUpper' : view === 'unanswered' ? 'unmatchedLower' : drift
  const exportAs = async (to: 'xlsx' | 'docx') => {
    setBusy(to)
    await download(
      withQuery(`${alignmentPath(summary.id)}/export`, { to, kind: exported }),
      `${summary.lower.title}-${summary.upper.title}.${to}`,
    ).catch(toast.failed)
    setBusy(null)
  }
  const views = [
    { key: 'pairs', label: t('alignment.pairs'), n: summary.counts.pairs },
    { key: 'uncovered', label: t('alignment.uncovered'), n: detail.unmatchedUpper.length },
    { key: 'unanswered', label: t('alignment.unanswered'), n: detail.unmatchedLower.length },
  ] as const

  return (
    <Page
      title={t('alignment.of')}
      lede={
        <div className="sides">
          <span className="side-line">
            <em>{names.upper}</em>
            <span lang="zh-CN">{summary.upper.title}</span>
          </span>
          <span className="side-line">
            <em>{names.lower}</em>
            <span lang="zh-CN">{summary.lower.title}</span>
          </span>
        </div>
      }
      actions={
        may('plan.export') && (
          <>
            <Button type="primary" loading={busy === 'xlsx'} onClick={() => void exportAs('xlsx')}>
              {t(exported ? 'alignment.xlsxPart' : 'alignment.xlsx')}
            </Button>
            <Button loading={busy === 'docx'} onClick={() => void exportAs('docx')}>
              {t(exported ? 'alignment.docxPart' : 'alignment.docx')}
            </Button>
          </>
        )
      }
    >
      {summary.stale && <Alert type="info" showIcon title={t('alignment.stale')} style={{ marginBottom: 12 }} />}
      <fieldset className="views button-group" aria-label={t('alignment.views')}>
        {views.map((one) => (
          <button
            key={one.key}
            type="button"
            aria-pressed={view === one.key}
            onClick={() => open(one.key === 'pairs' ? {} : { view: one.key })}
          >
            {one.label} <strong>{one.n}</strong>
          </button>
        ))}
      </fieldset>
      {view === 'pairs' && (
        <>
          <fieldset className="kinds button-group" aria-label={t('alignment.filter')}>
            <button type="button" aria-pressed={!drift} onClick={() => open({})}>
              {t('kind.all')} <strong>{summary.counts.pairs}</strong>
            </button>
            {DRIFT_KINDS.map((kind) => (
              <button
                key={kind}
                type="button"
                className={`d-${kind}`}
                aria-pressed={drift === kind}
                onClick={() => open(drift === kind ? {} : { drift: kind })}
              >
                {t(`drift.${kind}`)} <strong>{summary.counts[kind]}</strong>
              </button>
            ))}
            <span className="kinds-confirmed" role="status">
              {t('alignment.confirmed', { n: summary.counts.confirmed, all: summary.counts.pairs })}
            </span>
          </fieldset>
          {pairs.length === 0 && <p className="panel list-none">{t('alignment.noPairs')}</p>}
          {pairs.map((pair) => (
            <PairCard
              key={`${pair.lower}|${pair.upper}`}
              summary={summary}
              pair={pair}
              lower={lower.get(pair.lower)}
              upper={upper.get(pair.upper)}
              kind={drift}
              uppers={detail.upper.measures}
              onDecide={may('alignment.write') ? rule : null}
            />
          ))}
          {!drift && rejected.length > 0 && (
            <details className="rejected">
              <summary>{t('alignment.rejected', { n: rejected.length })}</summary>
              {rejected.map((pair) => (
                <PairCard
                  key={`${pair.lower}|${pair.upper}`}
                  summary={summary}
                  pair={pair}
                  lower={lower.get(pair.lower)}
                  upper={upper.get(pair.upper)}
                  kind={undefined}
                  uppers={detail.upper.measures}
                  onDecide={may('alignment.write') ? rule : null}
                />
              ))}
            </details>
          )}
        </>
      )}
      {view === 'uncovered' && (
        <>
          <CoverageTable coverage={detail.coverage} />
          <UnmatchedList
            planId={summary.upper.id}
            ids={detail.unmatchedUpper}
            own={upper}
            others={detail.lower.measures}
            label={t('alignment.pairLower')}
            none={t('alignment.allCovered')}
            onPair={may('alignment.write') ? (own, other) => rule({ upper: own, lower: other }, 'added') : null}
          />
        </>
      )}
      {view === 'unanswered' && (
        <UnmatchedList
          planId={summary.lower.id}
          ids={detail.unmatchedLower}
          own={lower}
          others={detail.upper.measures}
          label={t('alignment.pairUpper')}
          none={t('alignment.allAnswered')}
          onPair={may('alignment.write') ? (own, other) => rule({ lower: own, upper: other }, 'added') : null}
        />
      )}
    </Page>
  )
}
