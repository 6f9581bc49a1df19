import type { MeetingDetail, MeetingStep } from '@yingshang/server/contract'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useMeetingStep } from './queries.ts'

type Without<T> = T extends unknown ? Omit<T, 'version'> : never
/** A step of the chair, but for the version that the page shows. */
export type Step = Without<MeetingStep>

/** What a panel does to a meeting: one thing at a time, with what the server says against it. Every body gets the version that the page shows. */
export function useSteps(meeting: MeetingDetail) {
  const { locale, t } = useMessages()
  const toast = useToast()
  const send = useMeetingStep(meeting.id)
  const [trouble, setTrouble] = useState<string | null>(null)
  const run = async (method: 'post' | 'patch', path: string, body: object, said?: string): Promise<MeetingDetail | null> => {
    setTrouble(null)
    try {
      const answer = await send.mutateAsync({ method, path, body: { version: meeting.version, ...body } })
      toast.done(said ?? t('meetings.done'))
      return answer
    } catch (error) {
      const text = error instanceof ApiError ? error.say(locale) : String(error)
      setTrouble(text)
      toast.announce(text)
      return null
    }
  }
  return {
    run,
    take: (step: Step, said?: string) => run('post', '/steps', step, said),
    busy: send.isPending,
    trouble,
  }
}
