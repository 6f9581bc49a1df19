import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import { Suspense, useEffect, useRef, useState } from 'react'
import { Words } from '../components/words.tsx'
import { useMessages } from '../messages/index.tsx'
import { Bell } from '../pages/notices/bell.tsx'
import { useSession } from '../session/session.ts'
import { Nav } from './nav.tsx'

/** The frame of every page: skip link, bar with navigation, the page, the foot. */
export function Shell() {
  const { t, locale, setLocale } = useMessages()
  const { session, signOut } = useSession()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const firstPage = useRef(true)
  const stop = useRef<() => void>(() => undefined)

  // After a change of page the focus goes to its heading, so that a keyboard or a screen reader starts there; filters in the query do not count.
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged }) => {
        setOpen(false)
        if (firstPage.current) {
          firstPage.current = false
          return
        }
        if (!pathChanged) return
        stop.current()
        stop.current = main.current ? focusHeading(main.current) : () => undefined
      }),
    [router],
  )

  const items = [
    { key: 'account', label: <Link to="/account">{t('nav.account')}</Link> },
    { key: 'leave', label: t('shell.signOut'), onClick: () => void signOut() },
  ]

  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('shell.skip')}
      </a>
      <header className="bar">
        <div className="bar-inner">
          <Link to="/" className="brand">
            <strong lang="zh-CN">营商</strong>
            <span>{t('shell.tagline')}</span>
          </Link>
          <Nav open={open} />
          <div className="bar-side">
            <Bell />
            <button
              type="button"
              className="bar-button"
              lang={locale === 'zh' ? 'en' : 'zh-CN'}
              onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}
            >
              {locale === 'zh' ? 'English' : '中文'}
            </button>
            <Dropdown menu={{ items }} trigger={['click']}>
              <button
                type="button"
                className="bar-button"
                aria-haspopup="menu"
                aria-label={t('shell.account', { name: session.user.displayName })}
              >
                <Words>{session.user.displayName}</Words>
              </button>
            </Dropdown>
            <button
              type="button"
              className="bar-button nav-toggle"
              aria-expanded={open}
              aria-controls="nav"
              onClick={() => setOpen((was) => !was)}
            >
              {t('shell.menu')}
            </button>
          </div>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="shell-main">
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
      <footer className="foot">
        {t('shell.foot')} · <Link to="/receipt">{t('nav.receipt')}</Link>
      </footer>
    </div>
  )
}

/** How long a page may take to bring its heading. */
const PATIENCE = 5000

/**
 * Puts the focus on the heading of a page. A page that still waits for its data has none yet: then the focus rests on the main part and
 * moves on when the heading comes, unless the person has gone elsewhere meanwhile. Gives the way to stop waiting.
 */
function focusHeading(main: HTMLElement): () => void {
  const heading = () => main.querySelector<HTMLElement>('h1')
  const found = heading()
  if (found) {
    found.focus({ preventScroll: true })
    return () => undefined
  }
  main.focus({ preventScroll: true })
  const observer = new MutationObserver(() => {
    const late = heading()
    if (!late) return
    stop()
    if (document.activeElement === main || document.activeElement === document.body) late.focus({ preventScroll: true })
  })
  const timer = setTimeout(() => stop(), PATIENCE)
  const stop = () => {
    observer.disconnect()
    clearTimeout(timer)
  }
  observer.observe(main, { childList: true, subtree: true })
  return stop
}
