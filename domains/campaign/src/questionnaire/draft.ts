/** Whether a questionnaire may be published: every fault, with its place. */
import type { PlainDate } from '@yingshang/time'
import { cellsOf, type Fault, type Question, type Questionnaire } from './model.ts'
import { LARGEST_LEAST } from './setting.ts'

export const MOST_QUESTIONS = 60
export const MOST_OPTIONS = 30
const LARGEST_NUMBER = 1_000_000_000

/** Words with which a question asks who somebody is. An anonymous sheet has no place for them. */
const WHO = /姓名|名字|身份证|手机号|电话|联系方式|微信|邮箱|住址|统一社会信用代码|(企业|公司|单位)(的)?(名称|全称)/

/**
 * Everything that stands in the way of publishing on a day: nothing when it may be. `least` is the setting of `leastGroup` for the day.
 * Conditions may name an earlier question of one choice or a scale alone, so that nobody is asked in a circle and nothing can be counted back from who was asked.
 */
export function faultsOfDraft(draft: Questionnaire, today: PlainDate, least: number): readonly Fault[] {
  const faults: Fault[] = []
  const say = (code: string, path: string, zh: string, en: string) => faults.push({ code: `questionnaire.${code}`, path, zh, en })
  const length = (text: string) => [...text.trim()].length
  if (length(draft.title) < 2 || length(draft.title) > 100) say('title', 'title', '标题须为2到100字', 'The title has 2 to 100 characters')
  if (length(draft.purpose) < 10 || length(draft.purpose) > 2000)
    say('purpose', 'purpose', '说明须为10到2000字，写明为什么问、结果怎样用', 'Say in 10 to 2000 characters why it is asked')
  if (draft.opensOn > draft.closesOn) say('days', 'closesOn', '截止日期早于开始日期', 'It closes before it opens')
  else if (draft.closesOn < today) say('past', 'closesOn', '截止日期已过', 'The closing day is past')
  if (!Number.isInteger(draft.hideBelow) || draft.hideBelow < least || draft.hideBelow > LARGEST_LEAST)
    say(
      'hide-below',
      'hideBelow',
      `小组隐去的下限须为${least}到${LARGEST_LEAST}份`,
      `Groups are hidden below ${least} to ${LARGEST_LEAST} answers`,
    )
  const { questions } = draft
  if (questions.length === 0) say('empty', 'questions', '还没有题目', 'There are no questions')
  if (questions.length > MOST_QUESTIONS) say('long', 'questions', `最多${MOST_QUESTIONS}题`, `At most ${MOST_QUESTIONS} questions`)
  questions.forEach((q, i) => {
    const path = `questions.${i}`
    const [zh, en] = [`第${i + 1}题`, `Question ${i + 1}`]
    if (questions.findIndex((other) => other.id === q.id) < i)
      say('id', path, `${zh}的代号与前面的题重复`, `${en} has the id of an earlier one`)
    if (length(q.title) < 2 || length(q.title) > 200)
      say('question', `${path}.title`, `${zh}的题目须为2到200字`, `${en} needs 2 to 200 characters`)
    if (length(q.note) > 500) say('note', `${path}.note`, `${zh}的说明超过500字`, `The note of ${en} is too long`)
    if (q.kind === 'text' && WHO.test(q.title + q.note))
      say(
        'who',
        `${path}.title`,
        `${zh}询问身份：问卷匿名，不得收集姓名、电话、单位名称等`,
        `${en} asks who somebody is; the questionnaire is anonymous`,
      )
    for (const [code, where, wordsZh, wordsEn] of wrongParts(q)) say(code, `${path}.${where}`, `${zh}${wordsZh}`, `${en}: ${wordsEn}`)
    for (const [wordsZh, wordsEn] of wrongCondition(questions, i))
      say('condition', `${path}.shownWhen`, `${zh}的显示条件：${wordsZh}`, `The condition of ${en}: ${wordsEn}`)
  })
  return faults
}

type Wrong = readonly [code: string, where: string, zh: string, en: string]

function wrongParts(q: Question): readonly Wrong[] {
  if (q.kind === 'number') {
    const fits = Number.isInteger(q.min) && Number.isInteger(q.max) && q.min >= 0 && q.min < q.max && q.max <= LARGEST_NUMBER
    return [
      ...(fits
        ? []
        : [['range', 'max', '的范围须为不小于0的整数，且上限大于下限', 'whole numbers from 0, the upper above the lower'] as const]),
      ...([...q.unit.trim()].length > 10 ? [['unit', 'unit', '的单位超过10字', 'the unit is too long'] as const] : []),
    ]
  }
  if (q.kind !== 'single' && q.kind !== 'several') return []
  const found: Wrong[] = []
  if (q.options.length < 2) found.push(['options', 'options', '至少要有两个选项', 'needs two options'])
  if (q.options.length > MOST_OPTIONS) found.push(['options', 'options', `最多${MOST_OPTIONS}个选项`, `at most ${MOST_OPTIONS} options`])
  q.options.forEach((o, i) => {
    const text = o.text.trim()
    if (text === '' || [...text].length > 100)
      found.push(['option', `options.${i}`, `第${i + 1}个选项须为1到100字`, `option ${i + 1} needs 1 to 100 characters`])
    else if (q.options.findIndex((other) => other.text.trim() === text || other.id === o.id) < i)
      found.push(['option', `options.${i}`, `第${i + 1}个选项与前面的重复`, `option ${i + 1} is there already`])
  })
  if (q.kind === 'several' && q.options.length >= 2 && (!Number.isInteger(q.most) || q.most < 2 || q.most > q.options.length))
    found.push(['most', 'most', `最多可选项数须为2到${q.options.length}`, `2 to ${q.options.length} may be chosen`])
  return found
}

function wrongCondition(questions: readonly Question[], i: number): readonly (readonly [zh: string, en: string])[] {
  const condition = questions[i]!.shownWhen
  if (condition === null) return []
  const at = questions.findIndex((q) => q.id === condition.question)
  const other = questions[at]
  if (!other || at >= i) return [['只能取决于前面的题', 'only an earlier question']]
  if (other.kind !== 'single' && other.kind !== 'scale') return [['只能取决于单选题或者评分题', 'only a question of one choice or a scale']]
  const ids = cellsOf(other).map((c) => c.id)
  if (condition.answers.length === 0 || condition.answers.some((a) => !ids.includes(a)))
    return [['须选择所取决题目的选项', 'choose options of that question']]
  return condition.answers.length < ids.length ? [] : [['选了全部选项，等于没有条件', 'all options are no condition']]
}
