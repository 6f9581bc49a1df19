export type Params = Readonly<Record<string, string | number>>

/** Fills the `{name}` places of a message; a place without a value stays visible, so that a mistake is seen. */
export function fill(message: string, params?: Params): string {
  return params ? message.replace(/\{(\w+)\}/g, (all, name: string) => String(params[name] ?? all)) : message
}
