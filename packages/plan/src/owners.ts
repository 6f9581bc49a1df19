/**
 * Who answers for an item: labelled clauses (牵头单位：A、B；责任单位：C), prose in brackets (A牵头，B、C按职责分工负责),
 * prose in the sentence (由A牵头，B配合), and people. A label is looked for, and its scope runs to the bracket that closes it,
 * the next label, or the end of its sentence or line; so a missing bracket costs one clause and not the item.
 */
import { isPersonName, isPosition, type PersonRange, personIn } from './persons.ts'
import { firsts, nextMatch } from './scan.ts'
import { GAP, type Squeezed } from './squeeze.ts'
import { certainName, endsLikeUnit, type NameRange, plausibleName, splitNames } from './units.ts'

export type Role = 'lead' | 'responsible'

export interface UnitFound extends NameRange {
  readonly role: Role
  readonly rule: string
  readonly confidence: number
}

export interface Clauses {
  readonly units: readonly UnitFound[]
  readonly persons: readonly (PersonRange & { readonly rule: string })[]
  /** Ranges of the item that are clauses and not text: units, people, time limits. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[]
  /** Ranges after 完成时限： and the like. */
  readonly times: readonly { readonly start: number; readonly end: number }[]
}

const VERB = '牵头|责任|配合|协办|主办|承办|参与|参加|协同|协作|主责|实施|落实|负责|完成|成员|协助|联合|包保|组织|督导|监督|主管|执行'
const KIND = '单位|部门|科室|处室|股室|庭室|警种|站所|领导|人员|人|机构|主体|区县|地区|区域|同志'
const LABEL = new RegExp(
  `(?:(领域|指标|专项|专班)?(?:总|主|第一|主要|共同|具体|市级|省级|区级|县级|市直|分管)?((?:${VERB}|分管|联系|包联|市级|责任)(?:（(?:${VERB})）)?(?:(?:、|和|及|或|/|与)(?:${VERB}))?)(?:（[^（）：]{1,6}）)?(${KIND})(?:（[^（）：]{1,10}）)?(?:(?:及|和|、|/)(?:${VERB})?(?:${KIND}|分工))?|(牵头|责任|配合|主办|协办|承办)|((?:完成|办结|办理|整改|落实|实施|时间|推进|工作|计划完成)?(?:时限|期限|时间节点|时间要求|时限要求|完成日期|时间安排)|(?:完成|办结|整改|落实|推进|实施|起止)时间))(：|〕：?|[为是])`,
  'y',
)
const LABEL_FIRST = firsts('领指专总主第共具市省区县分牵责配协承参落实负完成联包组督监执办整时期推工计起')
const TIME_LABEL =
  /(?:完成|办结|整改|落实|实施|推进)?(?:时限|期限|时间节点|时间要求|时限要求|完成时间|办结时间|整改时间|落实时间|实施时间|起止时间|完成日期)$/
const ROLE_VERB =
  /(?:(?:按照?|依照?|依据|根据)(?:各自|部门|工作)?(?:职[责能](?:职[责能]|权限|任务)?|责任|分工)(?:分工)?(?:分别|共同|抓好|做好)?(?:负责|落实|配合|推进|实施|办理)?(?:落实)?|(?:分别|共同|具体|联合|参与)?(?:负责|牵头|配合|协助|参与|参加|承办|主办|协办|落实|会办|协同)(?:负责|办理|实施|落实|推进|组织实施|组织|做好|完成|配合|工作|参与)?|组织实施)$/

/** No role verb is longer, and each ends in one of these. */
const ROLE_LENGTH = 28
const ROLE_LAST = firsts('责实合进施理头助与加办同成作织好')

function roleOfVerb(verb: string): Role {
  return /牵头|主办/.test(verb) ? 'lead' : 'responsible'
}

function roleOfLabel(label: string): Role {
  return /^(?:总|主|第一|主要|具体|省级|市级|区级|县级|市直)?(?:牵头|主办|主责|主管)|主要责任|第一责任|主要负责/.test(label)
    ? 'lead'
    : 'responsible'
}

/** A piece of a list that says when and not who. */
const TIME_PIECE =
  /^(?:(?:20\d\d年?|今年|明年|每年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|20\d\d年|今年|明年|年[底内]|[上下]半年|第?[一二三四1-4]季度|长期|持续|常态化?(?:推进|开展|坚持|$)|立即|立行|即时|全年|适时)|(?:完成|前|坚持|推进)$/

/** A（牵头） in a list of units. */
const OWN_ROLE = /（((?:负责)?牵头|主办|主责|配合|协助|协办)(?:单位|部门)?）$/

/** 由A负责; 以上措施由A、B负责. */
const BY = /^(?:(?:以上|上述|本|该|此|其中)[^由、，]{0,8})?由(?=.{2})/

/** Reads one list that may hold role verbs (A牵头，B、C配合) and gives names with roles. */
function readList(sq: Squeezed, start: number, end: number, role: Role, rule: string, confidence: number): UnitFound[] {
  const { text } = sq
  const out: UnitFound[] = []
  let pending: NameRange[] = []
  let group = start
  const flush = (as: Role) => {
    for (const n of pending) {
      // A（牵头）、B、C
      const said = OWN_ROLE.exec(text.slice(n.start, n.end))
      if (said) out.push({ ...n, end: n.start + said.index, role: roleOfVerb(said[1] as string), rule, confidence })
      // 牵头单位：A，B配合: the verb speaks for its own group
      else out.push({ ...n, role: role === 'lead' && n.start < group ? role : as, rule, confidence })
    }
    pending = []
  }
  let depth = 0
  let from = start
  const piece = (a: number, b: number) => {
    if (b <= a) return
    let stop = b
    while (stop > a && '。.，、；'.includes(text[stop - 1] as string)) stop--
    // a role verb is the tail of its piece
    const tailFrom = Math.max(a, stop - ROLE_LENGTH)
    const verb = ROLE_LAST[text.charCodeAt(stop - 1)] === 1 ? ROLE_VERB.exec(text.slice(tailFrom, stop)) : null
    if (verb) stop = tailFrom + verb.index
    const lead = BY.exec(text.slice(a, a + 14))?.[0].length ?? 0
    const inner = splitInner(sq, a + lead, stop)
    if (verb && role === 'lead' && group === start) group = a
    for (const n of inner) pending.push(n)
    if (verb && (inner.length > 0 || pending.length > 0)) flush(roleOfVerb(verb[0]))
  }
  for (let i = start; i < end; i++) {
    const c = text[i] as string
    if ('（〈《〔'.includes(c)) depth++
    else if ('）〉》〕'.includes(c)) depth = Math.max(0, depth - 1)
    else if (depth === 0 && '、，；。'.includes(c)) {
      piece(from, i)
      if (c === '；' || c === '。') flush(role)
      else if (c === '，') group = i + 1
      from = i + 1
    }
  }
  piece(from, end)
  flush(role)
  return out.filter((n) => plausibleName(text.slice(n.start, n.end)) && !TIME_PIECE.test(text.slice(n.start, n.end)))
}

/** A list without a label around it, such as the cell of a table. */
export function listIn(sq: Squeezed, start: number, end: number, role: Role, rule: string, confidence: number): UnitFound[] {
  return readList(sq, start, end, role, rule, confidence)
}

const COMMON =
  /(?:以下|上述|以上|各项|所有|本方案|本清单|下列)[^。；]{0,12}均[需须由应要]?由?([^。；均]{2,120}?)(?:贯彻|组织|抓好|配合|参与|负责|落实|承担|按职责|按照职责)[^。；]{0,24}不再[^。；]{0,8}(?:列出|列示|列明|列入|标注|重复|注明|单列|列)/g

/** 以下任务均需A、B落实，不再列出: units that are named once for all that follows. */
export function commonUnits(sq: Squeezed): { after: number; units: UnitFound[] }[] {
  const out: { after: number; units: UnitFound[] }[] = []
  if (!sq.text.includes('不再')) return out
  COMMON.lastIndex = 0
  for (let m = COMMON.exec(sq.text); m; m = COMMON.exec(sq.text)) {
    const from = m.index + m[0].indexOf(m[1] as string)
    const units = readList(sq, from, from + (m[1] as string).length, 'responsible', 'unit.common', 0.75)
    if (units.length > 0) out.push({ after: m.index, units })
  }
  return out
}

/** A牵头B配合 without punctuation between. */
function splitInner(sq: Squeezed, a: number, b: number): NameRange[] {
  return splitNames(sq, a, b)
}

/** End of the scope of a label that begins at `from`. */
function scopeEnd(sq: Squeezed, from: number, limit: number, nextLabel: number, enclosed: boolean, people: boolean): number {
  const { text } = sq
  let depth = 0
  for (let i = from; i < limit; i++) {
    const c = text[i] as string
    if (depth === 0 && i > from && partStart(text, i)) return i
    if (!enclosed && i > from && depth === 0 && !(people && personFollows(sq, i, limit)) && endsScope(sq, from, i, limit)) return i
    if ('（〈《〔'.includes(c)) {
      // a bracket that opens the next labelled clause ends this one
      if (depth === 0 && nextLabel > i && nextLabel - i <= 2) return i
      depth++
    } else if ('）〉》〕'.includes(c)) {
      depth--
      if (depth < 0) return i
    }
    if (i === nextLabel && i > from) return i
    if (depth === 0 && c === '。') {
      return i
    }
  }
  return limit
}

/** （1）, ① and the like begin the parts of an item: a list never runs into them. */
function partStart(text: string, i: number): boolean {
  const c = text.charCodeAt(i)
  if (c >= 0x2460 && c <= 0x2473) return true
  if (c !== 0xff08) return false
  const d = text.charCodeAt(i + 1)
  return d >= 48 && d <= 57 && (text[i + 2] === '）' || text[i + 3] === '）')
}

/** Whether a blank parts two names of a list of people, and a person's name follows it. */
function personFollows(sq: Squeezed, i: number, limit: number): boolean {
  if (((sq.gap[i] as number) & ~GAP.space) !== 0) return false
  let to = i + 1
  while (to < limit && to < i + 4 && sq.gap[to] === 0 && !'、，；。）'.includes(sq.text[to] as string)) to++
  return isPersonName(sq.text.slice(i, to))
}

/** Whether a gap before `i` ends a list that no bracket closes. */
function endsScope(sq: Squeezed, from: number, i: number, limit: number): boolean {
  const { text } = sq
  const g = sq.gap[i] as number
  if (g === 0) return false
  if ((g & GAP.tab) !== 0) return true
  const c = text[i] as string
  const before = text[i - 1] as string
  if ('、，；'.includes(before) || '、，'.includes(c)) return false
  const whole = endsLikeUnit(text.slice(Math.max(from, i - 12), i))
  if ((g & GAP.line) !== 0) {
    // A wrapped list goes on when its last name is broken off.
    if ((g & GAP.blank) !== 0 && whole) return true
    return whole || i - from >= 400 || !continuesList(text, i, limit)
  }
  if (!whole || continuesList(text, i, limit) || certainHead(text, i, limit)) return false
  // a blank inside a name: the words up to the next gap end the name
  let next = i + 1
  while (next < limit && next < i + 10 && sq.gap[next] === 0) next++
  return !(next < i + 10 && next - i >= 2 && endsLikeUnit(text.slice(i, next)))
}

function continuesList(text: string, at: number, limit: number): boolean {
  for (let i = at; i < Math.min(limit, at + 24); i++) {
    const c = text[i] as string
    if (c === '、') return true
    if ('，；。：）'.includes(c)) return c === '）' || endsLikeUnit(text.slice(at, i))
  }
  return endsLikeUnit(text.slice(at, Math.min(limit, at + 24)))
}

function certainHead(text: string, at: number, limit: number): boolean {
  let i = at
  while (i < limit && i < at + 30 && !'、，；。：（）'.includes(text[i] as string)) i++
  return certainName(text.slice(at, i))
}

/**
 * Finds every clause of an item in `[start, end)`. `people`: the whole range is a list of people (a column of a table);
 * `domain`: the range is a heading, whose 领域牵头单位 counts.
 */
export function clausesIn(sq: Squeezed, start: number, end: number, people = false, domain = false): Clauses {
  const units: UnitFound[] = []
  const persons: (PersonRange & { rule: string })[] = []
  const ranges: { start: number; end: number }[] = []
  const times: { start: number; end: number }[] = []
  const item = sq.text.slice(start, end)
  const labels: {
    at: number
    end: number
    domain: boolean
    kind: 'units' | 'persons' | 'time'
    role: Role
    label: string
    both: boolean
    /** The label alone stands in brackets: 〔牵头单位〕A、B. */
    headed: boolean
  }[] = []
  const colons = item.includes('：') || item.includes('〕') || LABEL_IN_WORDS.test(item)
  for (let m = colons ? nextMatch(LABEL, LABEL_FIRST, item, 0) : null; m; m = nextMatch(LABEL, LABEL_FIRST, item, m.index + m[0].length)) {
    const mark = m[6] as string
    const words = m[0].slice(0, -mark.length)
    if (mark[0] === '〕' ? item[m.index - 1] !== '〔' : mark !== '：' && !namesFollow(sq, start + m.index + m[0].length, end)) continue
    if (m[4] !== undefined && !/[（；，。\s]|^$/.test(item[m.index - 1] ?? '') && m.index > 0 && !((sq.gap[start + m.index] as number) & 7))
      continue
    const time = m[5] !== undefined || TIME_LABEL.test(words)
    const person = !time && /(?:人|人员|领导|同志)$/.test(m[3] ?? '')
    const both = !time && /单位|部门/.test(words) && /人$|人）$|领导/.test(words)
    labels.push({
      at: start + m.index,
      end: start + m.index + m[0].length,
      // 执行合同指标 / 责任领导：X on the next line is no label of the field
      domain: m[1] !== undefined && ((sq.gap[start + m.index + m[1].length] as number) & GAP.line) === 0,
      kind: time ? 'time' : person ? 'persons' : 'units',
      role: roleOfLabel(words),
      label: words,
      both,
      headed: mark[0] === '〕',
    })
  }
  for (let k = 0; k < labels.length; k++) {
    const l = labels[k] as (typeof labels)[number]
    const next = labels[k + 1]?.at ?? -1
    const opener = sq.text[l.at - 1] ?? ''
    const previous = ranges[ranges.length - 1]
    const enclosed =
      (!l.headed && '（〔〈'.includes(opener)) ||
      (previous !== undefined && previous.end >= l.at - 1 && ranges.length > 0 && enclosedEnds.has(previous))
    const scope = scopeEnd(sq, l.end, end, next, enclosed, l.both || l.kind === 'persons')
    // 3.牵头单位：A4.责任单位：B in one line: the number belongs to the next label
    const stop = scope === next ? scope - (LABEL_NUMBER.exec(sq.text.slice(Math.max(l.end, scope - 5), scope))?.[0].length ?? 0) : scope
    let a = l.at
    if ('（〔〈'.includes(opener) && l.at > start) a--
    let b = stop
    if (b < end && '）〕〉'.includes(sq.text[b] as string)) b++
    else if (b < end && sq.text[b] === '。' && enclosed && '）〕〉'.includes(sq.text[b + 1] ?? '')) b += 2
    const range = { start: a, end: b }
    if (enclosed && b === stop) enclosedEnds.add(range)
    ranges.push(range)
    if (l.domain && !domain) continue
    if (l.kind === 'time') times.push({ start: l.end, end: stop })
    else if (/^联系人/.test(l.label)) continue
    else if (l.both) readBoth(sq, l.end, stop, persons, units, l.role)
    else if (l.kind === 'persons') readPersons(sq, l.end, stop, persons, units)
    else
      for (const u of readList(sq, l.end, stop, l.role, l.role === 'lead' ? 'unit.label.lead' : 'unit.label.responsible', 0.97))
        units.push(u)
  }
  if (people && labels.length === 0) readPersons(sq, start, end, persons, units)
  const labelled = units.length > 0
  // both lists are in the order of the text
  const labelledRanges = ranges.length
  let at = 0
  for (const bracket of bracketsIn(sq.text, start, end)) {
    while (at < labelledRanges && (ranges[at] as { end: number }).end <= bracket.start) at++
    const over = at < labelledRanges ? ranges[at] : undefined
    if (over !== undefined && bracket.start < over.end && bracket.end > over.start) continue
    const found = roleBracket(sq, bracket.start + 1, bracket.end - 1, end)
    if (found.length === 0) continue
    for (const u of found) units.push(u)
    ranges.push(bracket)
  }
  if (!labelled && units.length === 0) {
    if (item.includes('由')) for (const u of proseUnits(sq, start, end)) units.push(u)
    if (units.length === 0)
      for (const found of sentencesOfUnits(sq, start, end)) {
        for (const u of found.units) units.push(u)
        ranges.push(found)
      }
  }
  ranges.sort((a, b) => a.start - b.start)
  units.sort((a, b) => a.start - b.start)
  return { units: once(sq, units), persons, ranges, times }
}

const LABEL_NUMBER = /(?:（?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）.、]|[①-⑩])$/
const LABEL_IN_WORDS = /(?:单位|部门)[为是]/

/** 牵头单位为A、B: only when what follows is surely a list of units. */
function namesFollow(sq: Squeezed, from: number, limit: number): boolean {
  let to = from
  while (to < limit && to - from < 200 && !'，。；：（'.includes(sq.text[to] as string)) to++
  const names = splitNames(sq, from, to)
  return (
    names.length > 0 &&
    names.every((n) => {
      const name = sq.text.slice(n.start, n.end)
      return certainName(name) && !/^(?:牵头|责任|配合|主办|第一)/.test(name)
    })
  )
}

/** Each unit once in each role. */
function once(sq: Squeezed, units: readonly UnitFound[]): UnitFound[] {
  if (units.length < 2) return [...units]
  const seen = new Set<string>()
  return units.filter((u) => {
    const key = `${u.role}|${sq.text.slice(u.start, u.end)}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const enclosedEnds = new WeakSet<object>()

function readPersons(sq: Squeezed, start: number, end: number, persons: (PersonRange & { rule: string })[], units: UnitFound[]): void {
  for (const n of splitNames(sq, start, end)) {
    const p = personIn(sq, n.start, n.end)
    if (p) {
      persons.push({ ...p, rule: p.unit ? 'person.label.unit' : 'person.label' })
      continue
    }
    // 张三 李四: names parted by space alone
    const parts: { a: number; b: number }[] = []
    let a = n.start
    for (let i = n.start + 1; i <= n.end; i++) {
      if (i === n.end || ((sq.gap[i] as number) & (GAP.space | GAP.tab)) !== 0) {
        parts.push({ a, b: i })
        a = i
      }
    }
    const people = parts.map((x) => personIn(sq, x.a, x.b))
    if (parts.length > 1 && people.some((x) => x !== null)) {
      for (const x of people) if (x) persons.push({ ...x, rule: 'person.label' })
    } else if (endsLikeUnit(sq.text.slice(n.start, n.end)) && !isPosition(sq.text.slice(n.start, n.end)))
      units.push({ ...n, role: 'responsible', rule: 'unit.label.person', confidence: 0.7 })
  }
}

/** 责任单位（责任人）：A（张某）、B李某. */
function readBoth(
  sq: Squeezed,
  start: number,
  end: number,
  persons: (PersonRange & { rule: string })[],
  units: UnitFound[],
  role: Role,
): void {
  for (const n of splitNames(sq, start, end)) {
    const name = sq.text.slice(n.start, n.end)
    const bracket = /（([^（）]{2,12})）$/.exec(name)
    const held = bracket ? personIn(sq, n.start + bracket.index + 1, n.end - 1) : null
    const p = held ?? personIn(sq, n.start, n.end)
    const unit = held ? { start: n.start, end: n.start + (bracket as RegExpExecArray).index } : p ? p.unit : n
    if (p) persons.push({ ...p, unit, rule: unit ? 'person.label.unit' : 'person.label' })
    if (unit && !isPosition(sq.text.slice(unit.start, unit.end)))
      units.push({ ...unit, openEnded: false, role, rule: 'unit.label.person', confidence: 0.85 })
  }
}

/** Bracket pairs of the range, outermost first, in one pass. */
function bracketsIn(text: string, start: number, end: number): { start: number; end: number }[] {
  const pairs: { start: number; end: number }[] = []
  const stack: number[] = []
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c === 0xff08 || c === 0x3014) stack.push(i)
    else if (c === 0xff09 || c === 0x3015) {
      const open = stack.pop()
      if (open !== undefined) {
        while (pairs.length > 0 && (pairs[pairs.length - 1] as { start: number }).start > open) pairs.pop()
        pairs.push({ start: open, end: i + 1 })
      }
    }
  }
  return pairs
}

/** （A、B负责）, （A牵头，B配合）, （A、B）. Every name must be a unit beyond doubt. */
function roleBracket(sq: Squeezed, start: number, close: number, itemEnd: number): UnitFound[] {
  if (close - start < 3 || close - start > 800) return []
  const words = sq.text.slice(start, close)
  const bare = words
    .replace(/[。，；]$/, '')
    .replace(REMARK, '')
    .replace(/[，；。][^，；。]{2,20}(?:前|完成|推进|坚持|底|年|月|落实到位)$/, '')
  const end = start + bare.length
  if (!(ROLE_LAST[bare.charCodeAt(bare.length - 1)] === 1 && ROLE_VERB.test(bare.slice(-ROLE_LENGTH)))) {
    // a bare list closes its sentence
    const after = sq.text[close + 1] ?? ''
    if (!(close + 1 >= itemEnd || after === '。' || after === '；' || ((sq.gap[close + 1] as number) & GAP.line) !== 0)) return []
    if (/[：。]/.test(bare)) return []
    const names = splitNames(sq, start, end)
    if (names.length === 0) return []
    if (!names.every((n) => certainName(sq.text.slice(n.start, n.end)))) return []
    if (names.length === 1 && !/^(?:省|市|区|县|州|各|国)/.test(words) && !'。；！'.includes(sq.text[start - 2] ?? '')) return []
    return names.map((n) => ({ ...n, role: 'responsible' as const, rule: 'unit.bracket.list', confidence: 0.75 }))
  }
  const found = readList(sq, start, end, 'responsible', 'unit.bracket.prose', 0.93)
  if (found.length === 0) return []
  const sure = found.filter((n) => {
    const name = sq.text.slice(n.start, n.end)
    return (endsLikeUnit(name) || /^各[省市区县州镇乡]/.test(name)) && !/[0-9]/.test(name)
  })
  return sure.length === found.length ? found : sure.length * 2 > found.length ? sure : []
}

/** Whether the plan says that the first unit of each list leads: 列首位的为牵头单位, 第一责任单位为牵头单位. */
export function firstLeads(sq: Squeezed): boolean {
  return FIRST_LEADS.test(sq.text)
}

const FIRST_LEADS =
  /(?:[列排]名?(?:在)?(?:第一|首)位?|第一(?:责任|个)?|首(?:个|位))的?(?:责任)?(?:单位|部门)?(?:的|均)?(?:为|是)(?:该项(?:工作|任务)的?)?(?:牵头|主办)(?:单位|部门)/

/** What a bracket says of the lists themselves: 以下均需…落实，不再列出; 列首位的为牵头单位，下同. */
const REMARK = /[，；。](?:以下[^；。]{2,60}|[列排](?:在)?(?:第一|首)位?[^；。]{2,24}|第一[^，；。]{0,6}(?:单位|部门)为[^；。]{2,20}|下同)$/

const CLOSING_ROLE = /(?:负责|牵头|配合|参与|协助|落实|承办|主办|协办)(?:负责|落实|实施)?$/

/** A牵头，B、C配合。 as a sentence of its own: every word of it is a unit or a role. */
function sentencesOfUnits(sq: Squeezed, start: number, end: number): { start: number; end: number; units: UnitFound[] }[] {
  const { text, gap } = sq
  const out: { start: number; end: number; units: UnitFound[] }[] = []
  let from = start
  for (let i = start; i <= end; i++) {
    const c = text[i] as string
    const line = i > from && i < end && ((gap[i] as number) & GAP.line) !== 0 && '。；）'.includes(text[i - 1] as string)
    if (i < end && c !== '。' && c !== '；' && !line) continue
    if (i - from >= 4 && i - from <= 240 && CLOSING_ROLE.test(text.slice(Math.max(from, i - 8), i))) {
      const units = readList(sq, from, i, 'responsible', 'unit.sentence', 0.85)
      let pieces = 1
      for (let k = from; k < i; k++) if (text[k] === '、' || text[k] === '，') pieces++
      if (units.length >= pieces && units.every((n) => certainName(text.slice(n.start, n.end)))) out.push({ start: from, end: i, units })
    }
    from = line ? i : i + 1
  }
  return out
}

const PROSE =
  /由([^由，。；：（）]{2,80})(牵头|负责牵头)(?:负责|组织|实施)?(?:，([^。；：（）]{2,120}?)(配合|参与|按职责分工负责|按照职责分工负责|协助))?/g
const PROSE_DUTY = /由([^由，。；：（）]{2,60})负责(?:组织实施|落实|实施)?(?=[，。；])/g

/** 由A牵头，B配合 in the sentence itself. */
function proseUnits(sq: Squeezed, start: number, end: number): UnitFound[] {
  const out: UnitFound[] = []
  const item = sq.text.slice(start, end)
  const take = (offset: number, words: string, role: Role) => {
    const names = splitNames(sq, start + offset, start + offset + words.length)
    if (names.length > 0 && names.every((n) => certainName(sq.text.slice(n.start, n.end))))
      for (const n of names) out.push({ ...n, role, rule: `unit.prose.${role}`, confidence: 0.8 })
  }
  PROSE.lastIndex = 0
  for (let m = PROSE.exec(item); m; m = PROSE.exec(item)) {
    take(m.index + 1, m[1] as string, 'lead')
    if (m[3] !== undefined) take(m.index + m[0].length - (m[4] as string).length - m[3].length, m[3], 'responsible')
  }
  PROSE_DUTY.lastIndex = 0
  for (let m = PROSE_DUTY.exec(item); m; m = PROSE_DUTY.exec(item)) take(m.index + 1, m[1] as string, 'responsible')
  return out
}

const OWNED =
  /(?:牵头|责任|配合|主办|承办|协办)(?:单位|部门|科室|处室|股室|庭室|警种|人|领导)?(?:及责任人)?[：〕]|(?:负责|牵头|配合|参与|落实)(?:[，；。][^（），；。]{2,24})?。?）|[局委办厅院部心府位门](?:牵头|负责|配合|参与)(?:负责|落实)?[，。；]/

/** Whether a range holds a unit clause; a cheap test for deciding which level of the outline is the measure. */
export function hasUnitClause(sq: Squeezed, start: number, end: number): boolean {
  return OWNED.test(sq.text.slice(start, end)) || endsWithUnits(sq, start, end)
}

/** …（市发改委、市司法局）: a bare list in the bracket that closes the range. */
function endsWithUnits(sq: Squeezed, start: number, end: number): boolean {
  const { text } = sq
  let close = end - 1
  while (close > start && '。；'.includes(text[close] as string)) close--
  if (text[close] !== '）') return false
  let depth = 0
  for (let i = close; i > start && close - i < 300; i--) {
    const c = text[i]
    if (c === '）') depth++
    else if (c === '。' || c === '：') return false
    else if (c === '（' && --depth === 0) {
      const remark = REMARK.exec(text.slice(i, close))
      const names = splitNames(sq, i + 1, remark ? i + remark.index : close)
      return names.length > 0 && names.every((n) => certainName(text.slice(n.start, n.end)))
    }
  }
  return false
}
