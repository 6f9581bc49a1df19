import type { Heading, MeasureContent, PlanDetail } from '@yingshang/server/contract'
import { type MouseEvent, memo, type ReactNode, useMemo } from 'react'
import { useMessages } from '../../messages/index.tsx'
import type { HighlightKind } from '../../theme.ts'
import { type Line, type Run, segment } from './segments.ts'

interface Props {
  readonly detail: PlanDetail
  /** Ids of the measures that the filter shows; the words of the others step back. */
  readonly shown: ReadonlySet<string>
  readonly selected: string | undefined
  /** A measure, or a field of it, was chosen in the text. */
  readonly onChoose: (measure: string, mark: string | null) => void
}

const LEGEND: readonly HighlightKind[] = ['lead', 'responsible', 'person', 'milestone', 'recurring', 'target', 'condition']

/** The words of the document with what was read from them marked. */
export function SourcePane({ detail, shown, selected, onChoose }: Props) {
  const { t } = useMessages()
  const { source, plan } = detail
  const lines = useMemo(() => segment(source.text, plan.measures), [source.text, plan.measures])
  const names = useMemo(() => new Map(plan.measures.map((m) => [m.id, nameOf(m)])), [plan.measures])
  const headings = useMemo(() => headingLines(plan.headings), [plan.headings])

  const click = (event: MouseEvent) => {
    // Marking words with the mouse is not choosing a measure.
    if (!window.getSelection()?.isCollapsed) return
    const target = event.target as HTMLElement
    const run = target.closest<HTMLElement>('[data-run]')
    if (!run?.dataset.run) return
    onChoose(run.dataset.run, target.closest<HTMLElement>('[data-mark]')?.dataset.mark ?? null)
  }

  return (
    <div className="source">
      <ul className="legend" aria-label={t('source.legend')}>
        {LEGEND.map((kind) => (
          <li key={kind} className={`k-${kind}`}>
            {t(`field.${kind}`)}
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y: a click on the words is the mouse's shortcut; each measure has a button of its own beside its first words */}
      <article className="paper" lang="zh-CN" onClick={click}>
        {lines.map((line) => (
          <SourceLine
            key={line.start}
            line={line}
            level={levelOf(line, plan.title.span, headings)}
            selected={line.runs.some((run) => run.measure !== null && run.measure === selected) ? selected : undefined}
            dim={line.runs.every((run) => run.measure !== null && !shown.has(run.measure)) && line.runs.length > 0}
            names={names}
            go={t('source.toMeasure')}
            onChoose={onChoose}
          />
        ))}
      </article>
    </div>
  )
}

interface LineProps {
  readonly line: Line
  readonly level: number | undefined
  readonly selected: string | undefined
  readonly dim: boolean
  readonly names: ReadonlyMap<string, string>
  readonly go: string
  readonly onChoose: Props['onChoose']
}

const SourceLine = memo(function SourceLine({ line, level, selected, dim, names, go, onChoose }: LineProps) {
  if (line.runs.length === 0) return <p className="line-blank" />
  return (
    <p className={level === undefined ? 'line' : `line line-h${Math.min(level, 3)}`} data-dim={dim || undefined}>
      {line.runs.map((run) => (
        <span
          key={run.pieces[0]!.start}
          data-run={run.measure ?? undefined}
          className={run.measure === null ? 'run-none' : 'run'}
          data-selected={(run.measure !== null && run.measure === selected) || undefined}
        >
          {run.opens && run.measure !== null && (
            <button
              type="button"
              className="anchor"
              data-source-of={run.measure}
              aria-label={`${go}：${names.get(run.measure) ?? ''}`}
              onClick={(event) => {
                event.stopPropagation()
                onChoose(run.measure!, null)
              }}
            >
              <span aria-hidden>▸</span>
            </button>
          )}
          {pieces(run)}
        </span>
      ))}
    </p>
  )
})

function pieces(run: Run): ReactNode {
  return run.pieces.map((piece) =>
    piece.mark ? (
      <mark
        key={piece.start}
        className={`k-${piece.mark.kind}`}
        data-mark={piece.mark.key}
        {...(piece.opens ? { 'data-mark-start': piece.mark.key } : {})}
      >
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}

/** How a measure is called where there is little room. */
export function nameOf(measure: MeasureContent): string {
  return `${measure.number} ${measure.title ?? measure.text.slice(0, 40)}`.trim()
}

/** How large a line is set: 0 for the title of the plan, the depth for a heading; nothing for a line that (also) holds a measure. */
function levelOf(line: Line, title: { start: number; end: number } | null, headings: ReadonlyMap<number, number>): number | undefined {
  if (title && line.start >= title.start && line.start < title.end) return 0
  return line.runs.some((run) => run.measure !== null) ? undefined : headings.get(line.start)
}

/** Start of the line of each heading → its depth. */
function headingLines(headings: readonly Heading[], into = new Map<number, number>()): Map<number, number> {
  for (const heading of headings) {
    into.set(heading.span.start, heading.level)
    headingLines(heading.children, into)
  }
  return into
}
