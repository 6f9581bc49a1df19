/** What became of one try to send. */
export type Outcome =
  | { readonly ok: true }
  /** Not taken; trying again later is harmless. */
  | { readonly ok: false; readonly kind: 'again'; readonly error: string }
  /** Not taken, and it will not be taken. */
  | { readonly ok: false; readonly kind: 'never'; readonly error: string }
  /** Handed over, but the answer did not come: trying again might send it twice. */
  | { readonly ok: false; readonly kind: 'unknown'; readonly error: string }

/** What is sent: to one address, or to the group of a robot. */
export interface Letter {
  /** The same for every try of the same copy, so that a receiver can tell. */
  readonly id: string
  readonly to: string | null
  readonly subject: string
  readonly lines: readonly string[]
  readonly link: string | null
}
