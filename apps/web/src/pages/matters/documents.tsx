import { Button } from 'antd'
import { download } from '../../api/client.ts'
import { matterPath } from '../../api/matters.ts'
import { bytes, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'

/** The documents that actions have made, each with its number and digest. */
export function Documents() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { matter } = useOpened()
  return (
    <Section title={t('document.title')}>
      {matter.documents.length === 0 && <p className="section-none">{t('document.none')}</p>}
      <ul className="side-list">
        {matter.documents.map((one) => (
          <li key={one.id}>
            <Button
              type="link"
              className="file-link"
              onClick={() =>
                void download(
                  `${matterPath(matter.summary.id)}/documents/${encodeURIComponent(one.id)}`,
                  `${one.number} ${one.title.zh}.docx`,
                ).catch(toast.failed)
              }
            >
              {say(one.title, locale)}
            </Button>
            <span className="side-sub">
              <Words>{one.number}</Words> <span className="mono">{instant(one.madeAt)}</span> {bytes(one.bytes)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
