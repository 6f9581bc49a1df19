/** Who stands in a register on a day, and why somebody cannot be chosen: the fold of dated decisions. */
import { addDays, addMonths, type Months, type PlainDate, type Refusal, type Source, type Text, type Years } from '@yingshang/time'
import type { Decision, RegisterKind, SubjectType } from './model.ts'

export interface SanctionInForce {
  readonly decision: string
  readonly sanction: string
  readonly on: PlainDate
  /** The last day on which it bars; null: it bars nothing. */
  readonly until: PlainDate | null
}

export interface Standing {
  readonly day: PlainDate
  readonly name: string
  readonly code: string
  readonly subject: SubjectType
  readonly areas: readonly string[]
  readonly grade: string
  readonly listed: boolean
  /** The last day of the suspension; null without one, '' for one without an end. */
  readonly suspendedUntil: PlainDate | '' | null
  /** Every sanction up to the day that was not taken back, also those that no longer bar. */
  readonly sanctions: readonly SanctionInForce[]
  /** Why the entry cannot be chosen for any case; empty when it can. */
  readonly reasons: readonly Refusal[]
}

const monthsIn = (length: Months | Years) => (length.unit === 'years' ? length.n * 12 : length.n)

/** The last day of a number of months or years from a day, by date: such bars run through rest days and do not roll. */
export const lastOf = (from: PlainDate, length: Months | Years): PlainDate => addMonths(from, monthsIn(length))

/** The first day of a number of months or years that end on a day. */
export const firstBefore = (day: PlainDate, length: Months | Years): PlainDate => addMonths(day, -monthsIn(length))

/** Decisions in force on a day: taken by then, and not taken back by then. */
export function inForce(decisions: readonly Decision[], day: PlainDate): readonly Decision[] {
  const taken = decisions.filter((d) => d.on <= day)
  const annulled = new Set(taken.flatMap((d) => (d.type === 'annul' ? [d.decision] : [])))
  return taken.filter((d) => d.type !== 'annul' && !annulled.has(d.id))
}

/** How an entry stands at the end of a day; null before it was entered. Total: any list of decisions that begins with `enter` has a standing. */
export function standingOn(kind: RegisterKind, decisions: readonly Decision[], day: PlainDate): Standing | null {
  const list = inForce(decisions, day)
  const entered = list.find((d) => d.type === 'enter')
  if (entered === undefined) return null
  let { name, areas, grade } = entered
  let listed = true
  let suspension: Extract<Decision, { type: 'suspend' }> | null = null
  let removed: Decision | null = null
  const sanctions: SanctionInForce[] = []
  for (const d of list)
    switch (d.type) {
      case 'amend':
        name = d.name
        areas = d.areas
        break
      case 'grade':
        grade = d.grade
        break
      case 'suspend':
        suspension = d
        break
      case 'resume':
        suspension = null
        break
      case 'remove':
        listed = false
        removed = d
        break
      case 'reinstate':
        listed = true
        removed = null
        grade = d.grade
        break
      case 'sanction': {
        const bars = kind.sanctions.find((s) => s.id === d.sanction)?.bars ?? null
        sanctions.push({ decision: d.id, sanction: d.sanction, on: d.on, until: bars === null ? null : lastOf(d.on, bars) })
      }
    }
  const suspendedUntil = suspension === null || (suspension.until !== null && suspension.until < day) ? null : (suspension.until ?? '')
  const reasons: Refusal[] = []
  if (!listed && removed !== null)
    reasons.push({
      code: 'register.removed',
      zh: `已于${removed.on}从名册除名：${removed.reason}`,
      en: `removed from the register on ${removed.on}: ${removed.reason}`,
      numbers: { on: removed.on },
      ...ruleOf(kind.removalBar?.source),
    })
  if (suspension !== null && suspendedUntil !== null)
    reasons.push({
      code: 'register.suspended',
      zh: `自${suspension.on}起暂停${suspendedUntil === '' ? '，未定期限' : `至${suspendedUntil}`}：${suspension.reason}`,
      en: `suspended from ${suspension.on}${suspendedUntil === '' ? ' without an end' : ` until ${suspendedUntil}`}: ${suspension.reason}`,
      numbers: { on: suspension.on, until: suspendedUntil },
      ...ruleOf(kind.suspension?.source),
    })
  for (const s of sanctions) {
    if (s.until === null || s.until < day) continue
    const type = kind.sanctions.find((t) => t.id === s.sanction)!
    reasons.push({
      code: 'register.sanctioned',
      zh: `${s.on}受到“${type.label.zh}”，${s.until}以前不得选任`,
      en: `sanctioned (${type.label.en}) on ${s.on}, barred until ${s.until}`,
      numbers: { on: s.on, until: s.until },
      ...ruleOf(type.source),
    })
  }
  return { day, name, code: entered.code, subject: entered.subject, areas, grade, listed, suspendedUntil, sanctions, reasons }
}

const ruleOf = (source: Source | undefined) => (source === undefined ? {} : { rule: source.rule })

const no = (code: string, zh: string, en: string, more: Partial<Refusal> = {}): Refusal => ({ code: `register.${code}`, zh, en, ...more })

/**
 * Why a decision cannot be taken on an entry; empty when it can. Every reason is given, not only the first.
 * `decisions` are those taken so far, in order.
 */
export function judgeDecision(kind: RegisterKind, decisions: readonly Decision[], next: Decision): readonly Refusal[] {
  const found: Refusal[] = []
  const last = decisions.at(-1)
  if (last && next.on < last.on)
    found.push(
      no('out-of-order', `生效日期不能早于上一项决定（${last.on}）`, `it cannot take effect before the decision of ${last.on}`, {
        numbers: { last: last.on },
      }),
    )
  if (next.reason.trim() === '') found.push(no('no-reason', '请写明理由', 'a reason is needed'))
  if (decisions.some((d) => d.id === next.id)) found.push(no('taken-twice', '这项决定已经作出', 'the decision was taken already'))
  if (next.type === 'enter') return [...found, ...judgeEntering(kind, decisions, next)]
  const now = standingOn(kind, decisions, last && next.on < last.on ? last.on : next.on)
  if (now === null) return [...found, no('not-entered', '尚未列入名册', 'it was never entered')]
  const grades = (id: string) =>
    kind.grades.some((g) => g.id === id) ? [] : [no('unknown-grade', `名册没有等级“${id}”`, `the register has no grade ${id}`)]
  const needListed = () => (now.listed ? [] : [no('not-listed', '已从名册除名', 'it is not in the register any more')])
  switch (next.type) {
    case 'amend':
      if (next.name.trim() === '') found.push(no('no-name', '请填写名称', 'a name is needed'))
      found.push(...unknownAreas(kind, next.areas), ...needListed())
      break
    case 'grade':
      found.push(...grades(next.grade), ...needListed())
      if (next.grade === now.grade) found.push(no('same-grade', '等级没有变化', 'the grade is the same'))
      break
    case 'suspend':
      found.push(...needListed(), ...judgeSuspension(kind, next))
      if (now.suspendedUntil !== null) found.push(no('suspended-already', '已处于暂停状态', 'it is suspended already'))
      break
    case 'resume':
      if (now.suspendedUntil === null) found.push(no('not-suspended', '没有处于暂停状态', 'it is not suspended'))
      break
    case 'sanction':
      if (!kind.sanctions.some((s) => s.id === next.sanction))
        found.push(no('unknown-sanction', `没有“${next.sanction}”这种处理`, `there is no sanction ${next.sanction}`))
      break
    case 'remove':
      found.push(...needListed())
      break
    case 'reinstate': {
      found.push(...grades(next.grade))
      if (now.listed) found.push(no('listed-already', '仍在名册中', 'it is still in the register'))
      const removed = [...inForce(decisions, next.on)].reverse().find((d) => d.type === 'remove')
      if (removed && kind.removalBar) {
        const until = lastOf(removed.on, kind.removalBar.length)
        if (next.on <= until)
          found.push(
            no('too-soon', `${removed.on}被除名，${until}以前不得重新列入`, `removed on ${removed.on}: not again until after ${until}`, {
              numbers: { removed: removed.on, until },
              rule: kind.removalBar.source.rule,
            }),
          )
      }
      break
    }
    case 'annul': {
      const target = decisions.find((d) => d.id === next.decision)
      if (!target) found.push(no('unknown-decision', '没有要撤销的决定', 'there is no such decision'))
      else if (target.type === 'enter' || target.type === 'annul')
        found.push(no('cannot-annul', '列入名册和撤销决定本身不能撤销', 'entering and annulling cannot be annulled'))
      else if (decisions.some((d) => d.type === 'annul' && d.decision === next.decision))
        found.push(no('annulled-already', '该决定已被撤销', 'it was annulled already'))
    }
  }
  return found
}

function unknownAreas(kind: RegisterKind, areas: readonly string[]): Refusal[] {
  const unknown = areas.filter((a) => !kind.areas.some((k) => k.id === a))
  return unknown.length === 0 ? [] : [no('unknown-area', `名册没有领域“${unknown.join('、')}”`, `unknown area: ${unknown.join(', ')}`)]
}

function judgeEntering(kind: RegisterKind, decisions: readonly Decision[], next: Extract<Decision, { type: 'enter' }>): readonly Refusal[] {
  const found: Refusal[] = unknownAreas(kind, next.areas)
  if (decisions.length > 0) found.push(no('entered-already', '已经列入名册', 'it was entered already'))
  if (next.name.trim() === '') found.push(no('no-name', '请填写名称', 'a name is needed'))
  if (next.code.trim() === '') found.push(no('no-code', '请填写统一社会信用代码或者执业证号', 'a registry or licence number is needed'))
  if (!kind.subjects.includes(next.subject))
    found.push(no('wrong-subject', '名册不接受这类主体', 'the register does not take such subjects'))
  if (!kind.grades.some((g) => g.id === next.grade))
    found.push(no('unknown-grade', `名册没有等级“${next.grade}”`, `the register has no grade ${next.grade}`))
  return found
}

function judgeSuspension(kind: RegisterKind, next: Extract<Decision, { type: 'suspend' }>): readonly Refusal[] {
  const { until, on } = next
  if (until === null || kind.suspension === null) return []
  const least = addDays(lastOf(on, kind.suspension.least), -1)
  const most = lastOf(on, kind.suspension.most)
  if (until >= least && until <= most) return []
  return [
    no('suspension-length', `暂停期限应在${least}至${most}之间`, `a suspension ends between ${least} and ${most}`, {
      numbers: { least, most },
      rule: kind.suspension.source.rule,
    }),
  ]
}

/** The label under which an entry is drawn: its number and name, so that one name has one spelling. */
export const labelOf = (standing: Pick<Standing, 'name' | 'code'>): string =>
  `${standing.code} ${standing.name}`.normalize('NFC').replace(/\s+/g, ' ').trim()

/** Title of an option by its id; the id itself where the list does not know it. */
export const titleOf = (list: readonly { readonly id: string; readonly label: Text }[], id: string): Text =>
  list.find((o) => o.id === id)?.label ?? { zh: id, en: id }
