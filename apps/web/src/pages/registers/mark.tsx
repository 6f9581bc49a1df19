import type { ReactNode } from 'react'

/** A state in a word, on a ground that keeps it readable. */
export function Mark({ tone = 'plain', children }: { tone?: 'good' | 'warn' | 'bad' | 'plain'; children: ReactNode }) {
  return (
    <span className="register-mark" data-tone={tone}>
      {children}
    </span>
  )
}
