import type { Question, QuestionnaireDraft } from '@yingshang/server/contract'

/** A questionnaire while it is written: what a new one holds, and what each change makes of it. Every change gives a new one. */

const DAY = 86_400_000
const dayInChina = (ahead = 0) => new Date(Date.now() + 8 * 3_600_000 + ahead * DAY).toISOString().slice(0, 10)
export const today = (): string => dayInChina()

/** A new draft: two weeks from today, with a question that most questionnaires have. */
export const newDraft = (): QuestionnaireDraft => ({
  title: '',
  purpose: '',
  way: 'open',
  opensOn: dayInChina(),
  closesOn: dayInChina(14),
  hideBelow: 5,
  questions: [
    { id: 'q1', title: '您对办事过程总体是否满意', note: '', required: true, shownWhen: null, kind: 'scale', scale: 'satisfaction' },
  ],
})

/** The next id that nothing in a list has: `q7`, `o3`. Ids of what was deleted may come again only when they were the last. */
export const nextId = (letter: string, taken: readonly { readonly id: string }[]): string =>
  `${letter}${1 + Math.max(0, ...taken.map(({ id }) => Number(/^[a-z](\d+)$/.exec(id)?.[1] ?? 0)))}`

export const newQuestion = (questions: readonly Question[]): Question => ({
  id: nextId('q', questions),
  title: '',
  note: '',
  required: false,
  shownWhen: null,
  kind: 'single',
  options: [
    { id: 'o1', text: '' },
    { id: 'o2', text: '' },
  ],
})

/** The question as one of another kind: what both kinds have stays. */
export function asKind(q: Question, kind: Question['kind']): Question {
  const { id, title, note, required, shownWhen } = q
  const asked = { id, title, note, required, shownWhen }
  const options =
    'options' in q
      ? q.options
      : [
          { id: 'o1', text: '' },
          { id: 'o2', text: '' },
        ]
  switch (kind) {
    case 'single':
      return { ...asked, kind, options }
    case 'several':
      return { ...asked, kind, options, most: Math.max(2, options.length) }
    case 'scale':
      return { ...asked, kind, scale: 'satisfaction' }
    case 'number':
      return { ...asked, kind, min: 0, max: 10, unit: '' }
    case 'text':
      return { ...asked, kind }
  }
}

/** A list with one element moved by a place; the same list at its ends. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by
  const next = [...list]
  if (to < 0 || to >= next.length) return next
  const [one] = next.splice(from, 1)
  next.splice(to, 0, one!)
  return next
}
