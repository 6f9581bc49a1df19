import type { ReactNode } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { LanguageChoice } from '../../session/frame.tsx'

/** The frame of a page of meetings for people without an account. */
export function OpenFrame({ children }: { children: ReactNode }) {
  const { t } = useMessages()
  return (
    <div className="shell">
      <header className="bar">
        <div className="bar-inner">
          <a href="/check" className="brand">
            <strong lang="zh-CN">营商</strong>
            <span>{t('meetings.check.title')}</span>
          </a>
          <div className="bar-side">
            <a href="/" className="bar-link">
              {t('signIn.title')}
            </a>
          </div>
        </div>
      </header>
      <main id="main" className="shell-main">
        {children}
      </main>
      <footer className="foot">
        <LanguageChoice />
      </footer>
    </div>
  )
}
