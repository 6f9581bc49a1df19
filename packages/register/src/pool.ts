/** Who may be chosen for a case: every entry of the register is either a candidate with a weight or excluded with all its reasons. */
import { frozen, type PlainDate, type Refusal } from '@yingshang/time'
import { type GradedScore, meanOf } from './grading.ts'
import type { Decision, RegisterKind, SubjectType } from './model.ts'
import { firstBefore, labelOf, type Standing, standingOn, titleOf } from './standing.ts'

/** A tie of an entry to somebody of a case, declared by the entry or found by the court. */
export interface Tie {
  readonly ground: string
  /** With whom; matched by number where both have one, else by name. */
  readonly party: { readonly name: string; readonly code: string | null }
  /** The last day, null while it lasts. */
  readonly until: PlainDate | null
  readonly how: 'declared' | 'found'
  readonly note: string
}

/** An entry with everything that bears on a choice. */
export interface Rostered {
  readonly id: string
  readonly decisions: readonly Decision[]
  readonly openCases: number
  readonly scores: readonly GradedScore[]
  readonly ties: readonly Tie[]
}

/** What a case asks for. */
export interface Need {
  /** The day of the choice: who stands in the register is judged on it. */
  readonly on: PlainDate
  /** The day from which ties are looked back, acceptance of the petition for instance. */
  readonly turnsOn: PlainDate
  /** Null: either. */
  readonly subject: SubjectType | null
  /** Null: any. */
  readonly area: string | null
  /** Empty: any. */
  readonly grades: readonly string[]
  readonly parties: readonly { readonly name: string; readonly code: string | null }[]
  /** Entries that are left out of this case by hand, with the reason that is published. */
  readonly barred: readonly { readonly entry: string; readonly reason: string }[]
}

export interface PoolCandidate {
  readonly id: string
  readonly label: string
  readonly standing: Standing
  readonly weight: number
}

export interface PoolExcluded {
  readonly id: string
  readonly label: string
  readonly standing: Standing
  readonly reasons: readonly Refusal[]
}

export interface Pool {
  readonly candidates: readonly PoolCandidate[]
  readonly excluded: readonly PoolExcluded[]
}

/** Names are compared without blanks and in one width. */
const sameName = (a: string, b: string) => squeeze(a) === squeeze(b)
const squeeze = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** Whether a tie is to one of the parties, and by number where both sides have one. */
export function tiedTo(tie: Tie, parties: Need['parties']): Need['parties'][number] | null {
  return (
    parties.find((p) =>
      p.code !== null && tie.party.code !== null ? squeeze(p.code) === squeeze(tie.party.code) : sameName(p.name, tie.party.name),
    ) ?? null
  )
}

/** Ties that keep an entry out of a case: to one of its parties, and not ended before the time that the ground looks back. */
export function conflicts(kind: RegisterKind, ties: readonly Tie[], need: Pick<Need, 'turnsOn' | 'parties'>): readonly Refusal[] {
  return ties.flatMap((tie): Refusal[] => {
    const ground = kind.grounds.find((g) => g.id === tie.ground)
    const party = tiedTo(tie, need.parties)
    if (!ground || !party) return []
    const since = ground.lookback === null ? need.turnsOn : firstBefore(need.turnsOn, ground.lookback)
    if (tie.until !== null && tie.until < since) return []
    return [
      {
        code: 'register.conflict',
        zh: `与${party.name}有利害关系：${ground.label.zh}（${ground.source.provision}）`,
        en: `has an interest (${ground.label.en}) with ${party.name}`,
        numbers: { ground: ground.id, since, until: tie.until },
        rule: ground.source.rule,
      },
    ]
  })
}

/** Most open cases of an entry; null: no limit. */
export function workloadOf(kind: RegisterKind, standing: Pick<Standing, 'subject' | 'grade'>): number | null {
  const own = kind.workload.filter((l) => l.subject === standing.subject)
  return (own.find((l) => l.grade === standing.grade) ?? own.find((l) => l.grade === null))?.most ?? null
}

/** Weight in a weighted draw, and the parts that it is made of. */
export function weightOf(
  kind: RegisterKind,
  standing: Pick<Standing, 'grade' | 'day'>,
  openCases: number,
  scores: readonly GradedScore[],
): { readonly weight: number; readonly parts: Readonly<Record<'base' | 'grade' | 'cases' | 'scores', number>> } {
  const rule = kind.weights
  const mean = meanOf(kind.grading, scores, standing.day)
  const parts = {
    base: rule.base,
    grade: rule.grades[standing.grade] ?? 0,
    cases: openCases === 0 ? 0 : -rule.perOpenCase * openCases,
    scores: mean === null ? 0 : (rule.scores.find((band) => mean.mean >= band.from)?.add ?? 0),
  }
  return { weight: Math.max(rule.least, parts.base + parts.grade + parts.cases + parts.scores), parts }
}

/** Divides the register for a case. Entries that were not entered by the day are in neither list. Lists are in order of label (UTF-16 units). */
export function poolFor(kind: RegisterKind, entries: readonly Rostered[], need: Need): Pool {
  const candidates: PoolCandidate[] = []
  const excluded: PoolExcluded[] = []
  for (const entry of entries) {
    const standing = standingOn(kind, entry.decisions, need.on)
    if (standing === null) continue
    const label = labelOf(standing)
    const reasons = [
      ...standing.reasons,
      ...conflicts(kind, entry.ties, need),
      ...misfits(kind, standing, entry.openCases, need),
      ...need.barred.filter((b) => b.entry === entry.id).map((b): Refusal => ({ code: 'register.barred', zh: b.reason, en: b.reason })),
    ]
    if (reasons.length > 0) excluded.push({ id: entry.id, label, standing, reasons })
    else candidates.push({ id: entry.id, label, standing, weight: weightOf(kind, standing, entry.openCases, entry.scores).weight })
  }
  const byLabel = (a: { readonly label: string }, b: { readonly label: string }) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)
  return frozen({ candidates: candidates.sort(byLabel), excluded: excluded.sort(byLabel) })
}

function misfits(kind: RegisterKind, standing: Standing, openCases: number, need: Need): readonly Refusal[] {
  const found: Refusal[] = []
  const add = (code: string, zh: string, en: string, numbers: NonNullable<Refusal['numbers']> = {}) =>
    found.push({ code: `register.${code}`, zh, en, numbers })
  if (need.subject !== null && standing.subject !== need.subject)
    add(
      'other-subject',
      need.subject === 'institution' ? '本案指定机构担任' : '本案指定个人担任',
      need.subject === 'institution' ? 'the case takes an institution' : 'the case takes an individual',
    )
  if (need.area !== null && standing.areas.length > 0 && !standing.areas.includes(need.area)) {
    const area = titleOf(kind.areas, need.area)
    add('other-area', `专业领域不含“${area.zh}”`, `its areas do not include ${area.en}`)
  }
  if (need.grades.length > 0 && !need.grades.includes(standing.grade)) {
    const title = (id: string) => titleOf(kind.grades, id)
    add(
      'other-grade',
      `本案在${need.grades.map((g) => title(g).zh).join('、')}中选任，该成员为${title(standing.grade).zh}`,
      `the case takes ${need.grades.map((g) => title(g).en).join(', ')}; this one is ${title(standing.grade).en}`,
    )
  }
  const most = workloadOf(kind, standing)
  if (most !== null && openCases >= most)
    add('workload', `在办${openCases}件，已达上限${most}件`, `${openCases} open cases, the limit is ${most}`, { openCases, most })
  return found
}
