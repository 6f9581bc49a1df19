import { type ReactNode, useEffect } from 'react'
import { useMessages } from '../messages/index.tsx'
import { langOf } from './words.tsx'

/** The head of a page: its one `h1` (which takes the focus after a change of page), a line below it, and what can be done. */
export function Page({ title, lede, actions, children }: { title: string; lede?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const { t } = useMessages()
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`
  }, [title, t])
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1 tabIndex={-1} lang={langOf(title)}>
            {title}
          </h1>
          {lede && <div className="lede">{lede}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}
