/** What is wrong with a kind of register, so that a domain finds out in its tests and not in a case. */
import type { Refusal } from '@yingshang/time'
import type { RegisterKind } from './model.ts'
import { checkScheme } from './scheme.ts'

/** Empty when the kind is sound. */
export function checkKind(kind: RegisterKind): readonly Refusal[] {
  const found: Refusal[] = [...checkScheme(kind.scheme)]
  const add = (code: string, zh: string, en: string) => found.push({ code: `kind.${code}`, zh, en })
  const lists = { areas: kind.areas, grades: kind.grades, grounds: kind.grounds, sanctions: kind.sanctions }
  for (const [name, list] of Object.entries(lists))
    if (new Set(list.map((o) => o.id)).size !== list.length) add('twice', `${name} 中有重复的编号`, `an id occurs twice in ${name}`)
  const grades = new Set(kind.grades.map((g) => g.id))
  if (grades.size === 0) add('grades', '至少要有一个等级', 'there is at least one grade')
  for (const id of [...Object.keys(kind.weights.grades), ...kind.workload.flatMap((l) => (l.grade === null ? [] : [l.grade]))])
    if (!grades.has(id)) add('unknown-grade', `没有等级“${id}”`, `there is no grade ${id}`)
  const { base, least, perOpenCase, scores } = kind.weights
  if ([base, least].some((n) => !Number.isSafeInteger(n) || n < 1) || !Number.isSafeInteger(perOpenCase) || perOpenCase < 0)
    add('weights', '权重应为正整数', 'weights are whole numbers from 1')
  if (scores.some((band, i) => i > 0 && band.from >= scores[i - 1]!.from))
    add('bands', '分数档应由高到低', 'score bands go from high to low')
  const { failing, down, up } = kind.grading
  if (!(failing <= down && down < up)) add('grading', '等级规则的分数线应依次升高', 'the limits of the grading rule ascend')
  return found
}
