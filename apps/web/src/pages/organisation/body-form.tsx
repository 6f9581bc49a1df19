import type { Area, BodyDetail, BodySummary } from '@yingshang/server/contract'
import { Form, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { FormDialog } from './form-dialog.tsx'
import { BODY_KINDS } from './kinds.ts'
import { useAddBody, useChangeBody } from './queries.ts'

interface Fields {
  name: string
  shortName?: string
  kind: BodySummary['kind']
  areaId: string
  parentId?: string
  validFrom?: string
  validUntil?: string
  successorId?: string
}

/** Adds a body, or changes one: its names, where it belongs, when it ended and what took it over. */
export function BodyForm(props: {
  areas: readonly Area[]
  bodies: readonly BodySummary[]
  area?: string | null
  detail?: BodyDetail
  onClose: () => void
}) {
  const { t } = useMessages()
  const body = props.detail?.body
  const add = useAddBody()
  const change = useChangeBody(body?.id ?? '')
  const save = (f: Fields) => {
    const fields = { name: f.name, shortName: f.shortName || null, kind: f.kind, areaId: f.areaId, parentId: f.parentId ?? null }
    if (!body) return add.mutateAsync(fields)
    return change.mutateAsync({ ...fields, validUntil: f.validUntil || null, successorId: f.successorId ?? null })
  }
  const others = props.bodies.filter((b) => b.id !== body?.id).map((b) => ({ value: b.id, label: b.name }))
  const city = props.areas.find((a) => a.kind === 'city') ?? props.areas[0]
  const areaId = body?.areaId ?? props.area ?? city?.id
  const initial: Partial<Fields> = body
    ? {
        name: body.name,
        kind: body.kind,
        areaId: body.areaId,
        shortName: body.shortName ?? '',
        validUntil: body.validUntil ?? '',
        ...(body.parentId === null ? {} : { parentId: body.parentId }),
        ...(body.successorId === null ? {} : { successorId: body.successorId }),
      }
    : { kind: 'department', ...(areaId === undefined ? {} : { areaId }) }
  const search = { showSearch: { optionFilterProp: 'label' as const }, allowClear: true }
  return (
    <FormDialog<Fields>
      title={t(body ? 'organisation.editBody' : 'organisation.addBody')}
      initial={initial}
      onSave={save}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('organisation.fullName')}
        rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="shortName" label={t('organisation.shortName')} extra={t('organisation.shortNameHint')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="kind" label={t('organisation.kind')}>
        <Select options={BODY_KINDS.map((kind) => ({ value: kind, label: t(`organisation.kind.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="areaId" label={t('organisation.area')} rules={[{ required: true, message: t('organisation.needed') }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={props.areas.map((a) => ({ value: a.id, label: a.name }))} />
      </Form.Item>
      <Form.Item name="parentId" label={t('organisation.parent')}>
        <Select {...search} options={others} />
      </Form.Item>
      {body && (
        <>
          <Form.Item name="validUntil" label={t('organisation.lastDay')} extra={t('organisation.lastDayHint')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="successorId" label={t('organisation.successor')}>
            <Select {...search} options={others} />
          </Form.Item>
        </>
      )}
    </FormDialog>
  )
}
