import type { MatterSummary } from '@yingshang/server/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { downloadOf } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { BulkDialog, type BulkKind } from './bulk-dialog.tsx'

/** What can be done with the matters that are chosen. */
export function Bulk({ chosen, onDone }: { chosen: readonly MatterSummary[]; onDone: () => void }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const [kind, setKind] = useState<BulkKind | null>(null)
  const [exporting, setExporting] = useState(false)
  const kinds: BulkKind[] = [
    'follow',
    'unfollow',
    ...(may('matter.assign') ? (['assign', 'delegate'] as const) : []),
    ...(may('matter.act') ? (['act'] as const) : []),
  ]
  const take = async () => {
    setExporting(true)
    try {
      await downloadOf('/api/matters/bulk/export', { ids: chosen.map((m) => m.id) }, 'matters.xlsx')
    } catch (error) {
      toast.failed(error)
    } finally {
      setExporting(false)
    }
  }
  return (
    <div className="bulk-bar">
      <span role="status">{t('bulk.chosen', { n: chosen.length })}</span>
      {kinds.map((one) => (
        <Button key={one} size="small" type={one === 'follow' ? 'primary' : 'default'} onClick={() => setKind(one)}>
          {t(`bulk.${one}`)}
        </Button>
      ))}
      <Button size="small" loading={exporting} onClick={() => void take()}>
        {t('bulk.export')}
      </Button>
      <Button size="small" onClick={onDone}>
        {t('bulk.clear')}
      </Button>
      {kind && (
        <BulkDialog
          kind={kind}
          chosen={chosen}
          onClose={(ran) => {
            setKind(null)
            if (ran) onDone()
          }}
        />
      )}
    </div>
  )
}
