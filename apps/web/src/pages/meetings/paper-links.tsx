import type { MeetingDetail } from '@yingshang/server/contract'
import { Button } from 'antd'
import { download } from '../../api/client.ts'
import { bytes } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { meetingPath } from './queries.ts'

/** The papers of an item, or of the meeting as a whole (`item` null). */
export function PaperLinks({ meeting, item }: { meeting: MeetingDetail; item: string | null }) {
  const { t } = useMessages()
  const toast = useToast()
  const papers = meeting.papers.filter((paper) => paper.item === item)
  if (papers.length === 0) return null
  return (
    <ul className="meeting-papers" aria-label={t('meetings.papers')}>
      {papers.map((paper) => (
        <li key={paper.id}>
          <Button
            type="link"
            size="small"
            onClick={() => download(`${meetingPath(meeting.id)}/papers/${paper.id}`, paper.name).catch(toast.failed)}
          >
            <Words>{paper.title}</Words>
          </Button>
          <span className="muted">{bytes(paper.size)}</span>
        </li>
      ))}
    </ul>
  )
}
