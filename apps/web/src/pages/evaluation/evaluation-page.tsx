import { useNavigate, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { Page } from '../../components/page.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { EvaluationSearch } from '../../routes/evaluation-search.ts'
import { useSession } from '../../session/session.ts'
import { Results } from './results.tsx'
import { Schemes } from './schemes.tsx'
import { Talks } from './talks.tsx'
import { TryOut } from './try.tsx'
import './evaluation.css'

/** 考核评价: results, trying and publishing, the scheme. What is shown stands in the address. */
export function CampaignEvaluationPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const navigate = useNavigate()
  const { view, result, body, talk } = useSearch({ from: '/evaluation' })
  const show = (search: { view?: EvaluationSearch['view']; result?: string | undefined; body?: string | undefined }) =>
    void navigate({ to: '/evaluation', search, replace: true, resetScroll: false })
  return (
    <Page title={t('scores.title')} lede={t('scores.lede')}>
      <Tabs
        activeKey={view ?? 'results'}
        onChange={(key) => show({ view: key === 'score' || key === 'scheme' || key === 'talks' ? key : undefined })}
        destroyOnHidden
        items={[
          {
            key: 'results',
            label: t('scores.view.results'),
            children: <Results result={result} body={body} onChange={(change) => show({ result, body, ...change })} />,
          },
          ...(may('evaluation.manage')
            ? [{ key: 'score', label: t('scores.view.score'), children: <TryOut onPublished={(id) => show({ result: id })} /> }]
            : []),
          { key: 'talks', label: t('scores.talks'), children: <Talks talk={talk} /> },
          { key: 'scheme', label: t('scores.view.scheme'), children: <Schemes /> },
        ]}
      />
    </Page>
  )
}
