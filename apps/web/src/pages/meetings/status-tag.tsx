import type { MeetingDetail } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'
import './meetings.css'

/** How far a meeting is. */
export function StatusTag({ status }: { status: MeetingDetail['status'] }) {
  const { t } = useMessages()
  return (
    <span className="meeting-status" data-status={status}>
      {t(`meetings.status.${status}`)}
    </span>
  )
}
