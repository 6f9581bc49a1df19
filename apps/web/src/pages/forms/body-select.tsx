import { Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { useOrganisation } from '../organisation/queries.ts'
import type { InputProps } from './inputs.tsx'

/** Chooses a body of the organisation: its id is the value, its name goes along. */
export function BodySelect(
  props: Pick<InputProps, 'id' | 'value' | 'described' | 'invalid'> & {
    onChoose: (id: string | undefined, name: string | undefined) => void
  },
) {
  const { t } = useMessages()
  const organisation = useOrganisation()
  const bodies = (organisation.data?.bodies ?? []).filter((body) => body.validUntil === null)
  return (
    <Select
      id={props.id}
      aria-describedby={props.described}
      aria-invalid={props.invalid || undefined}
      status={props.invalid ? 'error' : ''}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      loading={organisation.isPending}
      value={typeof props.value === 'string' ? props.value : null}
      placeholder={t('form.choose')}
      options={bodies.map((body) => ({ value: body.id, label: body.name }))}
      onChange={(id: string | null) => props.onChoose(id ?? undefined, bodies.find((body) => body.id === id)?.name)}
      style={{ width: '100%', maxWidth: 420 }}
    />
  )
}
