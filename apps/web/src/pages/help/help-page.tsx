import { Page } from '../../components/page.tsx'
import { useMessages } from '../../messages/index.tsx'
import { HELP } from './content.ts'
import './help.css'

/** 帮助 */
export function HelpPage() {
  const { t, locale } = useMessages()
  return (
    <Page title={t('help.title')} lede={t('help.lede')}>
      <div className="help">
        {HELP[locale].map((topic) => (
          <section key={topic.title} className="panel">
            <h2>{topic.title}</h2>
            <ul>
              {topic.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Page>
  )
}
