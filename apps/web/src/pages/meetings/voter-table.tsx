import { useQueryClient } from '@tanstack/react-query'
import type { VoterImport } from '@yingshang/server/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { download, upload, withQuery } from '../../api/client.ts'
import { ImportPanel } from '../../components/import-panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { meetingPath } from './queries.ts'

/** The list of voters as a workbook; accounts and identities come back in it. */
export function VoterTable({ meeting }: { meeting: string }) {
  const { t } = useMessages()
  const toast = useToast()
  const client = useQueryClient()
  const [importing, setImporting] = useState(false)
  const path = `${meetingPath(meeting)}/voters/table`
  return (
    <>
      <div className="import-line">
        <Button aria-expanded={importing} onClick={() => setImporting(!importing)}>
          {t('meetings.voters.import')}
        </Button>
        <Button onClick={() => void download(path, 'voters.xlsx').catch(toast.failed)}>{t('meetings.voters.export')}</Button>
      </div>
      {importing && (
        <ImportPanel<VoterImport>
          title={t('meetings.voters.import')}
          lede={t('meetings.voters.importLede')}
          form={[path, 'voters.xlsx']}
          send={async (file, { tried }, onProgress) => {
            const answer = await upload<VoterImport>(withQuery(path, { dryRun: tried === null }), file, {}, onProgress)
            if (!answer.dryRun) await client.invalidateQueries()
            return answer
          }}
          figures={(a) => [
            [t('import.rows'), a.rows],
            [t('import.changed'), a.changed],
            [t('import.unchanged'), a.unchanged],
            [t('import.wrong'), a.errorCount],
          ]}
          ready={(a) => t('meetings.voters.importReady', { n: a.changed })}
          done={(a) => t('meetings.voters.imported', { n: a.changed })}
          go={(a) => t('meetings.voters.importGo', { n: a.changed })}
          work={(a) => a.changed}
        />
      )}
    </>
  )
}
