/**
 * Who answers for an item: labelled clauses (牵头单位：A、B；责任单位：C), prose in brackets (A牵头，B、C按职责分工负责),
 * prose in the sentence (由A牵头，B配合), and people. A label is looked for, and its scope runs to the bracket that closes it,
 * the next label, or the end of its sentence or line; so a missing bracket costs one clause and not the item.
 */
import { bracketsIn, proseUnits, roleBracket, sentencesOfUnits } from './owner-prose.ts'
import { isPersonName, isPosition, type PersonRange, personIn } from './persons.ts'
import { firsts, nextMatch } from './scan.ts'
import { GAP, type Squeezed } from './squeeze.ts'
import { type Role, readList, type UnitFound } from './unit-lists.ts'
import { certainName, endsLikeUnit, splitNames } from './units.ts'

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

function roleOfLabel(label: string): Role {
  return /^(?:总|主|第一|主要|具体|省级|市级|区级|县级|市直)?(?:牵头|主办|主责|主管)|主要责任|第一责任|主要负责/.test(label)
    ? 'lead'
    : 'responsible'
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
