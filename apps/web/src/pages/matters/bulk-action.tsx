import { useQuery } from '@tanstack/react-query'
import type { Field, Values } from '@yingshang/procedure'
import type { BulkActions, BulkDeed, MatterSummary } from '@yingshang/server/contract'
import { Select, Spin } from 'antd'
import { useId, useMemo, useState } from 'react'
import { api } from '../../api/client.ts'
import { useProcedure } from '../../api/matters.ts'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { DefinedForm } from '../forms/defined-form.tsx'
import { pageForm } from '../forms/page-view.ts'
import { say } from '../forms/value.tsx'

type OneAction = BulkActions['items'][number]

/** One procedural action with one form for all chosen matters; the engine judges each by itself. */
export function BulkAction({ chosen, onPreview }: { chosen: readonly MatterSummary[]; onPreview: (deed: BulkDeed) => Promise<void> }) {
  const { t, locale } = useMessages()
  const id = useId()
  const ids = chosen.map((m) => m.id)
  const actions = useQuery({
    queryKey: ['matters', 'bulk-actions', ids],
    queryFn: () => api.post<BulkActions>('/api/matters/bulk/actions', { ids }),
  })
  const [key, setKey] = useState<string | null>(null)
  if (actions.isPending) return <Spin description={t('common.loading')} />
  if (actions.isError) return <Trouble error={actions.error} retry={() => void actions.refetch()} />
  const keyOf = (one: OneAction) => `${one.procedure.id} ${one.procedure.version} ${one.action}`
  const { items } = actions.data
  if (items.length === 0) return <p className="muted">{t('bulk.noActions')}</p>
  const one = items.find((i) => keyOf(i) === key)
  return (
    <>
      <label className="form-label" htmlFor={`${id}-action`}>
        {t('bulk.action')}
      </label>
      <Select
        id={`${id}-action`}
        value={key}
        placeholder={t('form.choose')}
        style={{ width: '100%', marginBottom: 12 }}
        options={items.map((i) => ({ value: keyOf(i), label: t('bulk.actionOf', { action: say(i.label, locale), n: i.allowed.length }) }))}
        onChange={setKey}
      />
      {one && <OneForm key={keyOf(one)} one={one} onPreview={onPreview} />}
    </>
  )
}

function OneForm({ one, onPreview }: { one: OneAction; onPreview: (deed: BulkDeed) => Promise<void> }) {
  const { t } = useMessages()
  const { session } = useSession()
  const definition = useProcedure(one.procedure.id, one.procedure.version)
  const [values, setValues] = useState<Values>({})
  const form = useMemo(
    () =>
      definition.data &&
      pageForm(one.fields as unknown as Field[], {
        definition: definition.data,
        matter: null,
        actor: { id: session.user.id, roles: [] },
        action: one.action,
        now: new Date(),
        whole: false,
      }),
    [definition.data, one, session.user.id],
  )
  if (!form) return <Spin description={t('common.loading')} />
  return (
    <DefinedForm
      form={form}
      values={values}
      onChange={setValues}
      submitText={t('bulk.preview')}
      onSubmit={(sent) => onPreview({ do: 'act', action: one.action, values: sent as Record<string, unknown> })}
    />
  )
}
