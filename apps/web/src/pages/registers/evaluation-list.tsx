import { Link, useNavigate } from '@tanstack/react-router'
import type { RegisterEntryDetail } from '@yingshang/server/contract'
import { Button, Form, Input } from 'antd'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Mark } from './mark.tsx'
import { useOpenEvaluation } from './queries.ts'
import { ScoreChart } from './score-chart.tsx'
import { points } from './words.ts'

/** Evaluations of an entry, drawn and listed. */
export function EvaluationList({ entry }: { entry: RegisterEntryDetail }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const navigate = useNavigate()
  const open = useOpenEvaluation(entry.id)
  const published = entry.evaluations.filter((e) => e.total !== null)
  return (
    <section className="panel register-panel" aria-label={t('registers.evaluations')}>
      <h2>{t('registers.evaluations')}</h2>
      {entry.evaluations.length === 0 && <p className="section-none">{t('registers.noEvaluations')}</p>}
      {published.length > 0 && <ScoreChart scores={published.map((e) => ({ id: e.id, label: e.caseTitle, total: e.total! })).reverse()} />}
      <ul className="register-rows">
        {entry.evaluations.map((e) => (
          <li key={e.id}>
            <strong>
              <Link to="/evaluations/$evaluationId" params={{ evaluationId: e.id }}>
                <Words>{e.caseTitle}</Words>
              </Link>
            </strong>
            <span>{e.total === null ? '—' : points(e.total)}</span>
            <Mark>{t(`registers.evaluation.${e.status}`)}</Mark>
            {e.publishedOn && <span className="muted mono">{day(e.publishedOn, locale)}</span>}
          </li>
        ))}
      </ul>
      {may('register.manage') && (
        <details>
          <summary>{t('registers.evaluationOpen')}</summary>
          <Form
            name="evaluation"
            layout="vertical"
            onFinish={(values: { caseTitle: string }) =>
              void open
                .mutateAsync({ caseTitle: values.caseTitle })
                .then((made) => navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: made.id } }))
                .catch(toast.failed)
            }
          >
            <Form.Item name="caseTitle" label={t('registers.caseTitle')} rules={[{ required: true, message: t('registers.needed') }]}>
              <Input maxLength={200} />
            </Form.Item>
            <Button htmlType="submit" loading={open.isPending}>
              {t('registers.evaluationOpen')}
            </Button>
          </Form>
        </details>
      )}
    </section>
  )
}
