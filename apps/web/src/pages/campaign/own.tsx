import { Link } from '@tanstack/react-router'
import type { BriefRow, CampaignOverview, ChallengeRow } from '@yingshang/server/contract'
import { Tag } from 'antd'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { Adoptions } from './adoptions.tsx'

/** What concerns the body of whoever looks: challenges that it may claim, those that it claimed, briefs that it handed in; each with the next step. */
export function Own({ overview }: { overview: CampaignOverview }) {
  const { t } = useMessages()
  const challenges = overview.batches.flatMap((b) => b.items).filter((c) => c.mine !== null)
  const briefs = overview.briefs.filter((b) => b.mine)
  const open = challenges.filter((c) => c.mine === 'open')
  const claimed = challenges.filter((c) => c.mine !== 'open')
  return (
    <section className="panel campaign-part" aria-label={t('campaign.own')}>
      <h2 className="scores-h2">{t('campaign.own')}</h2>
      <h3 className="scores-h2">{t('campaign.open', { n: open.length })}</h3>
      {open.length === 0 ? <p className="scores-meta">{t('campaign.noOpen')}</p> : <Challenges rows={open} />}
      {claimed.length > 0 && (
        <>
          <h3 className="scores-h2">{t('campaign.claimed')}</h3>
          <Challenges rows={claimed} />
        </>
      )}
      <h3 className="scores-h2">{t('campaign.ownBriefs')}</h3>
      {briefs.length === 0 ? <p className="scores-meta">{t('campaign.noOwnBriefs')}</p> : <OwnBriefs rows={briefs} />}
    </section>
  )
}

function Challenges({ rows }: { rows: readonly ChallengeRow[] }) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('campaign.subject')}</th>
          <th scope="col">{t('campaign.stage')}</th>
          <th scope="col">{t('campaign.due')}</th>
          <th scope="col">{t('campaign.next')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-mine={row.mine}>
            <th scope="row">
              <Link to="/matters/$matterId" params={{ matterId: row.id }} className="plan-link">
                <Words>{row.subject}</Words>
              </Link>
              <span className="cell-sub">
                <Words>{row.batch}</Words>
              </span>
            </th>
            <td data-label={t('campaign.stage')}>
              {say(row.stageTitle, locale)} {row.mine && row.mine !== 'open' && <Tag>{t(`campaign.mine.${row.mine}`)}</Tag>}
              {row.late && <Tag className="scores-talk">{t('campaign.late')}</Tag>}
            </td>
            <td data-label={t('campaign.due')} className="mono">
              {row.due ? day(row.due, locale) : '—'}
            </td>
            <td data-label={t('campaign.next')}>
              {row.mine === 'open' ? (
                <Step matter={row.id} action="claim" label={t('campaign.claim')} of={row.subject} />
              ) : row.mine === 'chosen' && row.stage === 'working' ? (
                <Step matter={row.id} action="deliver" label={t('campaign.deliver')} of={row.subject} />
              ) : (
                '—'
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function OwnBriefs({ rows }: { rows: readonly BriefRow[] }) {
  const { t, locale } = useMessages()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('campaign.subject')}</th>
          <th scope="col">{t('campaign.stage')}</th>
          <th scope="col">{t('campaign.adoptions')}</th>
          <th scope="col">{t('campaign.next')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link to="/matters/$matterId" params={{ matterId: row.id }} className="plan-link">
                <Words>{row.subject}</Words>
              </Link>
              <span className="cell-sub mono">{day(row.submittedOn, locale)}</span>
            </th>
            <td data-label={t('campaign.stage')}>{say(row.stageTitle, locale)}</td>
            <td data-label={t('campaign.adoptions')}>
              <Adoptions of={row.adoptions} waiting={row.waiting} />
            </td>
            <td data-label={t('campaign.next')}>
              {row.stage === 'returned' ? (
                <Step matter={row.id} action="revise" label={t('campaign.revise')} of={row.subject} />
              ) : row.stage === 'published' ? (
                <Step matter={row.id} action="adopt" label={t('campaign.adopt')} of={row.subject} />
              ) : (
                '—'
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Opens the form of an action of a matter at once. */
function Step({ matter, action, label, of }: { matter: string; action: string; label: string; of: string }) {
  return (
    <Link
      to="/matters/$matterId"
      params={{ matterId: matter }}
      search={{ do: action }}
      className="link-button"
      aria-label={`${label} ${of}`}
    >
      {label}
    </Link>
  )
}
