import { Segmented } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { type Locale, useMessages } from '../messages/index.tsx'

/** Chooses the language of the pages. */
export function LanguageChoice() {
  const { t, locale, setLocale } = useMessages()
  return (
    <Segmented<Locale>
      aria-label={t('shell.language')}
      value={locale}
      onChange={setLocale}
      options={[
        { label: '中文', value: 'zh' },
        { label: 'English', value: 'en' },
      ]}
    />
  )
}

/** The two-sided frame of the pages before the pages: what the product is on the left, a form on the right. */
export function GateFrame({ title, lede, children }: { title: string; lede: ReactNode; children: ReactNode }) {
  const { t } = useMessages()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`
  }, [title, t])
  return (
    <div className="gate">
      <aside className="gate-side" aria-label={t('shell.product')}>
        <div className="gate-brand" lang="zh-CN">
          营商
        </div>
        <p>{t('gate.pitch')}</p>
        <ol className="gate-loop">
          <li>{t('gate.loop.read')}</li>
          <li>{t('gate.loop.align')}</li>
          <li>{t('gate.loop.correct')}</li>
          <li>{t('gate.loop.ledger')}</li>
        </ol>
      </aside>
      <main className="gate-form" id="main">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <div className="lede">{lede}</div>
        {children}
        <div className="gate-language">
          <LanguageChoice />
        </div>
      </main>
    </div>
  )
}
