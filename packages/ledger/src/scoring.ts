import type { Outcome, PlainDate, Refusal, Source, Text } from '@yingshang/time'

/**
 * Evaluation (考核评价) by a scheme that is data: plus, minus, caps, points by rank, points for adopted briefs. Points are whole hundredths
 * of a point. Every point names the fact that it comes from; what-if is the same function on a changed scheme.
 */

/** Something that counts for a body. The caller makes these of entries, reports, complaints, briefs …, each with an address of its own. */
export interface ScoreFact {
  readonly id: string
  readonly body: string
  /** e.g. `entry.closed-in-time`, `report.missed`, `brief.adopted`, `bulletin.criticised`. */
  readonly kind: string
  readonly on: PlainDate
  /** For briefs and praise: at which level, `province`, `city` … */
  readonly level?: string
  /** A measured figure, for points by rank and by share. */
  readonly value?: number
  /** For people: what the fact is. */
  readonly title: string
}

export type ScoreItem = {
  readonly id: string
  readonly title: Text
  /** Items of one group share the cap of the group. */
  readonly group?: string
  /** At most so much for the item: a plus up to it, a minus down to its negative. */
  readonly cap?: number
} & (
  | { readonly kind: 'each'; readonly of: string; readonly points: number }
  /** By the level of the fact; a level that is not named gives nothing. */
  | { readonly kind: 'by-level'; readonly of: string; readonly points: Readonly<Record<string, number>> }
  /** `points` × the share of the facts `of` that have the kind `part`; nothing where there are none. */
  | { readonly kind: 'share'; readonly of: readonly string[]; readonly part: readonly string[]; readonly points: number }
  /** Bodies are ranked by the sum of the values of the facts; `points[0]` for the first … Ties take the same rank. */
  | { readonly kind: 'by-rank'; readonly of: string; readonly better: 'up' | 'down'; readonly points: readonly number[] }
)

/** When somebody is called in for a talk (约谈). */
export type TalkRule = { readonly id: string; readonly title: Text } & (
  | { readonly kind: 'below'; readonly points: number }
  /** Among the last so many of the ranking, if there are more bodies than that. */
  | { readonly kind: 'last'; readonly places: number }
  | { readonly kind: 'count'; readonly of: string; readonly atLeast: number }
)

export interface Scheme {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly source: readonly Source[]
  readonly title: Text
  /** What everybody begins with. */
  readonly base: number
  readonly floor: number
  readonly ceiling: number
  /**
   * What a share has where a body has no fact for it: `nothing`, or the body's own average of its other shares (`average`), so that a body
   * is not put behind others for what it had no occasion to do. By default nothing.
   */
  readonly missing?: 'nothing' | 'average'
  readonly groups?: readonly { readonly id: string; readonly title: Text; readonly cap: number }[]
  readonly items: readonly ScoreItem[]
  readonly talks: readonly TalkRule[]
}

/** Points that one fact gives, before caps. */
export interface ScoreLine {
  readonly fact: string
  readonly title: string
  readonly points: number
}

export interface ItemScore {
  readonly item: string
  readonly lines: readonly ScoreLine[]
  /** Sum of the lines. */
  readonly raw: number
  /** After the caps of item and group. */
  readonly points: number
  /** For points by rank: the place. */
  readonly rank?: number
  /** There were no facts: the points are the average of the body's other shares. */
  readonly assumed?: true
}

export interface BodyScore {
  readonly body: string
  readonly items: readonly ItemScore[]
  readonly total: number
  /** Of so many shares so many have facts. */
  readonly coverage: { readonly measured: number; readonly of: number }
  /** 1, 2, 2, 4: bodies with equal totals share the better place. */
  readonly rank: number
  /** Ids of the rules that call for a talk. */
  readonly talks: readonly string[]
}

/** Problems of a scheme itself; nothing when it can be used. */
export function schemeRefusals(scheme: Scheme): Refusal[] {
  const refusal = (code: string, zh: string, en: string): Refusal => ({ code: `scheme.${code}`, zh, en })
  const ids = [...scheme.items.map((i) => i.id), ...scheme.talks.map((t) => t.id)]
  const groups = new Map((scheme.groups ?? []).map((g) => [g.id, g]))
  const numbers = scheme.items.flatMap((i) => [
    ...(i.cap === undefined ? [] : [i.cap]),
    ...(i.kind === 'by-level' ? Object.values(i.points) : i.kind === 'by-rank' ? i.points : [i.points]),
  ])
  return [
    ...(new Set(ids).size === ids.length ? [] : [refusal('id-twice', '评分项编号重复', 'An id is given twice')]),
    ...(scheme.floor <= scheme.ceiling ? [] : [refusal('bounds', '最低分高于最高分', 'The floor is above the ceiling')]),
    ...([scheme.base, scheme.floor, scheme.ceiling, ...numbers].every(Number.isSafeInteger)
      ? []
      : [refusal('whole', '分值最多两位小数', 'Points are whole hundredths')]),
    ...([...scheme.items.map((i) => i.cap), ...[...groups.values()].map((g) => g.cap)].every((c) => c === undefined || c >= 0)
      ? []
      : [refusal('cap', '封顶分不能为负', 'A cap is not negative')]),
    ...scheme.items
      .filter((i) => i.group !== undefined && !groups.has(i.group))
      .map((i) => refusal('group', `评分项“${i.title.zh}”的分组不存在`, `The group of “${i.title.en}” does not exist`)),
  ]
}

/** Scores and ranks the bodies. Facts of other bodies are left out; the order of facts and bodies changes nothing. */
export function score(scheme: Scheme, bodies: readonly string[], facts: readonly ScoreFact[]): Outcome<readonly BodyScore[]> {
  const refusals = schemeRefusals(scheme)
  if (refusals.length > 0) return { ok: false, refusals }
  const sorted = [...facts].sort((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))
  const own = new Map(bodies.map((b) => [b, sorted.filter((f) => f.body === b)]))
  const ranks = new Map(scheme.items.flatMap((item) => (item.kind === 'by-rank' ? [[item.id, placesBy(item, bodies, own)] as const] : [])))
  const scored = [...own].map(([body, mine]) => {
    const own = scheme.items.map((item) => itemScore(item, mine, ranks.get(item.id)?.get(body)))
    const items = cappedByGroup(scheme, scheme.missing === 'average' ? averaged(scheme, own) : own)
    const shares = own.filter((_, i) => scheme.items[i]!.kind === 'share')
    const coverage = { measured: shares.filter((s) => s.lines.length > 0).length, of: shares.length }
    const sum = scheme.base + items.reduce((total, i) => total + i.points, 0)
    return { body, items, total: Math.max(scheme.floor, Math.min(scheme.ceiling, sum)), coverage, mine }
  })
  const totals = places(
    scored.map((s) => [s.body, s.total] as const),
    'up',
  )
  const result = scored.map(({ mine, ...s }): BodyScore => {
    const rank = totals.get(s.body)!
    return { ...s, rank, talks: scheme.talks.filter((t) => talks(t, s.total, rank, scored, mine)).map((t) => t.id) }
  })
  return { ok: true, value: result.sort((a, b) => a.rank - b.rank || (a.body < b.body ? -1 : 1)) }
}

function itemScore(item: ScoreItem, mine: readonly ScoreFact[], rank: number | undefined): ItemScore {
  const line = (fact: ScoreFact, points: number): ScoreLine => ({ fact: fact.id, title: fact.title, points })
  const done = (lines: readonly ScoreLine[], more: { readonly rank?: number } = {}): ItemScore => {
    const raw = lines.reduce((sum, l) => sum + l.points, 0)
    return { item: item.id, lines, raw, points: within(raw, item.cap), ...more }
  }
  switch (item.kind) {
    case 'each':
      return done(mine.filter((f) => f.kind === item.of).map((f) => line(f, item.points)))
    case 'by-level':
      return done(
        mine
          .filter((f) => f.kind === item.of && f.level !== undefined && f.level in item.points)
          .map((f) => line(f, item.points[f.level!]!)),
      )
    case 'share': {
      const whole = mine.filter((f) => item.of.includes(f.kind))
      const met = whole.filter((f) => item.part.includes(f.kind))
      const total = whole.length === 0 ? 0 : Math.round((item.points * met.length) / whole.length)
      // The whole is dealt out over its facts, so that the lines add up to it exactly.
      let [dealt, n] = [0, 0]
      return done(
        whole.map((f) => {
          if (!item.part.includes(f.kind)) return line(f, 0)
          const upTo = Math.round((total * ++n) / met.length)
          const points = upTo - dealt
          dealt = upTo
          return line(f, points)
        }),
      )
    }
    case 'by-rank': {
      const facts = mine.filter((f) => f.kind === item.of && f.value !== undefined)
      if (rank === undefined || facts.length === 0) return done([])
      const points = item.points[rank - 1] ?? 0
      // The figure is one, whatever number of facts made it; the last of them carries the points.
      return done(
        facts.map((f, i) => line(f, i === facts.length - 1 ? points : 0)),
        { rank },
      )
    }
  }
}

/** Gives each share without facts the average of those that have some, by their weight; where none has any, nothing. */
function averaged(scheme: Scheme, items: readonly ItemScore[]): readonly ItemScore[] {
  const shares = items.flatMap((score, i) => {
    const item = scheme.items[i]!
    return item.kind === 'share' && score.lines.length > 0
      ? [{ points: score.points, most: Math.min(item.points, item.cap ?? item.points) }]
      : []
  })
  const [got, most] = [shares.reduce((sum, s) => sum + s.points, 0), shares.reduce((sum, s) => sum + s.most, 0)]
  if (most <= 0) return items
  return items.map((score, i) => {
    const item = scheme.items[i]!
    if (item.kind !== 'share' || score.lines.length > 0) return score
    return { ...score, points: within(Math.round((item.points * got) / most), item.cap), assumed: true }
  })
}

const within = (points: number, cap: number | undefined): number => (cap === undefined ? points : Math.max(-cap, Math.min(cap, points)))

/** Brings the sum of each group within its cap: what is too much is taken from the later items first. */
function cappedByGroup(scheme: Scheme, items: readonly ItemScore[]): readonly ItemScore[] {
  const points = items.map((i) => i.points)
  for (const { id, cap } of scheme.groups ?? []) {
    const own = scheme.items.flatMap((item, i) => (item.group === id ? [i] : []))
    const sum = own.reduce((total, i) => total + points[i]!, 0)
    let over = sum - within(sum, cap)
    for (const i of own.reverse()) {
      const taken = over > 0 ? Math.min(Math.max(points[i]!, 0), over) : Math.max(Math.min(points[i]!, 0), over)
      points[i]! -= taken
      over -= taken
    }
  }
  return items.map((item, i) => ({ ...item, points: points[i]! }))
}

function placesBy(
  item: Extract<ScoreItem, { kind: 'by-rank' }>,
  bodies: readonly string[],
  own: ReadonlyMap<string, readonly ScoreFact[]>,
): ReadonlyMap<string, number> {
  const values = bodies.flatMap((body) => {
    const facts = own.get(body)!.filter((f) => f.kind === item.of && f.value !== undefined)
    return facts.length === 0 ? [] : [[body, facts.reduce((sum, f) => sum + f.value!, 0)] as const]
  })
  return places(values, item.better)
}

/** 1, 2, 2, 4. Equal values share the better place. */
export function places(values: readonly (readonly [string, number])[], better: 'up' | 'down'): ReadonlyMap<string, number> {
  const ahead = (a: number, b: number) => (better === 'up' ? a > b : a < b)
  return new Map(values.map(([key, value]) => [key, 1 + values.filter(([, other]) => ahead(other, value)).length]))
}

function talks(
  rule: TalkRule,
  total: number,
  rank: number,
  all: readonly { readonly total: number }[],
  mine: readonly ScoreFact[],
): boolean {
  switch (rule.kind) {
    case 'below':
      return total < rule.points
    case 'last': {
      // Ties share the better place: who is tied with somebody outside the last places is not called in.
      const worse = all.filter((s) => s.total < total).length
      const tied = all.filter((s) => s.total === total).length
      return all.length > rule.places && rank > 1 && worse + tied <= rule.places
    }
    case 'count':
      return mine.filter((f) => f.kind === rule.of).length >= rule.atLeast
  }
}

/** How two scorings of the same bodies differ: what-if before a scheme is published. */
export function compareScores(
  before: readonly BodyScore[],
  after: readonly BodyScore[],
): readonly { readonly body: string; readonly points: number; readonly places: number }[] {
  const had = new Map(before.map((s) => [s.body, s]))
  return after.flatMap((s) => {
    const old = had.get(s.body)
    return old ? [{ body: s.body, points: s.total - old.total, places: old.rank - s.rank }] : []
  })
}
