import type { RegisterImport } from '@yingshang/server/contract'
import { ImportPanel } from '../../components/import-panel.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useImportRoster } from './queries.ts'

/** A register from a workbook. */
export function RosterImport({ kind }: { kind: string }) {
  const { t } = useMessages()
  const send = useImportRoster(kind)
  return (
    <ImportPanel<RegisterImport>
      title={t('registers.import')}
      lede={t('registers.importLede')}
      form={[`/api/registers/${kind}/form`, 'form.xlsx']}
      send={(file, { tried }, onProgress) => send.mutateAsync({ file, dryRun: tried === null, onProgress })}
      figures={(a) => [
        [t('import.rows'), a.rows],
        [t('import.new'), a.dryRun ? a.ready : a.entered],
        [t('import.unchanged'), a.unchanged],
        [t('import.wrong'), a.errorCount],
      ]}
      ready={(a) => t('registers.importReady', { n: a.ready, unchanged: a.unchanged })}
      done={(a) => t('registers.imported', { n: a.entered })}
      go={(a) => t('registers.importGo', { n: a.ready })}
      work={(a) => a.ready}
    />
  )
}
