import type { Answers, Question } from '@yingshang/campaign/questionnaire'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { SheetForm } from './sheet-form.tsx'

/** The sheet as those see it who answer; what is answered here goes nowhere. */
export function Preview({ questions }: { questions: readonly Question[] }) {
  const { t } = useMessages()
  const [answers, setAnswers] = useState<Answers>({})
  return (
    <section className="panel questionnaire-part questionnaire-preview no-print" aria-label={t('questionnaires.preview')}>
      <h2>{t('questionnaires.preview')}</h2>
      <SheetForm questions={questions} answers={answers} onChange={setAnswers} />
    </section>
  )
}
