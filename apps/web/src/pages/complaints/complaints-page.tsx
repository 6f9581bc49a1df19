import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ComplaintFilter } from '@yingshang/server/contract'
import { Button, Input, Select, Tabs } from 'antd'
import { useState } from 'react'
import { download } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { useOrganisation } from '../organisation/queries.ts'
import { ComplaintTable } from './complaint-table.tsx'
import { Figures } from './figures.tsx'
import { HotlineImport } from './import-panel.tsx'
import { KINDS, STATES } from './kinds.ts'
import { exportPath } from './queries.ts'
import './complaints.css'

/** 企业诉求: what enterprises brought, how it is dealt with, and figures whose numbers open their rows. The filter stands in the address. */
export function ComplaintsPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const navigate = useNavigate()
  const { view, ...filter } = useSearch({ from: '/complaints' })
  const [importing, setImporting] = useState(false)
  const set = (change: Partial<ComplaintFilter> & { view?: 'list' | 'figures' }) =>
    void navigate({ to: '/complaints', search: { view, ...filter, ...change }, replace: true })
  return (
    <Page
      title={t('complaints.title')}
      lede={t('complaints.lede')}
      actions={
        may('complaint.import') && (
          <>
            <Button onClick={() => setImporting(!importing)} aria-expanded={importing}>
              {t('complaints.import')}
            </Button>
            <Button onClick={() => void download(exportPath(filter), t('complaints.fileName')).catch(toast.failed)}>
              {t('complaints.export')}
            </Button>
            <Button href="/complain" target="_blank">
              {t('complaints.openForm')}
            </Button>
          </>
        )
      }
    >
      {importing && <HotlineImport />}
      <Filters filter={filter} onChange={set} />
      <Tabs
        activeKey={view ?? 'list'}
        onChange={(key) => set({ view: key === 'figures' ? 'figures' : 'list' })}
        destroyOnHidden
        items={[
          { key: 'list', label: t('complaints.list'), children: <ComplaintTable filter={filter} /> },
          {
            key: 'figures',
            label: t('complaints.figures'),
            children: <Figures filter={filter} onOpen={(change) => set({ ...change, view: 'list' })} />,
          },
        ]}
      />
    </Page>
  )
}

function Filters({ filter, onChange }: { filter: ComplaintFilter; onChange: (change: Partial<ComplaintFilter>) => void }) {
  const { t } = useMessages()
  const organisation = useOrganisation()
  const any = { value: '', label: t('complaints.any') }
  const set = (key: keyof ComplaintFilter) => (value: string) => onChange({ [key]: value === '' ? undefined : value })
  return (
    <search className="panel complaint-filters" aria-label={t('complaints.filters')}>
      <div className="complaint-filter">
        <span aria-hidden="true">{t('complaints.state')}</span>
        <Select
          aria-label={t('complaints.state')}
          value={filter.state ?? ''}
          onChange={set('state')}
          options={[any, ...STATES.map((value) => ({ value, label: t(`complaints.state.${value}`) }))]}
        />
      </div>
      <div className="complaint-filter">
        <span aria-hidden="true">{t('complaints.kind')}</span>
        <Select
          aria-label={t('complaints.kind')}
          value={filter.kind ?? ''}
          onChange={set('kind')}
          options={[any, ...KINDS.map((value) => ({ value, label: t(`complaints.kind.${value}`) }))]}
        />
      </div>
      <div className="complaint-filter">
        <span aria-hidden="true">{t('complaints.handler')}</span>
        <Select
          aria-label={t('complaints.handler')}
          value={filter.body ?? ''}
          onChange={set('body')}
          showSearch={{ optionFilterProp: 'label' }}
          options={[any, ...(organisation.data?.bodies ?? []).map((body) => ({ value: body.id, label: body.name }))]}
        />
      </div>
      <div className="complaint-filter">
        <span aria-hidden="true">{t('complaints.from')}</span>
        <Input
          type="date"
          aria-label={t('complaints.from')}
          value={filter.from ?? ''}
          onChange={(event) => set('from')(event.target.value)}
        />
      </div>
      <div className="complaint-filter">
        <span aria-hidden="true">{t('complaints.until')}</span>
        <Input
          type="date"
          aria-label={t('complaints.until')}
          value={filter.until ?? ''}
          onChange={(event) => set('until')(event.target.value)}
        />
      </div>
      <div className="complaint-filter">
        <span aria-hidden="true">{t('complaints.q')}</span>
        <Input allowClear aria-label={t('complaints.q')} value={filter.q ?? ''} onChange={(event) => set('q')(event.target.value)} />
      </div>
      {Object.values(filter).some((value) => value !== undefined) && (
        <Button
          type="link"
          onClick={() =>
            onChange({
              state: undefined,
              kind: undefined,
              body: undefined,
              from: undefined,
              until: undefined,
              q: undefined,
              channel: undefined,
              cause: undefined,
            })
          }
        >
          {t('complaints.clear')}
        </Button>
      )}
    </search>
  )
}
