import { useParams } from '@tanstack/react-router'
import { Page } from '../../components/page.tsx'

export function DirectPage() {
  const { meetingId } = useParams({ from: '/meetings/$meetingId/direct' })
  return <Page title={meetingId}>{null}</Page>
}
