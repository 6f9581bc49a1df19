import type { IndicatorSummary } from '@yingshang/server/contract'
import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { BodySelect } from '../ledger/fact-dialog.tsx'
import { FormDialog } from '../organisation/form-dialog.tsx'
import type { DefinitionInput } from './queries.ts'

type Typed = DefinitionInput & { readonly retired?: boolean }

/** What an indicator is: a new one, or the next version of one that there is. */
export function DefinitionDialog({
  title,
  of,
  onSave,
  onClose,
}: {
  title: string
  of?: IndicatorSummary
  onSave: (definition: DefinitionInput, retired: boolean) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useMessages()
  const needed = [{ required: true, message: t('organisation.needed') }]
  return (
    <FormDialog<Typed>
      title={title}
      initial={
        of
          ? {
              name: of.name,
              unit: of.unit,
              direction: of.direction,
              formula: of.formula,
              source: of.source,
              period: of.period,
              decimals: of.decimals,
              lateAfter: of.lateAfter,
              retired: of.retired,
              ...(of.keeper ? { keeper: of.keeper.id } : {}),
            }
          : { unit: '%', direction: 'up', period: 'quarter', decimals: 1, lateAfter: 10 }
      }
      onSave={({ retired, effectiveFrom, ...typed }) =>
        onSave(
          { ...typed, unit: typed.unit ?? '', keeper: typed.keeper ?? null, ...(effectiveFrom ? { effectiveFrom } : {}) },
          retired === true,
        )
      }
      onClose={onClose}
    >
      <Form.Item name="name" label={t('indicators.name')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="indicator-fields">
        <Form.Item name="unit" label={t('indicators.unit')}>
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name="direction" label={t('indicators.direction')} rules={needed}>
          <Select options={(['up', 'down'] as const).map((value) => ({ value, label: t(`indicators.${value}`) }))} />
        </Form.Item>
        <Form.Item name="period" label={t('indicators.frequency')} rules={needed}>
          <Select options={(['month', 'quarter', 'year'] as const).map((value) => ({ value, label: t(`indicators.period.${value}`) }))} />
        </Form.Item>
        <Form.Item name="decimals" label={t('indicators.decimals')} rules={needed}>
          <InputNumber min={0} max={6} precision={0} />
        </Form.Item>
        <Form.Item name="lateAfter" label={t('indicators.lateAfter')} rules={needed}>
          <InputNumber min={0} max={366} precision={0} />
        </Form.Item>
        <Form.Item name="effectiveFrom" label={t('indicators.effectiveFrom')}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item name="formula" label={t('indicators.formula')} rules={needed}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
      </Form.Item>
      <Form.Item name="source" label={t('indicators.source')} rules={needed}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="keeper" label={t('indicators.keeper')} extra={t('indicators.keeperHelp')}>
        <BodySelect />
      </Form.Item>
      {of && (
        <Form.Item name="retired" valuePropName="checked">
          <Checkbox>{t('indicators.retire')}</Checkbox>
        </Form.Item>
      )}
    </FormDialog>
  )
}
