import { Link, useParams } from '@tanstack/react-router'
import type { RegisterKind } from '@yingshang/register'
import type { RegisterEntryDetail } from '@yingshang/server/contract'
import { Alert, Spin } from 'antd'
import { api } from '../../api/client.ts'
import { day, instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { AccountForm } from './account-form.tsx'
import { ReasonForm } from './answer-form.tsx'
import { DecisionForm } from './decision-form.tsx'
import { EvaluationList } from './evaluation-list.tsx'
import { Mark } from './mark.tsx'
import { entryPath, useEntry, useEntryStep, useKind } from './queries.ts'
import { State } from './roster-page.tsx'
import { Ties } from './ties.tsx'
import { points, said, today } from './words.ts'
import '../matters/matters.css'
import './registers.css'

/** One entry of a register: how it stands, what was decided, its cases and evaluations, with whom it is tied. */
export function EntryPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const { entryId } = useParams({ from: '/register-entries/$entryId' })
  const query = useEntry(entryId)
  const kind = useKind(query.data?.kind ?? '')
  if (query.isError)
    return (
      <Page title={t('registers.entry')}>
        <Trouble error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  if (!query.data || !kind)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const entry = query.data
  return (
    <Page
      title={entry.name}
      lede={
        <span className="register-line">
          <span className="mono">{entry.code}</span>
          <State entry={entry} />
        </span>
      }
      actions={
        <Link className="page-link" to="/registers/$kind" params={{ kind: entry.kind }} search={{}}>
          {t('registers.back')}
        </Link>
      }
    >
      <div className="register-two">
        <div>
          <Figures entry={entry} />
          <Decisions entry={entry} />
        </div>
        <div>
          {may('register.manage') && <DecisionForm kind={kind} entry={entry} />}
          <EvaluationList entry={entry} />
          <Cases entry={entry} />
          {entry.ties !== null && <Ties kind={kind} entry={entry} />}
          {may('register.manage') && <AccountForm entry={entry} />}
        </div>
      </div>
    </Page>
  )
}

function Figures({ entry }: { entry: RegisterEntryDetail }) {
  const { t, locale } = useMessages()
  const sign = (n: number) => (n > 0 ? `+${n}` : `${n}`)
  const parts = (['base', 'grade', 'cases', 'scores'] as const)
    .map((part) =>
      t(`registers.weight.${part}`, { n: part === 'base' ? String(entry.weightParts[part] ?? 0) : sign(entry.weightParts[part] ?? 0) }),
    )
    .join('，')
  return (
    <section className="panel register-panel" aria-label={t('registers.standing')}>
      <h2>{t('registers.standing')}</h2>
      {entry.reasons.length > 0 && (
        <ul className="register-reasons">
          {entry.reasons.map((r) => (
            <li key={r.zh}>{said(r, locale)}</li>
          ))}
        </ul>
      )}
      <dl className="facts register-facts">
        <div>
          <dt>{t('registers.grade')}</dt>
          <dd>{said(entry.grade.title, locale)}</dd>
        </div>
        <div>
          <dt>{t('registers.subject')}</dt>
          <dd>{t(`registers.subject.${entry.subject}`)}</dd>
        </div>
        <div>
          <dt>{t('registers.areas')}</dt>
          <dd>{entry.areas.length === 0 ? t('registers.anyArea') : entry.areas.map((a) => said(a.title, locale)).join('、')}</dd>
        </div>
        <div>
          <dt>{t('registers.openCases')}</dt>
          <dd>{entry.workload === null ? entry.openCases : t('registers.ofMost', { n: entry.openCases, most: entry.workload })}</dd>
        </div>
        <div>
          <dt>{t('registers.mean')}</dt>
          <dd>
            {entry.mean === null ? t('registers.noScores') : t('registers.meanOf', { mean: points(entry.mean.total), n: entry.mean.count })}
          </dd>
        </div>
        <div>
          <dt>{t('registers.weight')}</dt>
          <dd>
            {entry.weight} <span className="muted">（{parts}）</span>
          </dd>
        </div>
        {entry.contact && (
          <div>
            <dt>{t('registers.contact')}</dt>
            <dd>
              <Words>{entry.contact}</Words>
            </dd>
          </div>
        )}
      </dl>
      {entry.proposal && (
        <Alert
          type="info"
          showIcon
          title={t(entry.proposal.direction === 'up' ? 'registers.proposeUp' : 'registers.proposeDown', {
            to: said(entry.proposal.to.title, locale),
          })}
          description={said(entry.proposal.why, locale)}
        />
      )}
    </section>
  )
}

function Decisions({ entry }: { entry: RegisterEntryDetail }) {
  const { t, locale } = useMessages()
  return (
    <section className="panel register-panel" aria-label={t('registers.decisions')}>
      <h2>{t('registers.decisions')}</h2>
      <ol className="register-decisions">
        {entry.decisions.map((d) => (
          <li key={d.id} data-annulled={d.annulled || undefined}>
            <div className="register-line">
              <strong>{t(`registers.type.${d.type as RegisterKindDecision}`)}</strong>
              <span className="mono">{day(d.on, locale)}</span>
              {d.annulled && <Mark>{t('registers.annulled')}</Mark>}
            </div>
            {d.detail.length > 0 && <div>{d.detail.map((w) => said(w, locale)).join('；')}</div>}
            <div>
              <Words>{d.reason}</Words>
            </div>
            <div className="muted register-line">
              {d.by && <Words>{d.by}</Words>}
              <span className="mono">{instant(d.at)}</span>
              <span>{d.sealed === null ? t('registers.unsealed') : t('registers.sealed', { n: d.sealed })}</span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

type RegisterKindDecision = 'enter' | 'amend' | 'grade' | 'suspend' | 'resume' | 'sanction' | 'remove' | 'reinstate' | 'annul'
export type Props = { readonly kind: RegisterKind; readonly entry: RegisterEntryDetail }

function Cases({ entry }: { entry: RegisterEntryDetail }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const manages = may('register.manage')
  const end = useEntryStep(entry.id, ({ id, why }: { id: string; why: string }) =>
    api.post<RegisterEntryDetail>(`${entryPath(entry.id)}/appointments/${id}/end`, { until: today(), why }),
  )
  return (
    <section className="panel register-panel" aria-label={t('registers.cases')}>
      <h2>{t('registers.cases')}</h2>
      {entry.appointments.length === 0 ? (
        <p className="section-none">{t('registers.noCases')}</p>
      ) : (
        <ul className="register-rows">
          {entry.appointments.map((a) => (
            <li key={a.id}>
              <strong>
                {a.matter ? (
                  <Link to="/matters/$matterId" params={{ matterId: a.matter }}>
                    <Words>{a.caseTitle}</Words>
                  </Link>
                ) : (
                  <Words>{a.caseTitle}</Words>
                )}
              </strong>
              <span>
                {day(a.from, locale)} – {a.until === null ? t('registers.present') : day(a.until, locale)}
              </span>
              {a.method === 'random' ? (
                <Link to="/draws/$drawId" params={{ drawId: a.choice }}>
                  {t('registers.method.random')}
                </Link>
              ) : (
                <Link to="/choices/$choiceId" params={{ choiceId: a.choice }}>
                  {t(`registers.method.${a.method}`)}
                </Link>
              )}
              {a.until === null && manages && (
                <details className="draw-why">
                  <summary>{t('registers.caseEnd')}</summary>
                  <ReasonForm
                    name={`end-${a.id}`}
                    lede={t('registers.caseEndLede')}
                    initial=""
                    action={t('registers.caseEnd')}
                    busy={end.isPending}
                    onSend={(why) =>
                      end
                        .mutateAsync({ id: a.id, why })
                        .then(() => true)
                        .catch((error: unknown) => {
                          toast.failed(error)
                          return false
                        })
                    }
                  />
                </details>
              )}
              {a.endedWhy && (
                <span className="muted">
                  <Words>{a.endedWhy}</Words>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
