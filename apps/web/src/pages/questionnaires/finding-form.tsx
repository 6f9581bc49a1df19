import type { Question, QuestionnaireDetail, QuestionnaireResults } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useOrganisation } from '../organisation/queries.ts'
import { Field } from '../reporting/field.tsx'
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
export function FindingForm(props: Props) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const organisation = useOrganisation()
  const add = useFinding(props.detail.summary.id)
  const [subject, setSubject] = useState(() => `${props.question.title.slice(0, 80)}：问卷反映的问题`)
  const [content, setContent] = useState(() => wordsOf(props))
  const [bodyId, setBodyId] = useState<string | undefined>(undefined)
  const [workingDays, setWorkingDays] = useState(10)
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (bodyId === undefined) return
    setTrouble(null)
    try {
      await add.mutateAsync({ subject, content, bodyId, workingDays, photos: [] })
      toast.done(t('supervision.handedOver'))
      props.onDone()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <form
      className="reporting-form questionnaire-finding"
      onSubmit={(event) => void send(event)}
      aria-label={t('questionnaires.makeFinding')}
    >
      <Field label={t('supervision.finding')}>
        <Input value={subject} maxLength={100} onChange={(event) => setSubject(event.target.value)} />
      </Field>
      <Field label={t('supervision.content')}>
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={5000} value={content} onChange={(event) => setContent(event.target.value)} />
      </Field>
      <label htmlFor="questionnaire-finding-body">
        <span>{t('supervision.handTo')}</span>
        <Select
          id="questionnaire-finding-body"
          value={bodyId}
          onChange={setBodyId}
          showSearch={{ optionFilterProp: 'label' }}
          options={(organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.name }))}
        />
      </label>
      <label htmlFor="questionnaire-finding-days">
        <span>{t('supervision.workingDays')}</span>
        <InputNumber
          id="questionnaire-finding-days"
          min={1}
          max={90}
          precision={0}
          value={workingDays}
          onChange={(n) => n !== null && setWorkingDays(n)}
        />
      </label>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="reporting-send">
        <Button
          type="primary"
          htmlType="submit"
          loading={add.isPending}
          disabled={subject.trim().length < 2 || content.trim() === '' || bodyId === undefined}
        >
          {t('supervision.handOver')}
        </Button>
      </div>
    </form>
  )
}
