import { Tag } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { say, Value } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'

/** What is known of the matter, each fact with the day from which it is known. */
export function Facts() {
  const { t, locale } = useMessages()
  const { matter, book } = useOpened()
  return (
    <Section title={t('fact.title')}>
      {matter.facts.length === 0 && <p className="section-none">{t('fact.none')}</p>}
      <dl className="facts">
        {matter.facts.map((fact) => (
          <div key={fact.fact}>
            <dt>
              {say(fact.label, locale)}
              {fact.sensitivity === 'personal' && <Tag className="fact-personal">{t('fact.personal')}</Tag>}
            </dt>
            <dd>
              <Value value={fact.value} kind={book.kind(fact.fact)} matter={matter.summary.id} fields={book.field(fact.fact)?.fields} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
