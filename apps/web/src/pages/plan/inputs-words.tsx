import type { MeasureContent } from '@yingshang/server/contract'
import { Input, InputNumber, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { type OnDraft, Remove, Rows, useRows } from './rows.tsx'

const PERIODS = ['day', 'week', 'month', 'quarter', 'halfYear', 'year'] as const

/** Duties that come again: how often, on which day, in which words. */
export function RecurringInput({ values, onDraft }: { values: MeasureContent['recurring']; onDraft: OnDraft }) {
  const { t } = useMessages()
  const { rows, change, remove, add } = useRows(
    values.map(({ every, day, text, span }) => ({ every, day, text, span: span as typeof span | undefined })),
    { every: 'month', day: null, text: '', span: undefined },
    (all) =>
      all.some((r) => r.text.trim() === '')
        ? { missing: 'edit.recurringMissing' }
        : {
            value: all.map((r) => ({
              every: r.every,
              day: r.day,
              text: r.text.trim(),
              ...(r.span ? { span: r.span } : {}),
            })),
          },
    onDraft,
  )
  return (
    <Rows onAdd={add} addLabel={t('edit.addRecurring')}>
      {rows.map((r, i) => (
        <fieldset key={r.row} className="editor-row">
          <legend className="visually-hidden">{t('edit.rowOf', { field: t('field.recurring'), n: i + 1 })}</legend>
          <Input
            value={r.text}
            placeholder={t('edit.recurringText')}
            aria-label={t('edit.recurringText')}
            lang="zh-CN"
            onChange={(e) => change(r.row, { text: e.target.value, span: undefined })}
          />
          <Select
            value={r.every}
            aria-label={t('edit.every')}
            popupMatchSelectWidth={false}
            options={PERIODS.map((value) => ({ value, label: t(`every.${value}`) }))}
            onChange={(every) => change(r.row, { every })}
          />
          <InputNumber
            value={r.day}
            min={1}
            max={366}
            precision={0}
            placeholder={t('edit.dayOf')}
            aria-label={t('edit.dayOf')}
            onChange={(day) => change(r.row, { day })}
          />
          <Remove n={i + 1} onRemove={() => remove(r.row)} />
        </fieldset>
      ))}
    </Rows>
  )
}

/** What limits whom or what the measure applies to. */
export function ConditionsInput({ values, onDraft }: { values: MeasureContent['conditions']; onDraft: OnDraft }) {
  const { t } = useMessages()
  const { rows, change, remove, add } = useRows(
    values.map(({ text, span }) => ({ text, span: span as typeof span | undefined })),
    { text: '', span: undefined },
    (all) =>
      all.some((c) => c.text.trim() === '')
        ? { missing: 'edit.conditionMissing' }
        : { value: all.map((c) => ({ text: c.text.trim(), ...(c.span ? { span: c.span } : {}) })) },
    onDraft,
  )
  return (
    <Rows onAdd={add} addLabel={t('edit.addCondition')}>
      {rows.map((c, i) => (
        <fieldset key={c.row} className="editor-row">
          <legend className="visually-hidden">{t('edit.rowOf', { field: t('field.condition'), n: i + 1 })}</legend>
          <Input
            value={c.text}
            aria-label={t('field.condition')}
            lang="zh-CN"
            onChange={(e) => change(c.row, { text: e.target.value, span: undefined })}
          />
          <Remove n={i + 1} onRemove={() => remove(c.row)} />
        </fieldset>
      ))}
    </Rows>
  )
}
