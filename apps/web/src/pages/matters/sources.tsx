import { Tag } from 'antd'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'

/** Where a rule stands in the law. One that nobody has read in its own text says so. */
export function Sources({ sources }: { sources: readonly { rule: string; provision: string; verified: boolean }[] }) {
  const { t } = useMessages()
  if (sources.length === 0) return null
  return (
    <p className="sources">
      <span className="muted">{t('source.law')}</span>
      {sources.map((source) => (
        <span key={`${source.rule} ${source.provision}`} className="source-one">
          <Words>{source.provision}</Words>
          {!source.verified && <Tag className="doubt-tag">{t('source.unverified')}</Tag>}
        </span>
      ))}
    </p>
  )
}
