import type { Values } from '@yingshang/procedure'
import { useCallback, useEffect, useRef, useState } from 'react'

export type DraftState = 'none' | 'saving' | 'saved' | 'failed'

const PAUSE_MS = 800

/**
 * Keeps what is typed: some moments after the last change, and at once when the form is left. `done` waits for what is on its way and
 * keeps nothing more, so that a late draft cannot come after the action itself.
 */
export function useDraft(keep: (values: Values) => Promise<void> | void) {
  const [state, setState] = useState<DraftState>('none')
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const waiting = useRef<Values | null>(null)
  const running = useRef<Promise<void>>(Promise.resolve())
  const closed = useRef(false)
  const keeper = useRef(keep)
  keeper.current = keep

  const flush = useCallback(() => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    const values = waiting.current
    waiting.current = null
    if (values === null || closed.current) return
    setState('saving')
    running.current = running.current
      .then(() => keeper.current(values))
      .then(
        () => setState((was) => (waiting.current === null ? 'saved' : was)),
        () => setState('failed'),
      )
  }, [])

  const changed = useCallback(
    (values: Values) => {
      if (closed.current) return
      waiting.current = values
      // What is not kept yet must not be said to be.
      setState('saving')
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(flush, PAUSE_MS)
    },
    [flush],
  )

  /** Before sending: nothing more is kept until `again`. */
  const done = useCallback(async () => {
    closed.current = true
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    waiting.current = null
    await running.current
  }, [])

  const again = useCallback(
    (values: Values) => {
      closed.current = false
      changed(values)
    },
    [changed],
  )

  useEffect(() => {
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])
  return { state, changed, done, again }
}
