import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Popconfirm, Spin, Tag } from 'antd'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Editor } from './editor.tsx'
import { Preview } from './preview.tsx'
import { useClose, useDuplicate, useQuestionnaire } from './queries.ts'
import { Results } from './results.tsx'
import { Share } from './share.tsx'
import '../reporting/reporting.css'
import './questionnaires.css'

/** A questionnaire: written while it is a draft, shared while it runs, read when it has ended. */
export function QuestionnairePage() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const navigate = useNavigate()
  const toast = useToast()
  const { questionnaireId: id } = useParams({ from: '/supervision/questionnaires/$questionnaireId' })
  const found = useQuestionnaire(id)
  const close = useClose(id)
  const duplicate = useDuplicate(id)
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const detail = found.data
  const { summary, questionnaire } = detail
  const manages = may('questionnaire.manage')
  const copy = async () => {
    try {
      const made = await duplicate.mutateAsync(undefined)
      await navigate({ to: '/supervision/questionnaires/$questionnaireId', params: { questionnaireId: made.summary.id } })
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <Page
      title={summary.title === '' ? t('questionnaires.untitled') : summary.title}
      lede={
        <>
          <Link to="/supervision" search={{ view: 'questionnaires' }}>
            {t('questionnaires.title')}
          </Link>{' '}
          · {day(summary.opensOn, locale)} – {day(summary.closesOn, locale)} · <Tag>{t(`questionnaires.state.${summary.state}`)}</Tag>
        </>
      }
      actions={
        manages &&
        summary.state !== 'draft' && (
          <>
            <Button loading={duplicate.isPending} onClick={() => void copy()}>
              {t('questionnaires.duplicate')}
            </Button>
            {summary.state !== 'closed' && (
              <Popconfirm
                title={t('questionnaires.closeSure')}
                okText={t('questionnaires.close')}
                cancelText={t('common.cancel')}
                onConfirm={() => void close.mutateAsync(undefined).catch(toast.failed)}
              >
                <Button danger loading={close.isPending}>
                  {t('questionnaires.close')}
                </Button>
              </Popconfirm>
            )}
          </>
        )
      }
    >
      {summary.state === 'draft' && manages && <Editor key={id} detail={detail} />}
      {(summary.state === 'waiting' || summary.state === 'open') && <Share detail={detail} />}
      {summary.state === 'closed' && <Results detail={detail} />}
      {summary.state !== 'closed' && !(summary.state === 'draft' && manages) && <Preview questions={questionnaire.questions} />}
    </Page>
  )
}
