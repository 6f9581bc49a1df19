import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Spin, Tag } from 'antd'
import { day } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { newDraft } from './draft.ts'
import { useDraftQuestionnaire, useQuestionnaires } from './queries.ts'

/** Questionnaires, newest first, and the way to a new one. */
export function Questionnaires() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const navigate = useNavigate()
  const toast = useToast()
  const found = useQuestionnaires()
  const draft = useDraftQuestionnaire()
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const items = found.data.pages.flatMap((page) => page.items)
  const begin = async () => {
    try {
      const made = await draft.mutateAsync(newDraft())
      await navigate({ to: '/supervision/questionnaires/$questionnaireId', params: { questionnaireId: made.summary.id } })
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <>
      {may('questionnaire.manage') && (
        <div className="reporting-send">
          <Button type="primary" loading={draft.isPending} onClick={() => void begin()}>
            {t('questionnaires.new')}
          </Button>
        </div>
      )}
      {items.length === 0 && <p className="panel reporting-none">{t('questionnaires.none')}</p>}
      {items.length > 0 && (
        <section className="panel" aria-label={t('questionnaires.title')}>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('questionnaires.one')}</th>
                <th scope="col">{t('questionnaires.state')}</th>
                <th scope="col">{t('questionnaires.days')}</th>
                <th scope="col">{t('questionnaires.way')}</th>
                <th scope="col">{t('questionnaires.sheets')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((q) => (
                <tr key={q.id}>
                  <th scope="row">
                    <Link to="/supervision/questionnaires/$questionnaireId" params={{ questionnaireId: q.id }} className="plan-link">
                      {q.title === '' ? t('questionnaires.untitled') : <Words>{q.title}</Words>}
                    </Link>
                    <span className="cell-sub">
                      <Words>{q.createdBy.displayName}</Words>
                    </span>
                  </th>
                  <td data-label={t('questionnaires.state')}>
                    <Tag>{t(`questionnaires.state.${q.state}`)}</Tag>
                  </td>
                  <td data-label={t('questionnaires.days')} className="mono">
                    {day(q.opensOn, locale)} – {day(q.closesOn, locale)}
                  </td>
                  <td data-label={t('questionnaires.way')}>{t(`questionnaires.way.${q.way}`)}</td>
                  <td data-label={t('questionnaires.sheets')}>
                    {q.sheets}
                    {q.tickets && ` / ${t('questionnaires.issued', { n: q.tickets.issued })}`}
                  </td>
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
