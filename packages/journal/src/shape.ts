/**
 * The shape of what is read from outside. Records are published and checked by strangers' programs, so every member must be known and
 * of its type: one that is misspelt or added is named by JSON pointer, not passed over.
 */

export interface Fault {
  readonly at: string
  readonly what: string
}

/** Gives the first fault of a value, or null. */
export type Shape = (value: unknown, at: string) => Fault | null

const fault = (at: string, what: string): Fault => ({ at, what })

export const text: Shape = (value, at) =>
  typeof value === 'string' && value !== '' && value.isWellFormed() ? null : fault(at, 'a text is expected')
export const flag: Shape = (value, at) => (typeof value === 'boolean' ? null : fault(at, 'true or false is expected'))
export const whole =
  (least: number, most: number = Number.MAX_SAFE_INTEGER): Shape =>
  (value, at) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
      ? null
      : fault(at, `a whole number from ${least} is expected`)
export const exactly =
  (wanted: string | number): Shape =>
  (value, at) =>
    value === wanted ? null : fault(at, `${JSON.stringify(wanted)} is expected`)
export const matching =
  (pattern: RegExp, what: string): Shape =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? null : fault(at, `${what} is expected`)

export const hash = matching(/^[0-9a-f]{64}$/, 'a hash of 64 lower-case hexadecimal digits')

/** An instant to the second, in universal time: such texts sort as the instants do. */
export const instant: Shape = (value, at) =>
  typeof value === 'string' && /^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$/.test(value) && isInstant(value)
    ? null
    : fault(at, 'an instant like 2026-03-05T08:00:00Z is expected')

function isInstant(value: string): boolean {
  const time = Date.parse(value)
  return !Number.isNaN(time) && new Date(time).toISOString() === value.replace('Z', '.000Z')
}

/** A label: what is drawn. Normalised and without control characters or outer space, so that one name has one spelling. */
export const label: Shape = (value, at) =>
  typeof value === 'string' &&
  value !== '' &&
  value.length <= 200 &&
  value.isWellFormed() &&
  value === value.normalize('NFC') &&
  value === value.trim() &&
  !/\p{Cc}/u.test(value)
    ? null
    : fault(at, 'a label is expected: normalised (NFC), at most 200 characters, no control characters, no outer space')

export const nothing: Shape = (value, at) => (value === null ? null : fault(at, 'null is expected'))

export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, at) => {
    let last: Fault | null = null
    for (const shape of shapes) {
      const found = shape(value, at)
      if (found === null) return null
      // The fault that lies deepest belongs to the alternative that was meant.
      if (last === null || found.at.length >= last.at.length) last = found
    }
    return last
  }

export const list =
  (of: Shape, least = 0): Shape =>
  (value, at) => {
    if (!Array.isArray(value) || value.length < least)
      return fault(at, least > 0 ? `a list of at least ${least} is expected` : 'a list is expected')
    for (const [i, one] of value.entries()) {
      const found = of(one, `${at}/${i}`)
      if (found !== null) return found
    }
    return null
  }

/** An object whose names are free and whose values are of one shape. */
export const dictionary =
  (of: Shape): Shape =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(at, 'an object is expected')
    for (const [name, one] of Object.entries(value)) {
      const found = of(one, `${at}/${name}`)
      if (found !== null) return found
    }
    return null
  }

/** An object with exactly these members; names ending in `?` may be absent. */
export const record = (members: Readonly<Record<string, Shape>>): Shape => {
  const known = new Map(Object.entries(members).map(([name, shape]) => [name.replace(/\?$/, ''), { shape, optional: name.endsWith('?') }]))
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(at, 'an object is expected')
    for (const name of Object.keys(value)) if (!known.has(name)) return fault(`${at}/${name}`, 'a member of this name is not known')
    for (const [name, { shape, optional }] of known) {
      if (!Object.hasOwn(value, name)) {
        if (!optional) return fault(`${at}/${name}`, 'the member is missing')
        continue
      }
      const found = shape((value as Record<string, unknown>)[name], `${at}/${name}`)
      if (found !== null) return found
    }
    return null
  }
}
