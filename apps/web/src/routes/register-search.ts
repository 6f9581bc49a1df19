/** What the addresses of the pages of registers and draws may hold after the question mark; anything else is dropped. */

type Raw = Record<string, unknown>

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 100) : typeof value === 'number' ? String(value) : undefined

export interface RosterSearch {
  readonly q?: string
  readonly subject?: string
  readonly grade?: string
  readonly area?: string
  readonly state?: string
}

export const rosterSearch = (raw: Raw): RosterSearch =>
  Object.fromEntries(
    (['q', 'subject', 'grade', 'area', 'state'] as const).flatMap((name) => {
      const value = text(raw[name])
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** The case that a choice is begun from. */
const forMatter = (raw: Raw): { readonly matter?: string } => {
  const matter = text(raw.matter)
  return matter !== undefined && /^[0-9a-f-]{36}$/.test(matter) ? { matter } : {}
}

/** A choice: for a case, or for none, from one of the registers. */
export const forChoice = (raw: Raw): { readonly matter?: string; readonly kind?: string } => {
  const kind = text(raw.kind)
  return { ...forMatter(raw), ...(kind === undefined ? {} : { kind }) }
}
