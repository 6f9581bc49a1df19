import { Link, useNavigate } from '@tanstack/react-router'
import type { IndicatorSummary } from '@yingshang/server/contract'
import { Button, Checkbox, Input, Spin } from 'antd'
import { useDeferredValue, useState } from 'react'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { DefinitionDialog } from './definition-dialog.tsx'
import './indicators.css'
import '../ledger/ledger.css'
import { periodText } from './period.ts'
import { useCreateIndicator, useIndicators } from './queries.ts'

/** 指标: what is measured, the last number of each, who has not said theirs, and how many targets hang on it. */
export function IndicatorsPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const navigate = useNavigate()
  const create = useCreateIndicator()
  const [typed, setTyped] = useState('')
  const [retired, setRetired] = useState(false)
  const [making, setMaking] = useState(false)
  const q = useDeferredValue(typed.trim())
  const list = useIndicators({ retired, ...(q === '' ? {} : { q }) })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title={t('indicators.title')}
      lede={t('indicators.lede')}
      actions={
        <>
          <Link to="/ledger/indicators/import" className="page-link">
            {t('indicators.sheet')}
          </Link>
          {may('ledger.manage') && (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('indicators.new')}
            </Button>
          )}
        </>
      }
    >
      <div className="indicator-tools">
        <Input.Search
          aria-label={t('indicators.find')}
          placeholder={t('indicators.find')}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Checkbox checked={retired} onChange={(event) => setRetired(event.target.checked)}>
          {t('indicators.retired')}
        </Checkbox>
      </div>
      {list.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && (
        <section className="panel" aria-label={t('indicators.title')}>
          {items.length === 0 ? (
            <p className="list-none">{t(q === '' ? 'indicators.none' : 'indicators.noneFound')}</p>
          ) : (
            <>
              <Table items={items} />
              <LoadMore list={list} shown={items.length} />
            </>
          )}
        </section>
      )}
      {making && (
        <DefinitionDialog
          title={t('indicators.new')}
          onSave={async (definition) => {
            const made = await create.mutateAsync(definition)
            await navigate({ to: '/ledger/indicators/$indicatorId', params: { indicatorId: made.indicator.id } })
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </Page>
  )
}

function Table({ items }: { items: readonly IndicatorSummary[] }) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table indicator-table">
      <thead>
        <tr>
          <th scope="col">{t('indicators.one')}</th>
          <th scope="col">{t('indicators.latest')}</th>
          <th scope="col">{t('indicators.coverage')}</th>
          <th scope="col">{t('indicators.targets')}</th>
          <th scope="col">{t('indicators.keeper')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <Link to="/ledger/indicators/$indicatorId" params={{ indicatorId: item.id }} className="entry-link">
                <Words>{item.name}</Words>
              </Link>
              <span className="cell-sub">
                {t(`indicators.period.${item.period}`)} · {t(`indicators.${item.direction}`)}
              </span>
            </th>
            <td data-label={t('indicators.latest')}>
              {item.latest ? (
                <span>
                  <strong className="mono">{`${item.latest.value}${item.unit}`}</strong>
                  <span className="cell-sub">
                    {periodText(item.latest.period, locale)}
                    {item.latest.body && <Words>{` ${item.latest.body.name}`}</Words>}
                  </span>
                </span>
              ) : (
                <span className="muted">{t('indicators.noReading')}</span>
              )}
            </td>
            <td data-label={t('indicators.coverage')}>
              {item.coverage ? (
                <span>
                  {t('indicators.covered', { of: item.coverage.of, known: item.coverage.known })}
                  <span className={item.coverage.lateDays > 0 ? 'cell-sub late-word' : 'cell-sub'}>
                    {periodText(item.coverage.period, locale)}
                    {item.coverage.lateDays > 0 && ` ${t('indicators.late', { n: item.coverage.lateDays })}`}
                  </span>
                </span>
              ) : (
                <span className="muted">—</span>
              )}
            </td>
            <td data-label={t('indicators.targets')}>
              <Verdicts targets={item.targets} />
            </td>
            <td data-label={t('indicators.keeper')}>{item.keeper ? <Words>{item.keeper.name}</Words> : t('indicators.office')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How many targets are met, missed and unread; by sign and word, not by colour alone. */
function Verdicts({ targets }: { targets: IndicatorSummary['targets'] }) {
  const { t } = useMessages()
  const shown = (['met', 'unmet', 'no-data'] as const).filter((v) => targets[v] > 0)
  if (shown.length === 0) return <span className="muted">{t('indicators.unbound')}</span>
  return (
    <span className="verdicts">
      {shown.map((v) => (
        <span key={v} data-verdict={v}>
          {v === 'met' ? '✓' : v === 'unmet' ? '✕' : '?'} {t(`ledger.verdict.${v}`)} <span className="mono">{targets[v]}</span>
        </span>
      ))}
    </span>
  )
}
