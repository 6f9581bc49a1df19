import { type ReactNode, useEffect } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { LanguageChoice } from '../../session/frame.tsx'

/** The frame of pages for people without an account: bring something, follow it. */
export function PublicFrame({ title, lede, children }: { title: string; lede: ReactNode; children: ReactNode }) {
  const { t } = useMessages()
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`
  }, [title, t])
  return (
    <div className="shell">
      <header className="bar">
        <div className="bar-inner">
          <a href="/complain" className="brand">
            <strong lang="zh-CN">营商</strong>
          </a>
          <nav className="bar-side" aria-label={t('shell.nav')}>
            <a href="/complain" className="bar-link">
              {t('complaints.public.bring')}
            </a>
            <a href="/follow" className="bar-link">
              {t('complaints.public.follow')}
            </a>
          </nav>
        </div>
      </header>
      <main id="main" className="shell-main">
        <div className="page complaint-public">
          <div className="page-head">
            <div>
              <h1>{title}</h1>
              <div className="lede">{lede}</div>
            </div>
          </div>
          {children}
        </div>
      </main>
      <footer className="foot">
        <LanguageChoice />
      </footer>
    </div>
  )
}
