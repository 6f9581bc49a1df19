import type { CycleRuleShape } from '@yingshang/server/contract'
import { Alert, Button, InputNumber, Select, Spin, Switch } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { Field } from './field.tsx'
import { useCycles, useSetCycles } from './queries.ts'

/** Which rounds a ledger has: switched on and off, with their day, who reports, and when to remind. */
export function CycleSettings({ ledger, onDone }: { ledger: string; onDone: () => void }) {
  const { t } = useMessages()
  const cycles = useCycles(ledger)
  if (cycles.isPending) return <Spin description={t('common.loading')} />
  if (!cycles.data) return <Trouble error={cycles.error} retry={() => void cycles.refetch()} />
  return <Rules key={ledger} ledger={ledger} had={cycles.data.items} onDone={onDone} />
}

function Rules({ ledger, had, onDone }: { ledger: string; had: readonly CycleRuleShape[]; onDone: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const save = useSetCycles(ledger)
  const [items, setItems] = useState(had)
  const [trouble, setTrouble] = useState<string | null>(null)
  const set = (id: string, change: Partial<CycleRuleShape>) => setItems(items.map((r) => (r.id === id ? { ...r, ...change } : r)))
  const keep = async () => {
    setTrouble(null)
    try {
      await save.mutateAsync(items)
      toast.done(t('reporting.cyclesSaved'))
      onDone()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <section className="panel reporting-settings" aria-label={t('reporting.cycles')}>
      <p className="muted">{t('reporting.cyclesText')}</p>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      {items.map((rule) => {
        const name = say(rule.title, locale)
        return (
          <fieldset key={rule.id} className="reporting-rule">
            <legend>
              <Switch checked={rule.active} onChange={(active) => set(rule.id, { active })} aria-label={name} size="small" /> {name}
            </legend>
            <Field label={t('reporting.dueDay')}>
              {'weekday' in rule.due ? (
                <Select
                  aria-label={`${name} ${t('reporting.dueDay')}`}
                  value={rule.due.weekday}
                  onChange={(weekday) => set(rule.id, { due: { weekday } })}
                  options={([1, 2, 3, 4, 5, 6, 7] as const).map((value) => ({ value, label: t(`reporting.weekday.${value}`) }))}
                />
              ) : (
                <InputNumber
                  aria-label={`${name} ${t('reporting.dueDay')}`}
                  min={1}
                  max={31}
                  value={rule.due.day}
                  suffix={t('reporting.dayAfter', { n: rule.due.months })}
                  onChange={(value) =>
                    value !== null && 'day' in rule.due && set(rule.id, { due: { day: value, months: rule.due.months } })
                  }
                />
              )}
            </Field>
            <Field label={t('reporting.opensBefore')}>
              <InputNumber
                aria-label={`${name} ${t('reporting.opensBefore')}`}
                min={0}
                max={60}
                value={rule.opensBefore}
                onChange={(value) => value !== null && set(rule.id, { opensBefore: value })}
              />
            </Field>
            <Field label={t('reporting.closesAfter')}>
              <InputNumber
                aria-label={`${name} ${t('reporting.closesAfter')}`}
                min={0}
                max={60}
                value={rule.closesAfter}
                onChange={(value) => value !== null && set(rule.id, { closesAfter: value })}
              />
            </Field>
            <Field label={t('reporting.who')}>
              <Select
                aria-label={`${name} ${t('reporting.who')}`}
                value={rule.who}
                onChange={(who) => set(rule.id, { who })}
                options={(['lead', 'all'] as const).map((value) => ({ value, label: t(`reporting.who.${value}`) }))}
              />
            </Field>
          </fieldset>
        )
      })}
      <Button type="primary" loading={save.isPending} onClick={() => void keep()}>
        {t('common.save')}
      </Button>
    </section>
  )
}
