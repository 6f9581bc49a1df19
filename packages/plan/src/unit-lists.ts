/**
 * Lists of units as they are printed: names, the role verbs among them (A牵头，B、C配合), notes beside a name (A（牵头）), and what a plan
 * says of its lists as a whole (以下任务均需A落实，不再列出; 列首位的为牵头单位).
 */
import { firsts } from './scan.ts'
import type { Squeezed } from './squeeze.ts'
import { type NameRange, plausibleName, splitNames } from './units.ts'

export type Role = 'lead' | 'responsible'

export interface UnitFound extends NameRange {
  readonly role: Role
  readonly rule: string
  readonly confidence: number
}

export const ROLE_VERB =
  /(?:(?:按照?|依照?|依据|根据)(?:各自|部门|工作)?(?:职[责能](?:职[责能]|权限|任务)?|责任|分工)(?:分工)?(?:分别|共同|抓好|做好)?(?:负责|落实|配合|推进|实施|办理)?(?:落实)?|(?:分别|共同|具体|联合|参与)?(?:负责|牵头|配合|协助|参与|参加|承办|主办|协办|落实|会办|协同)(?:负责|办理|实施|落实|推进|组织实施|组织|做好|完成|配合|工作|参与)?|组织实施)$/

/** No role verb is longer, and each ends in one of these. */
export const ROLE_LENGTH = 28
export const ROLE_LAST = firsts('责实合进施理头助与加办同成作织好')

function roleOfVerb(verb: string): Role {
  return /牵头|主办/.test(verb) ? 'lead' : 'responsible'
}

/** A piece of a list that says when and not who. */
const TIME_PIECE =
  /^(?:(?:20\d\d年?|今年|明年|每年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|20\d\d年|今年|明年|年[底内]|[上下]半年|第?[一二三四1-4]季度|长期|持续|常态化?(?:推进|开展|坚持|$)|立即|立行|即时|全年|适时)|(?:完成|前|坚持|推进)$/

/** A（牵头） in a list of units. */
const OWN_ROLE = /（((?:负责)?牵头|主办|主责|配合|协助|协办)(?:单位|部门)?）$/

/** 由A负责; 以上措施由A、B负责. */
const BY = /^(?:(?:以上|上述|本|该|此|其中)[^由、，]{0,8})?由(?=.{2})/

/** Reads one list that may hold role verbs (A牵头，B、C配合) and gives names with roles. */
export function readList(sq: Squeezed, start: number, end: number, role: Role, rule: string, confidence: number): UnitFound[] {
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
    const inner = splitNames(sq, a + lead, stop)
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

/** Whether the plan says that the first unit of each list leads: 列首位的为牵头单位, 第一责任单位为牵头单位. */
export function firstLeads(sq: Squeezed): boolean {
  return FIRST_LEADS.test(sq.text)
}

const FIRST_LEADS =
  /(?:[列排]名?(?:在)?(?:第一|首)位?|第一(?:责任|个)?|首(?:个|位))的?(?:责任)?(?:单位|部门)?(?:的|均)?(?:为|是)(?:该项(?:工作|任务)的?)?(?:牵头|主办)(?:单位|部门)/

/** What a bracket says of the lists themselves: 以下均需…落实，不再列出; 列首位的为牵头单位，下同. */
export const REMARK =
  /[，；。](?:以下[^；。]{2,60}|[列排](?:在)?(?:第一|首)位?[^；。]{2,24}|第一[^，；。]{0,6}(?:单位|部门)为[^；。]{2,20}|下同)$/
