import type { MeasureContent } from '@yingshang/server/contract'
import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import type { Draft } from './editor.tsx'

interface Props {
  readonly measure: MeasureContent
  readonly label: string
  readonly onDraft: (draft: Draft) => void
}

export function TitleInput({ measure, label, onDraft }: Props) {
  const [value, setValue] = useState(measure.title ?? '')
  return (
    <Input.TextArea
      aria-label={label}
      lang="zh-CN"
      autoSize={{ minRows: 1, maxRows: 6 }}
      maxLength={500}
      value={value}
      onChange={(event) => {
        // A title is one line, whatever was pasted.
        const next = event.target.value.replace(/\s*\n\s*/g, '')
        setValue(next)
        onDraft({ value: next.trim() === '' ? null : next.trim() })
      }}
    />
  )
}

export function NumberInput({ measure, label, onDraft }: Props) {
  const [value, setValue] = useState(measure.number)
  return (
    <Input
      aria-label={label}
      maxLength={50}
      value={value}
      onChange={(event) => {
        setValue(event.target.value)
        onDraft({ value: event.target.value.trim() })
      }}
    />
  )
}

/** The headings above, one a line, outermost first. */
export function PathInput({ measure, label, onDraft }: Props) {
  const { t } = useMessages()
  const [value, setValue] = useState(measure.path.join('\n'))
  return (
    <Input.TextArea
      aria-label={label}
      lang="zh-CN"
      placeholder={t('edit.path')}
      autoSize={{ minRows: 2, maxRows: 6 }}
      value={value}
      onChange={(event) => {
        setValue(event.target.value)
        onDraft({
          value: event.target.value
            .split('\n')
            .map((heading) => heading.trim())
            .filter(Boolean),
        })
      }}
    />
  )
}

export function KindInput({ measure, label, onDraft }: Props) {
  const { t } = useMessages()
  const [value, setValue] = useState(measure.kind)
  return (
    <Radio.Group
      aria-label={label}
      value={value}
      onChange={(event) => {
        setValue(event.target.value)
        onDraft({ value: event.target.value })
      }}
      options={[
        { value: 'measure', label: t('kind.measure') },
        { value: 'governance', label: t('kind.governance') },
      ]}
    />
  )
}
