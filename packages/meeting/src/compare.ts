/**
 * What was announced against what follows from the record, and what was announced against itself (for records that do not show the votes).
 */
import { afterSecondVote, type ClassResult, MAJORITIES, type Majority, testThreshold } from '@yingshang/ballot'
import { canonicalText, type Json, type Refusal } from '@yingshang/journal'
import type { ClassTotal, ResolutionText, ResultOf } from './model.ts'

const found = (code: string, zh: string, en: string, at: string): Refusal => ({ code, zh, en, place: { at } })

/** JSON pointer of the first difference between two values, with both sides; null when they are equal. */
export function firstDifference(
  a: unknown,
  b: unknown,
  at = '',
): { readonly at: string; readonly one: unknown; readonly other: unknown } | null {
  if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object' && Array.isArray(a) === Array.isArray(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
    for (const name of names) {
      const inner = firstDifference((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], `${at}/${name}`)
      if (inner !== null) return inner
    }
    return null
  }
  return Object.is(a, b) ? null : { at, one: a, other: b }
}

const shown = (value: unknown) => (value === undefined ? '（无）' : JSON.stringify(value))

/** Differences between results as announced and as counted from the record. Places are pointers into the body of `meeting.result`. */
export function resultDifferences(announced: readonly ResultOf[], computed: readonly ResultOf[]): readonly Refusal[] {
  const refusals: Refusal[] = []
  for (const [i, one] of announced.entries()) {
    const own = computed.find((r) => r.resolution === one.resolution)
    if (own === undefined) continue
    const difference = firstDifference(one, own)
    if (difference !== null)
      refusals.push(
        found(
          'result.differs',
          `决议事项“${one.resolution}”公布的结果与按表决票计算的不同：公布 ${shown(difference.one)}，应为 ${shown(difference.other)}`,
          `the announced result of ${one.resolution} is not the counted one: ${shown(difference.one)} instead of ${shown(difference.other)}`,
          `/results/${i}${difference.at}`,
        ),
      )
  }
  return refusals
}

/** What an announced result is held against: the resolution as noticed, the published totals, the other results announced with it. */
export interface Announced {
  readonly text: ResolutionText
  readonly majority: Majority
  readonly totals: readonly ClassTotal[]
  readonly results: readonly ResultOf[]
}

/**
 * What does not hold within an announced result by itself: classes that are missing, sums, thresholds, conclusions, bases against the published totals, both votes taken together.
 */
export function resultFaults(result: ResultOf, { text, majority, totals, results }: Announced, at: string): readonly Refusal[] {
  const refusals: Refusal[] = []
  const fault = (where: string, zh: string, en: string) =>
    refusals.push(
      found(
        'result.arithmetic',
        `决议事项“${result.resolution}”的结果自相矛盾：${zh}`,
        `the result of ${result.resolution} contradicts itself: ${en}`,
        `${at}${where}`,
      ),
    )
  const groups = majority.counting === 'together' ? [null] : (text.classes ?? [])
  if (result.majority !== majority.id) fault('/majority', '通过标准与会议通知不同', 'the majority is not the one of the notice')
  if (
    !same(
      result.classes.map((c) => c.class),
      groups,
    )
  )
    fault('/classes', '表决组与会议通知不同', 'the classes are not those of the notice')
  for (const [i, one] of result.classes.entries()) {
    const where = `/classes/${i}`
    const rule = majority.classRules?.find((r) => r.class === one.class) ?? { ...majority, amountAmong: 'all' }
    if (one.for.heads + one.against.heads + one.abstain.heads + one.undecidedHeads !== one.present)
      fault(`${where}/present`, '各项人数之和不等于出席人数', 'heads do not add up to those present')
    if (!same(one.headsTest, rule.heads === null ? null : testThreshold(rule.heads, one.for.heads, one.present)))
      fault(`${where}/headsTest`, '人数是否过线计算有误', 'the test of heads is wrong')
    if (!same(one.amountTest, testThreshold(rule.amount, one.for.amount, one.amountTest.base)))
      fault(`${where}/amountTest`, '债权额是否过线计算有误', 'the test of amounts is wrong')
    if (one.passed !== ((one.headsTest?.passed ?? true) && one.amountTest.passed))
      fault(`${where}/passed`, '该组结论与人数、债权额不符', 'the conclusion of the class does not follow')
    if (one.voted > one.present || one.present > one.entitled.heads)
      fault(
        `${where}/present`,
        '表决人数多于出席人数，或者出席人数多于有表决权的人数',
        'more voted than were present, or more were present than may vote',
      )
    if (one.for.amount + one.against.amount + one.abstain.amount > one.amountTest.base)
      fault(`${where}/amountTest/base`, '各项债权额之和大于计算基数', 'the amounts add up to more than their base')
    const total = totals.find((t) => t.class === one.class)
    if (one.class !== null && !majority.securedExcluded && !same(one.entitled, { heads: total?.heads ?? 0, amount: total?.amount ?? 0 }))
      fault(
        `${where}/entitled`,
        `“${one.class}”组有表决权的人数、债权额与表决权名册公布的不符`,
        `those who may vote in ${one.class} are not those of the list of voters`,
      )
    if (one.class !== null && rule.amountAmong === 'all' && one.amountTest.base !== (total?.amount ?? 0))
      fault(
        `${where}/amountTest/base`,
        `“${one.class}”组的债权总额与表决权名册公布的 ${total?.amount ?? 0} 分不符`,
        `the base of ${one.class} is not the ${total?.amount ?? 0} fen of the list of voters`,
      )
  }
  if (result.passed !== passes(result.classes)) fault('/passed', '结论与各组结果不符', 'the conclusion does not follow from the classes')
  const first = text.first ?? results.find((r) => r.resolution === text.revoteOf)
  if (text.revoteOf !== undefined && first !== undefined) {
    const { classes, passed } = afterSecondVote(first, result)
    if (!same(result.together ?? null, { first: text.revoteOf, classes, passed }))
      fault('/together', '两次表决合并的结果与各次结果不符', 'the result of both votes does not follow from the two')
  } else if (result.together !== undefined) fault('/together', '没有首次表决，不能合并计算', 'there is no first vote to be taken together')
  return refusals
}

const passes = (classes: readonly ClassResult[]) => classes.length > 0 && classes.every((c) => c.passed)

function same(a: unknown, b: unknown): boolean {
  const [one, other] = [canonicalText(a as Json), canonicalText(b as Json)]
  return one.ok && other.ok && one.value === other.value
}

/** Majorities of a notice that are not the statute's words as this program knows them: `wrong` under a known id and version, `unknown` otherwise. */
export function majorityFindings(majorities: readonly Majority[]): {
  readonly wrong: readonly Refusal[]
  readonly unknown: readonly Refusal[]
} {
  const wrong: Refusal[] = []
  const unknown: Refusal[] = []
  for (const [i, one] of majorities.entries()) {
    const known = MAJORITIES.find((m) => m.id === one.id && m.version === one.version)
    const at = `/majorities/${i}`
    if (known === undefined)
      unknown.push(
        found(
          'majority.unknown',
          `通过标准“${one.id}（${one.version}）”不在本程序所知的法定标准之列：${one.zh}`,
          `majority ${one.id} (${one.version}) is not known to this program: ${one.en}`,
          at,
        ),
      )
    else if (!same(known, one))
      wrong.push(
        found(
          'majority.differs',
          `通过标准“${one.id}”与法律规定（${known.source}）不同`,
          `majority ${one.id} is not that of the statute (${known.source})`,
          at,
        ),
      )
  }
  return { wrong, unknown }
}
