import { Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { filterOf, type LedgerSearch } from '../../routes/ledger-search.ts'
import { Covered, StatusBar } from './figures.tsx'
import { useTree } from './queries.ts'
import { StatusMark } from './status.tsx'

/** The headings of the plan as they stand in it, each with what lies below. */
export function TreeView({ search }: { search: LedgerSearch }) {
  const { t } = useMessages()
  const tree = useTree(filterOf(search))
  if (tree.isError) return <Trouble error={tree.error} retry={() => void tree.refetch()} />
  if (!tree.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return (
    <section className="panel ledger-tree" aria-label={t('ledger.view.tree')}>
      {tree.data.nodes.length === 0 && <p className="list-none">{t('ledger.none')}</p>}
      <ul>
        {tree.data.nodes.map((node) => (
          <li key={node.key} data-depth={Math.min(node.depth, 4)}>
            <Link to="/ledger" search={node.filter} className="tree-title">
              <Words>{node.title}</Words>
              <span className="mono muted"> {t('ledger.items', { n: node.count })}</span>
            </Link>
            <StatusBar figures={node} />
            <Covered figures={node} />
            {node.byStatus.overdue > 0 && (
              <Link to="/ledger" search={{ ...node.filter, status: 'overdue' }} className="tree-red">
                <StatusMark status="overdue" plain /> <span className="mono">{node.byStatus.overdue}</span>
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
