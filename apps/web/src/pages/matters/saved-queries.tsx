import { Button, Input } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type MatterSearch, matterSearch } from '../../routes/matter-search.ts'
import { useSession } from '../../session/session.ts'

/** A query is data: a name and the filters that the address would hold. */
export interface SavedQuery {
  readonly name: string
  readonly search: MatterSearch
}

const keyOf = (userId: string) => `yingshang.queries.${userId}`

/** The queries of a person on this device; what cannot be read is dropped. */
export function readQueries(stored: string | null): readonly SavedQuery[] {
  try {
    const list: unknown = JSON.parse(stored ?? '[]')
    if (!Array.isArray(list)) return []
    return list.flatMap((one: unknown) => {
      const { name, search } = (one ?? {}) as { name?: unknown; search?: unknown }
      return typeof name === 'string' && name !== '' && typeof search === 'object' && search !== null
        ? [{ name, search: matterSearch(search as Record<string, unknown>) }]
        : []
    })
  } catch {
    return []
  }
}

const same = (a: MatterSearch, b: MatterSearch): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())

/** Queries with a name, kept in this browser for this person. */
export function SavedQueries({ search, onChoose }: { search: MatterSearch; onChoose: (search: MatterSearch) => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const { session } = useSession()
  const [queries, setQueries] = useState(() => readQueries(localStorage.getItem(keyOf(session.user.id))))
  const [name, setName] = useState('')
  const keep = (next: readonly SavedQuery[]) => {
    localStorage.setItem(keyOf(session.user.id), JSON.stringify(next))
    setQueries(next)
  }
  const some = Object.keys(search).length > 0
  if (!some && queries.length === 0) return null
  return (
    <section className="saved-queries" aria-label={t('query.title')}>
      <span className="muted">{t('query.title')}</span>
      {queries.map((query) => (
        <span key={query.name} className="saved-query">
          <Button size="small" type={same(query.search, search) ? 'primary' : 'default'} onClick={() => onChoose(query.search)}>
            <Words>{query.name}</Words>
          </Button>
          <Button
            size="small"
            type="text"
            aria-label={t('query.remove', { name: query.name })}
            onClick={() => {
              keep(queries.filter((q) => q.name !== query.name))
              toast.done(t('query.removed', { name: query.name }), () => keep(queries))
            }}
          >
            ×
          </Button>
        </span>
      ))}
      {some && !queries.some((query) => same(query.search, search)) && (
        <form
          className="query-form"
          onSubmit={(event) => {
            event.preventDefault()
            const given = name.trim()
            if (given === '') return
            keep([...queries.filter((q) => q.name !== given), { name: given, search }])
            setName('')
            toast.done(t('query.saved', { name: given }))
          }}
        >
          <Input
            size="small"
            value={name}
            maxLength={40}
            aria-label={t('query.name')}
            placeholder={t('query.name')}
            onChange={(event) => setName(event.target.value)}
          />
          <Button size="small" htmlType="submit">
            {t('query.save')}
          </Button>
        </form>
      )}
      <span className="muted query-note">{t('query.note')}</span>
    </section>
  )
}
