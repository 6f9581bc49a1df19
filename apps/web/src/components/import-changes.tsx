import { useMessages } from '../messages/index.tsx'
import { Words } from './words.tsx'

/** A cell of a workbook that says something else than what there is. */
export interface ImportChange {
  readonly row: number
  /** What it belongs to. */
  readonly name: string
  readonly column: string
  readonly before: string
  readonly after: string
  /** As what it is recorded, where that is not always the same. */
  readonly as?: string
}

/** What a workbook would change, cell by cell; `all` is how many changes there are when these are the first. */
export function ImportChanges({ name, list, all = list.length }: { name: string; list: readonly ImportChange[]; all?: number }) {
  const { t } = useMessages()
  const title = t('import.changes')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="findings" tabIndex={0} aria-label={title} data-testid="import-changes">
      <table className="data-table keep-table">
        <caption>{all > list.length ? t('import.first', { title, n: list.length, all }) : title}</caption>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">{t('import.before')}</th>
            <th scope="col">{t('import.after')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((change) => (
            <tr key={`${change.row} ${change.column}`}>
              <th scope="row">
                <Words>{change.name}</Words>
                <span className="cell-sub">
                  {t('import.row', { n: change.row })}
                  {change.as !== undefined && ` · ${change.as}`}
                </span>
              </th>
              <td>
                <Words>{change.column}</Words>
              </td>
              <td className="change-before">
                <Words>{change.before || '—'}</Words>
              </td>
              <td>
                <Words>{change.after || '—'}</Words>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
