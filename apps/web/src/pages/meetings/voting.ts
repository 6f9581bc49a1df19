import { useQueryClient } from '@tanstack/react-query'
import type { MyMeeting, VoteOutcome } from '@yingshang/server/contract'
import { useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useMessages } from '../../messages/index.tsx'
import { prepareVotes, type Wish } from './ballots.ts'
import type { Device } from './device.ts'
import type { MyVote } from './queries.ts'

export interface Sent {
  readonly wish: Wish
  readonly outcome: VoteOutcome
}

type Prepared = Awaited<ReturnType<typeof prepareVotes>>

const nameOf = (wish: Wish) => `${wish.voter} ${wish.item}`

/** The ballot of a voter on an item that is in, as the page knows it. */
export const voteOf = (mine: MyMeeting, voter: string, item: string): MyVote | null =>
  mine.voters.find((one) => one.label === voter)?.votes.find((vote) => vote.item === item) ?? null

/** Sends ballots once. After a lost connection the very same ballots go again, so that nothing counts twice. */
export function useVoting(meeting: string, mine: MyMeeting, device: Device | null) {
  const { locale } = useMessages()
  const client = useQueryClient()
  const [sent, setSent] = useState<ReadonlyMap<string, Sent>>(new Map())
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(0)
  const [trouble, setTrouble] = useState<string | null>(null)
  const last = useRef<{ key: string; prepared: Prepared } | null>(null)
  const running = useRef(false)

  const send = async (wishes: readonly Wish[]): Promise<readonly Sent[] | null> => {
    if (running.current || device === null) return null
    running.current = true
    setBusy(true)
    setDone(0)
    setTrouble(null)
    try {
      const key = JSON.stringify(wishes)
      if (last.current?.key !== key) last.current = { key, prepared: await prepareVotes(meeting, mine, device, wishes) }
      const outcomes = await last.current.prepared.send(setDone)
      last.current = null
      const answers = wishes.map((wish, i) => ({ wish, outcome: outcomes[i]! }))
      setSent((before) => new Map([...before, ...answers.map((one) => [nameOf(one.wish), one] as const)]))
      await client.invalidateQueries({ queryKey: ['my-meeting', meeting] })
      return answers
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
      return null
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  const forget = (wish: Pick<Wish, 'voter' | 'item'>) =>
    setSent((before) => new Map([...before].filter(([name]) => name !== `${wish.voter} ${wish.item}`)))
  return { send, sent, busy, done, trouble, forget, sentOf: (voter: string, item: string) => sent.get(`${voter} ${item}`) ?? null }
}
