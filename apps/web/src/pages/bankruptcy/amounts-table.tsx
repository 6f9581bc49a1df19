import type { ReactNode } from 'react'

/** A table whose first columns are words and the others amounts; it scrolls by itself where it is wider than the page. */
export function AmountsTable({
  label,
  className,
  words,
  amounts,
  last,
  children,
}: {
  label: string
  className?: string
  /** Heads of the columns of words. */
  words: readonly string[]
  /** Heads of the columns of amounts. */
  amounts: readonly string[]
  /** Head of a column behind the amounts. */
  last?: string | undefined
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="table-scroll" tabIndex={0} aria-label={label}>
      <table className={`data-table keep-table ${className ?? ''}`}>
        <thead>
          <tr>
            {words.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {amounts.map((head) => (
              <th key={head} scope="col" className="num">
                {head}
              </th>
            ))}
            {last !== undefined && <th scope="col">{last}</th>}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
