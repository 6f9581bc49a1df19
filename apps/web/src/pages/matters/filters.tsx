import { Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useId, useState } from 'react'
import { useProcedure, useProcedures } from '../../api/matters.ts'
import { useMessages } from '../../messages/index.tsx'
import type { MatterSearch } from '../../routes/matter-search.ts'
import { say } from '../forms/value.tsx'

const SETTLE_MS = 300

/** The filters of the list. Stages and flags are those of the procedure that is chosen. */
export function MatterFilters({ search, onChange }: { search: MatterSearch; onChange: (next: MatterSearch) => void }) {
  const { t, locale } = useMessages()
  const id = useId()
  const procedures = useProcedures()
  const procedure = useProcedure(search.procedure)
  const [q, setQ] = useState(search.q ?? '')
  const set = (part: { [K in keyof MatterSearch]?: MatterSearch[K] | undefined }) =>
    onChange(Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, v]) => v !== undefined && v !== '')) as MatterSearch)
  useEffect(() => setQ(search.q ?? ''), [search.q])
  useEffect(() => {
    if (q.trim() === (search.q ?? '')) return
    const timer = setTimeout(() => set({ q: q.trim() || undefined }), SETTLE_MS)
    return () => clearTimeout(timer)
  })
  const stages = (procedure.data?.tracks ?? []).flatMap((track) =>
    track.stages.map((stage) => ({ value: `${track.id}/${stage.id}`, label: `${say(track.title, locale)} · ${say(stage.title, locale)}` })),
  )
  const some = Object.keys(search).length > 0
  return (
    <section className="panel matter-filters" aria-label={t('filter.title')}>
      <div className="filter-wide">
        <label htmlFor={`${id}-q`}>{t('matters.words')}</label>
        <Input id={`${id}-q`} allowClear value={q} maxLength={100} onChange={(event) => setQ(event.target.value)} />
      </div>
      <div>
        <label htmlFor={`${id}-procedure`}>{t('matters.procedure')}</label>
        <Select
          id={`${id}-procedure`}
          allowClear
          value={search.procedure ?? null}
          placeholder={t('kind.all')}
          options={(procedures.data?.items ?? []).map((p) => ({ value: p.id, label: say(p.title, locale) }))}
          onChange={(next: string | null) => set({ procedure: next ?? undefined, stage: undefined, flag: undefined })}
        />
      </div>
      <div>
        <label htmlFor={`${id}-stage`}>{t('matters.stage')}</label>
        <Select
          id={`${id}-stage`}
          allowClear
          disabled={!search.procedure}
          value={search.stage ?? null}
          placeholder={t(search.procedure ? 'kind.all' : 'matters.procedureFirst')}
          options={stages}
          onChange={(next: string | null) => set({ stage: next ?? undefined })}
        />
      </div>
      <div>
        <label htmlFor={`${id}-flag`}>{t('matters.flag')}</label>
        <Select
          id={`${id}-flag`}
          allowClear
          disabled={!search.procedure}
          value={search.flag ?? null}
          placeholder={t(search.procedure ? 'kind.all' : 'matters.procedureFirst')}
          options={(procedure.data?.flags ?? []).map((flag) => ({ value: flag.id, label: say(flag.title, locale) }))}
          onChange={(next: string | null) => set({ flag: next ?? undefined })}
        />
      </div>
      <div>
        <label htmlFor={`${id}-ended`}>{t('matters.state')}</label>
        <Select
          id={`${id}-ended`}
          allowClear
          value={search.ended ?? null}
          placeholder={t('kind.all')}
          options={[
            { value: 'false', label: t('matters.running') },
            { value: 'true', label: t('matter.ended') },
          ]}
          onChange={(next: 'true' | 'false' | null) => set({ ended: next ?? undefined })}
        />
      </div>
      <div>
        <label htmlFor={`${id}-due`}>{t('matters.dueBefore')}</label>
        <Input
          id={`${id}-due`}
          type="date"
          value={search.dueBefore ?? ''}
          onChange={(event) => set({ dueBefore: event.target.value || undefined })}
        />
      </div>
      <div className="filter-checks">
        <Checkbox checked={search.mine === 'true'} onChange={(event) => set({ mine: event.target.checked ? 'true' : undefined })}>
          {t('matters.mine')}
        </Checkbox>
        <Checkbox checked={search.following === 'true'} onChange={(event) => set({ following: event.target.checked ? 'true' : undefined })}>
          {t('matters.followed')}
        </Checkbox>
        {some && (
          <Button size="small" onClick={() => onChange({})}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </section>
  )
}
