import type { IndicatorDetail, IndicatorReading } from '@yingshang/server/contract'
import { Alert, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { BodySelect } from '../ledger/fact-dialog.tsx'
import { FormDialog } from '../organisation/form-dialog.tsx'
import { periodsBack, periodText } from './period.ts'
import { type ReadingInput, useEnterReading } from './queries.ts'

interface Typed {
  readonly body?: string
  readonly period: string
  readonly value?: number | null
  readonly asOf?: string
  readonly origin: string
  readonly reason?: string
}

/** Enters a value, or corrects one (`of`): what stood there stays on record. */
export function ReadingDialog({ detail, of, onClose }: { detail: IndicatorDetail; of: IndicatorReading | null; onClose: () => void }) {
  const { t, locale } = useMessages()
  const { indicator, mayEnter, today } = detail
  const enter = useEnterReading(indicator.id)
  const [back, setBack] = useState(false)
  const needed = [{ required: true, message: t('organisation.needed') }]
  const periods = of ? [of.period] : periodsBack(indicator.period, today, 24)
  return (
    <FormDialog<Typed>
      title={t(of ? 'indicators.correct' : 'indicators.enter')}
      initial={
        of
          ? { period: of.period, value: of.value, origin: of.origin, ...(of.body ? { body: of.body.id } : {}) }
          : { period: periods[1]!, ...(mayEnter.all ? {} : mayEnter.bodies[0] ? { body: mayEnter.bodies[0].id } : {}) }
      }
      onSave={({ body, asOf, ...typed }) => {
        const reading: ReadingInput = {
          period: typed.period,
          origin: typed.origin,
          body: body ?? null,
          value: back ? null : (typed.value ?? null),
          ...(asOf ? { asOf } : {}),
          ...(of ? { replaces: of.id, reason: typed.reason ?? null } : {}),
        }
        return enter.mutateAsync(reading)
      }}
      onClose={onClose}
    >
      {of && <Alert type="info" showIcon title={t('indicators.correctHelp', { value: `${of.value ?? '—'}${indicator.unit}` })} />}
      <Form.Item name="period" label={t('indicators.periodOf')} rules={needed}>
        <Select disabled={of !== null} options={periods.map((value) => ({ value, label: periodText(value, locale) }))} />
      </Form.Item>
      <Form.Item name="body" label={t('indicators.bodyOf')} extra={mayEnter.all ? t('indicators.wholeHelp') : undefined}>
        {of || !mayEnter.all ? (
          <Select
            disabled={of !== null}
            options={(of?.body ? [of.body] : mayEnter.bodies).map((b) => ({ value: b.id, label: b.name }))}
            placeholder={t('indicators.whole')}
          />
        ) : (
          <BodySelect />
        )}
      </Form.Item>
      {of && (
        <Form.Item label={t('indicators.what')}>
          <Select
            value={back}
            onChange={setBack}
            options={[
              { value: false, label: t('indicators.changeValue') },
              { value: true, label: t('indicators.takeBack') },
            ]}
          />
        </Form.Item>
      )}
      {!back && (
        <Form.Item name="value" label={t('indicators.value')} rules={needed}>
          <InputNumber suffix={indicator.unit} />
        </Form.Item>
      )}
      <Form.Item name="asOf" label={t('indicators.asOf')} extra={t('indicators.asOfHelp')}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="origin" label={t('indicators.origin')} rules={needed}>
        <Input maxLength={500} />
      </Form.Item>
      {of && (
        <Form.Item name="reason" label={t('indicators.reason')} rules={needed}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
        </Form.Item>
      )}
    </FormDialog>
  )
}
