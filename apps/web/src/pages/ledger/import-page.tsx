import { Link, useParams } from '@tanstack/react-router'
import type { LedgerImport } from '@yingshang/server/contract'
import { Button } from 'antd'
import { download } from '../../api/client.ts'
import { ImportPanel } from '../../components/import-panel.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import './ledger.css'
import './making.css'
import { ledgerFormPath, ledgerPath, useImportLedger, useLedger } from './queries.ts'

/** 导入: the workbook that an export writes, changed and sent back. */
export function ImportPage() {
  const { t } = useMessages()
  const toast = useToast()
  const { ledgerId } = useParams({ from: '/ledger/$ledgerId/import' })
  const ledger = useLedger(ledgerId)
  const send = useImportLedger(ledgerId)
  if (ledger.isError) return <Trouble error={ledger.error} retry={() => void ledger.refetch()} />
  const title = ledger.data?.ledger.title ?? t('ledger.title')
  return (
    <Page
      title={t('ledger.import')}
      lede={
        <Link to="/ledger" search={{ ledger: ledgerId }}>
          <Words>{title}</Words>
        </Link>
      }
    >
      <ImportPanel<LedgerImport>
        title={t('ledger.importTitle')}
        lede={t('ledger.importLede')}
        form={[ledgerFormPath, 'form.xlsx']}
        send={(file, { tried }, onProgress) => send.mutateAsync({ file, dryRun: tried === null, onProgress })}
        figures={(a) => [
          [t('import.rows'), a.rows],
          [t('import.new'), a.created],
          [t('import.changed'), a.changed],
          [t('import.unchanged'), a.unchanged],
          [t('import.wrong'), a.errorCount],
        ]}
        ready={(a) => t('ledger.importReady', { created: a.created, changed: a.changed, unchanged: a.unchanged })}
        done={(a) => t('ledger.imported', { created: a.created, changed: a.changed })}
        go={() => t('ledger.importGo')}
        work={(a) => a.created + a.changed}
        before={
          <div className="import-line">
            <Button onClick={() => void download(`${ledgerPath(ledgerId)}/export`, `${title}.xlsx`).catch(toast.failed)}>
              {t('ledger.exportSheet')}
            </Button>
          </div>
        }
      >
        {(answer) => answer.errors.length === 0 && answer.changes.length > 0 && <Changes answer={answer} />}
      </ImportPanel>
    </Page>
  )
}

/** What the workbook changes, entry by entry. */
function Changes({ answer }: { answer: LedgerImport }) {
  const { t, locale } = useMessages()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="findings" tabIndex={0} aria-label={t('import.changes')} data-testid="import-changes">
      <ul className="changes import-changes">
        {answer.changes.map((c) => (
          <li key={`${c.sheet} ${c.row}`}>
            <span className="muted mono">
              <Words>{`${c.sheet} ${c.row}`}</Words>
            </span>{' '}
            <Words>{c.title}</Words>
            {c.id === null && <strong> {t('import.new')}</strong>}
            {c.changes.map((x, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a field may change in several parts of one entry
              <span key={`${x.field} ${i}`} className="import-change">
                {x.label[locale]} {x.before !== null && <del>{x.before}</del>} → <ins>{x.after ?? t('ledger.gone')}</ins>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
