/**
 * Forms. The same field definitions are drawn by the pages and checked here, on the server and in the page alike. A value for a
 * field that is not shown, or for one that does not exist, is an error: whoever sends strips first, on purpose, by `stripHidden`.
 */
import { isDate, isInstant } from '@yingshang/time'
import { caseNumber, creditCode, idNumber } from './identifiers.ts'
import { holds, OPEN, type View, worth } from './judge.ts'
import type { Field, FormError, Refusal, Value, Values } from './model.ts'
import { filled } from './reasons.ts'

/** The view in which the fields of one form, or of one row of a group, are judged: own values first, then those outside. */
function inside(view: View, values: Values): View {
  return { ...view, values: view.values === null || view.values === values ? values : { ...view.values, ...values } }
}

/** Fields that are shown for these values. */
export function shownFields(fields: readonly Field[], values: Values, view: View): readonly Field[] {
  const here = inside({ ...view, values: view.values ?? {} }, values)
  return fields.filter((field) => !field.when || holds(field.when, here) === true)
}

/** Takes out the values of fields that are not shown and of fields that do not exist, and says which. */
export function stripHidden(
  fields: readonly Field[],
  values: Values,
  view: View,
): { readonly values: Values; readonly removed: readonly string[] } {
  const removed: string[] = []
  const strip = (list: readonly Field[], given: Values, prefix: string, around: View): Values => {
    let kept = given
    // A field may hide because another one goes: repeat until nothing changes.
    for (let changed = true; changed; ) {
      changed = false
      const shown = new Set(shownFields(list, kept, around).map((field) => field.id))
      for (const id of Object.keys(kept))
        if (!shown.has(id)) {
          const { [id]: _gone, ...rest } = kept
          kept = rest
          removed.push(prefix + id)
          changed = true
        }
    }
    const result: { [id: string]: Value } = { ...kept }
    for (const field of list) {
      const rows = result[field.id]
      if (field.type === 'group' && Array.isArray(rows))
        result[field.id] = rows.map((row, i) =>
          isRow(row) ? strip(field.fields ?? [], row, `${prefix}${field.id}[${i}].`, inside(around, kept)) : row,
        )
    }
    return result
  }
  return { values: strip(fields, values, '', { ...view, values: {} }), removed }
}

const isRow = (value: Value | undefined): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

/** Every error of a form, each with the path of its value. No error means that the values may be taken as they are. */
export function validateForm(fields: readonly Field[], values: Values, view: View): readonly FormError[] {
  const errors: FormError[] = []
  checkFields(fields, values, '', { ...view, values }, errors)
  return errors
}

function checkFields(fields: readonly Field[], values: Values, prefix: string, view: View, errors: FormError[]): void {
  const error = (path: string, code: string, zh: string, en: string, numbers?: Refusal['numbers']) =>
    errors.push({ path: prefix + path, code: `form.${code}`, zh, en, ...(numbers ? { numbers } : {}) })
  const byId = new Map(fields.map((field) => [field.id, field]))
  for (const id of Object.keys(values)) if (!byId.has(id)) error(id, 'unknown', `没有“${id}”这一项`, `There is no field ${id}`)
  for (const field of fields) {
    const given = Object.hasOwn(values, field.id) ? values[field.id]! : null
    const { zh, en } = field.label
    if (field.when && holds(field.when, view) !== true) {
      if (given !== null) error(field.id, 'hidden', `“${zh}”在此情形下不应填写`, `${en} does not apply here`)
      continue
    }
    if (given === null || given === '' || (isList(given) && given.length === 0)) {
      if (field.required) error(field.id, 'required', `请填写“${zh}”`, `${en} is required`)
      else if (given !== null && given !== '' && field.minItems)
        error(field.id, 'items', `“${zh}”至少${field.minItems}项`, `${en}: at least ${field.minItems}`)
      continue
    }
    checkValue(field, given, prefix, view, errors)
  }
}

/** Rows, files and options of a field without its own limit. */
const MOST_ITEMS = 1000

/** The greatest number of characters of a text without its own limit. */
const LONGEST = { text: 200, longText: 20_000 } as const

function checkValue(field: Field, given: Value, prefix: string, view: View, errors: FormError[]): void {
  const path = prefix + field.id
  const { zh, en } = field.label
  const before = errors.length
  const error = (code: string, zhText: string, enText: string, numbers?: Refusal['numbers'], at = path) =>
    errors.push({ path: at, code: `form.${code}`, zh: zhText, en: enText, ...(numbers ? { numbers } : {}) })
  const type = (zhText: string, enText: string) => error('type', `“${zh}”应为${zhText}`, `${en} must be ${enText}`)
  const take = (found: { readonly ok: boolean; readonly refusals?: readonly Refusal[] }) => {
    if (!found.ok) for (const refusal of found.refusals ?? []) errors.push({ ...refusal, path })
  }
  switch (field.type) {
    case 'text':
    case 'longText':
    case 'party':
      if (typeof given !== 'string') type('文字', 'text')
      else checkText(field, given, error)
      break
    case 'integer':
    case 'money':
      if (typeof given !== 'number' || !Number.isSafeInteger(given) || Object.is(given, -0))
        type(field.type === 'money' ? '金额（整数分）' : '整数', field.type === 'money' ? 'a whole number of fen' : 'a whole number')
      else {
        const least = field.min ?? (field.type === 'money' ? 0 : undefined)
        if (least !== undefined && given < least)
          error('min', `“${zh}”不得小于${amount(field, least)}`, `${en} must be at least ${amount(field, least)}`, { min: least, given })
        if (field.max !== undefined && given > field.max)
          error('max', `“${zh}”不得大于${amount(field, field.max)}`, `${en} must be at most ${amount(field, field.max)}`, {
            max: field.max,
            given,
          })
      }
      break
    case 'date':
      if (!isDate(given)) type('日期', 'a date')
      else {
        const [from, to] = [field.notBefore, field.notAfter].map((operand) => (operand ? worth(operand, view) : null))
        if (typeof from === 'string' && given < from)
          error('not-before', `“${zh}”不得早于 ${from}`, `${en} must not be before ${from}`, { from, given })
        if (typeof to === 'string' && given > to)
          error('not-after', `“${zh}”不得晚于 ${to}`, `${en} must not be after ${to}`, { to, given })
      }
      break
    case 'moment':
      if (!isInstant(given)) type('时刻', 'a moment')
      break
    case 'yesNo':
      if (typeof given !== 'boolean') type('是或否', 'yes or no')
      break
    case 'choice':
      if (!field.options?.some((option) => option.value === given))
        error('choice', `“${zh}”须在所列选项中选择`, `${en} must be one of the options`)
      break
    case 'choices':
      if (!isList(given)) type('多个选项', 'a list of options')
      else if (given.some((item) => !field.options?.some((option) => option.value === item)) || new Set(given).size < given.length)
        error('choice', `“${zh}”须在所列选项中选择且不重复`, `${en} must be among the options, each once`)
      else checkItems(field, given.length, error)
      break
    case 'creditCode':
      if (typeof given !== 'string') type('统一社会信用代码', 'a credit code')
      else take(creditCode(given))
      break
    case 'idNumber':
      if (typeof given !== 'string') type('公民身份号码', 'an identity number')
      else take(idNumber(given))
      break
    case 'caseNumber':
      if (typeof given !== 'string') type('案号', 'a case number')
      else take(caseNumber(given))
      break
    case 'attachments':
      if (!isList(given) || !given.every(isAttachment)) type('附件列表', 'a list of attachments')
      else checkItems(field, given.length, error)
      break
    case 'group':
      if (!isList(given)) type('若干行', 'a list of rows')
      else {
        checkItems(field, given.length, error)
        given.forEach((row, i) => {
          const at = `${path}[${i}]`
          if (isRow(row)) checkFields(field.fields ?? [], row, `${at}.`, inside(view, row), errors)
          else error('type', `“${zh}”第${i + 1}行格式不对`, `Row ${i + 1} of ${en} is not a row`, undefined, at)
        })
      }
  }
  if (errors.length > before) return
  for (const rule of field.rules ?? [])
    if (holds(rule.holds, view) === false) error(rule.code ?? 'rule', filled(rule.message.zh, view), filled(rule.message.en, view))
}

type Report = (code: string, zh: string, en: string, numbers?: Refusal['numbers']) => void

function checkText(field: Field, given: string, error: Report): void {
  const { zh, en } = field.label
  const most = field.maxLength ?? LONGEST[field.type === 'longText' ? 'longText' : 'text']
  const length = [...given].length
  if (field.minLength !== undefined && length < field.minLength)
    error('short', `“${zh}”至少${field.minLength}字`, `${en} must have at least ${field.minLength} characters`, {
      min: field.minLength,
      length,
    })
  if (!isStorable(given)) error('characters', `“${zh}”含有无法保存的字符`, `${en} has characters that cannot be kept`)
  else if (length > most) error('long', `“${zh}”最多${most}字`, `${en} must have at most ${most} characters`, { max: most, length })
  else if (given.trim() === '') error('required', `请填写“${zh}”`, `${en} is required`)
  else if (field.pattern && !new RegExp(`^(?:${field.pattern.matches})$`, 'u').test(given))
    error('pattern', field.pattern.message.zh, field.pattern.message.en)
}

function checkItems(field: Field, n: number, error: Report): void {
  const { zh, en } = field.label
  if (field.minItems !== undefined && n < field.minItems)
    error('items', `“${zh}”至少${field.minItems}项`, `${en}: at least ${field.minItems}`, { min: field.minItems, given: n })
  const most = field.maxItems ?? MOST_ITEMS
  if (n > most) error('items', `“${zh}”最多${most}项`, `${en}: at most ${most}`, { max: most, given: n })
}

/** Exactly the five members of an attachment: nothing else may ride along into the journal. */
function isAttachment(value: Value): boolean {
  if (!isRow(value) || Object.keys(value).sort().join() !== 'id,name,sha256,size,type') return false
  const text = (key: string) => typeof value[key] === 'string' && (value[key] as string).length > 0 && isStorable(value[key] as string)
  const size = value.size
  return (
    text('id') &&
    text('name') &&
    text('type') &&
    typeof size === 'number' &&
    Number.isSafeInteger(size) &&
    size >= 0 &&
    typeof value.sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(value.sha256)
  )
}

/** Text that canonical JSON and the database can both hold: no half characters, no NUL. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

const amount = (field: Field, n: number) => (field.type === 'money' ? `${(n / 100).toFixed(2)}元` : String(n))

/** First values for a form from facts of the matter, each with the action that said so. */
export function prefill(
  fields: readonly Field[],
  view: View,
): readonly {
  readonly field: string
  readonly value: Value
  readonly from?: { readonly action: string; readonly id: string; readonly on: string }
}[] {
  return fields.flatMap((field) => {
    if (!field.prefill) return []
    const value = worth(field.prefill, view)
    if (value === null || value === OPEN) return []
    const known = field.prefill.of === 'fact' ? view.state.facts[field.prefill.fact] : undefined
    return [{ field: field.id, value, ...(known ? { from: { action: known.action, id: known.from, on: known.on } } : {}) }]
  })
}
