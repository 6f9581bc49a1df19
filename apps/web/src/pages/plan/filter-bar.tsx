import type { Overview } from '@yingshang/plan'
import { Button, Input, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { month } from '../../components/format.ts'
import { useMessages } from '../../messages/index.tsx'
import type { PlanSearch } from '../../routes/search.ts'

interface Props {
  readonly search: PlanSearch
  readonly overview: Overview
  /** Persons with the number of measures that name them. */
  readonly persons: readonly { readonly name: string; readonly count: number }[]
  readonly shown: number
  readonly onChange: (part: Partial<PlanSearch>) => void
  readonly onClear: () => void
}

/** Narrows the measures by owner, month, domain and words. What it holds stands in the address. */
export function FilterBar({ search, overview, persons, shown, onChange, onClear }: Props) {
  const { t, locale } = useMessages()
  const [open, setOpen] = useState(false)
  const { counts } = overview
  const active = [search.owner, search.month, search.domain, search.q, search.kind].filter(Boolean).length
  const all =
    search.kind === 'all' ? counts.measures + counts.governance : search.kind === 'governance' ? counts.governance : counts.measures
  const numbered = (name: string, n: number) => t('filter.numbered', { name, n })

  return (
    <section className="filters" aria-label={t('filter.title')}>
      <div className="filters-line">
        <p className="filters-count" role="status">
          {shown === all ? t('filter.all', { n: shown }) : t('filter.some', { n: shown, all })}
        </p>
        <Button
          className="filters-toggle"
          size="small"
          aria-expanded={open}
          aria-controls="filters-fields"
          onClick={() => setOpen((o) => !o)}
        >
          {active > 0 ? numbered(t('filter.title'), active) : t('filter.title')}
        </Button>
        {active > 0 && (
          <Button size="small" type="link" onClick={onClear}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
      <div className="filters-fields" id="filters-fields" data-open={open}>
        <Select
          allowClear
          showSearch
          aria-label={t('filter.owner')}
          placeholder={t('filter.owner')}
          value={search.owner ?? null}
          popupMatchSelectWidth={false}
          optionFilterProp="label"
          options={[
            { label: t('filter.agencies'), options: overview.loadByAgency.map((b) => ({ value: b.key, label: numbered(b.key, b.count) })) },
            { label: t('field.person'), options: persons.map((p) => ({ value: p.name, label: numbered(p.name, p.count) })) },
          ].filter((group) => group.options.length > 0)}
          onChange={(owner: string | null) => onChange({ owner: owner ?? undefined, ...(owner ? {} : { role: undefined }) })}
        />
        {search.owner && (
          <Select
            aria-label={t('filter.role')}
            value={search.role ?? 'any'}
            popupMatchSelectWidth={false}
            options={[
              { value: 'any', label: t('filter.anyRole') },
              { value: 'lead', label: t('field.lead') },
              { value: 'responsible', label: t('field.responsible') },
              { value: 'person', label: t('field.person') },
            ]}
            onChange={(role) => onChange({ role: role === 'any' ? undefined : (role as NonNullable<PlanSearch['role']>) })}
          />
        )}
        <Select
          allowClear
          aria-label={t('filter.month')}
          placeholder={t('filter.month')}
          value={search.month ?? null}
          popupMatchSelectWidth={false}
          options={[
            ...overview.deadlinesByMonth.map((b) => ({ value: b.key, label: numbered(month(b.key, locale), b.count) })),
            { value: 'none', label: numbered(t('filter.noMonth'), counts.undated) },
          ]}
          onChange={(value: string | null) => onChange({ month: value ?? undefined })}
        />
        <Select
          allowClear
          aria-label={t('filter.domain')}
          placeholder={t('filter.domain')}
          value={search.domain ?? null}
          popupMatchSelectWidth={false}
          options={overview.targetsByDomain.filter((b) => b.key !== '').map((b) => ({ value: b.key, label: numbered(b.key, b.count) }))}
          onChange={(value: string | null) => onChange({ domain: value ?? undefined })}
        />
        <WordsInput value={search.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
        {counts.governance > 0 && (
          <Segmented
            aria-label={t('filter.kind')}
            value={search.kind ?? 'measure'}
            options={[
              { value: 'measure', label: numbered(t('kind.measure'), counts.measures) },
              { value: 'governance', label: numbered(t('kind.governance'), counts.governance) },
              { value: 'all', label: t('kind.all') },
            ]}
            onChange={(kind) => onChange({ kind: kind === 'measure' ? undefined : (kind as NonNullable<PlanSearch['kind']>) })}
          />
        )}
      </div>
    </section>
  )
}

/** The words to look for; the address follows shortly after the last key, not with every one. */
function WordsInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useMessages()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <Input
      allowClear
      aria-label={t('filter.words')}
      placeholder={t('filter.words')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
