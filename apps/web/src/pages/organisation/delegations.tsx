import { Button, Form, type FormInstance, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { FormDialog } from './form-dialog.tsx'
import { today } from './kinds.ts'
import { PersonSelect } from './person-select.tsx'
import { useDelegate, useDelegations, usePostsOf, useRevoke } from './queries.ts'

interface Fields {
  fromUserId?: string
  membershipId?: string
  toUserId: string
  fromDay: string
  untilDay: string
  reason: string
}

/** Who stands in for whom, from when to when; one's own posts can be lent out here. */
export function Delegations() {
  const { t } = useMessages()
  const { session, may } = useSession()
  const toast = useToast()
  const found = useDelegations()
  const delegate = useDelegate()
  const revoke = useRevoke()
  const [open, setOpen] = useState(false)
  const manages = may('organisation.manage')
  const items = found.data?.items ?? []
  return (
    <section aria-labelledby="delegations-title">
      <div className="organisation-heading">
        <h2 id="delegations-title">{t('organisation.delegations')}</h2>
        <Button onClick={() => setOpen(true)}>{t('organisation.delegate')}</Button>
      </div>
      {found.data && items.length === 0 && <p className="panel organisation-hint">{t('organisation.noDelegations')}</p>}
      {items.length > 0 && (
        <div className="panel">
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('organisation.delegator')}</th>
                <th scope="col">{t('organisation.delegate.to')}</th>
                <th scope="col">{t('organisation.time')}</th>
                <th scope="col">{t('organisation.reason')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('common.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((d) => (
                <tr key={d.id}>
                  <th scope="row">
                    <Words>{d.from.displayName}</Words>
                  </th>
                  <td data-label={t('organisation.delegate.to')}>
                    <Words>{d.to.displayName}</Words>
                  </td>
                  <td data-label={t('organisation.time')} className="mono">
                    {d.fromDay} — {d.untilDay}
                  </td>
                  <td data-label={t('organisation.reason')}>
                    <Words>{d.reason}</Words>
                    <span className="cell-sub">
                      <Words>{d.membership ?? t('organisation.delegate.all')}</Words>
                    </span>
                  </td>
                  <td className="cell-actions">
                    {(manages || d.from.id === session.user.id) && (
                      <Button
                        type="text"
                        size="small"
                        aria-label={t('organisation.revokeOf', { name: d.to.displayName })}
                        onClick={() => void revoke.mutateAsync(d.id).then(() => toast.done(t('organisation.saved')), toast.failed)}
                      >
                        {t('organisation.revoke')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && (
        <FormDialog<Fields>
          title={t('organisation.delegate')}
          initial={{ fromDay: today(), untilDay: today() }}
          onSave={({ fromUserId, membershipId, ...fields }) =>
            delegate.mutateAsync({ ...fields, membershipId: membershipId ?? null, ...(fromUserId ? { fromUserId } : {}) })
          }
          onClose={() => setOpen(false)}
        >
          {(form) => (
            <>
              {manages && (
                <Form.Item name="fromUserId" label={t('organisation.delegator')} extra={t('organisation.delegatorHint')}>
                  <PersonSelect />
                </Form.Item>
              )}
              <PostChoice form={form} self={session.user.id} />
              <Form.Item
                name="toUserId"
                label={t('organisation.delegate.to')}
                rules={[{ required: true, message: t('organisation.needed') }]}
              >
                <PersonSelect />
              </Form.Item>
              <Form.Item name="fromDay" label={t('organisation.from')} rules={[{ required: true, message: t('organisation.needed') }]}>
                <Input type="date" />
              </Form.Item>
              <Form.Item name="untilDay" label={t('organisation.until')} rules={[{ required: true, message: t('organisation.needed') }]}>
                <Input type="date" />
              </Form.Item>
              <Form.Item
                name="reason"
                label={t('organisation.reason')}
                rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
              >
                <Input maxLength={200} />
              </Form.Item>
            </>
          )}
        </FormDialog>
      )}
    </section>
  )
}

/** Which post is delegated: one of those of whoever delegates, or all of them. */
function PostChoice({ form, self }: { form: FormInstance<Fields>; self: string }) {
  const { t } = useMessages()
  const delegator = Form.useWatch('fromUserId', form) ?? self
  const posts = usePostsOf(delegator).data?.items
  // What was chosen was a post of somebody else.
  useEffect(() => {
    const chosen = form.getFieldValue('membershipId')
    if (chosen !== undefined && posts && !posts.some((post) => post.id === chosen)) form.resetFields(['membershipId'])
  }, [form, posts])
  return (
    <Form.Item name="membershipId" label={t('organisation.delegate.what')}>
      <Select
        allowClear
        placeholder={t('organisation.delegate.all')}
        options={(posts ?? []).map((post) => ({ value: post.id, label: post.words }))}
      />
    </Form.Item>
  )
}
