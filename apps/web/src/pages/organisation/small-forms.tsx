import type { Area } from '@yingshang/server/contract'
import { Form, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { FormDialog } from './form-dialog.tsx'
import { useAddArea, useChangeArea, useInvite } from './queries.ts'

const AREA_KINDS: readonly Area['kind'][] = ['province', 'city', 'district', 'town', 'zone']

/** Adds an area below another one, or changes one. */
export function AreaForm({ areas, area, onClose }: { areas: readonly Area[]; area?: Area; onClose: () => void }) {
  const { t } = useMessages()
  const add = useAddArea()
  const change = useChangeArea()
  return (
    <FormDialog<{ name: string; kind: Area['kind']; parentId?: string }>
      title={area ? t('organisation.changeOf', { name: area.name }) : t('organisation.addArea')}
      initial={
        area
          ? { name: area.name, kind: area.kind, ...(area.parentId === null ? {} : { parentId: area.parentId }) }
          : { kind: areas.length === 0 ? 'city' : 'district' }
      }
      onSave={({ parentId, ...fields }) => {
        const body = { ...fields, parentId: parentId ?? null }
        return area ? change.mutateAsync({ id: area.id, ...body }) : add.mutateAsync({ ...body, position: areas.length })
      }}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('organisation.areaName')}
        rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="kind" label={t('organisation.areaKind')}>
        <Select options={AREA_KINDS.map((kind) => ({ value: kind, label: t(`organisation.area.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="parentId" label={t('organisation.areaParent')}>
        <Select allowClear options={areas.filter((a) => a.id !== area?.id).map((a) => ({ value: a.id, label: a.name }))} />
      </Form.Item>
    </FormDialog>
  )
}

/** Makes an account without a password: its owner comes in through another door, or an administrator sets one. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useMessages()
  const invite = useInvite()
  return (
    <FormDialog<{ login: string; displayName: string; email?: string }>
      title={t('organisation.invite')}
      initial={{}}
      onSave={({ email, ...fields }) => invite.mutateAsync({ ...fields, email: email || null })}
      onClose={onClose}
    >
      <p className="muted">{t('organisation.inviteLede')}</p>
      <Form.Item
        name="login"
        label={t('admin.login')}
        extra={t('admin.loginRule')}
        rules={[{ required: true, min: 2, max: 64, pattern: /^[\p{L}\p{N}._@-]+$/u, message: t('admin.loginRule') }]}
      >
        <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="displayName" label={t('admin.name')} rules={[{ required: true, whitespace: true, message: t('admin.nameNeeded') }]}>
        <Input autoComplete="off" maxLength={100} />
      </Form.Item>
      <Form.Item name="email" label={t('account.email')} rules={[{ type: 'email', message: t('account.emailWrong') }]}>
        <Input autoComplete="off" maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
