/** Where two values of plain data differ first, so that a changed record is not only known to be changed. */
import type { Json } from '@yingshang/journal'

/** The JSON pointer of the first difference in the order of `published`; null when they are equal. Members that only one has count. */
export function firstDifference(published: Json, found: Json): string | null {
  if (published === found) return null
  if (Array.isArray(published) && Array.isArray(found)) {
    for (let i = 0; i < Math.max(published.length, found.length); i++) {
      if (i >= published.length || i >= found.length) return `/${i}`
      const inner = firstDifference(published[i]!, found[i]!)
      if (inner !== null) return `/${i}${inner}`
    }
    return null
  }
  if (isRecord(published) && isRecord(found)) {
    for (const name of [...new Set([...Object.keys(published), ...Object.keys(found)])]) {
      const [a, b] = [published[name], found[name]]
      const step = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (a === undefined || b === undefined) return step
      const inner = firstDifference(a, b)
      if (inner !== null) return `${step}${inner}`
    }
    return null
  }
  return ''
}

const isRecord = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
