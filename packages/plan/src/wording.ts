/**
 * The words by which administrative Chinese commits itself more or less. Data about the language, nothing about any plan.
 */

/** Words that take back part of a commitment. */
export const HEDGES = [
  '探索',
  '鼓励',
  '引导',
  '争取',
  '力争',
  '努力',
  '尽量',
  '尽可能',
  '逐步',
  '稳步',
  '稳妥',
  '适时',
  '择机',
  '允许',
  '建议',
  '倡导',
  '试点',
  '试行',
  '先行先试',
  '研究',
  '酌情',
  '视情',
  '有条件',
  '条件成熟',
  '原则上',
  '推动建立',
  '推动实现',
  '推动形成',
] as const

/** Words that make a commitment binding, complete or checkable; where one falls away the commitment is weaker. */
export const BINDING = [
  '应当',
  '必须',
  '确保',
  '不得',
  '一律',
  '全部',
  '全面',
  '全覆盖',
  '全流程',
  '逐案',
  '逐项',
  '逐一',
  '单独',
  '专门',
  '专职',
  '统一',
  '强制',
  '公布',
  '公开',
  '公示',
  '不可篡改',
  '实时',
  '即时',
  '定期',
  '常态化',
  '考核',
  '问责',
  '追责',
] as const

/** Verbs by force: 3 has a result that can be checked, 2 works towards one, 1 only looks into it. */
const FORCE: Readonly<Record<string, number>> = {
  ...level(3, ['实现', '完成', '建成', '确保', '建立', '设立', '制定', '出台', '印发', '实行', '实施', '公布', '取消', '做到', '形成']),
  ...level(2, ['推进', '推动', '推广', '推行', '完善', '健全', '优化', '加强', '强化', '深化', '提升', '加快', '开展', '构建', '组织']),
  ...level(1, ['探索', '鼓励', '研究', '引导', '争取', '力争', '允许', '建议', '倡导']),
}

function level(n: number, verbs: readonly string[]): Record<string, number> {
  return Object.fromEntries(verbs.map((v) => [v, n]))
}

/** The words of a list that stand in the text. */
export function wordsIn(list: readonly string[], text: string): string[] {
  return list.filter((w) => text.includes(w))
}

const VERB = new RegExp(`^.{0,6}?(${Object.keys(FORCE).join('|')})`, 'u')

/** The leading verb of a clause with its force; null when none of the known ones leads. */
export function leadingVerb(core: string): { readonly verb: string; readonly force: number } | null {
  const verb = VERB.exec(core)?.[1]
  return verb ? { verb, force: FORCE[verb]! } : null
}

const SCALES = ['全球', '国际', '全国', '全省', '全市', '全县'] as const

/** Index of the field in which a clause wants to lead (smaller is wider): 全国领先 before 全省领先. Null when it does not compare itself. */
export function ambition(text: string): number | null {
  const found = /(全球|国际|全国|全省|全市|全县)(?:领先|前列|先进|一流|率先|示范|标杆|首创)/u.exec(text)
  return found ? SCALES.indexOf(found[1] as (typeof SCALES)[number]) : null
}

/** Words that carry no content of their own when a clause is shortened. */
const EMPTY =
  /进一步|切实|积极|大力|不断|持续|深入|着力|加快|依法|依规|及时|有效|认真|相关|有关|各类|工作|进行|开展|予以|实施|落实|推进|推动|加强|强化|完善|健全|优化|建立|实现|支持|的|等|了|和|及|与|在|对|中|内|将|把|为|并|由|向|从|以|于|其|所|可|[^\p{L}\p{N}]/gu

/** What is left of some words without those that carry no content. */
export function content(words: string): string {
  return words.replace(EMPTY, '')
}

/** Clauses that name an effect and promise nothing of their own. */
export function isEffect(core: string): boolean {
  return (
    /^(?:从而|以便|进而|切实|有效|不断|进一步|全面|持续|着力|大力|最大限度)*(?:提升|提高|促进|增强|激发|激励|营造|满足|助力|降低|(?:保护|维护|保障).*(?:权益|秩序|稳定|安全|利益)|为.*(?:提供|创造|奠定|打造))/u.test(
      core,
    ) && !/[\d《]/u.test(core)
  )
}

/** What a commitment is made to depend on. */
export type ConditionKind = 'deployment' | 'approval' | 'circumstances'

const CONDITIONS: readonly (readonly [kind: ConditionKind, pattern: RegExp])[] = [
  ['approval', /(?:报|经|待|需|须|获得?|取得)[^,。;]{0,14}(?:批准|批复|同意|审批|审定|授权)(?:后|及|并|$|[,。;])/u],
  [
    'deployment',
    /(?:根据|按照|依照|遵照|依据|待|在|由)[^,。;]{0,6}(?:上级|中央|国家|部委|省|自治区|市)[^,。;]{0,10}(?:部署|安排|统一(?:管理|组织|推进|实施))/u,
  ],
  ['deployment', /(?:待|视|根据)[^,。;]{0,8}(?:上级|国家|省|市)[^,。;]{0,8}(?:出台|明确|下发|印发)[^,。;]{0,6}(?:后|情况)/u],
  ['circumstances', /条件(?:成熟|允许)|时机成熟|视情(?:况)?|酌情|具备条件的?(?:地区|地方|单位|领域|县|市|区)/u],
]

/** What a clause depends on, each kind at most once. */
export function conditionsIn(text: string): ConditionKind[] {
  return [...new Set(CONDITIONS.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind))]
}
