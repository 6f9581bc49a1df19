import type { MeetingDetail } from '@yingshang/server/contract'
import { Spin } from 'antd'
import { Fragment, type ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useMeeting } from './queries.ts'

/** A page of one meeting: waits for it, or says why it is not there. */
export function WithMeeting({ id, title, children }: { id: string; title: string; children: (meeting: MeetingDetail) => ReactNode }) {
  const { t } = useMessages()
  const meeting = useMeeting(id)
  if (meeting.isError && !meeting.data)
    return (
      <Page title={title}>
        <Trouble error={meeting.error} retry={() => void meeting.refetch()} />
      </Page>
    )
  if (!meeting.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return <Fragment key={id}>{children(meeting.data)}</Fragment>
}
