import {
  type Alignment,
  ASPECT_WORDS,
  align,
  changeWords,
  DRIFT_WORDS,
  type DriftKind,
  driftAll,
  type Measure,
  type PairDrift,
  type Plan,
  titleWords,
} from '@yingshang/plan'
import { Ending, EXIT, type ExitCode } from './exit.ts'
import { type PlanFile, readPlan } from './plan-input.ts'
import { type Column, table } from './table.ts'
import { type Colour, paint, type Terminal } from './terminal.ts'

export interface AlignOptions {
  readonly json?: boolean
  readonly kind?: readonly DriftKind[]
  readonly to?: string
}

/** An alignment with the drift of its pairs. */
export interface Compared extends Alignment {
  readonly drift: readonly PairDrift[]
}

export function compare(lower: Plan, upper: Plan): Compared {
  const alignment = align(lower, upper)
  return { ...alignment, drift: driftAll(alignment, lower, upper) }
}

/** `plan align`: pairs, drift and what has no partner; as JSON with both plans when asked. */
export async function alignCommand(lower: string, upper: string, options: AlignOptions, terminal: Terminal): Promise<ExitCode> {
  const exporting = options.to === undefined ? null : await import('./export.ts')
  exporting?.formatOf(options.to!)
  if (lower === '-' && upper === '-')
    throw new Ending(EXIT.wrongUse, 'input.twice', '标准输入只能读一次。', 'Standard input can be read only once.')
  const low = await readPlan(lower, {}, terminal)
  if (low instanceof Ending) throw low
  const up = await readPlan(upper, {}, terminal)
  if (up instanceof Ending) throw up
  const compared = compare(low.plan, up.plan)
  await exporting?.exportAlignment(low.plan, up.plan, compared, options.to!, terminal)
  if (options.json) terminal.out(`${JSON.stringify({ lower: low.plan, upper: up.plan, ...compared }, null, 1)}\n`)
  else terminal.out(showAlignment(low, up, compared, terminal, options.kind))
  return EXIT.done
}

const PAIRS: Column[] = [
  { heading: '下级', grow: 0 },
  { heading: '任务', grow: 1, least: 10 },
  { heading: '上级', grow: 0 },
  { heading: '任务', grow: 1, least: 10 },
  { heading: '相似', grow: 0 },
  { heading: '漂移', grow: 1, least: 10 },
]

const DRIFTS: Column[] = [
  { heading: '下级', grow: 0 },
  { heading: '上级', grow: 0 },
  { heading: '漂移', grow: 0 },
  { heading: '方面', grow: 0 },
  { heading: '变化', grow: 0 },
  { heading: '上级原文', grow: 1, least: 10 },
  { heading: '下级原文', grow: 1, least: 10 },
]

const FREE: Column[] = [
  { heading: '序号', grow: 0 },
  { heading: '任务', grow: 2, least: 10 },
  { heading: '章节', grow: 1, least: 8 },
]

const KIND_COLOURS: Partial<Record<DriftKind, Colour>> = { stricter: 'green', weaker: 'yellow', dropped: 'red', added: 'cyan' }
const SHOWN: readonly DriftKind[] = ['stricter', 'weaker', 'dropped', 'added']

/** An alignment for people: its pairs, every drift of the kinds wanted with both quotations, and what has no partner. */
export function showAlignment(
  lower: PlanFile,
  upper: PlanFile,
  compared: Compared,
  terminal: Terminal,
  kinds: readonly DriftKind[] = SHOWN,
): string {
  const l = new Map(lower.plan.measures.map((m) => [m.id, m]))
  const u = new Map(upper.plan.measures.map((m) => [m.id, m]))
  const drifts = new Map(compared.drift.map((d) => [`${d.lower}\u0000${d.upper}`, d.drift]))
  const pairs = compared.pairs.filter((p) => l.get(p.lower)?.kind === 'measure')
  const free = (ids: readonly string[], of: Map<string, Measure>) => ids.map((id) => of.get(id)!).filter((m) => m.kind === 'measure')
  const [freeLower, freeUpper] = [free(compared.unmatched.lower, l), free(compared.unmatched.upper, u)]

  const lines = [
    paint(terminal, 'bold', `${lower.plan.title.value ?? lower.name}  →  ${upper.plan.title.value ?? upper.name}`),
    `对上 ${pairs.length} 对  下级独有 ${freeLower.length}  上级未落实 ${freeUpper.length}`,
    '',
  ]
  lines.push(
    ...table(
      terminal,
      PAIRS,
      pairs.map((p) => {
        const found = drifts.get(`${p.lower}\u0000${p.upper}`) ?? []
        const chips = SHOWN.map((kind) => [kind, found.filter((d) => d.kind === kind).length] as const).filter(([, n]) => n > 0)
        return [
          l.get(p.lower)!.number,
          titleWords(l.get(p.lower)!),
          u.get(p.upper)!.number,
          titleWords(u.get(p.upper)!),
          p.score.toFixed(2),
          chips.map(([kind, n]) => `${DRIFT_WORDS[kind].zh}${n}`).join(' ') || DRIFT_WORDS.same.zh,
        ]
      }),
    ),
  )

  const wanted = pairs.flatMap((p) =>
    (drifts.get(`${p.lower}\u0000${p.upper}`) ?? []).filter((d) => kinds.includes(d.kind)).map((d) => ({ p, d })),
  )
  if (wanted.length > 0) {
    lines.push('', paint(terminal, 'bold', `漂移 Drift（${wanted.length}）`))
    const [head, rule, ...body] = table(
      terminal,
      DRIFTS,
      wanted.map(({ p, d }) => [
        l.get(p.lower)!.number,
        u.get(p.upper)!.number,
        DRIFT_WORDS[d.kind].zh,
        ASPECT_WORDS[d.aspect].zh,
        changeWords(d),
        d.upper?.text ?? '—',
        d.lower?.text ?? '—',
      ]),
    )
    lines.push(head!, rule!, ...body.map((line, i) => colourOfKind(terminal, wanted[i]!.d.kind, line)))
  }
  const list = (title: string, measures: readonly Measure[]) => {
    if (measures.length === 0) return
    lines.push('', paint(terminal, 'bold', `${title}（${measures.length}）`))
    lines.push(
      ...table(
        terminal,
        FREE,
        measures.map((m) => [m.number, titleWords(m), m.path.at(-1) ?? '']),
      ),
    )
  }
  list('上级任务未落实 Not taken up', freeUpper)
  list('下级自有任务 Only below', freeLower)
  return `${lines.join('\n')}\n`
}

function colourOfKind(terminal: Terminal, kind: DriftKind, line: string): string {
  const colour = KIND_COLOURS[kind]
  const word = DRIFT_WORDS[kind].zh
  return colour === undefined ? line : line.replace(word, paint(terminal, colour, word))
}
