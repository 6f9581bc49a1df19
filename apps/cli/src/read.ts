import { basename, extname, join, resolve } from 'node:path'
import { milestonesWords, type Plan, targetWords, titleWords, unitWords } from '@yingshang/plan'
import { Ending, EXIT, type ExitCode, say } from './exit.ts'
import { hintsOf, type PlanFile, readPlan } from './plan-input.ts'
import { type Column, table } from './table.ts'
import { paint, progress, type Terminal } from './terminal.ts'

import { makeFolder, writeWhole } from './write.ts'

export interface ReadOptions {
  readonly json?: boolean
  readonly upper?: string
  readonly out?: string
  readonly issuedOn?: string
  readonly year?: number
  readonly quiet?: boolean
}

/** `plan read`: every file that can be read is shown or written; a refused one is reported and does not stop the others. */
export async function readCommand(files: readonly string[], options: ReadOptions, terminal: Terminal): Promise<ExitCode> {
  if (files.filter((f) => f === '-').length + (options.upper === '-' ? 1 : 0) > 1)
    throw new Ending(EXIT.wrongUse, 'input.twice', '标准输入只能读一次。', 'Standard input can be read only once.')
  let upper: PlanFile | null = null
  if (options.upper !== undefined) {
    const found = await readPlan(options.upper, {}, terminal)
    if (found instanceof Ending) throw found
    upper = found
  }
  const names = options.out === undefined ? null : outputNames(files)
  if (options.out !== undefined) await makeFolder(resolve(terminal.folder, options.out))

  let exit: ExitCode = EXIT.done
  const summary: string[][] = []
  const steps = progress(terminal, files.length, options.quiet === true)
  for (const [i, file] of files.entries()) {
    steps.step(file)
    const found = await readPlan(file, hintsOf(options), terminal)
    if (found instanceof Ending) {
      steps.done()
      say(terminal, found)
      exit = Math.max(exit, found.exit) as ExitCode
      continue
    }
    if (!found.plan.measures.some((m) => m.kind === 'measure'))
      terminal.error(`${paint(terminal, 'yellow', '!')} ${found.name}：没有读到任务。 No measures were found.\n`)
    const aligned = upper === null ? null : (await import('./align.ts')).compare(found.plan, upper.plan)
    const contract = { ...(files.length > 1 ? { file } : {}), ...found.plan, ...(aligned ? { alignment: aligned } : {}) }
    if (names !== null) await writeWhole(join(resolve(terminal.folder, options.out!), names[i]!), `${JSON.stringify(contract, null, 1)}\n`)
    if (options.json) {
      if (names === null) terminal.out(`${files.length > 1 ? JSON.stringify(contract) : JSON.stringify(contract, null, 1)}\n`)
    } else if (files.length === 1) {
      terminal.out(show(found, terminal))
      if (upper !== null) terminal.out(`\n${(await import('./align.ts')).showAlignment(found, upper, aligned!, terminal)}`)
    } else summary.push([found.name, ...counts(found.plan), found.plan.title.value ?? ''])
  }
  steps.done()
  if (summary.length > 0) terminal.out(`${table(terminal, SUMMARY, summary).join('\n')}\n`)
  return exit
}

const SUMMARY: Column[] = [
  { heading: '文件', grow: 1, least: 8 },
  { heading: '任务', grow: 0 },
  { heading: '节点', grow: 0 },
  { heading: '目标', grow: 0 },
  { heading: '标题', grow: 1, least: 8 },
]

const MEASURES: Column[] = [
  { heading: '序号', grow: 0 },
  { heading: '任务', grow: 4, least: 12 },
  { heading: '牵头；责任', grow: 3, least: 10 },
  { heading: '时间节点', grow: 2, least: 10 },
  { heading: '目标值', grow: 4, least: 10 },
]

function counts(plan: Plan): string[] {
  const measures = plan.measures.filter((m) => m.kind === 'measure')
  const sum = (of: (m: (typeof measures)[number]) => number) => String(measures.reduce((n, m) => n + of(m), 0))
  return [String(measures.length), sum((m) => m.milestones.length), sum((m) => m.targets.length)]
}

/** A plan for people: what it says of itself, its counts, and its measures under their headings. */
function show(file: PlanFile, terminal: Terminal): string {
  const { plan } = file
  const [measures, milestones, targets] = counts(plan)
  const governance = plan.measures.filter((m) => m.kind === 'governance').length
  const about = [
    ['发文机关', plan.issuer.value],
    ['文号', plan.documentNumber.value],
    ['成文日期', plan.issuedOn.value],
    ['年度', plan.planYear.value],
  ].flatMap(([label, value]) => (value === null ? [] : [`${label} ${value}`]))
  const lines = [
    paint(terminal, 'bold', plan.title.value ?? file.name),
    ...(about.length > 0 ? [about.join('  ')] : []),
    `任务 ${measures}  推进保障 ${governance}  时间节点 ${milestones}  目标值 ${targets}`,
    ...file.source.notes.map((note) => paint(terminal, 'grey', `· ${note.zh} ${note.en}`)),
    '',
  ]
  const rows: string[][] = []
  const headings = new Map<number, string>()
  let last = ''
  for (const m of plan.measures) {
    if (m.kind !== 'measure') continue
    const heading = m.path.at(-1) ?? ''
    if (heading !== last) headings.set(rows.length, heading)
    last = heading
    rows.push([
      m.number,
      titleWords(m),
      [unitWords(m.lead), unitWords(m.responsible)].filter(Boolean).join('；'),
      milestonesWords(m).join(' '),
      m.targets.map(targetWords).join('；'),
    ])
  }
  const [head, rule, ...body] = table(terminal, MEASURES, rows)
  lines.push(head!, rule!)
  body.forEach((line, i) => {
    const heading = headings.get(i)
    if (heading !== undefined) lines.push(paint(terminal, 'cyan', heading))
    lines.push(line)
  })
  return `${lines.join('\n')}\n`
}

/** Names of the written files: the file's own with .json, told apart by a number where two would meet. */
function outputNames(files: readonly string[]): string[] {
  const taken = new Set<string>()
  return files.map((file) => {
    const stem = file === '-' ? 'stdin' : basename(file, extname(file))
    let name = `${stem}.json`
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${stem}-${n}.json`
    taken.add(name.toLowerCase())
    return name
  })
}
