import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Spin, Tabs, Tag } from 'antd'
import { useState } from 'react'
import { day, instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Questionnaires } from '../questionnaires/list.tsx'
import { DraftForm } from './draft-form.tsx'
import { InspectionForm } from './inspection-form.tsx'
import { useInspections, useLetters } from './queries.ts'
import '../reporting/reporting.css'

/** 督查: letters and bulletins, and batches of inspections. */
export function SupervisionPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const { view } = useSearch({ from: '/supervision' })
  const navigate = useNavigate({ from: '/supervision' })
  return (
    <Page title={t('supervision.title')} lede={t('supervision.lede')}>
      <Tabs
        activeKey={view ?? 'letters'}
        onChange={(key) =>
          void navigate({ search: { view: key === 'inspections' || key === 'questionnaires' ? key : undefined }, replace: true })
        }
        destroyOnHidden
        items={[
          { key: 'letters', label: t('supervision.letters'), children: <Letters /> },
          ...(may('ledger.manage') ? [{ key: 'inspections', label: t('supervision.inspections'), children: <Inspections /> }] : []),
          ...(may('questionnaire.read') ? [{ key: 'questionnaires', label: t('questionnaires.title'), children: <Questionnaires /> }] : []),
        ]}
      />
    </Page>
  )
}

function Letters() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const letters = useLetters()
  const [drafting, setDrafting] = useState(false)
  if (letters.isPending) return <Spin description={t('common.loading')} />
  if (!letters.data) return <Trouble error={letters.error} retry={() => void letters.refetch()} />
  const items = letters.data.pages.flatMap((page) => page.items)
  return (
    <>
      {may('ledger.manage') && (
        <div className="reporting-send">
          <Button type="primary" onClick={() => setDrafting(!drafting)} aria-expanded={drafting}>
            {t('supervision.draft')}
          </Button>
        </div>
      )}
      {drafting && <DraftForm />}
      {items.length === 0 && <p className="panel reporting-none">{t('supervision.noLetters')}</p>}
      {items.length > 0 && (
        <section className="panel" aria-label={t('supervision.letters')}>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('supervision.letter')}</th>
                <th scope="col">{t('supervision.kind')}</th>
                <th scope="col">{t('supervision.status')}</th>
                <th scope="col">{t('supervision.received')}</th>
                <th scope="col">{t('supervision.answered')}</th>
                <th scope="col">{t('supervision.answerBy')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((l) => (
                <tr key={l.id}>
                  <th scope="row">
                    <Link to="/supervision/letters/$letterId" params={{ letterId: l.id }} className="plan-link">
                      <Words>{l.title}</Words>
                    </Link>
                    <span className="cell-sub">
                      <Words>{l.documentNumber ?? l.draftedBy.displayName}</Words> {instant(l.sentAt ?? l.draftedAt)}
                    </span>
                  </th>
                  <td data-label={t('supervision.kind')}>{t(`supervision.kind.${l.kind}`)}</td>
                  <td data-label={t('supervision.status')}>
                    <Tag>{t(`supervision.status.${l.status}`)}</Tag>
                  </td>
                  <td data-label={t('supervision.received')}>{t('supervision.of', { n: l.received, of: l.bodies })}</td>
                  <td data-label={t('supervision.answered')}>
                    {l.answerBy === null ? '—' : t('supervision.of', { n: l.answered, of: l.bodies })}
                  </td>
                  <td data-label={t('supervision.answerBy')} className="mono">
                    {l.answerBy ? day(l.answerBy, locale) : '—'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <LoadMore list={letters} shown={items.length} />
        </section>
      )}
    </>
  )
}

function Inspections() {
  const { t, locale } = useMessages()
  const found = useInspections()
  const [opening, setOpening] = useState(false)
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const items = found.data.pages.flatMap((page) => page.items)
  return (
    <>
      <div className="reporting-send">
        <Button type="primary" onClick={() => setOpening(!opening)} aria-expanded={opening}>
          {t('supervision.open')}
        </Button>
      </div>
      {opening && <InspectionForm />}
      {items.length === 0 && <p className="panel reporting-none">{t('supervision.noInspections')}</p>}
      {items.length > 0 && (
        <section className="panel" aria-label={t('supervision.inspections')}>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('supervision.batch')}</th>
                <th scope="col">{t('supervision.days')}</th>
                <th scope="col">{t('supervision.inspectors')}</th>
                <th scope="col">{t('supervision.findings')}</th>
                <th scope="col">{t('supervision.openFindings')}</th>
                <th scope="col">{t('supervision.late')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((i) => (
                <tr key={i.id}>
                  <th scope="row">
                    <Link to="/supervision/inspections/$inspectionId" params={{ inspectionId: i.id }} className="plan-link">
                      <Words>{i.title}</Words>
                    </Link>{' '}
                    <Tag>{t(`supervision.origin.${i.origin}`)}</Tag>
                  </th>
                  <td data-label={t('supervision.days')} className="mono">
                    {day(i.from, locale)} – {day(i.until, locale)}
                  </td>
                  <td data-label={t('supervision.inspectors')}>
                    <Words>{i.inspectors.join('、')}</Words>
                  </td>
                  <td data-label={t('supervision.findings')}>{i.findings}</td>
                  <td data-label={t('supervision.openFindings')}>{i.open}</td>
                  <td data-label={t('supervision.late')}>{i.late}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <LoadMore list={found} shown={items.length} />
        </section>
      )}
    </>
  )
}
