import { instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useHistory } from './queries.ts'

/** Who changed what about a body, newest first, with what it was before. */
export function History({ subject }: { subject: string }) {
  const { t, locale } = useMessages()
  const found = useHistory(subject)
  const items = found.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="panel organisation-people organisation-history" aria-labelledby="history-title">
      <h2 id="history-title">{t('organisation.history')}</h2>
      <ol>
        {items.map((item) => (
          <li key={item.id}>
            <span className="mono muted">{instant(item.at)}</span> <Words>{item.by.displayName}</Words>{' '}
            {locale === 'zh' ? <Words>{item.zh}</Words> : item.en} <Words>{item.name}</Words>
            {changesOf(item.before, item.after).map(({ field, before, after }) => (
              <span key={field} className="history-change">
                <span className="muted">{t('organisation.was')}</span> <del>{before}</del> → <ins>{after}</ins>
              </span>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}

type Fields = Readonly<Record<string, unknown>> | null

/** Fields that were something else before; ids say nothing to a reader and are left out. */
function changesOf(before: Fields, after: Fields): { field: string; before: string; after: string }[] {
  if (before === null || after === null) return []
  return Object.entries(after).flatMap(([field, value]) => {
    const was = before[field]
    const plain = (one: unknown) => one === null || one === undefined || typeof one === 'string' || typeof one === 'number'
    if (/id$/i.test(field) || !plain(value) || !plain(was) || (was ?? '') === (value ?? '')) return []
    return [{ field, before: String(was ?? '—'), after: String(value ?? '—') }]
  })
}
