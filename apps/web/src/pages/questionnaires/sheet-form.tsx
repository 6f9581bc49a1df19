import { type Answer, type Answers, cellsOf, LONGEST_TEXT, type Question, shownQuestions } from '@yingshang/campaign/questionnaire'
import { Checkbox, Input, InputNumber, Radio } from 'antd'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'

interface Props {
  readonly questions: readonly Question[]
  readonly answers: Answers
  readonly onChange: (answers: Answers) => void
  /** What is wrong, by question. */
  readonly faults?: Readonly<Record<string, string>>
}

/** The questions as those see them who answer: one fieldset each, and only those that are asked after the answers so far. */
export function SheetForm({ questions, answers, onChange, faults = {} }: Props) {
  const { t } = useMessages()
  const shown = shownQuestions(questions, answers)
  const put = (id: string, answer: Answer | undefined) => {
    const next = { ...answers }
    if (answer === undefined) delete next[id]
    else next[id] = answer
    onChange(next)
  }
  return (
    <ol className="sheet">
      {shown.map((q) => {
        const fault = faults[q.id]
        return (
          <li key={q.id}>
            <fieldset id={`sheet-${q.id}`} className="sheet-question" data-faulty={fault !== undefined} tabIndex={-1}>
              <legend>
                <span className="sheet-number">{questions.indexOf(q) + 1}</span> <Words>{q.title}</Words>
                {q.required && <span className="sheet-required">{t('questionnaires.required')}</span>}
                {q.kind === 'several' && <span className="sheet-most">{t('questionnaires.atMost', { n: q.most })}</span>}
              </legend>
              {q.note !== '' && (
                <p className="muted">
                  <Words>{q.note}</Words>
                </p>
              )}
              <Control question={q} answer={answers[q.id]} put={(answer) => put(q.id, answer)} />
              {fault !== undefined && (
                <p className="sheet-fault" role="alert">
                  {fault}
                </p>
              )}
            </fieldset>
          </li>
        )
      })}
    </ol>
  )
}

function Control({
  question: q,
  answer,
  put,
}: {
  question: Question
  answer: Answer | undefined
  put: (answer: Answer | undefined) => void
}) {
  const { t } = useMessages()
  const options = cellsOf(q).map((c) => ({ value: c.id, label: <Words>{c.label}</Words> }))
  switch (q.kind) {
    case 'single':
      return (
        <Radio.Group className="sheet-options" options={options} value={answer ?? null} onChange={(event) => put(event.target.value)} />
      )
    case 'scale':
      return (
        <Radio.Group
          className="sheet-options sheet-scale"
          options={options}
          value={answer === undefined ? null : String(answer)}
          onChange={(event) => put(Number(event.target.value))}
        />
      )
    case 'several': {
      const chosen = (answer ?? []) as readonly string[]
      return (
        <Checkbox.Group
          className="sheet-options"
          // What cannot be chosen any more says so, rather than being refused afterwards.
          options={options.map((o) => ({ ...o, disabled: chosen.length >= q.most && !chosen.includes(o.value) }))}
          value={[...chosen]}
          onChange={(values) => put(values.length === 0 ? undefined : (values as string[]))}
        />
      )
    }
    case 'number':
      return (
        <span className="sheet-line">
          <InputNumber
            aria-label={q.title}
            min={q.min}
            max={q.max}
            precision={0}
            value={typeof answer === 'number' ? answer : null}
            onChange={(n) => put(n === null ? undefined : n)}
          />
          <span className="muted">
            <Words>{q.unit}</Words> {t('questionnaires.between', { min: q.min, max: q.max })}
          </span>
        </span>
      )
    case 'text':
      return (
        <Input.TextArea
          aria-label={q.title}
          autoSize={{ minRows: 3, maxRows: 12 }}
          maxLength={LONGEST_TEXT}
          showCount
          value={typeof answer === 'string' ? answer : ''}
          onChange={(event) => put(event.target.value === '' ? undefined : event.target.value)}
        />
      )
  }
}

/** Answers that are sent: those of questions that are asked, without what is empty. */
export const sentAnswers = (questions: readonly Question[], answers: Answers): Record<string, string | number | string[]> =>
  Object.fromEntries(
    shownQuestions(questions, answers).flatMap(({ id }) => {
      const answer = answers[id]
      if (answer === undefined || (typeof answer === 'string' && answer.trim() === '')) return []
      return [[id, Array.isArray(answer) ? [...answer] : (answer as string | number)]]
    }),
  )
