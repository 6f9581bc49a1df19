import { STATUSES } from '@yingshang/ledger/words'
import { Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useId, useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { chinaDay, conditionsOf, type LedgerSearch } from '../../routes/ledger-search.ts'
import { useOrganisation } from '../organisation/queries.ts'
import type { ViewProps } from './ledger-page.tsx'
import { useSummary } from './queries.ts'

/** After how many days without a word an entry counts as silent. */
const SILENT = [7, 14, 30] as const

/** The filters of the ledger; each stands in the address, so that a link shows a colleague the same rows. */
export function LedgerFilters({ search, onChange }: ViewProps) {
  const { t } = useMessages()
  const id = useId()
  const [open, setOpen] = useState(false)
  const organisation = useOrganisation()
  const domains = useSummary(search.ledger === undefined ? {} : { ledger: search.ledger }, 'domain')
  const set = (part: Partial<LedgerSearch>) => onChange({ ...search, ...part })
  const given = Object.keys(conditionsOf(search)).length
  const silentDays = SILENT.find((n) => chinaDay(-n) === search.silentSince)
  return (
    <section className="panel ledger-filters" aria-label={t('ledger.filters')} data-open={open}>
      <div className="filter-first">
        <Search value={search.q ?? ''} onSearch={(q) => set({ q: q || undefined })} />
        <Button className="filter-toggle" aria-expanded={open} aria-controls={`${id}-more`} onClick={() => setOpen((was) => !was)}>
          {given > 0 ? t('ledger.filterN', { n: given }) : t('ledger.filter')}
        </Button>
        {given > 0 && (
          <Button
            type="link"
            onClick={() => onChange({ ledger: search.ledger, view: search.view, sort: search.sort, month: search.month })}
          >
            {t('ledger.clear')}
          </Button>
        )}
      </div>
      <div className="filter-more" id={`${id}-more`}>
        <Select
          aria-label={t('ledger.status')}
          mode="multiple"
          allowClear
          maxTagCount="responsive"
          placeholder={t('ledger.status')}
          value={search.status?.split(',') ?? []}
          onChange={(list) => set({ status: list.join(',') || undefined })}
          options={STATUSES.map((s) => ({ value: s, label: t(`ledger.status.${s}`) }))}
        />
        <Select
          aria-label={t('ledger.domain')}
          allowClear
          showSearch
          placeholder={t('ledger.domain')}
          value={search.domain ?? null}
          onChange={(domain) => set({ domain: domain ?? undefined })}
          options={(domains.data?.groups ?? []).filter((g) => g.key !== '').map((g) => ({ value: g.key, label: g.title }))}
        />
        <Select
          aria-label={t('ledger.body')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('ledger.body')}
          value={search.body ?? search.lead ?? null}
          onChange={(body) =>
            set(
              body === 'none'
                ? { lead: body, body: undefined, role: undefined }
                : { lead: undefined, body: body ?? undefined, role: body ? search.role : undefined },
            )
          }
          options={[
            { value: 'none', label: t('ledger.nobodyLeads') },
            ...(organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.shortName ?? b.name })),
          ]}
        />
        {search.body && (
          <Select<'' | 'lead' | 'responsible'>
            aria-label={t('ledger.role')}
            value={search.role ?? ''}
            onChange={(role) => set({ role: role || undefined })}
            options={[
              { value: '', label: t('ledger.role.any') },
              { value: 'lead', label: t('ledger.lead') },
              { value: 'responsible', label: t('ledger.responsible') },
            ]}
          />
        )}
        <Select
          aria-label={t('ledger.owner')}
          allowClear
          placeholder={t('ledger.owner')}
          value={search.owner ?? null}
          onChange={(owner) => set({ owner: owner ?? undefined })}
          options={[
            { value: 'me', label: t('ledger.owner.me') },
            { value: 'none', label: t('ledger.owner.none') },
          ]}
        />
        <Select
          aria-label={t('ledger.silent')}
          allowClear
          placeholder={t('ledger.silent')}
          value={silentDays ?? search.silentSince ?? null}
          onChange={(n) => set({ silentSince: typeof n === 'number' ? chinaDay(-n) : undefined })}
          options={[
            ...SILENT.map((n) => ({ value: n as number | string, label: t('ledger.silentDays', { n }) })),
            ...(search.silentSince && !silentDays
              ? [{ value: search.silentSince, label: t('ledger.silentSince', { day: search.silentSince }) }]
              : []),
          ]}
        />
        <span className="filter-days">
          <label htmlFor={`${id}-from`}>{t('ledger.due')}</label>
          <Input
            id={`${id}-from`}
            type="date"
            value={search.dueFrom ?? ''}
            onChange={(event) => set({ dueFrom: event.target.value || undefined })}
          />
          <span aria-hidden="true">—</span>
          <Input
            type="date"
            aria-label={t('ledger.dueUntil')}
            value={search.dueUntil ?? ''}
            onChange={(event) => set({ dueUntil: event.target.value || undefined })}
          />
        </span>
        <Checkbox checked={search.blocked === 'true'} onChange={(e) => set({ blocked: e.target.checked ? 'true' : undefined })}>
          {t('ledger.blocked')}
        </Checkbox>
        <Checkbox checked={search.unmeasured === 'true'} onChange={(e) => set({ unmeasured: e.target.checked ? 'true' : undefined })}>
          {t('ledger.unmeasured')}
        </Checkbox>
        {search.under && (
          <Button size="small" onClick={() => set({ under: undefined })}>
            {search.under.split('␟').at(-1)} ×
          </Button>
        )}
      </div>
    </section>
  )
}

/** The words that are looked for: asked for while one types, after a pause. */
function Search({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const { t } = useMessages()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onSearch(typed), 350)
    return () => clearTimeout(timer)
  }, [typed, value, onSearch])
  return (
    <Input
      type="search"
      allowClear
      aria-label={t('ledger.search')}
      placeholder={t('ledger.search')}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => onSearch(typed)}
    />
  )
}
