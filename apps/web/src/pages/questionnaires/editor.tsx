import { faultsOfDraft } from '@yingshang/campaign/questionnaire'
import type { QuestionnaireDetail, QuestionnaireDraft } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Radio } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Field } from '../reporting/field.tsx'
import { moved, newQuestion, today } from './draft.ts'
import { Preview } from './preview.tsx'
import { useChangeQuestionnaire, usePublish } from './queries.ts'
import { QuestionForm } from './question-form.tsx'

const storedAt = (id: string) => `yingshang.questionnaire-draft.${id}`

/** What was typed here and not saved, if the draft on the server is still the one that it was typed into. */
function typed({ summary, version }: QuestionnaireDetail): QuestionnaireDraft | null {
  try {
    const value = JSON.parse(localStorage.getItem(storedAt(summary.id)) ?? 'null') as { version: number; draft: QuestionnaireDraft } | null
    return value?.version === version ? value.draft : null
  } catch {
    return null
  }
}

/** A draft while it is written, with what stands in the way of publishing and with the sheet as others will see it. */
export function Editor({ detail }: { detail: QuestionnaireDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { id } = detail.summary
  const [draft, setDraft] = useState<QuestionnaireDraft>(() => typed(detail) ?? detail.questionnaire)
  const latest = useRef(draft)
  latest.current = draft
  const [version, setVersion] = useState(detail.version)
  const [dirty, setDirty] = useState(() => typed(detail) !== null)
  const [preview, setPreview] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  // A moved question takes its button along; the focus stays on it.
  const [focus, setFocus] = useState<string | null>(null)
  const save = useChangeQuestionnaire(id)
  const publish = usePublish(id)
  const faults = faultsOfDraft(draft, today(), detail.least)

  useEffect(() => {
    if (focus === null) return
    document.getElementById(focus)?.focus()
    setFocus(null)
  }, [focus])
  useEffect(() => {
    if (dirty) localStorage.setItem(storedAt(id), JSON.stringify({ version, draft }))
    else localStorage.removeItem(storedAt(id))
  }, [dirty, draft, id, version])

  const change = (part: Partial<QuestionnaireDraft>) => {
    setDraft((had) => ({ ...had, ...part }))
    setDirty(true)
  }
  const attempt = async (work: () => Promise<void>) => {
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  const keep = async (): Promise<number> => {
    if (!dirty) return version
    const saved = await save.mutateAsync({ version, draft })
    setVersion(saved.version)
    // What was typed while it was being saved is not saved.
    setDirty(latest.current !== draft)
    return saved.version
  }
  const { questions } = draft
  return (
    <div className="questionnaire-editor">
      <section className="panel reporting-form reporting-entry" aria-label={t('questionnaires.draft')}>
        <Field label={t('questionnaires.titleLabel')}>
          <Input value={draft.title} maxLength={100} onChange={(event) => change({ title: event.target.value })} />
        </Field>
        <Field label={t('questionnaires.purpose')}>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={2000}
            value={draft.purpose}
            onChange={(event) => change({ purpose: event.target.value })}
          />
        </Field>
        <div className="question-row">
          {(['opensOn', 'closesOn'] as const).map((end) => (
            <Field key={end} label={t(`questionnaires.${end}`)}>
              <Input
                type="date"
                value={draft[end]}
                onChange={(event) => event.target.value !== '' && change({ [end]: event.target.value })}
              />
            </Field>
          ))}
          <label htmlFor="hide-below" className="question-narrow">
            <span>{t('questionnaires.hideBelow')}</span>
            <InputNumber
              id="hide-below"
              min={detail.least}
              max={50}
              precision={0}
              value={draft.hideBelow}
              onChange={(n) => n !== null && change({ hideBelow: n })}
            />
          </label>
        </div>
        <Radio.Group
          aria-label={t('questionnaires.way')}
          value={draft.way}
          onChange={(event) => change({ way: event.target.value })}
          options={(['open', 'tickets'] as const).map((value) => ({ value, label: t(`questionnaires.wayText.${value}`) }))}
        />
      </section>
      {questions.map((q, i) => (
        <section key={q.id} className="panel reporting-form reporting-entry" aria-label={t('questionnaires.question', { n: i + 1 })}>
          <QuestionForm
            question={q}
            index={i}
            questions={questions}
            onChange={(next) => change({ questions: questions.map((x) => (x.id === q.id ? next : x)) })}
            onMove={(by) => {
              change({ questions: moved(questions, i, by) })
              // At an end its button goes out: the other one takes the focus.
              const end = i + by === 0 || i + by === questions.length - 1
              setFocus(`${q.id}-${(by < 0) === end ? 'down' : 'up'}`)
            }}
            onDrop={() => {
              change({ questions: questions.filter((x) => x.id !== q.id) })
              toast.done(t('questionnaires.dropped', { n: i + 1 }), () => {
                setDraft((had) => ({ ...had, questions: had.questions.toSpliced(i, 0, q) }))
                setDirty(true)
              })
            }}
          />
        </section>
      ))}
      <div className="reporting-send">
        <Button
          onClick={() => {
            const next = newQuestion(questions)
            change({ questions: [...questions, next] })
            setFocus(`${next.id}-title`)
          }}
        >
          {t('questionnaires.addQuestion')}
        </Button>
        <Button onClick={() => setPreview(!preview)} aria-expanded={preview}>
          {t('questionnaires.preview')}
        </Button>
      </div>
      {preview && <Preview questions={questions} />}
      {faults.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('questionnaires.faults', { n: faults.length })}
          description={
            <ul className="questionnaire-faults">
              {faults.map((f) => (
                <li key={`${f.path} ${f.code}`}>{locale === 'zh' ? f.zh : f.en}</li>
              ))}
            </ul>
          }
        />
      )}
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <div className="reporting-send questionnaire-foot">
        <Button
          loading={save.isPending}
          disabled={!dirty}
          onClick={() =>
            void attempt(async () => {
              await keep()
              toast.done(t('questionnaires.saved'))
            })
          }
        >
          {t('questionnaires.save')}
        </Button>
        <Button
          type="primary"
          loading={publish.isPending}
          disabled={faults.length > 0}
          onClick={() =>
            void attempt(async () => {
              await publish.mutateAsync(await keep())
              toast.done(t('questionnaires.published'))
            })
          }
        >
          {t('questionnaires.publish')}
        </Button>
        <span className="muted">{t('questionnaires.publishText')}</span>
      </div>
    </div>
  )
}
