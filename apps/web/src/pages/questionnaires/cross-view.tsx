import type { QuestionnaireResults } from '@yingshang/server/contract'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { share } from './shares.tsx'

/** One question by the answers to another: a cell is shaded by its share of its row. */
export function CrossView({ table }: { table: QuestionnaireResults['tables'][number] }) {
  const { t } = useMessages()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by the keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t('questionnaires.crossTable')}>
      <table className="cross-table">
        <thead>
          <tr>
            <th scope="col">{t('questionnaires.group')}</th>
            <th scope="col" className="num">
              {t('questionnaires.groupSize')}
            </th>
            {table.columns.map((c) => (
              <th key={c.ids.join()} scope="col">
                <Words>{c.label}</Words>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.ids.join()}>
              <th scope="row">
                <Words>{row.label}</Words>
              </th>
              <td className="num">{row.answered}</td>
              {row.counts.map((n, i) => (
                <td
                  key={table.columns[i]!.ids.join()}
                  className="num cross-cell"
                  data-shade={n === null ? 0 : Math.round((4 * n) / Math.max(1, row.answered))}
                >
                  {n === null ? (
                    t('questionnaires.hidden')
                  ) : (
                    <>
                      {n} <small>{share(n, row.answered)}</small>
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
