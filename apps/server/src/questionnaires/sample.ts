import { randomUUID } from 'node:crypto'
import { type Answers, judgeSheet, type Question } from '@yingshang/campaign/questionnaire'
import { addDays, dateInChina } from '@yingshang/time'
import { newId } from '../ids.ts'
import { inSystem } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { newSlug } from './passes.ts'
import { columnsOf } from './rows.ts'

/** A questionnaire of the sample city that has ended, invented like everything there: with results to look at, small groups among them. */

const asked = (id: string, title: string) => ({ id, title, note: '', required: false, shownWhen: null })
const options = (...texts: readonly string[]) => texts.map((text, i) => ({ id: `o${i + 1}`, text }))
const QUESTIONS = [
  { ...asked('q1', '您所在企业的规模'), required: true, kind: 'single', options: options('微型', '小型', '中型', '大型') },
  { ...asked('q2', '您对这次办事总体是否满意'), required: true, kind: 'scale', scale: 'satisfaction' },
  {
    ...asked('q3', '哪些环节还不方便'),
    kind: 'several',
    most: 2,
    options: options('等候时间长', '同样的材料交了几次', '网上提交后还要到现场', '不清楚找哪个窗口'),
  },
  { ...asked('q4', '办成这件事一共跑了几次'), kind: 'number', min: 0, max: 9, unit: '次' },
  { ...asked('q5', '还有什么建议'), kind: 'text' },
] as const satisfies readonly Question[]

const SHEETS = 240
const [SIZES, GRADES, VISITS] = ['112111213141121', '54435445325544453', '1102113012021'].map((text) => [...text].map(Number)) as [
  number[],
  number[],
  number[],
]
const WORDS = [
  '希望把取号和预审放到网上。',
  '窗口态度好，就是中午没有人。',
  '材料清单写得再明白一点。',
  '同一份执照复印件交了两次，能不能共享？',
]
const at = (list: readonly number[], i: number) => list[i % list.length]!

/** The sheet of the nth of them: the same ones at every first start. */
function sheetOf(i: number): Answers {
  const grade = i % 80 === 7 ? 1 : at(GRADES, i)
  return {
    q1: `o${at(SIZES, i)}`,
    q2: grade,
    ...(grade < 5 ? { q3: i % 3 === 0 ? ['o1', 'o2'] : [`o${1 + (i % 4)}`] } : {}),
    ...(i % 6 === 0 ? {} : { q4: at(VISITS, i) }),
    ...(i % 18 === 4 ? { q5: WORDS[Math.floor(i / 18) % WORDS.length]! } : {}),
  }
}

/** Loads it for a house that never had a questionnaire, all of it in one transaction. Gives how many sheets. */
export async function loadSampleQuestionnaire(services: Pick<Services, 'store' | 'tenantId' | 'now'>): Promise<number> {
  const { tenantId, now } = services
  return inSystem(services, async (tx) => {
    const used = await tx.selectFrom('questionnaire').select('id').where('tenant_id', '=', tenantId).limit(1).executeTakeFirst()
    const first = await tx
      .selectFrom('app_user')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst()
    if (used || !first) return 0
    const today = dateInChina(now().toISOString())
    const id = newId()
    const draft = {
      title: '政务大厅办事感受问卷（示例）',
      purpose: '了解企业在政务大厅办事的感受，汇总后用于调整窗口和流程。示例内容，均为虚构。',
      way: 'open' as const,
      opensOn: addDays(today, -24),
      closesOn: addDays(today, -4),
      hideBelow: 5,
      questions: QUESTIONS.map((q) => structuredClone(q) as never),
    }
    await tx
      .insertInto('questionnaire')
      .values({
        tenant_id: tenantId,
        id,
        slug: newSlug(),
        ...columnsOf(draft),
        status: 'closed',
        version: 2,
        tickets_issued: 0,
        tickets_used: 0,
        created_by: first.id,
        created_at: now(),
        published_by: first.id,
        published_at: now(),
        closed_by: null,
        closed_at: now(),
      })
      .execute()
    const rows = Array.from({ length: SHEETS }, (_, i) => {
      const judged = judgeSheet(QUESTIONS, sheetOf(i))
      if (!judged.ok) throw new Error(judged.faults.map((f) => f.en).join('; '))
      return {
        tenant_id: tenantId,
        questionnaire_id: id,
        id: randomUUID(),
        day: addDays(draft.opensOn, i % 20),
        answers: JSON.stringify(judged.answers),
      }
    })
    await tx.insertInto('questionnaire_answer').values(rows).execute()
    return SHEETS
  })
}
