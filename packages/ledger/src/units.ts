import { BRANCH_OF, EVERY, SAME_END, SAME_FUNCTION } from './unit-words.ts'

/**
 * Which body of an organisation the name of a unit in a plan stands for. Names are shortened freely — 市发改委, 发展改革委, 某某市发展和改革委员会 —
 * so a name is taken apart into the area it speaks of and the function that remains, and both are compared. What comes out is a suggestion:
 * somebody confirms it once, and from then on the confirmed name itself decides.
 */

/** An area, with the level its bodies call themselves by. */
export interface RosterArea {
  readonly id: string
  readonly name: string
  readonly kind: 'province' | 'city' | 'district' | 'town' | 'zone'
  readonly parentId: string | null
}

export interface RosterBody {
  readonly id: string
  readonly name: string
  readonly shortName: string | null
  readonly kind: string
  readonly areaId: string
  /** Of a body that is no more: what took it over. */
  readonly successorId: string | null
  readonly living: boolean
}

export interface RosterGroup {
  readonly id: string
  readonly name: string
  readonly bodies: readonly string[]
}

/** What somebody confirmed a name to mean: a body, a group, or (neither) nobody of this organisation. */
export interface ConfirmedName {
  readonly key: string
  readonly bodyId: string | null
  readonly groupId: string | null
}

export interface Roster {
  /** The area whose office this is: 市 and 区 without a name are this one, or the one of that level that holds it. */
  readonly homeId: string | null
  readonly areas: readonly RosterArea[]
  readonly bodies: readonly RosterBody[]
  readonly groups: readonly RosterGroup[]
  readonly confirmed: readonly ConfirmedName[]
}

/** Why a suggestion was made, surest first. */
export const UNIT_RULES = ['confirmed', 'name', 'short-name', 'normalised', 'successor', 'collective', 'abbreviation'] as const
export type UnitRule = (typeof UNIT_RULES)[number]

export interface UnitSuggestion {
  readonly rule: UnitRule
  /** One body; several for a collective word. */
  readonly bodies: readonly string[]
  /** The group that is meant, where it exists already. */
  readonly groupId: string | null
}

export interface UnitMatch {
  readonly key: string
  /** Confirmed earlier; `suggestions` then holds that one, or none when the name was confirmed to be nobody. */
  readonly confirmed: boolean
  /** The name stands for many bodies. */
  readonly collective: boolean
  /** Best first, at most five. One alone of a rule up to `successor` is safe to confirm without looking closely. */
  readonly suggestions: readonly UnitSuggestion[]
}

const BRACKETS = /[（(〈<《［[【](.*?)[）)〉>》］\]】]/gu
const MOST = 5

/** The folded form under which names are remembered: width, blanks and kinds of brackets do not matter. */
export function unitKey(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[〈《［[【<]/gu, '(')
    .replace(/[〉》］\]】>]/gu, ')')
    .toLowerCase()
}

interface Taken {
  /** The area that the name speaks of by its own name. */
  readonly areaId: string | null
  /** The level that it names without an area: 市 in 市发改委. */
  readonly level: RosterArea['kind'] | null
  readonly core: string
}

const LEVEL_OF: Readonly<Record<string, RosterArea['kind']>> = { 省: 'province', 市: 'city', 区: 'district', 县: 'district', 镇: 'town' }

/** What an area is called without its level, 云溪 for 云溪市, and a zone by its short word; the whole name when that would be one character. */
const bareName = (name: string) => {
  const zone = name.replace(/高新技术产业开发区$/u, '高新区').replace(/经济技术开发区$/u, '经开区')
  if (zone !== name) return zone
  const bare = name.replace(/(?:省|自治区|市|区|县|旗|镇|乡|街道)$/u, '')
  return bare.length >= 2 ? bare : name
}

/** A matcher for one organisation: takes its names apart once. */
export function unitMatcher(roster: Roster): (unit: string) => UnitMatch {
  const areaById = new Map(roster.areas.map((a) => [a.id, a]))
  const names = roster.areas
    .flatMap((a) => [...new Set([a.name, bareName(a.name)])].map((name) => ({ name: unitKey(name), id: a.id })))
    .sort((a, b) => b.name.length - a.name.length)
  const take = (text: string): Taken => takeApart(unitKey(text).replace(BRACKETS, ''), names)
  const bodies = roster.bodies.map((body) => ({
    body,
    key: unitKey(body.name),
    short: body.shortName === null ? null : unitKey(body.shortName),
    forms: [body.name, ...(body.shortName === null ? [] : [body.shortName])].map(take),
  }))
  const byId = new Map(roster.bodies.map((b) => [b.id, b]))
  const confirmed = new Map(roster.confirmed.map((c) => [c.key, c]))
  const home = roster.homeId === null ? undefined : areaById.get(roster.homeId)
  /** The areas above and including home, by level. */
  const above = new Map<RosterArea['kind'], string>()
  for (let area = home; area; area = area.parentId === null ? undefined : areaById.get(area.parentId)) above.set(area.kind, area.id)

  /** Whether a body may be meant by a name that speaks of an area or a level; a name of neither is first of all home's. */
  const fits = (body: RosterBody, taken: Taken): boolean => {
    if (taken.areaId !== null) return body.areaId === taken.areaId
    if (taken.level === null) return true
    const meant = above.get(taken.level)
    return meant === undefined ? areaById.get(body.areaId)?.kind === taken.level : body.areaId === meant
  }
  const nearest = (found: readonly RosterBody[]): readonly RosterBody[] => {
    const near = found.filter((b) => b.areaId === roster.homeId)
    return near.length > 0 ? near : found
  }
  const one = (rule: UnitRule) => (body: RosterBody) => ({ rule, bodies: [body.id], groupId: null })

  return (unit) => {
    const key = unitKey(unit)
    const known = confirmed.get(key)
    const collective = isEverybody(key)
    if (known) {
      const group = roster.groups.find((g) => g.id === known.groupId)
      const ids = known.bodyId !== null ? [known.bodyId] : (group?.bodies ?? [])
      const suggestions =
        known.bodyId === null && known.groupId === null ? [] : [{ rule: 'confirmed' as const, bodies: ids, groupId: known.groupId }]
      return { key, confirmed: true, collective, suggestions }
    }
    const group = roster.groups.find((g) => unitKey(g.name) === key)
    if (group) return { key, confirmed: false, collective: true, suggestions: [{ rule: 'name', bodies: group.bodies, groupId: group.id }] }
    if (collective) {
      const meant = everybody(key, roster, home)
      return {
        key,
        confirmed: false,
        collective,
        suggestions: meant.length > 0 ? [{ rule: 'collective', bodies: meant, groupId: null }] : [],
      }
    }
    // 市市场监管局（市知识产权局） is looked up by what stands before the brackets; what stands in them is another name of the same body.
    const taken = take(unit)
    const found: UnitSuggestion[] = []
    const seen = new Set<string>()
    const add = (rule: UnitRule, list: readonly RosterBody[]) => {
      for (const body of list) {
        const living = body.living ? body : byId.get(body.successorId ?? '')
        if (!living || seen.has(living.id)) continue
        seen.add(living.id)
        found.push(one(body.living ? rule : 'successor')(living))
      }
    }
    const bare = unitKey(unit.replace(BRACKETS, ''))
    add(
      'name',
      bodies.filter((b) => b.key === key || b.key === bare).map((b) => b.body),
    )
    add('short-name', nearest(bodies.filter((b) => b.short === key || b.short === bare).map((b) => b.body)))
    if (found.length === 0 && taken.core.length >= 2) {
      const alike = bodies.filter(({ body, forms }) => fits(body, taken) && forms.some((f) => f.core === taken.core))
      add('normalised', nearest(alike.map((b) => b.body)))
    }
    if (found.length === 0 && taken.core.length >= 2) {
      const shortened = bodies.filter(({ body, forms }) => fits(body, taken) && forms.some((f) => abbreviates(taken.core, f.core)))
      add('abbreviation', nearest(shortened.map((b) => b.body)))
    }
    found.sort((a, b) => UNIT_RULES.indexOf(a.rule) - UNIT_RULES.indexOf(b.rule))
    return { key, confirmed: false, collective: false, suggestions: found.slice(0, MOST) }
  }
}

function takeApart(key: string, names: readonly { readonly name: string; readonly id: string }[]): Taken {
  let rest = key
  for (const branch of BRANCH_OF) if (rest.startsWith(branch) && rest.length > branch.length + 1) rest = rest.slice(branch.length)
  let areaId: string | null = null
  let level: Taken['level'] = null
  // The area may stand inside: 人民银行云溪市分行. Its bare name only in front or of a branch, so that a place in a function is not taken for it.
  const inside = /(?:分行|支行|分局)$/u.test(rest)
  const named = names.find(({ name }) => rest.startsWith(name) || ((inside || /[省市区县]$/u.test(name)) && rest.includes(name)))
  if (named) {
    areaId = named.id
    rest = rest.replace(named.name, '')
    for (const branch of BRANCH_OF) if (rest.startsWith(branch) && rest.length > branch.length + 1) rest = rest.slice(branch.length)
    if (/^市(?!场)|^[区县]/u.test(rest)) rest = rest.slice(1)
  } else {
    const direct = /^(?:全|本)?([省市区县镇])(?:直|级)?(?!场|块|域)/u.exec(rest)
    if (direct && rest.length > direct[0].length + 1) {
      level = LEVEL_OF[direct[1]!]!
      rest = rest.slice(direct[0].length)
      for (const branch of BRANCH_OF) if (rest.startsWith(branch) && rest.length > branch.length + 1) rest = rest.slice(branch.length)
    }
  }
  return { areaId, level, core: coreOf(rest) }
}

const SHORTENED = SAME_FUNCTION.flatMap(([full, ...short]) => short.map((s) => ({ from: s, to: full }))).sort(
  (a, b) => b.from.length - a.from.length,
)

/** The function of a name without its area: full wording, without 和, without the ends that differ by level. */
export function coreOf(rest: string): string {
  let core = ''
  for (let i = 0; i < rest.length; ) {
    const full = SAME_FUNCTION.find(([f]) => rest.startsWith(f, i))?.[0]
    const short = SHORTENED.find(({ from }) => rest.startsWith(from, i))
    // The longer of the two readings; a full wording that begins with a short one stays whole.
    if (short && short.from.length > (full?.length ?? 0)) {
      core += short.to
      i += short.from.length
    } else if (full) {
      core += full
      i += full.length
    } else {
      core += rest[i]
      i++
    }
  }
  core = core.replace(/(?<=.)[和与及](?=.)/gu, '')
  if (core === '管理委员会') return '管委会'
  for (const [end, to] of SAME_END)
    if (core.endsWith(end) && core.length - end.length >= 2) {
      core = core.slice(0, -end.length) + to
      break
    }
  return core.replace(/(?<=..)(?:管理|事务|发展|有限责任公司|有限公司|公司)$/u, '')
}

/** Whether the short name is made of characters of the long one in their order, begins alike, and leaves out half at most three times. */
function abbreviates(short: string, long: string): boolean {
  if (short.length >= long.length || short.length < 2 || short[0] !== long[0] || short.length * 4 < long.length) return false
  let at = 0
  for (const c of short) {
    at = long.indexOf(c, at)
    if (at < 0) return false
    at++
  }
  return true
}

/** Whether a name stands for many bodies without naming them: 各有关部门, 各区（市）人民政府. */
export const isEverybody = (key: string): boolean => EVERY.test(key.replace(/各族/gu, ''))

/** The bodies that a collective word can mean: governments of the areas below, or the departments of the level that it names. */
function everybody(key: string, roster: Roster, home: RosterArea | undefined): readonly string[] {
  const living = roster.bodies.filter((b) => b.living)
  const below = new Set(roster.areas.filter((a) => (home ? a.parentId === home.id : a.parentId !== null)).map((a) => a.id))
  if (/^各(?:市|区|县|功能区|镇|街)|各(?:区|县).*(?:政府|管委会)/u.test(key)) {
    const kinds: RosterArea['kind'][] = []
    if (/^各[^部门]*市/u.test(key)) kinds.push('city', 'district')
    if (/^各[^部门]*[区县]/u.test(key)) kinds.push('district')
    if (/功能区|开发区|管委会/u.test(key)) kinds.push('zone')
    if (/^各[^部门]*[镇街]/u.test(key)) kinds.push('town')
    const areas = roster.areas.filter((a) => below.has(a.id) && kinds.includes(a.kind)).map((a) => a.id)
    return living.filter((b) => areas.includes(b.areaId) && b.kind === 'government').map((b) => b.id)
  }
  if (/部门|单位|机关/u.test(key))
    return living.filter((b) => (home ? b.areaId === home.id : true) && b.kind === 'department').map((b) => b.id)
  return []
}
