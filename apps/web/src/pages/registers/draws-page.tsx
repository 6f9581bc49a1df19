import { Link } from '@tanstack/react-router'
import type { DrawSummary } from '@yingshang/server/contract'
import { Spin } from 'antd'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Mark } from './mark.tsx'
import { useChoices, useDraws, useRegisters } from './queries.ts'
import { said } from './words.ts'
import './registers.css'

/** 选任: draws, competitions and recommendations, newest first. */
export function DrawsPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const reads = may('register.read')
  const first = useRegisters(reads).data?.items[0]?.id
  return (
    <Page
      title={t('draws.title')}
      lede={t('draws.lede')}
      actions={
        <>
          {reads && first !== undefined && (
            <Link className="page-link" to="/registers/$kind" params={{ kind: first }} search={{}}>
              {t('draws.toRoster')}
            </Link>
          )}
          {may('draw.conduct') && (
            <>
              <Link className="page-link" to="/choices/new" search={{}}>
                {t('draws.newChoice')}
              </Link>
              <Link className="draw-new" to="/draws/new" search={{}}>
                {t('draws.new')}
              </Link>
            </>
          )}
        </>
      }
    >
      <DrawList open={!reads} />
      {reads && <Choices />}
    </Page>
  )
}

/** Draws as rows; `open`: for somebody who is not signed in, with addresses that load the page anew. */
export function DrawList({ open }: { open: boolean }) {
  const { t } = useMessages()
  const list = useDraws(open)
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <section className="panel register-panel" aria-label={t('draws.list')}>
      <h2>{t('draws.list')}</h2>
      {list.isPending && <Spin description={t('common.loading')} />}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.data && items.length === 0 && <p className="section-none">{t('draws.none')}</p>}
      {items.length > 0 && (
        <>
          <DrawTable items={items} open={open} />
          <LoadMore list={list} shown={items.length} />
        </>
      )}
    </section>
  )
}

function DrawTable({ items, open }: { items: readonly DrawSummary[]; open: boolean }) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('draws.what')}</th>
          <th scope="col">{t('draws.published')}</th>
          <th scope="col">{t('draws.status')}</th>
          <th scope="col">{t('draws.selected')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((draw) => (
          <tr key={draw.id}>
            <th scope="row">
              {open ? (
                <a href={`/draws/${draw.id}`}>
                  <Words>{draw.title}</Words>
                </a>
              ) : (
                <Link to="/draws/$drawId" params={{ drawId: draw.id }}>
                  <Words>{draw.title}</Words>
                </Link>
              )}
              <span className="cell-sub">
                <span>{said(draw.register, locale)}</span>
                <span>{t('draws.listed', { n: draw.candidates, out: draw.excluded })}</span>
              </span>
            </th>
            <td data-label={t('draws.published')} className="mono">
              {instant(draw.publishedAt)}
            </td>
            <td data-label={t('draws.status')}>
              <Mark>{t(`draws.status.${draw.status}`)}</Mark>
            </td>
            <td data-label={t('draws.selected')}>{draw.selected.length === 0 ? '—' : <Words>{draw.selected.join('、')}</Words>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Choices() {
  const { t } = useMessages()
  const list = useChoices(true)
  if (!list.data || list.data.items.length === 0) return null
  return (
    <section className="panel register-panel" aria-label={t('choices.list')}>
      <h2>{t('choices.list')}</h2>
      <ul className="register-rows">
        {list.data.items.map((choice) => (
          <li key={choice.id}>
            <strong>
              <Link to="/choices/$choiceId" params={{ choiceId: choice.id }}>
                <Words>{choice.title}</Words>
              </Link>
            </strong>
            <span>{t(`registers.method.${choice.method}`)}</span>
            <Mark>{t(`choices.status.${choice.status}`)}</Mark>
            {choice.chosen && <Words>{choice.chosen}</Words>}
          </li>
        ))}
      </ul>
    </section>
  )
}
