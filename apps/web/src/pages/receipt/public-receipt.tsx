import { useMessages } from '../../messages/index.tsx'
import { LanguageChoice } from '../../session/frame.tsx'
import { ReceiptPage } from './receipt-page.tsx'

/** The page for people without an account: the same check in a frame without navigation. */
export function PublicReceipt() {
  const { t } = useMessages()
  return (
    <div className="shell">
      <header className="bar">
        <div className="bar-inner">
          <a href="/" className="brand">
            <strong lang="zh-CN">营商</strong>
          </a>
          <div className="bar-side">
            <a href="/" className="bar-link">
              {t('signIn.title')}
            </a>
          </div>
        </div>
      </header>
      <main id="main" className="shell-main">
        <ReceiptPage />
      </main>
      <footer className="foot">
        <LanguageChoice />
      </footer>
    </div>
  )
}
