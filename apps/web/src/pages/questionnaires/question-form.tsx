import { cellsOf, QUESTION_KINDS } from '@yingshang/campaign/questionnaire'
import type { Question } from '@yingshang/server/contract'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { Field } from '../reporting/field.tsx'
import { asKind, moved, nextId } from './draft.ts'

interface Props {
  readonly question: Question
  readonly index: number
  readonly questions: readonly Question[]
  readonly onChange: (question: Question) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onDrop: () => void
}

/** One question while it is written. Everything is a field or a button: nothing has to be dragged. */
export function QuestionForm({ question: q, index, questions, onChange, onMove, onDrop }: Props) {
  const { t } = useMessages()
  const n = index + 1
  return (
    <fieldset className="question-form">
      <legend>{t('questionnaires.question', { n })}</legend>
      <div className="question-tools">
        <Button
          id={`${q.id}-up`}
          size="small"
          disabled={index === 0}
          onClick={() => onMove(-1)}
          aria-label={t('questionnaires.upOf', { n })}
        >
          {t('questionnaires.up')}
        </Button>
        <Button
          id={`${q.id}-down`}
          size="small"
          disabled={n === questions.length}
          onClick={() => onMove(1)}
          aria-label={t('questionnaires.downOf', { n })}
        >
          {t('questionnaires.down')}
        </Button>
        <Button size="small" danger onClick={onDrop} aria-label={t('questionnaires.dropOf', { n })}>
          {t('common.delete')}
        </Button>
      </div>
      <Field label={t('questionnaires.questionTitle')}>
        <Input id={`${q.id}-title`} value={q.title} maxLength={200} onChange={(event) => onChange({ ...q, title: event.target.value })} />
      </Field>
      <Field label={t('questionnaires.note')}>
        <Input value={q.note} maxLength={500} onChange={(event) => onChange({ ...q, note: event.target.value })} />
      </Field>
      <div className="question-row">
        <label htmlFor={`${q.id}-kind`}>
          <span>{t('questionnaires.kind')}</span>
          <Select
            id={`${q.id}-kind`}
            value={q.kind}
            onChange={(kind) => onChange(asKind(q, kind))}
            options={QUESTION_KINDS.map((value) => ({ value, label: t(`questionnaires.kind.${value}`) }))}
          />
        </label>
        <Checkbox checked={q.required} onChange={(event) => onChange({ ...q, required: event.target.checked })}>
          {t('questionnaires.must')}
        </Checkbox>
      </div>
      <Parts question={q} onChange={onChange} />
      <Condition question={q} earlier={questions.slice(0, index)} onChange={onChange} />
    </fieldset>
  )
}

function Parts({ question: q, onChange }: { question: Question; onChange: (question: Question) => void }): ReactNode {
  const { t } = useMessages()
  switch (q.kind) {
    case 'single':
      return <Options options={q.options} onChange={(options) => onChange({ ...q, options })} name={q.id} />
    case 'several':
      return (
        <>
          <Options options={q.options} onChange={(options) => onChange({ ...q, options })} name={q.id} />
          <label htmlFor={`${q.id}-most`} className="question-narrow">
            <span>{t('questionnaires.most')}</span>
            <InputNumber
              id={`${q.id}-most`}
              min={2}
              max={30}
              precision={0}
              value={q.most}
              onChange={(most) => most !== null && onChange({ ...q, most })}
            />
          </label>
        </>
      )
    case 'scale':
      return (
        <label htmlFor={`${q.id}-scale`}>
          <span>{t('questionnaires.scale')}</span>
          <Select
            id={`${q.id}-scale`}
            value={q.scale}
            onChange={(scale) => onChange({ ...q, scale })}
            options={(['satisfaction', 'points'] as const).map((value) => ({ value, label: t(`questionnaires.scale.${value}`) }))}
          />
        </label>
      )
    case 'number':
      return (
        <div className="question-row">
          {(['min', 'max'] as const).map((end) => (
            <label key={end} htmlFor={`${q.id}-${end}`} className="question-narrow">
              <span>{t(`questionnaires.${end}`)}</span>
              <InputNumber
                id={`${q.id}-${end}`}
                min={0}
                precision={0}
                value={q[end]}
                onChange={(value) => value !== null && onChange({ ...q, [end]: value })}
              />
            </label>
          ))}
          <Field label={t('questionnaires.unit')}>
            <Input value={q.unit} maxLength={10} onChange={(event) => onChange({ ...q, unit: event.target.value })} />
          </Field>
        </div>
      )
    case 'text':
      return <p className="muted">{t('questionnaires.textHint')}</p>
  }
}

type Option = { id: string; text: string }

function Options({ options, onChange, name }: { options: readonly Option[]; onChange: (options: Option[]) => void; name: string }) {
  const { t } = useMessages()
  return (
    <div className="question-options">
      {options.map((o, i) => (
        <div key={o.id} className="question-option">
          <Input
            id={`${name}-${o.id}`}
            value={o.text}
            maxLength={100}
            aria-label={t('questionnaires.option', { n: i + 1 })}
            placeholder={t('questionnaires.option', { n: i + 1 })}
            onChange={(event) => onChange(options.map((x) => (x.id === o.id ? { ...x, text: event.target.value } : x)))}
          />
          <Button
            disabled={i === 0}
            onClick={() => onChange(moved(options, i, -1))}
            aria-label={t('questionnaires.optionUp', { n: i + 1 })}
          >
            ↑
          </Button>
          <Button
            disabled={i === options.length - 1}
            onClick={() => onChange(moved(options, i, 1))}
            aria-label={t('questionnaires.optionDown', { n: i + 1 })}
          >
            ↓
          </Button>
          <Button
            disabled={options.length <= 2}
            onClick={() => onChange(options.filter((x) => x.id !== o.id))}
            aria-label={t('questionnaires.optionDrop', { n: i + 1 })}
          >
            ×
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...options, { id: nextId('o', options), text: '' }])}>
        {t('questionnaires.addOption')}
      </Button>
    </div>
  )
}

/** Asked always, or only when an earlier question of one answer was answered so. */
function Condition({
  question: q,
  earlier,
  onChange,
}: {
  question: Question
  earlier: readonly Question[]
  onChange: (q: Question) => void
}) {
  const { t } = useMessages()
  const possible = earlier.filter((e) => e.kind === 'single' || e.kind === 'scale')
  const when = q.shownWhen
  const parent = possible.find((e) => e.id === when?.question)
  if (possible.length === 0 && when === null) return null
  return (
    <div className="question-condition">
      <label htmlFor={`${q.id}-when`}>
        <span>{t('questionnaires.when')}</span>
        <Select
          id={`${q.id}-when`}
          value={when?.question ?? ''}
          onChange={(id) => onChange({ ...q, shownWhen: id === '' ? null : { question: id, answers: [] } })}
          options={[
            { value: '', label: t('questionnaires.always') },
            ...possible.map((e) => ({ value: e.id, label: `${earlier.indexOf(e) + 1}. ${e.title}` })),
            ...(when && !parent ? [{ value: when.question, label: t('questionnaires.gone') }] : []),
          ]}
        />
      </label>
      {parent && when && (
        <Checkbox.Group
          aria-label={t('questionnaires.whenAnswers')}
          value={[...when.answers]}
          options={cellsOf(parent).map((c) => ({ value: c.id, label: c.label || c.id }))}
          onChange={(answers) => onChange({ ...q, shownWhen: { question: parent.id, answers: answers as string[] } })}
        />
      )}
    </div>
  )
}
