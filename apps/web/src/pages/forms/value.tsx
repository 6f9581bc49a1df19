import type { Field } from '@yingshang/procedure'
import { Button } from 'antd'
import { download } from '../../api/client.ts'
import { matterPath } from '../../api/matters.ts'
import { bytes, day, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { type Locale, useMessages } from '../../messages/index.tsx'
import type { Kind } from './definition-book.ts'
import { yuan } from './money.ts'

/** A text in both languages, as the server and the definitions give it. */
export interface Said {
  readonly zh: string
  readonly en: string
}

export const say = (words: Said, locale: Locale): string => words[locale]

const isFile = (value: unknown): value is { id: string; name: string; size: number } =>
  typeof value === 'object' && value !== null && 'sha256' in value && 'id' in value && 'name' in value

/** A value of a form or of a register, as people read it. `matter` makes attachments into downloads. */
export function Value({
  value,
  kind,
  matter,
  fields,
}: {
  value: unknown
  kind: Kind
  matter?: string | undefined
  fields?: readonly Field[] | undefined
}) {
  const { t, locale } = useMessages()
  if (value === null || value === undefined || value === '') return <span className="muted">—</span>
  if (typeof value === 'boolean') return <>{t(value ? 'value.yes' : 'value.no')}</>
  if (kind.options) {
    const list = Array.isArray(value) ? value : [value]
    return (
      <>
        {list
          .map((one) => {
            const option = kind.options!.find((o) => o.value === one)
            return option ? say(option.label, locale) : String(one)
          })
          .join(locale === 'zh' ? '、' : ', ')}
      </>
    )
  }
  if (kind.type === 'money' && typeof value === 'number') return <span className="mono">{t('value.yuan', { amount: yuan(value) })}</span>
  if (kind.type === 'date' && typeof value === 'string') return <span className="mono">{day(value, locale)}</span>
  if (kind.type === 'moment' && typeof value === 'string') return <span className="mono">{instant(value)}</span>
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="muted">—</span>
    return (
      <ul className="value-list">
        {value.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a recorded value never move
          <li key={i}>
            {isFile(one) ? <FileValue file={one} matter={matter} /> : <Value value={one} kind={{ type: 'unknown' }} fields={fields} />}
          </li>
        ))}
      </ul>
    )
  }
  if (typeof value === 'object')
    return (
      <dl className="value-row">
        {Object.entries(value).map(([id, one]) => {
          const field = fields?.find((f) => f.id === id)
          return (
            <div key={id}>
              <dt>{field ? say(field.label, locale) : id}</dt>
              <dd>
                <Value
                  value={one}
                  kind={field ? { type: field.type, ...(field.options ? { options: field.options } : {}) } : { type: 'unknown' }}
                />
              </dd>
            </div>
          )
        })}
      </dl>
    )
  return <Words>{String(value)}</Words>
}

function FileValue({ file, matter }: { file: { id: string; name: string; size: number }; matter?: string | undefined }) {
  const toast = useToast()
  const text = (
    <>
      <Words>{file.name}</Words> <span className="muted">{bytes(file.size)}</span>
    </>
  )
  if (!matter) return text
  const get = () => download(`${matterPath(matter)}/attachments/${encodeURIComponent(file.id)}`, file.name).catch(toast.failed)
  return (
    <Button type="link" size="small" className="file-link" onClick={() => void get()}>
      {text}
    </Button>
  )
}
