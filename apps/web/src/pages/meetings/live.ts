import { useQueryClient } from '@tanstack/react-query'
import type { MeetingDetail, MeetingLiveState, MeetingPulse } from '@yingshang/server/contract'
import { useEffect, useState } from 'react'
import { meetingPath } from './queries.ts'

/** The meeting as it goes on, by server-sent events. The browser connects again by itself; the first event then holds the whole state. */
export interface Live {
  readonly state: MeetingLiveState | null
  readonly connected: boolean
  /** By how much the server's clock is ahead of this browser's, in milliseconds. */
  readonly ahead: number
}

/** After a refusal (a session that ended, a server that restarts) the browser gives up; then the page tries again. */
const AGAIN_MS = 4_000

export function useLive(id: string, enabled = true): Live {
  const client = useQueryClient()
  const [live, setLive] = useState<Live>({ state: null, connected: false, ahead: 0 })
  useEffect(() => {
    if (!enabled) return
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    const aheadOf = (serverTime: string) => Date.parse(serverTime) - Date.now()
    const connect = () => {
      source = new EventSource(`${meetingPath(id)}/live`)
      source.addEventListener('state', (event) => {
        const state = JSON.parse((event as MessageEvent<string>).data) as MeetingLiveState
        setLive({ state, connected: true, ahead: aheadOf(state.serverTime) })
        const known = client.getQueryData<MeetingDetail>(['meeting', id])
        if (known && known.version !== state.version) void client.invalidateQueries({ queryKey: ['meeting', id] })
        if (known && known.version !== state.version) void client.invalidateQueries({ queryKey: ['my-meeting', id] })
      })
      source.addEventListener('pulse', (event) => {
        const pulse = JSON.parse((event as MessageEvent<string>).data) as MeetingPulse
        setLive(({ state }) => ({ state: state && { ...state, ...pulse }, connected: true, ahead: aheadOf(pulse.serverTime) }))
      })
      // The server says that this person may not follow it any more: coming back would only be refused.
      source.addEventListener('ended', () => {
        source.close()
        setLive((was) => ({ ...was, connected: false }))
        void client.invalidateQueries({ queryKey: ['meeting', id] })
      })
      source.onopen = () => setLive((was) => ({ ...was, connected: true }))
      source.onerror = () => {
        setLive((was) => ({ ...was, connected: false }))
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN_MS)
      }
    }
    connect()
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [id, enabled, client])
  return live
}

/** The present instant of the server, every second. */
export function useServerNow(ahead: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now + ahead
}

/** Time that is left as people read it: 4:05, 1:02:03, or days. Null when it is over. */
export function timeLeft(until: string, now: number): string | null {
  const left = Math.ceil((Date.parse(until) - now) / 1000)
  if (left <= 0) return null
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(left / 3600)
  const minutes = Math.floor((left % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`
}
