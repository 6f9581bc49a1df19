import type { BodyGroup, BodySummary } from '@yingshang/server/contract'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Closing } from './closing.tsx'
import { FormDialog } from './form-dialog.tsx'
import { useChangeGroup, useDissolveGroup } from './queries.ts'

/** Groups of bodies: what several bodies are called together in plans. Who manages them renames them, says whom they hold, and dissolves them. */
export function Groups(props: { groups: readonly BodyGroup[]; bodies: readonly BodySummary[]; manages: boolean }) {
  const { t } = useMessages()
  const change = useChangeGroup()
  const dissolve = useDissolveGroup()
  const [open, setOpen] = useState<{ readonly group: BodyGroup; readonly to: 'change' | 'dissolve' } | null>(null)
  const close = () => setOpen(null)
  if (props.groups.length === 0) return null
  const bodies = new Map([...(open?.group.bodies ?? []), ...props.bodies].map((b) => [b.id, b.name]))
  return (
    <>
      <h2>{t('organisation.groups')}</h2>
      <ul className="organisation-groups">
        {props.groups.map((group) => (
          <li key={group.id}>
            <Words>{group.name}</Words> <span className="muted">{t('organisation.bodiesCount', { n: group.bodies.length })}</span>
            {props.manages && (
              <>
                <Button
                  type="link"
                  size="small"
                  aria-label={t('organisation.changeOf', { name: group.name })}
                  onClick={() => setOpen({ group, to: 'change' })}
                >
                  {t('common.edit')}
                </Button>
                <Button
                  type="link"
                  size="small"
                  aria-label={t('organisation.dissolveOf', { name: group.name })}
                  onClick={() => setOpen({ group, to: 'dissolve' })}
                >
                  {t('organisation.dissolve')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {open?.to === 'change' && (
        <FormDialog<{ name: string; bodyIds: string[] }>
          title={t('organisation.changeOf', { name: open.group.name })}
          initial={{ name: open.group.name, bodyIds: open.group.bodies.map((b) => b.id) }}
          onSave={(fields) => change.mutateAsync({ id: open.group.id, ...fields })}
          onClose={close}
        >
          <Form.Item
            name="name"
            label={t('organisation.groupName')}
            rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
          >
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="bodyIds" label={t('organisation.bodies')} rules={[{ required: true, message: t('organisation.needed') }]}>
            <Select
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              options={[...bodies].map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
        </FormDialog>
      )}
      {open?.to === 'dissolve' && (
        <Closing
          of="group"
          id={open.group.id}
          title={t('organisation.dissolveOf', { name: open.group.name })}
          dated={false}
          onSave={() => dissolve.mutateAsync(open.group.id)}
          onClose={close}
        />
      )}
    </>
  )
}
