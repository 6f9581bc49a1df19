import type { Attachment, Field, Value } from '@yingshang/procedure'
import { AutoComplete, Button, Checkbox, Input, Progress, Radio, Select } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, upload } from '../../api/client.ts'
import { bytes } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { fenOf, yuan } from './money.ts'
import { say } from './value.tsx'

export interface InputProps {
  readonly field: Field
  readonly id: string
  readonly value: Value | undefined
  readonly onChange: (value: Value | undefined) => void
  readonly described: string | undefined
  readonly invalid: boolean
  /** Earliest and latest day, where the definition says so and the page can tell. */
  readonly from?: string | undefined
  readonly until?: string | undefined
  /** Values to choose from, for a field that names a row. */
  readonly suggestions?: readonly { readonly value: string; readonly label: string }[] | undefined
}

/** Types whose input is a group of controls under a legend rather than one control under a label. */
export const isGrouped = (field: Field): boolean =>
  field.type === 'yesNo' ||
  field.type === 'choices' ||
  field.type === 'attachments' ||
  field.type === 'group' ||
  (field.type === 'choice' && (field.options?.length ?? 0) <= FEW)

const FEW = 6

/** One field of a definition as a control. Empty is no value at all. */
export function FieldInput(props: InputProps) {
  const { field, id, value, onChange, described, invalid } = props
  const { t, locale } = useMessages()
  const aria = { 'aria-describedby': described, 'aria-invalid': invalid || undefined, 'aria-required': field.required || undefined }
  const status = invalid ? ('error' as const) : undefined
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value)
  const typed = (next: string) => onChange(next === '' ? undefined : next)
  switch (field.type) {
    case 'longText':
      return (
        <Input.TextArea
          {...aria}
          id={id}
          value={text}
          status={status}
          autoSize={{ minRows: 3, maxRows: 14 }}
          onChange={(event) => typed(event.target.value)}
        />
      )
    case 'integer':
      return (
        <Input
          {...aria}
          id={id}
          value={text}
          status={status}
          inputMode="numeric"
          style={{ maxWidth: 200 }}
          onChange={(event) => {
            const plain = event.target.value.normalize('NFKC').trim()
            onChange(plain === '' ? undefined : /^-?\d{1,15}$/.test(plain) ? Number(plain) : event.target.value)
          }}
        />
      )
    case 'money':
      return <MoneyInput {...props} />
    case 'date':
      return (
        <Input
          {...aria}
          id={id}
          type="date"
          value={text}
          status={status}
          min={props.from}
          max={props.until}
          style={{ maxWidth: 200 }}
          onChange={(event) => typed(event.target.value)}
        />
      )
    case 'moment':
      return (
        <Input
          {...aria}
          id={id}
          type="datetime-local"
          value={localOf(text)}
          status={status}
          style={{ maxWidth: 240 }}
          onChange={(event) => typed(event.target.value === '' ? '' : new Date(`${event.target.value}+08:00`).toISOString())}
        />
      )
    case 'yesNo':
      return (
        <Radio.Group
          id={id}
          aria-labelledby={`${id}-label`}
          {...aria}
          value={value}
          onChange={(event) => onChange(event.target.value as boolean)}
          options={[
            { value: true, label: t('value.yes') },
            { value: false, label: t('value.no') },
          ]}
        />
      )
    case 'choice': {
      const options = (field.options ?? []).map((o) => ({ value: o.value, label: say(o.label, locale) }))
      if (options.length <= FEW)
        return (
          <Radio.Group
            id={id}
            aria-labelledby={`${id}-label`}
            {...aria}
            value={value}
            onChange={(event) => onChange(event.target.value as string)}
            options={options}
            className="form-radios"
          />
        )
      return (
        <Select
          {...aria}
          id={id}
          value={(value as string | undefined) ?? null}
          status={status ?? ''}
          allowClear={!field.required}
          options={options}
          placeholder={t('form.choose')}
          onChange={(next: string | null) => onChange(next ?? undefined)}
          style={{ width: '100%', maxWidth: 420 }}
        />
      )
    }
    case 'choices':
      return (
        // biome-ignore lint/a11y/useSemanticElements: the legend stands above with the required mark and the help
        <div role="group" id={id} tabIndex={-1} aria-labelledby={`${id}-label`} aria-describedby={described}>
          <Checkbox.Group
            value={(value as string[] | undefined) ?? []}
            options={(field.options ?? []).map((o) => ({ value: o.value, label: say(o.label, locale) }))}
            onChange={(next) => onChange(next.length === 0 ? undefined : (next as string[]))}
          />
        </div>
      )
    case 'attachments':
      return <AttachmentsInput {...props} />
    default:
      if (props.suggestions && props.suggestions.length > 0)
        return (
          <AutoComplete
            {...aria}
            id={id}
            value={text}
            status={status ?? ''}
            options={[...props.suggestions]}
            showSearch={{ filterOption: (typedText, option) => `${option?.label}${option?.value}`.includes(typedText) }}
            placeholder={t('form.chooseOrType')}
            onChange={(next: string) => typed(next ?? '')}
            style={{ width: '100%' }}
          />
        )
      return (
        <Input
          {...aria}
          id={id}
          value={text}
          status={status}
          autoComplete="off"
          spellCheck={false}
          className={field.type === 'creditCode' || field.type === 'idNumber' ? 'mono' : ''}
          onChange={(event) =>
            typed(field.type === 'creditCode' || field.type === 'idNumber' ? event.target.value.trim().toUpperCase() : event.target.value)
          }
        />
      )
  }
}

/** The moment as a browser's input wants it, in China time. */
const localOf = (iso: string): string => {
  const time = Date.parse(iso)
  return Number.isNaN(time) ? '' : new Date(time + 8 * 3_600_000).toISOString().slice(0, 16)
}

/** Yuan typed, fen kept. What is not an amount stays as typed, and is refused when the form is sent. */
function MoneyInput({ field, id, value, onChange, described, invalid }: InputProps) {
  const { t } = useMessages()
  const shown = typeof value === 'number' ? yuan(value) : typeof value === 'string' ? value : ''
  const [typing, setTyping] = useState<string | null>(null)
  return (
    <Input
      id={id}
      aria-describedby={described}
      aria-invalid={invalid || undefined}
      aria-required={field.required || undefined}
      status={invalid ? 'error' : undefined}
      value={typing ?? shown}
      inputMode="decimal"
      suffix={t('form.yuan')}
      style={{ maxWidth: 260 }}
      onChange={(event) => {
        const text = event.target.value
        setTyping(text)
        onChange(text.trim() === '' ? undefined : (fenOf(text) ?? text))
      }}
      onBlur={() => setTyping(null)}
    />
  )
}

/** Files handed in with the form: each is sent at once and shown with its progress. */
function AttachmentsInput({ id, value, onChange, described }: InputProps) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const picker = useRef<HTMLInputElement>(null)
  const files = Array.isArray(value) ? (value as unknown as readonly Attachment[]) : []
  const latest = useRef(files)
  latest.current = files
  const [sending, setSending] = useState<readonly { name: string; share: number; error?: string }[]>([])
  const change = (name: string, part: { share?: number; error?: string } | null) =>
    setSending((was) => (part === null ? was.filter((s) => s.name !== name) : was.map((s) => (s.name === name ? { ...s, ...part } : s))))
  const send = async (file: File) => {
    setSending((was) => [...was.filter((s) => s.name !== file.name), { name: file.name, share: 0 }])
    try {
      const {
        id: fileId,
        name,
        type,
        size,
        sha256,
      } = await upload<Attachment>('/api/attachments', file, {}, (share) => change(file.name, { share }))
      change(file.name, null)
      onChange([...latest.current, { id: fileId, name, type, size, sha256 }])
      toast.announce(t('form.uploaded', { name }))
    } catch (error) {
      const text = error instanceof ApiError ? error.say(locale) : String(error)
      change(file.name, { error: text })
      toast.announce(`${file.name}：${text}`)
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the legend stands above with the required mark and the help
    <div role="group" aria-labelledby={`${id}-label`} aria-describedby={described}>
      <input
        ref={picker}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          for (const file of event.target.files ?? []) void send(file)
          event.target.value = ''
        }}
      />
      <Button id={id} onClick={() => picker.current?.click()}>
        {t('form.attach')}
      </Button>
      <span className="muted form-attach-note">{t('form.attachKinds')}</span>
      {(files.length > 0 || sending.length > 0) && (
        <ul className="form-files">
          {files.map((file) => (
            <li key={file.id}>
              <span>
                <Words>{file.name}</Words> <span className="muted">{bytes(file.size)}</span>
              </span>
              <Button
                size="small"
                type="text"
                aria-label={t('form.removeFile', { name: file.name })}
                onClick={() => {
                  const rest = files.filter((f) => f.id !== file.id)
                  onChange(rest.length === 0 ? undefined : rest)
                }}
              >
                {t('form.remove')}
              </Button>
            </li>
          ))}
          {sending.map((one) => (
            <li key={one.name}>
              <span>
                <Words>{one.name}</Words> {one.error && <span className="form-error">{one.error}</span>}
              </span>
              {one.error ? (
                <Button size="small" type="text" onClick={() => change(one.name, null)}>
                  {t('common.close')}
                </Button>
              ) : (
                <Progress percent={Math.round(one.share * 100)} size="small" aria-label={one.name} style={{ width: 140 }} />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
