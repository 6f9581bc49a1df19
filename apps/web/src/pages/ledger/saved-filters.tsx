import type { SavedFilter } from '@yingshang/server/contract'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { conditionsOf, filterOf, type LedgerSearch, ledgerSearch } from '../../routes/ledger-search.ts'
import { useDeleteFilter, useSavedFilters, useSaveFilter } from './queries.ts'

const searchOf = ({ filter, view, sort }: SavedFilter): LedgerSearch => ledgerSearch({ ...filter, view, sort })
const same = (a: LedgerSearch, b: LedgerSearch): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())

/** Filters with a name, kept on the server: one's own, and those that colleagues share. */
export function SavedFilters({ search, onChoose }: { search: LedgerSearch; onChoose: (search: LedgerSearch) => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const saved = useSavedFilters()
  const save = useSaveFilter()
  const remove = useDeleteFilter()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const items = saved.data?.items ?? []
  const { month: _, ...now } = search
  const some = Object.keys(conditionsOf(search)).length > 0 || search.view !== undefined
  if (!some && items.length === 0) return null
  return (
    <section className="ledger-saved" aria-label={t('ledger.saved')}>
      <span className="muted">{t('ledger.saved')}</span>
      {items.map((item) => (
        <span key={item.id} className="saved-one">
          <Button size="small" type={same(searchOf(item), now) ? 'primary' : 'default'} onClick={() => onChoose(searchOf(item))}>
            <Words>{item.name}</Words>
            {!item.mine && <span className="muted"> · {t('ledger.sharedBy')}</span>}
          </Button>
          {item.mine && (
            <Button
              size="small"
              type="text"
              aria-label={t('ledger.savedRemove', { name: item.name })}
              onClick={() =>
                void remove.mutateAsync(item.id).then(() => toast.done(t('ledger.savedRemoved', { name: item.name })), toast.failed)
              }
            >
              ×
            </Button>
          )}
        </span>
      ))}
      {some && !items.some((item) => same(searchOf(item), now)) && (
        <form
          className="saved-form"
          onSubmit={(event) => {
            event.preventDefault()
            const given = name.trim()
            if (given === '') return
            const body = { name: given, view: search.view ?? ('table' as const), filter: filterOf(search), sort: search.sort, shared }
            void save.mutateAsync(body).then(() => {
              setName('')
              toast.done(t('ledger.savedDone', { name: given }))
            }, toast.failed)
          }}
        >
          <Input
            size="small"
            value={name}
            maxLength={60}
            aria-label={t('ledger.savedName')}
            placeholder={t('ledger.savedName')}
            onChange={(event) => setName(event.target.value)}
          />
          <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
            {t('ledger.share')}
          </Checkbox>
          <Button size="small" htmlType="submit" loading={save.isPending}>
            {t('ledger.save')}
          </Button>
        </form>
      )}
    </section>
  )
}
