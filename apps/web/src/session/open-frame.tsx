import type { ReactNode } from 'react'
import { useMessages } from '../messages/index.tsx'
import { LanguageChoice } from './frame.tsx'

interface BarLink {
  readonly href: string
  readonly label: string
}

/**
 * The frame of pages for people without an account. Its links load the page anew. `home`: where the name of the product leads; `about`: what stands beside it;
 * `links`: what can be done here, the sign-in when nothing is said.
 */
export function OpenFrame({
  home = '/',
  about,
  links,
  children,
}: {
  home?: string
  about?: string
  links?: readonly BarLink[]
  children: ReactNode
}) {
  const { t } = useMessages()
  const shown = links ?? [{ href: '/', label: t('signIn.title') }]
  return (
    <div className="shell">
      <header className="bar">
        <div className="bar-inner">
          <a href={home} className="brand">
            <strong lang="zh-CN">营商</strong>
            {about !== undefined && <span>{about}</span>}
          </a>
          <nav className="bar-side" aria-label={t('shell.nav')}>
            {shown.map((link) => (
              <a key={link.href} href={link.href} className="bar-link">
                {link.label}
              </a>
            ))}
          </nav>
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
