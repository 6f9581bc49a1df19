import type { ComplaintImport } from '@yingshang/server/contract'
import { ImportPanel } from '../../components/import-panel.tsx'
import { useMessages } from '../../messages/index.tsx'
import { formPath, useImport } from './queries.ts'

/** A workbook of the hotline. */
export function HotlineImport() {
  const { t } = useMessages()
  const send = useImport()
  return (
    <ImportPanel<ComplaintImport>
      title={t('complaints.import')}
      lede={t('complaints.importText')}
      form={[formPath, t('complaints.formName')]}
      send={(file, { tried }, onProgress) => send.mutateAsync({ file, dryRun: tried === null, onProgress })}
      figures={(a) => [
        [t('import.rows'), a.rows],
        [t('import.new'), a.dryRun ? a.ready : a.imported],
        [t('import.unchanged'), a.known],
        [t('import.wrong'), a.errors.length],
      ]}
      ready={(a) => t('complaints.tried', { rows: a.rows, ready: a.ready, known: a.known })}
      done={(a) => t('complaints.imported', { n: a.imported })}
      go={(a) => t('complaints.importNow', { n: a.ready })}
      work={(a) => a.ready}
    />
  )
}
