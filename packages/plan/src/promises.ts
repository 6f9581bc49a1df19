import { unitCore } from './agency.ts'
import type { Measure, Plan, Span } from './model.ts'
import { fold, unfold } from './similarity.ts'

/**
 * A measure cut into the clauses that promise something: without title, enumerators, labels of parts, dates and lists of units, each
 * with its place in the source. This is what two measures are compared by.
 */

export interface PromiseClause {
  /** The clause as printed, folded. */
  readonly text: string
  readonly span: Span
  /** What is compared: `text` without words of level, dates and the phrase that hands the task to the body whose own plan is judged. */
  readonly core: string
  /** Counts sentences of the measure; clauses of one sentence belong together. */
  readonly sentence: number
  /** The label of the part it stands in, null outside labelled parts. */
  readonly part: string | null
}

/** Words with which a clause only goes on with the one before. */
const CONTINUES = /^(?:并(?![购联网轨])|尤其|特别是|以及|包括)/u
const LABELS =
  '目标任务|任务目标|工作目标|改革目标|重点难点|难点堵点|存在问题|措施步骤|具体措施|主要措施|工作措施|改革举措|实施步骤|工作步骤|创新目标|创新举措|预期成效|工作内容|主要内容|任务内容'
/** A labelled part begins here, whatever stood before it. */
const LABEL = new RegExp(`(?:\\(\\d{1,2}\\)|[一二三四五六七八九\\d]{1,2}[、.])?(${LABELS}):`, 'gu')
const ENUMERATOR =
  /^(?:(?:第?[一二三四五六七八九十]{1,3}(?:是|要)|\(\d{1,2}\)|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、](?!\d)|[①-⑳])[,:]?)+/u
const UNIT_LABEL =
  /(?:牵头|责任|配合|协办|主办|承办|参与|实施|负责|协同|落实)(?:单位|部门|处室|科室|领导|人员?|机构)(?:和[^:,。;]{1,12})?[:]/gu
const LEVEL_WORDS =
  /(?:全国|全省|全市|(?:省|市|州|县|区)(?:政府|委(?!会|员|托))|全区|全县|全州|我省|我市|我区|我县|本省|本市|省内|市内|辖区内?|各级|省级|市级|区级|县级|全年|年内)(?!领先|前列|先进|一流|首|示范|率先|标杆)/gu
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '“': '”', '《': '》', '〈': '〉', '[': ']', '‘': '’' }

/** The clauses of a measure in the order of the text. `owners` are the functions of the bodies whose own plan is compared. */
export function promisesOf(measure: Measure, plan: Plan, owners: ReadonlySet<string> = new Set()): PromiseClause[] {
  const folded = fold(plan.source.text, measure.span)
  const { text } = folded
  const cut = mask(measure, folded.at, text)
  const out: PromiseClause[] = []
  let sentence = 0
  let from = 0
  const closing: string[] = []
  let part: string | null = null
  const labels = new Map([...text.matchAll(LABEL)].map((m) => [m.index, { name: m[1]!, end: m.index + m[0].length }]))
  const push = (to: number, ends: boolean) => {
    addClause(from, to)
    if (ends) sentence++
    from = to + 1
  }
  const addClause = (start: number, end: number) => {
    let s = start
    let e = end
    while (s < e && cut[s] === GONE) s++
    while (e > s && cut[e - 1] === GONE) e--
    s += ENUMERATOR.exec(text.slice(s, e))?.[0].length ?? 0
    while (s < e && (cut[s] === GONE || /[,、:)]/.test(text[s]!))) s++
    while (e > s && /[,、:(]/.test(text[e - 1]!)) e--
    if (e - s < 2) return
    let kept = ''
    for (let i = s; i < e; i++) if (!cut[i]) kept += text[i]
    const core = coreOf(kept, owners)
    if ([...core].filter((c) => /\p{L}|\d/u.test(c)).length < 3) return
    const span = unfold(folded, s, e)
    const previous = out.at(-1)
    if (previous && previous.sentence === sentence && CONTINUES.test(text.slice(s, e))) {
      const whole = { start: previous.span.start, end: span.end }
      out[out.length - 1] = { ...previous, text: fold(plan.source.text, whole).text, span: whole, core: `${previous.core},${kept}` }
      return
    }
    out.push({ text: text.slice(s, e), span, core, sentence, part: partAt(measure, span) ?? part })
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    const label = labels.get(i)
    if (label) {
      push(i, true)
      closing.length = 0
      part = label.name
      i = label.end - 1
      from = label.end
      continue
    }
    if (cut[i] === GONE) {
      if (i > 0 && cut[i - 1] !== GONE) push(i, true)
      from = i + 1
      continue
    }
    const closer = CLOSERS[c]
    if (closer) closing.push(closer)
    else if (closing.at(-1) === c) closing.pop()
    if (/[。;!?]/.test(c)) {
      // A bracket that was never closed must not swallow the rest of the measure.
      if (c === '。' || c === ';') closing.length = c === '。' ? 0 : closing.length
      if (closing.length === 0) push(i, true)
    } else if (c === ',' && closing.length === 0 && !(isDigit(text[i - 1]) && isDigit(text[i + 1]))) push(i, false)
  }
  push(text.length, true)
  return out
}

const isDigit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9'
const GONE = 2
const DATE = 1

/** Marks per folded character: `GONE` parts end a clause, `DATE` words are only left out of the core. */
function mask(measure: Measure, at: readonly number[], text: string): Uint8Array {
  const marks = new Uint8Array(text.length)
  const paint = (span: Span, mark: number) => {
    for (let i = lowerBound(at, span.start); i < text.length && at[i]! < span.end; i++) if (marks[i] !== GONE) marks[i] = mark
  }
  for (const m of measure.milestones) if (m.span.end - m.span.start < 40) paint(m.span, DATE)
  // A title names the undertaking; a first sentence that serves as title promises like any other.
  if (measure.titleSpan && measure.title && !/[,，;；]/.test(measure.title)) paint(measure.titleSpan, GONE)
  const named = [...measure.lead, ...measure.responsible, ...measure.persons].filter(
    (u) => u.span.start >= measure.span.start && u.span.end <= measure.span.end && u.span.end - u.span.start < 60,
  )
  const units = new Uint8Array(text.length)
  for (const u of named) for (let i = lowerBound(at, u.span.start); i < text.length && at[i]! < u.span.end; i++) units[i] = 1
  maskBrackets(text, units, marks)
  const next = [...text.matchAll(LABEL)].map((m) => m.index)
  for (const label of text.matchAll(UNIT_LABEL)) {
    const start = label.index + label[0].length
    // The list ends with its sentence, its bracket, its line when no unit goes over it, or where a labelled part begins.
    const stop = /[。;()]/.exec(text.slice(start))
    const end = Math.min(start + (stop?.index ?? text.length), start + 120, next.find((n) => n >= start) ?? text.length)
    marks.fill(GONE, label.index, end)
  }
  return marks
}

/** A bracket that names a unit or a person is a list of who answers, not part of the promise. */
function maskBrackets(text: string, units: Uint8Array, marks: Uint8Array): void {
  const open: number[] = []
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') open.push(i)
    else if (text[i] === ')' && open.length > 0) {
      const start = open.pop()!
      if (open.length > 0) continue
      const inside = text.slice(start + 1, i)
      if (
        units.subarray(start, i).includes(1) ||
        /^[^,。;]{0,40}(?:负责|牵头|配合)[)。]?$/u.test(inside) ||
        /^责任(?:单位|部门|人)/u.test(inside)
      )
        marks.fill(GONE, start, i + 1)
    }
  }
}

/** What is compared of a clause. */
function coreOf(text: string, owners: ReadonlySet<string>): string {
  const handed =
    /^(?:支持|督促|指导|推动|协助|配合|引导|鼓励)(?:各级|全省|全市|省|市|县|区|基层|中级|高级|人民){0,4}(\p{Script=Han}{2,10})/u.exec(text)
  let core = text
  if (handed) {
    const owner = [...owners].filter((o) => handed[1]!.startsWith(o)).sort((a, b) => b.length - a.length)[0]
    if (owner) core = text.slice(handed[0].length - handed[1]!.length + owner.length).replace(/^[厅局委办部院]/u, '')
  }
  return core.replace(LEVEL_WORDS, '').replace(/^(?:并且?|同时|其中|进一步|切实|积极|对|将|把)(?=\p{Script=Han}{3})/u, '')
}

/** Functions of the bodies that answer for a measure, for `promisesOf`. */
export function ownersOf(measure: Measure): ReadonlySet<string> {
  return new Set([...measure.lead, ...measure.responsible].map((u) => unitCore(u.unit)).filter((u) => u.length >= 2))
}

function partAt(measure: Measure, span: Span): string | null {
  return measure.parts.find((p) => span.start >= p.span.start && span.start < p.span.end)?.label ?? null
}

/** First index whose value is at least `value`, in an ascending list. */
function lowerBound(list: readonly number[], value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
