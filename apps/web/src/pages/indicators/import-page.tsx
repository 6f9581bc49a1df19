import { Link } from '@tanstack/react-router'
import type { ReadingImport } from '@yingshang/server/contract'
import { Button } from 'antd'
import { download } from '../../api/client.ts'
import { ImportPanel } from '../../components/import-panel.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import './indicators.css'
import { periodText } from './period.ts'
import { readingsPath, useImportReadings } from './queries.ts'

/** Readings by Excel: what was entered, changed or filled in, and sent back. */
export function ReadingImportPage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const send = useImportReadings()
  return (
    <Page title={t('indicators.sheet')} lede={<Link to="/ledger/indicators">{t('indicators.title')}</Link>}>
      <ImportPanel<ReadingImport>
        title={t('indicators.importTitle')}
        lede={t('indicators.importLede')}
        form={[`${readingsPath}/form`, 'form.xlsx']}
        send={(file, { tried }, onProgress) => send.mutateAsync({ file, dryRun: tried === null, onProgress })}
        figures={(a) => [
          [t('import.rows'), a.rows],
          [t('import.new'), a.created],
          [t('indicators.corrected'), a.corrected],
          [t('import.unchanged'), a.unchanged],
          [t('indicators.targetsMoved'), a.targets],
          [t('import.wrong'), a.errorCount],
        ]}
        ready={(a) => t('indicators.importReady', { created: a.created, corrected: a.corrected, targets: a.targets })}
        done={(a) => t('indicators.imported', { created: a.created, corrected: a.corrected })}
        go={() => t('indicators.importGo')}
        work={(a) => a.created + a.corrected}
        before={
          <div className="import-line">
            <Button onClick={() => void download(`${readingsPath}/export`, 'readings.xlsx').catch(toast.failed)}>
              {t('indicators.export')}
            </Button>
          </div>
        }
      >
        {(answer) =>
          answer.errors.length === 0 &&
          answer.changes.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
            <section className="findings" tabIndex={0} aria-label={t('import.changes')}>
              <ul className="changes import-changes">
                {answer.changes.map((c) => (
                  <li key={c.row}>
                    <span className="muted mono">{c.row}</span> <Words>{c.indicator.name}</Words> {periodText(c.period, locale)}{' '}
                    {c.body ? <Words>{c.body.name}</Words> : t('indicators.whole')} {c.before !== null && <del>{c.before}</del>} →{' '}
                    <ins>{c.after ?? t('indicators.takenBack')}</ins>
                  </li>
                ))}
              </ul>
            </section>
          )
        }
      </ImportPanel>
    </Page>
  )
}
