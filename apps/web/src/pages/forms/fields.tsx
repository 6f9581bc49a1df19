import { type Field, shownFields, type Value, type Values, type View, worth } from '@yingshang/procedure'
import { Button } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { BodySelect } from './body-select.tsx'
import { type FieldTrouble, fieldId } from './errors.ts'
import { FieldInput, type InputProps, isGrouped } from './inputs.tsx'
import { type Said, say } from './value.tsx'

interface Shared {
  readonly troubles: readonly FieldTrouble[]
  /** Where prefilled values came from, by path. */
  readonly origins: ReadonlyMap<string, Said>
  readonly suggestions: (fieldId: string) => InputProps['suggestions']
}

interface ListProps extends Shared {
  readonly fields: readonly Field[]
  readonly values: Values
  /** The view in which conditions are judged; its values are those around this list. */
  readonly view: View
  readonly prefix: string
  readonly onChange: (values: Values) => void
}

/** Fields in their order, those that apply to what is filled in so far. */
export function FieldList({ fields, values, view, prefix, onChange, ...shared }: ListProps) {
  const set = (id: string, value: Value | undefined) => {
    const { [id]: _old, ...rest } = values
    onChange(value === undefined ? rest : { ...rest, [id]: value })
  }
  /** A field that names a body fills in the name beside it. */
  const setNamed = (field: Field, id: string | undefined, name: string | undefined) => {
    const { [field.id]: _id, [field.names!.into]: _name, ...rest } = values
    onChange(id === undefined || name === undefined ? rest : { ...rest, [field.id]: id, [field.names!.into]: name })
  }
  const filledAlong = new Set(fields.flatMap((field) => field.names?.into ?? []))
  const around: View = { ...view, values: { ...(view.values ?? {}), ...values } }
  const shown = shownFields(fields, values, view).filter((field) => !filledAlong.has(field.id))
  return (
    <>
      {shown.map((field) => (
        <FieldItem
          key={field.id}
          {...shared}
          field={field}
          path={prefix + field.id}
          value={values[field.id]}
          around={around}
          onChange={(value) => set(field.id, value)}
          onName={(bodyId, name) => setNamed(field, bodyId, name)}
        />
      ))}
    </>
  )
}

interface ItemProps extends Shared {
  readonly field: Field
  readonly path: string
  readonly value: Value | undefined
  readonly around: View
  readonly onChange: (value: Value | undefined) => void
  readonly onName: (id: string | undefined, name: string | undefined) => void
}

function FieldItem({ field, path, value, around, onChange, onName, ...shared }: ItemProps) {
  const { t, locale } = useMessages()
  const id = fieldId(path)
  const wrong = shared.troubles.filter((one) => one.path === path)
  const origin = shared.origins.get(path)
  const help = field.help ? say(field.help, locale) : null
  const described = [help && `${id}-help`, origin && `${id}-origin`, wrong.length > 0 && `${id}-error`].filter(Boolean).join(' ')
  const label = (
    <>
      {say(field.label, locale)}
      {field.required ? (
        <span className="form-required">{t('form.required')}</span>
      ) : (
        <span className="form-optional">{t('form.optional')}</span>
      )}
    </>
  )
  return (
    <div className="form-item" data-field={path} data-invalid={wrong.length > 0 || undefined}>
      {isGrouped(field) ? (
        <div className="form-label" id={`${id}-label`}>
          {label}
        </div>
      ) : (
        <label className="form-label" htmlFor={id}>
          {label}
        </label>
      )}
      {help && (
        <p className="form-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {field.type === 'group' ? (
        <GroupRows field={field} path={path} id={id} value={value} around={around} onChange={onChange} {...shared} />
      ) : field.names ? (
        <BodySelect id={id} value={value} described={described || undefined} invalid={wrong.length > 0} onChoose={onName} />
      ) : (
        <FieldInput
          field={field}
          id={id}
          value={value}
          onChange={onChange}
          described={described || undefined}
          invalid={wrong.length > 0}
          from={limit(field.notBefore, around)}
          until={limit(field.notAfter, around)}
          suggestions={shared.suggestions(field.id)}
        />
      )}
      {origin && (
        <p className="form-origin" id={`${id}-origin`}>
          {t('form.origin', { origin: say(origin, locale) })}
        </p>
      )}
      {wrong.length > 0 && (
        <p className="form-error" id={`${id}-error`}>
          {wrong.map((one) => say(one, locale)).join(locale === 'zh' ? '；' : '; ')}
        </p>
      )}
    </div>
  )
}

const limit = (operand: Field['notBefore'], view: View): string | undefined => {
  if (!operand) return undefined
  const day = worth(operand, view)
  return typeof day === 'string' ? day : undefined
}

function GroupRows({ field, path, id, value, around, onChange, ...shared }: Omit<ItemProps, 'onName'> & { id: string }) {
  const { t, locale } = useMessages()
  const rows = (Array.isArray(value) ? value : []) as readonly Values[]
  const replace = (next: readonly Values[]) => onChange(next.length === 0 ? undefined : next)
  return (
    <div className="form-rows" id={id} tabIndex={-1}>
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; the controls hold no state of their own
        <fieldset className="form-row" key={i}>
          <legend>{t('form.rowOf', { field: say(field.label, locale), n: i + 1 })}</legend>
          <FieldList
            {...shared}
            fields={field.fields ?? []}
            values={row}
            view={around}
            prefix={`${path}[${i}].`}
            onChange={(next) => replace(rows.map((r, j) => (j === i ? next : r)))}
          />
          <Button size="small" onClick={() => replace(rows.filter((_, j) => j !== i))}>
            {t('form.removeRow', { n: i + 1 })}
          </Button>
        </fieldset>
      ))}
      {(field.maxItems === undefined || rows.length < field.maxItems) && (
        <Button onClick={() => onChange([...rows, {}])}>{t('form.addRow', { field: say(field.label, locale) })}</Button>
      )}
    </div>
  )
}
