import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, MatterQuery, MatterQueryList } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Dropdown, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type MatterSearch, matterSearch } from '../../routes/matter-search.ts'
import { useSession } from '../../session/session.ts'

/** Queries of the list that have a name: one's own and those of the house. A query is data: the filters, order and columns that the address would hold. */

const KEY = ['matter-queries'] as const

export function useMatterQueries() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get<MatterQueryList>('/api/matter-queries', signal), staleTime: 60_000 })
}

function useStep<Input>(step: (input: Input) => Promise<MatterQueryList>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: step, onSuccess: (list) => client.setQueryData(KEY, list) })
}

const path = (id: string) => `/api/matter-queries/${encodeURIComponent(id)}`
const useSave = () => useStep((body: BodyOf<'saveMatterQuery'>) => api.post<MatterQueryList>('/api/matter-queries', body))
const useChange = () =>
  useStep(({ id, ...body }: BodyOf<'changeMatterQuery'> & { id: string }) => api.patch<MatterQueryList>(path(id), body))
const useDelete = () => useStep((id: string) => api.delete<MatterQueryList>(path(id)))
const useChoose = () => useStep((id: string | null) => api.put<MatterQueryList>(path('default'), { id }))

/** Where queries were kept before the server kept them. */
const storedKey = (userId: string) => `yingshang.queries.${userId}`

/** The queries that this browser kept for a person; what cannot be read is dropped. */
export function readQueries(stored: string | null): readonly { readonly name: string; readonly search: MatterSearch }[] {
  try {
    const list: unknown = JSON.parse(stored ?? '[]')
    if (!Array.isArray(list)) return []
    return list.flatMap((one: unknown) => {
      const { name, search } = (one ?? {}) as { name?: unknown; search?: unknown }
      return typeof name === 'string' && name.trim() !== '' && typeof search === 'object' && search !== null
        ? [{ name: name.trim().slice(0, 40), search: matterSearch(search as Record<string, unknown>) }]
        : []
    })
  } catch {
    return []
  }
}

/** Takes the queries of this browser over to the server, once; a name that is taken there stays as it is there. */
function useImport(userId: string) {
  const save = useSave()
  const begun = useRef(false)
  useEffect(() => {
    const key = storedKey(userId)
    const stored = localStorage.getItem(key)
    if (stored === null || begun.current) return
    begun.current = true
    const queries = readQueries(stored)
    const run = async () => {
      for (const query of queries)
        try {
          await save.mutateAsync({ ...query, shared: false })
        } catch (error) {
          // The server does not answer: they stay here for the next time.
          if (!(error instanceof ApiError) || (error.code !== 'query.name-taken' && error.code !== 'request.invalid')) return
        }
      localStorage.removeItem(key)
    }
    void run()
  }, [userId, save])
}

const same = (a: MatterSearch, b: MatterSearch): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())

export function SavedQueries({ search, onChoose }: { search: MatterSearch; onChoose: (search: MatterSearch) => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { session, may } = useSession()
  const list = useMatterQueries()
  const save = useSave()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  useImport(session.user.id)
  const queries = list.data?.items ?? []
  const some = Object.keys(search).length > 0
  const opened = useRef(false)
  useEffect(() => {
    if (opened.current || !list.data) return
    opened.current = true
    // A list without filters opens with the query that this person chose for it.
    const chosen = list.data.items.find((query) => query.isDefault)
    if (chosen && !some) onChoose(chosen.search as MatterSearch)
  }, [list.data, some, onChoose])
  if (!some && queries.length === 0) return null
  const submit = async () => {
    const given = name.trim()
    if (given === '') return
    setFault(null)
    try {
      await save.mutateAsync({ name: given, search, shared })
      setName('')
      setShared(false)
      toast.done(t('query.saved', { name: given }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFault(error.say(locale))
    }
  }
  return (
    <section className="saved-queries" aria-label={t('query.title')}>
      <span className="muted">{t('query.title')}</span>
      {queries.map((query) => (
        <Saved key={query.id} query={query} search={search} onChoose={onChoose} />
      ))}
      {some && !queries.some((query) => same(query.search as MatterSearch, search)) && (
        <form
          className="query-form"
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
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
          {may('matter.all') && (
            <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
              {t('query.share')}
            </Checkbox>
          )}
          <Button size="small" htmlType="submit" loading={save.isPending}>
            {t('query.save')}
          </Button>
        </form>
      )}
      {fault && <Alert role="alert" type="error" showIcon title={fault} />}
    </section>
  )
}

function Saved({ query, search, onChoose }: { query: MatterQuery; search: MatterSearch; onChoose: (search: MatterSearch) => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const { may } = useSession()
  const change = useChange()
  const remove = useDelete()
  const choose = useChoose()
  const save = useSave()
  const own = query.search as MatterSearch
  const run = (work: Promise<unknown>, done: string, undo?: () => void) => void work.then(() => toast.done(done, undo), toast.failed)
  const items = [
    {
      key: 'default',
      label: t(query.isDefault ? 'query.noDefault' : 'query.default'),
      onClick: () =>
        run(choose.mutateAsync(query.isDefault ? null : query.id), t(query.isDefault ? 'query.noDefaultDone' : 'query.defaultDone')),
    },
    ...(query.own
      ? [
          {
            key: 'replace',
            label: t('query.replace'),
            disabled: same(own, search) || Object.keys(search).length === 0,
            onClick: () =>
              run(change.mutateAsync({ id: query.id, search, version: query.version }), t('query.saved', { name: query.name })),
          },
          ...(may('matter.all')
            ? [
                {
                  key: 'share',
                  label: t(query.shared ? 'query.unshare' : 'query.share'),
                  onClick: () =>
                    run(
                      change.mutateAsync({ id: query.id, shared: !query.shared, version: query.version }),
                      t(query.shared ? 'query.unshared' : 'query.shared'),
                    ),
                },
              ]
            : []),
          {
            key: 'remove',
            label: t('query.remove'),
            danger: true,
            onClick: () =>
              run(remove.mutateAsync(query.id), t('query.removed', { name: query.name }), () => {
                void save.mutateAsync({ name: query.name, search: query.search, shared: query.shared }).catch(toast.failed)
              }),
          },
        ]
      : []),
  ]
  return (
    <span className="saved-query" data-query={query.name}>
      <Button size="small" type={same(own, search) ? 'primary' : 'default'} onClick={() => onChoose(own)}>
        <Words>{query.name}</Words>
      </Button>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button size="small" type="text" aria-haspopup="menu" aria-label={t('query.more', { name: query.name })}>
          ⋯
        </Button>
      </Dropdown>
      {query.isDefault && <span className="query-mark">{t('query.isDefault')}</span>}
      {query.shared && (
        <span className="query-mark">
          {query.own ? t('query.isShared') : <Words>{t('query.from', { name: query.owner.displayName })}</Words>}
        </span>
      )}
    </span>
  )
}
