import { divides } from '@yingshang/campaign/questionnaire'
import type { Question, QuestionnaireDetail, QuestionnaireResults } from '@yingshang/server/contract'
import { Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { download } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { FindingsTable } from '../supervision/findings-table.tsx'
import { CrossView } from './cross-view.tsx'
import { answersExportPath, resultsExportPath, useResults, useTexts } from './queries.ts'
import { ResultFinding } from './result-finding.tsx'
import { barClass, Distribution, share } from './shares.tsx'

type Result = QuestionnaireResults['questions'][number]

/** What all sheets say: every question drawn, with its table beside; divided by a question if wanted. */
export function Results({ detail }: { detail: QuestionnaireDetail }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const { summary, questionnaire } = detail
  const [by, setBy] = useState<string | undefined>(undefined)
  const [about, setAbout] = useState<string | null>(null)
  const found = useResults(summary.id, by)
  const texts = useTexts(summary.id, may('questionnaire.answers'))
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const results = found.data
  const { questions } = questionnaire
  const dividers = questions.filter(divides)
  return (
    <>
      <dl className="reporting-figures">
        <div>
          <dt>{t('questionnaires.sheets')}</dt>
          <dd>{results.sheets}</dd>
        </div>
        {summary.tickets && (
          <div>
            <dt>{t('questionnaires.ticketsIssued')}</dt>
            <dd>{summary.tickets.issued}</dd>
          </div>
        )}
        <div>
          <dt>{t('questionnaires.findings')}</dt>
          <dd>{detail.findings.length}</dd>
        </div>
      </dl>
      <div className="reporting-send questionnaire-tools">
        {dividers.length > 0 && (
          <label htmlFor="results-by" className="questionnaire-by">
            <span>{t('questionnaires.by')}</span>
            <Select
              id="results-by"
              value={by ?? ''}
              onChange={(value) => setBy(value === '' ? undefined : value)}
              options={[
                { value: '', label: t('questionnaires.undivided') },
                ...dividers.map((q) => ({ value: q.id, label: `${questions.indexOf(q) + 1}. ${q.title}` })),
              ]}
            />
          </label>
        )}
        <Button onClick={() => void download(resultsExportPath(summary.id, by), `${summary.title}.xlsx`).catch(toast.failed)}>
          {t('questionnaires.exportResults')}
        </Button>
        {may('questionnaire.answers') && (
          <Button onClick={() => void download(answersExportPath(summary.id), `${summary.title}.xlsx`).catch(toast.failed)}>
            {t('questionnaires.exportAnswers')}
          </Button>
        )}
      </div>
      <p className="muted questionnaire-running">{t('questionnaires.hiddenText', { n: results.hideBelow })}</p>
      {questions.map((q, i) => {
        const result = results.questions.find((r) => r.question === q.id)!
        const table = results.tables.find((r) => r.question === q.id)
        return (
          <section key={q.id} className="panel questionnaire-part" aria-label={t('questionnaires.question', { n: i + 1 })}>
            <div className="result-head">
              <h2>
                {i + 1}. <Words>{q.title}</Words>
              </h2>
              {may('questionnaire.manage') && (
                <Button onClick={() => setAbout(about === q.id ? null : q.id)} aria-expanded={about === q.id}>
                  {t('questionnaires.makeFinding')}
                </Button>
              )}
            </div>
            {q.kind === 'text' ? (
              <Texts result={result} texts={texts.data?.items.find((one) => one.question === q.id)?.texts} />
            ) : (
              <Counted question={q} result={result} />
            )}
            {results.by !== null &&
              results.by !== q.id &&
              q.kind !== 'text' &&
              (table ? <CrossView table={table} /> : <p className="muted">{t('questionnaires.noTable')}</p>)}
            {about === q.id && <ResultFinding detail={detail} question={q} number={i + 1} result={result} onDone={() => setAbout(null)} />}
          </section>
        )
      })}
      <FindingsTable findings={detail.findings} />
    </>
  )
}

/** More than these are shown when asked for. */
const FIRST_TEXTS = 20

function Texts({ result, texts }: { result: Result; texts: readonly string[] | undefined }) {
  const { t } = useMessages()
  const [all, setAll] = useState(false)
  if (!texts)
    return (
      <p className="muted">
        {result.answered === null ? t('questionnaires.withheld.few') : t('questionnaires.texts', { n: result.answered })}
      </p>
    )
  if (texts.length === 0) return <p className="muted">{t('questionnaires.noTexts')}</p>
  return (
    <>
      <ul className="result-texts">
        {(all ? texts : texts.slice(0, FIRST_TEXTS)).map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two people may say the same, and the list does not change
          <li key={i}>
            <Words>{text}</Words>
          </li>
        ))}
      </ul>
      {!all && texts.length > FIRST_TEXTS && (
        <Button onClick={() => setAll(true)}>{t('questionnaires.allTexts', { n: texts.length })}</Button>
      )}
    </>
  )
}

function Counted({ question: q, result: r }: { question: Question; result: Result }) {
  const { t } = useMessages()
  if (r.withheld !== null || r.answered === null)
    return (
      <p className="muted">
        {t(`questionnaires.withheld.${r.withheld ?? 'few'}`)}
        {r.answered !== null && ` ${t('questionnaires.answered', { n: r.answered })}`}
      </p>
    )
  const exclusive = q.kind !== 'several'
  const most = Math.max(1, ...r.groups.map((g) => g.count ?? 0))
  return (
    <>
      <p className="result-figures">
        {t('questionnaires.answered', { n: r.answered })}
        {r.meanTenths !== null && ` · ${t('questionnaires.mean', { n: (r.meanTenths / 10).toFixed(1) })}`}
        {r.median !== null && ` · ${t('questionnaires.median', { n: r.median })}`}
      </p>
      {q.kind === 'scale' && <Distribution groups={r.groups} of={r.answered} />}
      <table className="data-table result-table">
        <thead>
          <tr>
            <th scope="col">{t('questionnaires.answer')}</th>
            <th scope="col" className="num">
              {t('questionnaires.count')}
            </th>
            <th scope="col">{t('questionnaires.share.of')}</th>
          </tr>
        </thead>
        <tbody>
          {r.groups.map((g) => (
            <tr key={g.ids.join()}>
              <th scope="row">
                <Words>{g.label}</Words>
                {exclusive && g.ids.length > 1 && <span className="cell-sub">{t('questionnaires.merged')}</span>}
              </th>
              <td data-label={t('questionnaires.count')} className="num">
                {g.count ?? t('questionnaires.hidden')}
              </td>
              <td data-label={t('questionnaires.share.of')}>
                {g.count !== null && (
                  <span className="result-bar">
                    <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                      <rect className={q.kind === 'scale' ? barClass(g.ids) : 'share-plain'} width={(100 * g.count) / most} height="12" />
                    </svg>
                    {share(g.count, r.answered!)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
