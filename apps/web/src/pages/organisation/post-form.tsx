import type { Department, Membership } from '@yingshang/server/contract'
import { Form, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { FormDialog } from './form-dialog.tsx'
import { BODY_POSTS, FORCE_POSTS, today } from './kinds.ts'
import { PersonSelect } from './person-select.tsx'
import { useAddMembership } from './queries.ts'

interface Fields {
  userId: string
  post: Membership['post']
  title?: string
  departmentId?: string
  domain?: string
  from: string
}

/** Puts somebody on a post: in a body, in a task force, or as commander of a domain. */
export function PostForm(props: {
  place: { readonly bodyId: string } | { readonly taskForceId: string } | 'domain'
  departments?: readonly Department[]
  domain?: string
  onClose: () => void
}) {
  const { t } = useMessages()
  const add = useAddMembership()
  const { place } = props
  const posts = place === 'domain' ? FORCE_POSTS.slice(0, 2) : 'bodyId' in place ? BODY_POSTS : FORCE_POSTS
  const save = ({ title, departmentId, domain, ...fields }: Fields) =>
    add.mutateAsync({
      ...fields,
      title: title || null,
      ...(place === 'domain' ? { domain: domain ?? '' } : place),
      ...(departmentId === undefined ? {} : { departmentId }),
    })
  const departments = props.departments?.filter((d) => d.closedOn === null) ?? []
  return (
    <FormDialog<Fields>
      title={t(place === 'domain' ? 'organisation.addCommander' : 'organisation.addPost')}
      initial={{ post: posts[0]!, from: today(), ...(props.domain === undefined ? {} : { domain: props.domain }) }}
      onSave={save}
      onClose={props.onClose}
    >
      <Form.Item name="userId" label={t('organisation.person')} rules={[{ required: true, message: t('organisation.needed') }]}>
        <PersonSelect />
      </Form.Item>
      <Form.Item name="post" label={t('organisation.postKind')}>
        <Select options={posts.map((post) => ({ value: post, label: t(`organisation.post.${post}`) }))} />
      </Form.Item>
      {place === 'domain' && (
        <Form.Item
          name="domain"
          label={t('organisation.domain')}
          rules={[{ required: true, whitespace: true, message: t('organisation.needed') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
      )}
      <Form.Item name="title" label={t('organisation.postTitle')}>
        <Input maxLength={60} />
      </Form.Item>
      {departments.length > 0 && (
        <Form.Item name="departmentId" label={t('organisation.department')}>
          <Select allowClear options={departments.map((d) => ({ value: d.id, label: d.name }))} />
        </Form.Item>
      )}
      <Form.Item name="from" label={t('organisation.from')} rules={[{ required: true, message: t('organisation.needed') }]}>
        <Input type="date" />
      </Form.Item>
    </FormDialog>
  )
}
