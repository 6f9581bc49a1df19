import type { MeetingDetail, MyMeeting } from '@yingshang/server/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { Device } from './device.ts'
import type { Live } from './live.ts'
import { VoteCards } from './vote-cards.tsx'
import { VoteTable } from './vote-table.tsx'

/** What is voted, for one voter as cards; an agent has a table of all, and the cards of each. `device` null: only to be read. */
export function VoteArea(props: { meeting: MeetingDetail; mine: MyMeeting; device: Device | null; live: Live }) {
  const { t } = useMessages()
  const { mine } = props
  const [single, setSingle] = useState<string | null>(null)
  const items = props.live.state?.items ?? props.meeting.agenda
  const only = mine.voters.length === 1 ? mine.voters[0] : mine.voters.find((voter) => voter.label === single)
  if (mine.voters.length === 0) return <p className="section-none">{t('meetings.vote.nobody')}</p>
  return (
    <>
      {mine.voters.length > 1 && only && (
        <p className="meeting-line">
          <Button onClick={() => setSingle(null)}>{t('meetings.vote.backToTable')}</Button>
          <strong>
            <Words>{only.name}</Words>
          </strong>
        </p>
      )}
      {only ? (
        <VoteCards key={only.label} {...props} voter={only} items={items} />
      ) : (
        <VoteTable {...props} items={items} onSingle={setSingle} />
      )}
    </>
  )
}
