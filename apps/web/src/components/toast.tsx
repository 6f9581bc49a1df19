import { App, Button } from 'antd'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { ApiError } from '../api/client.ts'
import { useMessages } from '../messages/index.tsx'

interface Toast {
  /** Says that something was done; `undo` offers to take it back. */
  readonly done: (text: string, undo?: () => void) => void
  /** Says what went wrong, in the present language, with the server's code. */
  readonly failed: (error: unknown) => void
  /** Speaks to screen readers alone. */
  readonly announce: (text: string) => void
}

const Context = createContext<Toast | null>(null)

/** Short notices: seen as a toast and spoken through one polite live region that is there from the start. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { message } = App.useApp()
  const { t, locale } = useMessages()
  const [spoken, setSpoken] = useState('')
  const toast = useMemo<Toast>(() => {
    let nth = 0
    // A second equal text would not be spoken: the trailing space makes it another one.
    const announce = (text: string) => setSpoken(nth++ % 2 === 0 ? text : `${text} `)
    return {
      announce,
      done: (text, undo) => {
        announce(text)
        // One at a time: an undo that is offered is always that of the last step.
        const key = 'done'
        message.open({
          key,
          type: 'success',
          duration: undo ? 8 : 3,
          content: undo ? (
            <span className="toast-undo">
              {text}
              <Button
                size="small"
                type="link"
                onClick={() => {
                  message.destroy(key)
                  undo()
                }}
              >
                {t('common.undo')}
              </Button>
            </span>
          ) : (
            text
          ),
        })
      },
      failed: (error) => {
        const text = error instanceof ApiError ? error.say(locale) : error instanceof Error ? error.message : String(error)
        announce(text)
        message.error({ content: text, duration: 6 })
      },
    }
  }, [message, t, locale])
  return (
    <Context.Provider value={toast}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite" data-testid="live-region">
        {spoken}
      </div>
    </Context.Provider>
  )
}

export function useToast(): Toast {
  const value = useContext(Context)
  if (!value) throw new Error('useToast outside ToastProvider')
  return value
}
