/** What a heading of a plan announces: tasks, the running of the work, or aims. By the words of the heading alone. */

export type SectionKind = 'task' | 'governance' | 'goal' | 'open'

const VERB =
  '(?:加强|强化|健全|完善|落实|建立|严格|明确|压实|做好|抓好|坚持|切实|进一步|全面|注重|狠抓|突出|提升|深化|加大|紧抓|抓实|夯实|提高|统一|凝聚|广泛|深入|扎实|着力)*'

const TASK =
  /(?:主要|重点|工作|具体|改革|年度|专项|核心)(?:任务|措施|举措|内容|工作|事项|行动|项目)|任务(?:清单|分工|分解|措施|安排)|^(?:任务|措施|举措|工作内容|配套措施|实施内容|政策措施|工作重点|整改措施|推进重点)|配套措施|重点领域/
const GOAL =
  /^(?:指导思想|总体(?:要求|思路|目标|考虑|安排|部署|原则)|基本(?:原则|思路|情况|要求)|(?:工作|主要|发展|行动|总体|预期|改革|阶段|年度|创建|奋斗|提升|整治|建设)目标|目标(?:要求|定位|任务|愿景)?(?:$|和)|工作(?:原则|思路|理念|依据|背景)|实施原则|原则$|总则|(?:出台|起草|制定|制订|编制|政策|文件|工作)?(?:背景|依据|意义|目的|必要性|过程)|重要意义|现状|形势|存在(?:的)?(?:问题|不足)|工作基础|整治(?:范围|对象)|适用范围|实施范围|(?:支持|申报|奖励|适用)对象|(?:行动|活动|整治|实施|创建|攻坚|清理|治理|检查|开展)(?:时间|期限|范围|对象|主题)$|活动主题|参加(?:人员|范围)|提高(?:政治|思想)?(?:站位|认识)|名词解释|上年度?工作|(?:\d{4}年|去年|上年)?工作(?:总结|回顾|开展情况))/
const GOVERN = new RegExp(
  `^${VERB}(?:组织(?:领导|保障|实施|推动|推进|落实|协调|机构|架构|体系)|(?:各项)?保障(?:措施|机制|体系|工作)|推进(?:措施|机制|落实|实施)|工作(?:要求|机制|保障|步骤|制度|安排|责任|推进|纪律|落实|调度|督导|督查)|实施(?:步骤|保障|要求|安排|阶段|方法|步骤及)|(?:有关|相关|几点|具体|纪律|落实)(?:要求|事项)|责任(?:落实|追究|分工|考核|机制)|(?:协调|统筹|联动|长效|落实|考核|督导|督查|监督|保障|运行)(?:推进|保障|考核|评价|检查|问责|落实|机制|督导|督查|协调|配合|联动|评估|奖惩|激励)|督导|督查|督办|考核|问责|进度安排|时间(?:安排|步骤)|方法步骤|附则|要求$|(?:统筹协调|协同配合|协作配合|宣传(?:引导|发动|推广|教育|培训|工作|力度)|舆论(?:引导|宣传)|氛围营造|营造(?:良好)?氛围|经费保障|资金保障|人员保障|执纪问责|总结(?:评估|推广|提升)|信息(?:报送|反馈|公开)?$|信息报送|跟踪(?:问效|督导|评估)|监督(?:检查|管理|问责)$|加强领导|政治站位|思想认识|责任$|保障$))`,
)
/** Headings of tasks that sound like the running of the work: 强化要素保障, 提升法治保障. */
const MATTER =
  /(?:要素|法治|司法|人才|用地|土地|用工|用能|能源|融资|金融|物流|权益|产权|政策|服务|民生|基本|社会|医疗|公共|安全|生态|环境|资源|企业)保障$/
const SHORT_GOVERN =
  /^(?:活动|工作|实施|推进|落实|行动|组织|整治|专项|相关|有关|具体|几点|政治|纪律|方法|阶段|进度|创建)(?:步骤|要求|保障|安排|机制|纪律|方法)$|^[\u4e00-\u9fff]{2}要求$/
const STEPS = /^(?:第[一二三四]阶段|(?:动员|宣传|自查|集中|整改|总结|巩固|验收|部署|实施|推进|全面).{0,6}阶段)/

/** Bare words of a heading: no number, no closing full stop, no bracket. */
function words(title: string): string {
  return title.replace(/[。：]+$/, '').replace(/（.*$/, '')
}

/** Kind of a section by its heading. `open` when the words say nothing. */
export function sectionKind(title: string): SectionKind {
  const t = words(title)
  if (t.length === 0) return 'open'
  if (MEANING.test(t)) return 'goal'
  if (t.length <= 24) {
    if ((GOAL.test(t) || /^[\u4e00-\u9fff]{2,6}(?:目标|原则)$/.test(t)) && !/(?:主要任务|重点任务|任务分工|工作任务|措施)$/.test(t))
      return 'goal'
    if (TASK.test(t) && !/^(?:加强|强化).{0,4}(?:工作|任务)(?:保障|落实)/.test(t)) return 'task'
    if (MATTER.test(t)) return 'open'
    if (GOVERN.test(t) || STEPS.test(t) || SHORT_GOVERN.test(t)) return 'governance'
  }
  // 加强组织领导，确保各项工作落到实处: the first clause says what it is
  const comma = t.indexOf('，')
  if (t.length > 24 && comma > 0 && comma <= 12 && GOVERN.test(t.slice(0, comma)) && !mayBeTask(t.slice(0, comma))) return 'governance'
  return 'open'
}

/** 充分认识……的重要意义: says why, not what. */
const MEANING = /^(?:充分|深刻|切实|进一步|全面|准确)*(?:认识|领会|把握|理解).{2,40}(?:意义|作用|重要性|必要性|紧迫性|责任感|使命感)$/

const RUN_ON: readonly (readonly [RegExp, SectionKind])[] = [
  [
    /^(?:指导思想|总体(?:要求|思路|目标)|基本原则|工作(?:目标|原则|思路)|主要目标|发展目标|行动目标|目标要求|总则|背景|出台背景|制定背景)(?![和与及、])/,
    'goal',
  ],
  [/^(?:(?:主要|重点|工作|具体)(?:任务|措施|举措|内容)|任务措施|配套措施|任务分工|重点工作)/, 'task'],
  [
    /^(?:(?:组织|工作)?保障(?:措施|机制)?|组织(?:领导|保障|实施)|推进(?:措施|机制)|工作(?:要求|机制|步骤)|实施步骤|有关要求|相关要求|附则)/,
    'governance',
  ],
]

/** Kind of a section whose heading runs into its text because the line breaks were lost. Only unmistakable words count. */
export function runOnKind(words: string): SectionKind {
  for (const [rule, kind] of RUN_ON) if (rule.test(words)) return kind
  return 'open'
}

/** Headings whose numbered paragraphs are parts of one measure and not measures. */
const PART =
  /^(目标任务|工作目标|主要目标|重点难点|难点重点|措施步骤|工作措施|主要措施|创新目标|创新举措|具体措施|具体举措|推进措施|实施步骤|工作任务|工作内容|任务目标|改革目标|改革内容|改革措施|主要内容|重点任务|任务措施|预期成效|预期目标|工作成效|预期成果|成果形式|工作举措|进度安排|时间安排|完成时限|责任单位|牵头单位|配合单位|责任部门|牵头部门|责任人|时间节点|存在问题|问题表现|整改措施|整改目标|现状分析|政策依据|实施范围|工作标准|工作要求|评价标准|完成标准|考核指标)(?:：|。|，|$)/

/** Label of a part (目标任务：) that begins at the start of the words; null when none. */
export function partLabel(title: string): string | null {
  const m = PART.exec(title.slice(0, 12))
  return m ? (m[1] as string) : null
}

export const PART_WORDS =
  '目标任务|工作目标|主要目标|重点难点|难点重点|措施步骤|工作措施|主要措施|创新目标|创新举措|具体措施|具体举措|推进措施|实施步骤|工作任务|工作内容|任务目标|改革目标|改革内容|改革措施|主要内容|重点任务|任务措施|预期成效|预期目标|工作成效|预期成果|成果形式|工作举措|进度安排|存在问题|问题表现|整改措施|整改目标|现状分析|政策依据|工作标准|评价标准|完成标准|考核指标'

/** Headings that may name a task as well as the running of the work: their paragraphs decide. */
const EITHER = /分工|安排|监督(?:检查|管理|问责)|督导|督查|宣传|问责|考核|跟踪|协同|协作|信息/

/** Whether a heading of governance may be a heading of tasks when its paragraphs name owners. */
export function mayBeTask(title: string): boolean {
  return EITHER.test(title) && !/(?:组织|保障|领导|要求)/.test(title)
}
