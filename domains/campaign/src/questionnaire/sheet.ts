/** One sheet of answers: which questions it sees, and whether it may be handed in. */
import { type Answer, type Answers, cellsOf, type Fault, type Question } from './model.ts'

export const LONGEST_TEXT = 1000

/** What a condition compares: the option, or the point of a scale. */
const keyOf = (answer: Answer | undefined): string | null =>
  typeof answer === 'string' ? answer : typeof answer === 'number' ? String(answer) : null

/** The questions that somebody with these answers is asked. One whose condition hangs on a question that is not asked itself is not asked. */
export function shownQuestions(questions: readonly Question[], answers: Answers): readonly Question[] {
  const shown = new Set<string>()
  return questions.filter(({ id, shownWhen }) => {
    const key = shownWhen && shown.has(shownWhen.question) ? keyOf(own(answers, shownWhen.question)) : null
    if (shownWhen !== null && (key === null || !shownWhen.answers.includes(key))) return false
    shown.add(id)
    return true
  })
}

export type Judged = { readonly ok: true; readonly answers: Answers } | { readonly ok: false; readonly faults: readonly Fault[] }

/**
 * Whether a sheet may be handed in, and the sheet as it is kept: in the order of the questions, several options in the order of the options, words trimmed, nothing
 * that is empty. Refused with every fault: an answer to what is unknown or was not asked, a wrong one, a required one that is missing, and a sheet without any.
 */
export function judgeSheet(questions: readonly Question[], answers: Answers): Judged {
  const shown = shownQuestions(questions, answers)
  const faults: Fault[] = []
  const place = (q: Question) => `第${questions.indexOf(q) + 1}题`
  for (const id of Object.keys(answers))
    if (!shown.some((q) => q.id === id)) {
      const known = questions.find((q) => q.id === id)
      faults.push({
        code: known ? 'answer.not-asked' : 'answer.unknown',
        path: `answers.${id}`,
        zh: known ? `${place(known)}按前面的回答不需要填写` : '没有这道题',
        en: known ? 'This question was not asked after the answers before it' : 'No such question',
      })
    }
  const kept: Record<string, Answer> = {}
  for (const q of shown) {
    const given = own(answers, q.id)
    const answer = given === undefined ? undefined : cleaned(q, given)
    if (answer === null) faults.push({ code: 'answer.wrong', path: `answers.${q.id}`, zh: `${place(q)}${wanted(q).zh}`, en: wanted(q).en })
    else if (answer !== undefined) kept[q.id] = answer
    else if (q.required)
      faults.push({ code: 'answer.missing', path: `answers.${q.id}`, zh: `${place(q)}必须回答`, en: 'This question must be answered' })
  }
  if (faults.length === 0 && Object.keys(kept).length === 0)
    faults.push({ code: 'answer.none', path: 'answers', zh: '一道题也没有回答', en: 'Nothing is answered' })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, answers: kept }
}

const own = (answers: Answers, id: string): Answer | undefined => (Object.hasOwn(answers, id) ? answers[id] : undefined)

/** An answer as it is kept; undefined when it is empty, null when it is wrong. */
function cleaned(q: Question, answer: Answer): Answer | null | undefined {
  const ids = cellsOf(q).map((c) => c.id)
  switch (q.kind) {
    case 'single':
      return typeof answer === 'string' && ids.includes(answer) ? answer : null
    case 'several': {
      if (!Array.isArray(answer)) return null
      const chosen = answer as readonly string[]
      if (chosen.length === 0) return undefined
      const fits = chosen.length <= q.most && new Set(chosen).size === chosen.length && chosen.every((id) => ids.includes(id))
      return fits ? ids.filter((id) => chosen.includes(id)) : null
    }
    case 'scale':
      return typeof answer === 'number' && ids.includes(String(answer)) ? answer : null
    case 'number':
      return typeof answer === 'number' && Number.isInteger(answer) && answer >= q.min && answer <= q.max ? answer : null
    case 'text': {
      if (typeof answer !== 'string' || answer.length > LONGEST_TEXT) return null
      return answer.trim() === '' ? undefined : answer.trim()
    }
  }
}

function wanted(q: Question): { zh: string; en: string } {
  switch (q.kind) {
    case 'several':
      return { zh: `最多选${q.most}项，且须是所列选项`, en: `At most ${q.most} of the options` }
    case 'number':
      return { zh: `须为${q.min}到${q.max}之间的整数`, en: `A whole number from ${q.min} to ${q.max}` }
    case 'text':
      return { zh: `不超过${LONGEST_TEXT}字`, en: `At most ${LONGEST_TEXT} characters` }
    default:
      return { zh: '须选择所列选项之一', en: 'One of the options' }
  }
}
