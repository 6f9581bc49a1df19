/**
 * Owners named without a label: in brackets (A牵头，B、C按职责分工负责), as a sentence of their own, and in prose (由A牵头，B配合).
 * Without a label every name must be a unit beyond doubt.
 */
import { GAP, type Squeezed } from './squeeze.ts'
import { REMARK, ROLE_LAST, ROLE_LENGTH, ROLE_VERB, type Role, readList, type UnitFound } from './unit-lists.ts'
import { certainName, endsLikeUnit, splitNames } from './units.ts'

/** Bracket pairs of the range, outermost first, in one pass. */
export function bracketsIn(text: string, start: number, end: number): { start: number; end: number }[] {
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
export function roleBracket(sq: Squeezed, start: number, close: number, itemEnd: number): UnitFound[] {
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

const CLOSING_ROLE = /(?:负责|牵头|配合|参与|协助|落实|承办|主办|协办)(?:负责|落实|实施)?$/

/** A牵头，B、C配合。 as a sentence of its own: every word of it is a unit or a role. */
export function sentencesOfUnits(sq: Squeezed, start: number, end: number): { start: number; end: number; units: UnitFound[] }[] {
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
export function proseUnits(sq: Squeezed, start: number, end: number): UnitFound[] {
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
