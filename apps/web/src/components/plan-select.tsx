import { Select } from 'antd'
import { usePlanChoices } from '../api/queries.ts'
import { useMessages } from '../messages/index.tsx'
import { Words } from './words.tsx'

interface Props {
  readonly id?: string
  readonly label?: string
  readonly className?: string
  readonly value: string | undefined
  readonly onChange: (plan: string) => void
}

/** Chooses a plan of the library by typing part of its title, issuer or year. */
export function PlanSelect({ id, label, className, value, onChange }: Props) {
  const { t } = useMessages()
  const plans = usePlanChoices()
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      {...(className ? { className } : {})}
      showSearch
      optionFilterProp="label"
      loading={plans.isPending}
      value={value ?? null}
      placeholder={t('alignment.pick')}
      options={(plans.data?.items ?? []).map((plan) => ({
        value: plan.id,
        label: [plan.title, plan.issuer, plan.planYear].filter(Boolean).join(' · '),
      }))}
      labelRender={(chosen) => <Words>{String(chosen.label ?? '')}</Words>}
      optionRender={(option) => <Words>{String(option.label ?? '')}</Words>}
      onChange={onChange}
    />
  )
}
