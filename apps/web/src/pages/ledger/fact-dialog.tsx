import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useMemo } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { FormDialog } from '../organisation/form-dialog.tsx'
import { PersonSelect } from '../organisation/person-select.tsx'
import { useOrganisation } from '../organisation/queries.ts'
import { FACT_FIELDS, type FactField, factFrom, type Typed } from './fact-fields.ts'
import './making.css'
import { type FactInput, type FactKind, useMyScope } from './queries.ts'

interface Named {
  readonly id: string
  readonly name: string
}

interface Props {
  readonly kind: FactKind
  /** What is known already: the step, the milestone … */
  readonly fixed?: Typed
  readonly initial?: Typed
  /** Bodies of the entry, the lead first: in whose name one may speak. */
  readonly bodies?: readonly Named[]
  readonly title?: string
  readonly onSave: (fact: FactInput) => Promise<unknown>
  readonly onClose: () => void
}

/** The form of one fact. What the server refuses stands above the fields, and what was typed stays. */
export function FactDialog({ kind, fixed, initial, bodies = [], title, onSave, onClose }: Props) {
  const { t } = useMessages()
  const scope = useMyScope()
  const fields = FACT_FIELDS[kind] ?? []
  // The office speaks for any body of the entry, others for their own.
  const speaks = useMemo(() => {
    if (!scope.data) return null
    const own = new Set(scope.data.bodies.map((b) => b.id))
    return scope.data.standing === 'office' ? bodies : bodies.filter((b) => own.has(b.id))
  }, [scope.data, bodies])
  if (speaks === null) return null
  const first = fields.some((f) => f.name === 'body') && speaks[0] ? { body: speaks[0].id } : {}
  return (
    <FormDialog<Record<string, unknown>>
      title={title ?? t(`ledger.fact.${kind}`)}
      initial={{ ...first, ...initial }}
      onSave={(typed) => onSave(factFrom(kind, typed, fixed))}
      onClose={onClose}
    >
      {fields.map((field) => (
        <FactItem key={field.name} field={field} speaks={speaks} />
      ))}
      {fields.length === 0 && <p>{t('ledger.sure')}</p>}
    </FormDialog>
  )
}

function FactItem({ field, speaks }: { field: FactField; speaks: readonly Named[] }) {
  const { t } = useMessages()
  const label = t(`ledger.field.${field.name}`)
  if (field.kind === 'milestones') return <Milestones label={label} />
  return (
    <Form.Item name={field.name} label={label} rules={field.needed ? [{ required: true, message: t('organisation.needed') }] : []}>
      {control(field, speaks)}
    </Form.Item>
  )
}

function control(field: FactField, speaks: readonly Named[]) {
  switch (field.kind) {
    case 'text':
      return (
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={field.name === 'summary' || field.name === 'done' ? 5000 : 1000} />
      )
    case 'line':
      return <Input maxLength={300} />
    case 'date':
      return <Input type="date" />
    case 'percent':
      return <InputNumber min={0} max={100} precision={0} suffix="%" />
    case 'weight':
      return <InputNumber min={1} max={1_000_000} precision={0} />
    case 'number':
      return <InputNumber />
    case 'person':
      return <PersonSelect />
    case 'ownBody':
      return <Select options={speaks.map((b) => ({ value: b.id, label: b.name }))} />
    case 'body':
      return <BodySelect />
    default:
      return <BodySelect many />
  }
}

/** Chooses bodies of the organisation by typing part of a name. */
export function BodySelect(props: {
  id?: string
  value?: string | string[]
  onChange?: (value: string | string[]) => void
  many?: boolean
  label?: string
}) {
  const organisation = useOrganisation()
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      {...(props.value === undefined ? {} : { value: props.value })}
      {...(props.onChange === undefined ? {} : { onChange: props.onChange })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.many ? { mode: 'multiple' as const } : {})}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      options={(organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.shortName ?? b.name }))}
    />
  )
}

/** All milestones of an entry, each with its day and its words. */
function Milestones({ label }: { label: string }) {
  const { t } = useMessages()
  return (
    <fieldset className="fact-rows">
      <legend>{label}</legend>
      <Form.List name="milestones">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row, i) => (
              <div key={row.key} className="fact-row">
                <Form.Item name={[row.name, 'id']} hidden>
                  <Input />
                </Form.Item>
                <Form.Item name={[row.name, 'due']} noStyle>
                  <Input type="date" aria-label={t('ledger.milestoneDay', { n: i + 1 })} />
                </Form.Item>
                <Form.Item name={[row.name, 'text']} rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}>
                  <Input aria-label={t('ledger.milestoneText', { n: i + 1 })} maxLength={1000} />
                </Form.Item>
                <Button type="text" danger aria-label={t('ledger.milestoneRemove', { n: i + 1 })} onClick={() => remove(row.name)}>
                  ✕
                </Button>
              </div>
            ))}
            <Button type="dashed" size="small" onClick={() => add({ due: null, text: '' })}>
              ＋ {t('ledger.milestoneAdd')}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  )
}
