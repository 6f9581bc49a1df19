import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { BriefRow, CampaignOverview, ChallengeRow } from '@yingshang/server/contract'
import { Input, Spin, Tag } from 'antd'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { useCampaignOverview } from '../evaluation/queries.ts'
import { say } from '../forms/value.tsx'
import '../evaluation/evaluation.css'
import { Adoptions, LEVELS } from './adoptions.tsx'
import { Own } from './own.tsx'
import { Unconfirmed } from './unconfirmed.tsx'

const COLOURS = { county: '#8fa8c8', city: '#4f7cb5', province: '#1a4b8c', nation: '#b3261e' }

/** 揭榜与简报: challenges by batch with stage and claims, briefs with adoptions by level, counted per body. */
export function CampaignPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const navigate = useNavigate()
  const { year } = useSearch({ from: '/campaign' })
  const overview = useCampaignOverview(year)
  return (
    <Page
      title={t('campaign.title')}
      lede={t('campaign.lede')}
      actions={
        may('matter.act') && (
          <>
            {may('evaluation.manage') && (
              <Link to="/matters/new" search={{ procedure: 'challenge', as: 'office' }} className="link-button">
                {t('campaign.newChallenge')}
              </Link>
            )}
            <Link
              to="/matters/new"
              search={{ procedure: 'brief', as: may('evaluation.manage') ? 'editor' : 'author' }}
              className="link-button"
            >
              {t('campaign.newBrief')}
            </Link>
          </>
        )
      }
    >
      <section className="panel scores-form" aria-label={t('campaign.year')}>
        <div className="scores-field">
          <span aria-hidden="true">{t('campaign.year')}</span>
          <Input
            aria-label={t('campaign.year')}
            type="number"
            min={2000}
            max={2100}
            defaultValue={year}
            onChange={(event) => {
              const chosen = Number(event.target.value)
              if (event.target.value === '' || (chosen >= 2000 && chosen <= 2100))
                void navigate({ to: '/campaign', search: event.target.value === '' ? {} : { year: chosen }, replace: true })
            }}
          />
        </div>
      </section>
      {overview.isError && <Trouble error={overview.error} retry={() => void overview.refetch()} />}
      {overview.isPending && <Spin description={t('common.loading')} />}
      {overview.data && (
        <>
          {overview.data.unconfirmed.length > 0 && <Unconfirmed rows={overview.data.unconfirmed} />}
          {(!may('evaluation.manage') || concerns(overview.data)) && may('matter.act') && <Own overview={overview.data} />}
          <section className="panel" aria-label={t('campaign.challenges')}>
            <h2 className="scores-h2">{t('campaign.challenges')}</h2>
            <Link
              to="/matters"
              search={{ procedure: 'challenge' }}
              className="page-link"
              aria-label={t('campaign.tableOf', { name: t('campaign.challenges') })}
            >
              {t('campaign.table')}
            </Link>
            {overview.data.batches.length === 0 && <p className="scores-meta">{t('campaign.noChallenges')}</p>}
            {overview.data.batches.map(({ batch, items }) => (
              <Batch key={batch} batch={batch} items={items} />
            ))}
          </section>
          <ByBody rows={overview.data.byBody} />
          <Briefs items={overview.data.briefs} />
        </>
      )}
    </Page>
  )
}

/** Whether a body that somebody of the office acts for has something to do here. */
const concerns = ({ batches, briefs }: CampaignOverview) =>
  batches.some((b) => b.items.some((c) => c.mine !== null)) || briefs.some((b) => b.mine)

function Batch({ batch, items }: { batch: string; items: readonly ChallengeRow[] }) {
  const { t, locale } = useMessages()
  return (
    <>
      <h3 className="scores-h2">
        <Words>{batch}</Words>
      </h3>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('campaign.subject')}</th>
            <th scope="col">{t('campaign.stage')}</th>
            <th scope="col">{t('campaign.claims')}</th>
            <th scope="col">{t('campaign.chosen')}</th>
            <th scope="col">{t('campaign.due')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to="/matters/$matterId" params={{ matterId: row.id }} className="plan-link">
                  <Words>{row.subject}</Words>
                </Link>
              </th>
              <td data-label={t('campaign.stage')}>
                {say(row.stageTitle, locale)} {row.late && <Tag className="scores-talk">{t('campaign.late')}</Tag>}
              </td>
              <td data-label={t('campaign.claims')}>{row.claims.length === 0 ? t('campaign.noClaims') : row.claims.join('、')}</td>
              <td data-label={t('campaign.chosen')}>{row.chosen ?? '—'}</td>
              <td data-label={t('campaign.due')}>{row.due ? day(row.due, locale) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function ByBody({ rows }: { rows: CampaignOverview['byBody'] }) {
  const { t } = useMessages()
  if (rows.length === 0) return null
  const sum = (row: (typeof rows)[number]) => LEVELS.reduce((n, level) => n + row.adoptions[level], 0)
  const most = Math.max(1, ...rows.map(sum))
  return (
    <section className="panel" aria-label={t('campaign.byBody')}>
      <h2 className="scores-h2">{t('campaign.byBody')}</h2>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('scores.body')}</th>
            <th scope="col">{t('campaign.adoptions')}</th>
            <th scope="col">{t('campaign.submitted')}</th>
            <th scope="col">{t('campaign.published')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.body.id}>
              <th scope="row">
                <Words>{row.body.name}</Words>
              </th>
              <td data-label={t('campaign.adoptions')}>
                <span className="scores-bar">
                  <svg viewBox={`0 0 ${most} 8`} preserveAspectRatio="none" aria-hidden="true">
                    {LEVELS.map((level, i) => (
                      <rect
                        key={level}
                        x={LEVELS.slice(0, i).reduce((n, l) => n + row.adoptions[l], 0)}
                        width={row.adoptions[level]}
                        height="8"
                        fill={COLOURS[level]}
                      />
                    ))}
                  </svg>
                  <Adoptions of={row.adoptions} />
                </span>
              </td>
              <td data-label={t('campaign.submitted')}>{row.submitted}</td>
              <td data-label={t('campaign.published')}>{row.published}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Briefs({ items }: { items: readonly BriefRow[] }) {
  const { t, locale } = useMessages()
  return (
    <section className="panel" aria-label={t('campaign.briefs')}>
      <h2 className="scores-h2">{t('campaign.briefs')}</h2>
      <Link
        to="/matters"
        search={{ procedure: 'brief' }}
        className="page-link"
        aria-label={t('campaign.tableOf', { name: t('campaign.briefs') })}
      >
        {t('campaign.table')}
      </Link>
      {items.length === 0 ? (
        <p className="scores-meta">{t('campaign.noBriefs')}</p>
      ) : (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('campaign.subject')}</th>
              <th scope="col">{t('scores.body')}</th>
              <th scope="col">{t('campaign.stage')}</th>
              <th scope="col">{t('campaign.adoptions')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <Link to="/matters/$matterId" params={{ matterId: row.id }} className="plan-link">
                    <Words>{row.subject}</Words>
                  </Link>
                </th>
                <td data-label={t('scores.body')}>
                  <Words>{row.body.name}</Words>
                </td>
                <td data-label={t('campaign.stage')}>{say(row.stageTitle, locale)}</td>
                <td data-label={t('campaign.adoptions')}>
                  <Adoptions of={row.adoptions} waiting={row.waiting} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
