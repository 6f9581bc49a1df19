import type { Coverage } from '@yingshang/server/contract'
import { percent } from '../../components/format.ts'
import { useMessages } from '../../messages/index.tsx'

const PARTS = ['taken', 'partial', 'diminished', 'untaken'] as const

/** How much of what the superior asked was taken up, by the agency above that answers for it; most uncovered first. */
export function CoverageTable({ coverage }: { coverage: Coverage }) {
  const { t } = useMessages()
  const rows = [...coverage.byAgency].sort((a, b) => b.untaken.length - a.untaken.length || b.measures.length - a.measures.length)
  if (coverage.measures.length === 0) return null
  const total = coverage.measures.length
  const covered = total - coverage.untaken.length
  return (
    <section className="panel coverage" aria-label={t('coverage.title')}>
      <h2>{t('coverage.title')}</h2>
      <p className="muted">{t('coverage.total', { covered, total, share: percent(covered / total) })}</p>
      {rows.length > 0 && (
        <details>
          <summary>{t('coverage.byAgency', { n: rows.length })}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard */}
          <section className="table-scroll" tabIndex={0} aria-label={t('coverage.title')}>
            <table className="data-table keep-table">
              <thead>
                <tr>
                  <th scope="col">{t('coverage.body')}</th>
                  <th scope="col" className="num">
                    {t('coverage.asked')}
                  </th>
                  {PARTS.map((part) => (
                    <th key={part} scope="col" className="num">
                      {t(`coverage.${part}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <th scope="row" lang="zh-CN">
                      {row.key || t('coverage.nobody')}
                    </th>
                    <td className="num">{row.measures.length}</td>
                    {PARTS.map((part) => (
                      <td key={part} className="num">
                        {part === 'untaken' && row.untaken.length > 0 ? <strong>{row.untaken.length}</strong> : row[part].length}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </section>
  )
}
