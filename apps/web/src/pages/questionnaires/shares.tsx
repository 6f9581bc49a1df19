import type { QuestionnaireResults } from '@yingshang/server/contract'

type Group = QuestionnaireResults['questions'][number]['groups'][number]

/** `37.5%`: cut off, so that shares of a whole never come to more than the whole. */
export const share = (count: number, of: number): string => (of === 0 ? '—' : `${(Math.floor((1000 * count) / of) / 10).toFixed(1)}%`)

/** The colour of a point of a scale; several points that are shown as one have that of none. */
export const barClass = (ids: readonly string[]): string => (ids.length === 1 ? `share-${ids[0]}` : 'share-mixed')

/** A whole as one band, in the order of the scale: what is beside it in the table, to be seen at a glance. */
export function Distribution({ groups, of }: { groups: readonly Group[]; of: number }) {
  let at = 0
  return (
    <svg className="distribution" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      {groups.map((g) => {
        const width = (100 * (g.count ?? 0)) / Math.max(1, of)
        const x = at
        at += width
        return <rect key={g.ids.join()} className={barClass(g.ids)} x={x} width={width} height="8" />
      })}
    </svg>
  )
}
