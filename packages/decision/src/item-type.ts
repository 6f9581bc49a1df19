/**
 * Conformance of values to item definitions (DMN 1.5, 7.3.3 and 10.3.2.9.4): a value that does not conform becomes null; a list of one becomes its
 * item where one item is wanted; an item becomes a list of one where a list is wanted.
 */
import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin'
import { passes } from './feel.ts'
import type { ItemType } from './model.ts'

/** Finds a named type; names of imported models carry their prefix. */
export type TypeLookup = (name: string) => ItemType | undefined

const BASIC: Record<string, (value: unknown) => boolean> = {
  number: (v) => typeof v === 'number',
  string: (v) => typeof v === 'string',
  boolean: (v) => typeof v === 'boolean',
  date: (v) => v instanceof FeelDate,
  time: (v) => v instanceof FeelTime,
  datetime: (v) => v instanceof FeelDateTime,
  dateandtime: (v) => v instanceof FeelDateTime,
  daytimeduration: (v) => v instanceof FeelDuration && !v.yearsMonths,
  daysandtimeduration: (v) => v instanceof FeelDuration && !v.yearsMonths,
  yearmonthduration: (v) => v instanceof FeelDuration && v.yearsMonths,
  yearsandmonthsduration: (v) => v instanceof FeelDuration && v.yearsMonths,
  any: () => true,
  list: (v) => Array.isArray(v),
  context: (v) => isRecord(v),
  function: (v) => v instanceof FeelFunction || typeof v === 'function',
  range: (v) => v instanceof FeelRange,
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype

const basic = (name: string) =>
  BASIC[
    name
      .replace(/^feel:/, '')
      .replace(/\s/g, '')
      .toLowerCase()
  ]

/** Deep enough for every real model; an item definition that refers to itself without end is cut here. */
const DEEPEST = 32

function conforms(value: unknown, type: ItemType, find: TypeLookup, depth: number): boolean {
  if (value === null) return true
  if (depth > DEEPEST) return false
  if (type.isFunction) return value instanceof FeelFunction || typeof value === 'function'
  if (type.isCollection) {
    if (!Array.isArray(value)) return false
    // Allowed values of a collection type constrain its items.
    return value.every((item) => conforms(item, { ...type, isCollection: false }, find, depth + 1))
  }
  if (type.components.length > 0) {
    if (!isRecord(value)) return false
    for (const part of type.components) {
      const entry = value[part.name]
      if (entry === undefined || !conforms(entry, part, find, depth + 1)) return false
    }
  } else if (type.typeRef !== null && !conformsTo(value, type.typeRef, find, depth + 1)) return false
  return type.allowed === null || passes(type.allowed, value, {}).passed
}

function conformsTo(value: unknown, ref: string, find: TypeLookup, depth: number): boolean {
  const named = find(ref)
  if (named) return conforms(value, named, find, depth)
  const test = basic(ref)
  return value === null || test === undefined || test(value)
}

/** Whether a named type wants a list, following references. */
function wantsList(ref: string, find: TypeLookup, depth = 0): boolean {
  const named = find(ref)
  if (!named) return basic(ref) === BASIC.list
  return (
    named.isCollection ||
    (depth < DEEPEST && named.typeRef !== null && named.components.length === 0 && wantsList(named.typeRef, find, depth + 1))
  )
}

/** The value as the type wants it, or null with `conforms: false`. A null typeRef accepts everything. */
export function coerce(value: unknown, ref: string | null, find: TypeLookup): { readonly value: unknown; readonly conforms: boolean } {
  if (ref === null || value === null) return { value, conforms: true }
  if (conformsTo(value, ref, find, 0)) return { value, conforms: true }
  if (wantsList(ref, find)) {
    if (!Array.isArray(value) && conformsTo([value], ref, find, 0)) return { value: [value], conforms: true }
  } else if (Array.isArray(value) && value.length === 1 && conformsTo(value[0], ref, find, 0)) return { value: value[0], conforms: true }
  // A date where a date and time is wanted counts as midnight UTC (DMN 1.5, 10.3.2.9.4).
  if (value instanceof FeelDate && ['datetime', 'dateandtime'].includes(ref.replace(/^feel:|\s/g, '').toLowerCase())) {
    const midnight = value.unwrap().toPlainDateTime()
    return { value: new FeelDateTime(midnight, 'UTC'), conforms: true }
  }
  return { value: null, conforms: false }
}
