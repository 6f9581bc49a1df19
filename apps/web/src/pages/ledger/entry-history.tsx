import { Link } from '@tanstack/react-router'
import type { EntryDetail } from '@yingshang/server/contract'
import { Button, Spin } from 'antd'
import { download } from '../../api/client.ts'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Section } from '../matters/section.tsx'
import { entryPath, useHistory } from './queries.ts'

/** 办理记录: who said what and when, with before and after; each has a receipt of the journal. */
export function History({ entry }: { entry: EntryDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const history = useHistory(entry.summary.id)
  const items = history.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t('ledger.history')}>
      {history.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {history.isError && <Trouble error={history.error} retry={() => void history.refetch()} />}
      <ol className="entry-history">
        {items.map((item) => (
          <li key={item.seq}>
            <p>
              <strong>{item.title[locale]}</strong>
              <span className="muted">
                {' '}
                <Words>{item.by.displayName}</Words> · <span className="mono">{instant(item.at)}</span>
              </span>
              <Button
                type="link"
                size="small"
                aria-label={t('ledger.receiptOf', { what: item.title[locale], at: instant(item.at) })}
                onClick={() =>
                  void download(`${entryPath(entry.summary.id)}/history/${item.id}/receipt`, `${item.id}.tlog-proof`).catch(toast.failed)
                }
              >
                {t('ledger.receipt')}
              </Button>
            </p>
            {item.words && (
              <p>
                <Words>{item.words}</Words>
              </p>
            )}
            {item.decidedBy && (
              <p>
                <Link to="/reporting/meetings/$meetingId" params={{ meetingId: item.decidedBy.meeting }} className="plan-link">
                  {t('ledger.decidedBy', { title: item.decidedBy.title, n: item.decidedBy.item })}
                </Link>
              </p>
            )}
            {item.changes.length > 0 && (
              <ul className="changes">
                {item.changes.map((c, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a field may change in several parts of one entry
                  <li key={`${c.field} ${i}`}>
                    <span className="muted">{c.label[locale]}</span> {c.before !== null && <del>{c.before}</del>}
                    {c.before !== null && ' → '}
                    <ins>{c.after ?? t('ledger.gone')}</ins>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {history.data && <LoadMore list={history} shown={items.length} />}
    </Section>
  )
}
