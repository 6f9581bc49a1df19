import type { Question, QuestionnaireDetail, QuestionnaireResults } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'
import { FindingForm } from '../supervision/finding-form.tsx'
import { useFinding } from './queries.ts'
import { share } from './shares.tsx'

interface Props {
  readonly detail: QuestionnaireDetail
  readonly question: Question
  readonly number: number
  readonly result: QuestionnaireResults['questions'][number]
  readonly onDone: () => void
}

/** The result in words, for the body that shall put it right: Chinese, since it becomes part of the matter. */
function wordsOf({ detail, question, number, result }: Props): string {
  const head = `问卷“${detail.summary.title}”（${detail.summary.opensOn}至${detail.summary.closesOn}，答卷${detail.summary.sheets}份）第${number}题“${question.title}”`
  if (result.withheld !== null || result.answered === null || result.groups.length === 0) return `${head}。`
  const groups = result.groups.flatMap((g) => (g.count === null ? [] : [`${g.label}${g.count}份，占${share(g.count, result.answered!)}`]))
  const mean = result.meanTenths === null ? '' : `平均${(result.meanTenths / 10).toFixed(1)}。`
  return `${head}，${result.answered}人回答：${groups.join('；')}。${mean}`
}

/** 形成问题: a finding that the result suggests, prefilled, handed over to a body with a clock. */
export function ResultFinding(props: Props) {
  const { t } = useMessages()
  const add = useFinding(props.detail.summary.id)
  return (
    <FindingForm
      className="reporting-form questionnaire-finding"
      title={t('questionnaires.makeFinding')}
      start={{ subject: `${props.question.title.slice(0, 80)}：问卷反映的问题`, content: wordsOf(props) }}
      send={add.mutateAsync}
      onDone={props.onDone}
    />
  )
}
