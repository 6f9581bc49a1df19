import { type Field, stripHidden, type Values, validateForm } from '@yingshang/procedure'
import { Button } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type FieldTrouble, fieldId, troublesOf } from './errors.ts'
import { FieldList } from './fields.tsx'
import type { InputProps } from './inputs.tsx'
import type { PageForm } from './page-view.ts'
import { type Said, say } from './value.tsx'
import './forms.css'

interface Props {
  readonly form: PageForm
  readonly values: Values
  readonly onChange: (values: Values) => void
  readonly origins?: ReadonlyMap<string, Said>
  readonly suggestions?: (fieldId: string) => InputProps['suggestions']
  readonly submitText: string
  /** Sends; throws the server's refusal. */
  readonly onSubmit: (values: Values) => Promise<void>
  readonly disabled?: boolean
  /** Beside the button. */
  readonly side?: ReactNode
  /** Before the fields. */
  readonly children?: ReactNode
}

const NO_ORIGINS: ReadonlyMap<string, Said> = new Map()

/**
 * A form drawn from field definitions. It is checked by the same definitions before it is sent; what the server then says stands at
 * the field it names, is listed above the form and spoken.
 */
export function DefinedForm({ form, values, onChange, submitText, onSubmit, disabled, side, children, ...more }: Props) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const [troubles, setTroubles] = useState<readonly FieldTrouble[]>([])
  const [busy, setBusy] = useState(false)
  const summary = useRef<HTMLDivElement>(null)
  const shown = useRef(0)

  useEffect(() => {
    if (troubles.length > 0 && shown.current > 0) summary.current?.focus()
  }, [troubles])

  /** What is wrong, with the name of the field where the words do not say it. */
  const named = (one: FieldTrouble): string => {
    const text = say(one, locale)
    const field = fieldAt(form.fields, one.path)
    const label = field && say(field.label, locale)
    return label === undefined || text.includes(label) ? text : `${label}${locale === 'zh' ? '：' : ': '}${text}`
  }
  const fail = (list: readonly FieldTrouble[]) => {
    shown.current++
    setTroubles(list)
    toast.announce(t('form.wrong', { n: list.length }) + list.map(named).join(locale === 'zh' ? '；' : '; '))
  }

  const submit = async () => {
    const { values: kept } = stripHidden(form.fields, trimmed(values), form.view)
    const wrong = validateForm(form.fields, kept, form.view).map(
      (error): FieldTrouble =>
        error.code === 'form.type' && fieldAt(form.fields, error.path)?.type === 'money'
          ? { path: error.path, zh: t('form.moneyShape'), en: t('form.moneyShape') }
          : error,
    )
    if (wrong.length > 0) return fail(wrong)
    setBusy(true)
    setTroubles([])
    try {
      await onSubmit(kept)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      fail(troublesOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      className="defined-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy && !disabled) void submit()
      }}
    >
      {children}
      {troubles.length > 0 && (
        <div className="form-summary" role="alert" tabIndex={-1} ref={summary}>
          <strong>{t('form.wrong', { n: troubles.length })}</strong>
          <ul>
            {troubles.map((one) => (
              <li key={`${one.path} ${one.zh}`}>
                {one.path === '' ? (
                  say(one, locale)
                ) : (
                  <button type="button" className="plain-button form-go" onClick={() => focusField(one.path)}>
                    {named(one)}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {form.fields.length === 0 && <p className="muted">{t('form.nothing')}</p>}
      <FieldList
        fields={form.fields}
        values={values}
        view={{ ...form.view, values: {} }}
        prefix=""
        troubles={troubles}
        origins={more.origins ?? NO_ORIGINS}
        suggestions={more.suggestions ?? (() => undefined)}
        onChange={(next) => {
          // What was said about a field is about what it held then.
          setTroubles((was) => was.filter((one) => one.path === '' || next[top(one.path)] === values[top(one.path)]))
          onChange(next)
        }}
      />
      <div className="form-end">
        <Button type="primary" htmlType="submit" loading={busy} disabled={disabled ?? false}>
          {submitText}
        </Button>
        {side}
      </div>
    </form>
  )
}

const top = (path: string): string => path.split(/[.[]/)[0]!

function focusField(path: string): void {
  const element = document.getElementById(fieldId(path))
  const target = element?.matches('input, textarea, button, [tabindex]')
    ? element
    : element?.querySelector<HTMLElement>('input, textarea, button')
  ;(target ?? element)?.focus()
  ;(target ?? element)?.scrollIntoView({ block: 'center' })
}

/** The definition of the field at a path. */
function fieldAt(fields: readonly Field[], path: string): Field | undefined {
  let list: readonly Field[] = fields
  let found: Field | undefined
  for (const name of path.replace(/\[\d+\]/g, '').split('.')) {
    found = list.find((field) => field.id === name)
    list = found?.fields ?? []
  }
  return found
}

/** Without spaces around texts; nothing else is touched. */
function trimmed(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, typeof value === 'string' ? value.trim() : value]))
}
