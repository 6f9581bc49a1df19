import { addDays, dateInChina } from '@yingshang/time'
import { EffectiveDayDialog } from '../../../components/effective-day-dialog.tsx'
import { day } from '../../../components/format.ts'
import { useMessages } from '../../../messages/index.tsx'
import { usePublishDraft } from './queries.ts'

/** Asks for the day from which a draft shall be in force, tomorrow at the earliest, and publishes it. */
export function PublishDialog({ tableId, revision, onClose }: { tableId: string; revision: number; onClose: () => void }) {
  const { t, locale } = useMessages()
  const publish = usePublishDraft(tableId)
  const tomorrow = addDays(dateInChina(new Date().toISOString()), 1)
  return (
    <EffectiveDayDialog
      title={t('versions.publish')}
      text={t('versions.publishText')}
      label={t('versions.from')}
      rule={t('versions.fromRule', { day: day(tomorrow, locale) })}
      earliest={tomorrow}
      send={(effectiveFrom) => publish.mutateAsync({ effectiveFrom, revision })}
      done={(from) => t('versions.publishDone', { day: from })}
      onClose={onClose}
    />
  )
}
