import { Select } from 'antd'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { usePeople } from './queries.ts'

/** Chooses somebody by name or account; the server searches. Used as the control of a form item. */
export function PersonSelect(props: { id?: string; value?: string; onChange?: (id: string) => void }) {
  const { t } = useMessages()
  const [q, setQ] = useState('')
  const people = usePeople(q)
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      {...(props.value === undefined ? {} : { value: props.value })}
      {...(props.onChange === undefined ? {} : { onChange: props.onChange })}
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={people.isFetching}
      notFoundContent={t('organisation.nobodyFound')}
      options={(people.data?.items ?? []).map((p) => ({
        value: p.id,
        label: `${p.displayName}（${p.login}）${p.posts.length > 0 ? ` ${p.posts[0]}` : ''}`,
      }))}
    />
  )
}
