import { useQueryClient } from '@tanstack/react-query'
import type { ReportImport } from '@yingshang/server/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { download, upload, withQuery } from '../../api/client.ts'
import { ImportPanel } from '../../components/import-panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import type { RoundKey } from './queries.ts'

const path = '/api/reporting/round'

/** The reports of a round as a workbook; what comes back fills drafts. */
export function ReportTable({ of }: { of: RoundKey }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const [importing, setImporting] = useState(false)
  const { ledger, cycle } = of
  const fills = may('report.write')
  return (
    <>
      <div className="import-line">
        {fills && (
          <Button aria-expanded={importing} onClick={() => setImporting(!importing)}>
            {t('reporting.table.fill')}
          </Button>
        )}
        <Button onClick={() => void download(withQuery(`${path}/export`, { ...of }), 'reports.xlsx').catch(toast.failed)}>
          {t('reporting.table.export')}
        </Button>
      </div>
      {importing && fills && (
        <ImportPanel<ReportImport>
          title={t('reporting.table.fill')}
          lede={t('reporting.table.lede')}
          form={[`${path}/form`, 'form.xlsx']}
          send={async (file, { tried }, onProgress) => {
            const query = { ledger, cycle, dryRun: tried === null }
            const answer = await upload<ReportImport>(withQuery(`${path}/import`, query), file, {}, onProgress)
            if (!answer.dryRun) {
              // A page that opens a report begins from what the server has, not from a draft that it saw before.
              client.removeQueries({ queryKey: ['reporting', 'report'] })
              await client.invalidateQueries()
            }
            return answer
          }}
          figures={(a) => [
            [t('import.rows'), a.rows],
            [t('import.changed'), a.changed],
            [t('import.unchanged'), a.unchanged],
            [t('import.wrong'), a.errorCount],
          ]}
          ready={(a) => t('reporting.table.ready', { n: a.changed, bodies: a.bodies.length })}
          done={(a) => t('reporting.table.done', { n: a.changed })}
          go={(a) => t('reporting.table.go', { n: a.changed })}
          work={(a) => a.changed}
        />
      )}
    </>
  )
}
