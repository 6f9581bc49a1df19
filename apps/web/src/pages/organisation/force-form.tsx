import type { BodySummary, TaskForce } from '@yingshang/server/contract'
import { Form, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { FormDialog } from './form-dialog.tsx'
import { today } from './kinds.ts'
import { useAddTaskForce, useChangeTaskForce } from './queries.ts'

interface Fields {
  name: string
  domains?: string[]
  bodyIds?: string[]
  note?: string
  from: string
}

/** Sets up a task force, or changes one: its name, its domains, the bodies in it, its first day. */
export function ForceForm(props: { force?: TaskForce; domains: readonly string[]; bodies: readonly BodySummary[]; onClose: () => void }) {
  const { t } = useMessages()
  const { force } = props
  const add = useAddTaskForce()
  const change = useChangeTaskForce()
  const save = ({ note, ...fields }: Fields) => {
    const body = { ...fields, note: note || null }
    return force ? change.mutateAsync({ id: force.id, ...body }) : add.mutateAsync(body)
  }
  const initial: Partial<Fields> = force
    ? { name: force.name, domains: force.domains, bodyIds: force.bodies.map((b) => b.id), note: force.note ?? '', from: force.from }
    : { from: today() }
  // A body that has ended may still be named.
  const bodies = new Map([...(force?.bodies ?? []), ...props.bodies].map((b) => [b.id, b.name]))
  return (
    <FormDialog<Fields>
      title={force ? t('organisation.changeOf', { name: force.name }) : t('organisation.addForce')}
      initial={initial}
      onSave={save}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('organisation.forceName')}
        rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="domains" label={t('organisation.domains')}>
        <Select mode="tags" options={props.domains.map((domain) => ({ value: domain, label: domain }))} />
      </Form.Item>
      <Form.Item name="bodyIds" label={t('organisation.bodies')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={[...bodies].map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="from" label={t('organisation.from')} rules={[{ required: true, message: t('organisation.needed') }]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="note" label={t('organisation.note')}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
