/** What the address of a new meeting may hold after the question mark; anything else is dropped. */

const id = (value: unknown): string | undefined => (typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value) ? value : undefined)

/** The case that the meeting is of; `second`: the meeting whose refused items are voted on once more. */
export const newMeetingSearch = (raw: Record<string, unknown>): { readonly matter?: string; readonly second?: string } => {
  const matter = id(raw.matter)
  const second = id(raw.second)
  return { ...(matter === undefined ? {} : { matter }), ...(second === undefined ? {} : { second }) }
}
