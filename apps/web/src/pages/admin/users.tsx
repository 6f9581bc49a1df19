import type { Role, User, UserWithPassword } from '@yingshang/server/contract'
import { Alert, App, Button, Form, Input, Modal, Select, Spin, Typography } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useChangeUser, useCreateUser, useUsers } from '../../api/queries.ts'
import { instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { ROLES } from './roles.ts'

/** The people of the body: adding, changing, disabling, a new password. */
export function Users() {
  const { t } = useMessages()
  const users = useUsers(true)
  const [form, setForm] = useState<User | 'new' | null>(null)
  const [secret, setSecret] = useState<UserWithPassword | null>(null)
  return (
    <section className="panel" aria-label={t('admin.users')}>
      <div className="list-tools">
        <Button type="primary" onClick={() => setForm('new')}>
          {t('admin.add')}
        </Button>
      </div>
      {users.isPending && (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
      {users.isError && <Trouble error={users.error} retry={() => void users.refetch()} />}
      {users.data && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('admin.login')}</th>
              <th scope="col">{t('admin.name')}</th>
              <th scope="col">{t('admin.roles')}</th>
              <th scope="col">{t('admin.state')}</th>
              <th scope="col">{t('admin.lastSignIn')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.data.items.map((user) => (
              <UserRow key={user.id} user={user} onEdit={() => setForm(user)} onSecret={setSecret} />
            ))}
          </tbody>
        </table>
      )}
      {form && <UserForm user={form === 'new' ? null : form} onClose={() => setForm(null)} onSecret={setSecret} />}
      {secret?.oneTimePassword && (
        <Modal
          open
          title={t('admin.secretTitle')}
          onCancel={() => setSecret(null)}
          footer={
            <Button type="primary" onClick={() => setSecret(null)}>
              {t('common.close')}
            </Button>
          }
        >
          <p>{t('admin.secretText', { name: secret.displayName, login: secret.login })}</p>
          <p className="secret">
            <Typography.Text copyable code>
              {secret.oneTimePassword}
            </Typography.Text>
          </p>
        </Modal>
      )}
    </section>
  )
}

function UserRow(props: { user: User; onEdit: () => void; onSecret: (user: UserWithPassword) => void }) {
  const { user } = props
  const { t } = useMessages()
  const { session } = useSession()
  const { modal } = App.useApp()
  const toast = useToast()
  const change = useChangeUser()
  const own = user.id === session.user.id
  const state = user.disabled
    ? t('admin.disabled')
    : user.lockedUntil
      ? t('admin.locked', { until: instant(user.lockedUntil) })
      : user.mustChangePassword
        ? t('admin.firstPassword')
        : t('admin.active')
  const reset = () =>
    modal.confirm({
      title: t('admin.reset'),
      content: t('admin.resetText', { name: user.displayName }),
      onOk: () => change.mutateAsync({ id: user.id, resetPassword: true }).then(props.onSecret, toast.failed),
    })
  const resetFactor = () =>
    modal.confirm({
      title: t('account.resetFactor'),
      content: t('account.resetFactorText', { name: user.displayName }),
      onOk: () => change.mutateAsync({ id: user.id, resetSecondFactor: true }).then(() => toast.done(t('admin.changed')), toast.failed),
    })
  const toggle = () =>
    change.mutateAsync({ id: user.id, disabled: !user.disabled }).then(() => toast.done(t('admin.changed')), toast.failed)
  return (
    <tr>
      <th scope="row">
        <Words>{user.login}</Words>
      </th>
      <td data-label={t('admin.name')}>
        <Words>{user.displayName}</Words>
      </td>
      <td data-label={t('admin.roles')}>{user.roles.map((role) => t(`role.${role}`)).join(' · ')}</td>
      <td data-label={t('admin.state')}>{state}</td>
      <td data-label={t('admin.lastSignIn')} className="mono">
        {user.lastSignInAt ? instant(user.lastSignInAt) : '—'}
      </td>
      <td className="cell-actions">
        <Button type="text" size="small" onClick={props.onEdit} aria-label={`${t('common.edit')} ${user.login}`}>
          {t('common.edit')}
        </Button>
        <Button type="text" size="small" onClick={reset} disabled={own} aria-label={`${t('admin.reset')} ${user.login}`}>
          {t('admin.reset')}
        </Button>
        {user.secondFactor && (
          <Button type="text" size="small" onClick={resetFactor} disabled={own} aria-label={`${t('account.resetFactor')} ${user.login}`}>
            {t('account.resetFactor')}
          </Button>
        )}
        <Button
          type="text"
          size="small"
          danger={!user.disabled}
          disabled={own}
          onClick={() => void toggle()}
          aria-label={`${t(user.disabled ? 'admin.enable' : 'admin.disable')} ${user.login}`}
        >
          {t(user.disabled ? 'admin.enable' : 'admin.disable')}
        </Button>
      </td>
    </tr>
  )
}

interface Fields {
  login: string
  displayName: string
  roles: Role[]
  email?: string | null
}

function UserForm(props: { user: User | null; onClose: () => void; onSecret: (user: UserWithPassword) => void }) {
  const { user } = props
  const { t, locale } = useMessages()
  const toast = useToast()
  const create = useCreateUser()
  const change = useChangeUser()
  const [form] = Form.useForm<Fields>()
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const submit = async (fields: Fields) => {
    setRefusal(null)
    try {
      if (user) {
        await change.mutateAsync({ id: user.id, displayName: fields.displayName, roles: fields.roles, email: fields.email || null })
        toast.done(t('admin.changed'))
      } else props.onSecret(await create.mutateAsync({ ...fields, email: fields.email || null }))
      props.onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefusal(error)
    }
  }
  return (
    <Modal
      open
      title={t(user ? 'admin.edit' : 'admin.add')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending || change.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={user ?? { login: '', displayName: '', roles: ['officer'] }}
        onFinish={(fields) => void submit(fields)}
      >
        {refusal && <Alert role="alert" type="error" showIcon title={refusal.say(locale)} style={{ marginBottom: 16 }} />}
        <Form.Item
          name="login"
          label={t('admin.login')}
          extra={t('admin.loginRule')}
          rules={[{ required: !user, min: 2, max: 64, pattern: /^[\p{L}\p{N}._@-]+$/u, message: t('admin.loginRule') }]}
        >
          <Input disabled={user !== null} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="displayName"
          label={t('admin.name')}
          rules={[{ required: true, whitespace: true, message: t('admin.nameNeeded') }]}
        >
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <Form.Item name="email" label={t('account.email')} rules={[{ type: 'email', message: t('account.emailWrong') }]}>
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
        <Form.Item name="roles" label={t('admin.roles')} rules={[{ required: true, message: t('admin.rolesNeeded') }]}>
          <Select
            mode="multiple"
            options={ROLES.map((role) => ({ value: role, label: `${t(`role.${role}`)}：${t(`role.${role}.may`)}` }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
