/**
 * Names of units: where one ends, how a printed list falls into names, and what a name is called in the register.
 * Works on ranges of the squeezed text; a list is cut only outside brackets, so that 省市场监管局（省知识产权局） and
 * 市政府办公室〈市外办〉 stay whole.
 */
import { GAP, type Squeezed } from './squeeze.ts'
import { LEVELS, UNIT_ENDINGS, UNITS } from './unit-register.ts'

export interface NameRange {
  readonly start: number
  readonly end: number
  readonly openEnded: boolean
}

const ENDINGS_BY_LAST = new Map<string, string[]>()
for (const ending of UNIT_ENDINGS) {
  const last = ending[ending.length - 1] as string
  const list = ENDINGS_BY_LAST.get(last) ?? []
  list.push(ending)
  ENDINGS_BY_LAST.set(last, list)
}
const CLOSERS = '）〉》〕”」'

/** Whether a name ends as organisations do; a trailing bracket is looked through. */
export function endsLikeUnit(name: string): boolean {
  let end = name.length
  if (end > 0 && CLOSERS.includes(name[end - 1] as string)) {
    let depth = 0
    let i = end - 1
    for (; i >= 0; i--) {
      const c = name[i] as string
      if (CLOSERS.includes(c)) depth++
      else if ('（〈《〔“「'.includes(c)) {
        depth--
        if (depth === 0) break
      }
    }
    end = i
  }
  if (end < 2) return false
  const list = ENDINGS_BY_LAST.get(name[end - 1] as string)
  if (!list) return false
  return list.some((ending) => end >= ending.length && name.startsWith(ending, end - ending.length))
}

const NOT_A_NAME =
  /[。！？；：“”《》=+]|(?:进一步|推进|推动|完善|加强|加快|建立|实现|提升|优化|开展|落实|按照|根据|积极|强化|确保|健全|深化|应当|可以|不得|工作方案|的$)/

/** Whether the words can stand in a labelled list of units: labels vouch for them, so only sentences are refused. */
export function plausibleName(name: string): boolean {
  if (name.length < 2 || name.length > 40) return false
  if (/^[\d.%年月日—~]+$/.test(name)) return false
  if (/[。！？；：]/.test(name)) return false
  if (name.length > 12 && NOT_A_NAME.test(name) && !endsLikeUnit(name)) return false
  return true
}

/** Whether the words are surely the name of a unit even without a label. */
export function certainName(name: string): boolean {
  if (name.length < 2 || name.length > 32) return false
  if (NOT_A_NAME.test(name) || /[0-9％%]/.test(name)) return false
  if (/(?:会议|机制|平台|系统|制度|办法|目标|任务|清单|方案|结果|工作|服务|情况|案件|协会等)$/.test(name)) return false
  return endsLikeUnit(name) && !/^(?:在|对|将|把|向|为|从|以|被|经|按|如|若|不|可|需|应|须|已|未|无|有权|是)/.test(name)
}

const OPEN = '（〈《〔“「'
const ETC =
  /(?<![高平同对优])等(?:[^、，；。）]{0,12}(?:部门|单位|机构|科室|庭室|地区|企业|机关|成员))?(?:(?:和|及|、|与|或)[^，；。）]{1,12})?$/

/** Cuts a printed list into names. `，` cuts too. The range must not hold roles or labels. */
export function splitNames(sq: Squeezed, start: number, end: number): NameRange[] {
  const names: NameRange[] = []
  const { text, gap } = sq
  let depth = 0
  let from = start
  const push = (a: number, b: number) => {
    if (b - a > 120) return
    const words = text.slice(a, b)
    const etc = words.includes('等') ? ETC.exec(words) : null
    const stop = etc && etc.index > 1 ? a + etc.index : b
    // 等部门及各县区人民政府: the open ending goes, governments stay
    const also = etc ? /(?:和|及|、|与|或)(各[^，；。及和]{1,12}(?:政府|管委会|办事处))$/.exec(etc[0]) : null
    const parts = splitConjunctions(text, a, stop)
    for (let k = 0; k < parts.length; k++) {
      const n = parts[k] as { start: number; end: number }
      const trimmed = trimName(text, n.start, n.end)
      if (trimmed) names.push(stop < b && k === parts.length - 1 ? { ...trimmed, openEnded: true } : trimmed)
    }
    if (also) names.push({ start: b - (also[1] as string).length, end: b, openEnded: false })
  }
  for (let i = start; i < end; i++) {
    const c = text[i] as string
    if (OPEN.includes(c)) depth++
    else if (CLOSERS.includes(c)) depth = Math.max(0, depth - 1)
    else if (depth === 0 && (c === '、' || c === '，' || c === '；' || c === '。' || c === ',' || c === '|' || c === '\\')) {
      push(from, i)
      from = i + 1
      continue
    }
    if (
      depth === 0 &&
      i > from &&
      ((gap[i] as number) & (GAP.space | GAP.tab | GAP.line)) !== 0 &&
      i - from >= 3 &&
      startsLikeUnit(text, i, end) &&
      endsLikeUnit(text.slice(from, i))
    ) {
      push(from, i)
      from = i
    }
  }
  push(from, end)
  return names
}

/** A name after a gap starts a new unit only when it says so: a level mark or a well-known beginning. */
function startsLikeUnit(text: string, at: number, end: number): boolean {
  if (end - at < 3) return false
  const two = text.slice(at, at + 2)
  if (two === '各区' || two === '各县' || two === '各市' || two === '各镇' || two === '国网' || two === '人民' || two === '中国')
    return true
  return '省市区县州'.includes(text[at] as string) && endsLikeUnit(text.slice(at, Math.min(end, nextStop(text, at, end))))
}

function nextStop(text: string, at: number, end: number): number {
  let i = at
  while (i < end && i < at + 30 && !'、，；。'.includes(text[i] as string)) i++
  return i
}

const MAY_JOIN = /[和及与会]/

/** 市公安局和市司法局 is two units, 市自然资源和规划局 is one: the words cut only between two whole names. */
function splitConjunctions(text: string, start: number, end: number): { start: number; end: number }[] {
  const name = text.slice(start, end)
  if (!MAY_JOIN.test(name)) return [{ start, end }]
  const found = /(?:以及|[和及与]|并?会同)/g
  for (let m = found.exec(name); m; m = found.exec(name)) {
    const left = name.slice(0, m.index)
    const right = name.slice(m.index + m[0].length)
    if (left.length < 3 || right.length < 3) continue
    if (!endsLikeUnit(left) || !endsLikeUnit(right)) continue
    // 和 within one name: the left part alone must be a unit with its own head (市公安局), not an attribute (市发展)
    if (
      m[0] === '和' &&
      !/^(?:省|市|区|县|州|各|国|中国|相关|有关|其他)/.test(right) &&
      !/(?:局|委|办|厅|院|公司|中心|政府|部门|单位|庭)$/.test(left)
    )
      continue
    if (/^(?:改革|规划|旅游|信息化|环境|水务|草原|绿化|物资)/.test(right)) continue
    return [{ start, end: start + m.index }, ...splitConjunctions(text, start + m.index + m[0].length, end)]
  }
  return [{ start, end }]
}

function trimName(text: string, start: number, end: number): NameRange | null {
  let a = start
  let b = end
  let openEnded = false
  while (a < b && '、，；：。.和及由并·-—等'.includes(text[a] as string)) a++
  while (b > a && '、，；：。.·-—'.includes(text[b - 1] as string)) b--
  let name = text.slice(a, b)
  if (name.length > 80) return null
  // C按照……的要求: what follows is no name
  const manner = name.length > 8 ? /(?:按照|根据|依据)/.exec(name) : null
  if (manner && manner.index >= 3 && endsLikeUnit(name.slice(0, manner.index))) {
    b = a + manner.index
    name = text.slice(a, b)
  }
  const lead = /^(?:以及|会同|联合|其中|其他)(?=.{2})/.exec(name)
  if (lead && lead[0] !== '其他') {
    a += lead[0].length
    name = text.slice(a, b)
  }
  // （第一责任单位为牵头单位，下同） speaks of the lists and belongs to no name
  const remark = name.endsWith('）') ? /（[^（）]*(?:为牵头|为主办|下同|不再列)[^（）]*）$/.exec(name) : null
  if (remark) {
    b = a + remark.index
    name = text.slice(a, b)
  }
  const etc = name.includes('等') ? ETC.exec(name) : null
  if (etc) {
    openEnded = true
    b = a + etc.index
  }
  // stray closing bracket of the clause or an opening one that never closes
  let depth = 0
  for (let i = a; i < b; i++) {
    const c = text[i] as string
    if (OPEN.includes(c)) depth++
    else if (CLOSERS.includes(c)) {
      depth--
      if (depth < 0) {
        b = i
        break
      }
    }
  }
  if (b - a < 2) return null
  return { start: a, end: b, openEnded }
}

const LEVEL_PREFIX = new RegExp(`^((?:[\\u4e00-\\u9fff]{0,8}?)(?:${LEVELS.join('|')}))(?=.{2})`)

export interface Register {
  /** Normalised name of a printed unit. */
  canonical(name: string): string
}

/** The register with the caller's additions. */
export function registerOf(extra: readonly { readonly unit: string; readonly aliases: readonly string[] }[] = []): Register {
  const whole = new Map<string, string>()
  for (const e of extra) {
    whole.set(e.unit, e.unit)
    for (const a of e.aliases) whole.set(a, e.unit)
  }
  const cache = new Map<string, string>()
  return {
    canonical(name) {
      const hit = cache.get(name)
      if (hit !== undefined) return hit
      const value = canonicalOf(name, whole)
      if (cache.size < 20_000) cache.set(name, value)
      return value
    },
  }
}

const ALIAS = new Map<string, string>()
for (const [canonical, ...others] of UNITS) {
  if (canonical === undefined) continue
  ALIAS.set(canonical, canonical)
  for (const o of others) ALIAS.set(o, canonical)
}

function canonicalOf(printedName: string, whole: Map<string, string>): string {
  const direct = whole.get(printedName)
  if (direct !== undefined) return direct
  let name = printedName.replace(/^原/, '')
  const again = whole.get(name)
  if (again !== undefined) return again
  // a second name in brackets is another name of the same unit
  name = name.replace(/(?:（[^（）]{1,30}）|〈[^〈〉]{1,30}〉)$/, (b) => (/[省市区县]|办|局|委/.test(b) ? '' : b))
  if (name.length < 2) return printedName
  const alone = ALIAS.get(name)
  if (alone !== undefined) return alone
  // the longest alias that the name ends in, when what stands before it is a level or a place
  for (let i = 1; i < Math.min(name.length - 1, 14); i++) {
    const canonical = ALIAS.get(name.slice(i))
    if (canonical === undefined) continue
    const prefix = name.slice(0, i)
    if (LEVELS.some((l) => prefix.endsWith(l)) || prefix === '国家') return prefix + canonical
  }
  return name === '' ? printedName : name
}

export { LEVEL_PREFIX }
