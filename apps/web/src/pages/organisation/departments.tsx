import type { Department } from '@yingshang/server/contract'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Closing } from './closing.tsx'
import { FormDialog } from './form-dialog.tsx'
import { useChangeDepartment } from './queries.ts'

/** The departments of a body, those that were closed struck out; who manages them renames and closes them. */
export function Departments({ departments, manages }: { departments: readonly Department[]; manages: boolean }) {
  const { t } = useMessages()
  const change = useChangeDepartment()
  const [open, setOpen] = useState<{ readonly department: Department; readonly to: 'change' | 'close' } | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      {departments.length === 0 && <span className="muted">{t('organisation.none')}</span>}
      {departments.map((d) => (
        <span key={d.id} className={d.closedOn === null ? 'organisation-tag' : 'organisation-tag is-closed'}>
          <Words>{d.name}</Words>
          {d.closedOn !== null && ` ${t('organisation.closed', { day: d.closedOn })}`}
          {manages && d.closedOn === null && (
            <>
              <Button
                type="link"
                size="small"
                aria-label={t('organisation.changeOf', { name: d.name })}
                onClick={() => setOpen({ department: d, to: 'change' })}
              >
                {t('common.edit')}
              </Button>
              <Button
                type="link"
                size="small"
                aria-label={t('organisation.closeOf', { name: d.name })}
                onClick={() => setOpen({ department: d, to: 'close' })}
              >
                {t('organisation.close')}
              </Button>
            </>
          )}
        </span>
      ))}
      {open?.to === 'change' && (
        <FormDialog<{ name: string }>
          title={t('organisation.changeOf', { name: open.department.name })}
          initial={{ name: open.department.name }}
          onSave={(fields) => change.mutateAsync({ id: open.department.id, ...fields })}
          onClose={close}
        >
          <Form.Item
            name="name"
            label={t('organisation.departmentName')}
            rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
          >
            <Input maxLength={100} />
          </Form.Item>
        </FormDialog>
      )}
      {open?.to === 'close' && (
        <Closing
          of="department"
          id={open.department.id}
          title={t('organisation.closeOf', { name: open.department.name })}
          dated
          onSave={(closedOn) => change.mutateAsync({ id: open.department.id, closedOn })}
          onClose={close}
        />
      )}
    </>
  )
}
