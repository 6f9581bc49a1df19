import type { ReactNode } from 'react'

/** A control under its name; the name belongs to the control that it surrounds. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it surrounds
    <label>
      <span>{label}</span>
      {children}
    </label>
  )
}
